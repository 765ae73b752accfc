/* gold-drawn.c - the generator's own truth, `verno-truth/1`: every line, word, field and annotation with its
 * place. */
#include "error.h"
#include "gold.h"
#include <jansson.h>
#include <string.h>

static gboolean
read_quad(json_t *json, Quad *ret_quad)
{
    if (json_array_size(json) != 4)
        return FALSE;
    for (guint i = 0; i < 4; i++) {
        json_t *point = json_array_get(json, i);
        if (json_array_size(point) != 2)
            return FALSE;
        ret_quad->p[i].x = json_number_value(json_array_get(point, 0));
        ret_quad->p[i].y = json_number_value(json_array_get(point, 1));
    }
    return TRUE;
}

static const char *
text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static gboolean
read_line(Page *page, json_t *json, GError **error)
{
    Quad quad;
    LineKind kind;
    if (!read_quad(json_object_get(json, "quad"), &quad) ||
        !line_kind_from_name(text_of(json, "kind"), &kind)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE,
                    "line %s has no quad of four points or no known kind", text_of(json, "id"));
        return FALSE;
    }
    Line *line = page_add_line(page, kind, quad);
    line->script = g_intern_string(text_of(json, "script"));
    json_t *words = json_object_get(json, "words"), *row;
    size_t i;
    json_array_foreach(words, i, row)
    {
        const char *typed = text_of(row, "text"), *joined = text_of(row, "joined");
        Word *word = line_add_word(line, *joined ? joined : typed, quad, 1);
        read_quad(json_object_get(row, "quad"), &word->quad);
        if (strcmp(word->text, typed) != 0)
            word->raw = g_strdup(typed);
    }
    if (json_array_size(words) == 0)
        line_add_word(line, text_of(json, "text"), quad, 1);
    line_refresh(line);
    return TRUE;
}

static gboolean
read_lines(Page *page, json_t *lines, GError **error)
{
    size_t i;
    json_t *row;
    json_array_foreach(lines, i, row) if (!read_line(page, row, error)) return FALSE;
    return TRUE;
}

static void
read_fields(Page *page, json_t *fields)
{
    size_t i;
    json_t *row;
    json_array_foreach(fields, i, row)
    {
        Field *field = g_new0(Field, 1);
        field->name = g_strdup(text_of(row, "name"));
        field->label = g_strdup(text_of(row, "label"));
        field->raw = g_strdup(text_of(row, "raw"));
        json_t *value = json_object_get(row, "value");
        field->value =
            json_is_array(value) ? json_dumps(value, JSON_COMPACT) : g_strdup(text_of(row, "value"));
        field->confidence = 1;
        read_quad(json_object_get(row, "quad"), &field->quad);
        g_ptr_array_add(page->fields, field);
    }
}

gboolean
gold_read_drawn(Gold *truth, GError **error)
{
    json_error_t where;
    json_t *root = json_load_file(truth->path, 0, &where);
    if (!root || strcmp(text_of(root, "schema"), "verno-truth/1") != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "is no verno-truth/1: %s",
                    root ? "wrong `schema`" : where.text);
        json_decref(root);
        return FALSE;
    }
    Page *page = truth->page;
    json_t *image = json_object_get(root, "image"), *row;
    page->source.width = (guint)json_integer_value(json_object_get(root, "width"));
    page->source.height = (guint)json_integer_value(json_object_get(root, "height"));
    page->rotation = (int)json_integer_value(json_object_get(image, "rotation"));
    page->skew_deg = json_number_value(json_object_get(image, "skew_deg"));
    page->blank = json_is_true(json_object_get(image, "blank"));
    truth->tier = g_strdup(text_of(root, "tier"));
    truth->kind = g_strdup(text_of(root, "kind"));
    truth->places = truth->geometry = TRUE;
    gboolean ok = read_lines(page, json_object_get(root, "lines"), error);
    read_fields(page, json_object_get(root, "fields"));
    size_t i;
    json_array_foreach(json_object_get(root, "annotations"), i, row)
    {
        Quad quad;
        if (read_quad(json_object_get(row, "quad"), &quad))
            marks_add(truth->marks, text_of(row, "kind"), quad);
    }
    json_decref(root);
    return ok;
}
