/* ink-settle.h - kinds of ink, pixel by pixel, made to agree with their neighbours. */
#pragma once
#include "page.h"

/* A connected stroke of a pen is all handwriting or all a mark. Small signs that stand in a row of print are
 * print, as are letters that end a row of text, as tall as it. Small islands of one kind amid another take
 * the other: a comma that looks like a pen's, in a line of type. Changes `kinds` (8 bits, InkKind). `mm`:
 * pixels a millimetre. */
void ink_settle(PIX *kinds, double mm);
