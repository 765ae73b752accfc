/* gold.h - what a page really says, from whatever file says it.
 *
 * A truth is a Page as it should have been read: words carry the joined form of a letter-spaced word in
 * `text` and what was typed in `raw`. Formats, in the order in which they are preferred for one page:
 *
 * - STEM-pN.truth.json: the generator's own, verno-truth/1;
 * - STEM.alto.xml: ALTO in pixels. Lines with a baseline get a quad around it, since exported boxes overlap.
 * Only the lines given count: words elsewhere are no error;
 * - STEM.json: FUNSD, word boxes of forms;
 * - STEM.gt.txt, STEM.txt: text without places, a line each; STEM-pN.… for pages of a scan with several. */
#pragma once
#include "page.h"

typedef struct {
    char *kind;
    Quad quad;
} Mark; /* an annotation: ink that is neither typescript nor form */

typedef struct {
    Page *page;
    char *path;        /* of the truth file */
    char *tier;        /* NULL where the truth names none */
    char *kind;        /* kind of document, or the format where it names none */
    gboolean places;   /* lines have quads */
    gboolean partial;  /* holds some of the page's text only */
    gboolean geometry; /* rotation, skew and blankness are known */
    GArray *marks;     /* of Mark */
} Gold;

/* Is the file called like a truth? Such files often lie among the scans and are no pages. */
gboolean gold_is_named(const char *path);
/* STORE error: the file cannot be read or is not what its name says. */
Gold *gold_load(const char *path, GError **error);
void gold_free(Gold *truth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gold, gold_free)

GArray *marks_new(void);
void marks_add(GArray *marks, const char *kind, Quad quad);

/* The loaders fill a truth that is empty but for page, marks and path; gold_load() picks one by name. */
gboolean gold_read_drawn(Gold *truth, GError **error);
gboolean gold_read_alto(Gold *truth, GError **error);
gboolean gold_read_funsd(Gold *truth, GError **error);
gboolean gold_read_text(Gold *truth, GError **error);

/* Which file of a directory is the truth of which page. */
typedef struct GoldIndex GoldIndex;
GoldIndex *gold_index_new(const char *directory, GError **error);
void gold_index_free(GoldIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GoldIndex, gold_index_free)

/* The truth file of page `number` of a scan by its relative path (same directory and stem; else by stem alone
 * where only one file has it), or NULL; then *ret_why says why. `pages`: 1 lets STEM.… stand for the only
 * page. */
const char *gold_index_find(GoldIndex *index, const char *scan, guint number, guint pages,
                            const char **ret_why);
/* How many pages' truths nobody has asked for, one of them by name (NULL if none). */
guint gold_index_unused(GoldIndex *index, const char **ret_example);
