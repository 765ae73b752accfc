/* beneath.c - the page without the ink that is neither typescript nor form. */
#include "beneath.h"
#include "strikes.h"
#include "unmix.h"
#include <math.h>

/* Takes `other` off the copies. */
static void
take_off(const Page *page, PIX *other, PIX *image, PIX *ink)
{
    /* The soft edge of a stroke goes with it, but not where type stands. */
    PIX_AUTO *text = page_ink_of(page, INK_TEXT, 0), *kept = pixDilateBrick(NULL, text, 3, 3);
    PIX_AUTO *mask = pixDilateBrick(NULL, other, 5, 5);
    pixSubtract(mask, mask, kept);
    pixOr(mask, mask, other);
    /* Where colour tells more than the kinds do, no letter that was taken for a stamp's is painted over. */
    PIX_AUTO *told = unmix(page, image, ink), *gone = told ? pixSubtract(NULL, other, told) : pixClone(other);
    if (told)
        pixSubtract(mask, mask, told);
    pixPaintThroughMask(image, mask, 0, 0, 255);
    pixSubtract(ink, ink, gone);
}

static gboolean
is_empty(PIX *pix)
{
    l_int32 none = 1;
    pixZero(pix, &none);
    return none;
}

/* Adds the strokes of the page's marks in the margin: they lean into the first letters of lines. */
static void
add_margins(const Page *page, PIX *other)
{
    PIX_AUTO *strokes = page_ink_of(page, INK_STROKE, INK_TEXT);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *mark = page->annotations->pdata[i];
        double x0, y0, x1, y1;
        if (mark->kind != ANNOTATION_MARGIN)
            continue;
        Quad quad = page_from_stored(page, mark->quad);
        quad_bounds(&quad, &x0, &y0, &x1, &y1);
        const int x = (int)floor(x0), y = (int)floor(y0);
        pixRasterop(other, x, y, (int)ceil(x1) - x, (int)ceil(y1) - y, PIX_PAINT, strokes, x, y);
    }
}

static gboolean
has_strikes(const Page *page)
{
    for (guint i = 0; i < page->annotations->len; i++)
        if (((const Annotation *)page->annotations->pdata[i])->kind == ANNOTATION_STRIKE)
            return TRUE;
    return FALSE;
}

Beneath
beneath_look(const Page *page)
{
    Beneath self = {.dpi = page->image_dpi};
    PIX_AUTO *other = page_ink_of(page, INK_HAND | INK_SIGNATURE | INK_STAMP, INK_TEXT);
    add_margins(page, other);
    const gboolean none = is_empty(other), strikes = has_strikes(page);
    if (none && !strikes)
        return self;
    self.image = pixCopy(NULL, page->image);
    self.ink = pixCopy(NULL, page->ink);
    if (!none)
        take_off(page, other, self.image, self.ink);
    if (strikes)
        strikes_take_off(page, self.image, self.ink, other);
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
