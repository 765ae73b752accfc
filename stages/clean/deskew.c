/* deskew.c - turns the page so that its lines of type are level.
 *
 * Method (Baird 1987): the feet and heads of letter-like components are projected along a trial angle; the
 * sum of the squared histogram is largest when they fall into lines. A coarse sweep over +-max-angle finds
 * the hill, a fine one its top, a parabola through the best three a hundredth of a degree. Only components of
 * a letter's size take part, so borders, stamps, rules, photographs and grain cannot pull. The confidence
 * compares the top with the sweep's median; below `least-confidence` the page stays as it is, with a remark.
 * `lines` adds what is left over after its fit. Fails on pages of handwriting and on fewer than three lines.
 */
#include "median.h"
#include "stage.h"
#include <math.h>
#include <string.h>

typedef struct {
    double max_angle;
    double least_confidence;
} State;

static const Option options[] = {
    {"max-angle", "degrees searched to either side", OPTION_DOUBLE, offsetof(State, max_angle), 12, 1, 20},
    {"least-confidence", "ratio of the best score to the median one that is believed", OPTION_DOUBLE,
     offsetof(State, least_confidence), 1.15, 1, 100},
    {0},
};

#define COARSE_DEG 0.1
#define FINE_DEG   0.02

/* Feet and heads of letters, about the page's centre. */
static GArray *
find_points(PIX *ink, double dpi)
{
    double mm = dpi / 25.4, cx = pixGetWidth(ink) / 2.0, cy = pixGetHeight(ink) / 2.0;
    BOXA_AUTO *boxes = pixConnCompBB(ink, 8);
    GArray *points = g_array_new(FALSE, FALSE, sizeof(Point));
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (h < 1.2 * mm || h > 4.5 * mm || w < 0.5 * mm || w > 12 * mm)
            continue;
        Point foot = {x + w / 2.0 - cx, y + h - cy}, head = {foot.x, y - cy};
        g_array_append_val(points, foot);
        g_array_append_val(points, head);
    }
    return points;
}

/* Sum of squares of the histogram over rows of `bin` px after turning the points by `degrees` clockwise. */
static double
score(const GArray *points, double degrees, double bin, double reach)
{
    double t = tan(degrees * G_PI / 180), sum = 0;
    gsize n = (gsize)(2 * reach / bin) + 4;
    g_autofree float *rows = g_new0(float, n);
    for (guint i = 0; i < points->len; i++) {
        const Point *p = &g_array_index(points, Point, i);
        double at = CLAMP((p->y + t * p->x + reach) / bin, 0, (double)n - 2);
        gsize row = (gsize)at;
        float share =
            (float)(at - (double)row); /* to both rows: a step in angle then makes a smooth step in score */
        rows[row] += 1 - share;
        rows[row + 1] += share;
    }
    for (gsize i = 0; i < n; i++)
        sum += (double)rows[i] * rows[i];
    return sum;
}

/* The best angle of a sweep; `ret_ratio` (may be NULL) of its score to the sweep's median. */
static double
sweep(const GArray *points, double from, double to, double step, double bin, double reach, double *ret_ratio)
{
    g_autoptr(GArray) scores = g_array_new(FALSE, FALSE, sizeof(double));
    guint best = 0;
    for (double angle = from; angle <= to + step / 2; angle += step) {
        double s = score(points, angle, bin, reach);
        g_array_append_val(scores, s);
        if (s > g_array_index(scores, double, best))
            best = scores->len - 1;
    }
    double angle = from + step * best, top = g_array_index(scores, double, best);
    if (best > 0 && best + 1 < scores->len) {
        double l = g_array_index(scores, double, best - 1), r = g_array_index(scores, double, best + 1);
        double bend = l - 2 * top + r;
        angle += bend < 0 ? step * 0.5 * (l - r) / bend : 0;
    }
    if (ret_ratio)
        *ret_ratio = top / MAX(1e-9, median_of(scores));
    return angle;
}

static gboolean
find_angle(PIX *ink, double dpi, const State *state, double *ret_angle, double *ret_ratio)
{
    g_autoptr(GArray) points = find_points(ink, dpi);
    double reach = hypot(pixGetWidth(ink), pixGetHeight(ink)) / 2, bin = dpi / 100;
    *ret_angle = *ret_ratio = 0;
    if (points->len < 40)
        return FALSE;
    *ret_angle = sweep(points, -state->max_angle, state->max_angle, COARSE_DEG, bin, reach, ret_ratio);
    *ret_angle = sweep(points, *ret_angle - 0.3, *ret_angle + 0.3, FINE_DEG, bin, reach, NULL);
    return TRUE;
}

/* Rotation by `angle` degrees clockwise about the picture's centre, same size. */
static Affine
rotation_map(double angle, double width, double height)
{
    double c = cos(angle * G_PI / 180), s = sin(angle * G_PI / 180), cx = width / 2, cy = height / 2;
    return (Affine){c, -s, cx - c * cx + s * cy, s, c, cy - s * cx - c * cy};
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double angle = 0, ratio = 0;
    if (!find_angle(page->ink, page->image_dpi, state, &angle, &ratio) || ratio < state->least_confidence) {
        page->skew_confidence = 0;
        page_remark(page, "deskew", "abstained", "no angle stands out (%.2f to 1)", ratio);
        return TRUE;
    }
    /* 1 at a ratio of 2 and over, 0.5 at the least that is believed. */
    page->skew_confidence = CLAMP(0.5 + 0.5 * (ratio - state->least_confidence) / 0.85, 0, 1);
    page->skew_deg = angle;
    if (fabs(angle) < 0.02)
        return TRUE;
    double w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    /* Corners must not be cut off: the picture grows by what the turn needs. */
    int grow_x = (int)ceil(fabs(sin(angle * G_PI / 180)) * h / 2),
        grow_y = (int)ceil(fabs(sin(angle * G_PI / 180)) * w / 2);
    PIX_AUTO *wide = pixAddBorderGeneral(page->image, grow_x, grow_x, grow_y, grow_y, 255);
    PIX_AUTO *wide_ink = pixAddBorderGeneral(page->ink, grow_x, grow_x, grow_y, grow_y, 0);
    Affine map =
        affine_then(affine_translate(grow_x, grow_y), rotation_map(angle, w + 2 * grow_x, h + 2 * grow_y));
    PIX *image = pixRotateAMGray(wide, (float)(angle * G_PI / 180), 255);
    PIX *ink = pixRotate(wide_ink, (float)(angle * G_PI / 180), L_ROTATE_SAMPLING, L_BRING_IN_WHITE, 0, 0);
    page_take_image(page, image, &map);
    page_take_ink(page, ink);
    return TRUE;
}

const Stage stage_deskew = {
    .name = "deskew",
    .summary = "lines of type levelled to a hundredth of a degree, or left alone with a reason",
    .needs = PART_IMAGE | PART_INK,
    .gives = PART_IMAGE | PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
