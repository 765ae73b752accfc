/* truth.c - what really stands on a page. */
#include "truth.h"
#include "markup.h"
#include <math.h>
#include <string.h>

typedef struct {
    int order, row;
    const char *kind;
    char *script, *text;
    Quad quad;
    GArray *words;
} Line;

typedef struct {
    char *name;
    GString *raw;
    Quad quad;
    gboolean single; /* one piece so far: the quad is exact */
} Field;

typedef struct {
    const char *kind;
    char *text;
    Quad quad;
    guint32 rgb;
} Mark;

struct Truth {
    GPtrArray *lines, *fields, *marks;
};

static void
word_clear(void *data)
{
    TruthWord *word = data;
    g_free(word->text);
    g_free(word->joined);
}

static void
line_free(void *data)
{
    Line *line = data;
    g_free(line->script);
    g_free(line->text);
    g_array_unref(line->words);
    g_free(line);
}

static void
field_free(void *data)
{
    Field *field = data;
    g_free(field->name);
    g_string_free(field->raw, TRUE);
    g_free(field);
}

static void
mark_free(void *data)
{
    g_free(((Mark *)data)->text);
    g_free(data);
}

Truth *
truth_new(void)
{
    Truth *self = g_new0(Truth, 1);
    self->lines = g_ptr_array_new_with_free_func(line_free);
    self->fields = g_ptr_array_new_with_free_func(field_free);
    self->marks = g_ptr_array_new_with_free_func(mark_free);
    return self;
}

void
truth_free(Truth *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->lines);
    g_ptr_array_unref(self->fields);
    g_ptr_array_unref(self->marks);
    g_free(self);
}

void
truth_line(Truth *self, int order, int row, const char *kind, const char *script, const char *text, Quad quad,
           GArray *words)
{
    Line *line = g_new0(Line, 1);
    *line = (Line){order, row, kind, g_strdup(script), g_strdup(text), quad, words};
    g_array_set_clear_func(words, word_clear);
    g_ptr_array_add(self->lines, line);
}

static Quad
quad_around(const Quad *a, const Quad *b)
{
    double ax0, ay0, ax1, ay1, bx0, by0, bx1, by1;
    quad_bounds(a, &ax0, &ay0, &ax1, &ay1);
    quad_bounds(b, &bx0, &by0, &bx1, &by1);
    double x0 = MIN(ax0, bx0), y0 = MIN(ay0, by0);
    return quad_from_rect(x0, y0, MAX(ax1, bx1) - x0, MAX(ay1, by1) - y0);
}

void
truth_field(Truth *self, const char *name, const char *raw, const char *separator, Quad quad)
{
    for (guint i = 0; i < self->fields->len; i++) {
        Field *field = self->fields->pdata[i];
        if (strcmp(field->name, name) == 0) {
            g_string_append(field->raw, separator);
            g_string_append(field->raw, raw);
            field->quad = quad_around(&field->quad, &quad);
            return;
        }
    }
    Field *field = g_new0(Field, 1);
    *field = (Field){g_strdup(name), g_string_new(raw), quad, TRUE};
    g_ptr_array_add(self->fields, field);
}

void
truth_mark(Truth *self, const char *kind, Quad quad, guint32 rgb, const char *text)
{
    Mark *mark = g_new0(Mark, 1);
    *mark = (Mark){kind, g_strdup(text), quad, rgb};
    g_ptr_array_add(self->marks, mark);
}

guint
truth_lines(const Truth *self)
{
    return self->lines->len;
}

const GArray *
truth_typed_words(const Truth *self, guint i)
{
    const Line *line = self->lines->pdata[i];
    return strcmp(line->kind, "typed") == 0 ? line->words : NULL;
}

static gboolean
meets(const Quad *quad, double x, double y, double width, double height)
{
    double x0, y0, x1, y1;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    return x0 < x + width && x < x1 && y0 < y + height && y < y1;
}

gboolean
truth_is_free(const Truth *self, double x, double y, double width, double height)
{
    for (guint i = 0; i < self->lines->len; i++)
        if (meets(&((Line *)self->lines->pdata[i])->quad, x, y, width, height))
            return FALSE;
    for (guint i = 0; i < self->marks->len; i++)
        if (meets(&((Mark *)self->marks->pdata[i])->quad, x, y, width, height))
            return FALSE;
    return TRUE;
}

static json_t *
quad_json(const Quad *quad, Affine to_pixels)
{
    json_t *out = json_array();
    Quad px = affine_quad(to_pixels, *quad);
    for (int i = 0; i < 4; i++)
        json_array_append_new(out,
                              json_pack("[f, f]", round(px.p[i].x * 10) / 10, round(px.p[i].y * 10) / 10));
    return out;
}

static json_t *
lines_json(const Truth *self, Affine to_pixels)
{
    json_t *out = json_array();
    for (guint i = 0; i < self->lines->len; i++) {
        const Line *line = self->lines->pdata[i];
        json_t *words = json_array();
        for (guint k = 0; k < line->words->len; k++) {
            const TruthWord *word = &g_array_index(line->words, TruthWord, k);
            json_t *row =
                json_pack("{s:s, s:o}", "text", word->text, "quad", quad_json(&word->quad, to_pixels));
            if (word->joined)
                json_object_set_new(row, "joined", json_string(word->joined));
            json_array_append_new(words, row);
        }
        g_autofree char *id = g_strdup_printf("l%u", i + 1);
        json_array_append_new(out,
                              json_pack("{s:s, s:s, s:s, s:i, s:s, s:o, s:o}", "id", id, "kind", line->kind,
                                        "script", line->script, "row", line->row, "text", line->text, "quad",
                                        quad_json(&line->quad, to_pixels), "words", words));
    }
    return out;
}

