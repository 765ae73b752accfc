/* stamp.h - rubber stamps: a rectangle with lines of text, or a ring with text along it. */
#pragma once
#include "canvas.h"
#include "chance.h"
#include "faces.h"
#include "truth.h"

typedef struct {
    gboolean round, framed;
    double width_mm, height_mm, size_pt;
    const Face *face;
    char **lines; /* of a round stamp: the ring, then what stands inside */
} Stamp;

/* `text` has its lines separated by `|`; one that begins with `o:` is round. Chooses face and size. */
gboolean stamp_plan(Stamp *self, FaceBook *book, const char *text, Chance *chance, GError **error);
void stamp_clear(Stamp *self);
/* `place` maps the stamp (its centre at 0, 0) to the page. */
gboolean stamp_draw(const Stamp *self, Canvas *canvas, FaceBook *book, Truth *truth, Affine place,
                    gboolean russian, int order, Chance *chance, GError **error);
