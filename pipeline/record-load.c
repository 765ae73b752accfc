/* record-load.c - a page from its record. A record comes from a database that anyone may have edited: every
 * member is checked, and what is missing or of the wrong kind is named by its place ("line 3: word 2: …"). */
#include "error.h"
#include "record-json.h"
#include "record.h"
#include <string.h>

static gboolean
load_source(json_t *object, PageSource *source, GError **error)
{
    const char *path, *sha256, *dpi_source, *compression;
    int number, pages, width, height, bits, samples, orientation = 1;
    if (!record_unpack(object, error, "{s:s, s:s, s:i, s:i, s:i, s:i, s:F, s:F, s:s, s:i, s:i, s:s, s?i}",
                       "path", &path, "sha256", &sha256, "page", &number, "pages", &pages, "width", &width,
                       "height", &height, "xres_dpi", &source->xres_dpi, "yres_dpi", &source->yres_dpi,
                       "dpi_source", &dpi_source, "bits", &bits, "samples", &samples, "compression",
                       &compression, "orientation", &orientation))
        return FALSE;
    if (strlen(sha256) >= sizeof source->sha256)
        return record_complain(error, "sha256", sha256);
    if (number < 1 || pages < 1 || width < 0 || height < 0 || bits < 0 || samples < 0)
        return record_complain(error, "source", "with a negative number");
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
    if (!record_unpack(object, error, "{s:i, s:F, s:F, s:b}", "rotation", &page->rotation, "skew_deg",
                       &page->skew_deg, "skew_confidence", &page->skew_confidence, "blank", &blank))
        return FALSE;
    page->blank = blank;
    return TRUE;
}

static gboolean
load_link(json_t *object, Page *page, GError **error)
{
    const char *kind, *other, *why;
    if (!record_unpack(object, error, "{s:s, s:s, s:s}", "kind", &kind, "page", &other, "why", &why))
        return FALSE;
    page_add_link(page, kind, other, why);
    return TRUE;
}

static gboolean
load_remark(json_t *object, Page *page, GError **error)
{
    const char *stage, *code, *text;
    int doubt = 0;
    if (!record_unpack(object, error, "{s:s, s:s, s:s, s?b}", "stage", &stage, "code", &code, "text", &text,
                       "doubt", &doubt))
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
    if (!record_unpack(object, error, "{s:s, s:s, s:o}", "verno", &verno, "plan", &plan, "models", &models))
        return FALSE;
    g_autoptr(GString) rows = g_string_new(NULL);
    json_object_foreach(models, name, sum)
    {
        const char *text;
        if (!record_unpack(sum, error, "s", &text))
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
    if (!record_check_list(list, what, error))
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
    if (!record_unpack(object, error, "{s:s, s:F, s:F}", "id", &id, "confidence", &form->confidence,
                       "registration", &form->registration))
        return FALSE;
    form->id = g_strdup(id);
    return TRUE;
}

static gboolean
load_quality(json_t *object, PageQuality *quality, GError **error)
{
    json_t *worst, *quad;
    if (!object)
        return TRUE;
    quality->known = TRUE;
    if (!record_unpack(object, error, "{s:F, s:F, s:F, s:o}", "coverage", &quality->coverage, "agreement",
                       &quality->agreement, "contrast", &quality->contrast, "worst", &worst))
        return FALSE;
    return json_is_null(worst) ||
           (record_unpack(worst, error, "{s:o, s:F, s:F}", "quad", &quad, "coverage",
                          &quality->worst_coverage, "confidence", &quality->worst_confidence) &&
            record_quad(quad, &quality->worst, error));
}

static gboolean
load_root(json_t *root, Page *page, GError **error)
{
    const char *schema, *verdict;
    json_t *source, *image, *quality = NULL, *form, *lines, *fields, *annotations, *links, *remarks,
                            *provenance;
    if (!record_unpack(root, error, "{s:s}", "schema", &schema))
        return FALSE;
    if (strcmp(schema, "verno-page/1") != 0)
        return record_complain(error, "schema", schema);
    if (!record_unpack(root, error, "{s:o, s:o, s?o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "source",
                       &source, "image", &image, "quality", &quality, "form", &form, "lines", &lines,
                       "fields", &fields, "annotations", &annotations, "links", &links, "remarks", &remarks,
                       "verdict", &verdict, "provenance", &provenance))
        return FALSE;
    if (!load_source(source, &page->source, error) || !load_image(image, page, error) ||
        !load_quality(quality, &page->quality, error) || !load_form(form, &page->form, error) ||
        !load_each(lines, "line", record_load_line, page, error) ||
        !load_each(fields, "field", record_load_field, page, error) ||
        !load_each(annotations, "annotation", record_load_annotation, page, error) ||
        !load_each(links, "link", load_link, page, error) ||
        !load_each(remarks, "remark", load_remark, page, error) ||
        !load_provenance(provenance, &page->provenance, error))
        return FALSE;
    for (Verdict v = VERDICT_GOOD; v <= VERDICT_FAILED; v++)
        if (strcmp(verdict_name(v), verdict) == 0) {
            page->verdict = v;
            return TRUE;
        }
    return record_complain(error, "verdict", verdict);
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
    if (!root || !record_unpack(root, error, "{s:o}", "provenance", &object) ||
        !load_provenance(object, &provenance, error))
        return FALSE;
    *ret_plan = g_strdup(provenance.plan);
    *ret_models = g_strdup(provenance.models);
    return TRUE;
}
