/* quad.h - points, quadrilaterals and affine maps.
 *
 * Pixel coordinates: x to the right, y down, in pixels; a whole pixel i covers [i, i+1). A Quad runs
 * clockwise from the text's own top left (so the quad of upside-down text starts at the page's bottom right).
 */
#pragma once
#include <glib.h>

typedef struct {
    double x, y;
} Point;

typedef struct {
    Point p[4];
} Quad;

/* x' = a x + b y + c,  y' = d x + e y + f */
typedef struct {
    double a, b, c, d, e, f;
} Affine;

Affine affine_identity(void);
Affine affine_translate(double dx, double dy);
Affine affine_scale(double sx, double sy);
/* Quarter turns clockwise of a width x height picture; the map takes old pixels to the turned picture's. */
Affine affine_quarter_turns(int turns, double width, double height);
/* `first`, then `second`. */
Affine affine_then(Affine first, Affine second);
/* The inverse; asserts that the map is invertible (determinant not 0). */
Affine affine_invert(Affine map);
Point affine_point(Affine map, Point p);
Quad affine_quad(Affine map, Quad q);

Quad quad_from_rect(double x, double y, double width, double height);
/* The upright rectangle around the quad. */
void quad_bounds(const Quad *q, double *ret_x0, double *ret_y0, double *ret_x1, double *ret_y1);
double quad_area(const Quad *q);
/* All zero: the quad of what stands nowhere on the paper. */
gboolean quad_is_nowhere(const Quad *q);
/* How far two upright quads overlap sideways; negative: the gap between them. */
double quad_shared_width(const Quad *a, const Quad *b);
