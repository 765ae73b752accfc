/* typewriter.c - strikes letters. */
#include "typewriter.h"
#include <math.h>

struct Typewriter {
    FaceBook *book;
    const Face *face;
    TypeWear wear;
    guint64 seed;
};

/* What is wrong with one type bar; a fixed function of the machine and the letter. */
typedef struct {
    double dx, dy, turn;
    double strength, fade; /* fade < 0: at the top, > 0: at the bottom */
    gboolean clogged, broken, closed, footed;
} TypeBar;

Typewriter *
typewriter_new(FaceBook *book, const Face *face, const TypeWear *wear, guint64 seed)
{
    Typewriter *self = g_new0(Typewriter, 1);
    *self = (Typewriter){book, face, *wear, seed};
    self->wear.weight_mm += face->swell_mm;
    return self;
}

void
typewriter_free(Typewriter *self)
{
    g_free(self);
}

double
typewriter_pitch(const Typewriter *self)
{
    return self->wear.pitch_mm;
}

static TypeBar
type_bar(const Typewriter *self, gunichar letter)
{
    const TypeWear *w = &self->wear;
    /* Both cases of a letter sit on one bar. */
    guint64 key = chance_hash(self->seed, g_unichar_tolower(letter));
    TypeBar bar = {0};
    bar.dx = w->bent_mm * 1.4 * chance_hash_unit(key, 1);
    bar.dy = w->bent_mm * 1.4 * chance_hash_unit(key, 2);
    bar.turn = w->bent_deg * 1.4 * chance_hash_unit(key, 3) * G_PI / 180;
    bar.strength = w->uneven * 0.7 * chance_hash_unit(key, 4);
    bar.fade = w->fade * chance_hash_unit(key, 5);
    bar.clogged = fabs(chance_hash_unit(key, 6)) < w->clogged;
    bar.closed = fabs(chance_hash_unit(key, 8)) < w->closed;
    bar.footed = fabs(chance_hash_unit(key, 9)) < w->footed;
    bar.broken = fabs(chance_hash_unit(key, 7)) < w->broken;
    return bar;
}

/* Fills every outline for itself, so that the holes of о, е and а run full. */
static void
fill_clogged(cairo_t *cr, const cairo_path_t *path)
{
    cairo_new_path(cr);
    cairo_set_source_rgba(cr, 0, 0, 0, 0.7);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *at = &path->data[i];
        switch (at->header.type) {
        case CAIRO_PATH_MOVE_TO:
            cairo_fill(cr);
            cairo_move_to(cr, at[1].point.x, at[1].point.y);
            break;
        case CAIRO_PATH_LINE_TO:
            cairo_line_to(cr, at[1].point.x, at[1].point.y);
            break;
        case CAIRO_PATH_CURVE_TO:
            cairo_curve_to(cr, at[1].point.x, at[1].point.y, at[2].point.x, at[2].point.y, at[3].point.x,
                           at[3].point.y);
            break;
        default:
            cairo_close_path(cr);
        }
    }
    cairo_fill(cr);
}

