/* ink.c - wears strokes. */
#include "ink.h"
#include "chance.h"
#include "noise.h"
#include <math.h>
#include <string.h>

static void
box_rows(guint8 *a8, int width, int height, int stride, int radius)
{
    g_autofree guint8 *line = g_malloc((gsize)width);
    const int window = 2 * radius + 1;
    for (int y = 0; y < height; y++) {
        guint8 *row = a8 + (gsize)y * stride;
        memcpy(line, row, (gsize)width);
        int sum = 0;
        for (int x = 0; x < radius && x < width; x++)
            sum += line[x];
        for (int x = 0; x < width; x++) {
            sum += x + radius < width ? line[x + radius] : 0;
            row[x] = (guint8)(sum / window);
            sum -= x - radius >= 0 ? line[x - radius] : 0;
        }
    }
}

/* Down the columns, all at once, so that memory is walked in rows. */
static void
box_columns(guint8 *a8, int width, int height, int stride, int radius)
{
    const int window = 2 * radius + 1;
    g_autofree guint16 *sums = g_new0(guint16, width);
    g_autofree guint8 *ring = g_malloc0((gsize)width * (radius + 1));
    for (int y = -radius; y < height; y++) {
        if (y + radius < height) {
            const guint8 *in = a8 + (gsize)(y + radius) * stride;
            for (int x = 0; x < width; x++)
                sums[x] += in[x];
        }
        if (y < 0)
            continue;
        guint8 *row = a8 + (gsize)y * stride, *kept = ring + (gsize)(y % (radius + 1)) * width;
        for (int x = 0; x < width; x++) {
            guint8 was = row[x];
            row[x] = (guint8)(sums[x] / window);
            kept[x] = was;
        }
        const guint8 *leaving = ring + (gsize)((y + 1) % (radius + 1)) * width;
        if (y >= radius)
            for (int x = 0; x < width; x++)
                sums[x] -= leaving[x];
    }
}

void
ink_blur(guint8 *a8, int width, int height, int stride, double sigma_px)
{
    /* Three boxes of radius r have variance r(r+1). */
    int radius = (int)(0.5 + (sqrt(1 + 4 * sigma_px * sigma_px) - 1) / 2);
    for (int pass = 0; radius > 0 && radius < 120 && pass < 3; pass++) {
        box_rows(a8, width, height, stride, radius);
        box_columns(a8, width, height, stride, radius);
    }
}

static float
weave_at(const Ink *ink, double x, double y)
{
    double k = 2 * G_PI / ink->weave_mm;
    return (float)(0.5 + 0.25 * (sin(k * x) + sin(k * y)));
}

/* What share of the ink stays at a place of the page. */
static float
left_at(const Ink *ink, guint32 seed, double x, double y)
{
    float left = 1;
    if (ink->weave > 0) {
        float patch = 0.5f + 0.5f * noise_at(seed + 1, x / 6, y / 4);
        left -= (float)ink->weave * weave_at(ink, x, y) * (0.35f + 0.65f * patch);
    }
    if (ink->mottle > 0) {
        float n = 0.6f * noise_at(seed + 2, x / ink->mottle_mm, y / ink->mottle_mm) +
                  0.4f * noise_at(seed + 3, x * 2.7 / ink->mottle_mm, y * 2.7 / ink->mottle_mm);
        left -= (float)ink->mottle * MAX(0.0f, 0.25f + n);
    }
    return MAX(left, 0.0f);
}

static void
wear_row(guint8 *row, int width, int y, Affine to_mm, const Ink *ink, guint32 seed)
{
    for (int x = 0; x < width; x++) {
        if (!row[x])
            continue;
        double mx = to_mm.a * x + to_mm.b * y + to_mm.c, my = to_mm.d * x + to_mm.e * y + to_mm.f;
        float left = left_at(ink, seed, mx, my);
        if (ink->grain > 0) {
            guint32 h = (guint32)x * 0x9E3779B1u ^ (guint32)y * 0x85EBCA77u ^ seed;
            h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
            h ^= h >> 13;
            left *= 1 - (float)ink->grain * ((h & 0xFFFF) / 65536.0f);
        }
        row[x] = (guint8)(row[x] * left);
    }
}

void
ink_wear(cairo_surface_t *strokes, Affine to_mm, const Ink *ink, guint32 seed)
{
    cairo_surface_flush(strokes);
    guint8 *a8 = cairo_image_surface_get_data(strokes);
    const int width = cairo_image_surface_get_width(strokes),
              height = cairo_image_surface_get_height(strokes);
    const int stride = cairo_image_surface_get_stride(strokes);
    const double px_per_mm = 1 / sqrt(fabs(to_mm.a * to_mm.e - to_mm.b * to_mm.d));
    if (ink->blur_mm > 0)
        ink_blur(a8, width, height, stride, ink->blur_mm * px_per_mm);
    guint8 gain[256];
    for (int i = 0; i < 256; i++)
        gain[i] = (guint8)MIN(255, i * (ink->gain > 0 ? ink->gain : 1));
    const gboolean worn = ink->weave > 0 || ink->mottle > 0 || ink->grain > 0;
    for (int y = 0; y < height; y++) {
        guint8 *row = a8 + (gsize)y * stride;
        if (ink->gain > 0 && ink->gain != 1)
            for (int x = 0; x < width; x++)
                row[x] = gain[row[x]];
        if (worn)
            wear_row(row, width, y, to_mm, ink, seed);
    }
    cairo_surface_mark_dirty(strokes);
}
