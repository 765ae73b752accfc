/* fields.c - reads the fields of the form that the page is. */
#include "grammar.h"
#include "reading.h"
#include "stage.h"
#include <string.h>

typedef struct {
    double accept;
    GPtrArray *forms;
} State;

static const Option options[] = {
    {"accept", "confidence below which a field goes to review", OPTION_DOUBLE, offsetof(State, accept), 0.9,
     0, 1},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    state->forms = forms_load(env->models_dir, error);
    return state->forms != NULL;
}

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

/* The printed label itself is the value. */
static void
read_anchor(const FieldReading *reading, const FormField *form)
{
    const Hit *hit = anchors_get(reading->zones.form, reading->zones.hits, form->anchor);
    if (!hit) {
        reading_add_missing(reading, form);
        return;
    }
    const FormAnchor *anchor = form_find_anchor(reading->zones.form, form->anchor);
    Field *field = reading_add(reading, form, hit->box);
    grammar_read(form->type, anchor->labels[hit->text], &field->raw, &field->value);
    field->confidence = MIN(hit->score, 1);
    if (strcmp(form->type, "present") == 0 &&
        !zone_has_ink(&reading->zones, reading->page, hit->box, form->width)) {
        g_free(field->value);
        field->value = g_strdup("absent");
    }
    reading_judge(reading, field, NULL);
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

static const Form *
find_form(const GPtrArray *forms, const char *id)
{
    for (guint i = 0; i < forms->len; i++)
        if (g_strcmp0(((const Form *)forms->pdata[i])->id, id) == 0)
            return forms->pdata[i];
    return NULL;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    const Form *form = find_form(state->forms, page->form.id);
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

static char *
dup_models(const void *data)
{
    return forms_dup_checksums(((const State *)data)->forms);
}

static void
clear(void *data)
{
    State *state = data;
    g_clear_pointer(&state->forms, g_ptr_array_unref);
}

const Stage stage_fields = {
    .name = "fields",
    .summary = "the form's fields, read under their grammars",
    .needs = PART_LINES | PART_WORDS | PART_INK,
    .gives = PART_FIELDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
