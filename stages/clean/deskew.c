/* deskew.c - turns the page so that its lines of type are level.
 *
 * Method: the sum of squared differences of the row profile of the ink is largest when rows fall between lines (Postl
 * 1986; Bloomberg, Kopec and Dasari 1995): a coarse sweep over +-max-angle on the ink at quarter size, then a binary
 * search at half size down to 0.01 degrees. Only letter-like components take part, so borders, stamps and photographs
 * cannot pull. The confidence is the ratio of the best score to the worst; below `least-confidence` the page stays as
 * it is, with a remark. Fails on pages of handwriting and on fewer than three lines. */
#include "stage.h"
#include <math.h>

typedef struct {
    double max_angle;
    double least_confidence;
} State;

static const Option options[] = {
    {"max-angle", "degrees searched to either side", OPTION_DOUBLE, offsetof(State, max_angle), 12, 1, 20},
    {"least-confidence", "ratio of best to worst score that is believed", OPTION_DOUBLE,
     offsetof(State, least_confidence), 2.5, 1, 100},
    {0},
};

/* The ink without rules, pictures and dust. */
static PIX *
letters_only(PIX *ink, double dpi)
{
    int small = MAX(2, (int)(0.5 / 25.4 * dpi)), large = (int)(8 / 25.4 * dpi);
    PIX_AUTO *no_large = pixSelectBySize(ink, large, large, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LT, NULL);
    return pixSelectBySize(no_large ? no_large : ink, small, small, 8, L_SELECT_IF_BOTH, L_SELECT_IF_GT, NULL);
}

static gboolean
find_angle(PIX *ink, const State *state, double *ret_angle, double *ret_ratio)
{
    l_float32 angle = 0, ratio = 0, end = 0;
    l_int32 failed = pixFindSkewSweepAndSearchScorePivot(ink, &angle, &ratio, &end, 4, 2, 0.0f,
                                                         (l_float32)state->max_angle, 0.5f, 0.01f,
                                                         L_SHEAR_ABOUT_CORNER);
    *ret_angle = angle;
    *ret_ratio = ratio;
    return !failed;
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
    PIX_AUTO *letters = letters_only(page->ink, page->image_dpi);
    if (!find_angle(letters ? letters : page->ink, state, &angle, &ratio) || ratio < state->least_confidence) {
        page->skew_confidence = 0;
        page_remark(page, "deskew", "abstained", "no angle stands out (%.1f to 1)", ratio);
        return TRUE;
    }
    /* 1 at a ratio of 10 and over, 0.5 at the least that is believed. */
    page->skew_confidence = CLAMP(0.5 + 0.5 * (ratio - state->least_confidence) / (10 - state->least_confidence), 0, 1);
    page->skew_deg = angle;
    if (fabs(angle) < 0.02)
        return TRUE;
    double w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    /* Corners must not be cut off: the picture grows by what the turn needs. */
    int grow_x = (int)ceil(fabs(sin(angle * G_PI / 180)) * h / 2), grow_y = (int)ceil(fabs(sin(angle * G_PI / 180)) * w / 2);
    PIX_AUTO *wide = pixAddBorderGeneral(page->image, grow_x, grow_x, grow_y, grow_y, 255);
    PIX_AUTO *wide_ink = pixAddBorderGeneral(page->ink, grow_x, grow_x, grow_y, grow_y, 0);
    Affine map = affine_then(affine_translate(grow_x, grow_y), rotation_map(angle, w + 2 * grow_x, h + 2 * grow_y));
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
