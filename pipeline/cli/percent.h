/* percent.h - shares as people write them. */
#pragma once
#include <glib.h>

/* "1%", "0.5 %" or "0.01", above 0 and below 100 %; a SETUP error says what is wrong. */
gboolean percent_parse(const char *text, double *ret_share, GError **error);
