/* own.h - a value that is nearly one of its list, by the page's own types. */
#pragma once
#include "reading.h"

/* Where the value misses its list: is there an entry from which its glyphs (of Glyph, left to right) differ
 * in a letter or two, each of which looks more like the entry's on this page (types.h)? Then raw and value,
 * to be freed and replaced, have those letters from now on. */
gboolean own_change(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, char **raw,
                    char **value);
