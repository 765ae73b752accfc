/* overlooked.h - ink in a field's place that is in no line: a figure that stands alone and was taken for a
 * hand's, or is one. A form's blank is filled in by whatever means; what stands there is read and offered. */
#pragma once
#include "glyphs.h"
#include "recognise/again.h"

typedef struct Overlooked Overlooked;

/* Reads what stands in the area (millimetres) and in none of the page's lines; NULL where that is nothing.
 * With `value`, where lines have some of what stands there: reads that place and what goes on with it right
 * beside it in one, also what another line has; NULL where nothing does. Stamps, rules and strokes are left
 * alone, as is ink that is no row of letters. To free. */
Overlooked *overlooked_read(const Page *page, const AgainReader *reader, Box area, const Box *value);
void overlooked_free(Overlooked *overlooked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Overlooked, overlooked_free)

/* The characters, lent. */
guint overlooked_count(const Overlooked *overlooked);
const Glyph *overlooked_get(const Overlooked *overlooked, guint i);
