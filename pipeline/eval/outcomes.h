/* outcomes.h - what a confidence was worth: every field that has a value, how sure it was, and whether it was
 * right. */
#pragma once
#include "answer.h"
#include "reliability.h"
#include <stdio.h>

typedef struct {
    const char *name, *tier, *kind; /* interned; tier may be NULL */
    Judged judged;                  /* document: the scan */
} FieldOutcome;

/* An array of FieldOutcome. */
GArray *outcomes_new(void);
/* The page's fields that have a value and evidence; all of a scan's pages are one document. */
void outcomes_add(GArray *outcomes, guint document, const Gold *truth, const Page *page);

/* For all fields, each tier, kind and field: count, ECE, Brier, AUROC, AURC, and the share that could be
 * accepted at 99 and 99.9 % precision with its 95 % interval over documents; then the reliability table. */
void outcomes_report(FILE *out, const GArray *outcomes);
/* Reliability and risk against coverage, as an SVG. */
gboolean outcomes_plot(const char *path, const GArray *outcomes, GError **error);
