/* spaced.h - words typed with blanks between their letters. */
#pragma once
#include "page.h"

/* The typewriter's step in stored pixels; where the page has none, the median width of a character over words
 * of five letters and more; 0 where there are too few. */
double spaced_pitch(const Page *page);

/* Joins what is one word of the line: single letters, or pieces of a word whose letters stand apart as well,
 * at even distances, three letters and more. `raw` keeps the blanks, `text` is as a reader would quote it. */
void spaced_join(Line *line, double pitch);
