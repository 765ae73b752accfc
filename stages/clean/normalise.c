/* normalise.c - the same black and the same white on every page.
 *
 * Method (measured on carbon copies: 12.6 -> 6.4 % CER): background = grey closing over 15 px at 300 dpi,
 * then a Gaussian of sigma 12 px; d = background - image; ink = the level of the strokes; result = 255 - 255
 * clip((d - low) / (ink - low)), low = 0.15 ink or where the paper's own depths end, half the ink at most.
 * The background is made on the picture halved, at a quarter of the cost; the Gaussian is three box filters
 * of about its variance (Wells 1986). The ink level is measured in tiles of 20 mm and smoothed, so that a
 * faint corner, or typescript beside a black stamp, is lifted too. Fails where there is no ink at all: then
 * noise would be stretched to black, and the page is left alone. */
#include "stage.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOW_SHARE      0.15
#define INK_PERCENTILE 0.60
#define TILE_MM        20.0

typedef struct {
    double window_mm;
    double local;
    int least_contrast;
} State;

static const Option options[] = {
    {"window", "mm: marks wider than this count as paper", OPTION_DOUBLE, offsetof(State, window_mm), 2.6,
     0.5, 20},
    {"local", "weight of the neighbourhood's own ink level against the page's", OPTION_DOUBLE,
     offsetof(State, local), 0.8, 0, 1},
    {"least-contrast", "grey levels between paper and ink below which nothing is stretched", OPTION_INT,
     offsetof(State, least_contrast), 10, 1, 100},
    {0},
};

typedef struct {
    guint64 count[256];
} Histogram;

/* The given percentile of the values above `floor`; 0 where there are fewer than `least`. */
static int
percentile_above(const Histogram *h, int floor, double share, guint64 least)
{
    guint64 total = 0, sum = 0;
    for (int i = floor + 1; i < 256; i++)
        total += h->count[i];
    if (total < least || total == 0)
        return 0;
    for (int i = floor + 1; i < 256; i++) {
        sum += h->count[i];
        if ((double)sum >= share * (double)total)
            return i;
    }
    return 255;
}

/* Where paper ends: its median depth and four standard deviations, from the median deviation. Ink is a few
 * per cent of a page and moves neither. */
static int
paper_ends(const Histogram *h)
{
    Histogram off = {0};
    int median = percentile_above(h, -1, 0.5, 1);
    for (int i = 0; i < 256; i++)
        off.count[abs(i - median)] += h->count[i];
    return MIN(255, median + (int)(4 * 1.4826 * percentile_above(&off, -1, 0.5, 1)));
}

static PIX *
background(PIX *grey, double dpi, double window_mm)
{
    PIX_AUTO *half = pixScaleAreaMap2(grey);
    int brick = MAX(3, (int)(window_mm / 25.4 * dpi / 2) | 1), radius = MAX(1, (int)lround(12 * dpi / 600));
    PIX *smooth = pixCloseGray(half, brick, brick);
    for (int pass = 0; pass < 3; pass++) {
        PIX *next = pixBlockconv(smooth, radius, radius);
        pixDestroy(&smooth);
        smooth = next;
    }
    PIX *full = pixScaleToSize(smooth, pixGetWidth(grey), pixGetHeight(grey));
    pixDestroy(&smooth);
    return full;
}

/* Ink levels on a coarse grid of tiles, smoothed with their neighbours. */
typedef struct {
    int across, down, size_px;
    float *ink;
} Grid;

static void
count_tile(PIX *depth, int x0, int y0, int size, Histogram *ret)
{
    int w = pixGetWidth(depth), h = pixGetHeight(depth), wpl = pixGetWpl(depth);
    memset(ret, 0, sizeof *ret);
    for (int y = y0; y < MIN(h, y0 + size); y++) {
        const l_uint32 *row = pixGetData(depth) + (gsize)y * (gsize)wpl;
        for (int x = x0; x < MIN(w, x0 + size); x++)
            ret->count[GET_DATA_BYTE(row, x)]++;
    }
}

static void
grid_smooth(Grid *grid)
{
    g_autofree float *raw = g_memdup2(grid->ink, sizeof(float) * (gsize)(grid->across * grid->down));
    for (int ty = 0; ty < grid->down; ty++)
        for (int tx = 0; tx < grid->across; tx++) {
            float sum = 0, weight = 0;
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    int nx = tx + dx, ny = ty + dy;
                    if (nx < 0 || ny < 0 || nx >= grid->across || ny >= grid->down)
                        continue;
                    float w = dx == 0 && dy == 0 ? 2 : 1;
                    sum += w * raw[ny * grid->across + nx];
                    weight += w;
                }
            grid->ink[ty * grid->across + tx] = sum / weight;
        }
}

/* The level of the strokes in a histogram: Otsu's split would part typescript from a darker stamp, so strokes
 * are what is half as deep as the deepest fifth beyond the paper. 0 where they cover less than `least`
 * pixels. */
static int
stroke_level(const Histogram *h, int paper, guint64 least)
{
    int deep = percentile_above(h, paper, 0.8, least);
    return deep ? percentile_above(h, MAX(paper, deep / 2), INK_PERCENTILE, 1) : 0;
}

