/* folio.c - page numbers between dashes, by the shape of dashes and figures. */
#include "folio.h"
#include <stdlib.h>

/* Of the figures' height. */
#define HIGHEST 0.6 /* a dash */
#define LONGEST 2.0 /* a dash */
#define WIDEST  1.2 /* a figure */
#define LOWEST  0.7 /* a figure */
#define FLAT    1.2 /* a dash is as many times as wide as high */

/* Millimetres. */
#define SPECK      0.3
#define LEAST_DASH 0.8
#define WHOLE      19  /* from dash to dash */
#define OFF        2.2 /* from the dash's level to the middle of what is beside it */
#define ALONE      8   /* to the next ink on the level */
#define LEAST_TALL 1.5 /* figures, which are no specks between two strokes */
#define MOST_TALL  5

typedef struct {
    int x0, y0, x1, y1;
} Rect;

static Rect
rect_at(BOXA *boxes, int i)
{
    int x, y, w, h;
    boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
    return (Rect){x, y, x + w, y + h};
}

void
folio_add_mark(BOXA *marks, BOX *box)
{
    const int last = boxaGetCount(marks) - 1;
    int x, w, last_x, last_w;
    boxGetGeometry(box, &x, NULL, &w, NULL);
    if (last >= 0 && boxaGetBoxGeometry(marks, last, &last_x, NULL, &last_w, NULL) == 0 &&
        2 * (MIN(x + w, last_x + last_w) - MAX(x, last_x)) > MIN(w, last_w)) {
        BOX *piece = boxaGetBox(marks, last, L_CLONE);
        boxaReplaceBox(marks, last, boxBoundingRegion(piece, box));
        boxDestroy(&piece);
    } else {
        boxaAddBox(marks, box, L_COPY);
    }
}

static gboolean
is_flat(Rect mark)
{
    return mark.x1 - mark.x0 > FLAT * (mark.y1 - mark.y0);
}

/* A level stroke in the middle of the figures' height. */
static gboolean
is_dash(Rect mark, Rect figures)
{
    int height = figures.y1 - figures.y0, middle = (mark.y0 + mark.y1) / 2;
    return is_flat(mark) && mark.y1 - mark.y0 < HIGHEST * height && mark.x1 - mark.x0 < LONGEST * height &&
           middle > figures.y0 + height / 5 && middle < figures.y1 - height / 10;
}

gboolean
folio_has_shape(BOXA *marks, BOX **ret_figures)
{
    const int last = boxaGetCount(marks) - 1;
    if (last < 2 || last > FOLIO_FIGURES + 1)
        return FALSE;
    Rect figures = rect_at(marks, 1);
    for (int i = 2; i < last; i++) {
        Rect mark = rect_at(marks, i);
        figures = (Rect){figures.x0, MIN(figures.y0, mark.y0), mark.x1, MAX(figures.y1, mark.y1)};
    }
    const int height = figures.y1 - figures.y0;
    for (int i = 1; i < last; i++) {
        Rect mark = rect_at(marks, i);
        if (mark.y1 - mark.y0 < LOWEST * height || mark.x1 - mark.x0 > WIDEST * height)
            return FALSE;
    }
    if (!is_dash(rect_at(marks, 0), figures) || !is_dash(rect_at(marks, last), figures))
        return FALSE;
    *ret_figures = boxCreate(figures.x0, figures.y0, figures.x1 - figures.x0, height);
    return TRUE;
}

static gboolean
is_on_level(Rect mark, Rect dash, double mm)
{
    return abs(mark.y0 + mark.y1 - dash.y0 - dash.y1) / 2.0 < OFF * mm;
}

/* Does nothing of a letter's size stand on the level of the marks, before and behind them? */
static gboolean
is_alone(BOXA *sorted, Rect first, Rect last, double mm)
{
    for (int i = 0; i < boxaGetCount(sorted); i++) {
        Rect mark = rect_at(sorted, i);
        double apart = MAX(first.x0 - mark.x1, mark.x0 - last.x1);
        if (apart >= 0 && apart < ALONE * mm && mark.y1 - mark.y0 > mm && is_on_level(mark, first, mm))
            return FALSE;
    }
    return TRUE;
}

/* The rectangle of the number whose first dash is the i-th component; NULL where it begins none. */
static BOX *
number_from(BOXA *sorted, int i, double mm)
{
    const Rect first = rect_at(sorted, i);
    BOXA_AUTO *marks = boxaCreate(FOLIO_FIGURES + 2);
    for (int j = i; j < boxaGetCount(sorted) && boxaGetCount(marks) < FOLIO_FIGURES + 2; j++) {
        const Rect mark = rect_at(sorted, j);
        BOX *figures = NULL;
        int height = 0;
        if (mark.x1 > first.x0 + WHOLE * mm)
            break;
        if (!is_on_level(mark, first, mm) || MAX(mark.x1 - mark.x0, mark.y1 - mark.y0) < SPECK * mm)
            continue;
        BOX *box = boxaGetBox(sorted, j, L_CLONE);
        folio_add_mark(marks, box);
        boxDestroy(&box);
        if (!is_flat(mark) || !folio_has_shape(marks, &figures))
            continue;
        boxGetGeometry(figures, NULL, NULL, NULL, &height);
        boxDestroy(&figures);
        BOX *whole = NULL;
        if (height > LEAST_TALL * mm && height < MOST_TALL * mm && is_alone(sorted, first, mark, mm))
            boxaGetExtent(marks, NULL, NULL, &whole);
        return whole;
    }
    return NULL;
}

BOXA *
folio_find(BOXA *components, double mm)
{
    BOXA *found = boxaCreate(0);
    BOXA_AUTO *sorted = boxaSort(components, L_SORT_BY_X, L_SORT_INCREASING, NULL);
    for (int i = 0; sorted && i < boxaGetCount(sorted); i++) {
        Rect mark = rect_at(sorted, i);
        BOX *whole = is_flat(mark) && mark.x1 - mark.x0 > LEAST_DASH * mm ? number_from(sorted, i, mm) : NULL;
        if (whole)
            boxaAddBox(found, whole, L_INSERT);
    }
    return found;
}
