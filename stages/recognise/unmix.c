/* unmix.c - type below coloured ink, told from it by colour.
 *
 * Inks on paper filter the light one after the other: their optical densities add up. So a pixel's density in
 * red, green and blue is a sum of the type's and the other ink's, each in its own proportions, and least
 * squares tell how much there is of each (colour deconvolution; Ruifrok and Johnston 2001). The proportions
 * are those of the pixels that are of one kind alone. Only inks whose colours differ can be told apart. */
#include "unmix.h"
#include <math.h>

#define ALIKE   0.985 /* cosine of two colours from which on they are one */
#define SAMPLES 40    /* pixels that make a colour */
#define LIGHT   150   /* of 255: lighter is no ink any more */

typedef struct {
    double v[3];
} Density;

static double
dot(Density a, Density b)
{
    return a.v[0] * b.v[0] + a.v[1] * b.v[1] + a.v[2] * b.v[2];
}

typedef struct {
    const Page *page;
    double paper[3];
    double logs[256]; /* of how much light a pixel sends back */
} Colours;

static gboolean
pixel_at(const Page *page, int x, int y, guint8 rgb[3])
{
    Point at = affine_point(page->to_original, (Point){x + 0.5, y + 0.5});
    PIX *original = page->original;
    if (at.x < 0 || at.y < 0 || at.x >= pixGetWidth(original) || at.y >= pixGetHeight(original))
        return FALSE;
    l_uint32 pixel = pixGetData(original)[(gsize)at.y * (gsize)pixGetWpl(original) + (gsize)at.x];
    rgb[0] = pixel >> L_RED_SHIFT & 255;
    rgb[1] = pixel >> L_GREEN_SHIFT & 255;
    rgb[2] = pixel >> L_BLUE_SHIFT & 255;
    return TRUE;
}

static gboolean
density_at(const Colours *colours, int x, int y, Density *ret)
{
    guint8 rgb[3];
    if (!pixel_at(colours->page, x, y, rgb))
        return FALSE;
    for (int c = 0; c < 3; c++)
        ret->v[c] = MAX(0, colours->paper[c] - colours->logs[rgb[c]]);
    return TRUE;
}

static int
kinds_at(const Page *page, int x, int y)
{
    return GET_DATA_BYTE(pixGetData(page->kinds) + (gsize)y * (gsize)pixGetWpl(page->kinds), x) & ~INK_UNSURE;
}

/* The paper is the median of each channel over a pixel in 64. */
static Colours
look_at_paper(const Page *page)
{
    Colours colours = {.page = page};
    guint counts[3][256] = {{0}}, total = 0;
    guint8 rgb[3];
    for (int i = 0; i < 256; i++)
        colours.logs[i] = log(MAX(i, 8));
    for (int y = 4; y < (int)pixGetHeight(page->image); y += 8)
        for (int x = 4; x < (int)pixGetWidth(page->image); x += 8) {
            if (!pixel_at(page, x, y, rgb))
                continue;
            for (int c = 0; c < 3; c++)
                counts[c][rgb[c]]++;
            total++;
        }
    for (int c = 0; c < 3; c++) {
        guint sum = 0;
        int i = 0;
        for (; i < 255 && 2 * (sum + counts[c][i]) < total; i++)
            sum += counts[c][i];
        colours.paper[c] = colours.logs[i];
    }
    return colours;
}

typedef struct {
    int x0, y0, x1, y1;
} Area;

/* The colour, of length 1, of what is of these kinds alone; FALSE where there is hardly any. */
static gboolean
colour_of(const Colours *colours, const Area *area, int kinds, int step, Density *ret)
{
    guint count = 0;
    *ret = (Density){{0}};
    for (int y = area->y0; y < area->y1; y += step)
        for (int x = area->x0; x < area->x1; x += step) {
            int bits = kinds_at(colours->page, x, y);
            Density own;
            if (!bits || bits & ~kinds || !density_at(colours, x, y, &own))
                continue;
            for (int c = 0; c < 3; c++)
                ret->v[c] += own.v[c];
            count++;
        }
    double length = sqrt(dot(*ret, *ret));
    for (int c = 0; c < 3 && length > 0; c++)
        ret->v[c] /= length;
    return count >= SAMPLES && length > 0;
}

/* The share of a pixel's darkness that is the type's. */
static double
share_of_type(Density own, Density type, Density other)
{
    double both = dot(type, other), a = dot(own, type), b = dot(own, other), whole = 1 - both * both;
    double of_type = (a - both * b) / whole, of_other = (b - both * a) / whole;
    if (of_type <= 0)
        return 0;
    return of_other <= 0 ? 1 : of_type / (of_type + of_other);
}

/* Leaves the type of the area: in `mask`, where the other ink lies. */
static void
leave_type(const Colours *colours, const Area *area, Density type, Density other, PIX *mask, PIX *image,
           PIX *ink)
{
    for (int y = area->y0; y < area->y1; y++) {
        l_uint32 *grey = pixGetData(image) + (gsize)y * (gsize)pixGetWpl(image);
        l_uint32 *bits = pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink);
        const l_uint32 *inside = pixGetData(mask) + (gsize)y * (gsize)pixGetWpl(mask);
        for (int x = area->x0; x < area->x1; x++) {
            Density own;
            if (!GET_DATA_BIT(inside, x) || !density_at(colours, x, y, &own))
                continue;
            int dark = (int)lround((255 - GET_DATA_BYTE(grey, x)) * share_of_type(own, type, other));
            SET_DATA_BYTE(grey, x, 255 - dark);
            if (255 - dark > LIGHT)
                CLEAR_DATA_BIT(bits, x);
        }
    }
}

static Area
area_of(const Page *page, const Annotation *annotation, int slack)
{
    double x0, y0, x1, y1;
    Quad quad = page_from_stored(page, annotation->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    return (Area){MAX(0, (int)x0 - slack), MAX(0, (int)y0 - slack),
                  MIN(pixGetWidth(page->image), (int)x1 + slack),
                  MIN(pixGetHeight(page->image), (int)y1 + slack)};
}

PIX *
unmix(const Page *page, PIX *image, PIX *ink)
{
    static const int kinds = INK_HAND | INK_SIGNATURE | INK_STAMP;
    if (pixGetDepth(page->original) != 32 || !page->kinds || page->annotations->len == 0)
        return NULL;
    const Colours colours = look_at_paper(page);
    const Area whole = {0, 0, pixGetWidth(page->image), pixGetHeight(page->image)};
    Density type, other;
    if (!colour_of(&colours, &whole, INK_TYPED, 5, &type))
        return NULL;
    PIX_AUTO *lies = page_ink_of(page, kinds, 0), *near = pixDilateBrick(NULL, lies, 7, 7);
    PIX *done = pixCreateTemplate(lies);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *annotation = page->annotations->pdata[i];
        const Area area = area_of(page, annotation, 4);
        if (annotation->kind > ANNOTATION_STAMP || !colour_of(&colours, &area, kinds, 1, &other) ||
            dot(type, other) > ALIKE)
            continue;
        leave_type(&colours, &area, type, other, near, image, ink);
        pixRasterop(done, area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0, PIX_SET, NULL, 0, 0);
    }
    pixAnd(done, done, near);
    return done;
}
