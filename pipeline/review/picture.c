/* picture.c - the desk's pictures. The last pages are kept decoded: reviewers go through them field by field.
 */
#include "review/picture.h"
#include <leptonica/allheaders.h>
#include <string.h>

#define KEPT    3
#define AROUND  0.3
#define LEAST   8.0  /* millimetres around a field */
#define SIGNED  9.0  /* millimetres that a signature's middle may be above or below its label */
#define WIDEST  1400 /* pixels of the picture that a crop may span */
#define TALLEST 700

#define FAST_PNG 11 /* Leptonica: 10 + zlib's level */

static struct {
    char *path;
    PIX *pix;
} kept[KEPT];

DeskCut
picture_cut(DeskBox field, int width, int height, double dpi)
{
    double least = LEAST * dpi / 25.4;
    double dx = MAX(AROUND * (field.x1 - field.x0), least), dy = MAX(AROUND * (field.y1 - field.y0), least);
    DeskCut cut = {.field = field};
    cut.x = CLAMP((int)(field.x0 - dx), 0, MAX(width - 1, 0));
    cut.y = CLAMP((int)(field.y0 - dy), 0, MAX(height - 1, 0));
    cut.width = CLAMP((int)(field.x1 + dx), cut.x + 1, MAX(width, cut.x + 1)) - cut.x;
    cut.height = CLAMP((int)(field.y1 + dy), cut.y + 1, MAX(height, cut.y + 1)) - cut.y;
    cut.width = MIN(cut.width, WIDEST);
    cut.height = MIN(cut.height, TALLEST);
    return cut;
}

DeskBox
picture_room(DeskBox label, double width, double dpi)
{
    double mm = dpi / 25.4;
    return (DeskBox){label.x0, label.y0 - SIGNED * mm, label.x1 + width * mm, label.y1 + SIGNED * mm};
}

/* Lent until the next call. */
static PIX *
load(const char *path)
{
    guint i = 0;
    while (i < KEPT && g_strcmp0(kept[i].path, path) != 0)
        i++;
    if (i == KEPT) {
        g_autofree char *data = NULL;
        gsize length = 0;
        PIX *pix = g_file_get_contents(path, &data, &length, NULL) ? pixReadMem((const l_uint8 *)data, length)
                                                                   : NULL;
        if (!pix)
            return NULL;
        i = KEPT - 1;
        g_free(kept[i].path);
        pixDestroy(&kept[i].pix);
        kept[i].path = g_strdup(path);
        kept[i].pix = pix;
    }
    /* The last one used stands first. */
    char *own = kept[i].path;
    PIX *pix = kept[i].pix;
    for (; i > 0; i--)
        kept[i] = kept[i - 1];
    kept[0].path = own;
    kept[0].pix = pix;
    return pix;
}

gboolean
picture_size(const char *path, int *ret_width, int *ret_height)
{
    l_int32 format, bps, spp, iscmap;
    g_autofree char *name = g_strdup(path);
    return pixReadHeader(name, &format, ret_width, ret_height, &bps, &spp, &iscmap) == 0;
}

GBytes *
picture_crop(const char *path, const DeskCut *cut)
{
    PIX *page = load(path);
    l_uint8 *data = NULL;
    size_t length = 0;
    if (!page)
        return NULL;
    BOX *box = boxCreate(cut->x, cut->y, cut->width, cut->height);
    PIX *part = pixClipRectangle(page, box, NULL);
    PIX *grey = part && pixGetDepth(part) == 1 ? pixConvert1To8(NULL, part, 255, 0) : pixClone(part);
    PIX *large = grey ? pixScale(grey, CUT_SCALE, CUT_SCALE) : NULL;
    if (large) /* over loopback, a quick encoder is worth more than a sixth of the bytes */
        pixSetSpecial(large, FAST_PNG);
    gboolean written = large && pixWriteMem(&data, &length, large, IFF_PNG) == 0;
    boxDestroy(&box);
    pixDestroy(&part);
    pixDestroy(&grey);
    pixDestroy(&large);
    GBytes *png = written ? g_bytes_new(data, length) : NULL;
    lept_free(data);
    return png;
}

void
picture_forget(void)
{
    for (guint i = 0; i < KEPT; i++) {
        g_clear_pointer(&kept[i].path, g_free);
        pixDestroy(&kept[i].pix);
    }
}
