/* strikes.c - type below a strike-out.
 *
 * A pen's stroke is a line of even thickness. It is followed column by column, through the middle of what the
 * network of `ink` sees of it, and the run of ink upon it goes where it is no thicker than the stroke: what
 * is thicker is a letter that the stroke crosses (the way that staff lines are taken off music: I. Fujinaga,
 * "Staff detection and removal", 2004). */
#include "strikes.h"
#include "median.h"
#include <math.h>

#define ROOM_MM   0.5 /* how far off its box a stroke may run */
#define SMOOTH_MM 1.0 /* of the line that it runs along, to either side */
#define THICK_MM  0.6 /* no pen's stroke is as thick */
#define USUAL                                                                                                \
    0.3 /* quantile of the runs upon it that tells its thickness: most that are longer are letters */
#define LENIENT 1.5 /* times its thickness: still the stroke */

/* A stroke's box in the working picture, and the middle of the stroke in each of its columns. */
typedef struct {
    int x0, x1;
    double *middle;
} Path;

static void
path_clear(Path *path)
{
    g_free(path->middle);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Path, path_clear)

/* Weight of a pixel of the map, and its place times that, of rows y0 to y1. */
static double
weigh_column(PIX *map, int x, int y0, int y1, double *ret_sum)
{
    double weight = 0;
    *ret_sum = 0;
    for (int y = MAX(0, y0); y < MIN((int)pixGetHeight(map), y1); y++) {
        const l_uint32 pixel = pixGetData(map)[(gsize)y * (gsize)pixGetWpl(map) + (gsize)x];
        const double own = (double)(pixel >> L_RED_SHIFT & 255) * (pixel >> L_GREEN_SHIFT & 255);
        weight += own;
        *ret_sum += own * (y + 0.5);
    }
    return weight;
}

/* The line that a stroke with this box runs along. */
static Path
follow(const Page *page, const Quad *quad)
{
    double x0, y0, x1, y1;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    const double mm = page->image_dpi / 25.4, room = ROOM_MM * mm;
    const double scale = (double)pixGetWidth(page->strokes) / pixGetWidth(page->image);
    Path path = {MAX(0, (int)x0), MIN(pixGetWidth(page->image), (int)ceil(x1)), NULL};
    const int count = MAX(0, path.x1 - path.x0), reach = (int)(SMOOTH_MM * mm);
    g_autofree double *sums = g_new0(double, count + 1), *weights = g_new0(double, count + 1);
    path.middle = g_new0(double, count + 1);
    for (int i = 0; i < count; i++) {
        const int x = MIN((int)((path.x0 + i + 0.5) * scale), (int)pixGetWidth(page->strokes) - 1);
        double sum, weight = weigh_column(page->strokes, x, (int)((y0 - room) * scale),
                                          (int)ceil((y1 + room) * scale), &sum);
        sums[i + 1] = sums[i] + sum / scale;
        weights[i + 1] = weights[i] + weight;
    }
    for (int i = 0; i < count; i++) {
        const int from = MAX(0, i - reach), to = MIN(count, i + reach + 1);
        const double weight = weights[to] - weights[from];
        path.middle[i] = weight > 0 ? (sums[to] - sums[from]) / weight : (y0 + y1) / 2;
    }
    return path;
}

static gboolean
is_ink(PIX *ink, int x, int y)
{
    return y >= 0 && y < (int)pixGetHeight(ink) &&
           GET_DATA_BIT(pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink), x);
}

/* The upright run of ink at the stroke's middle, or next to it; FALSE where there is none. */
static gboolean
find_run(PIX *ink, int x, double middle, int room, int *ret_top, int *ret_end)
{
    const int start = (int)middle;
    for (int off = 0; off <= room; off++)
        for (int way = -1; way <= 1; way += 2) {
            int top = start + way * off, end;
            if (!is_ink(ink, x, top))
                continue;
            for (end = top + 1; is_ink(ink, x, end);)
                end++;
            while (is_ink(ink, x, top - 1))
                top--;
            *ret_top = top;
            *ret_end = end;
            return TRUE;
        }
    return FALSE;
}

/* How thick the stroke is, pixels; 0 where it has left no ink. */
static double
thickness(PIX *ink, const Path *path, int room)
{
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(double));
    for (int x = path->x0; x < path->x1; x++) {
        int top, end;
        if (!find_run(ink, x, path->middle[x - path->x0], room, &top, &end))
            continue;
        double run = end - top;
        g_array_append_val(runs, run);
    }
    median_of(runs); /* sorts */
    return runs->len > 0 ? g_array_index(runs, double, (guint)(USUAL * runs->len)) : 0;
}

/* With the soft edge above and below. */
static void
take_run(PIX *image, PIX *ink, PIX *gone, int x, int top, int end)
{
    for (int y = MAX(0, top - 1); y < MIN((int)pixGetHeight(image), end + 1); y++) {
        SET_DATA_BYTE(pixGetData(image) + (gsize)y * (gsize)pixGetWpl(image), x, 255);
        if (y < top || y >= end)
            continue;
        CLEAR_DATA_BIT(pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink), x);
        SET_DATA_BIT(pixGetData(gone) + (gsize)y * (gsize)pixGetWpl(gone), x);
    }
}

void
strikes_take_off(const Page *page, PIX *image, PIX *ink, PIX *gone)
{
    const int room = (int)(THICK_MM * page->image_dpi / 25.4 / 2);
    for (guint i = 0; page->strokes && i < page->annotations->len; i++) {
        const Annotation *annotation = page->annotations->pdata[i];
        if (annotation->kind != ANNOTATION_STRIKE)
            continue;
        const Quad quad = page_from_stored(page, annotation->quad);
        g_auto(Path) path = follow(page, &quad);
        const double thick = thickness(ink, &path, room);
        for (int x = path.x0; x < path.x1; x++) {
            int top, end;
            if (find_run(ink, x, path.middle[x - path.x0], room, &top, &end) &&
                end - top <= MIN(LENIENT * thick + 1, 2 * room))
                take_run(image, ink, gone, x, top, end);
        }
    }
}
