/* fit-table.c - labels as numbers, and one weighing of them fitted. */
#include "calibrate/fit-table.h"
#include "calibrate/isotonic.h"
#include "calibrate/logistic.h"
#include <math.h>
#include <string.h>

#define LOOSE 1.0 /* penalty of the pooled weights */
#define DRAWN                                                                                                \
    20.0 /* penalty of a field's own, towards the pooled ones: so many labels have as much to say            \
          */
#define MANY       400 /* labels from which an isotonic curve is tried */
#define MOST_STEPS 60  /* errors after which nobody goes on */

void
fitted_clear(Fitted *fitted)
{
    g_free(fitted->weights);
    g_array_unref(fitted->at);
    g_array_unref(fitted->means);
    for (guint i = 0; i < N_PAGE_CLASSES; i++) {
        g_array_unref(fitted->accept[i]);
        g_array_unref(fitted->accepted[i]);
    }
}
Table
table_new(guint n)
{
    return (Table){n, g_array_new(FALSE, FALSE, sizeof(double)),
                   g_array_new(FALSE, FALSE, sizeof(WhatLabel))};
}

void
table_clear(Table *table)
{
    g_array_unref(table->rows);
    g_array_unref(table->whats);
}
void
table_add(Table *table, const double *quantities, WhatLabel what)
{
    g_array_append_vals(table->rows, quantities, table->n);
    g_array_append_val(table->whats, what);
}

Scale
table_standardise(Table *table)
{
    Scale scale;
    guint count = table->whats->len;
    double *rows = (double *)table->rows->data;
    for (guint j = 0; j < table->n; j++) {
        double sum = 0, squares = 0;
        for (guint i = 0; i < count; i++)
            sum += rows[i * table->n + j] / count;
        for (guint i = 0; i < count; i++)
            squares += pow(rows[i * table->n + j] - sum, 2) / count;
        scale.mean[j] = sum;
        scale.spread[j] = squares > 1e-12 ? sqrt(squares) : 1;
        for (guint i = 0; i < count; i++)
            rows[i * table->n + j] = (rows[i * table->n + j] - sum) / scale.spread[j];
    }
    return scale;
}

/* Labels of a name (NULL: of all) outside of a fold (FOLDS: all); of Label. */
static GArray *
pick(const Table *table, const char *name, guint but)
{
    GArray *labels = g_array_new(FALSE, FALSE, sizeof(Label));
    for (guint i = 0; i < table->whats->len; i++) {
        const WhatLabel *what = &g_array_index(table->whats, WhatLabel, i);
        Label label = {&g_array_index(table->rows, double, i * table->n), what->right};
        if ((!name || what->name == name) && what->fold != but)
            g_array_append_val(labels, label);
    }
    return labels;
}

static double *
fit_weights(const Table *table, const char *name, guint but, const double *towards)
{
    g_autoptr(GArray) labels = pick(table, name, but);
    double *weights = g_new0(double, table->n + 1);
    logistic_fit(labels, table->n, towards, towards ? DRAWN : LOOSE, weights);
    return weights;
}

/* What fits to the other folds say of each label of the name; of Outcome. `towards`: pooled weights a fold,
 * or NULL. */
static GArray *
hold_out(const Table *table, const char *name, double *const *towards)
{
    GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(Outcome));
    for (guint fold = 0; fold < FOLDS; fold++) {
        g_autofree double *weights = fit_weights(table, name, fold, towards ? towards[fold] : NULL);
        for (guint i = 0; i < table->whats->len; i++) {
            const WhatLabel *what = &g_array_index(table->whats, WhatLabel, i);
            if (what->fold != fold || (name && what->name != name))
                continue;
            double odds = logistic_odds(weights, &g_array_index(table->rows, double, i * table->n), table->n);
            Outcome outcome = {CLAMP(odds, -12, 12), what->right, fold, what->able, what->on};
            g_array_append_val(outcomes, outcome);
        }
    }
    return outcomes;
}

static double
meaning(double odds, const GArray *at, const GArray *means)
{
    if (at->len == 0)
        return 1 / (1 + exp(-odds));
    const double *x = (const double *)at->data, *y = (const double *)means->data;
    guint i = 0;
    while (i < at->len && odds > x[i])
        i++;
    if (i == 0 || i == at->len)
        return y[i == 0 ? 0 : i - 1];
    return y[i - 1] + (odds - x[i - 1]) / MAX(x[i] - x[i - 1], 1e-9) * (y[i] - y[i - 1]);
}

