/* grey.c - makes the working picture: grey, upright as its orientation tag says.
 *
 * Colour becomes luminance (Rec. 601, as scanners do), bilevel becomes 0 and 255. The tag's turn and mirror
 * (TIFF 6.0, section "Orientation") are applied here and kept in the page's map; the quarter turns of the
 * paper itself are the business of `orient`. The original stays as it is. */
#include "stage.h"

/* What each orientation tag asks for: mirror first, then clockwise quarter turns. */
static const struct {
    gboolean mirror;
    int turns;
} tags[9] = {{0}, {FALSE, 0}, {TRUE, 0}, {FALSE, 2}, {TRUE, 2}, {TRUE, 3}, {FALSE, 1}, {TRUE, 1}, {FALSE, 3}};

static PIX *
to_grey(PIX *pix)
{
    if (pixGetDepth(pix) == 32)
        return pixConvertRGBToGray(pix, 0.299f, 0.587f, 0.114f);
    return pixConvertTo8(pix, 0);
}

static PIX *
obey_tag(PIX *pix, int tag, Affine *map)
{
    double w = pixGetWidth(pix), h = pixGetHeight(pix);
    *map = affine_identity();
    if (tags[tag].mirror) {
        pixFlipLR(pix, pix);
        *map = (Affine){-1, 0, w, 0, 1, 0};
    }
    if (tags[tag].turns == 0)
        return pix;
    PIX *turned = pixRotateOrth(pix, tags[tag].turns);
    pixDestroy(&pix);
    *map = affine_then(*map, affine_quarter_turns(tags[tag].turns, w, h));
    return turned;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    int tag = page->source.orientation >= 1 && page->source.orientation <= 8 ? page->source.orientation : 1;
    Affine map;
    PIX *grey = obey_tag(to_grey(page->original), tag, &map);
    page_take_image(page, grey, &map);
    if (tag != 1)
        page_remark(page, "grey", "orientation-tag", "the file's orientation tag %d was obeyed", tag);
    return TRUE;
}

const Stage stage_grey = {
    .name = "grey",
    .summary = "grey picture, turned as the file's orientation tag says",
    .needs = PART_IMAGE,
    .gives = PART_IMAGE,
    .blank_too = TRUE,
    .process = process,
};
