/* faint.c - type that is too light for the page's cut between ink and paper.
 *
 * The cut is half way between the paper and the darkest ink around: beside a printed label a faint figure of
 * the typewriter is lost, and of «877» is left 87, surely read. Here the cut is as far from the paper as a
 * share of the value's own ink is, and above the grain of the paper. */
#include "faint.h"
#include <math.h>

#define SHARE    0.4  /* of the way from paper to the value's ink */
#define GRAIN    5    /* spreads of the paper's grain that are no ink */
#define LEAST    24   /* levels of 255 */
#define USUAL    110  /* level of ink where there is no value */
#define MOST_INK 0.35 /* share of a place that may be ink */

/* Millimetres. */
#define AROUND     6 /* on both sides of a place, to know the paper by */
#define LEAST_HIGH 1.1
#define MOST_HIGH  5
#define MOST_WIDE  8
#define LEAST_WIDE 0.25

typedef struct {
    guint count[256], all;
} Levels;

static Levels
levels_of(PIX *grey, PIX *mask)
{
    Levels levels = {0};
    for (int y = 0; y < (int)pixGetHeight(grey); y++) {
        const l_uint32 *row = pixGetData(grey) + (gsize)y * (gsize)pixGetWpl(grey);
        const l_uint32 *own = mask ? pixGetData(mask) + (gsize)y * (gsize)pixGetWpl(mask) : NULL;
        for (int x = 0; x < (int)pixGetWidth(grey); x++)
            if (!own || GET_DATA_BIT(own, x)) {
                levels.count[GET_DATA_BYTE(row, x)]++;
                levels.all++;
            }
    }
    return levels;
}

/* The level below which a share of the pixels lies. */
static int
level_at(const Levels *levels, double share)
{
    guint sum = 0;
    for (int i = 0; i < 256; i++) {
        sum += levels->count[i];
        if (sum > share * levels->all)
            return i;
    }
    return 255;
}

/* Components of a letter's size. */
static PIX *
keep_letters(PIX *dark, double mm)
{
    PIX_AUTO *low = pixSelectBySize(dark, (int)(MOST_WIDE * mm), (int)(MOST_HIGH * mm), 8, L_SELECT_IF_BOTH,
                                    L_SELECT_IF_LTE, NULL);
    PIX_AUTO *wide = low ? pixSelectBySize(low, (int)(LEAST_WIDE * mm), (int)(LEAST_HIGH * mm), 8,
                                           L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL)
                         : NULL;
    return wide ? pixClone(wide) : NULL;
}

static BOX *
box_in_pixels(Box box, double mm)
{
    return boxCreate((int)(box.x0 * mm), (int)(box.y0 * mm), (int)((box.x1 - box.x0) * mm) + 1,
                     (int)((box.y1 - box.y0) * mm) + 1);
}

/* The level that parts ink from paper in a place; 0 where nothing does. */
static int
find_cut(const Page *page, Box place, const Box *value, double mm)
{
    const Box wide = {place.x0 - AROUND, place.y0 - AROUND / 3, place.x1 + AROUND, place.y1 + AROUND / 3};
    BOX *box = box_in_pixels(wide, mm), *own_box = value ? box_in_pixels(*value, mm) : NULL;
    PIX_AUTO *around = pixClipRectangle(page->image, box, NULL);
    PIX_AUTO *own = own_box ? pixClipRectangle(page->image, own_box, NULL) : NULL;
    PIX_AUTO *own_ink = own_box ? pixClipRectangle(page->ink, own_box, NULL) : NULL;
    boxDestroy(&box);
    boxDestroy(&own_box);
    const Levels levels = around ? levels_of(around, NULL) : (Levels){0};
    const Levels inked = own && own_ink ? levels_of(own, own_ink) : (Levels){0};
    if (levels.all == 0)
        return 0;
    const int paper = level_at(&levels, 0.6), grain = paper - level_at(&levels, MOST_INK);
    const int ink = inked.all > 0 ? level_at(&inked, 0.5) : USUAL;
    return paper - (int)MAX(MAX(SHARE * (paper - ink), GRAIN * grain), LEAST);
}

PIX *
faint_ink(const Page *page, Box place, const Box *value)
{
    const double mm = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    const int cut = pixGetDepth(page->image) == 8 ? find_cut(page, place, value, mm) : 0;
    if (cut <= 0)
        return NULL;
    BOX *wanted = box_in_pixels(place, mm), *area = NULL;
    PIX_AUTO *part = pixClipRectangle(page->image, wanted, &area);
    boxDestroy(&wanted);
    if (!part)
        return NULL;
    int left, top, count = 0;
    boxGetGeometry(area, &left, &top, NULL, NULL);
    PIX_AUTO *ink = pixClipRectangle(page->ink, area, NULL);
    boxDestroy(&area);
    PIX_AUTO *dark = pixThresholdToBinary(part, cut);
    PIX_AUTO *closed = pixCloseSafeBrick(NULL, dark, 3, 3);
    PIX_AUTO *more = keep_letters(closed, mm);
    if (!more)
        return NULL;
    pixSubtract(more, more, ink);
    pixCountPixels(more, &count, NULL);
    if (count == 0)
        return NULL;
    PIX *all = pixCopy(NULL, page->ink);
    pixRasterop(all, left, top, pixGetWidth(more), pixGetHeight(more), PIX_PAINT, more, 0, 0);
    return all;
}
