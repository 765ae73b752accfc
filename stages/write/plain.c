/* plain.c - a line of text as a line of a plain text file. */
#include "plain.h"

void
plain_append_line(GString *text, const char *line)
{
    g_autofree char *valid = g_utf8_make_valid(line, -1);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(text, g_unichar_iscntrl(c) ? 0xfffd : c);
    }
    g_string_append_c(text, '\n');
}
