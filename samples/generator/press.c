/* press.c - puts a sheet's runs on a canvas. */
#include "press.h"
#include "markup.h"
#include "pen.h"
#include <math.h>
#include <string.h>

#define MM_PER_PT (25.4 / 72)

typedef struct {
    double x0, y0, x1, y1;
    gboolean any;
} Extent;

static void
extend(Extent *e, double x0, double y0, double x1, double y1)
{
    if (x1 <= x0 || y1 <= y0)
        return;
    *e = e->any ? (Extent){MIN(e->x0, x0), MIN(e->y0, y0), MAX(e->x1, x1), MAX(e->y1, y1), TRUE}
                : (Extent){x0, y0, x1, y1, TRUE};
}

static Quad
extent_quad(const Extent *e)
{
    return quad_from_rect(e->x0, e->y0, e->x1 - e->x0, e->y1 - e->y0);
}

static double
word_gap(FaceBook *book, const Face *face, double spacing, GError **error)
{
    const Shape *blank = face_shape(book, face, " ", spacing, 0, error);
    return blank ? blank->advance : -1;
}

double
press_width(FaceBook *book, const Face *face, double size_pt, double spacing, const char *text,
            GError **error)
{
    double unit = size_pt * MM_PER_PT * face->scale / FACE_UNITS, width = 0;
    g_auto(GStrv) tokens = g_strsplit(text, " ", -1);
    double gap = word_gap(book, face, spacing, error);
    for (char **token = tokens; *token && gap >= 0; token++) {
        const Shape *shape = **token ? face_shape(book, face, *token, spacing, 0, error) : NULL;
        if (**token && !shape)
            return 0;
        width += (token > tokens ? gap : 0) + (shape ? shape->advance : 0);
    }
    return width * unit;
}

static Extent
draw_word(cairo_t *cr, const Shape *shape, double x, double y, double unit, double turn)
{
    Extent ink = {0};
    cairo_matrix_t m;
    cairo_matrix_init_translate(&m, x, y);
    cairo_matrix_rotate(&m, turn);
    cairo_matrix_scale(&m, unit, unit);
    const double xs[4] = {shape->x0, shape->x1, shape->x1, shape->x0};
    const double ys[4] = {shape->y0, shape->y0, shape->y1, shape->y1};
    for (int i = 0; i < 4; i++) {
        double px = xs[i], py = ys[i];
        cairo_matrix_transform_point(&m, &px, &py);
        ink = i ? (Extent){MIN(ink.x0, px), MIN(ink.y0, py), MAX(ink.x1, px), MAX(ink.y1, py), TRUE}
                : (Extent){px, py, px, py, TRUE};
    }
    if (cr) {
        cairo_save(cr);
        cairo_transform(cr, &m);
        cairo_append_path(cr, shape->path);
        cairo_fill(cr);
        cairo_restore(cr);
    }
    return ink;
}

gboolean
press_words(FaceBook *book, const Face *face, cairo_t *cr, double x, double baseline, double size_pt,
            double spacing, const char *text, double wander, Chance *chance, GArray *ret_words,
            Quad *ret_quad, GError **error)
{
    const double unit = size_pt * MM_PER_PT * face->scale / FACE_UNITS;
    g_auto(GStrv) tokens = g_strsplit(text, " ", -1);
    const double gap = word_gap(book, face, spacing, error);
    Extent all = {0};
    for (char **token = tokens; *token; token++) {
        const Shape *shape = **token && gap >= 0 ? face_shape(book, face, *token, spacing, 0, error) : NULL;
        if (**token && !shape)
            return FALSE;
        if (shape) {
            double em = unit * FACE_UNITS;
            double dy = wander > 0 ? wander * em * 0.3 * chance_normal(chance) : 0;
            double turn = wander > 0 ? wander * 0.12 * chance_normal(chance) : 0;
            Extent ink = draw_word(cr, shape, x, baseline + dy, unit, turn);
            extend(&all, ink.x0, ink.y0, ink.x1, ink.y1);
            TruthWord word = {g_strdup(*token), NULL, extent_quad(&ink)};
            if (ret_words)
                g_array_append_val(ret_words, word);
            else
                g_free(word.text);
            x += shape->advance * unit;
        }
        x += gap * unit;
    }
    *ret_quad = extent_quad(&all);
    return TRUE;
}

