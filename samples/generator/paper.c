/* paper.c - the sheet and the scanner's bed around it. */
#include "paper.h"
#include "noise.h"
#include <math.h>

enum { CELL = 16 }; /* pixels between the points where slow changes of light are worked out */

static void
ragged_line(cairo_t *cr, double x0, double y0, double x1, double y1, double ragged, guint32 seed)
{
    const int steps = ragged > 0 ? 60 : 1;
    double length = hypot(x1 - x0, y1 - y0), nx = (y1 - y0) / length, ny = (x0 - x1) / length;
    for (int i = 1; i <= steps; i++) {
        double t = (double)i / steps;
        double off =
            ragged > 0 ? ragged * (noise_at(seed, t * 9, 0) + 0.4 * noise_at(seed + 1, t * 40, 0)) : 0;
        cairo_line_to(cr, x0 + (x1 - x0) * t + nx * off, y0 + (y1 - y0) * t + ny * off);
    }
}

static cairo_t *
sheet_mask(Canvas *canvas, const Geometry *g, const Paper *paper, Chance *chance)
{
    cairo_t *cr = canvas_layer(canvas, NULL);
    const guint32 seed = chance_u32(chance);
    const double w = g->width_mm, h = g->height_mm, r = paper->ragged_mm;
    cairo_move_to(cr, 0, 0);
    ragged_line(cr, 0, 0, w, 0, r, seed);
    ragged_line(cr, w, 0, w, h, r, seed + 10);
    ragged_line(cr, w, h, 0, h, r, seed + 20);
    ragged_line(cr, 0, h, 0, 0, r, seed + 30);
    cairo_close_path(cr);
    cairo_fill(cr);
    cairo_set_operator(cr, CAIRO_OPERATOR_DEST_OUT);
    for (int i = 0; i < paper->holes; i++) {
        double y = h / 2 + (i - (paper->holes - 1) / 2.0) * 80 + chance_range(chance, -3, 3);
        cairo_arc(cr, 9 + chance_range(chance, -1.5, 1.5), y, 2.9, 0, 2 * G_PI);
        cairo_fill(cr);
    }
    cairo_surface_flush(cairo_get_target(cr));
    return cr;
}

/* Slow changes of the paper's light, at every CELL pixels, in levels of 255. */
static float *
light_grid(const Canvas *canvas, const Geometry *g, const Paper *paper, Chance *chance, int *ret_columns)
{
    const int columns = canvas->width / CELL + 2, rows = canvas->height / CELL + 2;
    const guint32 seed = chance_u32(chance);
    const double angle = chance_range(chance, 0, 2 * G_PI), ux = cos(angle), uy = sin(angle);
    Affine to_mm = affine_invert(canvas->to_pixels);
    float *grid = g_new(float, (gsize)columns *rows);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) {
            Point p = affine_point(to_mm, (Point){c * CELL, r * CELL});
            double along = (p.x / g->width_mm - 0.5) * ux + (p.y / g->height_mm - 0.5) * uy;
            double rim = MIN(MIN(p.x, g->width_mm - p.x), MIN(p.y, g->height_mm - p.y));
            double value = -255 * paper->shade * MAX(0, along + 0.15);
            value += paper->blotch * (0.6 * noise_at(seed, p.x / 45, p.y / 45) +
                                      0.4 * noise_at(seed + 1, p.x / 14, p.y / 14) - 0.3);
            value -= 255 * paper->edge * exp(-MAX(rim, 0) / 4);
            grid[(gsize)r * columns + c] = (float)value;
        }
    *ret_columns = columns;
    return grid;
}

typedef struct {
    const Canvas *canvas;
    const Paper *paper;
    const float *grid;
    int columns;
    const NoiseTile *fine, *coarse;
} Sheet;

static void
sheet_row(const Sheet *s, int y, const guint8 *mask, guint8 *out)
{
    const float *upper = s->grid + (gsize)(y / CELL) * s->columns, *lower = upper + s->columns;
    const float v = (float)(y % CELL) / CELL, fibre = (float)s->paper->fibre;
    const float *fine = s->fine->at + (gsize)(y % NOISE_TILE) * NOISE_TILE;
    const float *coarse = s->coarse->at + (gsize)((y + 101) % NOISE_TILE) * NOISE_TILE;
    float tone[3], bed[3];
    for (int c = 0; c < 3; c++) {
        tone[c] = (float)s->paper->tone[c] * 255;
        bed[c] = (float)s->paper->bed[c] * 255;
    }
    for (int x = 0; x < s->canvas->width; x++) {
        const int i = x / CELL;
        const float u = (float)(x % CELL) / CELL;
        const float light =
            (upper[i] * (1 - u) + upper[i + 1] * u) * (1 - v) + (lower[i] * (1 - u) + lower[i + 1] * u) * v;
        const float grain = fibre * (0.6f * fine[x % NOISE_TILE] + 0.8f * coarse[(x * 3 / 4) % NOISE_TILE]);
        const float on = mask[x] / 255.0f;
        for (int c = 0; c < 3; c++) {
            float value = bed[c] + grain + on * (tone[c] + light - bed[c]);
            out[3 * x + c] = (guint8)CLAMP(value, 0.0f, 255.0f);
        }
    }
}

