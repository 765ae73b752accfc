/* baseline.h - the stock `tesseract` command on the same pages, as another column of the report.
 *
 * It runs with one thread (OMP_THREAD_LIMIT=1), is given the scan's path and the page's number, and its TSV
 * is read for words and boxes. The boxes are in pixels of the stored image for turned pages too (measured:
 * with --psm 1 Tesseract 5.3 turns them back); which way it turned the page is told by the way its words run.
 * Answers are kept in a cache directory under the scan's SHA-256, the page, the version and the arguments. */
#pragma once
#include "answer.h"

typedef struct Baseline Baseline;

/* `spec`: "tesseract" or "tesseract:ARGS"; without ARGS `usual` is taken. `cache` may be NULL. SETUP error:
 * the command cannot be started. */
Baseline *baseline_new(const char *spec, const char *usual, const char *cache, GError **error);
void baseline_free(Baseline *baseline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Baseline, baseline_free)

/* "tesseract 5.3.0 --psm 1 -l rus+eng" */
const char *baseline_name(const Baseline *baseline);

/* Reads page `number` of `pages` of a scan; a page that the command cannot read comes back in the state
 * "failed". May be called from several threads. An error (STORE) is trouble with scan or cache. */
Answer *baseline_read(const Baseline *baseline, const char *scan, guint number, guint pages, GError **error);

/* Puts a TSV as Tesseract writes it onto a failed answer, which is done then if the TSV tells of a page: for
 * a file that it cannot decode Tesseract writes the heading alone and exits 0. */
void baseline_read_tsv(Answer *answer, const char *tsv);