/* The piece's ink box from the boxes of its letters (typed) or of its words (others). */
static Extent
glyphs_extent(const GArray *glyphs, guint start, guint end)
{
    Extent e = {0};
    for (guint i = 0; i < glyphs->len; i++) {
        const TypedGlyph *g = &g_array_index(glyphs, TypedGlyph, i);
        if (g->start >= start && g->start < end)
            extend(&e, g->x0, g->y0, g->x1, g->y1);
    }
    return e;
}

static GArray *
typed_words(const char *text, const GArray *glyphs, Affine to_page)
{
    GArray *words = g_array_new(FALSE, TRUE, sizeof(TruthWord));
    g_autoptr(GArray) pieces = markup_words(text);
    for (guint i = 0; i < pieces->len; i++) {
        const TypedWord *piece = &g_array_index(pieces, TypedWord, i);
        Extent e = glyphs_extent(glyphs, piece->start, piece->end);
        TruthWord word = {g_strndup(text + piece->start, piece->end - piece->start), NULL, extent_quad(&e)};
        word.quad = affine_quad(to_page, word.quad);
        if (piece->spaced)
            word.joined = markup_join(word.text);
        g_array_append_val(words, word);
    }
    return words;
}

typedef struct {
    Press *press;
    const Sheet *sheet;
    cairo_t *print, *typed;
    cairo_t *rules;         /* what of the print is rules and dots; never laid on the picture */
    GHashTable *field_rows; /* field -> row of its last piece */
    int order;
} Pass;

/* Pieces on one line of the paper are joined by a blank, others by a newline. */
static void
note_field(Pass *pass, const Run *run, const char *name, const char *raw, Quad quad)
{
    gpointer last;
    const char *separator = "";
    if (g_hash_table_lookup_extended(pass->field_rows, name, NULL, &last))
        separator = GPOINTER_TO_INT(last) != run->row ? "\n" : run->tight ? "" : " ";
    g_hash_table_insert(pass->field_rows, g_strdup(name), GINT_TO_POINTER(run->row));
    truth_field(pass->press->truth, name, raw, separator, quad);
}

static gboolean
press_typed(Pass *pass, const Run *run, GError **error)
{
    Press *p = pass->press;
    g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(TypedGlyph));
    if (!typewriter_strike(p->typewriter, pass->typed, run->x, run->baseline, run->text, p->chance, glyphs,
                           error))
        return FALSE;
    Extent all = glyphs_extent(glyphs, 0, G_MAXUINT);
    if (!all.any)
        return TRUE;
    truth_line(p->truth, pass->order, run->row, "typed", p->script, run->text,
               affine_quad(p->typed, extent_quad(&all)), typed_words(run->text, glyphs, p->typed));
    for (guint i = 0; i < run->spans->len; i++) {
        const FieldSpan *s = &g_array_index(run->spans, FieldSpan, i);
        Extent e = glyphs_extent(glyphs, s->start, s->end);
        g_autofree char *raw = g_strndup(run->text + s->start, s->end - s->start);
        note_field(pass, run, s->name, raw, affine_quad(p->typed, extent_quad(&e)));
    }
    return TRUE;
}

/* The box of a span from the words it touches; a span of printed text always begins and ends with a word. */
static Quad
span_quad(const char *text, const FieldSpan *span, const GArray *words)
{
    Extent e = {0};
    guint at = 0;
    for (guint i = 0; i < words->len; i++) {
        const TruthWord *word = &g_array_index(words, TruthWord, i);
        guint start = (guint)(strstr(text + at, word->text) - text);
        at = start + (guint)strlen(word->text);
        double x0, y0, x1, y1;
        quad_bounds(&word->quad, &x0, &y0, &x1, &y1);
        if (start < span->end && at > span->start)
            extend(&e, x0, y0, x1, y1);
    }
    return extent_quad(&e);
}

