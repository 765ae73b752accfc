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

/* The ink round a value without its own, that of labels, rules and strokes. */
static PIX *
ink_round(const Page *page, const Zones *zones, Box value, double reach, double px, int *ret_left,
          int *ret_top)
{
    const double height = value.y1 - value.y0;
    BOX *wanted = boxCreate((int)((value.x0 - reach) * px), (int)((value.y0 - height / 2) * px),
                            (int)((value.x1 - value.x0 + 2 * reach) * px), (int)(2 * height * px));
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
    clear_box(ink, (Box){value.x0, value.y0 - height, value.x1, value.y1 + height}, *ret_left, *ret_top, px);
    for (guint i = 0; i < zones->sheet->glyphs->len; i++)
        if (anchors_cover(zones->form, zones->hits, i))
            clear_box(ink, glyphs_get(zones->sheet, i)->box, *ret_left, *ret_top, px);
    return ink;
}

guint
beside_count(const Page *page, const Zones *zones, const GPtrArray *glyphs, double reach)
{
    const double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    int left, top;
    guint count = 0;
    if (glyphs->len == 0)
        return 0;
    const Box value = glyphs_box(glyphs);
    const double height = (value.y1 - value.y0) * px, head = value.y0 * px, foot = value.y1 * px;
    PIX_AUTO *ink = ink_round(page, zones, value, reach, px, &left, &top);
    if (!ink)
        return 0;
    BOXA_AUTO *parts = pixConnCompBB(ink, 8);
    for (int i = 0; i < boxaGetCount(parts); i++) {
        int y, w, h;
        boxaGetBoxGeometry(parts, i, NULL, &y, &w, &h);
        double inside = MIN(top + y + h, foot) - MAX(top + y, head);
        count += h > LOWEST * height && h < TALLEST * height && w > 0.15 * height && inside > ON_LEVEL * h;
    }
    return count;
}
