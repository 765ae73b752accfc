/* specks.c - dust, grain and single dots of noise taken off ink and picture.
 *
 * A component is a speck when it is smaller than the smallest full stop (0.25 mm a side at most) and no
 * larger component lies within 0.9 mm: dots of ё, broken strokes and punctuation have a neighbour, dust
 * mostly has none. On a page that is full of specks (twice as many as larger components) a neighbour no
 * longer tells: all of them go. */
#include "stage.h"

typedef struct {
    double size_mm;
    double alone_mm;
} State;

static const Option options[] = {
    {"size", "mm: the largest side of a speck", OPTION_DOUBLE, offsetof(State, size_mm), 0.25, 0, 2},
    {"alone", "mm round a speck without a larger component", OPTION_DOUBLE, offsetof(State, alone_mm), 0.9, 0,
     10},
    {0},
};

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double mm = page->image_dpi / 25.4;
    int side = (int)(state->size_mm * mm), reach = 2 * (int)(state->alone_mm * mm) + 1;
    if (side < 1)
        return TRUE;
    PIX_AUTO *large = pixSelectBySize(page->ink, side, side, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
    if (!large)
        return TRUE;
    PIX_AUTO *near_large = pixDilateBrick(NULL, large, reach, reach);
    PIX_AUTO *specks = pixSubtract(NULL, page->ink, large);
    l_int32 n_specks = 0, n_large = 0;
    pixCountConnComp(specks, 8, &n_specks);
    pixCountConnComp(large, 8, &n_large);
    gboolean full = n_specks > 2 * n_large;
    PIX_AUTO *alone = full ? pixClone(specks) : pixSubtract(NULL, specks, near_large);
    l_int32 none = 1;
    pixZero(alone, &none);
    if (none)
        return TRUE;
    PIX *ink = pixSubtract(NULL, page->ink, alone);
    PIX_AUTO *mask = pixDilateBrick(NULL, alone, 3, 3);
    PIX *image = pixCopy(NULL, page->image);
    pixPaintThroughMask(image, mask, 0, 0, 255);
    page_take_image(page, image, NULL);
    page_take_ink(page, ink);
    return TRUE;
}

const Stage stage_specks = {
    .name = "specks",
    .summary = "dust and grain taken off",
    .needs = PART_IMAGE | PART_INK,
    .gives = PART_IMAGE | PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
