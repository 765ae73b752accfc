/* marks.c - what came onto the paper after the typist. */
#include "marks.h"
#include "pen.h"
#include "stamp.h"
#include <math.h>

static const struct {
    double r, g, b, density;
    gboolean pencil;
} pens[] = {
    {0.10, 0.18, 0.50, 0.85, FALSE}, /* blue-black ink */
    {0.16, 0.12, 0.42, 0.85, FALSE}, /* violet ink */
    {0.15, 0.15, 0.17, 0.80, FALSE}, /* black ink */
    {0.70, 0.14, 0.12, 0.75, TRUE},  /* red pencil */
    {0.20, 0.32, 0.66, 0.75, TRUE},  /* blue pencil */
    {0.35, 0.35, 0.36, 0.65, TRUE},  /* lead pencil */
    {0.10, 0.38, 0.22, 0.70, FALSE}, /* green ink */
};

static Ink
pen_ink(Chance *chance)
{
    int i = chance_int(chance, 0, G_N_ELEMENTS(pens) - 1);
    Ink ink = {pens[i].r, pens[i].g, pens[i].b, pens[i].density};
    ink.mottle = pens[i].pencil ? 0.75 : 0.2;
    ink.mottle_mm = pens[i].pencil ? 0.35 : 1.2;
    ink.grain = pens[i].pencil ? 0.5 : 0.05;
    return ink;
}

static guint32
ink_rgb(const Ink *ink)
{
    return (guint32)(ink->red * 255) << 16 | (guint32)(ink->green * 255) << 8 | (guint32)(ink->blue * 255);
}

static Quad
box_quad(const PenBox *b)
{
    return quad_from_rect(b->x0, b->y0, b->x1 - b->x0, b->y1 - b->y0);
}

/* Whether a rectangle of the page is within the scan: a tilted page loses its corners. */
static gboolean
is_scanned(const Marks *m, double x, double y, double width, double height)
{
    Quad quad = affine_quad(m->canvas->to_pixels, quad_from_rect(x, y, width, height));
    double x0, y0, x1, y1;
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    return x0 >= 0 && y0 >= 0 && x1 <= m->canvas->width && y1 <= m->canvas->height;
}

/* A place for a mark of this size, free of everything when that can be had; FALSE: there is none. */
static gboolean
find_place(Marks *m, double width, double height, double *ret_x, double *ret_y)
{
    const gboolean anywhere = tier_hit(m->tier, "over_text", m->chance);
    const double right = m->sheet->width_mm - width - 4, low = m->sheet->height_mm - height - 4;
    if (right < 4 || low < 4)
        return FALSE;
    for (int tries = 0; tries < 80; tries++) {
        double x = chance_range(m->chance, 4, right), y = chance_range(m->chance, 4, low);
        if (!is_scanned(m, x - 1, y - 1, width + 2, height + 2) ||
            (!anywhere && !truth_is_free(m->truth, x - 1, y - 1, width + 2, height + 2)))
            continue;
        *ret_x = x;
        *ret_y = y;
        return TRUE;
    }
    return FALSE;
}

static Affine
turned_about(double x, double y, double degrees)
{
    double c = cos(degrees * G_PI / 180), s = sin(degrees * G_PI / 180);
    return (Affine){c, -s, x, s, c, y};
}

/* Writes `text` with its baseline's beginning at (x, y) of the page, turned; notes line and annotation. */
static gboolean
write_note(Marks *m, const char *text, double x, double y, double size_pt, double degrees, const char *field,
           GError **error)
{
    const GPtrArray *hands = face_book_role(m->book, "hand", error);
    if (!hands)
        return FALSE;
    const Face *face = hands->pdata[chance_int(m->chance, 0, (int)hands->len - 1)];
    Affine place = turned_about(x, y, degrees);
    Ink ink = pen_ink(m->chance);
    cairo_t *layer = canvas_layer(m->canvas, &place);
    g_autoptr(GArray) words = g_array_new(FALSE, TRUE, sizeof(TruthWord));
    Quad quad;
    gboolean done =
        press_words(m->book, face, layer, 0, 0, size_pt, 0, text, 0.3, m->chance, words, &quad, error);
    canvas_ink(m->canvas, layer, &ink, INK_HAND, chance_u32(m->chance));
    if (!done)
        return FALSE;
    for (guint i = 0; i < words->len; i++) {
        TruthWord *word = &g_array_index(words, TruthWord, i);
        word->quad = affine_quad(place, word->quad);
    }
    quad = affine_quad(place, quad);
    if (field)
        truth_field(m->truth, field, text, " ", quad);
    truth_mark(m->truth, "handwriting", quad, ink_rgb(&ink), text);
    truth_line(m->truth, m->order, 1000 + m->order, "handwritten", m->russian ? "Cyrl" : "Latn", text, quad,
               g_steal_pointer(&words));
    m->order++;
    return TRUE;
}

