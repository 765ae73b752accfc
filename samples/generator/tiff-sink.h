/* tiff-sink.h - writes rasters as a TIFF, one directory a page, in all the ways archives have them. */
#pragma once
#include "scanner.h"

typedef struct {
    const char *compression; /* none packbits lzw deflate jpeg g3 g4 */
    gboolean dpi_tag;        /* FALSE: no resolution tags at all */
    gboolean centimetres;    /* the resolution is given per centimetre */
    double xdpi, ydpi;
    int rows_per_strip; /* 0: one strip */
    int tile;           /* edge in pixels; 0: strips */
    int jpeg_quality;
    gboolean black_is_zero; /* bilevel: 1 is white */
    gboolean predictor;     /* lzw and deflate: differences */
} TiffFormat;

typedef struct TiffSink TiffSink;

TiffSink *tiff_sink_create(const char *path, GError **error);
gboolean tiff_sink_add(TiffSink *self, const Raster *raster, const TiffFormat *format, int page, int pages,
                       GError **error);
/* Moves the finished file to its place. */
gboolean tiff_sink_close(TiffSink *self, GError **error);
/* Without a close before it, the file is thrown away. */
void tiff_sink_free(TiffSink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TiffSink, tiff_sink_free)
