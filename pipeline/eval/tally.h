/* tally.h - figures over pages, with bootstrap intervals.
 *
 * A figure is a share: what a page adds to its numerator and its denominator is kept apart by page, so that
 * an interval can be drawn by choosing pages again, with return. A spread keeps one value a page instead
 * (skew error) and is asked for its quantiles. Figures have a name and a group ("all", "tier:typical",
 * "lines:typed"). */
#pragma once
#include <glib.h>

typedef enum { FIGURE_SHARE, FIGURE_MEDIAN, FIGURE_P95 } FigureKind;

typedef struct {
    guint page;
    double top, bottom; /* of a share; a spread's value is top */
} Entry;

typedef struct {
    char *name, *group;
    FigureKind kind;
    GArray *entries; /* of Entry, by page */
} Figure;

typedef struct {
    double value, low, high; /* low and high: the 95 % interval; equal to value on a single page */
    double top, bottom;      /* sums, of a share */
    guint pages;
} Estimate;

typedef struct Tally Tally;
Tally *tally_new(void);
void tally_free(Tally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tally, tally_free)

/* Adds to a share; pages come in rising order. */
void tally_add(Tally *tally, guint page, const char *name, const char *group, double top, double bottom);
/* Adds a page's value to the spread `name`: figures "NAME-median" and "NAME-p95". */
void tally_add_value(Tally *tally, guint page, const char *name, const char *group, double value);

/* Figures in the order in which they were first added; lends. NULL where there is none of that name. */
const GPtrArray *tally_figures(const Tally *tally);
const Figure *tally_find(const Tally *tally, const char *name, const char *group);

/* How often each page is drawn in each resample: the same for every figure, every reader and every run. */
typedef struct Resamples Resamples;
Resamples *resamples_new(guint pages, guint count);
void resamples_free(Resamples *resamples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resamples, resamples_free)

/* FALSE where the figure has no denominator. */
gboolean figure_estimate(const Figure *figure, const Resamples *resamples, Estimate *ret_estimate);
/* `minuend` less `subtrahend`, paired: both on the same pages of each resample. */
gboolean figure_difference(const Figure *minuend, const Figure *subtrahend, const Resamples *resamples,
                           Estimate *ret_estimate);
