/* characters.h - text as the characters and words a score compares.
 *
 * Both sides of every comparison pass through here, so that a score counts reading and not taste:
 *
 * - always: NFC; all quotes become " or ', all dashes -, no-break blanks a blank; runs of blanks are one; ё
 * is е; soft hyphens and zero-width marks go; three or more dots or underscores in a row, a leader, are one
 * character;
 * - lenient: look-alikes become one as well: I І l | are 1, О O are 0, З is 3, and Latin letters that a
 * typist or a reader cannot tell from Cyrillic ones (A а B В …) are Cyrillic;
 * - solid: blanks are left out. */
#pragma once
#include <glib.h>

typedef enum { FOLD_NONE = 0, FOLD_LENIENT = 1 << 0, FOLD_SOLID = 1 << 1 } Folds;

/* Characters (gunichar) of a text that need not be valid UTF-8. */
GArray *characters_new(const char *text, Folds folds);
/* Back to text, for looking at; free it. */
char *characters_dup_text(const GArray *characters);

/* The blank-separated words as numbers (guint32): equal words, equal numbers, for as long as `numbers` lives.
 */
GArray *word_numbers_new(const char *text, Folds folds, GHashTable *numbers);
GHashTable *numbers_new(void);
