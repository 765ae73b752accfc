/* form.c - reads form descriptions. */
#include "form.h"
#include "error.h"
#include "grammar.h"
#include "glyphs.h"
#include "lists.h"
#include <string.h>

static const char *const places[] = {"right", "anchor", "row", "block", "page", "rest", NULL};
static const char *const sides[] = {"any", "left", "right", NULL};
static const char *const no_yes[] = {"no", "yes", NULL}, *const yes_no[] = {"yes", "no", NULL};
static const char *const ends[] = {"top", "bottom", NULL};

static void
anchor_free(FormAnchor *anchor)
{
    g_free(anchor->name);
    g_strfreev(anchor->labels);
    g_strfreev(anchor->texts);
    g_free(anchor->places);
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
    g_strfreev(field->without);
    g_free(field->number);
    g_clear_pointer(&field->known, g_hash_table_unref);
    g_clear_pointer(&field->match, g_regex_unref);
    g_clear_pointer(&field->skip, g_regex_unref);
    g_clear_pointer(&field->after, g_regex_unref);
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
    g_ptr_array_unref(form->rules);
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

guint
form_initials(const FormField *field)
{
    return strcmp(field->type, "person") == 0 ? 2 : 0;
}

const FormField *
form_find_field(const Form *form, const char *name)
{
    for (guint i = 0; i < form->fields->len; i++) {
        const FormField *field = form->fields->pdata[i];
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

static void
read_places(FormFile *file, const char *group, FormAnchor *anchor)
{
    g_auto(GStrv) given = form_file_list(file, group, "at");
    anchor->n_places = given ? g_strv_length(given) : 0;
    anchor->places = g_new0(double, 2 * anchor->n_places + 1);
    for (guint i = 0; i < anchor->n_places; i++) {
        char *comma = NULL, *end = NULL;
        anchor->places[2 * i] = g_ascii_strtod(given[i], &comma);
        anchor->places[2 * i + 1] = *comma == ',' ? g_ascii_strtod(comma + 1, &end) : 0;
        if (comma == given[i] || !end || end == comma + 1 || *end)
            form_file_wrong(file, group, "at", "“%s” is no place x,y in millimetres", given[i]);
    }
}

static void
read_anchor(FormFile *file, const char *group, Form *form)
{
    static const char *const keys[] = {"text", "weight", "at", NULL};
    form_file_check_keys(file, group, keys);
    FormAnchor *anchor = g_new0(FormAnchor, 1);
    g_ptr_array_add(form->anchors, anchor);
    anchor->name = g_strdup(group + strlen("anchor "));
    anchor->labels = form_file_list(file, group, "text");
    read_places(file, group, anchor);
    anchor->weight = form_file_number(file, group, "weight", 1, 0, 1000);
    guint count = anchor->labels ? g_strv_length(anchor->labels) : 0;
    anchor->texts = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++) {
        anchor->texts[i] = glyphs_fold(anchor->labels[i], form->latin);
        if (g_utf8_strlen(anchor->texts[i], -1) < 2)
            form_file_wrong(file, group, "text", "“%s” is too short to be found", anchor->labels[i]);
    }
    if (count == 0)
        form_file_wrong(file, group, "text", "the anchor has none");
}

static GRegex *
read_expression(FormFile *file, const char *group, const char *key)
{
    g_autofree char *text = form_file_text(file, group, key);
    g_autoptr(GError) cause = NULL;
    GRegex *expression = text ? g_regex_new(text, G_REGEX_OPTIMIZE, 0, &cause) : NULL;
    if (cause)
        form_file_wrong(file, group, key, "%s", cause->message);
    return expression;
}

static void
check_field(FormFile *file, const char *group, const Form *form, const FormField *field)
{
    if (!grammar_knows(field->type))
        form_file_wrong(file, group, "type", "no such type; grammar.h lists them");
    if (field->place <= PLACE_ROW && !field->anchor)
        form_file_wrong(file, group, "anchor", "a field at this place wants one");
    if (field->anchor && !form_find_anchor(form, field->anchor))
        form_file_wrong(file, group, "anchor", "described nowhere above");
    if (field->place == PLACE_ROW && !field->number)
        form_file_wrong(file, group, "number", "what is printed after the numbers of its rows?");
    if (field->place == PLACE_BLOCK && !field->match && !field->list)
        form_file_wrong(file, group, NULL, "neither match nor list tells which line it is");
    if (field->place == PLACE_PAGE && grammar_is_plain(field->type))
        form_file_wrong(file, group, NULL, "a type that takes any text tells no note from another");
}

/* What a wrong value costs: numbers and times are what a paper is found by. */
static double
usual_weight(const char *type)
{
    static const char *const dear[] = {"digits", "moment", "moment-en", "date", "registration", NULL};
    static const char *const plain[] = {"text", "present", NULL};
    return g_strv_contains(dear, type) ? 3 : g_strv_contains(plain, type) ? 1 : 2;
}

static void
read_field(FormFile *file, const char *group, Form *form)
{
    static const char *const keys[] = {"label",  "anchor", "type",   "list",   "without", "known",
                                       "match",  "place",  "side",   "from",   "rows",    "width",
                                       "off",    "skip",   "follow", "number", "review",  "expected",
                                       "double", "weight", "after",  NULL};
    form_file_check_keys(file, group, keys);
    FormField *field = g_new0(FormField, 1);
    g_ptr_array_add(form->fields, field);
    field->name = g_strdup(group + strlen("field "));
    field->label = form_file_text(file, group, "label");
    field->anchor = form_file_text(file, group, "anchor");
    field->type = form_file_text(file, group, "type");
    field->list = form_file_list(file, group, "list");
    field->without = form_file_list(file, group, "without");
    g_autofree char *number = form_file_text(file, group, "number");
    field->number = number ? glyphs_fold(number, form->latin) : NULL;
    field->known = lists_read_known(file, group, form->latin);
    if (!field->known && field->list)
        field->known = lists_of(field->list, form->latin);
    field->place = (FormPlace)form_file_choice(file, group, "place", places);
    field->side = (FormSide)form_file_choice(file, group, "side", sides);
    field->from_bottom = form_file_choice(file, group, "from", ends) == 1;
    field->rows = (guint)form_file_number(file, group, "rows", 1, 1, 40);
    field->width = form_file_number(file, group, "width", 80, 0, 1000);
    field->off = form_file_number(file, group, "off", 3, 0, 1000);
    if (!field->type)
        field->type = g_strdup("text");
    field->match = read_expression(file, group, "match");
    field->skip = read_expression(file, group, "skip");
    field->after = read_expression(file, group, "after");
    field->review = form_file_choice(file, group, "review", no_yes) == 1;
    field->twice = form_file_choice(file, group, "double", no_yes) == 1;
    field->weight = form_file_number(file, group, "weight", usual_weight(field->type), 0, 100);
    field->expected = form_file_choice(file, group, "expected", no_yes) == 1;
    field->follow = form_file_choice(file, group, "follow", no_yes) == 1;
    check_field(file, group, form, field);
}

/* A rule speaks of fields that are described above it. */
static void
read_rule(FormFile *file, const char *group, Form *form)
{
    FormRule *rule = rule_load(file, group);
    for (guint i = 0; rule && rule->fields[i]; i++)
        if (!form_find_field(form, rule->fields[i]))
            form_file_wrong(file, group, "fields", "“%s” is described nowhere above", rule->fields[i]);
    if (rule)
        g_ptr_array_add(form->rules, rule);
}

/* The block's ends are anchors; they may be described below it. */
static void
read_block(FormFile *file, Form *form)
{
    static const char *const keys[] = {"top", "bottom", NULL};
    form_file_check_keys(file, "block", keys);
    form->top = form_file_list(file, "block", "top");
    form->bottom = form_file_list(file, "block", "bottom");
    for (guint end = 0; end < 2; end++)
        for (char **name = end ? form->bottom : form->top; name && *name; name++)
            if (!form_find_anchor(form, *name))
                form_file_wrong(file, "block", keys[end], "no anchor “%s” is described", *name);
}

static void
read_head(FormFile *file, Form *form)
{
    static const char *const keys[] = {"title", "script", "least", "printed", NULL};
    static const char *const scripts[] = {"Cyrl", "Latn", NULL};
    form_file_check_keys(file, "form", keys);
    form->title = form_file_text(file, "form", "title");
    form->latin = form_file_choice(file, "form", "script", scripts) == 1;
    form->printed = form_file_choice(file, "form", "printed", yes_no) == 0;
    form->least = form_file_number(file, "form", "least", 0.5, 0, 1);
    if (!form->title)
        form_file_wrong(file, "form", "title", "the form has none");
}

static void
read_group(FormFile *file, const char *group, Form *form)
{
    if (g_str_has_prefix(group, "anchor "))
        read_anchor(file, group, form);
    else if (g_str_has_prefix(group, "field "))
        read_field(file, group, form);
    else if (g_str_has_prefix(group, "rule "))
        read_rule(file, group, form);
    else if (strcmp(group, "form") != 0 && strcmp(group, "block") != 0)
        form_file_wrong(file, group, NULL, "no group of a form");
}

static int
by_line(const void *a, const void *b)
{
    guint x = (*(FormProblem *const *)a)->line, y = (*(FormProblem *const *)b)->line;
    return (x > y) - (x < y);
}

Form *
form_read(FormFile *file, const char *id)
{
    Form *form = g_new0(Form, 1);
    form->id = g_strdup(id);
    form->anchors = g_ptr_array_new_with_free_func((GDestroyNotify)anchor_free);
    form->fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
    form->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    read_head(file, form);
    g_auto(GStrv) groups = g_key_file_get_groups(file->keys, NULL);
    for (guint i = 0; groups[i]; i++)
        read_group(file, groups[i], form);
    read_block(file, form);
    if (form->anchors->len == 0 && form->printed)
        form_file_wrong(file, "form", NULL, "no [anchor NAME] tells the form from other pages");
    g_ptr_array_sort(file->problems, by_line);
    form->sha256 = g_strdup(g_checksum_get_string(file->checksum));
    return form;
}

static Form *
form_load(const char *folder, const char *path, const char *id, GError **error)
{
    g_autoptr(FormFile) file = form_file_load(path, folder, error);
    g_autoptr(Form) form = file ? form_read(file, id) : NULL;
    if (!form || file->problems->len == 0)
        return g_steal_pointer(&form);
    const FormProblem *first = file->problems->pdata[0];
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s:%u: %s%s", path, first->line, first->text,
                file->problems->len > 1 ? "; verno forms lint names the others" : "");
    return NULL;
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
        Form *form = form_load(folder, path, id, error);
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
        g_string_append_printf(list, "%sforms/%s=sha256:%s", i > 0 ? " " : "", form->id, form->sha256);
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

const Form *
forms_find_letter(const FormsState *state, gboolean latin)
{
    for (guint i = 0; i < state->forms->len; i++) {
        const Form *form = state->forms->pdata[i];
        if (!form->printed && form->latin == latin)
            return form;
    }
    return NULL;
}
