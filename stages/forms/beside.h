/* beside.h - ink right beside a value that may be more of it. */
#pragma once
#include "zone.h"

/* How many components of the value's height stand on its level within a blank of its first or last glyph (of
 * Glyph, left to right) and are neither its own nor a label's: a value that lost a figure to another line is
 * read as surely as a whole one. */
guint beside_count(const Page *page, const Zones *zones, const GPtrArray *glyphs);
