/* tiff-layout.c - the tags that say how pixels lie in the file; what is not supported.
 *
 * Not read, because no right rendering follows from the file alone: floating-point, complex and signed
 * samples, inks other than CMYK, camera raw (CFA, linear raw), Lab variants that libtiff does not convert and
 * palettes of more than 256 colours. ThunderScan is left out because libtiff 4.5 loses the last run of a row.
 * ICC profiles are not applied. */
#include "tiff-read.h"
#include "error.h"

#define PHOTOMETRIC_LINEAR_RAW 34892 /* DNG */
#define NO_PHOTOMETRIC         G_MAXUINT16
#define MAX_SAMPLES            32

static const struct {
    guint16 code;
    const char *name;
} compressions[] = {
    {COMPRESSION_NONE, "none"},         {COMPRESSION_CCITTRLE, "rle"},
    {COMPRESSION_CCITTFAX3, "g3"},      {COMPRESSION_CCITTFAX4, "g4"},
    {COMPRESSION_LZW, "lzw"},           {COMPRESSION_OJPEG, "old-jpeg"},
    {COMPRESSION_JPEG, "jpeg"},         {COMPRESSION_ADOBE_DEFLATE, "deflate"},
    {COMPRESSION_NEXT, "next"},         {COMPRESSION_CCITTRLEW, "rle-word"},
    {COMPRESSION_PACKBITS, "packbits"}, {COMPRESSION_THUNDERSCAN, "thunderscan"},
    {COMPRESSION_PIXARLOG, "pixarlog"}, {COMPRESSION_DEFLATE, "deflate"},
    {COMPRESSION_JBIG, "jbig"},         {COMPRESSION_SGILOG, "sgilog"},
    {COMPRESSION_SGILOG24, "sgilog24"}, {COMPRESSION_LERC, "lerc"},
    {COMPRESSION_LZMA, "lzma"},         {COMPRESSION_ZSTD, "zstd"},
    {COMPRESSION_WEBP, "webp"},         {COMPRESSION_JP2000, "jpeg-2000"},
};

const char *
tiff_compression_name(guint16 compression)
{
    for (guint i = 0; i < G_N_ELEMENTS(compressions); i++)
        if (compressions[i].code == compression)
            return compressions[i].name;
    return "unknown";
}

G_GNUC_PRINTF(2, 3)
static gboolean
unsupported(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, text);
    return FALSE;
}

static gboolean
check_samples(const TiffLayout *layout, GError **error)
{
    static const char *const formats[] = {
        [SAMPLEFORMAT_INT] = "signed",
        [SAMPLEFORMAT_IEEEFP] = "floating-point",
        [SAMPLEFORMAT_COMPLEXINT] = "complex",
        [SAMPLEFORMAT_COMPLEXIEEEFP] = "complex floating-point",
    };
    if (layout->bits == 0 || layout->samples == 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "%u samples of %u bits a pixel", layout->samples,
                    layout->bits);
        return FALSE;
    }
    if (layout->samples > MAX_SAMPLES)
        return unsupported(error, "%u samples a pixel", layout->samples);
    if (layout->odd)
        return TRUE;
    if (layout->format < G_N_ELEMENTS(formats) && formats[layout->format] && layout->bits > 1)
        return unsupported(error, "%s samples of %u bits", formats[layout->format], layout->bits);
    if (layout->bits > 16 && layout->bits != 24 && layout->bits != 32 && layout->bits != 64)
        return unsupported(error, "samples of %u bits", layout->bits);
    if (layout->samples < layout->colours)
        return unsupported(error, "%u samples a pixel where photometric interpretation %u needs %u",
                           layout->samples, layout->photometric, layout->colours);
    if (layout->photometric == PHOTOMETRIC_PALETTE && layout->bits > 8)
        return unsupported(error, "a palette with indices of %u bits", layout->bits);
    return TRUE;
}

/* Without the tag: what libtiff's converter and most viewers assume. */
static guint16
guess_photometric(TiffFile *file, const TiffLayout *layout)
{
    tiff_file_note(file, "Photometric interpretation is missing and was guessed");
    switch (layout->compression) {
    case COMPRESSION_CCITTRLE:
    case COMPRESSION_CCITTRLEW:
    case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4:
        return PHOTOMETRIC_MINISWHITE;
    }
    return layout->samples == 3  ? PHOTOMETRIC_RGB
           : layout->samples < 3 ? PHOTOMETRIC_MINISBLACK
                                 : NO_PHOTOMETRIC;
}

