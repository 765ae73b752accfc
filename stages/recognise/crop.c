/* crop.c - cuts one line out of the page for the recogniser. */
#include "crop.h"
#include <math.h>

/* Heights of the band. */
#define FIGURE 0.5  /* what is lower is no figure */
#define LETTER 1.25 /* what is taller joins two lines */
#define GAP    0.3  /* letters of a word are closer */

/* The band of the line and the wider strip that is looked at, in working pixels. */
typedef struct {
    int x0, y0, x1, y1;        /* strip */
    double slope;              /* of the line, dy/dx */
    double band_top, band_low; /* within the strip, after the slope is undone */
} Strip;

static gboolean
find_strip(const Page *page, const Line *line, int pad, Strip *ret)
{
    Quad q = page_from_stored(page, line->quad);
    int w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    double dx = q.p[1].x - q.p[0].x, height = (q.p[3].y - q.p[0].y + q.p[2].y - q.p[1].y) / 2;
    if (dx < 1 || height < 2)
        return FALSE;
    ret->slope = (q.p[1].y - q.p[0].y + q.p[2].y - q.p[3].y) / (2 * dx);
    if (fabs(ret->slope) * dx < 0.12 * height)
        ret->slope = 0;
    double margin = 0.6 * height;
    ret->x0 = MAX(0, (int)floor(q.p[0].x) - pad - 2);
    ret->x1 = MIN(w, (int)ceil(q.p[1].x) + pad + 2);
    ret->y0 = MAX(0, (int)floor(MIN(q.p[0].y, q.p[1].y) - margin));
    ret->y1 = MIN(h, (int)ceil(MAX(q.p[2].y, q.p[3].y) + margin));
    double left = ret->slope == 0 ? (q.p[0].y + q.p[1].y) / 2 : q.p[0].y + ret->slope * (ret->x0 - q.p[0].x);
    ret->band_top = left - ret->y0;
    ret->band_low = ret->band_top + height;
    return ret->x1 - ret->x0 >= 3 && ret->y1 - ret->y0 >= 3;
}

static PIX *
cut(PIX *pix, const Strip *strip)
{
    BOX *box = boxCreate(strip->x0, strip->y0, strip->x1 - strip->x0, strip->y1 - strip->y0);
    PIX *part = pixClipRectangle(pix, box, NULL);
    boxDestroy(&box);
    if (strip->slope == 0)
        return part;
    PIX *level = pixVShear(NULL, part, 0, (l_float32)-atan(strip->slope), L_BRING_IN_WHITE);
    pixDestroy(&part);
    return level;
}

/* Is a figure apart from its neighbours? Typed higher or lower than the row of a form that it belongs to, it
 * keeps its head and feet. */
static gboolean
stands_alone(BOXA *boxes, int i, double height)
{
    int x, w;
    boxaGetBoxGeometry(boxes, i, &x, NULL, &w, NULL);
    for (int j = 0; j < boxaGetCount(boxes); j++) {
        int other, width;
        boxaGetBoxGeometry(boxes, j, &other, NULL, &width, NULL);
        if (j != i && MAX(x, other) - MIN(x + w, other + width) < GAP * height)
            return FALSE;
    }
    return TRUE;
}

/* Takes off what reaches in from other lines: components mostly outside the band, and the outer ends of tall
 * ones. */
static void
keep_own(PIX *ink, const Strip *strip)
{
    int w = pixGetWidth(ink), h = pixGetHeight(ink);
    double height = strip->band_low - strip->band_top, slack = 0.12 * height;
    double top = strip->band_top - slack, low = strip->band_low + slack;
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(ink, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, bw, bh;
        boxaGetBoxGeometry(boxes, i, &x, &y, &bw, &bh);
        double inside = MIN(y + bh, strip->band_low) - MAX(y, strip->band_top);
        gboolean foreign = inside < 0.5 * bh && inside < 0.5 * height;
        if (!foreign) {
            if (bh > FIGURE * height && bh <= LETTER * height && stands_alone(boxes, i, height)) {
                top = MIN(top, y);
                low = MAX(low, y + bh);
            }
            continue;
        }
        PIX_AUTO *part = pixaGetPix(parts, i, L_CLONE);
        pixRasterop(ink, x, y, bw, bh, PIX_DST & PIX_NOT(PIX_SRC), part, 0, 0);
    }
    int first = (int)floor(top), last = (int)ceil(low);
    if (first > 0)
        pixRasterop(ink, 0, 0, w, MIN(first, h), PIX_CLR, NULL, 0, 0);
    if (last < h)
        pixRasterop(ink, 0, MAX(0, last), w, h - MAX(0, last), PIX_CLR, NULL, 0, 0);
}

gboolean
crop_line(const Page *page, const Line *line, int pad, LineCrop *ret_crop)
{
    Strip strip;
    *ret_crop = (LineCrop){0};
    if (!find_strip(page, line, pad, &strip))
        return FALSE;
    PIX_AUTO *ink = cut(page->ink, &strip);
    PIX_AUTO *grey = cut(page->image, &strip);
    PIX_AUTO *all = pixCopy(NULL, ink);
    keep_own(ink, &strip);
    BOX *box = NULL;
    if (pixClipToForeground(ink, NULL, &box) != 0 || !box)
        return FALSE;
    int x, y, w, h;
    boxGetGeometry(box, &x, &y, &w, &h);
    boxDestroy(&box);
    pixSubtract(all, all, ink);
    PIX_AUTO *foreign = pixDilateBrick(NULL, all, 5, 5);
    PIX_AUTO *near_own = pixDilateBrick(NULL, ink, 3, 3);
    pixSubtract(foreign, foreign, near_own);
    pixPaintThroughMask(grey, foreign, 0, 0, 255);
    BOX *tight = boxCreate(x, y, w, h);
    PIX_AUTO *grey_tight = pixClipRectangle(grey, tight, NULL);
    PIX_AUTO *ink_tight = pixClipRectangle(ink, tight, NULL);
    boxDestroy(&tight);
    ret_crop->grey = pixAddBorder(grey_tight, pad, 255);
    ret_crop->ink = pixAddBorder(ink_tight, pad, 0);
    /* crop -> strip is a move, strip -> page puts the slope back. */
    ret_crop->to_working =
        (Affine){1, 0, strip.x0 + x - pad, strip.slope, 1, strip.y0 + y - pad + strip.slope * (x - pad)};
    return TRUE;
}

void
crop_clear(LineCrop *crop)
{
    pix_clear(&crop->grey);
    pix_clear(&crop->ink);
}
