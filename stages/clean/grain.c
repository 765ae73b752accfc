/* grain.c - smooths the scanner's and the paper's grain, by as much as there is.
 *
 * The noise level is the median absolute response to Immerkær's Laplacian (1996), its arms two pixels long so
 * that grain softened by scaling is seen too: edges of type are too few to move a median. What matters is the
 * noise against the contrast of the ink (paper's median less the darkest hundredth). From the share `least`
 * on, box filters of 3 px are laid over each other, one for every doubling, `most-passes` at most: a Gaussian
 * of 0.8 to 1.4 px, while a typed stroke is 4 to 6 px wide at 300 dpi.
 *
 * A bilevel scan has no grey noise; its grain is pepper and ragged strokes, counted as dots of one or two
 * pixels against letter-like components. Strokes broken into dots come together again under the same filters.
 * Where the pepper is thick, what it makes of smoothed paper by chance is taken off, for later stages would
 * lift it; faint type goes with it, and a page may look blank that is not: a person sees it. */
#include "stage.h"
#include <math.h>
#include <stdlib.h>

typedef struct {
    double least;
    int most_passes;
} State;

static const Option options[] = {
    {"least", "noise as a share of the contrast below which nothing is smoothed", OPTION_DOUBLE,
     offsetof(State, least), 0.03, 0.001, 1},
    {"most-passes", "box filters at most", OPTION_INT, offsetof(State, most_passes), 3, 0, 6},
    {0},
};

#define ARM 2

#define THICK  6   /* dots for each letter */
#define DOT    2   /* pixels that come together, as scanners and filters make them */
#define PLACE  21  /* of four pixels: some lines of type and the paper between them */
#define PAPER  0.6 /* rank of the paper among the tones of a place: type makes the darker ones */
#define SPREAD 4.2 /* standard deviations, */
#define MOST   0.6 /* but no more than this share of the way to black: broken type is no darker */

/* Grey levels between the paper's median and the darkest hundredth. */
static double
contrast_of(PIX *grey)
{
    NUMA *histogram = pixGetGrayHistogram(grey, 4);
    l_float32 median = 255, dark = 0;
    numaHistogramGetValFromRank(histogram, 0.5f, &median);
    numaHistogramGetValFromRank(histogram, 0.01f, &dark);
    numaDestroy(&histogram);
    return MAX(1, median - dark);
}

/* Standard deviation of the noise in grey levels, from every third pixel of every third row. */
static double
noise_level(PIX *grey)
{
    guint64 count[2048] = {0}, total = 0, sum = 0;
    int w = pixGetWidth(grey), h = pixGetHeight(grey), wpl = pixGetWpl(grey), median = 0;
    for (int y = ARM; y + ARM < h; y += 3) {
        const l_uint32 *row = pixGetData(grey) + (gsize)y * (gsize)wpl, *up = row - ARM * wpl,
                       *low = row + ARM * wpl;
        for (int x = ARM; x + ARM < w; x += 3) {
            int corners = GET_DATA_BYTE(up, x - ARM) + GET_DATA_BYTE(up, x + ARM) +
                          GET_DATA_BYTE(low, x - ARM) + GET_DATA_BYTE(low, x + ARM);
            int sides = GET_DATA_BYTE(up, x) + GET_DATA_BYTE(low, x) + GET_DATA_BYTE(row, x - ARM) +
                        GET_DATA_BYTE(row, x + ARM);
            count[MIN(abs(corners - 2 * sides + 4 * GET_DATA_BYTE(row, x)), 2047)]++;
            total++;
        }
    }
    while (median < 2047 && 2 * (sum += count[median]) < total)
        median++;
    return median / 0.6745 / 6.0;
}

/* Dots of at most two pixels for every letter-like component of a bilevel scan. */
static double
dots_a_letter(const Page *page)
{
    BOXA_AUTO *boxes = pixConnCompBB(page->original, 8);
    double xmm = page->source.xres_dpi / 25.4, ymm = page->source.yres_dpi / 25.4, dots = 0, letters = 1;
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        dots += w <= 2 && h <= 2;
        letters += h >= 1.2 * ymm && h <= 4.5 * ymm && w >= 0.5 * xmm && w <= 6 * xmm;
    }
    return dots / letters;
}

