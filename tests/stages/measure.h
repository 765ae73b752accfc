/* measure.h - what the tests of the stages can ask of a page, by name. */
#pragma once
#include "page.h"

/* FALSE for a name that is no number's. NaN where the page has no such thing. */
gboolean measure_number(const Page *page, const char *name, double *ret_value);
/* "field.NAME", "status.NAME", "reasons.NAME" (of a field), "annotations", "says.KIND" (of annotation),
 * "form", "blank" (yes, no), "script", "verdict", "dpi_source"; NULL for other names. Free it. */
char *measure_dup_word(const Page *page, const char *name);
/* The lines that were read, in order. Free it. */
char *measure_dup_text(const Page *page);
