/* tiff-sink.c - writes TIFF files. */
#include "tiff-sink.h"
#include "pipeline/error.h"
#include <glib/gstdio.h>
#include <string.h>
#include <tiffio.h>

struct TiffSink {
    TIFF *tiff;
    char *path, *temporary;
    char message[200]; /* the last thing libtiff complained of */
};

static int
keep_message(TIFF *tiff, void *data, const char *module, const char *format, va_list list)
{
    TiffSink *self = data;
    g_vsnprintf(self->message, sizeof self->message, format, list);
    return 1;
}

static gboolean
fail(TiffSink *self, GError **error)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot write %s: %s", self->path, self->message);
    return FALSE;
}

TiffSink *
tiff_sink_create(const char *path, GError **error)
{
    g_autoptr(TiffSink) self = g_new0(TiffSink, 1);
    self->path = g_strdup(path);
    self->temporary = g_strconcat(path, ".part", NULL);
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_message, self);
    TIFFOpenOptionsSetWarningHandlerExtR(options, keep_message, self);
    self->tiff = TIFFOpenExt(self->temporary, "wl", options);
    TIFFOpenOptionsFree(options);
    if (!self->tiff) {
        fail(self, error);
        return NULL;
    }
    return g_steal_pointer(&self);
}

static int
compression_tag(const char *name)
{
    static const struct {
        const char *name;
        int tag;
    } rows[] = {
        {"none", COMPRESSION_NONE},    {"packbits", COMPRESSION_PACKBITS},
        {"lzw", COMPRESSION_LZW},      {"deflate", COMPRESSION_ADOBE_DEFLATE},
        {"jpeg", COMPRESSION_JPEG},    {"g3", COMPRESSION_CCITTFAX3},
        {"g4", COMPRESSION_CCITTFAX4},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].tag;
    g_assert_not_reached();
}

static void
set_resolution(TIFF *tiff, const TiffFormat *format)
{
    if (!format->dpi_tag)
        return;
    double unit = format->centimetres ? 2.54 : 1;
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, format->centimetres ? RESUNIT_CENTIMETER : RESUNIT_INCH);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, format->xdpi / unit);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, format->ydpi / unit);
}

static void
set_photometric(TIFF *tiff, const Raster *raster, const TiffFormat *format, int tag)
{
    if (raster->bits == 1)
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                     format->black_is_zero ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_MINISWHITE);
    else if (raster->channels == 1)
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    else
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                     tag == COMPRESSION_JPEG ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_RGB);
    if (tag == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, format->jpeg_quality);
        if (raster->channels == 3)
            TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    if (format->predictor && raster->bits == 8 &&
        (tag == COMPRESSION_LZW || tag == COMPRESSION_ADOBE_DEFLATE))
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
}

static void
set_fields(TIFF *tiff, const Raster *raster, const TiffFormat *format)
{
    const int tag = compression_tag(format->compression);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (guint32)raster->width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (guint32)raster->height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, raster->bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, raster->channels);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, tag);
    set_photometric(tiff, raster, format, tag);
    set_resolution(tiff, format);
    if (format->tile > 0) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, (guint32)format->tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, (guint32)format->tile);
    } else {
        /* JPEG strips must be a multiple of 16 rows unless there is one. */
        int rows = format->rows_per_strip > 0 ? (format->rows_per_strip + 15) / 16 * 16 : raster->height;
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, (guint32)MIN(rows, raster->height));
    }
}

static gboolean
write_rows(TIFF *tiff, const Raster *raster, guint8 invert)
{
    g_autofree guint8 *row = g_malloc(raster->stride);
    for (int y = 0; y < raster->height; y++) {
        /* libtiff may change the row it is given (predictors do). */
        memcpy(row, raster->data + (gsize)y * raster->stride, raster->stride);
        for (gsize i = 0; invert && i < raster->stride; i++)
            row[i] ^= invert;
        if (TIFFWriteScanline(tiff, row, (guint32)y, 0) < 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_tiles(TIFF *tiff, const Raster *raster, int edge, guint8 invert)
{
    const gsize stride = (gsize)edge * raster->channels * raster->bits / 8;
    g_autofree guint8 *tile = g_malloc(stride * edge);
    for (int y = 0; y < raster->height; y += edge)
        for (int x = 0; x < raster->width; x += edge) {
            gsize from = (gsize)x * raster->channels * raster->bits / 8;
            memset(tile, invert, stride * edge);
            for (int r = 0; r < edge && y + r < raster->height; r++) {
                const guint8 *in = raster->data + (gsize)(y + r) * raster->stride + from;
                for (gsize i = 0; i < MIN(stride, raster->stride - from); i++)
                    tile[r * stride + i] = in[i] ^ invert;
            }
            if (TIFFWriteTile(tiff, tile, (guint32)x, (guint32)y, 0, 0) < 0)
                return FALSE;
        }
    return TRUE;
}

gboolean
tiff_sink_add(TiffSink *self, const Raster *raster, const TiffFormat *format, int page, int pages,
              GError **error)
{
    const guint8 invert = raster->bits == 1 && format->black_is_zero ? 0xFF : 0;
    set_fields(self->tiff, raster, format);
    if (pages > 1)
        TIFFSetField(self->tiff, TIFFTAG_PAGENUMBER, page - 1, pages);
    gboolean done = format->tile > 0 ? write_tiles(self->tiff, raster, format->tile, invert)
                                     : write_rows(self->tiff, raster, invert);
    return (done && TIFFWriteDirectory(self->tiff)) || fail(self, error);
}

gboolean
tiff_sink_close(TiffSink *self, GError **error)
{
    TIFFClose(g_steal_pointer(&self->tiff));
    if (g_rename(self->temporary, self->path) == 0)
        return TRUE;
    g_strlcpy(self->message, "cannot rename the temporary file", sizeof self->message);
    return fail(self, error);
}

void
tiff_sink_free(TiffSink *self)
{
    if (!self)
        return;
    if (self->tiff) {
        TIFFClose(self->tiff);
        g_unlink(self->temporary);
    }
    g_free(self->path);
    g_free(self->temporary);
    g_free(self);
}
