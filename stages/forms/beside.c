/* beside.c - components of ink next to a value. */
#include "beside.h"
#include <math.h>

#define LOWEST   0.5 /* of the value's height */
#define TALLEST  1.7
#define APART    0.5 /* the middles of two figures are at least */
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

/* Figures more than were read that stand in a number's own place, by its ink: the recogniser passes over a
 * faint one beside dark ones. Pieces nearer to each other than two figures can be are one. */
static guint
count_unread(PIX *ink, const GPtrArray *glyphs, Box value, int left, int top, double px)
{
    const double height = (value.y1 - value.y0) * px;
    guint read = 0, seen = 0;
    double last = -G_MAXDOUBLE;
    for (guint i = 0; i < glyphs->len; i++) {
        const char *text = ((const Glyph *)glyphs->pdata[i])->symbol->text;
        if (g_unichar_isalpha(g_utf8_get_char(text)))
            return 0;
        read += g_ascii_isdigit(*text) != 0;
    }
    BOXA_AUTO *all = pixConnCompBB(ink, 8);
    BOXA_AUTO *parts = boxaSort(all, L_SORT_BY_X, L_SORT_INCREASING, NULL);
    for (int i = 0; parts && i < boxaGetCount(parts); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(parts, i, &x, &y, &w, &h);
        const double middle = left + x + w / 2.0;
        if (middle < value.x0 * px || middle > value.x1 * px || h < LOWEST * height || h > TALLEST * height ||
            MIN(top + y + h, value.y1 * px) - MAX(top + y, value.y0 * px) < ON_LEVEL * h)
            continue;
        seen += middle - last > APART * height;
        last = middle;
    }
    return seen > read ? seen - read : 0;
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
    const Box around = {value.x0 - reach, value.y0 - height / 2, value.x1 + reach, value.y1 + height / 2};
    PIX_AUTO *ink = ink_of(page, around, px, &left, &top);
    if (!ink)
        return 0;
    const guint unread = count_unread(ink, glyphs, value, left, top, px);
    clear_box(ink, (Box){value.x0, value.y0 - height, value.x1, value.y1 + height}, left, top, px);
    for (guint i = 0; i < zones->sheet->glyphs->len; i++)
        if (anchors_cover(zones->form, zones->hits, i))
            clear_box(ink, glyphs_get(zones->sheet, i)->box, left, top, px);
    return unread + count_letters(ink, top, height * px, value.y0 * px, value.y1 * px);
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