/* A phrase of a real hand, somewhere free. */
static void
place_hand(Marks *m)
{
    Hand hand = hands_pick(m->hands, m->chance);
    double height = chance_range(m->chance, 6, 14), scale = height / hand.height, x, y;
    scale = MIN(scale, 90.0 / hand.width);
    if (!find_place(m, hand.width * scale + 4, hand.height * scale + 6, &x, &y))
        return;
    Affine place = turned_about(x + 2, y + 3, chance_range(m->chance, -5, 3));
    Quad quad = affine_quad(place, quad_from_rect(0, 0, hand.width * scale, hand.height * scale));
    Ink ink = pen_ink(m->chance);
    cairo_t *layer = canvas_layer(m->canvas, &place);
    cairo_scale(layer, scale, scale);
    cairo_mask_surface(layer, hand.strokes, 0, 0);
    canvas_ink(m->canvas, layer, &ink, INK_HAND, chance_u32(m->chance));
    truth_mark(m->truth, "handwriting", quad, ink_rgb(&ink), hand.text);
}

static gboolean
place_note(Marks *m, const char *text, const char *field, GError **error)
{
    const GPtrArray *hands = face_book_role(m->book, "hand", error);
    double size = chance_range(m->chance, 15, 24), x, y;
    double width = hands ? press_width(m->book, hands->pdata[0], size, 0, text, error) : 0;
    if (width <= 0)
        return FALSE;
    width *= 1.15; /* another hand may be wider */
    double height = size * 0.45, lean = chance_range(m->chance, -9, 5);
    if (!find_place(m, width, height + width * 0.15, &x, &y))
        return TRUE;
    return write_note(m, text, x, y + height + (lean < 0 ? width * 0.12 : 0), size, lean, field, error);
}

gboolean
marks_folio(Marks *m, double probability, GError **error)
{
    const char *given = g_hash_table_lookup(m->values, "folio");
    g_autofree char *drawn = g_strdup_printf("%d", chance_int(m->chance, 1, 240));
    if (!given && !chance_hit(m->chance, probability))
        return TRUE;
    double x = m->sheet->width_mm - chance_range(m->chance, 16, 24), y = chance_range(m->chance, 9, 14);
    for (int step = 0; step < 20 && !is_scanned(m, x - 2, y - 8, 18, 12); step++) {
        x -= 1;
        y += 1;
    }
    return write_note(m, given ? given : drawn, x, y, chance_range(m->chance, 14, 20),
                      chance_range(m->chance, -6, 6), NULL, error);
}

static const TruthWord *
typed_word(Marks *m)
{
    for (int tries = 0; tries < 30 && truth_lines(m->truth); tries++) {
        guint i = (guint)chance_int(m->chance, 0, (int)truth_lines(m->truth) - 1);
        const GArray *words = truth_typed_words(m->truth, i);
        if (!words || !words->len)
            continue;
        const TruthWord *word =
            &g_array_index(words, TruthWord, chance_int(m->chance, 0, (int)words->len - 1));
        if (g_utf8_strlen(word->text, -1) > 3)
            return word;
    }
    return NULL;
}

/* Under a word, or (strike) through it. */
static void
line_at_word(Marks *m, gboolean strike)
{
    const TruthWord *word = typed_word(m);
    if (!word)
        return;
    Ink ink = pen_ink(m->chance);
    cairo_t *layer = canvas_layer(m->canvas, NULL);
    Point a = word->quad.p[3], b = word->quad.p[2];
    double up = strike ? (word->quad.p[3].y - word->quad.p[0].y) * 0.45 : -chance_range(m->chance, 0.3, 1.1);
    PenBox box =
        pen_line(layer, a.x - 1, a.y - up, b.x + 1, b.y - up, chance_range(m->chance, 0.3, 0.7), m->chance);
    canvas_ink(m->canvas, layer, &ink, INK_STROKE, chance_u32(m->chance));
    truth_mark(m->truth, strike ? "strike" : "underline", box_quad(&box), ink_rgb(&ink), NULL);
}

