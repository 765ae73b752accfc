/* record-load-reading.c - what was read on a page, from its record: lines, fields, annotations. */
#include "record-json.h"
#include "record.h"
#include <stdlib.h>
#include <string.h>

static gboolean
load_symbol(json_t *object, Word *word, GError **error)
{
    const char *text;
    json_t *quad_json, *alternatives = NULL;
    double confidence;
    Quad quad;
    if (!record_unpack(object, error, "{s:s, s:o, s:F, s?o}", "text", &text, "quad", &quad_json, "confidence",
                       &confidence, "alternatives", &alternatives) ||
        !record_quad(quad_json, &quad, error))
        return FALSE;
    Symbol *symbol = word_add_symbol(word, text, quad, confidence);
    return record_alternatives(alternatives, &symbol->alternatives, error);
}

static gboolean
load_word(json_t *object, Line *line, GError **error)
{
    const char *text, *raw = NULL;
    json_t *quad_json, *alternatives, *symbols = NULL;
    double confidence, score = 0;
    Quad quad;
    if (!record_unpack(object, error, "{s:s, s?s, s:o, s:F, s?F, s:o, s?o}", "text", &text, "raw", &raw,
                       "quad", &quad_json, "confidence", &confidence, "score", &score, "alternatives",
                       &alternatives, "symbols", &symbols) ||
        !record_quad(quad_json, &quad, error) || !record_check_list(symbols, "symbols", error))
        return FALSE;
    Word *word = line_add_word(line, text, quad, confidence);
    word->raw = g_strdup(raw);
    word->score = score;
    for (gsize i = 0; i < json_array_size(symbols); i++)
        if (!load_symbol(json_array_get(symbols, i), word, error))
            return FALSE;
    return record_alternatives(alternatives, &word->alternatives, error);
}

gboolean
record_load_line(json_t *object, Page *page, GError **error)
{
    const char *kind_text, *script, *text, *raw = NULL, *machine = NULL;
    json_t *quad_json, *words;
    double confidence;
    LineKind kind;
    Quad quad;
    if (!record_unpack(object, error, "{s:s, s:s, s:o, s:s, s?s, s?s, s:F, s:o}", "kind", &kind_text,
                       "script", &script, "quad", &quad_json, "text", &text, "raw", &raw, "machine", &machine,
                       "confidence", &confidence, "words", &words) ||
        !record_quad(quad_json, &quad, error) || !record_check_list(words, "words", error))
        return FALSE;
    if (!line_kind_from_name(kind_text, &kind))
        return record_complain(error, "kind", kind_text);
    Line *line = page_add_line(page, kind, quad);
    line->script = g_intern_string(script);
    g_free(line->text);
    line->text = g_strdup(text);
    line->raw = g_strdup(raw);
    line->machine = g_strdup(machine);
    line->confidence = confidence;
    for (gsize i = 0; i < json_array_size(words); i++)
        if (!load_word(json_array_get(words, i), line, error)) {
            g_prefix_error(error, "word %zu: ", i + 1);
            return FALSE;
        }
    if (line->words->len > 0)
        page->parts |= PART_WORDS;
    return TRUE;
}

/* Text, null, or a list of texts, which stays JSON. */
static gboolean
load_value(json_t *value, char **ret_value, gboolean *ret_is_list, GError **error)
{
    if (!json_is_array(value))
        return record_nullable(value, "value", ret_value, error);
    for (gsize i = 0; i < json_array_size(value); i++)
        if (!json_is_string(json_array_get(value, i)))
            return record_complain(error, "value", "a list of something else than text");
    char *text = json_dumps(value, JSON_COMPACT);
    *ret_value = g_strdup(text);
    *ret_is_list = TRUE;
    free(text);
    return TRUE;
}

/* What a person decided, and what the machine had before; both are there or none. */
static gboolean
load_decision(json_t *object, json_t *machine, Field *field, GError **error)
{
    const char *decision, *who, *at, *status;
    json_t *value;
    if (!object && !machine)
        return TRUE;
    if (!record_unpack(object, error, "{s:s, s:s, s:s}", "decision", &decision, "who", &who, "at", &at) ||
        !record_unpack(machine, error, "{s:o, s:s}", "value", &value, "status", &status))
        return FALSE;
    field->decision = g_strdup(decision);
    field->decided_by = g_strdup(who);
    field->decided_at = g_strdup(at);
    field->machine_status = g_strdup(status);
    return load_value(value, &field->machine, &field->is_list, error);
}

