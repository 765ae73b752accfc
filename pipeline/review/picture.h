/* picture.h - the desk's pictures: pages, and the places of fields cut out of them. */
#pragma once
#include "review/desk.h"

/* Where a field is in its page's picture. */
typedef struct {
    double x0, y0, x1, y1;
} DeskBox;

/* The part of the picture that a field's crop shows, and the field within it; all pixels of the picture. */
typedef struct {
    int x, y, width, height;
    DeskBox field;
} DeskCut;

#define CUT_SCALE 2 /* a crop is so many times as large as the picture */

/* With 30 % around, and 8 mm at least, within a picture of this size. `dpi` of the picture. */
DeskCut picture_cut(DeskBox field, int width, int height, double dpi);
/* The room beside a label where a signature may stand, with the label: `width` millimetres to its right, and
 * as far above and below as a signature reaches. */
DeskBox picture_room(DeskBox label, double width, double dpi);
/* PNG of a cut, CUT_SCALE times as large; NULL where the picture cannot be read. */
GBytes *picture_crop(const char *path, const DeskCut *cut);
/* Pixels of the picture; FALSE where it cannot be read. */
gboolean picture_size(const char *path, int *ret_width, int *ret_height);
/* Frees the pictures that are kept in memory, for picture_crop(): one thread uses both. */
void picture_forget(void);
