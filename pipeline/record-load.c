/* record-load.c - a page from its record. A record comes from a database that anyone may have edited: every
 * member is checked, and what is missing or of the wrong kind is named by its place ("line 3: word 2: …"). */
#include "error.h"
#include "record.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* json_unpack() with a GError. The format is jansson's. */
static gboolean
unpack(json_t *value, GError **error, const char *format, ...)
{
    json_error_t trouble;
    va_list args;
    va_start(args, format);
    int status = json_vunpack_ex(value, &trouble, 0, format, args);
    va_end(args);
    if (status == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: %s", trouble.text);
    return FALSE;
}

static gboolean
complain(GError **error, const char *what, const char *value)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: %s is \"%s\"", what, value);
    return FALSE;
}

/* NULL stands for a list that may be left out. */
static gboolean
check_list(json_t *value, const char *what, GError **error)
{
    if (!value || json_is_array(value))
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: \"%s\" is no list", what);
    return FALSE;
}

/* A string or null; free it. */
static gboolean
load_nullable(json_t *value, const char *what, char **ret_text, GError **error)
{
    if (!json_is_string(value) && !json_is_null(value)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: \"%s\" is neither text nor null", what);
        return FALSE;
    }
    *ret_text = g_strdup(json_string_value(value));
    return TRUE;
}

static gboolean
load_quad(json_t *value, Quad *ret_quad, GError **error)
{
    Point *p = ret_quad->p;
    return unpack(value, error, "[[FF!][FF!][FF!][FF!]!]", &p[0].x, &p[0].y, &p[1].x, &p[1].y, &p[2].x,
                  &p[2].y, &p[3].x, &p[3].y);
}

static gboolean
load_alternatives(json_t *list, GArray **ret_list, GError **error)
{
    if (!check_list(list, "alternatives", error))
        return FALSE;
    for (gsize i = 0; i < json_array_size(list); i++) {
        const char *text;
        double probability;
        if (!unpack(json_array_get(list, i), error, "[sF!]", &text, &probability))
            return FALSE;
        alternatives_add(ret_list, text, probability);
    }
    return TRUE;
}

static gboolean
load_source(json_t *object, PageSource *source, GError **error)
{
    const char *path, *sha256, *dpi_source, *compression;
    int number, pages, width, height, bits, samples, orientation = 1;
    if (!unpack(object, error, "{s:s, s:s, s:i, s:i, s:i, s:i, s:F, s:F, s:s, s:i, s:i, s:s, s?i}", "path",
                &path, "sha256", &sha256, "page", &number, "pages", &pages, "width", &width, "height",
                &height, "xres_dpi", &source->xres_dpi, "yres_dpi", &source->yres_dpi, "dpi_source",
                &dpi_source, "bits", &bits, "samples", &samples, "compression", &compression, "orientation",
                &orientation))
        return FALSE;
    if (strlen(sha256) >= sizeof source->sha256)
        return complain(error, "sha256", sha256);
    if (number < 1 || pages < 1 || width < 0 || height < 0 || bits < 0 || samples < 0)
        return complain(error, "source", "with a negative number");
    g_free(source->path);
    source->path = path_dup_bytes(path);
    g_strlcpy(source->sha256, sha256, sizeof source->sha256);
    source->number = (guint)number;
    source->pages = (guint)pages;
    source->width = (guint)width;
    source->height = (guint)height;
    source->dpi_source = g_intern_string(dpi_source);
    source->bits = (guint)bits;
    source->samples = (guint)samples;
    source->compression = g_intern_string(compression);
    source->orientation = orientation;
    return TRUE;
}

static gboolean
load_image(json_t *object, Page *page, GError **error)
{
    int blank = 0;
    if (!unpack(object, error, "{s:i, s:F, s:F, s:b}", "rotation", &page->rotation, "skew_deg",
                &page->skew_deg, "skew_confidence", &page->skew_confidence, "blank", &blank))
        return FALSE;
    page->blank = blank;
    return TRUE;
}

static gboolean
load_symbol(json_t *object, Word *word, GError **error)
{
    const char *text;
    json_t *quad_json, *alternatives = NULL;
    double confidence;
    Quad quad;
    if (!unpack(object, error, "{s:s, s:o, s:F, s?o}", "text", &text, "quad", &quad_json, "confidence",
                &confidence, "alternatives", &alternatives) ||
        !load_quad(quad_json, &quad, error))
        return FALSE;
    Symbol *symbol = word_add_symbol(word, text, quad, confidence);
    return load_alternatives(alternatives, &symbol->alternatives, error);
}

