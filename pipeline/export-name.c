/* export-name.c - names of exported files. */
#include "export.h"
#include <string.h>

/* Of the 255 bytes a file name may have, some are kept for "-l123.gt.txt" or another suffix, and ".part"
 * (output.h). */
enum { LONGEST_NAME = 232 };

/* Cuts to `length` bytes at most, not within a character where the name is UTF-8. */
static void
cut(GString *name, gsize length)
{
    if (name->len <= length)
        return;
    gboolean text = g_utf8_validate(name->str, -1, NULL);
    while (text && ((guchar)name->str[length] & 0xc0) == 0x80)
        length--;
    g_string_truncate(name, length);
}

/* Appends a part of a path, made harmless; FALSE where it had to be changed. */
static gboolean
append_part(GString *name, const char *part)
{
    gboolean is_dots = strcmp(part, ".") == 0 || strcmp(part, "..") == 0;
    if (*part == '\0')
        return FALSE;
    if (name->len)
        g_string_append_c(name, '/');
    g_string_append(name, is_dots ? (part[1] ? "%2e%2e" : "%2e") : part);
    return !is_dots;
}

/* `path` without the suffix of its last part; a leading dot begins no suffix. */
static char *
dup_stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    return dot && dot > base ? g_strndup(path, dot - path) : g_strdup(path);
}

char *
export_dup_name(Store *store, const char *path, guint number)
{
    g_autofree char *stem = dup_stem(path);
    const char *shown = store_has_twin(store, path, stem) ? path : stem;
    g_auto(GStrv) parts = g_strsplit(shown, "/", -1);
    g_autoptr(GString) dir = g_string_new(NULL);
    g_autoptr(GString) name = g_string_new(NULL);
    guint last = g_strv_length(parts);
    gboolean as_is = TRUE;
    for (guint i = 0; i + 1 < last; i++)
        as_is &= append_part(dir, parts[i]);
    as_is &= last > 0 && append_part(name, parts[last - 1]);
    g_autofree char *tail = g_strdup_printf("-p%u", number);
    if (!as_is || name->len + strlen(tail) > LONGEST_NAME) {
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, path, -1);
        cut(name, LONGEST_NAME - strlen(tail) - 9);
        g_string_append_printf(name, "~%.8s", sum);
    }
    return g_strconcat(dir->str, dir->len ? "/" : "", name->str, tail, NULL);
}

char *
export_dup_picture(const char *folder, const char *id)
{
    return g_strdup_printf("%s/images/%.2s/%s.png", folder, id, id);
}

char *
export_dup_kinds(const char *folder, const char *id)
{
    return g_strdup_printf("%s/images/%.2s/%s.ink.png", folder, id, id);
}
