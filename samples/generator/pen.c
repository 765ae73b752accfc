/* pen.c - strokes of a hand.
 *
 * A stroke is a smooth curve through chance points, drawn as many short segments whose thickness follows the
 * pen: thin on the way up, thick on the way down, thinner where the hand is fast. */
#include "pen.h"
#include <math.h>

enum { MAX_POINTS = 64, STEPS = 14 };

typedef struct {
    double x[MAX_POINTS], y[MAX_POINTS];
    int n;
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
    return 0.5 *
           (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
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

/* The capital of a name: one of three movements, each different every time. Returns where it ends. */
static double
capital(Stroke *s, double x, double y, double size, Chance *chance)
{
    double a = chance_range(chance, 0.8, 1.25), b = chance_range(chance, 0.8, 1.25);
    switch (chance_int(chance, 0, 2)) {
    case 0: /* down, round and up again, as in У or И */
        add(s, x + size * 0.7, y - size * 1.4 * a);
        add(s, x + size * 0.2, y - size * 0.5);
        add(s, x - size * 0.15, y + size * 0.2 * b);
        add(s, x + size * 0.35, y + size * 0.1);
        add(s, x + size * 1.1, y - size * 1.3 * b);
        add(s, x + size * 0.9, y - size * 0.2);
        return x + size * 1.1;
    case 1: /* an open oval, as in С or О */
        add(s, x + size * 0.9, y - size * 1.1 * a);
        add(s, x + size * 0.4, y - size * 1.5 * a);
        add(s, x - size * 0.2, y - size * 0.7);
        add(s, x + size * 0.2, y + size * 0.15 * b);
        add(s, x + size * 0.8, y - size * 0.1);
        add(s, x + size * 1.2, y - size * 0.5 * b);
        return x + size * 1.2;
    default: /* a stem with a bow over it, as in Р or Г */
        add(s, x + size * 0.25, y - size * 1.2 * a);
        add(s, x + size * 0.1, y + size * 0.4 * b);
        add(s, x + size * 0.2, y - size * 0.6);
        add(s, x + size * 0.5, y - size * 1.6 * a);
        add(s, x + size * 1.1, y - size * 1.3 * b);
        add(s, x + size * 0.6, y - size * 0.6);
        add(s, x + size * 1.0, y - size * 0.1);
        return x + size * 1.0;
    }
}

/* The small letters that follow: a trochoid whose loops turn into waves and die away. */
static void
small_letters(Stroke *s, double x, double end, double y, double size, Chance *chance)
{
    const int turns = chance_int(chance, 3, 7), per_turn = 5;
    const double loop = chance_range(chance, 0.2, 1.3), sink = chance_range(chance, 0.5, 0.9);
    const double advance = (end - x) / (turns * per_turn);
    int tail = chance_hit(chance, 0.5) ? chance_int(chance, 1, turns) : -1;
    for (int i = 0; i < turns * per_turn; i++) {
        double t = (double)i / (turns * per_turn), angle = 2 * G_PI * i / per_turn;
        double tall = size * 0.32 * (1 - sink * t) * chance_range(chance, 0.6, 1.3);
        double drop = i / per_turn == tail && i % per_turn == 3 ? size * chance_range(chance, 0.6, 1.3) : 0;
        add(s, x + advance * i + loop * tall * sin(angle), y - tall * (1 - cos(angle)) + drop);
    }
}

PenBox
pen_signature(cairo_t *cr, double x, double y, double width, Chance *chance)
{
    double size = width * chance_range(chance, 0.16, 0.26), thickness = chance_range(chance, 0.35, 0.65);
    Stroke s = {.n = 0};
    double after = capital(&s, x, y, size, chance);
    small_letters(&s, after, x + width * 0.85, y, size, chance);
    add(&s, x + width, y - size * chance_range(chance, -0.3, 0.8));
    PenBox box = {s.x[0], s.y[0], s.x[0], s.y[0]};
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

/* One letter of no alphabet: five shapes that all hands have, each different every time. `lean` slants it. */
static double
scribble_letter(Stroke *s, double x, double y, double size, double lean, Chance *chance)
{
    static const double shapes[5][6][2] = {
        {{0.1, 0.1}, {0.3, 1.0}, {0.55, 0.1}, {0.6, 0.6}, {0.8, 1.0}, {0.95, 0.1}},     /* humps */
        {{0.2, 0.2}, {0.6, 1.9}, {0.25, 2.1}, {0.15, 0.8}, {0.3, 0.0}, {0.7, 0.2}},     /* a tall loop */
        {{0.6, 0.9}, {0.1, 0.9}, {0.1, 0.1}, {0.6, 0.3}, {0.65, 1.0}, {0.8, 0.0}},      /* an oval */
        {{0.2, 0.9}, {0.5, -0.9}, {0.1, -1.1}, {0.2, -0.4}, {0.6, 0.2}, {0.8, 0.5}},    /* a loop below */
        {{0.1, 0.9}, {0.15, 0.05}, {0.5, 0.2}, {0.55, 0.95}, {0.65, 0.05}, {0.9, 0.4}}, /* cups */
    };
    const int shape = chance_int(chance, 0, 4);
    const double wide = size * chance_range(chance, 0.7, 1.4), tall = size * chance_range(chance, 0.8, 1.2);
    for (int i = 0; i < 6; i++) {
        double up = shapes[shape][i][1] + 0.12 * chance_normal(chance);
        add(s, x + wide * (shapes[shape][i][0] + 0.06 * chance_normal(chance)) + lean * tall * up,
            y - tall * up);
    }
    return x + wide;
}

PenBox
pen_scribble(cairo_t *cr, double x, double y, double width, double size, Chance *chance)
{
    const double lean = chance_range(chance, -0.1, 0.7), thickness = chance_range(chance, 0.22, 0.75);
    const double joined = chance_range(chance, 0, 1), end = x + width;
    PenBox box = {x + 1, y, x + 1, y};
    while (x < end) {
        Stroke s = {.n = 0};
        int letters = chance_int(chance, 1, 8);
        for (int i = 0; i < letters && x < end; i++) {
            x = scribble_letter(&s, x, y + 0.06 * size * chance_normal(chance), size, lean, chance);
            if (!chance_hit(chance, joined)) {
                draw(cr, &s, thickness, &box);
                s.n = 0;
                x += size * 0.15;
            }
        }
        if (s.n)
            draw(cr, &s, thickness, &box);
        x += size * chance_range(chance, 0.5, 1.2);
    }
    return box;
}

PenBox
pen_line(cairo_t *cr, double x0, double y0, double x1, double y1, double thickness, Chance *chance)
{
    PenBox box = {MIN(x0, x1), MIN(y0, y1), MAX(x0, x1), MAX(y0, y1)};
    double length = hypot(x1 - x0, y1 - y0);
    int steps = CLAMP((int)(length / 8), 2, 20);
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
    PenBox box;
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
