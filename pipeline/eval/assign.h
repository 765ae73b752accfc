/* assign.h - which words that were read lie on which line of the truth.
 *
 * By place alone, so that reading order, columns and the reader's own idea of lines do not matter: a word
 * goes to the line that covers most of it, if that is 30 % of it or holds its middle, or if it covers most of
 * a much shorter line. */
#pragma once
#include "page.h"

/* For each line of `truth` an array of Word (lent from `read`), in order along the line. Words on no line
 * are appended to ret_stray. */
GPtrArray *assign_words(const Page *truth, const Page *read, GPtrArray *ret_stray);

/* Area that two convex quads share. */
double quad_shared_area(const Quad *a, const Quad *b);
