/* bands.h - lines of type while `lines` is making them: from the letters' boxes to a band of even height. */
#pragma once
#include <glib.h>

/* A connected component; x1 and y1 lie just outside. `chain` is a union-find parent for letters. */
typedef struct {
    int x0, y0, x1, y1;
    guint chain;
    gboolean letter;
    int kind; /* 1 typed, -1 printed, 0 not told */
} Mark;

/* A line being made: y of the feet at x is foot + slope x. */
typedef struct {
    int x0, x1;
    double foot, slope, rise, drop; /* rise above and drop below the foot line, px, of letters */
    guint letters;
    int kind; /* sum over its letters */
    gboolean dead;
} Band;

/* Feet so many letters apart are on two lines where one is typed and the other printed: what a typewriter put
 * into the gaps of a form seldom stands on the form's own line, and cut out with it loses its head or feet.
 */
#define LEVELS_APART 0.25
#define WORD_GAP     0.4 /* letter heights: letters of a word are closer */

/* Adds the band of one chain of letters (`members`: guint indices into `marks`, at least one), or several
 * where it joins lines typed close together. Members that stand on the letters of their neighbours leave
 * `members`: a word of them is a band, one or two are no `letter` any more. `height` is the page's usual
 * letter, px. */
void bands_add(GArray *bands, GArray *marks, GArray *members, double height);
/* Joins bands on one level no further apart than `gap` px; what was joined to another is `dead`. */
void bands_merge(GArray *bands, double height, double gap);
/* Stretches the nearest band over a small mark: full stop, dash, quote, accent. */
void bands_adopt(GArray *bands, const Mark *mark, double height);
/* A letter that touches one of the next line belongs to both: a tall mark stretches every band sideways
 * that it fills from head to foot. */
void bands_span(GArray *bands, const Mark *mark, double height);
/* y of the feet at x. */
double band_foot(const Band *band, double x);
