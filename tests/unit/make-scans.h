/* make-scans.h - writes scans of every kind into memory, so that the tests of the readers need no files. */
#pragma once
#include <glib.h>
#include <tiffio.h>

/* How the palette is stored (colours), or a palette of greys, rising or falling. */
typedef enum { MAP_BY_257, MAP_SHIFTED, MAP_BYTES, MAP_GREYS, MAP_GREYS_DOWN } MapKind;

/* One page of a TIFF. Left out: 0 means what the format says by default. */
typedef struct {
    guint width, height, rows; /* rows of a strip; 0: all in one */
    guint16 bits, samples, photometric, compression;
    guint16 extra; /* EXTRASAMPLE_* of the last sample + 1; 0: no such tag */
    guint16 predictor, fill_order, orientation;
    guint32 fax_options;
    gboolean tiled, separate, thumbnail, no_photometric;
    gboolean smooth; /* a ramp, of which JPEG loses little */
    MapKind map;
    double dpi;
    guint16 dpi_unit;
} Made;

/* What is stored for sample `c` of pixel x, y: 0 … 2^bits - 1, the same in every layout. */
guint64 made_sample(const Made *made, guint x, guint y, guint c);
/* Entry `i` of the palette, 8 bits a colour. */
guint8 made_colour(const Made *made, guint i, guint c);

/* A file in memory. `mode` as for TIFFOpen: "wl", "wb", "wl8", "wb8". */
int make_tiff(const Made *pages, guint n, const char *mode);
/* FALSE where libtiff cannot write such a page. */
gboolean made_possible(const Made *made);

/* A classic TIFF by hand, directory first: 8-bit grey (or bilevel for Group 4), `strips` strips of
 * `strip_bytes`. */
int make_plain_tiff(guint width, guint height, guint16 compression, guint strips, guint strip_bytes);

/* PNG with samples as made_sample(); colour types as in the format; `transparent`: a tRNS chunk. */
int make_png(const Made *made, int colour_type, gboolean interlaced, gboolean transparent);
/* JPEG of 1, 3 or 4 components as made_sample(); with an Exif orientation and a density in dots an inch if
 * not 0. */
int make_jpeg(const Made *made, gboolean progressive);

int memory_file(const void *data, gsize length);
GByteArray *file_bytes(int fd);
