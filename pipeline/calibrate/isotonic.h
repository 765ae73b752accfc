/* isotonic.h - the rising step curve that fits best (M. Ayer et al., Annals of Math. Statistics 26, 1955:
 * pool adjacent violators), with few steps and none at 0 or 1. */
#pragma once
#include "check/calibrator.h"

/* What a field's log-odds were, and whether it was right. */
typedef struct {
    double odds;
    gboolean right;
    guint fold;
    gboolean able; /* may be accepted if its odds are good enough */
    PageClass on;
} Outcome;

/* Knots of a curve from log-odds to probability, straight between knots: two equal lists of double.
 * `outcomes` (of Outcome) are sorted by it. */
void isotonic_fit(GArray *outcomes, GArray *ret_at, GArray *ret_means);
