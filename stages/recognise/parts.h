/* parts.h - the letters that are looked up in a dictionary: from one sign of a word to the next, with the
 * other half where a hyphen parts them at the end of a line. */
#pragma once
#include "engine.h"
#include "page.h"

typedef struct {
    Word *word;
    guint from, to;          /* symbols */
    const Word *head, *tail; /* in the line above or below; NULL: none */
} Part;

#define PARTS_FEW 3 /* fewer letters may be an abbreviation or a paragraph's number */

/* A word's symbol as a character; 0 behind the last. */
gunichar parts_sign(const Word *word, guint at);

/* The next letters of a word from symbol `at` on that stand between signs as a typist sets them round words;
 * FALSE where there are no more. */
gboolean parts_next(const Word *word, guint at, guint *ret_from, guint *ret_to);

/* First or last word of a line; NULL where it has none, or there is no such line. Lent. */
Word *parts_end(const Page *page, guint line, gboolean last);

/* The part's letters as read, to free. */
char *parts_letters(const Part *part);
/* The whole word with `letters` in the part's place, to free. */
char *parts_spell(const Part *part, const char *letters);

/* How far a line's words have been gone through; all zero to begin with. */
typedef struct {
    guint word, symbol;
} PartsAt;

/* A dictionary: engine_has_word() or engine_spells_word(). */
typedef gboolean (*PartsKnown)(const Engine *engine, const char *word);

/* The next part of a line that is strange: letters, small but for the first, that are no word of the
 * dictionary; halves of which nothing tells, and what may be an abbreviation of one or two letters, are
 * spared. FALSE where there is none left. The word may be changed meanwhile, but not parted or joined. */
gboolean parts_next_strange(const Engine *engine, PartsKnown known, const Page *page, guint line, PartsAt *at,
                            Part *ret_part);