/* Evidence of a name that this program does not know is passed by. */
static void
load_evidence(json_t *object, Field *field)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        Evidence evidence;
        if (!evidence_from_name(name, &evidence) || !json_is_number(value))
            continue;
        field->evidence[evidence] = (float)json_number_value(value);
        field->weighed = TRUE;
    }
}

gboolean
record_load_field(json_t *object, Page *page, GError **error)
{
    const char *name, *status;
    json_t *label, *raw, *value, *quad, *reasons, *alternatives;
    json_t *evidence = NULL, *machine = NULL, *decision = NULL;
    double confidence;
    if (!record_unpack(object, error, "{s:s, s:o, s:o, s:o, s:o, s:F, s:s, s:o, s:o, s?o, s?o, s?o}", "name",
                       &name, "label", &label, "raw", &raw, "value", &value, "quad", &quad, "confidence",
                       &confidence, "status", &status, "reasons", &reasons, "alternatives", &alternatives,
                       "evidence", &evidence, "machine", &machine, "decision", &decision))
        return FALSE;
    Field *field = page_add_field(page, name);
    field->confidence = confidence;
    field->status = g_strdup(status);
    if (!record_nullable(label, "label", &field->label, error) ||
        !record_nullable(raw, "raw", &field->raw, error) ||
        !load_value(value, &field->value, &field->is_list, error) ||
        !record_check_list(reasons, "reasons", error))
        return FALSE;
    field->reasons = g_new0(char *, json_array_size(reasons) + 1);
    for (gsize i = 0; i < json_array_size(reasons); i++) {
        const char *reason;
        if (!record_unpack(json_array_get(reasons, i), error, "s", &reason))
            return FALSE;
        field->reasons[i] = g_strdup(reason);
    }
    if (!json_is_null(quad) && !record_quad(quad, &field->quad, error))
        return FALSE;
    load_evidence(evidence, field);
    return load_decision(decision, machine, field, error) &&
           record_alternatives(alternatives, &field->alternatives, error);
}

/* "#1e3c8c" and nothing else. */
static gboolean
load_colour(const char *text, guint32 *ret_colour)
{
    char *end;
    if (strlen(text) != 7 || text[0] != '#' || !g_ascii_isxdigit(text[1]))
        return FALSE;
    *ret_colour = (guint32)g_ascii_strtoull(text + 1, &end, 16);
    return *end == '\0';
}

gboolean
record_load_annotation(json_t *object, Page *page, GError **error)
{
    const char *name, *colour;
    json_t *quad, *text;
    AnnotationKind kind;
    Annotation found = {0};
    if (!record_unpack(object, error, "{s:s, s:o, s:s, s:F, s:o}", "kind", &name, "quad", &quad, "colour",
                       &colour, "confidence", &found.confidence, "text", &text) ||
        !record_quad(quad, &found.quad, error))
        return FALSE;
    if (!annotation_kind_from_name(name, &kind))
        return record_complain(error, "kind", name);
    if (!load_colour(colour, &found.colour))
        return record_complain(error, "colour", colour);
    if (!record_nullable(text, "text", &found.text, error))
        return FALSE;
    Annotation *annotation = page_add_annotation(page, kind, found.quad);
    annotation->colour = found.colour;
    annotation->confidence = found.confidence;
    annotation->text = found.text;
    return TRUE;
}

gboolean
record_load_annotation_change(const char *json, Annotation *ret_annotation, gboolean *ret_removed,
                              GError **error)
{
    json_auto_t *object = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    const char *kind;
    json_t *text, *quad;
    int removed;
    Annotation found = {0};
    if (!record_unpack(object, error, "{s:s, s:o, s:o, s:b}", "kind", &kind, "text", &text, "quad", &quad,
                       "removed", &removed) ||
        (!json_is_null(quad) && !record_quad(quad, &found.quad, error)))
        return FALSE;
    if (!annotation_kind_from_name(kind, &found.kind))
        return record_complain(error, "kind", kind);
    if (!record_nullable(text, "text", &found.text, error))
        return FALSE;
    *ret_annotation = found;
    *ret_removed = removed;
    return TRUE;
}

gboolean
record_is_list(const char *text)
{
    json_auto_t *list = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    gboolean is_list = json_is_array(list);
    for (gsize i = 0; is_list && i < json_array_size(list); i++)
        is_list = json_is_string(json_array_get(list, i));
    return is_list;
}
