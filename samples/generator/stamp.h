/* stamp.h - rubber stamps: a rectangle with lines of text, or a ring with text along it. */
#pragma once
#include "canvas.h"
#include "chance.h"
#include "faces.h"
#include "truth.h"

#define STAMP_ODD 5

typedef struct {
    gboolean round, framed;
    int odd; /* 0, or 1 to STAMP_ODD: a frame out of the common */
    double width_mm, height_mm, size_pt;
    const Face *face;
    char **lines; /* of a round stamp: the ring, then what stands inside */
} Stamp;

/* `text` has its lines separated by `|`; one that begins with `o:` is round. Chooses face, size and frame;
 * `odd` is how likely a frame out of the common is. */
gboolean stamp_plan(Stamp *self, FaceBook *book, const char *text, double odd, Chance *chance,
                    GError **error);
void stamp_clear(Stamp *self);
/* `place` maps the stamp (its centre at 0, 0) to the page. */
gboolean stamp_draw(const Stamp *self, Canvas *canvas, FaceBook *book, Truth *truth, Affine place,
                    gboolean russian, int order, Chance *chance, GError **error);
