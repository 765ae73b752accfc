/* beneath.c - the page without the ink that is neither typescript nor form. */
#include "beneath.h"
#include "unmix.h"
#include <math.h>

Beneath
beneath_look(const Page *page)
{
    Beneath self = {.dpi = page->image_dpi};
    l_int32 none = 1;
    PIX_AUTO *other = page_ink_of(page, INK_HAND | INK_SIGNATURE | INK_STAMP, INK_TEXT);
    pixZero(other, &none);
    if (none)
        return self;
    /* The soft edge of a stroke goes with it, but not where type stands. */
    PIX_AUTO *text = page_ink_of(page, INK_TEXT, 0), *kept = pixDilateBrick(NULL, text, 3, 3);
    PIX_AUTO *mask = pixDilateBrick(NULL, other, 5, 5);
    pixSubtract(mask, mask, kept);
    pixOr(mask, mask, other);
    self.image = pixCopy(NULL, page->image);
    self.ink = pixCopy(NULL, page->ink);
    /* Where colour tells more than the kinds do, no letter that was taken for a stamp's is painted over. */
    PIX_AUTO *told = unmix(page, self.image, self.ink),
             *gone = told ? pixSubtract(NULL, other, told) : pixClone(other);
    if (told)
        pixSubtract(mask, mask, told);
    pixPaintThroughMask(self.image, mask, 0, 0, 255);
    pixSubtract(self.ink, self.ink, gone);
    self.other = g_steal_pointer(&other);
    return self;
}

void
beneath_clear(Beneath *self)
{
    pix_clear(&self->image);
    pix_clear(&self->ink);
    pix_clear(&self->other);
}

/* The rectangle round the line in the working picture, with half a millimetre more above and below. */
static BOX *
band_of(const Beneath *self, const Page *page, const Line *line)
{
    double x0, y0, x1, y1, slack = 0.5 * self->dpi / 25.4;
    Quad quad = page_from_stored(page, line->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    x0 = MAX(0, floor(x0));
    y0 = MAX(0, floor(y0 - slack));
    x1 = MIN(pixGetWidth(page->image), ceil(x1));
    y1 = MIN(pixGetHeight(page->image), ceil(y1 + slack));
    return x1 > x0 && y1 > y0 ? boxCreate((int)x0, (int)y0, (int)(x1 - x0), (int)(y1 - y0)) : NULL;
}

gboolean
beneath_crosses(const Beneath *self, const Page *page, const Line *line)
{
    BOX *band = self->other ? band_of(self, page, line) : NULL;
    if (!band)
        return FALSE;
    l_int32 count = 0;
    PIX_AUTO *part = pixClipRectangle(self->other, band, NULL);
    boxDestroy(&band);
    if (part)
        pixCountPixels(part, &count, NULL);
    /* Less than a full stop is none. */
    return count > 0.1 * self->dpi * self->dpi / (25.4 * 25.4);
}

void
beneath_copy(const Beneath *self, const Page *page, const Line *line, PIX *image, PIX *ink)
{
    BOX *band = band_of(self, page, line);
    int x, y, w, h;
    if (!band)
        return;
    boxGetGeometry(band, &x, &y, &w, &h);
    boxDestroy(&band);
    pixRasterop(image, x, y, w, h, PIX_SRC, self->image, x, y);
    pixRasterop(ink, x, y, w, h, PIX_SRC, self->ink, x, y);
}
