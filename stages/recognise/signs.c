/* signs.c - full stops, commas, dashes and apostrophes by the size and the height of their ink.
 *
 * The recogniser sees a full stop whose ribbon left a ring, or a thick one, and reads e, s or o; a dash that
 * is thick is read =, or e within a word. No letter is as low as they are: in the step where the sign stands
 * all ink is measured, in heights of the page's small letters over the feet of the letters around. Only what
 * was read as something higher is judged, and no print, whose letters may be small. */
#include "signs.h"
#include "edit.h"
#include "median.h"
#include <math.h>
#include <string.h>

/* Of a small letter's height. */
#define SPECK       0.12
#define STOP_TOP    0.78 /* small letters' heads are above 0.88 */
#define STOP_FOOT   0.2  /* how far a full stop's foot is from the letters' feet */
#define COMMA_DEEP  0.6  /* how far a comma hangs below them at the most */
#define DASH_HIGH   0.5
#define BROKEN_HIGH 0.36 /* a dash in pieces: the strokes of = are farther apart */
#define DASH_FOOT   0.18
#define DASH_TOP    0.9
#define HANGS       0.55 /* the foot of an apostrophe */
#define NO_LOWER    1.15 /* what hangs above is another line's */

/* Share of ink in a full stop's rectangle: the feet of a letter that lost its head have less. */
#define FULL 0.5

/* Of a step. */
#define CELL      0.62 /* half of the window */
#define OWN       0.45 /* how far the middle of a sign's ink is from the middle of its step */
#define STOP_WIDE 0.7
#define DASH_WIDE 0.42
#define BAR       0.38 /* half of what is looked at of a dash that touches letters; stems of н are in it */
#define NARROW    0.3
#define BESIDE    0.1  /* how far a sign's middle may be outside its box */
#define GRID      0.35 /* how far a box's middle strays from its step */

#define LETTERS_AROUND 8

typedef struct {
    double left, right, low, high; /* steps from the middle; small letters over the feet */
    guint pieces;
    double full; /* share of the rectangle that is ink */
} Extent;

/* The feet of the letters around a place; FALSE where there are too few. */
static gboolean
find_foot(const GArray *places, guint at, const Face *face, double *ret_foot)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = at > LETTERS_AROUND ? at - LETTERS_AROUND : 0; i < places->len && i <= at + LETTERS_AROUND;
         i++) {
        const Place *place = place_at(places, i);
        double height = place->y1 - place->y0;
        if (i != at && place->letter && height > 0.8 * face->small && height < 1.6 * face->small)
            g_array_append_val(feet, place->y1);
    }
    *ret_foot = median_of(feet);
    return feet->len >= LETTERS_AROUND / 2;
}

/* The middle of the place's step: as far from the letters before it in its word as whole steps are, where its
 * box is near one, for boxes are rough. */
static double
middle_of_step(const GArray *places, guint at, double step)
{
    const double own = place_middle(place_at(places, at));
    double end;
    if (at == 0 || place_at(places, at)->at == 0 || !place_at(places, at - 1)->letter ||
        !places_find_end(places, at - 1, -1, step, &end))
        return own;
    const double steps = round((own - end) / step), middle = end + steps * step;
    return steps >= 1 && fabs(own - middle) < GRID * step ? middle : own;
}

/* What the ink of a step reaches over. FALSE where there is none, or where it goes on in the next step. */
static gboolean
measure(const Page *page, double middle, double foot, const Face *face, Extent *ret_extent)
{
    const int x0 = (int)(middle - CELL * face->step), y0 = (int)(foot - 1.7 * face->small);
    BOX *box = boxCreate(x0, y0, (int)(2 * CELL * face->step), (int)(2.4 * face->small));
    PIX_AUTO *cell = pixClipRectangle(page->ink, box, NULL);
    boxDestroy(&box);
    if (!cell || x0 < 0 || y0 < 0)
        return FALSE;
    BOXA_AUTO *pieces = pixConnCompBB(cell, 8);
    Extent extent = {G_MAXDOUBLE, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, 0, 0};
    for (int i = 0; i < boxaGetCount(pieces); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(pieces, i, &x, &y, &w, &h);
        const double left = (x0 + x - middle) / face->step, right = (x0 + x + w - middle) / face->step;
        const double high = (foot - y0 - y) / face->small, low = (foot - y0 - y - h) / face->small;
        if (MAX(w, h) < SPECK * face->small || fabs(left + right) / 2 > OWN || low > NO_LOWER ||
            high < -STOP_FOOT)
            continue;
        if (x == 0 || x + w == pixGetWidth(cell))
            return FALSE;
        extent = (Extent){MIN(extent.left, left), MAX(extent.right, right), MIN(extent.low, low),
                          MAX(extent.high, high), extent.pieces + 1,        0};
    }
    if (extent.pieces == 0)
        return FALSE;
    BOX *all = boxCreate((int)lround(middle + extent.left * face->step) - x0,
                         (int)lround(foot - extent.high * face->small) - y0,
                         (int)lround((extent.right - extent.left) * face->step),
                         (int)lround((extent.high - extent.low) * face->small));
    int inked = 0, w, h;
    boxGetGeometry(all, NULL, NULL, &w, &h);
    pixCountPixelsInRect(cell, all, &inked, NULL);
    boxDestroy(&all);
    extent.full = (double)inked / MAX(1, w * h);
    *ret_extent = extent;
    return TRUE;
}

