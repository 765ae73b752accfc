/* fields.c - reads the fields of the form that the page is. */
#include "lists.h"
#include "overlooked.h"
#include "own.h"
#include "reading.h"
#include <string.h>

typedef struct {
    FormsState forms;
    double doubtful;
    char *model, *other, *latin, *other_latin;
    AgainPair readers;
} State;

static const Option options[] = {
    {"again", "score below which a field is read again in other ways", OPTION_DOUBLE,
     offsetof(State, doubtful), 0.75, 0, 1},
    {"model", "model for Cyrillic forms", OPTION_STRING, offsetof(State, model), .text = "rus_typed"},
    {"other", "another one, for fields read again", OPTION_STRING, offsetof(State, other), .text = "rus"},
    {"latin", "model for Latin forms", OPTION_STRING, offsetof(State, latin), .text = "eng_typed"},
    {"other-latin", "another one, for fields read again", OPTION_STRING, offsetof(State, other_latin),
     .text = "eng"},
    {0},
};

/* Least confidence of each character of a number that is believed to be longer than its line says. */
#define SURE 0.85

/* So many fields besides its text make a typed page a letter: prose and printed matter may hold a date or a
 * name alone on a line. Three, and a signatory who is known, and the machine's word is good enough. */
#define LETTER_EVIDENCE 2
#define LETTER_CERTAIN  3

/* A run of dots is no value. */
static gboolean
holds_text(const GPtrArray *glyphs)
{
    for (guint i = 0; i < glyphs->len; i++)
        if (g_unichar_isalnum(g_utf8_get_char(((const Glyph *)glyphs->pdata[i])->symbol->text)))
            return TRUE;
    return FALSE;
}

/* Is a reading of more ink the first one and more of it, and sure? */
static gboolean
goes_on(const Overlooked *more, const GPtrArray *glyphs, gboolean latin)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < overlooked_count(more); i++)
        g_ptr_array_add(all, (gpointer)overlooked_get(more, i));
    g_autofree char *before = candidates_words(glyphs, FALSE, FALSE), *first = glyphs_fold(before, latin);
    g_autofree char *after = candidates_words(all, FALSE, FALSE), *whole = glyphs_fold(after, latin);
    return all->len > 0 && strstr(whole, first) && reading_worst(all) >= SURE;
}

/* Where the lines say nothing that the field could be, ink beside them that is in no line is read, too; a
 * number is read anew with ink that goes on with it. */
static Overlooked *
add_overlooked(const FieldReading *reading, const FormField *form, GPtrArray *glyphs)
{
    Box area, value = {0};
    gboolean something = reading_says_something(reading, form, glyphs);
    if ((something && strcmp(form->type, "digits") != 0) || !zone_area(&reading->zones, form, &area))
        return NULL;
    if (something)
        value = glyphs_box(glyphs);
    Overlooked *overlooked = overlooked_read(reading->page, reading->again, area, something ? &value : NULL);
    if (overlooked && something && !goes_on(overlooked, glyphs, reading->zones.form->latin))
        g_clear_pointer(&overlooked, overlooked_free);
    if (overlooked && something)
        g_ptr_array_set_size(glyphs, 0);
    for (guint i = 0; overlooked && i < overlooked_count(overlooked); i++)
        g_ptr_array_add(glyphs, (gpointer)overlooked_get(overlooked, i));
    zone_sort(glyphs);
    return overlooked;
}

static void
read_right(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) glyphs = zone_right(&reading->zones, form);
    g_autoptr(Overlooked) overlooked = add_overlooked(reading, form, glyphs);
    gboolean text = holds_text(glyphs);
    const Piece *unread = text ? NULL : zone_unread_right(&reading->zones, form);
    if (text || unread)
        reading_glyphs(reading, form, glyphs, unread);
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
    if (!hit || hit->placed) {
        reading_add_missing(reading, form);
        return;
    }
    g_autoptr(GPtrArray) glyphs = glyphs_of_label(reading, hit);
    const FormAnchor *anchor = form_find_anchor(reading->zones.form, form->anchor);
    Field *field = reading_known(reading, form, glyphs, anchor->labels, anchor->labels[hit->text]);
    if (strcmp(form->type, "present") != 0)
        return;
    gboolean signature = zone_is_signed(reading->page, hit->box, form->width);
    g_free(field->value);
    field->value = g_strdup(signature ? "present" : "absent");
}

static gboolean
reads_clearly(const Page *page)
{
    double sum = 0, letters = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        const double length = (double)g_utf8_strlen(line->text, -1);
        sum += length * line->confidence;
        letters += length;
    }
    return sum >= CLEAR_PAGE * letters;
}