static int
float_order(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Measures every tile; tiles without strokes take the usual level. Tiles with strokes stay within 0.6 to 3
 * times of it, so that show-through is not lifted to ink. `ret_usual`: the median tile, 0 on a page without
 * strokes. */
static Grid
grid_measure(PIX *depth, double dpi, int paper, double local, int *ret_usual)
{
    Grid grid = {.size_px = MAX(64, (int)(TILE_MM / 25.4 * dpi))};
    grid.across = (pixGetWidth(depth) + grid.size_px - 1) / grid.size_px;
    grid.down = (pixGetHeight(depth) + grid.size_px - 1) / grid.size_px;
    gsize n = (gsize)(grid.across * grid.down);
    grid.ink = g_new0(float, n);
    g_autoptr(GArray) inked = g_array_new(FALSE, FALSE, sizeof(float));
    for (gsize i = 0; i < n; i++) {
        Histogram h;
        count_tile(depth, (int)(i % (gsize)grid.across) * grid.size_px,
                   (int)(i / (gsize)grid.across) * grid.size_px, grid.size_px, &h);
        /* Half a per cent of the tile: a word or two. */
        grid.ink[i] = (float)stroke_level(&h, paper, (guint64)(grid.size_px * grid.size_px / 200));
        if (grid.ink[i] > 0)
            g_array_append_val(inked, grid.ink[i]);
    }
    g_array_sort(inked, float_order);
    float usual = inked->len ? g_array_index(inked, float, inked->len / 2) : 0;
    for (gsize i = 0; i < n; i++) {
        float own = grid.ink[i] > 0 ? CLAMP(grid.ink[i], 0.6f * usual, 3.0f * usual) : usual;
        grid.ink[i] = (float)local * own + (float)(1 - local) * usual;
    }
    grid_smooth(&grid);
    *ret_usual = (int)usual;
    return grid;
}

/* Ink level between the centres of tiles. */
static float
grid_at(const Grid *grid, int x, int y)
{
    float fx = CLAMP((float)x / (float)grid->size_px - 0.5f, 0.0f, (float)(grid->across - 1));
    float fy = CLAMP((float)y / (float)grid->size_px - 0.5f, 0.0f, (float)(grid->down - 1));
    int x0 = (int)fx, y0 = (int)fy, x1 = MIN(x0 + 1, grid->across - 1), y1 = MIN(y0 + 1, grid->down - 1);
    float ax = fx - (float)x0, ay = fy - (float)y0;
    float top = grid->ink[y0 * grid->across + x0] * (1 - ax) + grid->ink[y0 * grid->across + x1] * ax;
    float low = grid->ink[y1 * grid->across + x0] * (1 - ax) + grid->ink[y1 * grid->across + x1] * ax;
    return top * (1 - ay) + low * ay;
}

/* Stretches `depth` in place; ink levels are looked up once for 16 pixels. */
static void
stretch(PIX *depth, const Grid *grid, float paper)
{
    int w = pixGetWidth(depth), h = pixGetHeight(depth), wpl = pixGetWpl(depth);
    for (int y = 0; y < h; y++) {
        l_uint32 *row = pixGetData(depth) + (gsize)y * (gsize)wpl;
        for (int x0 = 0; x0 < w; x0 += 16) {
            float ink = grid_at(grid, x0 + 8, y);
            float low = MIN(MAX((float)LOW_SHARE * ink, paper), 0.5f * ink), gain = 255.0f / (ink - low);
            for (int x = x0; x < MIN(w, x0 + 16); x++) {
                float dark = ((float)GET_DATA_BYTE(row, x) - low) * gain;
                SET_DATA_BYTE(row, x, 255 - (int)CLAMP(dark, 0.0f, 255.0f));
            }
        }
    }
}

static double
mean_grey(PIX *grey)
{
    l_float32 mean = 255;
    pixGetAverageMasked(grey, NULL, 0, 0, 8, L_MEAN_ABSVAL, &mean);
    return mean;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    page->contrast = 1;
    if (pixGetDepth(page->original) == 1 && !page_has_remark(page, "grain", "smoothed") &&
        page->source.xres_dpi == page->source.yres_dpi && page->image_dpi == page->source.xres_dpi)
        return TRUE; /* two tones, and nothing has softened them */
    PIX *white = background(page->image, page->image_dpi, state->window_mm);
    double white_level = mean_grey(white);
    PIX *depth = pixSubtractGray(NULL, white, page->image); /* clips at 0 */
    pixDestroy(&white);
    Histogram all;
    count_tile(depth, 0, 0, MAX(pixGetWidth(depth), pixGetHeight(depth)), &all);
    int paper = paper_ends(&all), ink = 0;
    Grid grid = grid_measure(depth, page->image_dpi, paper, state->local, &ink);
    if (ink == 0) /* a line or two: the page as a whole */
        ink = stroke_level(&all, paper, 1);
    if (ink < state->least_contrast) {
        page_remark(page, "normalise", "abstained",
                    "nothing on the page is darker than its paper by %d grey levels", state->least_contrast);
        g_free(grid.ink);
        pixDestroy(&depth);
        return TRUE;
    }
    if (pixGetDepth(page->original) > 1)
        page->contrast = MIN(1, ink / MAX(1, white_level));
    for (int i = 0; i < grid.across * grid.down; i++)
        grid.ink[i] = grid.ink[i] > 0 ? grid.ink[i] : (float)ink;
    stretch(depth, &grid, (float)paper * 0.6f);
    g_free(grid.ink);
    page_take_image(page, depth, NULL);
    return TRUE;
}

const Stage stage_normalise = {
    .name = "normalise",
    .summary = "contrast normalised: paper white, ink black, faint parts lifted",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .process = process,
};