/* Is there in the middle of the step a bar, joined to what stands beside it, and nothing over or under it? */
static gboolean
is_bar(const Page *page, double middle, double foot, const Face *face)
{
    const int x0 = (int)(middle - BAR * face->step), wide = (int)(2 * BAR * face->step);
    const int top = (int)(foot - DASH_TOP * face->small), low = (int)(foot - DASH_FOOT * face->small);
    const int head = (int)(foot - 1.4 * face->small), end = (int)(foot + face->small / 4);
    PIX *ink = page->ink;
    int columns = 0;
    if (x0 < 0 || head < 0 || x0 + wide > pixGetWidth(ink) || end > pixGetHeight(ink))
        return FALSE;
    for (int x = x0; x < x0 + wide; x++) {
        int first = end, last = head;
        for (int y = head; y < end; y++)
            if (GET_DATA_BIT(pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink), x))
                first = MIN(first, y), last = y;
        if (first < top || last > MAX(low, head) || (last >= first && last - first > DASH_HIGH * face->small))
            return FALSE;
        columns += last >= first;
    }
    return columns > 0.9 * wide;
}

/* The sign that the ink must be; NULL: it may be a letter. */
static const char *
sign_of(const Extent *e, const Face *face)
{
    const double wide = e->right - e->left, high = e->high - e->low;
    const gboolean stop = wide < STOP_WIDE && e->high < STOP_TOP && e->full > FULL;
    if (high < (e->pieces == 1 ? DASH_HIGH : BROKEN_HIGH) && wide > DASH_WIDE &&
        wide * face->step > 1.3 * high * face->small && e->low > DASH_FOOT && e->high < DASH_TOP)
        return "-";
    if (stop && fabs(e->low) < STOP_FOOT)
        return ".";
    if (stop && e->low <= -STOP_FOOT && e->low > -COMMA_DEEP)
        return ",";
    return wide < NARROW && e->low > HANGS ? "'" : NULL;
}

/* May what was read be that sign? Signs of about its size are the recogniser's to tell; ; and : have a dot
 * as high as letters. */
static gboolean
is_other(const Place *place, const char *sign)
{
    if (place->letter)
        return *sign != '\'';
    return strstr(*sign == '\'' ? "!" : *sign == '-' ? "=" : "!?=*;:", place->text) != NULL;
}

/* Is the ink the place's own? In print, which keeps no steps, the next letter's may stand in this one's. */
static gboolean
is_own(const GArray *places, guint at, double middle, const Extent *extent, const Face *face)
{
    const Place *place = place_at(places, at);
    const double centre = middle + (extent->left + extent->right) / 2 * face->step;
    const double slack = BESIDE * face->step;
    if (centre < place->x0 - slack || centre > place->x1 + slack)
        return FALSE;
    return at + 1 >= places->len || centre < place_at(places, at + 1)->x0;
}

guint
signs_mend(const Page *page, Line *line, const Face *face)
{
    guint mended = 0;
    if (!page->ink || face->step <= 0 || face->small <= 0)
        return 0;
    g_autoptr(GArray) places = places_of(page, line, face->step);
    if (!places_are_even(places, face->step))
        return 0;
    for (guint i = 0; i < places->len; i++) {
        const Place *place = place_at(places, i);
        Extent extent;
        double foot;
        if (!find_foot(places, i, face, &foot))
            continue;
        const double middle = middle_of_step(places, i, face->step);
        const char *sign = NULL;
        if (!measure(page, middle, foot, face, &extent))
            sign = is_bar(page, middle, foot, face) ? "-" : NULL;
        else if (is_own(places, i, middle, &extent, face))
            sign = sign_of(&extent, face);
        Word *word = line->words->pdata[place->word];
        const Symbol *symbol = word->symbols->pdata[place->at];
        if (!sign || !is_other(place, sign) || places_typed_share(page, symbol->quad) < 0.5)
            continue;
        edit_replace(word, place->at, sign);
        mended++;
    }
    return mended;
}
