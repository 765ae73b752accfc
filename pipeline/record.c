/* record.c - a page as JSON, `verno-page/1`. The way back is record-load.c. */
#include "record.h"
#include <jansson.h>
#include <math.h>
#include <string.h>

/* Parts of a unit that are kept. Whole numbers are written without a point, so the same value has one
 * spelling. */
enum { TENTHS = 10, THOUSANDTHS = 1000, TEN_THOUSANDTHS = 10000, EVIDENCE_UNITS = 1000000 };

/* JSON has no NaN and no infinity: such a value, a bug of some stage, must not cost the page and becomes 0.
 */
static json_t *
number(double value, int parts)
{
    double rounded = isfinite(value) ? round(value * parts) / parts : 0;
    if (rounded == floor(rounded) && fabs(rounded) < 1e15)
        return json_integer((json_int_t)rounded);
    return json_real(rounded);
}

static json_t *
probability(double value)
{
    return number(isfinite(value) ? CLAMP(value, 0, 1) : 0, TEN_THOUSANDTHS);
}

/* Whatever bytes a decoder or recogniser gave: what is no UTF-8 becomes U+FFFD. NULL becomes null. */
static json_t *
text_value(const char *text)
{
    if (!text)
        return json_null();
    json_t *value = json_string(text);
    if (value)
        return value;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}

static json_t *
quad_value(const Quad *quad)
{
    json_t *points = json_array();
    for (int i = 0; i < 4; i++) {
        json_t *point = json_array();
        json_array_append_new(point, number(quad->p[i].x, TENTHS));
        json_array_append_new(point, number(quad->p[i].y, TENTHS));
        json_array_append_new(points, point);
    }
    return points;
}

static json_t *
alternatives_value(const GArray *alternatives)
{
    json_t *list = json_array();
    for (guint i = 0; alternatives && i < alternatives->len; i++) {
        const Alternative *row = &g_array_index(alternatives, Alternative, i);
        json_t *pair = json_array();
        json_array_append_new(pair, text_value(row->text));
        json_array_append_new(pair, probability(row->probability));
        json_array_append_new(list, pair);
    }
    return list;
}

static json_t *
source_value(const PageSource *source)
{
    g_autofree char *path = path_dup_text(source->path ? source->path : "");
    json_t *object = json_object();
    json_object_set_new(object, "path", text_value(path));
    json_object_set_new(object, "sha256", text_value(source->sha256));
    json_object_set_new(object, "page", json_integer(source->number));
    json_object_set_new(object, "pages", json_integer(source->pages));
    json_object_set_new(object, "width", json_integer(source->width));
    json_object_set_new(object, "height", json_integer(source->height));
    json_object_set_new(object, "xres_dpi", number(source->xres_dpi, THOUSANDTHS));
    json_object_set_new(object, "yres_dpi", number(source->yres_dpi, THOUSANDTHS));
    json_object_set_new(object, "dpi_source", text_value(source->dpi_source));
    json_object_set_new(object, "bits", json_integer(source->bits));
    json_object_set_new(object, "samples", json_integer(source->samples));
    json_object_set_new(object, "compression", text_value(source->compression));
    if (source->orientation != 1)
        json_object_set_new(object, "orientation", json_integer(source->orientation));
    return object;
}

static json_t *
image_value(const Page *page)
{
    json_t *object = json_object();
    json_object_set_new(object, "rotation", json_integer(page->rotation));
    json_object_set_new(object, "skew_deg", number(page->skew_deg, THOUSANDTHS));
    json_object_set_new(object, "skew_confidence", probability(page->skew_confidence));
    json_object_set_new(object, "blank", json_boolean(page->blank));
    return object;
}

