/* spelling.h - what typed text means where a typewriter's signs differ from it. */
#pragma once
#include <glib.h>

/* Lines joined, hyphens at their ends undone; О and З at a word's head, which are the same types as 0 and 3;
 * a 1 that was the letter I or l beside other figures; the typist's hard sign, a quote before е, ё, ю and я,
 * and no hard sign before other letters, where only a soft one can be. To free. */
char *spelling_plain(const char *text);

/* А. ВЫШИНСКИЙ, Н.РОЩИН, to free; NULL where `text` is no such thing. *ret_value: the same with its full
 * stops. The one after an initial is often struck by the signature: what stands there is read as a comma, a
 * stroke or a blank; behind a full stop the stroke stands in a blank's place. English typists left a blank
 * there. */
char *spelling_person(const char *text, char **ret_value);

/* How many letters are capitals, and how many small ones. */
void spelling_count_cases(const char *text, guint *ret_capitals, guint *ret_small);
