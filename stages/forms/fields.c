/* fields.c - reads the fields of the form that the page is. */
#include "grammar.h"
#include "reading.h"
#include <string.h>

typedef struct {
    FormsState forms;
    double accept;
} State;

static const Option options[] = {
    {"accept", "confidence below which a field goes to review", OPTION_DOUBLE, offsetof(State, accept), 0.9,
     0, 1},
    {0},
};

/* A run of dots is no value. */
static gboolean
holds_text(const GPtrArray *glyphs)
{
    for (guint i = 0; i < glyphs->len; i++)
        if (g_unichar_isalnum(g_utf8_get_char(((const Glyph *)glyphs->pdata[i])->symbol->text)))
            return TRUE;
    return FALSE;
}

static void
read_right(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) glyphs = zone_right(&reading->zones, form);
    if (holds_text(glyphs))
        reading_glyphs(reading, form, glyphs);
    else
        reading_add_missing(reading, form);
}

/* The label's glyphs, and the signs that end its last word. */
static GPtrArray *
glyphs_of_label(const FieldReading *reading, const Hit *hit)
{
    const GlyphSheet *sheet = reading->zones.sheet;
    GPtrArray *glyphs = g_ptr_array_new();
    for (guint i = hit->first; i < glyphs_piece(sheet, hit->piece)->end; i++) {
        const Glyph *glyph = glyphs_get(sheet, i);
        if (i >= hit->end && (sheet->letters[i] != 0 || glyph->word != glyphs_get(sheet, i - 1)->word))
            break;
        g_ptr_array_add(glyphs, (gpointer)glyph);
    }
    return glyphs;
}

/* The printed label itself is the value, if its letters can be read so. */
static void
read_anchor(const FieldReading *reading, const FormField *form)
{
    const Hit *hit = anchors_get(reading->zones.form, reading->zones.hits, form->anchor);
    if (!hit) {
        reading_add_missing(reading, form);
        return;
    }
    g_autoptr(GPtrArray) glyphs = glyphs_of_label(reading, hit);
    const FormAnchor *anchor = form_find_anchor(reading->zones.form, form->anchor);
    Field *field = reading_known(reading, form, glyphs, anchor->labels, anchor->labels[hit->text]);
    if (strcmp(form->type, "present") != 0)
        return;
    gboolean signature = zone_has_ink(&reading->zones, reading->page, hit->box, form->width);
    g_free(field->value);
    field->value = g_strdup(signature ? "present" : "absent");
}

static void
read_field(const FieldReading *reading, const FormField *form)
{
    switch (form->place) {
    case PLACE_RIGHT:
        read_right(reading, form);
        break;
    case PLACE_ANCHOR:
        read_anchor(reading, form);
        break;
    case PLACE_ROW:
        reading_list(reading, form);
        break;
    case PLACE_BLOCK:
        reading_block(reading, form);
        break;
    case PLACE_REST:
        reading_rest(reading, form);
        break;
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    const Form *form = forms_find(&state->forms, page->form.id);
    page->parts |= PART_FIELDS;
    if (!form)
        return TRUE;
    g_autoptr(GlyphSheet) sheet = glyphs_new(page, form->latin);
    g_autofree Hit *hits = anchors_find(form, sheet);
    FieldReading reading = {.page = page, .accept = state->accept, .zones = {form, sheet, hits}};
    double top, bottom;
    zone_block(&reading.zones, &top, &bottom);
    reading.rows = zone_rows(&reading.zones, top, bottom);
    for (guint i = 0; i < form->fields->len; i++)
        read_field(&reading, form->fields->pdata[i]);
    g_ptr_array_unref(reading.rows);
    return TRUE;
}

const Stage stage_fields = {
    .name = "fields",
    .summary = "the form's fields, read under their grammars",
    .needs = PART_LINES | PART_WORDS | PART_INK,
    .gives = PART_FIELDS,
    .options = options,
    .state_size = sizeof(State),
    .open = forms_open,
    .dup_models = forms_dup_models,
    .process = process,
    .clear = forms_clear,
};
