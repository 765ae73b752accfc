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
 */
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

/* Box filters that the page asks for; `ret_why` to free. */
static int
count_passes(const Page *page, const State *state, char **ret_why)
{
    if (pixGetDepth(page->original) == 1) {
        double dots = dots_a_letter(page);
        *ret_why = g_strdup_printf("%.1f dots for each letter", dots);
        return dots < 2 ? 0 : dots < 6 ? 1 : 2;
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
    int wanted = count_passes(page, state, &why), passes = MIN(state->most_passes, wanted);
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
    page_take_image(page, smooth, NULL);
    page_remark(page, "grain", "smoothed", "%s: %d box filters", why, passes);
    return TRUE;
}

const Stage stage_grain = {
    .name = "grain",
    .summary = "grain of scanner and paper smoothed by as much as there is",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .process = process,
};
