/* logistic.h - logistic regression drawn towards known weights.
 *
 * Newton's method on the penalised likelihood (A. Hoerl, R. Kennard, Technometrics 12, 1970, for the penalty;
 * P. McCullagh, J. Nelder, Generalized Linear Models, 1989, for the steps). The penalty is half of `strength`
 * times the squared distance of the weights from `towards`: with few labels the weights stay there, with many
 * they go their own way. */
#pragma once
#include <glib.h>

/* A label: `n` standardised quantities, lent, and whether the thing was right. */
typedef struct {
    const double *quantities;
    gboolean right;
} Label;

/* `labels`: of Label. Fills n + 1 weights, the constant first; `towards` has as many, or is NULL: zero, and
 * the constant free. */
void logistic_fit(const GArray *labels, guint n, const double *towards, double strength, double *ret_weights);
/* Log-odds of one row of quantities. */
double logistic_odds(const double *weights, const double *quantities, guint n);
