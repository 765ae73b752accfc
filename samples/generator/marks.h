/* marks.h - what came onto the paper after the typist: stamps, notes, folio numbers, pencil. */
#pragma once
#include "hands.h"
#include "press.h"
#include "tier.h"

typedef struct {
    Canvas *canvas;
    FaceBook *book;
    const Hands *hands; /* NULL: notes are written with faces */
    Truth *truth;
    Chance *chance;
    const Tier *tier;
    const Sheet *sheet;
    GKeyFile *lists; /* data/texts/lists.ini */
    GHashTable *values;
    gboolean russian;
    gboolean faithful; /* a real document: nothing in it is struck out */
    int order;         /* of the next truth line */
} Marks;

/* All marks that the tier and the document (values folio, note, registration_note, stamp) ask for. */
gboolean marks_draw(Marks *self, GError **error);
/* Only a folio number, for blank sheets; no more often than `probability`. */
gboolean marks_folio(Marks *self, double probability, GError **error);
