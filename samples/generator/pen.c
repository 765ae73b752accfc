/* pen.c - strokes of a hand.
 *
 * A stroke is a smooth curve through chance points, drawn as many short segments whose thickness follows the pen: thin
 * on the way up, thick on the way down, thinner where the hand is fast. */
#include "pen.h"
#include <math.h>

enum { MAX_POINTS = 64, STEPS = 14 };

typedef struct {
    double x[MAX_POINTS], y[MAX_POINTS];
    int    n;
} Stroke;

static void
add(Stroke *s, double x, double y)
{
    if (s->n < MAX_POINTS) {
        s->x[s->n] = x;
        s->y[s->n++] = y;
    }
}

static double
spline(double a, double b, double c, double d, double t)
{
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

static void
grow(PenBox *box, double x, double y, double half)
{
    box->x0 = MIN(box->x0, x - half);
    box->y0 = MIN(box->y0, y - half);
    box->x1 = MAX(box->x1, x + half);
    box->y1 = MAX(box->y1, y + half);
}

static void
draw(cairo_t *cr, const Stroke *s, double thickness, PenBox *box)
{
    double px = s->x[0], py = s->y[0];
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int i = 0; i + 1 < s->n; i++) {
        int a = MAX(i - 1, 0), d = MIN(i + 2, s->n - 1);
        for (int k = 1; k <= STEPS; k++) {
            double t = (double)k / STEPS;
            double x = spline(s->x[a], s->x[i], s->x[i + 1], s->x[d], t);
            double y = spline(s->y[a], s->y[i], s->y[i + 1], s->y[d], t);
            double speed = hypot(x - px, y - py) * STEPS, down = (y - py) / (speed / STEPS + 1e-6);
            double width = thickness * (0.75 + 0.45 * down) / (1 + 0.03 * speed);
            cairo_set_line_width(cr, MAX(width, thickness * 0.3));
            cairo_move_to(cr, px, py);
            cairo_line_to(cr, x, y);
            cairo_stroke(cr);
            grow(box, x, y, thickness * 0.6);
            px = x;
            py = y;
        }
    }
}

PenBox
pen_signature(cairo_t *cr, double x, double y, double width, Chance *chance)
{
    PenBox box = {x, y, x, y};
    double size = width * chance_range(chance, 0.16, 0.24), lean = chance_range(chance, 0.2, 0.6);
    double thickness = chance_range(chance, 0.35, 0.6), at = x;
    Stroke s = {.n = 0};
    /* The capital: down, round and up again. */
    add(&s, at + size * 0.7, y - size * chance_range(chance, 1.2, 1.7));
    add(&s, at + size * 0.2, y - size * 0.5);
    add(&s, at - size * 0.15, y + size * chance_range(chance, 0, 0.3));
    add(&s, at + size * 0.35, y + size * 0.1);
    add(&s, at + size * 1.1, y - size * chance_range(chance, 1.0, 1.5));
    add(&s, at + size * 0.9, y - size * 0.2);
    at += size * 1.1;
    const int loops = chance_int(chance, 4, 9);
    double    step = (x + width * 0.8 - at) / loops;
    for (int i = 0; i < loops; i++, at += step) {
        double tall = size * 0.6 * (1 - 0.8 * i / loops) * chance_range(chance, 0.5, 1.4);
        double drop = chance_hit(chance, 0.12) ? size * 0.8 : 0;
        add(&s, at + step * 0.35 + lean * tall * 0.5, y - tall);
        add(&s, at + step * 0.55, y + chance_range(chance, -0.05, 0.1) * size + drop);
        add(&s, at + step * 0.8, y - tall * 0.2);
    }
    add(&s, x + width, y - size * chance_range(chance, -0.2, 0.7));
    draw(cr, &s, thickness, &box);
    if (chance_hit(chance, 0.4)) {
        Stroke under = {.n = 0};
        add(&under, x + width * 0.75, y + size * 0.35);
        add(&under, x + width * 0.3, y + size * 0.5);
        add(&under, x + width * 0.1, y + size * 0.75);
        add(&under, x + width * 0.6, y + size * 0.6);
        draw(cr, &under, thickness * 0.8, &box);
    }
    return box;
}

PenBox
pen_line(cairo_t *cr, double x0, double y0, double x1, double y1, double thickness, Chance *chance)
{
    PenBox box = {MIN(x0, x1), MIN(y0, y1), MAX(x0, x1), MAX(y0, y1)};
    double length = hypot(x1 - x0, y1 - y0);
    int    steps = CLAMP((int)(length / 8), 2, 20);
    Stroke s = {.n = 0};
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps, off = 0.25 * chance_normal(chance);
        add(&s, x0 + (x1 - x0) * t - off * (y1 - y0) / length, y0 + (y1 - y0) * t + off * (x1 - x0) / length);
    }
    draw(cr, &s, thickness, &box);
    return box;
}

PenBox
pen_tick(cairo_t *cr, double x, double y, double height, Chance *chance)
{
    PenBox box = {x, y, x, y};
    Stroke s = {.n = 0};
    double w = height * chance_range(chance, 0.12, 0.4);
    if (chance_hit(chance, 0.5)) {
        add(&s, x, y - height * 0.4);
        add(&s, x + w * 0.6, y);
        add(&s, x + w * 1.6, y - height);
    } else {
        add(&s, x, y - height);
        add(&s, x + chance_range(chance, -0.4, 0.4), y - height * 0.5);
        add(&s, x + chance_range(chance, -0.6, 0.6), y);
    }
    box = (PenBox){s.x[0], s.y[0], s.x[0], s.y[0]};
    draw(cr, &s, chance_range(chance, 0.5, 0.9), &box);
    return box;
}
