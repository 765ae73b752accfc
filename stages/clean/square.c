/* square.c - square pixels at a resolution the recogniser knows.
 *
 * Fax pixels are not square (204 x 98 dpi): both axes are brought to one resolution. A resolution that is
 * missing or absurd is estimated from the size of the type: the median height of letter-like components,
 * taken for lower-case typescript (1.95 mm on the pica and elite machines measured), and from the sheet, A4
 * where its sides allow: on a noisy scan letters run together or break, and the type alone tells half or
 * twice the truth. The tag is absurd when it makes the sheet smaller than a stamp or larger than a desk; or
 * when the sheet would be none that typists used, and hardly any component as high as letters are (1.1 to 4
 * mm), or a whole page of type over 3 mm high (pictures tagged 72 dpi by programs that did not know).
 *
 * Working resolution: pages under `least` dpi are scaled up to 300, pages over 400 scaled down to 300;
 * between, pixels stay as they are. (A 100-dpi carbon copy went from 9.8 to 4.9 % CER by scaling up and
 * normalising.) */
#include "stage.h"
#include <math.h>

#define WORK_DPI   300.0
#define TYPE_MM    1.95
#define A4_LONG_IN 11.69

typedef struct {
    int least;
    int most;
} State;

static const Option options[] = {
    {"least", "dpi below which a page is scaled up to 300", OPTION_INT, offsetof(State, least), 280, 0, 400},
    {"most", "dpi above which a page is scaled down to 300", OPTION_INT, offsetof(State, most), 360, 300,
     2400},
    {0},
};

