/* canvas.c - the picture of a page while it is being drawn. */
#include "canvas.h"
#include <math.h>

static Affine
skew_about(double cx, double cy, double degrees)
{
    double c = cos(degrees * G_PI / 180), s = sin(degrees * G_PI / 180);
    Affine turn = {c, s, 0, -s, c, 0}; /* y points down: this is counter-clockwise to the eye */
    return affine_then(affine_then(affine_translate(-cx, -cy), turn), affine_translate(cx, cy));
}

Canvas *
canvas_new(const Geometry *g, gboolean with_kinds)
{
    double window_w = g->width_mm + g->left + g->right, window_h = g->height_mm + g->top + g->bottom;
    int turns = g->rotation / 90;
    Affine map = skew_about(g->width_mm / 2, g->height_mm / 2, g->skew_deg);
    Canvas *self = g_new0(Canvas, 1);
    map = affine_then(map, affine_translate(g->left, g->top));
    map = affine_then(map, affine_quarter_turns(turns, window_w, window_h));
    self->to_pixels = affine_then(map, affine_scale(g->xdpi / 25.4, g->ydpi / 25.4));
    self->width = (int)lround((turns % 2 ? window_h : window_w) * g->xdpi / 25.4);
    self->height = (int)lround((turns % 2 ? window_w : window_h) * g->ydpi / 25.4);
    self->rgb = g_malloc((gsize)self->width * self->height * 3);
    self->kinds_stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, self->width);
    if (with_kinds)
        self->kinds = g_malloc0((gsize)self->height * self->kinds_stride);
    return self;
}

void
canvas_free(Canvas *self)
{
    if (self) {
        g_free(self->rgb);
        g_free(self->kinds);
    }
    g_free(self);
}

cairo_t *
canvas_layer(const Canvas *self, const Affine *within)
{
    Affine m = within ? affine_then(*within, self->to_pixels) : self->to_pixels;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, self->width, self->height);
    cairo_t *layer = cairo_create(surface);
    cairo_matrix_t matrix = {m.a, m.d, m.b, m.e, m.c, m.f};
    cairo_surface_destroy(surface);
    cairo_set_matrix(layer, &matrix);
    cairo_set_source_rgb(layer, 0, 0, 0);
    return layer;
}

static void
lay(Canvas *self, cairo_surface_t *surface, const int colour[3], int density, gboolean cover)
{
    const guint8 *a8 = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < self->height; y++) {
        const guint8 *row = a8 + (gsize)y * stride;
        guint8 *out = self->rgb + (gsize)y * self->width * 3;
        for (int x = 0; x < self->width; x++) {
            if (!row[x])
                continue;
            const int a = row[x] * density / 255; /* 0..256 */
            for (int c = 0; c < 3; c++) {
                int was = out[3 * x + c];
                /* Ink lets the paper through (it multiplies); a tint covers. */
                int full = cover ? colour[c] : was * colour[c] / 255;
                out[3 * x + c] = (guint8)(was + ((full - was) * a) / 256);
            }
        }
    }
}

/* An eighth of full black is ink that a reader sees. */
enum { SEEN = 32 };

static void
note_kind(Canvas *self, cairo_surface_t *surface, int density, int kind)
{
    const guint8 *a8 = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; self->kinds && y < self->height; y++) {
        const guint8 *row = a8 + (gsize)y * stride;
        guint8 *out = self->kinds + (gsize)y * self->kinds_stride;
        for (int x = 0; x < self->width; x++)
            if (row[x] * density / 256 >= SEEN)
                out[x] |= (guint8)kind;
    }
}

void
canvas_turn_kind(Canvas *self, cairo_t *layer, int was, int is)
{
    cairo_surface_t *surface = cairo_get_target(layer);
    cairo_surface_flush(surface);
    const guint8 *a8 = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; self->kinds && y < self->height; y++) {
        guint8 *out = self->kinds + (gsize)y * self->kinds_stride;
        for (int x = 0; x < self->width; x++)
            if (out[x] & was && a8[(gsize)y * stride + x] >= SEEN)
                out[x] = (guint8)((out[x] & ~was) | is);
    }
    cairo_destroy(layer);
}

void
canvas_ink(Canvas *self, cairo_t *layer, const Ink *ink, int kind, guint32 seed)
{
    cairo_surface_t *surface = cairo_get_target(layer);
    const int colour[3] = {(int)(ink->red * 255), (int)(ink->green * 255), (int)(ink->blue * 255)};
    ink_wear(surface, affine_invert(self->to_pixels), ink, seed);
    lay(self, surface, colour, (int)(CLAMP(ink->density, 0, 1) * 256), FALSE);
    note_kind(self, surface, (int)(CLAMP(ink->density, 0, 1) * 256), kind);
    cairo_destroy(layer);
}

void
canvas_tint(Canvas *self, cairo_t *layer, double red, double green, double blue, double density)
{
    const int colour[3] = {(int)(red * 255), (int)(green * 255), (int)(blue * 255)};
    cairo_surface_flush(cairo_get_target(layer));
    lay(self, cairo_get_target(layer), colour, (int)(CLAMP(density, 0, 1) * 256), TRUE);
    cairo_destroy(layer);
}
