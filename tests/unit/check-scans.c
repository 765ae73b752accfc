/* check-scans.c - what a reader must make of a scan by make-scans.c, worked out apart from the readers. */
#include "check-scans.h"

static guint
scale(guint64 value, guint bits)
{
    guint64 top = bits < 64 ? (G_GUINT64_CONSTANT(1) << bits) - 1 : G_MAXUINT64;
    return bits > 16 ? value >> (bits - 8) : (value * 255 + top / 2) / top;
}

static guint
over_white(guint colour, guint alpha, gboolean premultiplied)
{
    guint sum = premultiplied ? colour + 255 - alpha : (colour * alpha + 255 * (255 - alpha) + 127) / 255;
    return MIN(sum, 255);
}

/* Red, green and blue that a reader must make of pixel x, y. */
static void
expect_pixel(const Made *made, guint x, guint y, guint8 rgb[3])
{
    guint s[4] = {0};
    for (guint c = 0; c < made->samples; c++)
        s[c] = scale(made_sample(made, x, y, c), made->bits);
    gboolean unsaid = made->extra == 0 && made->photometric == PHOTOMETRIC_RGB && made->samples == 4;
    gboolean alpha = unsaid || made->extra > EXTRASAMPLE_UNSPECIFIED + 1;
    for (guint c = 0; c < 3; c++) {
        guint value = made->samples >= 3 ? s[c] : s[0];
        if (made->photometric == PHOTOMETRIC_MINISWHITE)
            value = 255 - value;
        else if (made->photometric == PHOTOMETRIC_PALETTE)
            value = made_colour(made, made_sample(made, x, y, 0), c);
        else if (made->photometric == PHOTOMETRIC_SEPARATED)
            value = ((255 - value) * (255 - s[3]) + 127) / 255;
        if (alpha)
            value = over_white(value, s[made->samples - 1], made->extra == EXTRASAMPLE_ASSOCALPHA + 1);
        rgb[c] = value;
    }
}

static int
expect_depth(const Made *made)
{
    gboolean coloured = made->photometric == PHOTOMETRIC_PALETTE && made->map < MAP_GREYS;
    if (coloured || made->samples >= 3)
        return 32;
    return made->bits == 1 && made->samples == 1 ? 1 : 8;
}

static void
read_pixel(PIX *pix, guint x, guint y, guint8 rgb[3])
{
    l_uint32 value = 0;
    pixGetPixel(pix, x, y, &value);
    for (guint c = 0; c < 3; c++)
        rgb[c] = pixGetDepth(pix) == 1   ? (value ? 0 : 255)
                 : pixGetDepth(pix) == 8 ? value
                                         : value >> (24 - 8 * c);
}

void
assert_pixels(const Made *made, PIX *pix, guint tolerance, const char *what)
{
    g_assert_cmpint(pixGetWidth(pix), ==, made->width);
    g_assert_cmpint(pixGetHeight(pix), ==, made->height);
    if (pixGetDepth(pix) != expect_depth(made))
        g_error("%s: depth %d", what, pixGetDepth(pix));
    for (guint y = 0; y < made->height; y++)
        for (guint x = 0; x < made->width; x++) {
            guint8 want[3], got[3];
            expect_pixel(made, x, y, want);
            read_pixel(pix, x, y, got);
            for (guint c = 0; c < 3; c++)
                if (ABS((int)want[c] - (int)got[c]) > (int)tolerance)
                    g_error("%s: at %u,%u colour %u is %u, not %u", what, x, y, c, got[c], want[c]);
        }
    if (pixGetDepth(pix) == 1) { /* no ink in the unused bits at a row's end */
        l_int32 ink = 0, sum = 0;
        pixCountPixels(pix, &ink, NULL);
        for (guint i = 0; i < made->height * pixGetWpl(pix); i++)
            sum += __builtin_popcount(pixGetData(pix)[i]);
        g_assert_cmpint(ink, ==, sum);
    }
}
