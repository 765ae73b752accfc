/* quad.c - points, quadrilaterals and affine maps. */
#include "quad.h"
#include <math.h>

Affine
affine_identity(void)
{
    return (Affine){1, 0, 0, 0, 1, 0};
}

Affine
affine_translate(double dx, double dy)
{
    return (Affine){1, 0, dx, 0, 1, dy};
}

Affine
affine_scale(double sx, double sy)
{
    return (Affine){sx, 0, 0, 0, sy, 0};
}

Affine
affine_quarter_turns(int turns, double width, double height)
{
    switch (((turns % 4) + 4) % 4) {
    case 1:
        return (Affine){0, -1, height, 1, 0, 0};
    case 2:
        return (Affine){-1, 0, width, 0, -1, height};
    case 3:
        return (Affine){0, 1, 0, -1, 0, width};
    default:
        return affine_identity();
    }
}

Affine
affine_then(Affine first, Affine second)
{
    return (Affine){
        second.a * first.a + second.b * first.d,
        second.a * first.b + second.b * first.e,
        second.a * first.c + second.b * first.f + second.c,
        second.d * first.a + second.e * first.d,
        second.d * first.b + second.e * first.e,
        second.d * first.c + second.e * first.f + second.f,
    };
}

Affine
affine_invert(Affine m)
{
    double det = m.a * m.e - m.b * m.d;
    g_assert(fabs(det) > 1e-12);
    Affine r = {m.e / det, -m.b / det, 0, -m.d / det, m.a / det, 0};
    r.c = -(r.a * m.c + r.b * m.f);
    r.f = -(r.d * m.c + r.e * m.f);
    return r;
}

Point
affine_point(Affine m, Point p)
{
    return (Point){m.a * p.x + m.b * p.y + m.c, m.d * p.x + m.e * p.y + m.f};
}

Quad
affine_quad(Affine m, Quad q)
{
    for (int i = 0; i < 4; i++)
        q.p[i] = affine_point(m, q.p[i]);
    return q;
}

Quad
quad_from_rect(double x, double y, double width, double height)
{
    return (Quad){{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}};
}

void
quad_bounds(const Quad *q, double *ret_x0, double *ret_y0, double *ret_x1, double *ret_y1)
{
    double x0 = q->p[0].x, x1 = x0, y0 = q->p[0].y, y1 = y0;
    for (int i = 1; i < 4; i++) {
        x0 = MIN(x0, q->p[i].x);
        x1 = MAX(x1, q->p[i].x);
        y0 = MIN(y0, q->p[i].y);
        y1 = MAX(y1, q->p[i].y);
    }
    *ret_x0 = x0;
    *ret_y0 = y0;
    *ret_x1 = x1;
    *ret_y1 = y1;
}

double
quad_area(const Quad *q)
{
    double twice = 0;
    for (int i = 0; i < 4; i++) {
        Point a = q->p[i], b = q->p[(i + 1) % 4];
        twice += a.x * b.y - b.x * a.y;
    }
    return fabs(twice) / 2;
}

double
quad_shared_width(const Quad *a, const Quad *b)
{
    return MIN(a->p[1].x, b->p[1].x) - MAX(a->p[0].x, b->p[0].x);
}

gboolean
quad_is_nowhere(const Quad *q)
{
    for (int i = 0; i < 4; i++)
        if (q->p[i].x != 0 || q->p[i].y != 0)
            return FALSE;
    return TRUE;
}