static gboolean
read_colours(TiffFile *file, TiffLayout *layout, GError **error)
{
    guint16 inks = INKSET_CMYK, across = 2, down = 2;
    switch (layout->photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
        layout->colours = 1;
        return TRUE;
    case PHOTOMETRIC_RGB:
        layout->colours = 3;
        return TRUE;
    case PHOTOMETRIC_SEPARATED:
        layout->colours = 4;
        TIFFGetFieldDefaulted(file->tif, TIFFTAG_INKSET, &inks);
        return inks == INKSET_CMYK || unsupported(error, "inks that are not CMYK (ink set %u)", inks);
    case PHOTOMETRIC_YCBCR:
        layout->colours = 3;
        if (layout->compression == COMPRESSION_JPEG && layout->planar == PLANARCONFIG_CONTIG &&
            layout->samples == 3)
            TIFFSetField(file->tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        else
            layout->odd = TRUE;
        TIFFGetFieldDefaulted(file->tif, TIFFTAG_YCBCRSUBSAMPLING, &across, &down);
        if (layout->planar == PLANARCONFIG_SEPARATE && (across != 1 || down != 1))
            return unsupported(error, "YCbCr in separate planes, colour halved (%u x %u)", across, down);
        return TRUE;
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
        layout->odd = TRUE;
        return TRUE;
    case PHOTOMETRIC_MASK:
        return unsupported(error, "a transparency mask");
    case PHOTOMETRIC_CFA:
    case PHOTOMETRIC_LINEAR_RAW:
        return unsupported(error, "camera raw data (photometric interpretation %u)", layout->photometric);
    case NO_PHOTOMETRIC:
        return unsupported(error, "no photometric interpretation for %u samples a pixel", layout->samples);
    }
    return unsupported(error, "photometric interpretation %u", layout->photometric);
}

/* A fourth sample beside RGB of which nothing is said is alpha to all that write and show such files; one
 * that is said to be unspecified is left out. */
static void
read_alpha(TiffFile *file, TiffLayout *layout)
{
    guint16 count = 0, *kinds = NULL;
    layout->alpha = -1;
    if (layout->colours > 3 || layout->photometric == PHOTOMETRIC_PALETTE)
        return;
    if (file->extras_unsaid && layout->colours == 3 && layout->samples == 4)
        layout->alpha = 3;
    else if (!TIFFGetField(file->tif, TIFFTAG_EXTRASAMPLES, &count, &kinds))
        return;
    for (guint i = 0; i < count && layout->colours + i < layout->samples && layout->alpha < 0; i++)
        if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
            layout->alpha = layout->colours + i;
            layout->premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
        }
}

static void
read_blocks(TiffFile *file, TiffLayout *layout)
{
    layout->tiled = TIFFIsTiled(file->tif);
    if (layout->tiled) {
        TIFFGetField(file->tif, TIFFTAG_TILEWIDTH, &layout->block_width);
        TIFFGetField(file->tif, TIFFTAG_TILELENGTH, &layout->block_height);
    } else {
        TIFFGetFieldDefaulted(file->tif, TIFFTAG_ROWSPERSTRIP, &layout->block_height);
        layout->block_height = MIN(layout->block_height, layout->height);
        layout->block_width = layout->width;
    }
}

gboolean
tiff_layout_read(TiffFile *file, TiffLayout *layout, GError **error)
{
    TIFF *tif = file->tif;
    *layout = (TiffLayout){.alpha = -1};
    TIFFGetField(tif, TIFFTAG_IMAGEWIDTH, &layout->width);
    TIFFGetField(tif, TIFFTAG_IMAGELENGTH, &layout->height);
    TIFFGetFieldDefaulted(tif, TIFFTAG_BITSPERSAMPLE, &layout->bits);
    TIFFGetFieldDefaulted(tif, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
    TIFFGetFieldDefaulted(tif, TIFFTAG_PLANARCONFIG, &layout->planar);
    TIFFGetFieldDefaulted(tif, TIFFTAG_COMPRESSION, &layout->compression);
    TIFFGetFieldDefaulted(tif, TIFFTAG_SAMPLEFORMAT, &layout->format);
    TIFFGetFieldDefaulted(tif, TIFFTAG_ORIENTATION, &layout->orientation);
    if (layout->orientation < 1 || layout->orientation > 8)
        layout->orientation = 1;
    if (!TIFFGetField(tif, TIFFTAG_PHOTOMETRIC, &layout->photometric))
        layout->photometric = guess_photometric(file, layout);
    read_blocks(file, layout);
    if (!TIFFIsCODECConfigured(layout->compression) || layout->compression == COMPRESSION_THUNDERSCAN)
        return unsupported(error, "compression %u (%s)", layout->compression,
                           tiff_compression_name(layout->compression));
    if (!read_colours(file, layout, error))
        return FALSE;
    read_alpha(file, layout);
    return check_samples(layout, error);
}

/* The bytes that all strips or tiles claim; damaged files let thousands of them share the same bytes. */
static gboolean
check_claims(const TiffFile *file, GError **error)
{
    double sum = 0;
    guint32 blocks = TIFFIsTiled(file->tif) ? TIFFNumberOfTiles(file->tif) : TIFFNumberOfStrips(file->tif);
    for (guint32 i = 0; i < blocks; i++)
        sum += TIFFGetStrileByteCount(file->tif, i);
    if (sum <= 64e6 || sum <= 4.0 * file->size)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED,
                "strips or tiles claim %.0f bytes of a file of %" G_GINT64_FORMAT, sum, file->size);
    return FALSE;
}

gboolean
tiff_layout_check(const TiffFile *file, const TiffLayout *layout, const Budget *budget, GError **error)
{
    guint bits = (guint)layout->bits * layout->samples;
    if (!budget_check_page(budget, layout->width, layout->height, bits, file->size, error))
        return FALSE;
    if (!budget_check_page(budget, layout->block_width, layout->block_height, bits, file->size, error)) {
        g_prefix_error_literal(error, "a tile of ");
        return FALSE;
    }
    return check_claims(file, error);
}
