/* stamp.c - rubber stamps. */
#include "stamp.h"
#include "press.h"
#include <math.h>
#include <string.h>

static const double inks[][3] = {
    {0.68, 0.12, 0.14}, {0.38, 0.18, 0.52}, {0.16, 0.22, 0.56}, {0.2, 0.2, 0.22}, {0.30, 0.16, 0.46},
};

static double
line_height(const Stamp *s)
{
    return s->size_pt * 25.4 / 72 * 1.15;
}

gboolean
stamp_plan(Stamp *s, FaceBook *book, const char *text, double odd, Chance *chance, GError **error)
{
    const GPtrArray *faces = face_book_role(book, "stamp", error);
    *s = (Stamp){0};
    if (!faces)
        return FALSE;
    s->round = g_str_has_prefix(text, "o:");
    s->odd = odd > 0 && chance_hit(chance, odd) ? chance_int(chance, 1, STAMP_ODD) : 0;
    s->framed = chance_hit(chance, 0.7);
    s->face = faces->pdata[chance_int(chance, 0, (int)faces->len - 1)];
    s->lines = g_strsplit(text + (s->round ? 2 : 0), "|", -1);
    s->size_pt = s->round ? chance_range(chance, 9, 11) : chance_range(chance, 14, 24);
    double widest = 0;
    for (char **line = s->lines; *line; line++) {
        double width = press_width(book, s->face, s->size_pt, 0.04, *line, error);
        if (width <= 0)
            return FALSE;
        if (!s->round || line > s->lines)
            widest = MAX(widest, width);
        else /* the ring takes three quarters of the circle */
            s->width_mm = width / (1.5 * G_PI) * 2 + line_height(s) * 2;
    }
    const guint n = g_strv_length(s->lines);
    s->width_mm = s->round ? MAX(s->width_mm, widest + line_height(s) * 3) : widest + 6;
    s->height_mm = s->round ? s->width_mm : n * line_height(s) + 4;
    return TRUE;
}

void
stamp_clear(Stamp *self)
{
    g_clear_pointer(&self->lines, g_strfreev);
}

/* Along the ring, letter by letter; its truth is the square around the ring. */
static gboolean
draw_ring(const Stamp *s, cairo_t *cr, FaceBook *book, const char *text, GError **error)
{
    const double unit = s->size_pt * 25.4 / 72 * s->face->scale / FACE_UNITS;
    const double radius = s->width_mm / 2 - line_height(s) * 1.05;
    double angle = -G_PI * 0.75 - G_PI / 2;
    double step = 0.04 * FACE_UNITS * unit / radius;
    angle = -(press_width(book, s->face, s->size_pt, 0.04, text, NULL) / radius) / 2;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        g_autofree char *letter = g_strndup(at, g_utf8_next_char(at) - at);
        const Shape *shape = face_shape(book, s->face, letter, 0, 0, error);
        if (!shape)
            return FALSE;
        double half = shape->advance * unit / radius / 2;
        angle += half;
        cairo_save(cr);
        cairo_rotate(cr, angle);
        cairo_translate(cr, -shape->advance * unit / 2, -radius);
        cairo_scale(cr, unit, unit);
        cairo_append_path(cr, shape->path);
        cairo_fill(cr);
        cairo_restore(cr);
        angle += half + step;
    }
    return TRUE;
}

/* Frames that offices had made for them: two lines, an oval, bars above and below, a table, round corners. */
static void
draw_odd_frame(const Stamp *s, cairo_t *cr)
{
    const double w = s->width_mm - 0.8, h = s->height_mm - 0.8;
    switch (s->odd) {
    case 1:
        cairo_rectangle(cr, -w / 2, -h / 2, w, h);
        cairo_rectangle(cr, -w / 2 + 1.2, -h / 2 + 1.2, w - 2.4, h - 2.4);
        break;
    case 2:
        cairo_save(cr);
        cairo_scale(cr, w / 2, h / 2);
        cairo_arc(cr, 0, 0, 1, 0, 2 * G_PI);
        cairo_restore(cr);
        break;
    case 3:
        for (int side = -1; side <= 1; side += 2) {
            cairo_move_to(cr, -w / 2, side * h / 2);
            cairo_line_to(cr, w / 2, side * h / 2);
        }
        break;
    case 4:
        cairo_rectangle(cr, -w / 2, -h / 2, w, h);
        for (double y = -h / 2 + 5.5; y < h / 2 - 3; y += 5.5) {
            cairo_move_to(cr, -w / 2, y);
            cairo_line_to(cr, w / 2, y);
        }
        break;
    default:
        for (int corner = 0; corner < 4; corner++)
            cairo_arc(cr, (corner == 0 || corner == 3 ? 1 : -1) * (w / 2 - 2),
                      (corner < 2 ? 1 : -1) * (h / 2 - 2), 2, corner * G_PI / 2, (corner + 1) * G_PI / 2);
        cairo_close_path(cr);
    }
    cairo_stroke(cr);
}

