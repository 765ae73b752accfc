/* report.h - what an evaluation says: a table to read, a CSV with every figure, the worst pages and lines. */
#pragma once
#include "score.h"
#include <stdio.h>

/* The group of pages that no reader lost, where one of two lost some. */
#define EVAL_SHARED "read by both"

/* One reader of the pages: verno or a baseline. */
typedef struct {
    const char *name;
    Tally *tally;
    GArray *pairs; /* of LinePair */
} Column;

/* With two columns a third tells their difference, first less second, over the same resamples. */
void report_table(FILE *out, const Column *columns, guint n_columns, const Resamples *resamples);

/* reader,figure,group,value,low,high,pages,top,bottom: shares as fractions, skew in degrees. */
gboolean report_csv(const char *path, const Column *columns, guint n_columns, const Resamples *resamples,
                    GError **error);

/* The `count` pages, and typed or printed lines, with most errors of the first reader; `names` are the
 * pages'. */
void report_worst(FILE *out, const Column *columns, guint n_columns, const GPtrArray *names, guint count);

/* How text is compared, for --help and under the table. */
extern const char report_rules[];
