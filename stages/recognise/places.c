/* places.c - where the letters of a line stand. */
#include "places.h"
#include "median.h"
#include <math.h>
#include <string.h>

#define NEAR    6    /* letters of a word that tell where its end stands */
#define SURE    0.7  /* of a line whose letters tell the page's step */
#define ENOUGH  40   /* steps that tell it */
#define EVEN    0.15 /* of a step: how far even letters stray */
#define MOSTLY  0.5  /* share of even steps in typescript */
#define SLACK   0.3  /* of a step */
#define LETTERS 8    /* of a line that can be judged */
#define FEWEST  5    /* gaps between letters that tell whether a short line keeps steps */
#define WHOLE   0.8  /* share of them that are whole steps */
#define SLIVER  0.4  /* of a step: a box that is no letter's */
#define FILLED  0.9  /* of a step: a letter */
#define FLAT    "авгежзиклмнопстхчшъыьэюяacemnorsuvwxz"

/* The recogniser gives the box of two letters to the second, and a sliver or a part of it to the first: each
 * gets its own step. */
static void
part_doubles(GArray *places, double step)
{
    for (guint i = 0; i < places->len; i++) {
        Place *place = &g_array_index(places, Place, i);
        Place *before = i > 0 ? &g_array_index(places, Place, i - 1) : NULL;
        if (!place->letter || place->x1 - place->x0 < 1.5 * step)
            continue;
        const gboolean shared = before && before->word == place->word && before->letter &&
                                (before->x1 > place->x0 + 1 || before->x1 - before->x0 < SLIVER * step);
        place->x0 = place->x1 - FILLED * step;
        if (shared) {
            before->x1 = place->x1 - step;
            before->x0 = before->x1 - FILLED * step;
        }
    }
}

GArray *
places_of(const Page *page, const Line *line, double step)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        for (guint j = 0; j < word->symbols->len; j++) {
            const Symbol *symbol = word->symbols->pdata[j];
            Quad quad = page_from_stored(page, symbol->quad);
            Place place = {.text = symbol->text, .word = i, .at = j};
            quad_bounds(&quad, &place.x0, &place.y0, &place.x1, &place.y1);
            place.letter = g_unichar_isalnum(g_utf8_get_char(symbol->text));
            g_array_append_val(places, place);
        }
    }
    if (step > 0)
        part_doubles(places, step);
    return places;
}

/* Steps between letters of one word, appended. */
static void
add_steps(const GArray *places, GArray *steps)
{
    for (guint i = 1; i < places->len; i++) {
        const Place *a = place_at(places, i - 1), *b = place_at(places, i);
        double step = place_middle(b) - place_middle(a);
        if (a->word == b->word && a->letter && b->letter)
            g_array_append_val(steps, step);
    }
}

static double
share_even(const GArray *steps, double step)
{
    guint even = 0;
    for (guint i = 0; i < steps->len; i++)
        even += fabs(g_array_index(steps, double, i) - step) < EVEN * step;
    return steps->len > 0 ? (double)even / steps->len : 0;
}

Face
face_find(const Page *page)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double)),
                      small = g_array_new(FALSE, FALSE, sizeof(double)),
                      stops = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        if (line->confidence < SURE || line->words->len < 3)
            continue;
        g_autoptr(GArray) places = places_of(page, line, 0);
        add_steps(places, steps);
        for (guint j = 0; j < places->len; j++) {
            const Place *place = place_at(places, j);
            double height = place->y1 - place->y0;
            if (strcmp(place->text, ".") == 0)
                g_array_append_val(stops, height);
            else if (strstr(FLAT, place->text))
                g_array_append_val(small, height);
        }
    }
    Face face = {median_of(steps), median_of(small), median_of(stops)};
    if (steps->len < ENOUGH || share_even(steps, face.step) < MOSTLY)
        face.step = 0;
    return face;
}

gboolean
places_find_end(const GArray *places, guint at, int direction, double step, double *ret_x)
{
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(double));
    const Place *end = place_at(places, at);
    for (int i = (int)at, k = 0; i >= 0 && i < (int)places->len && k < NEAR; i += direction, k++) {
        const Place *place = place_at(places, (guint)i);
        if (!place->letter || place->word != end->word)
            break;
        double x = place_middle(place) - direction * k * step;
        g_array_append_val(told, x);
    }
    *ret_x = median_of(told);
    g_autoptr(GArray) strays = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < told->len; i++) {
        double stray = fabs(g_array_index(told, double, i) - *ret_x);
        g_array_append_val(strays, stray);
    }
    return told->len > 0 && median_of(strays) < EVEN * step;
}

int
places_count_steps(const GArray *places, guint before, guint after, double step)
{
    double from, to;
    if (!places_find_end(places, before, -1, step, &from) || !places_find_end(places, after, 1, step, &to))
        return 0;
    double steps = (to - from) / step;
    return fabs(steps - round(steps)) < SLACK ? (int)round(steps) : 0;
}

gboolean
places_are_even(const GArray *places, double step)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double));
    add_steps(places, steps);
    return steps->len >= LETTERS && share_even(steps, step) >= MOSTLY;
}

gboolean
places_keep_steps(const GArray *places, double step)
{
    guint whole = 0, all = 0;
    for (guint i = 1; i < places->len; i++) {
        const Place *a = place_at(places, i - 1), *b = place_at(places, i);
        double steps = (place_middle(b) - place_middle(a)) / step;
        if (!a->letter || !b->letter)
            continue;
        all++;
        whole += steps > 0.5 && fabs(steps - round(steps)) < EVEN;
    }
    return all >= FEWEST && whole >= WHOLE * all;
}

static double
count_pixels(PIX *kinds, int wanted, int spared)
{
    l_int32 count = 0;
    PIX_AUTO *own = kinds_pixels(kinds, wanted, spared);
    pixCountPixels(own, &count, NULL);
    return count;
}

double
places_typed_share(const Page *page, Quad stored)
{
    double x0, y0, x1, y1;
    const Quad quad = page_from_stored(page, stored);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    BOX *box = boxCreate((int)x0, (int)y0, MAX(1, (int)(x1 - x0)), MAX(1, (int)(y1 - y0)));
    PIX_AUTO *kinds = page->kinds ? pixClipRectangle(page->kinds, box, NULL) : NULL;
    boxDestroy(&box);
    const double type = kinds ? count_pixels(kinds, INK_TYPED, INK_PRINTED) : 0;
    const double print = kinds ? count_pixels(kinds, INK_PRINTED, 0) : 0;
    return type + print > 0 ? type / (type + print) : 0.5;
}
