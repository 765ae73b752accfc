/* form.c - reads form descriptions. */
#include "form.h"
#include "error.h"
#include "grammar.h"
#include "glyphs.h"
#include <string.h>

static const char *const places[] = {"right", "anchor", "row", "block", "rest", NULL};
static const char *const sides[] = {"any", "left", "right", NULL};
static const char *const ends[] = {"top", "bottom", NULL};

static void
anchor_free(FormAnchor *anchor)
{
    g_free(anchor->name);
    g_strfreev(anchor->labels);
    g_strfreev(anchor->texts);
    g_free(anchor);
}

static void
field_free(FormField *field)
{
    g_free(field->name);
    g_free(field->label);
    g_free(field->anchor);
    g_free(field->type);
    g_strfreev(field->list);
    g_clear_pointer(&field->match, g_regex_unref);
    g_free(field);
}

void
form_free(Form *form)
{
    if (!form)
        return;
    g_free(form->id);
    g_free(form->title);
    g_free(form->sha256);
    g_ptr_array_unref(form->anchors);
    g_ptr_array_unref(form->fields);
    g_strfreev(form->top);
    g_strfreev(form->bottom);
    g_free(form);
}

const FormAnchor *
form_find_anchor(const Form *form, const char *name)
{
    for (guint i = 0; i < form->anchors->len; i++) {
        const FormAnchor *anchor = form->anchors->pdata[i];
        if (g_strcmp0(anchor->name, name) == 0)
            return anchor;
    }
    return NULL;
}

/* A number of the group, `otherwise` where it is not given. */
static gboolean
read_number(GKeyFile *file, const char *group, const char *key, double otherwise, double *ret, GError **error)
{
    *ret = otherwise;
    g_autofree char *text = g_key_file_get_string(file, group, key, NULL);
    if (!text)
        return TRUE;
    char *end = NULL;
    *ret = g_ascii_strtod(text, &end);
    if (end != text && !*end && *ret >= 0 && *ret <= 1000)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] %s=%s: no number from 0 to 1000", group, key,
                text);
    return FALSE;
}

/* The place of the key's word in `words`, the first where the key is not given. */
static gboolean
read_choice(GKeyFile *file, const char *group, const char *key, const char *const *words, int *ret,
            GError **error)
{
    *ret = 0;
    g_autofree char *text = g_key_file_get_string(file, group, key, NULL);
    for (int i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0) {
            *ret = i;
            return TRUE;
        }
    if (!text)
        return TRUE;
    g_autofree char *known = g_strjoinv(", ", (char **)words);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] %s=%s: none of %s", group, key, text, known);
    return FALSE;
}

static gboolean
read_anchor(GKeyFile *file, const char *group, Form *form, GError **error)
{
    g_auto(GStrv) texts = g_key_file_get_string_list(file, group, "text", NULL, NULL);
    if (!texts || !*texts) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] has no text", group);
        return FALSE;
    }
    FormAnchor *anchor = g_new0(FormAnchor, 1);
    g_ptr_array_add(form->anchors, anchor);
    anchor->name = g_strdup(group + strlen("anchor "));
    anchor->texts = g_new0(char *, g_strv_length(texts) + 1);
    for (guint i = 0; texts[i]; i++)
        anchor->texts[i] = glyphs_fold(texts[i], form->latin);
    anchor->labels = g_steal_pointer(&texts);
    return read_number(file, group, "weight", 1, &anchor->weight, error);
}

static gboolean
read_match(GKeyFile *file, const char *group, FormField *field, GError **error)
{
    g_autofree char *match = g_key_file_get_string(file, group, "match", NULL);
    g_autoptr(GError) cause = NULL;
    if (!match)
        return TRUE;
    field->match = g_regex_new(match, G_REGEX_OPTIMIZE, 0, &cause);
    if (!field->match)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] match: %s", group, cause->message);
    return field->match != NULL;
}

static gboolean
check_field(const Form *form, const char *group, const FormField *field, GError **error)
{
    const char *wrong = NULL;
    if (!grammar_knows(field->type))
        wrong = "type is not known";
    else if (field->place <= PLACE_ROW && !field->anchor)
        wrong = "has no anchor";
    else if (field->anchor && !form_find_anchor(form, field->anchor))
        wrong = "its anchor is described nowhere above";
    else if (field->place == PLACE_BLOCK && !field->match && !field->list)
        wrong = "neither match nor list tells which line it is";
    if (wrong)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s]: %s", group, wrong);
    return wrong == NULL;
}

