/* scanner.c - light, lens and sensor. */
#include "scanner.h"
#include <math.h>
#include <string.h>

enum { NORMALS = 4096 };

void
raster_free(Raster *self)
{
    if (self)
        g_free(self->data);
    g_free(self);
}

/* Dust is drawn in pixels of the scan, for it lies on the glass or the film, not on the page. */
static void
add_specks(Canvas *canvas, const Scanner *scanner, Chance *chance)
{
    double scale =
        sqrt(fabs(canvas->to_pixels.a * canvas->to_pixels.e - canvas->to_pixels.b * canvas->to_pixels.d));
    double area = canvas->width / scale * canvas->height / scale / 100;
    int n = (int)(scanner->specks * area);
    if (n <= 0 && scanner->streaks <= 0)
        return;
    cairo_t *cr = canvas_layer(canvas, NULL);
    cairo_identity_matrix(cr);
    for (int i = 0; i < n; i++) {
        double x = chance_range(chance, 0, canvas->width), y = chance_range(chance, 0, canvas->height);
        double size =
            chance_hit(chance, 0.93) ? chance_range(chance, 0.03, 0.1) : chance_range(chance, 0.1, 0.35);
        cairo_arc(cr, x, y, size * scale, 0, 2 * G_PI);
        cairo_close_path(cr);
    }
    cairo_fill(cr);
    for (int i = 0; i < scanner->streaks; i++) {
        double x = chance_range(chance, 0, canvas->width);
        cairo_set_source_rgba(cr, 0, 0, 0, chance_range(chance, 0.2, 0.7));
        cairo_rectangle(cr, x, 0, chance_range(chance, 0.5, 1.5), canvas->height);
        cairo_fill(cr);
    }
    canvas_tint(canvas, cr, 0.12, 0.11, 0.1, 0.9);
}

static guint8 *
to_samples(const Canvas *canvas, int channels)
{
    const gsize n = (gsize)canvas->width * canvas->height;
    if (channels == 3)
        return g_memdup2(canvas->rgb, n * 3);
    guint8 *grey = g_malloc(n);
    for (gsize i = 0; i < n; i++)
        grey[i] =
            (guint8)((canvas->rgb[3 * i] * 77 + canvas->rgb[3 * i + 1] * 150 + canvas->rgb[3 * i + 2] * 29) >>
                     8);
    return grey;
}

/* A three-tap lens, first along the rows, then down the columns; `weight` of 256 goes to each neighbour. */
static void
lens(guint8 *data, int width, int height, int channels, int weight)
{
    const int row = width * channels, own = 256 - 2 * weight;
    g_autofree guint8 *above = g_malloc((gsize)row), *here = g_malloc((gsize)row);
    for (int y = 0; y < height; y++) {
        guint8 *at = data + (gsize)y * row;
        memcpy(here, at, (gsize)row);
        for (int x = channels; x < row - channels; x++)
            at[x] = (guint8)((here[x] * own + (here[x - channels] + here[x + channels]) * weight + 128) >> 8);
    }
    memcpy(above, data, (gsize)row);
    for (int y = 1; y < height - 1; y++) {
        guint8 *at = data + (gsize)y * row;
        memcpy(here, at, (gsize)row);
        for (int x = 0; x < row; x++)
            at[x] = (guint8)((here[x] * own + (above[x] + at[x + row]) * weight + 128) >> 8);
        memcpy(above, here, (gsize)row);
    }
}

static void
sensor(guint8 *data, gsize pixels, int channels, const Scanner *scanner, Chance *chance)
{
    g_autofree gint16 *normals = g_new(gint16, NORMALS);
    guint8 curve[256];
    for (int i = 0; i < NORMALS; i++)
        normals[i] = (gint16)lround(scanner->noise * chance_normal(chance));
    for (int i = 0; i < 256; i++)
        curve[i] = (guint8)CLAMP(lround(150 + (i - 150) * scanner->contrast), 0, 255);
    guint32 state = chance_u32(chance) | 1;
    for (gsize i = 0; i < pixels; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        int n = normals[state % NORMALS];
        for (int c = 0; c < channels; c++) {
            int value = curve[data[i * channels + c]] + n;
            data[i * channels + c] = (guint8)CLAMP(value, 0, 255);
        }
    }
}

static Raster *
to_bilevel(const guint8 *grey, int width, int height, int threshold)
{
    Raster *raster = g_new0(Raster, 1);
    *raster = (Raster){width, height, 1, 1, (gsize)(width + 7) / 8, NULL};
    raster->data = g_malloc0(raster->stride * height);
    for (int y = 0; y < height; y++) {
        const guint8 *in = grey + (gsize)y * width;
        guint8 *out = raster->data + (gsize)y * raster->stride;
        for (int x = 0; x < width; x++)
            if (in[x] < threshold)
                out[x >> 3] |= (guint8)(0x80 >> (x & 7));
    }
    return raster;
}

Raster *
scanner_scan(Canvas *canvas, const Scanner *scanner, double paper_level, double ink_level, Chance *chance)
{
    const int channels = scanner->mode == SCAN_COLOUR ? 3 : 1;
    add_specks(canvas, scanner, chance);
    g_autofree guint8 *data = to_samples(canvas, channels);
    /* Two passes of (w, 1-2w, w) have variance 4w; the lens is never wider than that allows. */
    for (double left = scanner->blur_px * scanner->blur_px; left > 0.02; left -= 0.5)
        lens(data, canvas->width, canvas->height, channels, (int)(256 * MIN(left, 0.5) / 2));
    sensor(data, (gsize)canvas->width * canvas->height, channels, scanner, chance);
    if (scanner->mode == SCAN_BILEVEL) {
        double level = paper_level + (ink_level - paper_level) * scanner->threshold;
        level = 150 + (level - 150) * scanner->contrast;
        return to_bilevel(data, canvas->width, canvas->height, (int)level);
    }
    Raster *raster = g_new0(Raster, 1);
    *raster = (Raster){canvas->width,         canvas->height, channels, 8, (gsize)canvas->width * channels,
                       g_steal_pointer(&data)};
    return raster;
}
