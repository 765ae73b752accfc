/* fit.c - a calibrator from labels. */
#include "calibrate/fit.h"
#include "calibrate/fit-table.h"
#include "error.h"
#include "median.h"
#include <string.h>

#define LEAST_FIELDS 200    /* labels below which nothing is worth fitting */
#define MOST_WORDS   150000 /* more tell nothing new */

void
fit_free(Fit *fit)
{
    if (!fit)
        return;
    g_free(fit->text);
    g_array_unref(fit->rows);
    g_free(fit);
}

static void
put_numbers(GString *text, const char *key, const double *numbers, guint n)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(text, "%s=", key);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ";" : "",
                               g_ascii_formatd(number, sizeof number, "%.5g", numbers[i]));
    g_string_append_c(text, '\n');
}

static void
put_list(GString *text, const char *key, const GArray *numbers)
{
    if (numbers->len > 0)
        put_numbers(text, key, (const double *)numbers->data, numbers->len);
}

static void
put_fitted(GString *text, const Fitted *fitted, guint n)
{
    g_string_append_printf(text, "labels=%u\nwrong=%u\n", fitted->reliability.count,
                           fitted->reliability.wrong);
    put_numbers(text, "weights", fitted->weights, n + 1);
    put_list(text, "at", fitted->at);
    put_list(text, "means", fitted->means);
}

static void
add_row(Fit *fit, const char *name, const Fitted *fitted)
{
    FitRow row = {g_intern_string(name), fitted->reliability, fitted->at->len > 0, {0}};
    memcpy(row.able, fitted->able, sizeof row.able);
    g_array_append_val(fit->rows, row);
}

/* 1st, 5th, 10th percentile and median of each quantity of the pages. */
static void
put_pages(GString *text, const GArray *pages)
{
    static const double shares[] = {0.01, 0.05, 0.1, 0.5};
    guint count = pages->len / N_LIKE;
    g_string_append(text, "\n[pages]\n");
    for (guint i = 0; i < N_LIKE; i++) {
        g_autofree double *values = g_new0(double, count + 1);
        double quantiles[G_N_ELEMENTS(shares)];
        for (guint j = 0; j < count; j++)
            values[j] = g_array_index(pages, double, j *N_LIKE + i);
        qsort(values, count, sizeof *values, double_order);
        for (guint k = 0; k < G_N_ELEMENTS(shares); k++)
            quantiles[k] = count > 0 ? values[(guint)(shares[k] * (count - 1))] : 0;
        put_numbers(text, page_like_names[i], quantiles, G_N_ELEMENTS(shares));
    }
}

static void
put_scale(GString *text, const Scale *scale, guint n)
{
    put_numbers(text, "mean", scale->mean, n);
    put_numbers(text, "spread", scale->spread, n);
}

static void
fit_fields(Fit *fit, GString *text, const Labels *labels)
{
    g_auto(Table) table = table_new(N_WEIGHED);
    for (guint i = 0; i < labels->fields->len; i++) {
        const FieldLabel *label = &g_array_index(labels->fields, FieldLabel, i);
        table_add(&table, label->quantities,
                  (WhatLabel){label->name, label->right, label->able, label->fold, label->on});
    }
    Scale scale = table_standardise(&table);
    double **pooled = table_fit_pooled(&table);
    g_autoptr(GPtrArray) names = table_names(&table);
    g_auto(Fitted) all = table_fit(&table, NULL, NULL);
    g_string_append(text, "\n[scale]\n");
    put_scale(text, &scale, N_WEIGHED);
    g_string_append(text, "\n[pooled]\n");
    put_fitted(text, &all, N_WEIGHED);
    for (guint i = 0; i < names->len; i++) {
        g_auto(Fitted) own = table_fit(&table, names->pdata[i], pooled);
        g_string_append_printf(text, "\n[field %s]\n", (char *)names->pdata[i]);
        put_fitted(text, &own, N_WEIGHED);
        put_list(text, "accept", own.accept[PAGE_CLEAR]);
        put_list(text, "accepted", own.accepted[PAGE_CLEAR]);
        put_list(text, "accept-poor", own.accept[PAGE_POOR]);
        put_list(text, "accepted-poor", own.accepted[PAGE_POOR]);
        add_row(fit, names->pdata[i], &own);
    }
    add_row(fit, "all", &all);
    for (guint i = 0; i <= FOLDS; i++)
        g_free(pooled[i]);
    g_free(pooled);
}

static void
fit_words(Fit *fit, GString *text, const Labels *labels)
{
    g_auto(Table) table = table_new(N_WORD_WEIGHED);
    guint step = 1 + labels->words->len / MOST_WORDS;
    for (guint i = 0; i < labels->words->len; i += step) {
        const WordLabel *label = &g_array_index(labels->words, WordLabel, i);
        table_add(&table, label->quantities, (WhatLabel){NULL, label->right, TRUE, label->fold, PAGE_CLEAR});
    }
    Scale scale = table_standardise(&table);
    g_auto(Fitted) words = table_fit(&table, NULL, NULL);
    g_string_append(text, "\n[words]\n");
    put_scale(text, &scale, N_WORD_WEIGHED);
    put_fitted(text, &words, N_WORD_WEIGHED);
    add_row(fit, "words", &words);
}

/* The group [words] of another calibrator, as it stands there. */
static gboolean
copy_words(GString *text, const char *base, GError **error)
{
    const char *start = base ? strstr(base, "\n[words]\n") : NULL;
    if (!start) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "no word has a truth, and there is no calibrator to take that part from");
        return FALSE;
    }
    const char *end = strstr(start + 1, "\n[");
    g_string_append_len(text, start, end ? end - start : (gssize)strlen(start));
    return TRUE;
}

Fit *
fit_new(const Labels *labels, const char *base, GError **error)
{
    if (labels->fields->len < LEAST_FIELDS) {
        g_set_error(
            error, VERNO_ERROR, VERNO_ERROR_SETUP,
            "%u fields are too few to fit anything: at least %d are needed, and some 300 of a name for "
            "a promise of 1 %%",
            labels->fields->len, LEAST_FIELDS);
        return NULL;
    }
    g_autoptr(Fit) fit = g_new0(Fit, 1);
    g_autoptr(GString) text = g_string_new(NULL);
    fit->rows = g_array_new(FALSE, FALSE, sizeof(FitRow));
    g_string_append_printf(text,
                           "# Made by verno calibrate; stages/check/calibrator.h tells what it says.\n"
                           "[calibrator]\nversion=2\nsettings=%s\nmodels=%s\npages=%u\nfields=%u\nwords=%u\n",
                           labels->settings, labels->models, labels->pages->len / N_LIKE, labels->fields->len,
                           labels->words->len);
    fit_fields(fit, text, labels);
    if (labels->words->len > 0)
        fit_words(fit, text, labels);
    else if (!copy_words(text, base, error))
        return NULL;
    put_pages(text, labels->pages);
    fit->text = g_string_free(g_steal_pointer(&text), FALSE);
    return g_steal_pointer(&fit);
}
