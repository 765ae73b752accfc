/* json.c - writer: the page record, laid out for the eye. What it holds is pipeline/verno-page-1.schema.json.
 */
#include "error.h"
#include "output.h"
#include "record.h"
#include "stage.h"
#include <jansson.h>

static const char suffix[] = ".json";

typedef struct {
    char *dir;
} State;

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    ((State *)data)->dir = g_strdup(env->output_dir);
    return TRUE;
}

static void
clear(void *data)
{
    g_free(((State *)data)->dir);
}

static gboolean
holds_object(json_t *value)
{
    if (json_is_array(value)) {
        for (gsize i = 0; i < json_array_size(value); i++)
            if (json_is_object(json_array_get(value, i)) || holds_object(json_array_get(value, i)))
                return TRUE;
    } else if (json_is_object(value)) {
        const char *key;
        json_t *member;
        json_object_foreach(value, key, member)
        {
            if (json_is_object(member) || holds_object(member))
                return TRUE;
        }
    }
    return FALSE;
}

/* A key or a value without objects in it: on one line. */
static void
append_flat(GString *text, json_t *value)
{
    g_autofree char *flat = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    g_string_append(text, flat);
}

static void append(GString *text, json_t *value, guint depth);

static void
begin_member(GString *text, gboolean first, guint depth)
{
    g_string_append_printf(text, "%s\n%*s", first ? "" : ",", (int)depth + 1, "");
}

/* Indents what holds objects and keeps the rest on one line: a word or a remark is a line, a corner of a quad
 * is not. */
static void
append(GString *text, json_t *value, guint depth)
{
    if (!holds_object(value)) {
        append_flat(text, value);
        return;
    }
    gboolean is_array = json_is_array(value);
    gboolean first = TRUE;
    g_string_append_c(text, is_array ? '[' : '{');
    if (is_array) {
        for (gsize i = 0; i < json_array_size(value); i++) {
            begin_member(text, i == 0, depth);
            append(text, json_array_get(value, i), depth + 1);
        }
    } else {
        const char *key;
        json_t *member;
        json_object_foreach(value, key, member)
        {
            json_auto_t *name = json_string(key);
            begin_member(text, first, depth);
            append_flat(text, name);
            g_string_append(text, ": ");
            append(text, member, depth + 1);
            first = FALSE;
        }
    }
    g_string_append_printf(text, "\n%*s%c", (int)depth, "", is_array ? ']' : '}');
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autofree char *record = record_dup_json(page, NULL);
    json_auto_t *root = json_loads(record, 0, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert(root);
    append(text, root, 0);
    g_string_append_c(text, '\n');
    return output_write(state->dir, page->export.name, suffix, text->str, text->len, error);
}

const Stage stage_json = {
    .name = "json",
    .summary = "the page record, verno-page/1: everything that is known of a page, a file a page",
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = open,
    .process = process,
    .clear = clear,
};
