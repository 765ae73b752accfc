/* second.h - the characters of a field, read anew. */
#pragma once
#include "glyphs.h"
#include "recognise/again.h"

/* The places of some glyphs and of a line that was given up, cut out once to be read in several ways. */
typedef struct SecondLook SecondLook;

/* `glyphs` (of Glyph, in reading order) and `unread`, a line that stays to be read or NULL, are lent while
 * this lives. */
SecondLook *second_new(const AgainReader *reader, const Page *page, const GPtrArray *glyphs,
                       const Piece *unread);
void second_free(SecondLook *second);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SecondLook, second_free)

/* What the way-th way, below AGAIN_WAYS, reads there: of Glyph, lent until the next call. */
const GPtrArray *second_read(SecondLook *second, guint way);
