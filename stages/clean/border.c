/* border.c - the dark edge that a scanner's lid leaves round the sheet is found and left out.
 *
 * Method, on the picture reduced to 75 dpi: pixels much darker than the paper form a mask; opened by 2.5 mm
 * it has no strokes of type left; what of that touches the picture's edge is border (seed fill from the
 * edge). Grown back into the mask and by 2 mm more (the sheet's own edge and its shadow), it is painted with
 * the paper's tone. Fails where the sheet itself is dark (a photostat): when more than `most` of the picture
 * would go, nothing is done. */
#include "stage.h"

typedef struct {
    double most;
} State;

static const Option options[] = {
    {"most", "share of the picture that may be border", OPTION_DOUBLE, offsetof(State, most), 0.45, 0, 1},
    {0},
};

/* The grey level that most of the bright half of the picture has. */
static int
paper_level(PIX *small)
{
    NUMA *histogram = pixGetGrayHistogram(small, 1);
    l_float32 total = 0, sum = 0, value = 0;
    int level = 255;
    numaGetSum(histogram, &total);
    while (level > 0 && sum < 0.4f * total) {
        numaGetFValue(histogram, level, &value);
        sum += value;
        level--;
    }
    numaDestroy(&histogram);
    return level + 1;
}

static PIX *
find_border(PIX *small, int paper)
{
    PIX_AUTO *dark = pixThresholdToBinary(small, MAX(1, paper * 55 / 100));
    PIX_AUTO *wide = pixAddBorder(dark, 12, 1); /* a border thinner than the opening still joins the edge */
    PIX_AUTO *thick = pixOpenBrick(NULL, wide, 8, 8);
    PIX_AUTO *seed = pixCreateTemplate(thick);
    pixSetOrClearBorder(seed, 2, 2, 2, 2, PIX_SET);
    PIX_AUTO *filled = pixSeedfillBinary(NULL, seed, thick, 8);
    pixSetOrClearBorder(filled, 12, 12, 12, 12, PIX_CLR); /* the ring itself must not grow inwards */
    PIX_AUTO *grown = pixDilateBrick(NULL, filled, 13, 13);
    return pixRemoveBorder(grown, 12);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double factor = page->image_dpi > 0 ? page->image_dpi / 75.0 : 4;
    PIX_AUTO *small = pixScaleAreaMap(page->image, (float)(1 / factor), (float)(1 / factor));
    if (!small || pixGetWidth(small) < 40 || pixGetHeight(small) < 40)
        return TRUE;
    PIX_AUTO *border = find_border(small, paper_level(small));
    l_float32 share = 0;
    pixForegroundFraction(border, &share);
    if (share > state->most) {
        page_remark(page, "border", "abstained", "%.0f %% of the picture is dark up to its edge",
                    100 * share);
        return TRUE;
    }
    if (share < 0.0005f)
        return TRUE;
    PIX_AUTO *mask = pixScaleBySampling(border, (float)pixGetWidth(page->image) / pixGetWidth(border),
                                        (float)pixGetHeight(page->image) / pixGetHeight(border));
    PIX *image = pixCopy(NULL, page->image);
    pixPaintThroughMask(image, mask, 0, 0, (l_uint32)paper_level(small));
    page_take_image(page, image, NULL);
    page_remark(page, "border", "painted", "%.1f %% of the picture was scanner border", 100 * share);
    return TRUE;
}

const Stage stage_border = {
    .name = "border",
    .summary = "dark scanner border painted with the paper's tone",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .process = process,
};
