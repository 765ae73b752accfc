/* body.h - rows of the typed block, as its fields tell them apart. */
#pragma once
#include "reading.h"

/* The typewriter's pitch, millimetres: most characters have it. */
double body_pitch(const GPtrArray *rows);
/* Has the row the typewriter's pitch, or twice that, letter-spaced? Rows of another one are no typescript. */
gboolean body_is_typed(const ZoneRow *row, double pitch);
/* The entry of the list that the text is, a fifth of its letters misread; NULL where it is none. */
const char *body_find_entry(char *const *list, const char *text, gboolean latin);
/* Letters and digits. */
guint body_letters(const char *text);
