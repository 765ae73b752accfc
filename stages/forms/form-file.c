/* form-file.c - a form.ini with its lines: GKeyFile forgets where a key stood. */
#include "form-file.h"
#include "error.h"
#include <string.h>

static void
problem_free(FormProblem *problem)
{
    g_free(problem->text);
    g_free(problem);
}

void
form_file_free(FormFile *file)
{
    if (!file)
        return;
    g_free(file->path);
    g_strfreev(file->lines);
    g_clear_pointer(&file->keys, g_key_file_unref);
    g_clear_pointer(&file->checksum, g_checksum_free);
    g_clear_pointer(&file->problems, g_ptr_array_unref);
    g_free(file);
}

static void
add_problem(FormFile *file, guint line, char *text)
{
    FormProblem *problem = g_new0(FormProblem, 1);
    *problem = (FormProblem){line, text};
    g_ptr_array_add(file->problems, problem);
}

/* The name in a line "[name]", to free; NULL where it is none. */
static char *
group_of(const char *line)
{
    const char *end = strrchr(line, ']');
    return *line == '[' && end && end[strspn(end + 1, " \t\r") + 1] == '\0'
               ? g_strndup(line + 1, (gsize)(end - line - 1))
               : NULL;
}

/* The key in a line "key=value", to free; NULL where there is no '='. */
static char *
key_of(const char *line)
{
    const char *equals = strchr(line, '=');
    return equals && equals > line ? g_strstrip(g_strndup(line, (gsize)(equals - line))) : NULL;
}

static gboolean
is_remark(const char *line)
{
    gsize blank = strspn(line, " \t\r");
    return line[blank] == '\0' || line[blank] == '#';
}

/* Lines that are nothing, and what stands twice. Lines that GKeyFile would refuse are blanked, so that the
 * rest can be checked too. */
static void
check_lines(FormFile *file)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *group = NULL;
    for (guint i = 0; file->lines[i]; i++) {
        const char *line = file->lines[i];
        char *opened = group_of(line), *wrong = NULL;
        g_autofree char *key = opened || is_remark(line) ? NULL : key_of(line);
        if (opened) {
            g_free(group);
            group = opened;
            if (!g_hash_table_add(seen, g_strdup_printf("[%s]", group)))
                wrong = g_strdup_printf("[%s] is described twice", group);
        } else if (key && group) {
            if (!g_hash_table_add(seen, g_strdup_printf("[%s] %s", group, key)))
                wrong = g_strdup_printf("[%s] %s is given twice", group, key);
        } else if (!is_remark(line)) {
            wrong = g_strdup_printf(
                key ? "“%s” stands before the first [group]" : "“%s” is neither [group] nor key=value", line);
            file->lines[i][0] = '#';
        }
        if (wrong)
            add_problem(file, i + 1, wrong);
    }
}

FormFile *
form_file_load(const char *path, const char *forms, GError **error)
{
    g_autoptr(FormFile) file = g_new0(FormFile, 1);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, error))
        return NULL;
    if (!g_utf8_validate(bytes, (gssize)length, NULL)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s is no UTF-8 text", path);
        return NULL;
    }
    file->path = g_strdup(path);
    file->forms = forms;
    file->problems = g_ptr_array_new_with_free_func((GDestroyNotify)problem_free);
    file->checksum = g_checksum_new(G_CHECKSUM_SHA256);
    form_file_add(file, bytes, length);
    file->lines = g_strsplit(bytes, "\n", -1);
    check_lines(file);
    file->keys = g_key_file_new();
    g_autofree char *sound = g_strjoinv("\n", file->lines);
    if (*sound && !g_key_file_load_from_data(file->keys, sound, strlen(sound), G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&file);
}

/* The line on which a key of a group stands, or the group where the key is not given; 0 where neither is. */
static guint
line_of(const FormFile *file, const char *group, const char *key)
{
    guint found = 0;
    gboolean inside = FALSE;
    for (guint i = 0; file->lines[i]; i++) {
        g_autofree char *opened = group_of(file->lines[i]);
        if (opened) {
            inside = strcmp(opened, group) == 0;
            found = inside ? i + 1 : found;
            continue;
        }
        g_autofree char *own = inside && key && !is_remark(file->lines[i]) ? key_of(file->lines[i]) : NULL;
        if (own && strcmp(own, key) == 0)
            return i + 1;
    }
    return found;
}

gboolean
form_file_wrong(FormFile *file, const char *group, const char *key, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *cause = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *value = key ? form_file_text(file, group, key) : NULL;
    char *text = value ? g_strdup_printf("[%s] %s=%s: %s", group, key, value, cause)
                 : key ? g_strdup_printf("[%s] %s: %s", group, key, cause)
                       : g_strdup_printf("[%s]: %s", group, cause);
    add_problem(file, line_of(file, group, key), text);
    return FALSE;
}

char *
form_file_text(const FormFile *file, const char *group, const char *key)
{
    return g_key_file_get_string(file->keys, group, key, NULL);
}

char **
form_file_list(const FormFile *file, const char *group, const char *key)
{
    return g_key_file_get_string_list(file->keys, group, key, NULL, NULL);
}

double
form_file_number(FormFile *file, const char *group, const char *key, double otherwise, double least,
                 double most)
{
    g_autofree char *text = form_file_text(file, group, key);
    if (!text)
        return otherwise;
    char *end = NULL;
    double number = g_ascii_strtod(text, &end);
    if (end != text && !*end && number >= least && number <= most)
        return number;
    form_file_wrong(file, group, key, "no number from %g to %g", least, most);
    return otherwise;
}

guint
form_file_choice(FormFile *file, const char *group, const char *key, const char *const *words)
{
    g_autofree char *text = form_file_text(file, group, key);
    for (guint i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    if (text) {
        g_autofree char *known = g_strjoinv(", ", (char **)words);
        form_file_wrong(file, group, key, "none of %s", known);
    }
    return 0;
}

void
form_file_check_keys(FormFile *file, const char *group, const char *const *known)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file->keys, group, NULL, NULL);
    for (guint i = 0; keys && keys[i]; i++)
        if (!g_strv_contains(known, keys[i]))
            form_file_wrong(file, group, keys[i], "no such key here");
}

void
form_file_add(FormFile *file, const char *bytes, gsize length)
{
    g_checksum_update(file->checksum, (const guchar *)bytes, (gssize)length);
}
