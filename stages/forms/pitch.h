/* pitch.h - the steps of a typewriter, and the blanks that they tell. */
#pragma once
#include "glyphs.h"

/* Millimetres from one letter to the next: the median inside words, or from word to word as well; 0 where
 * nothing tells. Glyphs are lent, left to right. */
double pitch_of(const GPtrArray *glyphs, gboolean across);

/* Does a blank stand before glyph i? The recogniser parts А.ГРОМЫКО after the full stop and П Е К И Н between
 * letters; on a typewriter a blank is as wide as a letter, so letters around it are two steps apart. `step`:
 * pitch_of(). */
gboolean pitch_blank_before(const GPtrArray *glyphs, guint i, double step);