static gboolean
read_field(GKeyFile *file, const char *group, Form *form, GError **error)
{
    FormField *field = g_new0(FormField, 1);
    g_ptr_array_add(form->fields, field);
    field->name = g_strdup(group + strlen("field "));
    field->label = g_key_file_get_string(file, group, "label", NULL);
    field->anchor = g_key_file_get_string(file, group, "anchor", NULL);
    field->type = g_key_file_get_string(file, group, "type", NULL);
    field->list = g_key_file_get_string_list(file, group, "list", NULL, NULL);
    if (!field->type)
        field->type = g_strdup("text");
    int place, side, end;
    double rows;
    if (!read_choice(file, group, "place", places, &place, error) ||
        !read_choice(file, group, "side", sides, &side, error) ||
        !read_choice(file, group, "from", ends, &end, error) || !read_match(file, group, field, error) ||
        !read_number(file, group, "width", 80, &field->width, error) ||
        !read_number(file, group, "off", 3, &field->off, error) ||
        !read_number(file, group, "rows", 1, &rows, error))
        return FALSE;
    field->rows = (guint)rows;
    field->place = (FormPlace)place;
    field->side = (FormSide)side;
    field->from_bottom = end == 1;
    return check_field(form, group, field, error);
}

static gboolean
read_groups(GKeyFile *file, Form *form, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (guint i = 0; groups[i]; i++) {
        const char *group = groups[i];
        gboolean ok = TRUE;
        if (g_str_has_prefix(group, "anchor "))
            ok = read_anchor(file, group, form, error);
        else if (g_str_has_prefix(group, "field "))
            ok = read_field(file, group, form, error);
        else if (strcmp(group, "form") != 0 && strcmp(group, "block") != 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] is no group of a form", group);
            ok = FALSE;
        }
        if (!ok)
            return FALSE;
    }
    return TRUE;
}

static Form *
form_load(const char *path, const char *id, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, error))
        return NULL;
    if (!g_key_file_load_from_data(file, bytes, length, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    g_autoptr(Form) form = g_new0(Form, 1);
    form->id = g_strdup(id);
    form->sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
    form->anchors = g_ptr_array_new_with_free_func((GDestroyNotify)anchor_free);
    form->fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
    form->title = g_key_file_get_string(file, "form", "title", NULL);
    g_autofree char *script = g_key_file_get_string(file, "form", "script", NULL);
    form->latin = g_strcmp0(script, "Latn") == 0;
    form->top = g_key_file_get_string_list(file, "block", "top", NULL, NULL);
    form->bottom = g_key_file_get_string_list(file, "block", "bottom", NULL, NULL);
    if (!read_number(file, "form", "least", 0.5, &form->least, error) || !read_groups(file, form, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&form);
}

static int
by_id(const void *a, const void *b)
{
    return strcmp((*(Form *const *)a)->id, (*(Form *const *)b)->id);
}

GPtrArray *
forms_load(const char *models_dir, GError **error)
{
    g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func((GDestroyNotify)form_free);
    g_autofree char *folder = models_dir ? g_build_filename(models_dir, "forms", NULL) : NULL;
    g_autoptr(GDir) dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    for (const char *id; dir && (id = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, id, "form.ini", NULL);
        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        Form *form = form_load(path, id, error);
        if (!form)
            return NULL;
        g_ptr_array_add(forms, form);
    }
    g_ptr_array_sort(forms, by_id);
    return g_steal_pointer(&forms);
}

gboolean
forms_open(void *data, const StageEnv *env, GError **error)
{
    FormsState *state = data;
    state->forms = forms_load(env->models_dir, error);
    return state->forms != NULL;
}

char *
forms_dup_models(const void *data)
{
    const FormsState *state = data;
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < state->forms->len; i++) {
        const Form *form = state->forms->pdata[i];
        g_string_append_printf(list, "%s%s=sha256:%s", i > 0 ? " " : "", form->id, form->sha256);
    }
    return g_strdup(list->str);
}

void
forms_clear(void *data)
{
    FormsState *state = data;
    g_clear_pointer(&state->forms, g_ptr_array_unref);
}

const Form *
forms_find(const FormsState *state, const char *id)
{
    for (guint i = 0; i < state->forms->len; i++)
        if (g_strcmp0(((const Form *)state->forms->pdata[i])->id, id) == 0)
            return state->forms->pdata[i];
    return NULL;
}
