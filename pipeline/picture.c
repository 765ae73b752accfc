/* picture.c - the pictures of a page that leave its process. */
#include "picture.h"
#include "png-encode.h"
#include <math.h>

#define DESK_DPI 200.0

/* Scale factors for x and y that make pixels square and the picture no finer than the desk shows. */
static void
desk_scale(const Page *page, double *ret_sx, double *ret_sy)
{
    double xres = page->source.xres_dpi, yres = page->source.yres_dpi;
    if (xres <= 0 || yres <= 0) {
        double longest = MAX(page->source.width, page->source.height);
        *ret_sx = *ret_sy = longest > 2400 ? 2400 / longest : 1.0;
        return;
    }
    double to = pixGetDepth(page->original) == 1 ? MAX(xres, yres) : MIN(MAX(xres, yres), DESK_DPI);
    *ret_sx = to / xres;
    *ret_sy = to / yres;
}

static PIX *
scaled(PIX *pix, double sx, double sy)
{
    if (fabs(sx - 1) < 1e-3 && fabs(sy - 1) < 1e-3)
        return pixClone(pix);
    if (pixGetDepth(pix) == 1)
        return pixScaleBySampling(pix, (float)sx, (float)sy);
    return sx < 0.7 && sy < 0.7 ? pixScaleAreaMap(pix, (float)sx, (float)sy)
                                : pixScaleGeneral(pix, (float)sx, (float)sy, 0.0f, 0);
}

/* The quarter turns and mirroring that `to_original` undoes, without its deskew: only the signs of its axes.
 */
static PIX *
upright(PIX *pix, const Page *page, Affine *map)
{
    Affine inverse = affine_invert(page->to_original);
    double w = pixGetWidth(pix), h = pixGetHeight(pix);
    gboolean swapped = fabs(inverse.a) < fabs(inverse.b);
    double xsign = swapped ? inverse.b : inverse.a, ysign = swapped ? inverse.d : inverse.e;
    PIX *turned = swapped ? pixRotateOrth(pix, 1) : pixClone(pix);
    Affine step = swapped ? affine_quarter_turns(1, w, h) : affine_identity();
    /* A clockwise turn sends +y to -x: after it the picture's x runs against the stored y. */
    gboolean flip_x = swapped ? xsign > 0 : xsign < 0, flip_y = ysign < 0;
    w = pixGetWidth(turned);
    h = pixGetHeight(turned);
    if (flip_x) {
        PIX *flipped = pixFlipLR(NULL, turned);
        pixDestroy(&turned);
        turned = flipped;
        step = affine_then(step, (Affine){-1, 0, w, 0, 1, 0});
    }
    if (flip_y) {
        PIX *flipped = pixFlipTB(NULL, turned);
        pixDestroy(&turned);
        turned = flipped;
        step = affine_then(step, (Affine){1, 0, 0, 0, -1, h});
    }
    *map = affine_then(*map, step);
    return turned;
}

GBytes *
picture_upright(const Page *page, Affine *ret_map)
{
    double sx, sy;
    if (!page->original)
        return NULL;
    desk_scale(page, &sx, &sy);
    PIX_AUTO *small = scaled(page->original, sx, sy);
    if (!small)
        return NULL;
    *ret_map = affine_scale((double)pixGetWidth(small) / pixGetWidth(page->original),
                            (double)pixGetHeight(small) / pixGetHeight(page->original));
    PIX_AUTO *turned = upright(small, page, ret_map);
    return turned ? png_encode(turned) : NULL;
}

/* The kinds cover the working picture, which is deskewed: each pixel of the upright one asks where it lies
 * there. */
GBytes *
picture_kinds(const Page *page, Affine map)
{
    if (!page->kinds || !page->original)
        return NULL;
    double x0, y0, x1, y1;
    Quad corners =
        affine_quad(map, quad_from_rect(0, 0, pixGetWidth(page->original), pixGetHeight(page->original)));
    quad_bounds(&corners, &x0, &y0, &x1, &y1);
    PIX_AUTO *out = pixCreate((int)lround(x1), (int)lround(y1), 8);
    const Affine back = affine_then(affine_invert(map), affine_invert(page->to_original));
    const int w = pixGetWidth(page->kinds), h = pixGetHeight(page->kinds), width = pixGetWidth(out);
    const gsize wpl = (gsize)pixGetWpl(out), kinds_wpl = (gsize)pixGetWpl(page->kinds);
    const l_uint32 *kinds = pixGetData(page->kinds);
    l_uint32 *row = pixGetData(out);
    for (int y = 0; y < (int)pixGetHeight(out); y++, row += wpl) {
        Point at = affine_point(back, (Point){0.5, y + 0.5});
        for (int x = 0; x < width; x++, at.x += back.a, at.y += back.d)
            if (at.x >= 0 && at.y >= 0 && at.x < w && at.y < h)
                SET_DATA_BYTE(row, x, GET_DATA_BYTE(kinds + (gsize)at.y * kinds_wpl, (int)at.x));
    }
    return png_encode(out);
}

static PIX *
paint_kinds(PIX *kinds)
{
    PIX *out = pixCreate(pixGetWidth(kinds), pixGetHeight(kinds), 32);
    for (int y = 0; y < pixGetHeight(out); y++)
        for (int x = 0; x < pixGetWidth(out); x++)
            pixGetData(out)[(gsize)y * (gsize)pixGetWpl(out) + (gsize)x] =
                ink_kinds_rgb(GET_DATA_BYTE(pixGetData(kinds) + (gsize)y * (gsize)pixGetWpl(kinds), x)) << 8;
    return out;
}

static void
draw_quad(PIX *pix, const Page *page, Quad stored, int r, int g, int b)
{
    Quad q = page_from_stored(page, stored);
    for (int i = 0; i < 4; i++) {
        Point from = q.p[i], to = q.p[(i + 1) % 4];
        pixRenderLineArb(pix, (int)from.x, (int)from.y, (int)to.x, (int)to.y, 2, (l_uint8)r, (l_uint8)g,
                         (l_uint8)b);
    }
}

GBytes *
picture_of_step(const Page *page, const Stage *stage)
{
    if ((stage->gives & PART_KINDS) && !(stage->gives & PART_IMAGE) && page->kinds) {
        PIX_AUTO *painted = paint_kinds(page->kinds);
        return png_encode(painted);
    }
    if (!(stage->gives & (PART_LINES | PART_WORDS | PART_ANNOTATIONS)))
        return png_encode((stage->gives & PART_INK) && page->ink ? page->ink : page->image);
    PIX_AUTO *drawn = pixConvertTo32(page->image);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        draw_quad(drawn, page, line->quad, 220, 60, 40);
        for (guint j = 0; j < line->words->len; j++)
            draw_quad(drawn, page, ((const Word *)line->words->pdata[j])->quad, 40, 110, 220);
    }
    for (guint i = 0; i < page->annotations->len; i++)
        draw_quad(drawn, page, ((const Annotation *)page->annotations->pdata[i])->quad, 0, 150, 80);
    return png_encode(drawn);
}
