/* tiff-colour.c - stored samples to grey or RGB.
 *
 * CMYK is mixed as inks over white paper, R = (1 - C)(1 - K), without a profile. Palette entries take the
 * upper byte of their 16 bits: that is exact for writers that scale by 257 and for those that shift by 8;
 * where no entry is above 255 the writer meant bytes. A palette of greys makes a grey picture, one of black
 * and white a bilevel one. */
#include "tiff-read.h"
#include "error.h"

static guint8
over_white(guint8 colour, guint8 alpha, gboolean premultiplied)
{
    guint sum = premultiplied ? colour + 255u - alpha : (colour * alpha + 255u * (255 - alpha) + 127) / 255;
    return MIN(sum, 255);
}

static guint32
mix_inks(guint32 cmyk)
{
    guint white = 255 - (cmyk & 255);
    guint r = ((255 - (cmyk >> 24)) * white + 127) / 255;
    guint g = ((255 - (cmyk >> 16 & 255)) * white + 127) / 255;
    guint b = ((255 - (cmyk >> 8 & 255)) * white + 127) / 255;
    return r << 24 | g << 16 | b << 8;
}

/* A page that is transparent all over would come out blank: its writer left alpha empty. */
static gboolean
is_transparent(const TiffLayout *layout, PIX *samples)
{
    const guint32 *word = pixGetData(samples);
    guint32 sum = 0;
    for (gsize left = (gsize)pixGetWpl(samples) * pixGetHeight(samples); left > 0; left--)
        sum |= *word++;
    return (sum >> (24 - 8 * layout->colours) & 255) == 0;
}

static void
finish_colour(const TiffLayout *layout, PIX *pix, gboolean opaque)
{
    guint32 *word = pixGetData(pix);
    for (gsize left = (gsize)pixGetWpl(pix) * pixGetHeight(pix); left > 0; left--, word++) {
        guint32 mixed = 0;
        if (layout->colours == 4)
            mixed = mix_inks(*word);
        else if (opaque)
            mixed = *word & ~255u;
        else
            for (int shift = 24; shift > 0; shift -= 8)
                mixed |= (guint32)over_white(*word >> shift & 255, *word & 255, layout->premultiplied)
                         << shift;
        *word = mixed;
    }
}

static PIX *
finish_grey_alpha(const TiffLayout *layout, PIX *samples, gboolean opaque)
{
    PIX *grey = pixCreate(layout->width, layout->height, 8);
    for (guint y = 0; grey && y < layout->height; y++) {
        const guint32 *from = pixGetData(samples) + (gsize)y * pixGetWpl(samples);
        guint32 *to = pixGetData(grey) + (gsize)y * pixGetWpl(grey);
        for (guint x = 0; x < layout->width; x++) {
            guint8 value = from[x] >> 24, alpha = opaque ? 255 : from[x] >> 16 & 255;
            if (layout->photometric == PHOTOMETRIC_MINISWHITE)
                value = 255 - value;
            SET_DATA_BYTE(to, x, over_white(value, alpha, layout->premultiplied));
        }
    }
    pixDestroy(&samples);
    return grey;
}

static PIX *
finish_palette(TiffFile *file, const TiffLayout *layout, PIX *indices)
{
    guint16 *map[3] = {NULL, NULL, NULL};
    guint count = 1u << layout->bits, shift = 0, black_white = 0;
    gboolean colour = FALSE;
    if (!TIFFGetField(file->tif, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2])) {
        tiff_file_blame(file, "a palette picture without a palette");
        return indices;
    }
    for (guint i = 0; i < count; i++)
        if (map[0][i] > 255 || map[1][i] > 255 || map[2][i] > 255)
            shift = 8;
    PIXCMAP *colours = pixcmapCreate(8);
    for (guint i = 0; i < count; i++) {
        guint8 r = map[0][i] >> shift, g = map[1][i] >> shift, b = map[2][i] >> shift;
        pixcmapAddColor(colours, r, g, b);
        colour = colour || r != g || g != b;
        black_white += r == g && g == b && (r == 0 || r == 255);
    }
    pixSetColormap(indices, colours);
    PIX *mapped = pixRemoveColormap(indices, colour ? REMOVE_CMAP_TO_FULL_COLOR : REMOVE_CMAP_TO_GRAYSCALE);
    pixDestroy(&indices);
    if (mapped && !colour && black_white == count && count == 2) {
        PIX *bilevel = pixThresholdToBinary(mapped, 128);
        pixDestroy(&mapped);
        return bilevel;
    }
    return mapped;
}

PIX *
tiff_colour_finish(TiffFile *file, const TiffLayout *layout, PIX *samples)
{
    if (layout->photometric == PHOTOMETRIC_PALETTE && pixGetDepth(samples) == 8)
        return finish_palette(file, layout, samples);
    gboolean opaque = layout->alpha < 0 || is_transparent(layout, samples);
    if (layout->alpha >= 0 && opaque)
        tiff_file_note(file, "Alpha is 0 all over the page and was left out");
    if (layout->colours == 1 && layout->alpha >= 0)
        return finish_grey_alpha(layout, samples, opaque);
    if (layout->colours > 1) {
        if (layout->colours == 4 || layout->alpha >= 0)
            finish_colour(layout, samples, opaque);
        return samples;
    }
    /* In a 1-bit picture 1 is black, in a grey one 0 is. */
    if ((pixGetDepth(samples) == 1) == (layout->photometric != PHOTOMETRIC_MINISWHITE))
        pixInvert(samples, samples);
    if (pixGetDepth(samples) == 1)
        pixSetPadBits(samples, 0);
    return samples;
}

/* libtiff's own converter packs a pixel as red lowest, alpha highest. */
static void
unpack_words(PIX *pix)
{
    guint32 *word = pixGetData(pix);
    for (gsize left = (gsize)pixGetWpl(pix) * pixGetHeight(pix); left > 0; left--, word++) {
        guint8 alpha = TIFFGetA(*word);
        *word = (guint32)over_white(TIFFGetR(*word), alpha, TRUE) << 24 |
                (guint32)over_white(TIFFGetG(*word), alpha, TRUE) << 16 |
                (guint32)over_white(TIFFGetB(*word), alpha, TRUE) << 8;
    }
}

PIX *
tiff_colour_odd(TiffFile *file, const TiffLayout *layout, GError **error)
{
    char why[1024] = "";
    TIFFRGBAImage image;
    if (!TIFFRGBAImageOK(file->tif, why) || !TIFFRGBAImageBegin(&image, file->tif, TRUE, why)) {
        if (tiff_file_sound(file, error))
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                        "photometric interpretation %u: libtiff says: %s", layout->photometric, why);
        return NULL;
    }
    image.orientation = image.req_orientation = ORIENTATION_TOPLEFT; /* rows as stored */
    PIX *pix = pixCreate(layout->width, layout->height, 32);
    if (pix && !TIFFRGBAImageGet(&image, pixGetData(pix), layout->width, layout->height) && file->errors == 0)
        tiff_file_blame(file, "libtiff cannot decode the picture and gives no reason");
    TIFFRGBAImageEnd(&image);
    if (pix)
        unpack_words(pix);
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "not enough memory for %u x %u pixels",
                    layout->width, layout->height);
    if (pix && layout->photometric == PHOTOMETRIC_LOGL) {
        PIX *grey = pixGetRGBComponent(pix, COLOR_RED);
        pixDestroy(&pix);
        return grey;
    }
    return pix;
}
