/* lists.h - values that a field often has. */
#pragma once
#include "form-file.h"

/* The key `known` of a field's group: folded value -> its spellings, of char *; to unref. NULL where it is
 * not given or wrong: a problem of the file. */
GHashTable *lists_read_known(FormFile *file, const char *group, gboolean latin);

/* The same of values that are there; to unref. */
GHashTable *lists_of(char *const *values, gboolean latin);

/* The value of the list that the text is, in the spelling nearest to it; NULL where it is none. Up to
 * `initials` letters may stand before it. Lent. */
const char *lists_find(GHashTable *known, const char *text, gboolean latin, guint initials);
/* A person's name as the entry spells it, behind the initials that the text has: «Я.МА ЛИК», «ТШТЫКОВ». To
 * free. */
char *lists_respell(const char *entry, const char *text, gboolean latin);
/* Places where two spellings of one word differ, from the left. */
guint lists_differences(const char *a, const char *b);
/* How far the text is from the nearest value of the list, letters to change of its letters, initials apart;
 * 1 where nothing is near. `ret_nearest` (may be NULL) is lent. */
double lists_distance(GHashTable *known, const char *text, gboolean latin, guint initials,
                      const char **ret_nearest);
