/* places.h - where the letters of a line stand, and what steps a typewriter made between them. */
#pragma once
#include "page.h"

typedef struct {
    double step;  /* working pixels; 0: no typescript */
    double small; /* height of a small letter; 0: unknown */
    double stop;  /* height of a full stop; 0: unknown */
} Face;           /* of the page's typewriter */

/* A symbol of a line. */
typedef struct {
    double x0, x1, y0, y1;
    const char *text; /* lent */
    gboolean letter;  /* or figure */
    guint word, at;
} Place;

static inline double
place_middle(const Place *place)
{
    return (place->x0 + place->x1) / 2;
}

static inline const Place *
place_at(const GArray *places, guint i)
{
    return &g_array_index(places, Place, i);
}

/* Step and heights over the page's lines that were read well. */
Face face_find(const Page *page);

/* All symbols of a line in order, two in one box parted by the step where that is known (not 0); of Place, to
 * unref. Texts are lent by the line: edit it and they are gone. */
GArray *places_of(const Page *page, const Line *line, double step);

/* Steps between neighbouring letters of one word, and how many of them are even: a line of print has few. */
gboolean places_are_even(const GArray *places, double step);
/* Do nearly all letters stand whole steps apart, over blanks as well? For short lines. */
gboolean places_keep_steps(const GArray *places, double step);

/* Where the letters next to place `at`, it among them, say that it stands: those before it (direction -1) or
 * behind it (1) in its word. FALSE where they disagree. */
gboolean places_find_end(const GArray *places, guint at, int direction, double step, double *ret_x);
/* Whole steps from the letter at `before` to the one at `after`; 0 where it cannot be told. */
int places_count_steps(const GArray *places, guint before, guint after, double step);

/* Of the ink in a place that `ink` knows for type or print the share that is type; 0.5 where there is none.
 */
double places_typed_share(const Page *page, Quad stored);
