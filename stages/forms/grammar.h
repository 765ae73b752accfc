/* grammar.h - what a field's typed text may be, and what it means.
 *
 *   text         anything; lines joined, a hyphen at a line's end undone, " within a Cyrillic word is ъ
 *   caps         text typed in capitals: КАБУл and совпосол are КАБУЛ and СОВПОСОЛ, Совпослу stays
 *   person       А. ВЫШИНСКИЙ, Н.РОЩИН: initials and a name
 *   name         text without the full stop at its end, letter-spaced words joined
 *   digits       a number; О, З, б and letters drawn as 1 count as digits (typewriters had no 0, 1, 3)
 *   moment       19 час. 05 мин. 31/УП 1953 г.      -> 1953-07-31T19:05
 *                (minutes are two figures: one alone has lost the other)
 *   moment-en    4:10 am, 14 May 1950               -> 1950-05-14T04:10
 *   date         14.У.50г., 14/У-50, 26 октября 1949 г., 9 October 1952, February 16, 1952
 *   note         отп. 4 экз. ян. 16.У.50г.          -> 4 экз., ян, 1950-05-16
 *   note-en      5 copies 14 May 1950               -> 5 copies, 1950-05-14
 *   registration № 4058/мин, a number and letters by hand
 *   present      anything: it is there
 *
 * A reading that is no such thing is refused; a day that is in no calendar too. */
#pragma once
#include <glib.h>

gboolean grammar_knows(const char *type);
/* A type that takes any text: there is nothing to choose among readings. */
gboolean grammar_is_plain(const char *type);

/* FALSE: `text` is no reading of this type. `*ret_raw` is the text as typed without dots and rules that
 * leaked in, `*ret_value` what it means; both to free. */
gboolean grammar_read(const char *type, const char *text, char **ret_raw, char **ret_value);
