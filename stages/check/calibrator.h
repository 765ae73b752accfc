/* calibrator.h - evidence into probability, and probability into a promise.
 *
 * A calibrator is a text file of models/confidence, fitted by `verno calibrate` (pipeline/calibrate). It is a
 * GKeyFile:
 *
 *   [calibrator]   version (2); settings: SHA-256 over the settings of the stages before `confidence`;
 *                  models: what they loaded, "name=sha256:… …"; pages, fields, words: what it was fitted on
 *   [scale]        mean, spread: of each quantity of field_weighable(), over all fields
 *   [pooled]       weights: a constant, then one a quantity: log-odds that a value is right
 *   [field NAME]   the same for the field of that name, drawn to the pooled ones where labels were few;
 *                  labels, wrong; at, means: knots of log-odds -> probability where isotonic regression was
 *                  better than the bare curve; accept: falling log-odds, accepted: how many fields on
 *                  clear pages of held-out documents lie above each before its 1st, 2nd, 3rd … error;
 *                  accept-poor, accepted-poor: the same on poor pages
 *   [words]        mean, spread, weights, at, means: the same for words, see word_weighable()
 *   [pages]        contrast, confidence, coverage, agreement: their 1st, 5th and 10th percentile and median
 *                  over the pages it was fitted on
 *
 * Clear pages and poor ones have promises of their own: a value of one likelihood is wrong more often on a
 * page that reads badly, and a box of such pages must not live on what easy ones were right (conditional, not
 * marginal, coverage: V. Vovk, Conditional validity of inductive conformal predictors, 2012).
 *
 * It is refused where a stage has other settings or another model than it was fitted on; a form whose
 * description changed or is new is not promised anything. */
#pragma once
#include "page.h"

typedef struct Calibrator Calibrator;

/* Where the calibrator of this name lies: a path with a slash is one itself; to free. */
char *calibrator_dup_path(const char *models_dir, const char *name);
/* NULL with a SETUP error that names the file and what is wrong with it. */
Calibrator *calibrator_load(const char *path, GError **error);
void calibrator_free(Calibrator *calibrator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calibrator, calibrator_free)

/* "confidence/verno=sha256:…"; lent. */
const char *calibrator_model(const Calibrator *calibrator);
/* What keeps it from speaking for readings under these settings and models, to free; NULL: nothing. */
char *calibrator_dup_mismatch(const Calibrator *calibrator, const char *settings, const char *models);
/* Was it fitted on this form as `models` describes it now? NULL: on pages that are no printed form. */
gboolean calibrator_knows_form(const Calibrator *calibrator, const char *form, const char *models);

/* What a field's evidence is weighed by: N_WEIGHED numbers, most of them logarithms. */
enum { N_WEIGHED = N_EVIDENCE + 3 };
void field_weighable(const Field *field, double *ret_quantities);
/* The same for a word: its score, digits, length, other looks, script, and the page's mean. */
enum { N_WORD_WEIGHED = 8 };
void word_weighable(const Word *word, double page_confidence, double *ret_quantities);

/* Log-odds that the field's value is right, and the probability they mean. */
double calibrator_field_odds(const Calibrator *calibrator, const Field *field);
double calibrator_field_probability(const Calibrator *calibrator, const char *name, double odds);
double calibrator_word_probability(const Calibrator *calibrator, const double *quantities);

/* By the mean confidence of a page's characters (EVIDENCE_PAGE): clear from CLEAR_PAGE on. Of 0.90, 0.91 and
 * 0.92 it accepts most on the typical pages that the calibrator was fitted on. */
typedef enum { PAGE_CLEAR, PAGE_POOR, N_PAGE_CLASSES } PageClass;
PageClass field_page_class(const Field *field);

/* From which log-odds on a field may be accepted, and what held-out documents said of that. */
typedef struct {
    double odds;
    guint accepted, errors;
} Threshold;

/* For fields of this name on pages of a class: the one-sided 95 % bound of their errors (binomial_keeps()) is
 * under `max_error` on held-out documents; FALSE, and all zero: the evidence is too thin for any. */
gboolean calibrator_threshold(const Calibrator *calibrator, const char *name, PageClass on, double max_error,
                              Threshold *ret_threshold);
/* Names of the fields it knows, sorted; NULL-terminated, lent. */
const char *const *calibrator_fields(const Calibrator *calibrator);

/* What a page is like: quantities by which a batch is told from what was fitted on. */
typedef enum { LIKE_CONTRAST, LIKE_CONFIDENCE, LIKE_COVERAGE, LIKE_AGREEMENT, N_LIKE } PageLike;
extern const char *const page_like_names[N_LIKE];
void page_like(const Page *page, double *ret_like);
/* Its 1st, 5th, 10th percentile and median (0, 1, 2, 3). */
double calibrator_page_quantile(const Calibrator *calibrator, PageLike like, guint quantile);
