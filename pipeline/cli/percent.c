/* percent.c - shares as people write them. */
#include "cli/percent.h"
#include "error.h"
#include <string.h>

gboolean
percent_parse(const char *text, double *ret_share, GError **error)
{
    char *end = NULL;
    double share = g_ascii_strtod(text, &end);
    gboolean read = end != text;
    while (*end == ' ')
        end++;
    if (*end == '%')
        share /= 100, end++;
    if (read && *end == '\0' && share > 0 && share < 1) {
        *ret_share = share;
        return TRUE;
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "“%s” is no share between 0 and 100 %%, such as 1%%",
                text);
    return FALSE;
}
