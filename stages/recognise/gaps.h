/* gaps.h - words of a line that the network passed over.
 *
 * It does so mostly after a wide gap («To Whom:» far behind «WASHINGTON»). Ink that no word was read from is
 * read once more by itself, where it is as wide as a word of three letters, or stands apart and is read well.
 */
#pragma once
#include "looks.h"

/* Adds what is found to the reading's words, in their order. `looks`: how the line was read. */
void gaps_fill(Engine *engine, const LineCrop *crop, const Looks *looks, Reading *reading);
