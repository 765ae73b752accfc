/* placing.c - how a printed form lies on a page. */
#include "placing.h"
#include <math.h>

#define NEAR_X  8   /* millimetres from its place at which a label is still in it: prints differ */
#define NEAR_Y  4.5 /* the same, down the page */
#define HEIGHT  3   /* of a label */
#define APART_X 40  /* millimetres between two labels that tell the stretch */
#define APART_Y 10
#define STRETCH 0.6 /* and its inverse: the most that layouts differ in size */

typedef struct {
    double x, y, weight; /* in the layout */
    double at_x, at_y;   /* on the page */
} Pair;

static const double *
place_of(const Form *form, guint anchor, guint layout)
{
    const FormAnchor *own = form->anchors->pdata[anchor];
    return layout < own->n_places ? &own->places[2 * layout] : NULL;
}

static GArray *
pairs_of(const Form *form, const Hit *hits, guint layout, double *ret_weight)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    *ret_weight = 0;
    for (guint i = 0; i < form->anchors->len; i++) {
        const double *place = place_of(form, i, layout);
        double weight = ((const FormAnchor *)form->anchors->pdata[i])->weight;
        if (!place)
            continue;
        *ret_weight += weight;
        Pair pair = {place[0], place[1], weight, hits[i].box.x0, hits[i].box.y0};
        if (hits[i].score > 0)
            g_array_append_val(pairs, pair);
    }
    return pairs;
}

static gboolean
keeps(const Placing *placing, const Pair *pair)
{
    return fabs(placing->stretch_x * pair->x + placing->shift_x - pair->at_x) < NEAR_X &&
           fabs(placing->stretch_y * pair->y + placing->shift_y - pair->at_y) < NEAR_Y;
}

static void
count_kept(Placing *placing, const GArray *pairs, double weight)
{
    placing->kept = 0;
    placing->share = 0;
    for (guint i = 0; i < pairs->len; i++) {
        const Pair *pair = &g_array_index(pairs, Pair, i);
        if (keeps(placing, pair)) {
            placing->kept++;
            placing->share += pair->weight / weight;
        }
    }
}

/* The line through two points; of stretch 1 where they are too close to tell. */
static gboolean
line_through(double a, double at_a, double b, double at_b, double apart, double *ret_stretch,
             double *ret_shift)
{
    *ret_stretch = fabs(b - a) < apart ? 1 : (at_b - at_a) / (b - a);
    *ret_shift = (at_a + at_b - *ret_stretch * (a + b)) / 2;
    return *ret_stretch >= STRETCH && *ret_stretch <= 1 / STRETCH;
}

/* Least squares over what is kept, across (`down` FALSE) or down. */
static void
refine(Placing *placing, const GArray *pairs, gboolean down)
{
    double n = 0, sa = 0, sb = 0, saa = 0, sab = 0;
    for (guint i = 0; i < pairs->len; i++) {
        const Pair *pair = &g_array_index(pairs, Pair, i);
        if (!keeps(placing, pair))
            continue;
        double a = down ? pair->y : pair->x, b = down ? pair->at_y : pair->at_x;
        n++, sa += a, sb += b, saa += a * a, sab += a * b;
    }
    double spread = n > 0 ? saa - sa * sa / n : 0;
    if (n < 3 || spread < 100)
        return;
    double stretch = CLAMP((sab - sa * sb / n) / spread, STRETCH, 1 / STRETCH);
    *(down ? &placing->stretch_y : &placing->stretch_x) = stretch;
    *(down ? &placing->shift_y : &placing->shift_x) = (sb - stretch * sa) / n;
}

static Placing
fit_layout(const GArray *pairs, guint layout, double weight)
{
    Placing best = {0};
    for (guint i = 0; i < pairs->len; i++)
        for (guint j = i + 1; j < pairs->len; j++) {
            const Pair *a = &g_array_index(pairs, Pair, i), *b = &g_array_index(pairs, Pair, j);
            Placing placing = {.layout = layout};
            if (!line_through(a->x, a->at_x, b->x, b->at_x, APART_X, &placing.stretch_x, &placing.shift_x) ||
                !line_through(a->y, a->at_y, b->y, b->at_y, APART_Y, &placing.stretch_y, &placing.shift_y))
                continue;
            count_kept(&placing, pairs, weight);
            if (placing.share > best.share)
                best = placing;
        }
    Placing refined = best;
    refine(&refined, pairs, FALSE);
    refine(&refined, pairs, TRUE);
    count_kept(&refined, pairs, weight);
    return refined.share >= best.share ? refined : best;
}

gboolean
placing_fit(const Form *form, const Hit *hits, Placing *ret_placing)
{
    guint layouts = 0;
    *ret_placing = (Placing){0};
    for (guint i = 0; i < form->anchors->len; i++)
        layouts = MAX(layouts, ((const FormAnchor *)form->anchors->pdata[i])->n_places);
    for (guint layout = 0; layout < layouts; layout++) {
        double weight = 0;
        g_autoptr(GArray) pairs = pairs_of(form, hits, layout, &weight);
        Placing placing = weight > 0 ? fit_layout(pairs, layout, weight) : (Placing){0};
        if (placing.share > ret_placing->share)
            *ret_placing = placing;
    }
    return ret_placing->kept >= 3;
}

gboolean
placing_expect(const Form *form, const Placing *placing, guint anchor, double letter, Box *ret_box)
{
    const double *place = place_of(form, anchor, placing->layout);
    if (!place)
        return FALSE;
    double x = placing->stretch_x * place[0] + placing->shift_x,
           y = placing->stretch_y * place[1] + placing->shift_y;
    const char *label = ((const FormAnchor *)form->anchors->pdata[anchor])->labels[0];
    *ret_box = (Box){x, y, x + letter * (double)g_utf8_strlen(label, -1), y + HEIGHT};
    return TRUE;
}

gboolean
placing_agrees(Box box, Box expected)
{
    return fabs(box.x0 - expected.x0) < 1.5 * NEAR_X && fabs(box.y0 - expected.y0) < 1.5 * NEAR_Y;
}
