/* bands.h - lines of type while `lines` is making them: from the letters' boxes to a band of even height. */
#pragma once
#include <glib.h>

/* A connected component; x1 and y1 lie just outside. `chain` is a union-find parent for letters. */
typedef struct {
    int x0, y0, x1, y1;
    guint chain;
    gboolean letter;
} Mark;

/* A line being made: y of the feet at x is foot + slope x. */
typedef struct {
    int x0, x1;
    double foot, slope, rise, drop; /* rise above and drop below the foot line, px, of letters */
    guint letters;
    gboolean dead;
} Band;

/* Adds the band of one chain of letters (`members`: guint indices into `marks`, at least one), or several
 * where it joins lines typed close together. A member that stands on the letters of its neighbours is none:
 * it leaves `members` and is no `letter` any more. `height` is the page's usual letter, px. */
void bands_add(GArray *bands, GArray *marks, GArray *members, double height);
/* Joins bands on one level no further apart than `gap` px; what was joined to another is `dead`. */
void bands_merge(GArray *bands, double height, double gap);
/* Stretches the nearest band over a small mark: full stop, dash, quote, accent. */
void bands_adopt(GArray *bands, const Mark *mark, double height);
/* y of the feet at x. */
double band_foot(const Band *band, double x);
