/* crop.c - cuts one line out of the page for the recogniser. */
#include "crop.h"
#include "median.h"
#include <math.h>

/* Heights of the band. */
#define FIGURE 0.5  /* what is lower is no figure */
#define LETTER 1.25 /* what is taller joins two lines */
#define TALL   1.7  /* the same for words of type in a row of low print */
#define GAP    0.3  /* letters of a word are closer */
#define SLACK  0.12 /* letters may stick out so far */
#define MORE   0.4  /* of a component's height that another line holds more of, if it is that line's */

/* Lines of small letters only; parts of the usual height of a line. */
#define ONLY_SMALL 0.62 /* lines that are lower have small letters only */
#define SQUARE     0.75 /* width of a small letter to its height */
#define FEET       0.25 /* what letters reach below the line */
#define LONG       10   /* times its height: a line that tells */

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

/* A component, in the strip. */
typedef struct {
    int x, y, w, h;
    gboolean foreign;
} Part;

/* How much of a component's height lies between the edges of a line that reaches over it, px. */
static double
height_within(const Page *page, const Line *line, const Strip *strip, const Part *part)
{
    Quad q = page_from_stored(page, line->quad);
    double x = strip->x0 + part->x + part->w / 2.0, dx = q.p[1].x - q.p[0].x;
    if (dx < 1 || x < q.p[0].x || x > q.p[1].x)
        return 0;
    double y = strip->y0 + part->y + strip->slope * (part->x + part->w / 2.0), at = (x - q.p[0].x) / dx;
    double top = q.p[0].y + at * (q.p[1].y - q.p[0].y), low = q.p[3].y + at * (q.p[2].y - q.p[3].y);
    return MIN(y + part->h, low) - MAX(y, top);
}

/* Does it reach in from another line? */
static gboolean
is_foreign(const Page *page, const Line *line, const Strip *strip, const Part *part)
{
    double height = strip->band_low - strip->band_top;
    double inside = MIN(part->y + part->h, strip->band_low) - MAX(part->y, strip->band_top);
    if (inside < 0.5 * part->h && inside < 0.5 * height)
        return TRUE;
    for (guint i = 0; i < page->lines->len && part->h > FIGURE * height && inside < 0.9 * part->h; i++) {
        const Line *other = page->lines->pdata[i];
        if (other != line && height_within(page, other, strip, part) > inside + MORE * part->h)
            return TRUE;
    }
    return FALSE;
}

static int
by_left(const void *a, const void *b)
{
    return ((const Part *)a)->x - ((const Part *)b)->x;
}

/* The end of the word that begins with a part: of Part, from left to right, foreign ones skipped. */
static guint
word_end(const GArray *parts, guint first, double gap)
{
    int right = 0;
    guint end = first;
    for (guint i = first; i < parts->len; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        if (!part->foreign && i > first && part->x - right >= gap)
            break;
        if (!part->foreign) {
            right = MAX(right, part->x + part->w);
            end = i + 1;
        }
    }
    return end;
}

/* Top and foot of a word that was typed higher or lower than the row of a form that it belongs to: it keeps
 * its head and feet. All its figures and letters stick out on one side, or it is a lone figure. */
static gboolean
find_own_level(const GArray *parts, guint first, guint end, const Strip *strip, double *ret_top,
               double *ret_low)
{
    double height = strip->band_low - strip->band_top, slack = SLACK * height;
    guint figures = 0, above = 0, below = 0, tallest = 0;
    *ret_top = strip->band_top - slack;
    *ret_low = strip->band_low + slack;
    for (guint i = first; i < end; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        if (part->foreign || part->h <= FIGURE * height)
            continue;
        figures++;
        above += part->y < strip->band_top - slack;
        below += part->y + part->h > strip->band_low + slack;
        tallest = MAX(tallest, (guint)part->h);
        *ret_top = MIN(*ret_top, part->y);
        *ret_low = MAX(*ret_low, part->y + part->h);
    }
    gboolean alone = figures == 1 && end == first + 1 && tallest <= LETTER * height;
    return alone || (figures > 1 && tallest <= TALL * height && (above == figures || below == figures));
}

/* Clears what lies above and below a level in some columns. */
static void
clear_outside(PIX *ink, int x0, int x1, double top, double low)
{
    int h = pixGetHeight(ink), first = (int)floor(top), last = (int)ceil(low);
    if (first > 0)
        pixRasterop(ink, x0, 0, x1 - x0, MIN(first, h), PIX_CLR, NULL, 0, 0);
    if (last < h)
        pixRasterop(ink, x0, MAX(0, last), x1 - x0, h - MAX(0, last), PIX_CLR, NULL, 0, 0);
}