static void
margin_mark(Marks *m)
{
    Ink ink = pen_ink(m->chance);
    double height = chance_range(m->chance, 6, 40), x = chance_range(m->chance, 12, 20);
    double y = chance_range(m->chance, 60 + height, m->sheet->height_mm - 20);
    if (!is_scanned(m, x - 2, y - height, height * 0.8, height))
        return;
    cairo_t *layer = canvas_layer(m->canvas, NULL);
    PenBox box = pen_tick(layer, x, y, height, m->chance);
    canvas_ink(m->canvas, layer, &ink, INK_STROKE, chance_u32(m->chance));
    truth_mark(m->truth, "margin", box_quad(&box), ink_rgb(&ink), NULL);
}

static gboolean
draw_stamp(Marks *m, const char *text, GError **error)
{
    Stamp stamp;
    double x, y;
    if (!stamp_plan(&stamp, m->book, text, tier_value(m->tier, "odd_stamps", m->chance), m->chance, error))
        return FALSE;
    if (find_place(m, stamp.width_mm + 6, stamp.height_mm + 6, &x, &y)) {
        double degrees = chance_hit(m->chance, 0.1) ? 90 : chance_range(m->chance, -12, 12);
        Affine place = turned_about(x + 3 + stamp.width_mm / 2, y + 3 + stamp.height_mm / 2, degrees);
        if (!stamp_draw(&stamp, m->canvas, m->book, m->truth, place, m->russian, m->order, m->chance,
                        error)) {
            stamp_clear(&stamp);
            return FALSE;
        }
        m->order += 10;
    }
    stamp_clear(&stamp);
    return TRUE;
}

static gboolean
draw_stamps(Marks *m, GError **error)
{
    const char *given = g_hash_table_lookup(m->values, "stamp");
    g_auto(GStrv) texts =
        g_key_file_get_string_list(m->lists, m->russian ? "russian" : "english", "stamps", NULL, NULL);
    int n = tier_count(m->tier, "stamps", m->chance);
    if (given && !draw_stamp(m, given, error))
        return FALSE;
    for (int i = given ? 1 : 0; i < n; i++)
        if (!draw_stamp(m, chance_pick(m->chance, texts), error))
            return FALSE;
    return TRUE;
}

static gboolean
draw_notes(Marks *m, GError **error)
{
    const char *registration = g_hash_table_lookup(m->values, "registration_note");
    const char *note = g_hash_table_lookup(m->values, "note");
    g_auto(GStrv) texts =
        g_key_file_get_string_list(m->lists, m->russian ? "russian" : "english", "notes", NULL, NULL);
    int n = tier_count(m->tier, "notes", m->chance);
    if (registration && !place_note(m, registration, "registration_note", error))
        return FALSE;
    if (note && !place_note(m, note, NULL, error))
        return FALSE;
    for (int i = (registration ? 1 : 0) + (note ? 1 : 0); i < n; i++)
        if (m->hands)
            place_hand(m);
        else if (!place_note(m, chance_pick(m->chance, texts), NULL, error))
            return FALSE;
    return TRUE;
}

/* A note in a hand that no face has. */
static void
scribble(Marks *m)
{
    double size = chance_range(m->chance, 1.4, 4), width = chance_range(m->chance, 6, 70), x, y;
    if (!find_place(m, width + 6, size * 5, &x, &y))
        return;
    Affine place = turned_about(x + 2, y + size * 2.8, chance_range(m->chance, -8, 4));
    Ink ink = pen_ink(m->chance);
    cairo_t *layer = canvas_layer(m->canvas, &place);
    PenBox box = pen_scribble(layer, 0, 0, width, size, m->chance);
    canvas_ink(m->canvas, layer, &ink, INK_HAND, chance_u32(m->chance));
    truth_mark(m->truth, "handwriting", affine_quad(place, box_quad(&box)), ink_rgb(&ink), NULL);
}

gboolean
marks_draw(Marks *self, GError **error)
{
    if (!marks_folio(self, 0.5, error) || !draw_stamps(self, error) || !draw_notes(self, error))
        return FALSE;
    for (int n = tier_count(self->tier, "underlines", self->chance); n > 0; n--)
        line_at_word(self, FALSE);
    for (int n = tier_count(self->tier, "strikes", self->chance); n > 0 && !self->faithful; n--)
        line_at_word(self, TRUE);
    for (int n = tier_count(self->tier, "margins", self->chance); n > 0; n--)
        margin_mark(self);
    for (int n = tier_count(self->tier, "scribbles", self->chance); n > 0; n--)
        scribble(self);
    return TRUE;
}
