/* canvas.h - the picture of a page while it is being drawn.
 *
 * All drawing is in millimetres of the upright page; one affine takes them to stored pixels, with tilt, turn
 * and the unequal resolution of a fax in it. So nothing is ever resampled, and the same affine gives the
 * exact truth. */
#pragma once
#include "ink.h"
#include "pipeline/ink-kind.h"

typedef struct {
    int width, height;
    Affine to_pixels; /* page millimetres -> stored pixels */
    guint8 *rgb;      /* width * height * 3 */
    guint8 *kinds;    /* NULL, or the InkKind bits of each pixel, rows `kinds_stride` apart */
    int kinds_stride;
} Canvas;

typedef struct {
    double width_mm, height_mm;      /* the paper */
    double left, top, right, bottom; /* bed that shows beside it, mm; negative: paper cut off */
    double skew_deg;                 /* positive: the content is turned counter-clockwise */
    int rotation;                    /* 0 90 180 270, clockwise */
    double xdpi, ydpi;               /* of the stored picture, along its own axes */
} Geometry;

/* `with_kinds`: note what kind of ink comes where. */
Canvas *canvas_new(const Geometry *geometry, gboolean with_kinds);
void canvas_free(Canvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Canvas, canvas_free)

/* A layer to put strokes on, in millimetres of the page (mapped by `within` first, may be NULL). */
cairo_t *canvas_layer(const Canvas *self, const Affine *within);
/* Wears the layer's strokes, lays them on the picture as ink of this kind (0: of none) and frees `layer`. */
void canvas_ink(Canvas *self, cairo_t *layer, const Ink *ink, int kind, guint32 seed);
/* Ink of kind `was` that lies on the layer is of kind `is` instead; frees `layer`. */
void canvas_turn_kind(Canvas *self, cairo_t *layer, int was, int is);
/* Lays one colour over the picture where the layer is set; frees `layer`. */
void canvas_tint(Canvas *self, cairo_t *layer, double red, double green, double blue, double density);
