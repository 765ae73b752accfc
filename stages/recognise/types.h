/* types.h - the page's own types as witnesses.
 *
 * A typewriter strikes every А with the same piece of metal, so the other А of a page tell better what one
 * looks like than a network that saw a thousand machines. A letter's look is the mean of its sure ones on the
 * page, each moved to where it agrees best with the others; a symbol's likeness to a letter is the normalised
 * correlation with that mean (G. Nagy, Y. Xu, "Automatic prototype extraction for adaptive OCR", ICDAR 1997).
 *
 * Where letters keep the typewriter's steps (shapes.h) the types tell of any letter whether it is what it was
 * read as; elsewhere boxes are too rough for that, and they are asked only which of two letters a symbol is,
 * where a dictionary or a list has the other. */
#pragma once
#include "page.h"

typedef struct Types Types;

/* The types of a page that was read; lends the page, whose symbols must stay meanwhile (their texts may
 * change). */
Types *types_new(const Page *page);
void types_free(Types *types);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Types, types_free)

/* By how much the symbol is more like `letter` (one character) than like what it was read as, -2 … 2; less
 * than any where too few of either were read surely. The symbol does not witness for itself. */
double types_margin(Types *types, const Symbol *symbol, const char *letter);
/* What speaks for `letter` in the symbol's place, where a dictionary or a list has it there: the page's own
 * types have it for likelier, or the recogniser had it among its alternatives and the types do not speak
 * against it. 0 … 3; 0: nothing does. */
double types_support(Types *types, const Symbol *symbol, const char *letter);

/* Is the symbol more like another letter or figure of the page than like what it was read as? FALSE where
 * types tell nothing: on print, or where too few of what it was read as were read surely. `ret_rival`: the
 * likest other one, lent; NULL: it is so like itself that none was sought. `ret_margin`: by how much it is
 * liker than what was read, as types_margin() has it; below 0: it is less like. */
gboolean types_ask(Types *types, const Symbol *symbol, const char **ret_rival, double *ret_margin);

/* Letters that were read surely on the page; of char *, lent, to unref. */
GPtrArray *types_letters(const Types *types);
