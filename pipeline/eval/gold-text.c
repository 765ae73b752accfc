/* gold-text.c - text without places: a line of the file is a line of the page. */
#include "error.h"
#include "gold.h"

gboolean
gold_read_text(Gold *truth, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(truth->path, &text, NULL, &cause)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s", cause->message);
        return FALSE;
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_auto(GStrv) rows = g_strsplit_set(valid, "\r\n\f", -1);
    for (guint i = 0; rows[i]; i++) {
        if (!*g_strstrip(rows[i]))
            continue;
        Quad nowhere = {0};
        Line *line = page_add_line(truth->page, LINE_TYPED, nowhere);
        line_add_word(line, rows[i], nowhere, 1);
        line_refresh(line);
    }
    return TRUE;
}
