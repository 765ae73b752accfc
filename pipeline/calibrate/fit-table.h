/* fit-table.h - labels as numbers, and one weighing of them fitted; what fit.c makes a calibrator from. */
#pragma once
#include "calibrate/labels.h"
#include "eval/reliability.h"

typedef struct {
    double mean[N_WEIGHED], spread[N_WEIGHED]; /* words have fewer quantities than fields */
} Scale;

typedef struct {
    const char *name; /* interned; NULL: of a word */
    gboolean right, able;
    guint fold;
    PageClass on;
} WhatLabel;

/* Labels of one kind: what each is of, and its quantities. */
typedef struct {
    guint n;       /* quantities */
    GArray *rows;  /* of double, n a label */
    GArray *whats; /* of WhatLabel */
} Table;

Table table_new(guint n);
void table_clear(Table *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Table, table_clear)
void table_add(Table *table, const double *quantities, WhatLabel what);
/* Every quantity gets mean 0 and spread 1. */
Scale table_standardise(Table *table);
/* Names in the table, sorted, interned; of char *. */
GPtrArray *table_names(const Table *table);
/* Weights over all labels, fitted without each fold, and with all last: FOLDS + 1, to free, each and the
 * list. */
double **table_fit_pooled(const Table *table);

/* A weighing and how it does on held-out documents. */
typedef struct {
    double *weights;                                           /* a constant, then one a quantity */
    GArray *at, *means;                                        /* of double; empty: the logistic curve */
    GArray *accept[N_PAGE_CLASSES], *accepted[N_PAGE_CLASSES]; /* of double: see calibrator.h */
    Reliability reliability;
    guint able[N_PAGE_CLASSES]; /* labels that may be accepted at all */
} Fitted;

/* Of the labels of a name, drawn to the pooled weights; `pooled` NULL: of all labels, drawn to nothing. */
Fitted table_fit(const Table *table, const char *name, double *const *pooled);
void fitted_clear(Fitted *fitted);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fitted, fitted_clear)