/* Takes off what reaches in from other lines: foreign components, and the outer ends of tall ones. */
static void
keep_own(const Page *page, const Line *line, PIX *ink, const Strip *strip)
{
    double height = strip->band_low - strip->band_top, slack = SLACK * height;
    PIXA_AUTO *pictures = NULL;
    BOXA_AUTO *boxes = pixConnComp(ink, &pictures, 8);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Part part;
        boxaGetBoxGeometry(boxes, i, &part.x, &part.y, &part.w, &part.h);
        part.foreign = is_foreign(page, line, strip, &part);
        g_array_append_val(parts, part);
        if (!part.foreign)
            continue;
        PIX_AUTO *picture = pixaGetPix(pictures, i, L_CLONE);
        pixRasterop(ink, part.x, part.y, part.w, part.h, PIX_DST & PIX_NOT(PIX_SRC), picture, 0, 0);
    }
    g_array_sort(parts, by_left);
    int done = 0;
    for (guint first = 0, end; first < parts->len; first = end) {
        double top, low;
        int left = g_array_index(parts, Part, first).x;
        end = MAX(first + 1, word_end(parts, first, GAP * height));
        if (g_array_index(parts, Part, first).foreign ||
            !find_own_level(parts, first, end, strip, &top, &low))
            continue;
        int right = left;
        for (guint i = first; i < end; i++)
            if (!g_array_index(parts, Part, i).foreign)
                right = MAX(right, g_array_index(parts, Part, i).x + g_array_index(parts, Part, i).w);
        clear_outside(ink, done, left, strip->band_top - slack, strip->band_low + slack);
        clear_outside(ink, left, right, top, low);
        done = right;
    }
    clear_outside(ink, done, pixGetWidth(ink), strip->band_top - slack, strip->band_low + slack);
}

/* Height of the page's lines of some length, working pixels; 0 where there are few. */
static double
usual_height(const Page *page)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        Quad q = page_from_stored(page, ((const Line *)page->lines->pdata[i])->quad);
        double height = (q.p[3].y - q.p[0].y + q.p[2].y - q.p[1].y) / 2;
        if (q.p[1].x - q.p[0].x > LONG * height)
            g_array_append_val(heights, height);
    }
    return heights->len >= 5 ? median_of(heights) : 0;
}

/* Are most components about as wide as high, as a typewriter's small letters are, and no figures and
 * capitals? */
static gboolean
is_square(PIX *ink)
{
    BOXA_AUTO *boxes = pixConnComp(ink, NULL, 8);
    guint square = 0, all = 0;
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int w, h;
        boxaGetBoxGeometry(boxes, i, NULL, NULL, &w, &h);
        if (h < FIGURE * pixGetHeight(ink))
            continue;
        square += w > SQUARE * h;
        all++;
    }
    return all >= 2 && 3 * square >= 2 * all;
}

/* The recogniser sees every line at one height: small letters alone («ных.») would look like capitals. White
 * pixels above and below make room for the letters that such a line has not. */
static void
find_room(const Page *page, PIX *ink, int *ret_above, int *ret_below)
{
    int height = pixGetHeight(ink);
    double usual = usual_height(page);
    gboolean low = height < ONLY_SMALL * usual && height > 0.3 * usual && is_square(ink);
    *ret_above = low ? MAX(0, (int)((1 - FEET) * usual) - height) : 0;
    *ret_below = low ? (int)(FEET * usual) : 0;
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
    keep_own(page, line, ink, &strip);
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
    int above, below;
    find_room(page, ink_tight, &above, &below);
    ret_crop->grey = pixAddBorderGeneral(grey_tight, pad, pad, pad + above, pad + below, 255);
    ret_crop->ink = pixAddBorderGeneral(ink_tight, pad, pad, pad + above, pad + below, 0);
    /* crop -> strip is a move, strip -> page puts the slope back. */
    ret_crop->to_working = (Affine){1,           0, strip.x0 + x - pad,
                                    strip.slope, 1, strip.y0 + y - pad - above + strip.slope * (x - pad)};
    return TRUE;
}

void
crop_clear(LineCrop *crop)
{
    pix_clear(&crop->grey);
    pix_clear(&crop->ink);
}
