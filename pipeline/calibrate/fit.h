/* fit.h - a calibrator from labels.
 *
 * Every field's labels are weighed by a logistic regression of its own that is drawn to one over all fields
 * (logistic.h). What is said of it is said of documents that it was not fitted on: each of FOLDS parts is
 * judged by the fit of the others. From these outcomes come the choice between the logistic curve and an
 * isotonic one (isotonic.h), the steps that thresholds are taken from, and the figures. */
#pragma once
#include "calibrate/labels.h"
#include "eval/reliability.h"

/* What is known of one field's calibration. */
typedef struct {
    const char *name;
    Reliability reliability; /* held out */
    gboolean isotonic;
    guint able[N_PAGE_CLASSES]; /* labels that may be accepted at all */
} FitRow;

typedef struct {
    char *text;   /* the calibrator, see stages/check/calibrator.h */
    GArray *rows; /* of FitRow: every field by name, then "all", then "words" where there are any */
} Fit;

/* `base`: text of another calibrator whose part on words is taken over where there are no words; or NULL. A
 * SETUP error where there is nothing to fit. */
Fit *fit_new(const Labels *labels, const char *base, GError **error);
void fit_free(Fit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fit, fit_free)
