/* ink-view.c - a page as the network of `ink` sees it.
 *
 * Colour is taken against the paper's (the median of each channel over the page), so that yellowed sheets and
 * blue-tinted scanners look alike; the working picture, which is grey, gives the darkness. */
#include "ink-view.h"
#include <math.h>

typedef struct {
    double red, green, blue;
} Paper;

static double
median_of(const guint *counts, guint total)
{
    guint sum = 0;
    for (int i = 0; i < 256; i++) {
        sum += counts[i];
        if (2 * sum >= total)
            return MAX(i, 1);
    }
    return 255;
}

/* The median of a pixel in 64: a page is mostly paper. */
static Paper
paper_of(PIX *original)
{
    guint counts[3][256] = {{0}}, total = 0;
    int w = pixGetWidth(original), h = pixGetHeight(original), wpl = pixGetWpl(original);
    for (int y = 4; y < h; y += 8) {
        const l_uint32 *row = pixGetData(original) + (gsize)y * (gsize)wpl;
        for (int x = 4; x < w; x += 8, total++) {
            counts[0][row[x] >> L_RED_SHIFT & 255]++;
            counts[1][row[x] >> L_GREEN_SHIFT & 255]++;
            counts[2][row[x] >> L_BLUE_SHIFT & 255]++;
        }
    }
    return (Paper){median_of(counts[0], total), median_of(counts[1], total), median_of(counts[2], total)};
}

static l_uint32
shade(double difference)
{
    return (l_uint32)CLAMP(lround(128 + 128 * difference), 0, 255);
}

/* Colour of the 3 x 3 original pixels round a place, `step` apart. */
static void
colour_at(PIX *original, Point at, int step, const Paper *paper, l_uint32 *ret_a, l_uint32 *ret_b)
{
    int w = pixGetWidth(original), h = pixGetHeight(original), wpl = pixGetWpl(original);
    guint sums[3] = {0}, count = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            int x = (int)at.x + dx * step, y = (int)at.y + dy * step;
            if (x < 0 || y < 0 || x >= w || y >= h)
                continue;
            l_uint32 pixel = pixGetData(original)[(gsize)y * (gsize)wpl + (gsize)x];
            sums[0] += pixel >> L_RED_SHIFT & 255;
            sums[1] += pixel >> L_GREEN_SHIFT & 255;
            sums[2] += pixel >> L_BLUE_SHIFT & 255;
            count++;
        }
    *ret_a = *ret_b = 128;
    if (count == 0)
        return;
    double red = sums[0] / (count * paper->red), green = sums[1] / (count * paper->green),
           blue = sums[2] / (count * paper->blue);
    *ret_a = shade(red - green);
    *ret_b = shade(blue - green);
}

PIX *
ink_view(const Page *page, Affine *ret_to_working)
{
    float scale = (float)(INK_VIEW_DPI / page->image_dpi);
    PIX_AUTO *small =
        scale < 0.7f ? pixScaleAreaMap(page->image, scale, scale) : pixScaleGrayLI(page->image, scale, scale);
    int w = pixGetWidth(small), h = pixGetHeight(small), wpl = pixGetWpl(small);
    *ret_to_working =
        affine_scale((double)pixGetWidth(page->image) / w, (double)pixGetHeight(page->image) / h);
    PIX *view = pixCreate(w, h, 32);
    gboolean colour = pixGetDepth(page->original) == 32;
    Paper paper = colour ? paper_of(page->original) : (Paper){0};
    Affine to_original = affine_then(*ret_to_working, page->to_original);
    int step = MAX(1, (int)(sqrt(fabs(to_original.a * to_original.e - to_original.b * to_original.d)) / 3));
    for (int y = 0; y < h; y++) {
        const l_uint32 *in = pixGetData(small) + (gsize)y * (gsize)wpl;
        l_uint32 *out = pixGetData(view) + (gsize)y * (gsize)pixGetWpl(view);
        for (int x = 0; x < w; x++) {
            l_uint32 dark = 255 - GET_DATA_BYTE(in, x), a = 128, b = 128;
            if (colour && dark > 12)
                colour_at(page->original, affine_point(to_original, (Point){x + 0.5, y + 0.5}), step, &paper,
                          &a, &b);
            out[x] = dark << L_RED_SHIFT | a << L_GREEN_SHIFT | b << L_BLUE_SHIFT;
        }
    }
    return view;
}
