/* reliability.c - figures of a confidence. */
#include "reliability.h"
#include "binomial.h"
#include <math.h>

static int
surest_first(const void *a, const void *b)
{
    const Judged *x = a, *y = b;
    if (x->p != y->p)
        return (x->p < y->p) - (x->p > y->p);
    return (int)x->right - (int)y->right; /* the worst order of equals: no luck in a figure */
}

static void
fill_bins(const GArray *judged, Reliability *ret)
{
    for (guint bin = 0; bin < RELIABILITY_BINS; bin++) {
        ReliabilityBin *own = &ret->bins[bin];
        guint first = (guint)((guint64)judged->len * bin / RELIABILITY_BINS);
        guint end = (guint)((guint64)judged->len * (bin + 1) / RELIABILITY_BINS);
        double variance = 0;
        for (guint i = first; i < end; i++) {
            const Judged *one = &g_array_index(judged, Judged, i);
            own->mean_p += one->p;
            variance += one->p * (1 - one->p);
            own->right += one->right;
            own->count++;
        }
        if (own->count == 0)
            continue;
        own->mean_p /= own->count;
        own->right /= own->count;
        ret->chance += sqrt(2 / G_PI * variance) / judged->len;
        ret->ece += fabs(own->mean_p - own->right) * own->count / judged->len;
    }
}

/* Chance that a right one is surer than a wrong one. */
static double
area_under_roc(const GArray *judged, guint wrong)
{
    double above = 0, rights = 0;
    guint right = judged->len - wrong;
    if (right == 0 || wrong == 0)
        return NAN;
    for (guint first = 0, end; first < judged->len; first = end) {
        double p = g_array_index(judged, Judged, first).p, own_right = 0, own_wrong = 0;
        for (end = first; end < judged->len && g_array_index(judged, Judged, end).p == p; end++) {
            own_right += g_array_index(judged, Judged, end).right;
            own_wrong += !g_array_index(judged, Judged, end).right;
        }
        above += own_wrong * (rights + own_right / 2);
        rights += own_right;
    }
    return above / ((double)right * wrong);
}

Reliability
reliability_of(GArray *judged)
{
    Reliability ret = {.count = judged->len, .auroc = NAN};
    g_array_sort(judged, surest_first);
    for (guint i = 0; i < judged->len; i++) {
        const Judged *one = &g_array_index(judged, Judged, i);
        double miss = one->p - (one->right ? 1 : 0);
        ret.wrong += !one->right;
        ret.brier += miss * miss / judged->len;
        ret.aurc += ret.wrong / (i + 1.0) / judged->len;
    }
    fill_bins(judged, &ret);
    ret.auroc = area_under_roc(judged, ret.wrong);
    return ret;
}

void
reliability_share(const GArray *judged, double precision, double *ret_share, double *ret_bound_share)
{
    guint wrong = 0;
    *ret_share = *ret_bound_share = 0;
    for (guint i = 0; i < judged->len; i++) {
        const Judged *one = &g_array_index(judged, Judged, i);
        wrong += !one->right;
        /* A threshold takes all that are as sure, or none. */
        if (i + 1 < judged->len && g_array_index(judged, Judged, i + 1).p == one->p)
            continue;
        double share = (i + 1.0) / judged->len;
        if (wrong <= (1 - precision) * (i + 1))
            *ret_share = share;
        if (wrong <= (1 - precision) * (i + 1) && binomial_keeps(wrong, i + 1, 0.95, 1 - precision))
            *ret_bound_share = share;
    }
}
