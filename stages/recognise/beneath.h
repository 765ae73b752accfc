/* beneath.h - the page without handwriting, signatures, stamps, marks in the margin and strike-outs, for
 * lines that such ink crosses.
 *
 * Other strokes stay, and the kinds do not tell what of a strike-out goes: real typescript reads better so
 * (chaikovsky 1.50 instead of 1.55 %), for a dash that is taken for a pen's is not lost. */
#pragma once
#include "page.h"

typedef struct {
    PIX *image, *ink; /* NULL: the page has no such ink */
    PIX *other;       /* the ink that was taken away, 1 bit */
    double dpi;
} Beneath;

/* Strokes of type that other ink crosses stay whole: what is both is type. */
Beneath beneath_look(const Page *page);
void beneath_clear(Beneath *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Beneath, beneath_clear)

/* Does other ink cross the line (or come so near that it is read with it)? */
gboolean beneath_crosses(const Beneath *self, const Page *page, const Line *line);
/* Puts the line's band of `from` (picture and ink without the other ink) into `image` and `ink`. */
void beneath_copy(const Beneath *self, const Page *page, const Line *line, PIX *image, PIX *ink);
