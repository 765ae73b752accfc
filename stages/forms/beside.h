/* beside.h - ink right beside a value that may be more of it. */
#pragma once
#include "zone.h"

#define BESIDE_LETTER  1.9 /* millimetres: less than a blank and a letter */
#define BESIDE_INITIAL 8   /* a full stop and a blank are between a name and its initial */

/* How many components of the value's height stand on its level, no more than `reach` millimetres from its
 * first or last glyph (of Glyph, left to right), and are neither its own nor a label's: a value that lost a
 * figure to another line is read as surely as a whole one. With them, of a number, the figures that stand in
 * its place and were not read. */
guint beside_count(const Page *page, const Zones *zones, const GPtrArray *glyphs, double reach);

/* How many components about as tall as letters stand within `reach` millimetres above and below a value and
 * in no line that was read: ОСОБАЯ under a stamp, with ВНЕ ОЧЕРЕДИ read above it. */
guint beside_rows(const Page *page, const Zones *zones, Box value, double reach);