static gboolean
load_word(json_t *object, Line *line, GError **error)
{
    const char *text, *raw = NULL;
    json_t *quad_json, *alternatives, *symbols = NULL;
    double confidence;
    Quad quad;
    if (!unpack(object, error, "{s:s, s?s, s:o, s:F, s:o, s?o}", "text", &text, "raw", &raw, "quad",
                &quad_json, "confidence", &confidence, "alternatives", &alternatives, "symbols", &symbols) ||
        !load_quad(quad_json, &quad, error) || !check_list(symbols, "symbols", error))
        return FALSE;
    Word *word = line_add_word(line, text, quad, confidence);
    word->raw = g_strdup(raw);
    for (gsize i = 0; i < json_array_size(symbols); i++)
        if (!load_symbol(json_array_get(symbols, i), word, error))
            return FALSE;
    return load_alternatives(alternatives, &word->alternatives, error);
}

static gboolean
load_line(json_t *object, Page *page, GError **error)
{
    const char *kind_text, *script, *text, *raw = NULL;
    json_t *quad_json, *words;
    double confidence;
    LineKind kind;
    Quad quad;
    if (!unpack(object, error, "{s:s, s:s, s:o, s:s, s?s, s:F, s:o}", "kind", &kind_text, "script", &script,
                "quad", &quad_json, "text", &text, "raw", &raw, "confidence", &confidence, "words", &words) ||
        !load_quad(quad_json, &quad, error) || !check_list(words, "words", error))
        return FALSE;
    if (!line_kind_from_name(kind_text, &kind))
        return complain(error, "kind", kind_text);
    Line *line = page_add_line(page, kind, quad);
    line->script = g_intern_string(script);
    g_free(line->text);
    line->text = g_strdup(text);
    line->raw = g_strdup(raw);
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

static gboolean
load_value(json_t *value, Field *field, GError **error)
{
    field->is_list = json_is_array(value);
    if (!field->is_list)
        return load_nullable(value, "value", &field->value, error);
    for (gsize i = 0; i < json_array_size(value); i++)
        if (!json_is_string(json_array_get(value, i)))
            return complain(error, "value", "a list of something else than text");
    char *text = json_dumps(value, JSON_COMPACT);
    field->value = g_strdup(text);
    free(text);
    return TRUE;
}

static gboolean
load_field(json_t *object, Page *page, GError **error)
{
    const char *name, *status;
    json_t *label, *raw, *value, *quad, *reasons, *alternatives;
    double confidence;
    if (!unpack(object, error, "{s:s, s:o, s:o, s:o, s:o, s:F, s:s, s:o, s:o}", "name", &name, "label",
                &label, "raw", &raw, "value", &value, "quad", &quad, "confidence", &confidence, "status",
                &status, "reasons", &reasons, "alternatives", &alternatives))
        return FALSE;
    Field *field = page_add_field(page, name);
    field->confidence = confidence;
    field->status = g_strdup(status);
    if (!load_nullable(label, "label", &field->label, error) ||
        !load_nullable(raw, "raw", &field->raw, error) || !load_value(value, field, error) ||
        !check_list(reasons, "reasons", error))
        return FALSE;
    field->reasons = g_new0(char *, json_array_size(reasons) + 1);
    for (gsize i = 0; i < json_array_size(reasons); i++) {
        const char *reason;
        if (!unpack(json_array_get(reasons, i), error, "s", &reason))
            return FALSE;
        field->reasons[i] = g_strdup(reason);
    }
    if (!json_is_null(quad) && !load_quad(quad, &field->quad, error))
        return FALSE;
    return load_alternatives(alternatives, &field->alternatives, error);
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

static gboolean
load_annotation(json_t *object, Page *page, GError **error)
{
    const char *name, *colour;
    json_t *quad, *text;
    AnnotationKind kind;
    Annotation found = {0};
    if (!unpack(object, error, "{s:s, s:o, s:s, s:F, s:o}", "kind", &name, "quad", &quad, "colour", &colour,
                "confidence", &found.confidence, "text", &text) ||
        !load_quad(quad, &found.quad, error))
        return FALSE;
    if (!annotation_kind_from_name(name, &kind))
        return complain(error, "kind", name);
    if (!load_colour(colour, &found.colour))
        return complain(error, "colour", colour);
    if (!load_nullable(text, "text", &found.text, error))
        return FALSE;
    Annotation *annotation = page_add_annotation(page, kind, found.quad);
    annotation->colour = found.colour;
    annotation->confidence = found.confidence;
    annotation->text = found.text;
    return TRUE;
}

static gboolean
load_link(json_t *object, Page *page, GError **error)
{
    const char *kind, *other, *why;
    if (!unpack(object, error, "{s:s, s:s, s:s}", "kind", &kind, "page", &other, "why", &why))
        return FALSE;
    page_add_link(page, kind, other, why);
    return TRUE;
}

static gboolean
load_remark(json_t *object, Page *page, GError **error)
{
    const char *stage, *code, *text;
    int doubt = 0;
    if (!unpack(object, error, "{s:s, s:s, s:s, s?b}", "stage", &stage, "code", &code, "text", &text, "doubt",
                &doubt))
        return FALSE;
    if (doubt)
        page_doubt(page, stage, code, "%s", text);
    else
        page_remark(page, stage, code, "%s", text);
    return TRUE;
}

static gboolean
load_provenance(json_t *object, Provenance *ret_provenance, GError **error)
{
    const char *verno, *plan, *name;
    json_t *models, *sum;
    if (!unpack(object, error, "{s:s, s:s, s:o}", "verno", &verno, "plan", &plan, "models", &models))
        return FALSE;
    g_autoptr(GString) rows = g_string_new(NULL);
    json_object_foreach(models, name, sum)
    {
        const char *text;
        if (!unpack(sum, error, "s", &text))
            return FALSE;
        g_string_append_printf(rows, "%s%s=%s", rows->len ? " " : "", name, text);
    }
    *ret_provenance = (Provenance){
        .plan = g_intern_string(plan), .models = g_intern_string(rows->str), .verno = g_intern_string(verno)};
    return TRUE;
}

typedef gboolean (*LoadItem)(json_t *object, Page *page, GError **error);

static gboolean
load_each(json_t *list, const char *what, LoadItem load, Page *page, GError **error)
{
    if (!check_list(list, what, error))
        return FALSE;
    for (gsize i = 0; i < json_array_size(list); i++)
        if (!load(json_array_get(list, i), page, error)) {
            g_prefix_error(error, "%s %zu: ", what, i + 1);
            return FALSE;
        }
    return TRUE;
}

static gboolean
load_form(json_t *object, PageForm *form, GError **error)
{
    const char *id;
    if (json_is_null(object))
        return TRUE;
    if (!unpack(object, error, "{s:s, s:F, s:F}", "id", &id, "confidence", &form->confidence, "registration",
                &form->registration))
        return FALSE;
    form->id = g_strdup(id);
    return TRUE;
}

static gboolean
load_root(json_t *root, Page *page, GError **error)
{
    const char *schema, *verdict;
    json_t *source, *image, *form, *lines, *fields, *annotations, *links, *remarks, *provenance;
    if (!unpack(root, error, "{s:s}", "schema", &schema))
        return FALSE;
    if (strcmp(schema, "verno-page/1") != 0)
        return complain(error, "schema", schema);
    if (!unpack(root, error, "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "source", &source, "image",
                &image, "form", &form, "lines", &lines, "fields", &fields, "annotations", &annotations,
                "links", &links, "remarks", &remarks, "verdict", &verdict, "provenance", &provenance))
        return FALSE;
    if (!load_source(source, &page->source, error) || !load_image(image, page, error) ||
        !load_form(form, &page->form, error) || !load_each(lines, "line", load_line, page, error) ||
        !load_each(fields, "field", load_field, page, error) ||
        !load_each(annotations, "annotation", load_annotation, page, error) ||
        !load_each(links, "link", load_link, page, error) ||
        !load_each(remarks, "remark", load_remark, page, error) ||
        !load_provenance(provenance, &page->provenance, error))
        return FALSE;
    for (Verdict v = VERDICT_GOOD; v <= VERDICT_FAILED; v++)
        if (strcmp(verdict_name(v), verdict) == 0) {
            page->verdict = v;
            return TRUE;
        }
    return complain(error, "verdict", verdict);
}

static json_t *
parse(const char *json, GError **error)
{
    json_error_t trouble;
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, &trouble);
    if (!root)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: %s at byte %d", trouble.text,
                    trouble.position);
    return root;
}

Page *
record_load(const char *json, GError **error)
{
    json_auto_t *root = parse(json, error);
    g_autoptr(Page) page = page_new();
    if (!root || !load_root(root, page, error))
        return NULL;
    return g_steal_pointer(&page);
}

gboolean
record_dup_provenance(const char *json, char **ret_plan, char **ret_models, GError **error)
{
    json_auto_t *root = parse(json, error);
    json_t *object;
    Provenance provenance;
    if (!root || !unpack(root, error, "{s:o}", "provenance", &object) ||
        !load_provenance(object, &provenance, error))
        return FALSE;
    *ret_plan = g_strdup(provenance.plan);
    *ret_models = g_strdup(provenance.models);
    return TRUE;
}