static gboolean
press_printed(Pass *pass, const Run *run, GError **error)
{
    Press *p = pass->press;
    const Face *face = run->heading ? p->heading : p->printed;
    g_autoptr(GArray) words = g_array_new(FALSE, TRUE, sizeof(TruthWord));
    double width = press_width(p->book, face, run->size_pt, run->spacing, run->text, error);
    double x = run->x - (run->align == ALIGN_CENTRE ? width / 2 : run->align == ALIGN_RIGHT ? width : 0);
    Quad quad;
    if (width <= 0 || !press_words(p->book, face, pass->print, x, run->baseline, run->size_pt, run->spacing,
                                   run->text, 0, p->chance, words, &quad, error))
        return FALSE;
    for (guint i = 0; i < run->spans->len; i++) {
        const FieldSpan *s = &g_array_index(run->spans, FieldSpan, i);
        g_autofree char *raw = g_strndup(run->text + s->start, s->end - s->start);
        note_field(pass, run, s->name, raw, span_quad(run->text, s, words));
    }
    truth_line(p->truth, pass->order, run->row, "printed", p->script, run->text, quad,
               g_steal_pointer(&words));
    return TRUE;
}

static guint32
ink_rgb(const Ink *ink)
{
    return (guint32)(ink->red * 255) << 16 | (guint32)(ink->green * 255) << 8 | (guint32)(ink->blue * 255);
}

static gboolean
press_hand(Pass *pass, const Run *run, GError **error)
{
    Press *p = pass->press;
    cairo_t *layer = p->canvas ? canvas_layer(p->canvas, NULL) : NULL;
    g_autoptr(GArray) words = g_array_new(FALSE, TRUE, sizeof(TruthWord));
    Quad quad;
    gboolean done = press_words(p->book, p->hand, layer, run->x, run->baseline, run->size_pt, 0, run->text,
                                0.25, p->chance, words, &quad, error);
    if (layer)
        canvas_ink(p->canvas, layer, &p->pen, INK_HAND, chance_u32(p->chance));
    if (!done)
        return FALSE;
    for (guint i = 0; i < run->spans->len; i++)
        note_field(pass, run, g_array_index(run->spans, FieldSpan, i).name, run->text, quad);
    truth_mark(p->truth, "handwriting", quad, ink_rgb(&p->pen), run->text);
    truth_line(p->truth, pass->order, run->row, "handwritten", p->script, run->text, quad,
               g_steal_pointer(&words));
    return TRUE;
}

static void
press_signature(Pass *pass, const Run *run)
{
    Press *p = pass->press;
    cairo_t *layer = canvas_layer(p->canvas, NULL);
    PenBox b = pen_signature(layer, run->x, run->baseline, run->x_end - run->x, p->chance);
    canvas_ink(p->canvas, layer, &p->pen, INK_SIGNATURE, chance_u32(p->chance));
    truth_mark(p->truth, "signature", quad_from_rect(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0), ink_rgb(&p->pen),
               NULL);
}

static void
press_rule(cairo_t *cr, const Run *run)
{
    if (run->kind == RUN_DOTS)
        for (double x = run->x; x < run->x_end; x += 1.05) {
            cairo_arc(cr, x, run->baseline, 0.17, 0, 2 * G_PI);
            cairo_fill(cr);
        }
    if (run->kind == RUN_RULE) {
        cairo_set_line_width(cr, 0.25);
        cairo_move_to(cr, run->x, run->baseline);
        cairo_line_to(cr, run->x_end, run->baseline);
        cairo_stroke(cr);
    }
}

static gboolean
press_run(Pass *pass, const Run *run, GError **error)
{
    switch (run->kind) {
    case RUN_TYPED:
        return press_typed(pass, run, error);
    case RUN_PRINTED:
        return press_printed(pass, run, error);
    case RUN_HAND:
        return press_hand(pass, run, error);
    case RUN_SIGNATURE:
        press_signature(pass, run);
        return TRUE;
    default:
        press_rule(pass->print, run);
        press_rule(pass->rules, run);
        return TRUE;
    }
}

gboolean
press_sheet(Press *self, const Sheet *sheet, GError **error)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Pass pass = {self,
                 sheet,
                 canvas_layer(self->canvas, NULL),
                 canvas_layer(self->canvas, &self->typed),
                 canvas_layer(self->canvas, NULL),
                 rows,
                 0};
    gboolean done = TRUE;
    for (guint i = 0; i < sheet->runs->len && done; i++, pass.order++)
        done = press_run(&pass, sheet->runs->pdata[i], error);
    canvas_ink(self->canvas, pass.print, &self->print, INK_PRINTED, chance_u32(self->chance));
    canvas_turn_kind(self->canvas, pass.rules, INK_PRINTED, INK_RULE);
    canvas_ink(self->canvas, pass.typed, &self->ribbon, INK_TYPED, chance_u32(self->chance));
    return done;
}
