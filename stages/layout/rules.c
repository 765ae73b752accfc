/* rules.c - takes the form's rules off, solid and dotted, so that they are not read as text.
 *
 * Solid rules: runs of ink of 9 mm and more (gaps of 0.4 mm closed) that stay thinner than 1.3 mm, level or
 * upright, are nine parts in ten ink and no type: the serifs of a word join into a run too, mostly full of
 * gaps. Where a letter stands on the rule its strokes are closed again over the gap. Dotted rules: six and
 * more dots of at most 0.8 mm on one level within 12 mm to either side. Fails on rules that are as skewed as
 * the page is not. */
#include "stage.h"
#include <math.h>

typedef struct {
    double least_mm;
} State;

static const Option options[] = {
    {"least", "mm: shortest solid rule", OPTION_DOUBLE, offsetof(State, least_mm), 9, 3, 100},
    {0},
};

#define THICK_MM 1.3
#define GAP_MM   0.4

/* Pixels of both, where the second lies at x, y of the first. */
static l_int32
count_shared(PIX *page, PIX *part, int x, int y)
{
    l_int32 count = 0;
    PIX_AUTO *under = pixCopy(NULL, part);
    pixRasterop(under, 0, 0, pixGetWidth(part), pixGetHeight(part), PIX_SRC & PIX_DST, page, x, y);
    pixCountPixels(under, &count, NULL);
    return count;
}

/* Clears the runs of `runs` that are less than nine tenths ink, or two thirds of it type: letters whose
 * serifs touch. */
static void
drop_broken(PIX *runs, PIX *ink, PIX *type)
{
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(runs, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        l_int32 all = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        PIX_AUTO *part = pixaGetPix(parts, i, L_CLONE);
        pixCountPixels(part, &all, NULL);
        l_int32 inked = count_shared(ink, part, x, y);
        if (10 * inked < 9 * all || 3 * count_shared(type, part, x, y) > 2 * inked)
            pixRasterop(runs, x, y, w, h, PIX_DST & PIX_NOT(PIX_SRC), part, 0, 0);
    }
}

/* Long thin runs in one direction, as a mask of the pixels they cover. */
static PIX *
find_solid(PIX *ink, PIX *type, double mm, double least_mm, gboolean level)
{
    int length = (int)(least_mm * mm), gap = MAX(1, (int)(GAP_MM * mm)), thick = (int)(THICK_MM * mm);
    PIX_AUTO *closed = level ? pixCloseSafeBrick(NULL, ink, gap, 1) : pixCloseSafeBrick(NULL, ink, 1, gap);
    PIX_AUTO *runs =
        level ? pixOpenCompBrick(NULL, closed, length, 1) : pixOpenCompBrick(NULL, closed, 1, length);
    PIX *thin = pixSelectBySize(runs, thick, thick, 8, level ? L_SELECT_HEIGHT : L_SELECT_WIDTH,
                                L_SELECT_IF_LT, NULL);
    drop_broken(thin, ink, type);
    return thin;
}

/* Ink without the rule, strokes that cross it joined again. */
static PIX *
take_off(PIX *ink, PIX *rule, gboolean level)
{
    PIX_AUTO *wide = level ? pixDilateBrick(NULL, rule, 1, 5) : pixDilateBrick(NULL, rule, 5, 1);
    PIX *rest = pixSubtract(NULL, ink, wide);
    PIX_AUTO *joined = level ? pixCloseSafeBrick(NULL, rest, 1, 13) : pixCloseSafeBrick(NULL, rest, 13, 1);
    pixAnd(joined, joined, wide);
    pixAnd(joined, joined, ink);
    pixOr(rest, rest, joined);
    return rest;
}

typedef struct {
    int x, y, w, h;
} Dot;

static int
by_x(const void *a, const void *b)
{
    return ((const Dot *)a)->x - ((const Dot *)b)->x;
}

static GArray *
find_dots(PIX *ink, double mm)
{
    BOXA_AUTO *boxes = pixConnCompBB(ink, 8);
    GArray *dots = g_array_new(FALSE, FALSE, sizeof(Dot));
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Dot dot;
        boxaGetBoxGeometry(boxes, i, &dot.x, &dot.y, &dot.w, &dot.h);
        if (MAX(dot.w, dot.h) <= 0.8 * mm && MAX(dot.w, dot.h) >= 0.12 * mm)
            g_array_append_val(dots, dot);
    }
    g_array_sort(dots, by_x);
    return dots;
}

static guint
count_on_level(const GArray *dots, guint at, double mm)
{
    const Dot *self = &g_array_index(dots, Dot, at);
    guint count = 0;
    for (int way = -1; way <= 1; way += 2)
        for (gint64 i = (gint64)at + way; i >= 0 && i < dots->len; i += way) {
            const Dot *other = &g_array_index(dots, Dot, (guint)i);
            if (abs(other->x - self->x) > 12 * mm)
                break;
            count += fabs((other->y + other->h / 2.0) - (self->y + self->h / 2.0)) < 0.25 * mm;
        }
    return count;
}

static PIX *
find_dotted(PIX *ink, double mm)
{
    g_autoptr(GArray) dots = find_dots(ink, mm);
    PIX *mask = pixCreateTemplate(ink);
    for (guint i = 0; i < dots->len; i++) {
        const Dot *dot = &g_array_index(dots, Dot, i);
        if (count_on_level(dots, i, mm) >= 6)
            pixRasterop(mask, dot->x, dot->y, dot->w, dot->h, PIX_SET, NULL, 0, 0);
    }
    return mask;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double mm = page->image_dpi / 25.4;
    PIX *ink = pixCopy(NULL, page->ink);
    PIX_AUTO *type = page_ink_of(page, INK_TEXT, INK_RULE | INK_STROKE);
    for (int level = 1; level >= 0; level--) {
        PIX_AUTO *rule = find_solid(ink, type, mm, state->least_mm, level);
        PIX *rest = take_off(ink, rule, level);
        pixDestroy(&ink);
        ink = rest;
    }
    PIX_AUTO *dotted = find_dotted(ink, mm);
    pixSubtract(ink, ink, dotted);
    PIX_AUTO *gone = pixSubtract(NULL, page->ink, ink);
    PIX_AUTO *mask = pixDilateBrick(NULL, gone, 3, 3);
    pixSubtract(mask, mask, ink);
    PIX *image = pixCopy(NULL, page->image);
    pixPaintThroughMask(image, mask, 0, 0, 255);
    page_take_image(page, image, NULL);
    page_take_ink(page, ink);
    return TRUE;
}

const Stage stage_rules = {
    .name = "rules",
    .summary = "solid and dotted rules taken off ink and picture",
    .needs = PART_IMAGE | PART_INK,
    .gives = PART_IMAGE | PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
