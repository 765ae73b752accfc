/* reliability.h - is a confidence a probability, and what does a threshold on it buy?
 *
 * ECE over 15 bins of equal mass (A. Nixon et al., CVPR workshops 2019), Brier's score (1950), the area under
 * the ROC curve (ties count half), and the area under the risk-coverage curve (Y. Geifman et al., ICLR 2019:
 * mean error of the k surest, over all k). Few outcomes miss their confidence by chance alone: what of an ECE
 * that may be is told beside it, the mean absolute deviation of each bin's sum of Bernoulli draws as that of
 * a normal one. */
#pragma once
#include <glib.h>

#define RELIABILITY_BINS 15

typedef struct {
    double p;
    gboolean right;
    guint document; /* what was drawn or scanned together */
} Judged;

typedef struct {
    double mean_p, right; /* of a bin */
    guint count;
} ReliabilityBin;

typedef struct {
    guint count, wrong;
    double ece, brier, auroc, aurc; /* auroc: NAN where all are right or all wrong */
    double chance; /* the ECE to be expected of so many if each were right as often as it says */
    ReliabilityBin bins[RELIABILITY_BINS];
} Reliability;

/* Of Judged, which it sorts, the surest first. */
Reliability reliability_of(GArray *judged);
/* The greatest share, from the surest down, of which at least `precision` is right: as counted, and so that
 * its one-sided 95 % bound is. `judged` sorted. */
void reliability_share(const GArray *judged, double precision, double *ret_share, double *ret_bound_share);