/* Darkness, of 255, below which a smoothed pixel is no more than pepper on paper of this brightness: dots
 * that fall by chance on a share p of the pixels make p on the average of n of them, and seldom more than
 * SPREAD standard deviations above it. */
static void
fill_floors(int passes, guint8 floors[256])
{
    const double n = 4 * G_PI * passes * 2 / 3 / DOT;
    for (int bright = 0; bright < 256; bright++) {
        double p = (255 - bright) / 255.0;
        floors[bright] = (guint8)(255 * (p + MIN(SPREAD * sqrt(p * (1 - p) / n), MOST * (1 - p))));
    }
}

/* A smoothed bilevel picture without the pepper: the paper's own brightness is that of most of the place, for
 * type covers the smaller part of it. To destroy. */
static PIX *
take_pepper_off(PIX *smooth, int passes)
{
    guint8 floors[256];
    fill_floors(passes, floors);
    PIX_AUTO *small = pixScaleAreaMap(smooth, 0.25f, 0.25f);
    PIX_AUTO *paper = pixRankFilterGray(small, PLACE, PLACE, PAPER);
    PIX_AUTO *even = pixBlockconv(paper, PLACE / 4, PLACE / 4);
    const int w = pixGetWidth(smooth), h = pixGetHeight(smooth);
    PIX_AUTO *full = pixScaleToSize(even, w, h);
    PIX *clear = pixCreate(w, h, 8);
    pixCopyResolution(clear, smooth);
    for (int y = 0; y < h; y++) {
        const l_uint32 *from = pixGetData(smooth) + (gsize)y * pixGetWpl(smooth),
                       *tone = pixGetData(full) + (gsize)y * pixGetWpl(full);
        l_uint32 *to = pixGetData(clear) + (gsize)y * pixGetWpl(clear);
        for (int x = 0; x < w; x++) {
            int dark = 255 - GET_DATA_BYTE(from, x), least = floors[GET_DATA_BYTE(tone, x)];
            SET_DATA_BYTE(to, x, 255 - (dark <= least ? 0 : 255 * (dark - least) / (255 - least)));
        }
    }
    return clear;
}

/* Box filters that the page asks for; `ret_why` to free. `ret_pepper`: thick pepper is to be taken off, too.
 */
static int
count_passes(const Page *page, const State *state, char **ret_why, gboolean *ret_pepper)
{
    *ret_pepper = FALSE;
    if (pixGetDepth(page->original) == 1) {
        double dots = dots_a_letter(page);
        *ret_why = g_strdup_printf("%.1f dots for each letter", dots);
        *ret_pepper = dots >= THICK;
        return dots < 2 ? 0 : dots < THICK ? 1 : 2;
    }
    double noise = noise_level(page->image), share = noise / contrast_of(page->image);
    *ret_why = g_strdup_printf("noise of %.1f grey levels, %.0f %% of the contrast", noise, 100 * share);
    return share < state->least ? 0 : 1 + (int)floor(log2(share / state->least));
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autofree char *why = NULL;
    gboolean pepper;
    int wanted = count_passes(page, state, &why, &pepper), passes = MIN(state->most_passes, wanted);
    PIX *smooth = pixClone(page->image);
    for (int i = 0; i < passes; i++) {
        PIX *next = pixBlockconv(smooth, 1, 1);
        pixDestroy(&smooth);
        smooth = next;
    }
    if (passes == 0) {
        pixDestroy(&smooth);
        return TRUE;
    }
    PIX *clear = pepper ? take_pepper_off(smooth, passes) : pixClone(smooth);
    pixDestroy(&smooth);
    page_take_image(page, clear, NULL);
    page_remark(page, "grain", "smoothed", "%s: %d box filters", why, passes);
    if (pepper)
        page_doubt(page, "grain", "pepper", "thick pepper was taken off, and faint type may be with it");
    return TRUE;
}

const Stage stage_grain = {
    .name = "grain",
    .summary = "grain of scanner and paper smoothed by as much as there is, thick pepper taken off",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .process = process,
};