/* `all`: a field that not every page has is looked for by a person, too, where it was not found. */
static void
read_field(const FieldReading *reading, const FormField *form, gboolean all)
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
    case PLACE_PAGE:
        reading_noted(reading, form);
        break;
    case PLACE_REST:
        reading_rest(reading, form);
        break;
    }
    if ((form->expected || all) && !page_find_field(reading->page, form->name))
        reading_add_missing(reading, form);
}

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    const AgainModels models = {state->model, state->other, state->latin, state->other_latin};
    return forms_open(state, env, error) && again_pair_load(&state->readers, env->models_dir, models, error);
}

static char *
dup_models(const void *data)
{
    const State *state = data;
    g_autofree char *forms = forms_dup_models(state), *readers = again_pair_dup_models(&state->readers);
    return g_strdup_printf("%s %s", forms, readers);
}

static void
clear(void *data)
{
    State *state = data;
    forms_clear(state);
    again_pair_clear(&state->readers);
}

/* Fields that tell a letter from any other typed page. */
static guint
count_evidence(const Page *page)
{
    guint count = 0;
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        count += field->value && strcmp(field->name, "body") != 0 && strcmp(field->name, "sender") != 0;
    }
    return count;
}

/* Is the letter signed by a name of the description's list? */
static gboolean
is_signed(const Form *form, const Page *page)
{
    const FormField *signatory = form_find_field(form, "signatory");
    const Field *field = page_find_field(page, "signatory");
    return signatory && signatory->known && field && field->value &&
           lists_find(signatory->known, field->value, form->latin, form_initials(signatory)) != NULL;
}

/* A letter has no printed labels: where little tells that the page is one, all goes to a person or, where
 * next to nothing does, is dropped. */
static void
judge_letter(const Form *form, Page *page)
{
    guint evidence = count_evidence(page);
    if (evidence < LETTER_EVIDENCE)
        g_ptr_array_set_size(page->fields, 0);
    if (evidence >= LETTER_CERTAIN && is_signed(form, page))
        return;
    for (guint i = 0; i < page->fields->len; i++) {
        Field *field = page->fields->pdata[i];
        if (strcmp(field->status, "accepted") == 0)
            reading_judge(field, "letter_unsure");
    }
}

static void
read_form(State *state, Page *page, const Form *form)
{
    g_autoptr(GlyphSheet) sheet = glyphs_new(page, form->latin);
    g_autofree Hit *hits = anchors_find(form, sheet, NULL);
    g_autoptr(GHashTable) candidates =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)candidates_free);
    g_autoptr(Types) types = types_new(page);
    FieldReading reading = {.page = page,
                            .types = types,
                            .doubtful = state->doubtful,
                            .again = form->latin ? state->readers.latin : state->readers.cyrillic,
                            .zones = {form, sheet, hits},
                            .candidates = candidates};
    double top, bottom;
    zone_block(&reading.zones, &top, &bottom);
    reading.rows = zone_rows(&reading.zones, top, bottom, SAME_LINE);
    const gboolean clear = reads_clearly(page);
    for (guint i = 0; i < form->fields->len; i++)
        read_field(&reading, form->fields->pdata[i], !clear);
    reading_choose(&reading);
    for (guint i = 0; i < form->fields->len; i++) {
        const FormField *described = form->fields->pdata[i];
        Field *field = described->twice ? page_find_field(page, described->name) : NULL;
        if (field)
            field_add_reason(field, "double");
    }
    for (guint i = 0; i < page->fields->len; i++) {
        Field *field = page->fields->pdata[i];
        field->evidence[EVIDENCE_TYPES] = (float)own_likeness(page, types, field);
    }
    g_ptr_array_unref(reading.rows);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    State *state = data;
    const Form *form = forms_find(&state->forms, page->form.id);
    gboolean latin = strcmp(page->script, "Latn") == 0;
    page->parts |= PART_FIELDS;
    if (!form)
        form = page->lines->len > 0 ? forms_find_letter(&state->forms, latin) : NULL;
    if (!form)
        return TRUE;
    read_form(state, page, form);
    if (!form->printed)
        judge_letter(form, page);
    return TRUE;
}

const Stage stage_fields = {
    .name = "fields",
    .summary = "the form's fields, read under their grammars",
    .needs = PART_IMAGE | PART_INK | PART_LINES | PART_WORDS | PART_ANNOTATIONS,
    .gives = PART_FIELDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