static json_t *
symbols_value(const GPtrArray *symbols)
{
    json_t *list = json_array();
    for (guint i = 0; i < symbols->len; i++) {
        const Symbol *symbol = symbols->pdata[i];
        json_t *object = json_object();
        json_object_set_new(object, "text", text_value(symbol->text));
        json_object_set_new(object, "quad", quad_value(&symbol->quad));
        json_object_set_new(object, "confidence", probability(symbol->confidence));
        if (symbol->alternatives && symbol->alternatives->len > 0)
            json_object_set_new(object, "alternatives", alternatives_value(symbol->alternatives));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *
word_value(const Word *word)
{
    json_t *object = json_object();
    json_object_set_new(object, "text", text_value(word->text));
    if (word->raw)
        json_object_set_new(object, "raw", text_value(word->raw));
    json_object_set_new(object, "quad", quad_value(&word->quad));
    json_object_set_new(object, "confidence", probability(word->confidence));
    if (word->score > 0)
        json_object_set_new(object, "score", number(word->score, EVIDENCE_UNITS));
    json_object_set_new(object, "alternatives", alternatives_value(word->alternatives));
    if (word->symbols->len > 0)
        json_object_set_new(object, "symbols", symbols_value(word->symbols));
    return object;
}

static json_t *
line_value(const Line *line, guint number_from_1)
{
    g_autofree char *id = g_strdup_printf("l%u", number_from_1);
    json_t *words = json_array();
    for (guint i = 0; i < line->words->len; i++)
        json_array_append_new(words, word_value(line->words->pdata[i]));
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(id));
    json_object_set_new(object, "kind", json_string(line_kind_name(line->kind)));
    json_object_set_new(object, "script", text_value(line->script));
    json_object_set_new(object, "quad", quad_value(&line->quad));
    json_object_set_new(object, "text", text_value(line->text));
    if (line->raw)
        json_object_set_new(object, "raw", text_value(line->raw));
    if (line->machine)
        json_object_set_new(object, "machine", text_value(line->machine));
    json_object_set_new(object, "confidence", probability(line->confidence));
    json_object_set_new(object, "words", words);
    return object;
}

static json_t *
form_value(const PageForm *form)
{
    if (!form->id)
        return json_null();
    json_t *object = json_object();
    json_object_set_new(object, "id", text_value(form->id));
    json_object_set_new(object, "confidence", probability(form->confidence));
    json_object_set_new(object, "registration", probability(form->registration));
    return object;
}

static json_t *
quality_value(const PageQuality *quality)
{
    json_t *object = json_object(), *worst = json_null();
    if (!quad_is_nowhere(&quality->worst)) {
        worst = json_object();
        json_object_set_new(worst, "quad", quad_value(&quality->worst));
        json_object_set_new(worst, "coverage", probability(quality->worst_coverage));
        json_object_set_new(worst, "confidence", probability(quality->worst_confidence));
    }
    json_object_set_new(object, "coverage", probability(quality->coverage));
    json_object_set_new(object, "agreement", probability(quality->agreement));
    json_object_set_new(object, "contrast", probability(quality->contrast));
    json_object_set_new(object, "worst", worst);
    return object;
}

/* A list stays one: ["Сталину","Молотову"]. */
static json_t *
value_value(const char *value, gboolean is_list)
{
    json_t *list = is_list && value ? json_loads(value, 0, NULL) : NULL;
    return list ? list : text_value(value);
}

static void
set_decision(json_t *object, const Field *field)
{
    json_t *machine = json_object(), *decision = json_object();
    json_object_set_new(machine, "value", value_value(field->machine, field->is_list));
    json_object_set_new(machine, "status", text_value(field->machine_status));
    json_object_set_new(decision, "decision", text_value(field->decision));
    json_object_set_new(decision, "who", text_value(field->decided_by));
    json_object_set_new(decision, "at", text_value(field->decided_at));
    json_object_set_new(object, "machine", machine);
    json_object_set_new(object, "decision", decision);
}

static json_t *
evidence_value(const Field *field)
{
    json_t *object = json_object();
    for (guint i = 0; i < N_EVIDENCE; i++)
        json_object_set_new(object, evidence_name((Evidence)i), number(field->evidence[i], EVIDENCE_UNITS));
    return object;
}

static json_t *
field_value(const Field *field)
{
    json_t *reasons = json_array();
    for (guint i = 0; field->reasons && field->reasons[i]; i++)
        json_array_append_new(reasons, text_value(field->reasons[i]));
    json_t *object = json_object();
    json_object_set_new(object, "name", text_value(field->name));
    json_object_set_new(object, "label", text_value(field->label));
    json_object_set_new(object, "raw", text_value(field->raw));
    json_object_set_new(object, "value", value_value(field->value, field->is_list));
    json_object_set_new(object, "quad",
                        quad_is_nowhere(&field->quad) ? json_null() : quad_value(&field->quad));
    json_object_set_new(object, "confidence", probability(field->confidence));
    json_object_set_new(object, "status", text_value(field->status));
    json_object_set_new(object, "reasons", reasons);
    json_object_set_new(object, "alternatives", alternatives_value(field->alternatives));
    if (field->weighed)
        json_object_set_new(object, "evidence", evidence_value(field));
    if (field->decision)
        set_decision(object, field);
    return object;
}

static json_t *
annotation_value(const Annotation *annotation)
{
    char colour[8];
    json_t *object = json_object();
    g_snprintf(colour, sizeof colour, "#%06x", annotation->colour & 0xFFFFFF);
    json_object_set_new(object, "kind", json_string(annotation_kind_name(annotation->kind)));
    json_object_set_new(object, "quad", quad_value(&annotation->quad));
    json_object_set_new(object, "colour", json_string(colour));
    json_object_set_new(object, "confidence", probability(annotation->confidence));
    json_object_set_new(object, "text", text_value(annotation->text));
    return object;
}

static json_t *
link_value(const PageLink *link)
{
    json_t *object = json_object();
    json_object_set_new(object, "kind", text_value(link->kind));
    json_object_set_new(object, "page", text_value(link->page));
    json_object_set_new(object, "why", text_value(link->why));
    return object;
}

static json_t *
remark_value(const Remark *remark)
{
    json_t *object = json_object();
    json_object_set_new(object, "stage", text_value(remark->stage));
    json_object_set_new(object, "code", text_value(remark->code));
    json_object_set_new(object, "text", text_value(remark->text));
    if (remark->doubt)
        json_object_set_new(object, "doubt", json_true());
    return object;
}

/* "rus=sha256:… eng=sha256:…" as an object. */
static json_t *
models_value(const char *models)
{
    json_t *object = json_object();
    g_auto(GStrv) rows = g_strsplit(models ? models : "", " ", -1);
    for (guint i = 0; rows[i]; i++) {
        char *equals = strchr(rows[i], '=');
        if (!equals)
            continue;
        *equals = '\0';
        json_object_set_new(object, rows[i], text_value(equals + 1));
    }
    return object;
}

static json_t *
provenance_value(const Provenance *provenance)
{
    json_t *object = json_object();
    json_object_set_new(object, "verno", text_value(provenance->verno ? provenance->verno : VERNO_VERSION));
    json_object_set_new(object, "plan", text_value(provenance->plan ? provenance->plan : ""));
    json_object_set_new(object, "models", models_value(provenance->models));
    return object;
}

char *
record_dup_annotation_change(const Annotation *annotation, gboolean removed)
{
    json_t *object = json_object();
    json_object_set_new(object, "kind", json_string(annotation_kind_name(annotation->kind)));
    json_object_set_new(object, "text", text_value(annotation->text));
    json_object_set_new(object, "quad",
                        quad_is_nowhere(&annotation->quad) ? json_null() : quad_value(&annotation->quad));
    json_object_set_new(object, "removed", json_boolean(removed));
    char *json = json_dumps(object, JSON_PRESERVE_ORDER | JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(object);
    return json;
}

char *
record_dup_json(const Page *page, const Provenance *provenance)
{
    json_t *lines = json_array(), *fields = json_array(), *links = json_array(), *remarks = json_array();
    json_t *annotations = json_array();
    for (guint i = 0; i < page->lines->len; i++)
        json_array_append_new(lines, line_value(page->lines->pdata[i], i + 1));
    for (guint i = 0; i < page->fields->len; i++)
        json_array_append_new(fields, field_value(page->fields->pdata[i]));
    for (guint i = 0; i < page->annotations->len; i++)
        json_array_append_new(annotations, annotation_value(page->annotations->pdata[i]));
    for (guint i = 0; i < page->links->len; i++)
        json_array_append_new(links, link_value(page->links->pdata[i]));
    for (guint i = 0; i < page->remarks->len; i++)
        json_array_append_new(remarks, remark_value(page->remarks->pdata[i]));

    json_t *root = json_object();
    json_object_set_new(root, "schema", json_string("verno-page/1"));
    json_object_set_new(root, "source", source_value(&page->source));
    json_object_set_new(root, "image", image_value(page));
    json_object_set_new(root, "form", form_value(&page->form));
    if (page->quality.known)
        json_object_set_new(root, "quality", quality_value(&page->quality));
    json_object_set_new(root, "lines", lines);
    json_object_set_new(root, "fields", fields);
    json_object_set_new(root, "annotations", annotations);
    json_object_set_new(root, "links", links);
    json_object_set_new(root, "remarks", remarks);
    json_object_set_new(root, "verdict", json_string(verdict_name(page->verdict)));
    json_object_set_new(root, "provenance", provenance_value(provenance ? provenance : &page->provenance));

    /* 15 digits print every value rounded above as it was rounded: 12.3, never 12.300000000000001. */
    char *json = json_dumps(root, JSON_PRESERVE_ORDER | JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(root);
    return json;
}
