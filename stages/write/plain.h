/* plain.h - a line of text as a line of a plain text file. */
#pragma once
#include <glib.h>

/* A control character would break a line in two, or a terminal: it becomes U+FFFD, and so does what is no
 * UTF-8. */
void plain_append_line(GString *text, const char *line);