static void
draw_frame(const Stamp *s, cairo_t *cr)
{
    cairo_set_line_width(cr, 0.7);
    if (s->odd) {
        draw_odd_frame(s, cr);
    } else if (s->round) {
        cairo_arc(cr, 0, 0, s->width_mm / 2 - 0.5, 0, 2 * G_PI);
        cairo_stroke(cr);
        cairo_set_line_width(cr, 0.35);
        cairo_arc(cr, 0, 0, s->width_mm / 2 - line_height(s) * 1.35, 0, 2 * G_PI);
        cairo_stroke(cr);
    } else if (s->framed) {
        cairo_rectangle(cr, -s->width_mm / 2 + 0.4, -s->height_mm / 2 + 0.4, s->width_mm - 0.8,
                        s->height_mm - 0.8);
        cairo_stroke(cr);
    }
}

static gboolean
draw_line(const Stamp *s, cairo_t *cr, FaceBook *book, Truth *truth, Affine place, gboolean russian,
          int index, int n, int order, Chance *chance, GError **error)
{
    const char *text = s->lines[index + (s->round ? 1 : 0)];
    double width = press_width(book, s->face, s->size_pt, 0.04, text, error);
    double y = (index - n / 2.0 + 0.78) * line_height(s);
    g_autoptr(GArray) words = g_array_new(FALSE, TRUE, sizeof(TruthWord));
    Quad quad;
    if (width <= 0 || !press_words(book, s->face, cr, -width / 2, y, s->size_pt, 0.04, text, 0, chance, words,
                                   &quad, error))
        return FALSE;
    for (guint i = 0; i < words->len; i++) {
        TruthWord *word = &g_array_index(words, TruthWord, i);
        word->quad = affine_quad(place, word->quad);
    }
    truth_line(truth, order, 1000 + order, "stamped", russian ? "Cyrl" : "Latn", text,
               affine_quad(place, quad), g_steal_pointer(&words));
    return TRUE;
}

gboolean
stamp_draw(const Stamp *s, Canvas *canvas, FaceBook *book, Truth *truth, Affine place, gboolean russian,
           int order, Chance *chance, GError **error)
{
    const double *colour = inks[chance_int(chance, 0, G_N_ELEMENTS(inks) - 1)];
    Ink ink = {colour[0], colour[1], colour[2], chance_range(chance, 0.55, 0.9)};
    cairo_t *cr = canvas_layer(canvas, &place);
    const int n = (int)g_strv_length(s->lines) - (s->round ? 1 : 0);
    gboolean done = !s->round || draw_ring(s, cr, book, s->lines[0], error);
    ink.mottle = chance_range(chance, 0.3, 0.9);
    ink.mottle_mm = chance_range(chance, 0.6, 4);
    ink.grain = 0.25;
    ink.blur_mm = 0.08;
    ink.gain = 1.15;
    draw_frame(s, cr);
    for (int i = 0; i < n && done; i++)
        done = draw_line(s, cr, book, truth, place, russian, i, n, order + i, chance, error);
    canvas_ink(canvas, cr, &ink, INK_STAMP, chance_u32(chance));
    if (!done)
        return FALSE;
    g_autofree char *text = g_strjoinv("\n", s->lines);
    double rim = s->round || s->framed ? 0 : 2.5; /* without a frame, the letters are the outermost ink */
    Quad quad = quad_from_rect(rim - s->width_mm / 2, rim - s->height_mm / 2, s->width_mm - 2 * rim,
                               s->height_mm - 2 * rim);
    guint32 rgb =
        (guint32)(colour[0] * 255) << 16 | (guint32)(colour[1] * 255) << 8 | (guint32)(colour[2] * 255);
    truth_mark(truth, "stamp", affine_quad(place, quad), rgb, text);
    return TRUE;
}