/* Leaves everything but a narrow slanting gap, the same for each strike of that bar. */
static void
clip_broken(cairo_t *cr, const Shape *shape, guint64 key)
{
    double w = shape->x1 - shape->x0, h = shape->y1 - shape->y0;
    double at = shape->y0 + h * (0.5 + 0.42 * chance_hash_unit(key, 11));
    double lean = h * 0.35 * chance_hash_unit(key, 12), gap = FACE_UNITS * 0.035;
    double from = shape->x0 + w * (chance_hash_unit(key, 13) > 0 ? 0.45 : -0.1), to = from + w * 0.65;
    cairo_new_path(cr);
    cairo_rectangle(cr, shape->x0 - FACE_UNITS, shape->y0 - FACE_UNITS, w + 2 * FACE_UNITS,
                    h + 2 * FACE_UNITS);
    cairo_move_to(cr, from, at);
    cairo_line_to(cr, to, at + lean);
    cairo_line_to(cr, to, at + lean + gap);
    cairo_line_to(cr, from, at + gap);
    cairo_close_path(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
}

static void
set_strike_source(cairo_t *cr, const Shape *shape, double strength, double fade)
{
    if (fabs(fade) < 0.05) {
        cairo_set_source_rgba(cr, 0, 0, 0, strength);
        return;
    }
    cairo_pattern_t *ramp = cairo_pattern_create_linear(0, shape->y0, 0, shape->y1);
    double weak = strength * (1 - fabs(fade));
    cairo_pattern_add_color_stop_rgba(ramp, 0, 0, 0, 0, fade < 0 ? weak : strength);
    cairo_pattern_add_color_stop_rgba(ramp, 0.5, 0, 0, 0, strength);
    cairo_pattern_add_color_stop_rgba(ramp, 1, 0, 0, 0, fade < 0 ? strength : weak);
    cairo_set_source(cr, ramp);
    cairo_pattern_destroy(ramp);
}

/* The letter's own coverage is built up first, so that its widened outline is no darker than its middle. */
static void
draw_strike(const Typewriter *self, cairo_t *cr, const Shape *shape, const TypeBar *bar, gunichar letter,
            double strength, double fade, double scale)
{
    const double weight = MAX(self->wear.weight_mm, 0) / scale;
    cairo_rectangle(cr, shape->x0 - weight, shape->y0 - weight, shape->x1 - shape->x0 + 2 * weight,
                    shape->y1 - shape->y0 + 2 * weight);
    cairo_clip(cr);
    if (bar->broken)
        clip_broken(cr, shape, chance_hash(self->seed, g_unichar_tolower(letter)));
    cairo_push_group_with_content(cr, CAIRO_CONTENT_ALPHA);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_append_path(cr, shape->path);
    cairo_fill_preserve(cr);
    cairo_set_line_width(cr, 2 * weight);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    if (weight > 0)
        cairo_stroke(cr);
    cairo_new_path(cr);
    if (bar->clogged)
        fill_clogged(cr, shape->path);
    cairo_pattern_t *coverage = cairo_pop_group(cr);
    set_strike_source(cr, shape, strength, fade);
    cairo_mask(cr, coverage);
    cairo_pattern_destroy(coverage);
}

static void
ink_bounds(const cairo_matrix_t *m, const Shape *shape, double more, TypedGlyph *glyph)
{
    const double xs[4] = {shape->x0 - more, shape->x1 + more, shape->x1 + more, shape->x0 - more};
    const double ys[4] = {shape->y0 - more, shape->y0 - more, shape->y1 + more, shape->y1 + more};
    for (int i = 0; i < 4; i++) {
        double x = xs[i], y = ys[i];
        cairo_matrix_transform_point(m, &x, &y);
        glyph->x0 = i ? MIN(glyph->x0, x) : x;
        glyph->x1 = i ? MAX(glyph->x1, x) : x;
        glyph->y0 = i ? MIN(glyph->y0, y) : y;
        glyph->y1 = i ? MAX(glyph->y1, y) : y;
    }
}

/* How the shape of a letter goes onto its cell of the grid. */
static cairo_matrix_t
cell_matrix(const Typewriter *self, const Shape *shape, double unit_mm, double x, double y, double turn)
{
    const double pitch = self->wear.pitch_mm;
    double sx = unit_mm, start = 0;
    cairo_matrix_t m;
    if (self->face->squeeze) {
        double ink = (shape->x1 - shape->x0) * unit_mm;
        sx *= ink > pitch * 0.92 ? pitch * 0.92 / ink : 1;
        start = (pitch - (shape->x1 + shape->x0) * sx) / 2;
    }
    cairo_matrix_init_translate(&m, x + pitch / 2, y);
    cairo_matrix_rotate(&m, turn);
    cairo_matrix_scale(&m, self->wear.wide, self->wear.tall);
    cairo_matrix_translate(&m, start - pitch / 2, 0);
    cairo_matrix_scale(&m, sx, unit_mm);
    return m;
}

/* The key that the typist reached for. */
static const char *
key_for(const TypeWear *w, const char *letter)
{
    switch (*letter) {
    case '1':
        return w->one_is_i ? "I" : letter;
    case '0':
        return w->zero_is_o ? "О" : letter;
    case '3':
        return w->three_is_z ? "З" : letter;
    default:
        return letter;
    }
}

/* Slabs under both legs of л, level with the line; nothing for other letters. */
static void
draw_feet(cairo_t *cr, const cairo_matrix_t *m, const Shape *shape, gunichar letter, double strength)
{
    if (letter != 0x43B && letter != 0x41B)
        return;
    double w = shape->x1 - shape->x0, thick = FACE_UNITS * 0.055, foot = w * 0.36;
    cairo_save(cr);
    cairo_transform(cr, m);
    cairo_set_source_rgba(cr, 0, 0, 0, strength);
    cairo_rectangle(cr, shape->x0 - w * 0.05, -thick, foot, thick);
    cairo_rectangle(cr, shape->x1 + w * 0.05 - foot, -thick, foot, thick);
    cairo_fill(cr);
    cairo_restore(cr);
}

/* The ink in the opening of с: an о of the same face, struck faintly. Nothing for other letters. */
static gboolean
fill_opening(Typewriter *self, cairo_t *cr, const cairo_matrix_t *m, gunichar letter, double strength,
             GError **error)
{
    const char *round = letter == 0x441 ? "о" : letter == 0x421 ? "О" : NULL;
    const Shape *shape = round ? face_shape(self->book, self->face, round, 0, 0, error) : NULL;
    if (!shape)
        return !round;
    cairo_save(cr);
    cairo_transform(cr, m);
    cairo_append_path(cr, shape->path);
    cairo_set_source_rgba(cr, 0, 0, 0, strength);
    cairo_fill(cr);
    cairo_restore(cr);
    return TRUE;
}

static gboolean
strike_letter(Typewriter *self, cairo_t *cr, double x, double y, const char *letter, double unit_mm,
              Chance *chance, TypedGlyph *glyph, GError **error)
{
    const TypeWear *w = &self->wear;
    gunichar c = g_utf8_get_char(letter = key_for(w, letter));
    const int variant = self->face->variants > 1 ? chance_int(chance, 0, self->face->variants - 1) : 0;
    const Shape *shape = face_shape(self->book, self->face, letter, 0, variant, error);
    if (!shape)
        return FALSE;
    TypeBar bar = type_bar(self, c);
    double dx = bar.dx + w->jitter_mm * chance_normal(chance);
    double dy = bar.dy + w->jitter_mm * chance_normal(chance) - (g_unichar_isupper(c) ? w->raised_mm : 0);
    double strength = w->strength + bar.strength + w->uneven * chance_normal(chance);
    double fade = bar.fade + w->fade * 0.5 * chance_normal(chance);
    strength = CLAMP(strength, 0.16, 1);
    cairo_matrix_t m = cell_matrix(self, shape, unit_mm, x + dx, y + dy, bar.turn);
    ink_bounds(&m, shape, w->weight_mm / unit_mm, glyph);
    double opening = bar.closed && cr ? strength * (0.3 + 0.25 * fabs(chance_normal(chance))) : 0;
    if (opening > 0 && !fill_opening(self, cr, &m, c, MIN(0.75, opening), error))
        return FALSE;
    if (cr && bar.footed)
        draw_feet(cr, &m, shape, c, strength);
    if (cr) {
        cairo_save(cr);
        cairo_transform(cr, &m);
        draw_strike(self, cr, shape, &bar, c, strength, CLAMP(fade, -0.85, 0.85), unit_mm);
        cairo_restore(cr);
    }
    return TRUE;
}

/* Now and then the letter covers another that was struck by mistake; the box is of both. */
static gboolean
strike_wrong(Typewriter *self, cairo_t *cr, double x, double y, const char *letter, double unit_mm,
             Chance *chance, TypedGlyph *glyph, GError **error)
{
    static const char *const cyrillic[] = {"о", "а", "е", "н", "т", "р", "л", "п"};
    static const char *const latin[] = {"e", "a", "o", "n", "t", "r", "l", "i"};
    gunichar c = g_utf8_get_char(letter);
    if (!g_unichar_islower(c) || !chance_hit(chance, self->wear.mistyped))
        return TRUE;
    TypedGlyph wrong = *glyph;
    const char *other = (c < 0x400 ? latin : cyrillic)[chance_int(chance, 0, 7)];
    if (!strike_letter(self, cr, x, y, other, unit_mm, chance, &wrong, error))
        return FALSE;
    glyph->x0 = MIN(glyph->x0, wrong.x0);
    glyph->y0 = MIN(glyph->y0, wrong.y0);
    glyph->x1 = MAX(glyph->x1, wrong.x1);
    glyph->y1 = MAX(glyph->y1, wrong.y1);
    return TRUE;
}

/* A monospaced face is scaled until its letters fill the pitch; a squeezed one has its own size. */
static double
unit_size(Typewriter *self, GError **error)
{
    if (self->face->squeeze)
        return self->face->em_mm * self->wear.pitch_mm / 2.54 / FACE_UNITS;
    const Shape *shape = face_shape(self->book, self->face, "8", 0, 0, error);
    return shape ? self->wear.pitch_mm / shape->advance : 0;
}

gboolean
typewriter_strike(Typewriter *self, cairo_t *cr, double x, double baseline, const char *text, Chance *chance,
                  GArray *ret_glyphs, GError **error)
{
    double unit_mm = unit_size(self, error);
    if (unit_mm <= 0)
        return FALSE;
    for (const char *at = text; *at; at = g_utf8_next_char(at), x += self->wear.pitch_mm) {
        TypedGlyph glyph = {(guint)(at - text), (guint)(g_utf8_next_char(at) - at), x, baseline, x, baseline};
        if (!g_unichar_isspace(g_utf8_get_char(at))) {
            g_autofree char *letter = g_strndup(at, glyph.length);
            if (!strike_letter(self, cr, x, baseline, letter, unit_mm, chance, &glyph, error))
                return FALSE;
            if (!strike_wrong(self, cr, x, baseline, letter, unit_mm, chance, &glyph, error))
                return FALSE;
        }
        if (ret_glyphs)
            g_array_append_val(ret_glyphs, glyph);
    }
    return TRUE;
}
