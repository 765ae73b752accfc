/* markup.h - texts with {keys} and with typed lines of limited length. */
#pragma once
#include <glib.h>

/* Replaces {key} by the document's value (an unknown key: by nothing) and appends a FieldSpan for each to
 * `spans`. */
char *markup_expand(const char *text, GHashTable *values, GArray *spans);

typedef struct {
    guint start, end; /* bytes of the text */
    gboolean hyphen;  /* a hyphen is typed after it */
    int indent;       /* columns */
} TypedLine;

/* Breaks `text` at its newlines and, when `columns` > 0, into lines of at most so many letters. The first
 * line of every paragraph is moved in by `indent`. With `hyphens` long words are divided between syllables,
 * as typists did. */
GArray *markup_wrap(const char *text, int columns, int indent, gboolean hyphens);

typedef struct {
    guint start, end;
    gboolean spaced; /* typed with blanks between its letters: П Е К И Н */
} TypedWord;

/* The words of a line; a letter-spaced word is one. */
GArray *markup_words(const char *line);
/* Without the blanks of letter-spaced words and with single blanks between words. */
char *markup_join(const char *line);
