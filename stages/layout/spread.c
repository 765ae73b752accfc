/* spread.c - two pages of a book on one picture.
 *
 * A picture that is wider than high, whose lines of text all lie on one side or the other of a place near its
 * middle, shows two pages: the left one is read before the right one. A table or a form that is wider than
 * high has lines across its middle, or no lines of running text. */
#include "spread.h"

#define WIDE    1.15 /* times as wide as high */
#define PAIR    1.25 /* that wide, one page may be without running text */
#define TEXT    20   /* letters of a line of running text */
#define LINES   3    /* of running text make a page's */
#define CENTRE  0.5
#define ASIDE   0.1  /* of the width: how far from the centre the gutter may be */
#define STEPS   40   /* places tried */
#define CROSSES 0.02 /* share of letters in lines that cross it: noise of the fold */

typedef struct {
    guint left, right;       /* lines of running text */
    guint crossing, letters; /* letters */
    double room;             /* from the gutter to the nearest line of running text */
} Sides;

static Sides
sides_of(const GArray *bands, double x)
{
    Sides sides = {.room = G_MAXDOUBLE};
    for (guint i = 0; i < bands->len; i++) {
        const Band *band = &g_array_index(bands, Band, i);
        if (band->dead)
            continue;
        sides.letters += band->letters;
        if (band->x0 < x && band->x1 > x)
            sides.crossing += band->letters;
        else if (band->letters >= TEXT) {
            *(band->x1 <= x ? &sides.left : &sides.right) += 1;
            sides.room = MIN(sides.room, band->x1 <= x ? x - band->x1 : band->x0 - x);
        }
    }
    return sides;
}

double
spread_gutter(const GArray *bands, int width, int height)
{
    double gutter = 0, room = 0;
    if (width < WIDE * height)
        return 0;
    for (int i = 0; i <= STEPS; i++) {
        const double x = width * (CENTRE - ASIDE + 2 * ASIDE * i / STEPS);
        const Sides sides = sides_of(bands, x);
        const guint least = MIN(sides.left, sides.right), most = MAX(sides.left, sides.right);
        if (sides.crossing > CROSSES * sides.letters || most < LINES ||
            (least < LINES && width < PAIR * height))
            continue;
        if (sides.room > room) {
            room = sides.room;
            gutter = x;
        }
    }
    return gutter;
}
