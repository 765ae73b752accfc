/* logistic.c - logistic regression drawn towards known weights. */
#include "calibrate/logistic.h"
#include <math.h>
#include <string.h>

#define MOST   24   /* weights */
#define STEPS  40   /* of Newton's */
#define CLOSE  1e-7 /* a step that small ends it */
#define STEADY 1e-6 /* added to the diagonal, for quantities that never vary */

double
logistic_odds(const double *weights, const double *quantities, guint n)
{
    double odds = weights[0];
    for (guint i = 0; i < n; i++)
        odds += weights[i + 1] * quantities[i];
    return odds;
}

/* Solves a x = b for a symmetric positive a (A.-L. Cholesky); x replaces b. */
static void
solve(double a[MOST][MOST], double *b, guint n)
{
    for (guint j = 0; j < n; j++) {
        for (guint k = 0; k < j; k++)
            a[j][j] -= a[j][k] * a[j][k];
        a[j][j] = sqrt(MAX(a[j][j], 1e-12));
        for (guint i = j + 1; i < n; i++) {
            for (guint k = 0; k < j; k++)
                a[i][j] -= a[i][k] * a[j][k];
            a[i][j] /= a[j][j];
        }
    }
    for (guint i = 0; i < n; i++) {
        for (guint k = 0; k < i; k++)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (guint i = n; i-- > 0;) {
        for (guint k = i + 1; k < n; k++)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
}

/* Slope and curvature of the likelihood at the weights. */
static void
add_labels(const GArray *labels, guint n, const double *weights, double *slope, double curve[MOST][MOST])
{
    double row[MOST] = {1};
    for (guint i = 0; i < labels->len; i++) {
        const Label *label = &g_array_index(labels, Label, i);
        double p = 1 / (1 + exp(-CLAMP(logistic_odds(weights, label->quantities, n), -30, 30)));
        memcpy(row + 1, label->quantities, n * sizeof *row);
        for (guint j = 0; j <= n; j++) {
            slope[j] += ((label->right ? 1 : 0) - p) * row[j];
            for (guint k = 0; k <= j; k++)
                curve[j][k] += p * (1 - p) * row[j] * row[k];
        }
    }
}

void
logistic_fit(const GArray *labels, guint n, const double *towards, double strength, double *weights)
{
    g_assert(n + 1 <= MOST);
    for (guint j = 0; j <= n; j++)
        weights[j] = towards ? towards[j] : 0;
    for (guint step = 0; step < STEPS; step++) {
        double slope[MOST] = {0}, curve[MOST][MOST] = {{0}}, size = 0;
        add_labels(labels, n, weights, slope, curve);
        for (guint j = 0; j <= n; j++) {
            double pull = j > 0 || towards ? strength : 0;
            slope[j] -= pull * (weights[j] - (towards ? towards[j] : 0));
            curve[j][j] += pull + STEADY;
        }
        solve(curve, slope, n + 1);
        for (guint j = 0; j <= n; j++) {
            /* A long step overshoots where nearly all labels are right. */
            double by = CLAMP(slope[j], -2, 2);
            weights[j] += by;
            size = MAX(size, fabs(by));
        }
        if (size < CLOSE)
            break;
    }
}
