/* pen.h - strokes of a hand: signatures, underlines, ticks. */
#pragma once
#include "chance.h"
#include <cairo.h>

typedef struct {
    double x0, y0, x1, y1;
} PenBox;

/* A signature that begins at (x, y) on the baseline and is about `width` long: a capital with a flourish, a
 * run of loops that dies away, sometimes a stroke beneath. */
PenBox pen_signature(cairo_t *cr, double x, double y, double width, Chance *chance);
/* A line of a hand that spells nothing: words of loops, humps and stems on the baseline, about `width` long,
 * small letters `size` high. */
PenBox pen_scribble(cairo_t *cr, double x, double y, double width, double size, Chance *chance);
/* A line drawn without a ruler. */
PenBox pen_line(cairo_t *cr, double x0, double y0, double x1, double y1, double thickness, Chance *chance);
/* A tick or a bracket in the margin, `height` tall. */
PenBox pen_tick(cairo_t *cr, double x, double y, double height, Chance *chance);
