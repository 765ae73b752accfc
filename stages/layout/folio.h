/* folio.h - the number of a page between two dashes, «- 4 -», by its shape. */
#pragma once
#include "page.h"

#define FOLIO_FIGURES 4 /* of the number at the most */

/* Adds a component to those left of it; pieces above each other are one mark. The box stays the caller's. */
void folio_add_mark(BOXA *marks, BOX *box);

/* Are these, from left to right, a dash, some figures and a dash, by size and place alone? Then
 * *ret_figures is the rectangle of the figures, to destroy. */
gboolean folio_has_shape(BOXA *marks, BOX **ret_figures);

/* Of a page's components those that have that shape and stand alone on their level: rectangles round figures
 * and dashes; to destroy. `mm`: pixels a millimetre. */
BOXA *folio_find(BOXA *components, double mm);
