/* beside.c - components of ink next to a value. */
#include "beside.h"
#include <math.h>

#define LOWEST   0.5 /* of the value's height */
#define TALLEST  1.7
#define ON_LEVEL 0.6 /* share of a component that lies between the value's head and foot */

static void
clear_box(PIX *ink, Box box, int left, int top, double px)
{
    int x0 = (int)floor(box.x0 * px) - left - 1, x1 = (int)ceil(box.x1 * px) - left + 1;
    pixRasterop(ink, x0, (int)floor(box.y0 * px) - top - 1, x1 - x0, (int)ceil((box.y1 - box.y0) * px) + 2,
                PIX_CLR, NULL, 0, 0);
}

/* The ink of a place without that of stamps, rules and strokes; NULL where it lies outside the page. */
static PIX *
ink_of(const Page *page, Box box, double px, int *ret_left, int *ret_top)
{
    BOX *wanted = boxCreate((int)(box.x0 * px), (int)(box.y0 * px), (int)((box.x1 - box.x0) * px),
                            (int)((box.y1 - box.y0) * px));
    BOX *area = NULL;
    PIX *ink = pixClipRectangle(page->ink, wanted, &area);
    boxDestroy(&wanted);
    if (!ink)
        return NULL;
    boxGetGeometry(area, ret_left, ret_top, NULL, NULL);
    PIX_AUTO *kinds = page->kinds ? pixClipRectangle(page->kinds, area, NULL) : NULL;
    boxDestroy(&area);
    if (kinds) {
        PIX_AUTO *other = kinds_pixels(kinds, INK_STAMP | INK_RULE | INK_STROKE, INK_TEXT | INK_HAND);
        pixSubtract(ink, ink, other);
    }
    return ink;
}

/* Components of the ink about as tall as `height` pixels; with a level, `head` to `foot`, those on it. */
static guint
count_letters(PIX *ink, int top, double height, double head, double foot)
{
    guint count = 0;
    BOXA_AUTO *parts = pixConnCompBB(ink, 8);
    for (int i = 0; i < boxaGetCount(parts); i++) {
        int y, w, h;
        boxaGetBoxGeometry(parts, i, NULL, &y, &w, &h);
        double inside = foot > head ? MIN(top + y + h, foot) - MAX(top + y, head) : h;
        count += h > LOWEST * height && h < TALLEST * height && w > 0.15 * height && inside > ON_LEVEL * h;
    }
    return count;
}

guint
beside_count(const Page *page, const Zones *zones, const GPtrArray *glyphs, double reach)
{
    const double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    int left, top;
    if (glyphs->len == 0)
        return 0;
    const Box value = glyphs_box(glyphs);
    const double height = value.y1 - value.y0;
    PIX_AUTO *ink =
        ink_of(page, (Box){value.x0 - reach, value.y0 - height / 2, value.x1 + reach, value.y1 + height / 2},
               px, &left, &top);
    if (!ink)
        return 0;
    clear_box(ink, (Box){value.x0, value.y0 - height, value.x1, value.y1 + height}, left, top, px);
    for (guint i = 0; i < zones->sheet->glyphs->len; i++)
        if (anchors_cover(zones->form, zones->hits, i))
            clear_box(ink, glyphs_get(zones->sheet, i)->box, left, top, px);
    return count_letters(ink, top, height * px, value.y0 * px, value.y1 * px);
}

guint
beside_rows(const Page *page, const Zones *zones, Box value, double reach)
{
    const double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    const double letter = 2.3; /* millimetres: a capital */
    int left, top;
    PIX_AUTO *ink =
        ink_of(page, (Box){value.x0 - 3, value.y0 - reach, value.x1 + 3, value.y1 + reach}, px, &left, &top);
    if (!ink)
        return 0;
    clear_box(ink, value, left, top, px);
    for (guint i = 0; i < zones->sheet->pieces->len; i++) {
        const Piece *piece = glyphs_piece(zones->sheet, i);
        if (piece->end > piece->first)
            clear_box(ink, piece->box, left, top, px);
    }
    return count_letters(ink, top, letter * px, 0, 0);
}
