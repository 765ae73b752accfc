/* path-text.c - file names as text, reversibly. */
#include "record.h"
#include <string.h>

static void
append_bytes(GString *text, const char *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++)
        g_string_append_printf(text, "\\x%02x", (guchar)bytes[i]);
}

char *
path_dup_text(const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    while (*path) {
        gunichar c = g_utf8_get_char_validated(path, -1);
        gsize length = (c == (gunichar)-1 || c == (gunichar)-2) ? 0 : (gsize)(g_utf8_next_char(path) - path);
        if (length == 0)
            append_bytes(text, path, 1);
        else if (g_unichar_iscntrl(c))
            append_bytes(text, path, length);
        else if (c == '\\')
            g_string_append(text, "\\\\");
        else
            g_string_append_len(text, path, length);
        path += MAX(length, 1);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The byte that "\xNN" stands for, or 0 where `text` starts with no such thing (a file name holds no NUL). */
static guchar
escaped_byte(const char *text)
{
    if (text[0] != '\\' || text[1] != 'x' || !g_ascii_isxdigit(text[2]) || !g_ascii_isxdigit(text[3]))
        return 0;
    return (guchar)(g_ascii_xdigit_value(text[2]) * 16 + g_ascii_xdigit_value(text[3]));
}

char *
path_dup_bytes(const char *text)
{
    g_autoptr(GString) path = g_string_new(NULL);
    while (*text) {
        guchar byte = escaped_byte(text);
        if (byte) {
            g_string_append_c(path, (char)byte);
            text += 4;
        } else if (text[0] == '\\' && text[1] == '\\') {
            g_string_append_c(path, '\\');
            text += 2;
        } else {
            g_string_append_c(path, *text++);
        }
    }
    return g_string_free(g_steal_pointer(&path), FALSE);
}
