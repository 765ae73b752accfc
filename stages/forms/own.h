/* own.h - a value that is nearly one of its list, by the page's own types. */
#pragma once
#include "reading.h"

/* Where the value misses its list: is there an entry from which its glyphs (of Glyph, left to right) differ
 * in a letter or two, each of which looks more like the entry's on this page (types.h), or none, but other
 * looks outvoted them? Then raw and value, to be freed and replaced, have those letters from now on. */
gboolean own_change(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, char **raw,
                    char **value);

/* What the glyphs say where the page's own types have other figures for some of them. */
typedef struct {
    GPtrArray *lent; /* of Glyph: the look */
    GArray *glyphs;  /* of Glyph */
    Word *changed;   /* its symbols are those that changed */
} OwnLook;

/* NULL where all figures look most like what they were read as. To free. */
OwnLook *own_look(const FieldReading *reading, const GPtrArray *glyphs);
void own_look_free(OwnLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OwnLook, own_look_free)

/* EVIDENCE_TYPES of a field: 1 where all letters at its place look like what they were read as; less the more
 * that one of them that does so least looks like another; 0.5 where types tell nothing. */
double own_likeness(const Page *page, Types *types, const Field *field);
