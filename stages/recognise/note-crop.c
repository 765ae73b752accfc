/* note-crop.c - a stamp or a note, cut out for the recogniser. */
#include "note-crop.h"
#include <math.h>

enum { ROW_PX = 48, PAD = 5 };

/* The annotation's ink, level: 1 bit, to destroy. `ink` is all ink of its sort, in the working picture, where
 * *ret_to_working takes the pixels returned. */
PIX *
note_level(const Page *page, PIX *ink, const Annotation *stamp, Affine *ret_to_working)
{
    Quad q = page_from_stored(page, stamp->quad);
    double width = hypot(q.p[1].x - q.p[0].x, q.p[1].y - q.p[0].y);
    double height = hypot(q.p[3].x - q.p[0].x, q.p[3].y - q.p[0].y);
    double c = (q.p[1].x - q.p[0].x) / MAX(1, width), s = (q.p[1].y - q.p[0].y) / MAX(1, width);
    *ret_to_working = (Affine){c, -s, q.p[0].x, s, c, q.p[0].y};
    PIX *out = pixCreate((int)width + 1, (int)height + 1, 1);
    for (int y = 0; y < (int)pixGetHeight(out); y++)
        for (int x = 0; x < (int)pixGetWidth(out); x++) {
            int fx = (int)(q.p[0].x + x * c - y * s), fy = (int)(q.p[0].y + x * s + y * c);
            if (fx >= 0 && fy >= 0 && fx < (int)pixGetWidth(ink) && fy < (int)pixGetHeight(ink) &&
                GET_DATA_BIT(pixGetData(ink) + (gsize)fy * (gsize)pixGetWpl(ink), fx))
                SET_DATA_BIT(pixGetData(out) + (gsize)y * (gsize)pixGetWpl(out), x);
        }
    return out;
}

/* A row as the recogniser wants it: grey, black on white, padded; *ret_to_ink takes its pixels back. `grey`:
 * the picture that the ink was found in, or NULL for the ink itself. NULL where the row is empty. */
PIX *
note_row(PIX *ink, PIX *grey, const NoteRow *row, Affine *ret_to_ink)
{
    BOX *band = boxCreate(0, row->y0, pixGetWidth(ink), row->y1 - row->y0), *tight = NULL;
    PIX_AUTO *part = pixClipRectangle(ink, band, NULL), *clipped = NULL;
    boxDestroy(&band);
    int x = 0, y = 0, w = 0, h = 0;
    if (pixClipToForeground(part, &clipped, &tight) != 0 || !clipped)
        return NULL;
    boxGetGeometry(tight, &x, &y, &w, &h);
    boxDestroy(&tight);
    BOX *place = boxCreate(x, row->y0 + y, w, h);
    PIX_AUTO *flat = pixConvert1To8(NULL, clipped, 255, 0);
    PIX_AUTO *soft = grey ? pixClipRectangle(grey, place, NULL) : pixBlockconv(flat, 1, 1);
    boxDestroy(&place);
    float scale = (float)ROW_PX / (float)h;
    PIX_AUTO *scaled =
        scale < 0.7f ? pixScaleAreaMap(soft, scale, scale) : pixScaleGrayLI(soft, scale, scale);
    *ret_to_ink = (Affine){1 / scale, 0, x - PAD / scale, 0, 1 / scale, row->y0 + y - PAD / scale};
    return pixAddBorder(scaled, PAD, 255);
}

/* The page's picture below a level piece of ink, and white beside it. */
static PIX *
grey_below(const Page *page, PIX *level, Affine to_working)
{
    PIX_AUTO *wide = pixDilateBrick(NULL, level, 5, 5);
    PIX *grey = pixConvert1To8(NULL, wide, 255, 0);
    for (int y = 0; y < (int)pixGetHeight(grey); y++) {
        l_uint32 *row = pixGetData(grey) + (gsize)y * (gsize)pixGetWpl(grey);
        for (int x = 0; x < (int)pixGetWidth(grey); x++) {
            Point at = affine_point(to_working, (Point){x + 0.5, y + 0.5});
            if (GET_DATA_BYTE(row, x) || at.x < 0 || at.y < 0 || at.x >= pixGetWidth(page->image) ||
                at.y >= pixGetHeight(page->image))
                continue;
            SET_DATA_BYTE(row, x,
                          GET_DATA_BYTE(pixGetData(page->image) + (gsize)at.y * (gsize)pixGetWpl(page->image),
                                        (int)at.x));
        }
    }
    return grey;
}

/* A pencil's stroke as black as the recogniser wants it: stretched from what is under the ink, on average, to
 * white. */
static void
darken(PIX *grey, PIX *level)
{
    guint64 sum = 0, count = 0;
    for (int y = 0; y < (int)pixGetHeight(level); y++) {
        const l_uint32 *bits = pixGetData(level) + (gsize)y * (gsize)pixGetWpl(level);
        const l_uint32 *row = pixGetData(grey) + (gsize)y * (gsize)pixGetWpl(grey);
        for (int x = 0; x < (int)pixGetWidth(level); x++)
            if (GET_DATA_BIT(bits, x)) {
                sum += GET_DATA_BYTE(row, x);
                count++;
            }
    }
    int black = count ? (int)(sum / count) : 0;
    pixGammaTRC(grey, grey, 1, MIN(black, 180), 240);
}

PIX *
note_picture(const Page *page, PIX *hands, const Annotation *note, Affine *ret_to_working)
{
    const double mm = page->image_dpi / 25.4;
    Affine to_working, to_level;
    PIX_AUTO *level = note_level(page, hands, note, &to_working);
    const NoteRow whole = {0, pixGetHeight(level)};
    if (whole.y1 > 18 * mm || whole.y1 < 2 * mm)
        return NULL;
    PIX_AUTO *grey = grey_below(page, level, to_working);
    darken(grey, level);
    PIX *picture = note_row(level, grey, &whole, &to_level);
    if (picture)
        *ret_to_working = affine_then(to_level, to_working);
    return picture;
}
