/* bag.h - scoring a page whose truth is text without places.
 *
 * Each line of the truth is laid on the stretch of the text read that it fits best; the longest line chooses
 * first and a stretch is used once. So columns, reading order and other line breaks cost nothing. Words
 * divided at a line's end are joined on both sides. What no line was laid on is extra. */
#pragma once
#include "characters.h"
#include "page.h"

typedef struct {
    char *truth, *read; /* the stretch chosen, folded */
    guint errors, length;
} BagLine;

/* Lines of `truth` against all the text of `read`, as BagLine in the order of the truth. ret_extra:
 * characters left over, blanks not counted. `typed`: compares what was typed rather than the joined form of
 * letter-spaced words. */
GArray *bag_lines_new(const Page *truth, const Page *read, Folds folds, gboolean typed, guint *ret_extra);

/* How many words of the truth are not among those read, each of which counts once. */
guint bag_missing_words(const Page *truth, const Page *read, Folds folds, guint *ret_words);