void
paper_draw(Canvas *canvas, const Geometry *geometry, const Paper *paper, Chance *chance)
{
    Sheet sheet = {canvas, paper, NULL, 0, NULL, NULL};
    cairo_t *mask = sheet_mask(canvas, geometry, paper, chance);
    g_autofree float *grid = light_grid(canvas, geometry, paper, chance, &sheet.columns);
    g_autofree NoiseTile *fine = noise_tile_new(chance_u32(chance), 1);
    g_autofree NoiseTile *coarse = noise_tile_new(chance_u32(chance), 12);
    const guint8 *a8 = cairo_image_surface_get_data(cairo_get_target(mask));
    const int stride = cairo_image_surface_get_stride(cairo_get_target(mask));
    sheet.grid = grid;
    sheet.fine = fine;
    sheet.coarse = coarse;
    for (int y = 0; y < canvas->height; y++)
        sheet_row(&sheet, y, a8 + (gsize)y * stride, canvas->rgb + (gsize)y * canvas->width * 3);
    cairo_destroy(mask);
}

/* A fold: a dark line with a bright one beside it, not quite straight. */
static void
fold(Canvas *canvas, const Geometry *g, double depth, gboolean across, double at, Chance *chance)
{
    const guint32 seed = chance_u32(chance);
    const double lean = chance_range(chance, -1.5, 1.5);
    for (int side = 0; side < 2; side++) {
        cairo_t *cr = canvas_layer(canvas, NULL);
        double length = across ? g->width_mm : g->height_mm, shift = side ? 0.45 : 0;
        for (int i = 0; i <= 80; i++) {
            double along = length * i / 80;
            double off = at + lean * i / 80 + 0.25 * noise_at(seed, along / 9, 0) + shift;
            cairo_line_to(cr, across ? along : off, across ? off : along);
        }
        cairo_set_line_width(cr, side ? 0.35 : 0.5);
        cairo_stroke(cr);
        if (side) {
            canvas_tint(canvas, cr, 1, 0.99, 0.95, depth * 0.6);
        } else {
            Ink shadow = {0.35,       0.32, 0.28, depth, .mottle = 0.7, .mottle_mm = 1.2, .blur_mm = 0.25,
                          .gain = 1.3};
            canvas_ink(canvas, cr, &shadow, 0, seed);
        }
    }
}

static void
stain(Canvas *canvas, const Geometry *g, Chance *chance)
{
    cairo_t *cr = canvas_layer(canvas, NULL);
    const guint32 seed = chance_u32(chance);
    const double cx = chance_range(chance, 0, g->width_mm), cy = chance_range(chance, 0, g->height_mm);
    const double radius = chance_range(chance, 4, 28);
    for (int i = 0; i < 48; i++) {
        double a = i * 2 * G_PI / 48,
               r = radius * (1 + 0.35 * noise_at(seed, cos(a) * 1.6 + 5, sin(a) * 1.6 + 5));
        cairo_line_to(cr, cx + r * cos(a), cy + r * sin(a));
    }
    cairo_close_path(cr);
    cairo_fill(cr);
    Ink dirt = {0.72,           0.6,           0.42,          chance_range(chance, 0.1, 0.3),
                .blur_mm = 1.2, .mottle = 0.5, .mottle_mm = 7};
    canvas_ink(canvas, cr, &dirt, 0, seed);
}

void
paper_wear(Canvas *canvas, const Geometry *geometry, const Paper *paper, Chance *chance)
{
    for (int i = 0; i < paper->stains; i++)
        stain(canvas, geometry, chance);
    for (int i = 0; i < paper->folds; i++) {
        gboolean across = i == 0 ? TRUE : chance_hit(chance, 0.5);
        double length = across ? geometry->height_mm : geometry->width_mm;
        double at = length * (chance_hit(chance, 0.6) ? 0.5 : chance_range(chance, 0.25, 0.75));
        fold(canvas, geometry, paper->fold_depth, across, at + chance_range(chance, -4, 4), chance);
    }
}