static int
int_order(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Heights of letter-shaped components, ascending, in pixels of the picture whose pixels were made square: not
 * specks, not rules, not pictures; neither flat nor thin. */
static GArray *
type_heights(PIX *grey, double aspect)
{
    PIX_AUTO *square = aspect > 1.05   ? pixScale(grey, 1.0f, (float)aspect)
                       : aspect < 0.95 ? pixScale(grey, (float)(1 / aspect), 1.0f)
                                       : pixClone(grey);
    PIX_AUTO *ink = NULL;
    GArray *heights = g_array_new(FALSE, FALSE, sizeof(int));
    pixOtsuAdaptiveThreshold(square, 400, 400, 0, 0, 0.1f, NULL, &ink);
    BOXA_AUTO *boxes = ink ? pixConnCompBB(ink, 8) : NULL;
    for (int i = 0; boxes && i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (h >= 6 && h < MAX(pixGetWidth(ink), pixGetHeight(ink)) / 4 && w >= h / 4 && w < 3 * h)
            g_array_append_val(heights, h);
    }
    g_array_sort(heights, int_order);
    return heights;
}

/* The height of the type: the median of those heights, dots and dust left out by half the 90th percentile; 0
 * where there are fewer than 10. */
static double
type_height_px(const GArray *heights)
{
    if (heights->len < 10)
        return 0;
    int tall = g_array_index(heights, int, heights->len * 9 / 10);
    guint first = 0;
    while (2 * g_array_index(heights, int, first) < tall)
        first++;
    return g_array_index(heights, int, (first + heights->len) / 2);
}

static guint
count_fitting(const GArray *heights, double dpi)
{
    guint fit = 0;
    for (guint i = 0; i < heights->len; i++) {
        double mm = 25.4 * g_array_index(heights, int, i) / dpi;
        fit += mm >= 1.1 && mm <= 4.0;
    }
    return fit;
}

/* A cutting of a page, a line or a word: as high as type is at this resolution. */
static gboolean
mostly_type(const GArray *heights, double dpi)
{
    guint fit = count_fitting(heights, dpi);
    return fit >= 4 && 2 * fit >= heights->len;
}

/* Are enough components as high as letters are at this resolution, and the type no larger than any machine's?
 */
static gboolean
letters_fit(const GArray *heights, double dpi)
{
    guint fit = count_fitting(heights, dpi);
    gboolean screen = fabs(dpi - 72) < 1.5 || fabs(dpi - 96) < 1.5; /* what programs write that do not know */
    if (heights->len >= (screen ? 100 : 200) && 25.4 * type_height_px(heights) / dpi > (screen ? 2.8 : 3.2))
        return FALSE;
    return heights->len < 10 || fit >= 30 || 4 * fit >= heights->len;
}

/* A sheet that typists used: A5's long side to foolscap's, with the scanner's margin. */
static gboolean
is_paper(double wide_mm, double high_mm)
{
    double longest = MAX(wide_mm, high_mm), sides = longest / MIN(wide_mm, high_mm);
    return longest > 200 && longest < 400 && sides > 1.15 && sides < 1.75;
}

static gboolean
tag_is_absurd(const Page *page, double xres, double yres, const GArray *heights, const char **ret_why)
{
    double wide_mm = 25.4 * pixGetWidth(page->image) / xres,
           high_mm = 25.4 * pixGetHeight(page->image) / yres;
    *ret_why = NULL;
    if (xres < 40 || yres < 40 || xres > 2400 || yres > 2400)
        *ret_why = "out of any scanner's range";
    else if (MAX(xres, yres) > 3 * MIN(xres, yres))
        *ret_why = "its two axes disagree";
    else if ((MAX(wide_mm, high_mm) < 25 && !mostly_type(heights, MAX(xres, yres))) ||
             MAX(wide_mm, high_mm) > 1200)
        *ret_why = "the sheet would be smaller than a stamp or larger than a desk";
    else if (!is_paper(wide_mm, high_mm) && !letters_fit(heights, MAX(xres, yres)))
        *ret_why = "the type would be half or twice its size";
    return *ret_why != NULL;
}

/* What the type says, unless it makes a page of paper's proportions much larger than A4 or nearly A4: then it
 * is A4. `ret_from`: "type" or "sheet". */
static double
guess_resolution(const Page *page, double type_px, const char **ret_from)
{
    const double w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    const double sheet = MAX(w, h) / A4_LONG_IN, type = 25.4 * type_px / TYPE_MM;
    gboolean a4 = is_paper(25.4 * w / sheet, 25.4 * h / sheet);
    *ret_from = type_px > 0 && (!a4 || type > 1.3 * sheet) ? "type" : "sheet";
    return CLAMP(**ret_from == 't' ? type : sheet, 50, 1200);
}

/* Resolution of the working picture's two axes; the tag may be turned by the orientation tag. */
static void
judge_resolution(Page *page, double *ret_xres, double *ret_yres)
{
    PageSource *source = &page->source;
    gboolean tagged = source->xres_dpi > 0 && source->yres_dpi > 0;
    gboolean swapped = fabs(page->to_original.a) < fabs(page->to_original.b);
    double xres = swapped ? source->yres_dpi : source->xres_dpi,
           yres = swapped ? source->xres_dpi : source->yres_dpi;
    gboolean fax = tagged && xres < 3 * yres && yres < 3 * xres;
    g_autoptr(GArray) heights = type_heights(page->image, fax ? xres / yres : 1);
    const char *why = "the file has no resolution";
    if (tagged && !tag_is_absurd(page, xres, yres, heights, &why)) {
        *ret_xres = xres;
        *ret_yres = yres;
        return;
    }
    const char *from;
    double guess = guess_resolution(page, type_height_px(heights), &from);
    page_remark(page, "square", "dpi-estimated", "%s (%.0f x %.0f dpi): %.0f dpi from the size of the %s",
                why, source->xres_dpi, source->yres_dpi, guess, from);
    *ret_xres = *ret_yres = source->xres_dpi = source->yres_dpi = round(guess);
    source->dpi_source = "estimated";
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double xres, yres;
    judge_resolution(page, &xres, &yres);
    double finest = MAX(xres, yres);
    double to = finest < state->least || finest > state->most ? WORK_DPI : finest;
    double sx = to / xres, sy = to / yres;
    page->image_dpi = to;
    if (fabs(sx - 1) < 0.01 && fabs(sy - 1) < 0.01)
        return TRUE;
    double w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    if (sx * w > 32767 || sy * h > 32767) {
        sx = sy = MIN(32767 / w, 32767 / h);
        page->image_dpi = finest * sx;
    }
    PIX *scaled = sx < 0.9 && sy < 0.9 ? pixScaleAreaMap(page->image, (float)sx, (float)sy)
                                       : pixScaleGeneral(page->image, (float)sx, (float)sy, 0.0f, 0);
    const Affine map = affine_scale(pixGetWidth(scaled) / w, pixGetHeight(scaled) / h);
    page_take_image(page, scaled, &map);
    return TRUE;
}

const Stage stage_square = {
    .name = "square",
    .summary = "square pixels at a resolution the recogniser knows; a missing resolution is estimated",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .process = process,
};
