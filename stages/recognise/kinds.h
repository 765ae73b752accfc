/* kinds.h - what a letter looks like on a page.
 *
 * One that print and type both have, or a capital that was read small, looks in more than one way: its
 * symbols are told apart into kinds that are each alike. */
#pragma once
#include "shapes.h"

#define KINDS_NOWHERE (-3.0) /* likeness to a letter that none tells of */

typedef struct Letter Letter;

Letter *letter_new(void);
void letter_free(Letter *letter);

/* One more symbol that was read as the letter, lent. Before the first question. */
void letter_add(Letter *letter, Symbol *symbol);

/* Likeness of a symbol to the letter's likest kind, in -1 … 1; it does not witness for itself. KINDS_NOWHERE
 * where no other one tells. `ret_shift` (NULL allowed): where its window is most like. */
double letter_likeness(Letter *letter, const Shapes *shapes, const Symbol *symbol, ShapeShift *ret_shift);
/* The same at first sight: among kinds of two and more, by all that they hold, with the window at most
 * `reach` cells from `at`. */
double letter_glance(Letter *letter, const Shapes *shapes, const ShapeView *view, ShapeShift at, int reach);
/* How many others are of the letter's kinds. */
guint letter_count_others(Letter *letter, const Shapes *shapes, const Symbol *symbol);