/* Of Judged: each outcome by the logistic curve, or by an isotonic one fitted to the other folds. */
static GArray *
judge(const GArray *outcomes, gboolean isotonic)
{
    GArray *judged = g_array_new(FALSE, FALSE, sizeof(Judged));
    for (guint fold = 0; fold < FOLDS; fold++) {
        g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(Outcome));
        g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(double));
        g_autoptr(GArray) means = g_array_new(FALSE, FALSE, sizeof(double));
        for (guint i = 0; isotonic && i < outcomes->len; i++)
            if (g_array_index(outcomes, Outcome, i).fold != fold)
                g_array_append_val(others, g_array_index(outcomes, Outcome, i));
        if (isotonic)
            isotonic_fit(others, at, means);
        for (guint i = 0; i < outcomes->len; i++) {
            const Outcome *outcome = &g_array_index(outcomes, Outcome, i);
            Judged one = {meaning(outcome->odds, at, means), outcome->right, 0};
            if (outcome->fold == fold)
                g_array_append_val(judged, one);
        }
    }
    return judged;
}

/* Takes the isotonic curve where it tells more of held-out documents. */
static void
choose_curve(Fitted *fitted, GArray *outcomes)
{
    g_autoptr(GArray) plain = judge(outcomes, FALSE);
    fitted->reliability = reliability_of(plain);
    if (outcomes->len < MANY)
        return;
    g_autoptr(GArray) bent = judge(outcomes, TRUE);
    Reliability other = reliability_of(bent);
    if (other.brier >= fitted->reliability.brier)
        return;
    /* Ranked by odds still: steps of the curve make equals of what they tell apart. */
    other.auroc = fitted->reliability.auroc;
    other.aurc = fitted->reliability.aurc;
    fitted->reliability = other;
    isotonic_fit(outcomes, fitted->at, fitted->means);
}

static int
surest_first(const void *a, const void *b)
{
    const Outcome *x = a, *y = b;
    if (x->odds != y->odds)
        return (x->odds < y->odds) - (x->odds > y->odds);
    return x->right - y->right;
}

/* How many outcomes on pages of a class lie above the 1st, 2nd, … error, and from which odds on. */
static void
step_down(Fitted *fitted, GArray *outcomes, PageClass on)
{
    double count = 0, lowest = 0;
    g_array_sort(outcomes, surest_first);
    for (guint i = 0; i <= outcomes->len && fitted->accept[on]->len < MOST_STEPS; i++) {
        const Outcome *outcome = i < outcomes->len ? &g_array_index(outcomes, Outcome, i) : NULL;
        if (outcome && (!outcome->able || outcome->on != on))
            continue;
        if (!outcome || !outcome->right) {
            double least = outcome && lowest <= outcome->odds ? outcome->odds + 1e-4 : lowest;
            g_array_append_val(fitted->accept[on], least);
            g_array_append_val(fitted->accepted[on], count);
        }
        if (outcome) {
            count++;
            fitted->able[on]++;
            lowest = outcome->odds;
        }
    }
}

Fitted
table_fit(const Table *table, const char *name, double *const *pooled)
{
    Fitted fitted = {.weights = fit_weights(table, name, FOLDS, pooled ? pooled[FOLDS] : NULL)};
    fitted.at = g_array_new(FALSE, FALSE, sizeof(double));
    fitted.means = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) outcomes = hold_out(table, name, pooled);
    choose_curve(&fitted, outcomes);
    for (guint on = 0; on < N_PAGE_CLASSES; on++) {
        fitted.accept[on] = g_array_new(FALSE, FALSE, sizeof(double));
        fitted.accepted[on] = g_array_new(FALSE, FALSE, sizeof(double));
        step_down(&fitted, outcomes, (PageClass)on);
    }
    return fitted;
}

double **
table_fit_pooled(const Table *table)
{
    double **pooled = g_new0(double *, FOLDS + 1);
    for (guint fold = 0; fold <= FOLDS; fold++)
        pooled[fold] = fit_weights(table, NULL, fold, NULL);
    return pooled;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *
table_names(const Table *table)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < table->whats->len; i++) {
        char *name = (char *)g_array_index(table->whats, WhatLabel, i).name;
        if (!g_ptr_array_find(names, name, NULL))
            g_ptr_array_add(names, name);
    }
    g_ptr_array_sort(names, by_name);
    return names;
}
