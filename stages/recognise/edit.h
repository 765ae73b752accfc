/* edit.h - words of a line: counted, joined and parted. */
#pragma once
#include "page.h"

/* What its symbols say, to free. */
char *edit_dup_text(const Word *word);

/* How many of its symbols begin with such a character (g_unichar_isalpha()). */
guint edit_count(const Word *word, gboolean (*is)(gunichar));

/* `count` words from `first` become one. `spaced`: the blanks between them are the typist's and stay in raw;
 * otherwise the recogniser saw blanks that are not there. Alternatives of the words are dropped. */
void edit_join(Line *line, guint first, guint count, gboolean spaced);

/* The word's symbols from `at` on become a word of their own, right behind it; 0 < at < their number. */
void edit_part(Line *line, guint word, guint at);

/* A symbol goes, what the word was before stays with it as an alternative; a word that was only this goes
 * too. */
void edit_drop(Line *line, guint word, guint at);

/* One more symbol at a word's end. */
void edit_append(Word *word, const char *text, Quad stored, double confidence);

/* Another character in a symbol's place; the one before stays with symbol and word as an alternative. */
void edit_replace(Word *word, guint at, const char *text);