/* What a raw text means where the document does not say: lines joined, hyphens at their ends undone,
 * letter-spaced words closed up, and `"` between letters read as the hard sign it stands for. */
static char *
plain_value(const char *raw)
{
    g_auto(GStrv) lines = g_strsplit(raw, "\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (char **line = lines; *line; line++) {
        g_autofree char *joined = markup_join(*line);
        gsize n = out->len;
        if (n > 2 && out->str[n - 1] == '-' && out->str[n - 2] != ' ' && line != lines)
            g_string_truncate(out, n - 1);
        else if (n)
            g_string_append_c(out, ' ');
        g_string_append(out, joined);
    }
    GString *hard = g_string_new(NULL);
    for (const char *at = out->str; *at; at = g_utf8_next_char(at)) {
        gunichar before = at > out->str ? g_utf8_get_char(g_utf8_prev_char(at)) : 0;
        gunichar after = *at == '"' ? g_utf8_get_char(at + 1) : 0;
        gboolean sign = *at == '"' && before >= 0x400 && g_unichar_isalpha(before) && after >= 0x400 &&
                        g_unichar_isalpha(after);
        g_string_append_unichar(hard, !sign ? g_utf8_get_char(at)
                                      : g_unichar_isupper(before) && g_unichar_isupper(after) ? 0x42A
                                                                                              : 0x44A);
    }
    return g_string_free(hard, FALSE);
}

static json_t *
value_json(const Field *field, GHashTable *values)
{
    if (strcmp(field->name, "copies_to") == 0) {
        g_auto(GStrv) rows = g_strsplit(field->raw->str, "\n", -1);
        json_t *list = json_array();
        for (char **row = rows; *row; row++)
            json_array_append_new(list, json_string(*row));
        return list;
    }
    g_autofree char *key = g_strconcat(field->name, ".value", NULL);
    const char *given = g_hash_table_lookup(values, key);
    g_autofree char *plain = given ? NULL : plain_value(field->raw->str);
    /* A name is signed with a full stop or a closing quote that is not part of it. */
    if (plain && strcmp(field->name, "sender") == 0)
        while (g_str_has_suffix(plain, ".") || g_str_has_suffix(plain, "\""))
            plain[strlen(plain) - 1] = '\0';
    return json_string(given ? given : plain);
}

static json_t *
fields_json(const Truth *self, Affine to_pixels, GHashTable *labels, GHashTable *values)
{
    json_t *out = json_array();
    for (guint i = 0; i < self->fields->len; i++) {
        const Field *field = self->fields->pdata[i];
        const char *label = g_hash_table_lookup(labels, field->name);
        json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", field->name, "label",
                                             label ? label : "", "raw", field->raw->str, "value",
                                             value_json(field, values), "quad",
                                             quad_json(&field->quad, to_pixels)));
    }
    return out;
}

/* The colour as the scan shows it. */
static char *
seen_colour(guint32 rgb, const char *mode)
{
    guint r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
    if (strcmp(mode, "bilevel") == 0)
        r = g = b = 0;
    else if (strcmp(mode, "grey") == 0)
        r = g = b = (r * 77 + g * 150 + b * 29) >> 8;
    return g_strdup_printf("#%02x%02x%02x", r, g, b);
}

static json_t *
marks_json(const Truth *self, Affine to_pixels, const char *mode)
{
    json_t *out = json_array();
    for (guint i = 0; i < self->marks->len; i++) {
        const Mark *mark = self->marks->pdata[i];
        g_autofree char *colour = seen_colour(mark->rgb, mode);
        json_array_append_new(out, json_pack("{s:s, s:o, s:s, s:s?}", "kind", mark->kind, "quad",
                                             quad_json(&mark->quad, to_pixels), "colour", colour, "text",
                                             mark->text));
    }
    return out;
}

static int
by_order(const void *a, const void *b)
{
    const Line *one = *(Line *const *)a, *other = *(Line *const *)b;
    return (one->order > other->order) - (one->order < other->order);
}

json_t *
truth_json(const Truth *self, const TruthPage *p, Affine to_pixels, GHashTable *labels, GHashTable *values)
{
    g_ptr_array_sort(self->lines, by_order);
    json_t *form = p->form ? json_pack("{s:s}", "id", p->form) : json_null();
    json_t *out = json_pack("{s:s, s:s, s:i, s:i, s:i, s:i, s:f, s:f}", "schema", "verno-truth/1", "scan",
                            p->scan, "page", p->page, "pages", p->pages, "width", p->width, "height",
                            p->height, "xres_dpi", p->xdpi, "yres_dpi", p->ydpi);
    json_t *more = json_pack("{s:s, s:s, s:s?, s:I, s:i, s:b, s:s, s:s, s:O, s:{s:i, s:f, s:b}, s:o}", "tier",
                             p->tier, "kind", p->kind, "document", p->document, "seed", (json_int_t)p->seed,
                             "index", (int)p->index, "dpi_tag", p->dpi_tag, "compression", p->compression,
                             "colour", p->colour_mode, "fonts", p->fonts, "image", "rotation", p->rotation,
                             "skew_deg", p->skew_deg, "blank", p->blank, "form", form);
    json_object_update_new(out, more);
    json_object_set_new(out, "lines", lines_json(self, to_pixels));
    json_object_set_new(out, "fields", fields_json(self, to_pixels, labels, values));
    json_object_set_new(out, "annotations", marks_json(self, to_pixels, p->colour_mode));
    return out;
}
