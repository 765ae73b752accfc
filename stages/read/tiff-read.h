/* tiff-read.h - what the files of the TIFF reader share; nobody else includes this.
 *
 *   tiff.c         the reader: order of work, tags that describe the page
 *   tiff-chain.c   the chain of directories: where the pages are
 *   tiff-file.c    an open libtiff handle over a descriptor, and the log of what libtiff said
 *   tiff-layout.c  the tags that say how pixels lie in the file; what is not supported
 *   tiff-pixels.c  strips and tiles to a picture
 *   tiff-colour.c  stored samples to grey or RGB; the odd colour spaces through libtiff's own converter */
#pragma once
#include "reader.h"
#include <tiffio.h>

/* ---- tiff-chain.c ---- */

/* Appends the offset (guint64) of each page's directory. FALSE where the chain breaks: the offsets before the
 * break are there all the same. Needs no libtiff and decodes nothing. */
gboolean tiff_chain_walk(int fd, const Budget *budget, GArray *offsets, GError **error);

/* Reads exactly `length` bytes at `offset`. */
gboolean tiff_read_at(int fd, guint64 offset, void *data, gsize length);

/* ---- tiff-file.c ---- */

typedef struct {
    TIFF *tif;
    int fd;
    gint64 size, position;
    guint errors;        /* errors, and warnings that mean lost pixels */
    char *trouble;       /* text of the first of them */
    GPtrArray *warnings; /* of char *, each once */
    guint more_warnings; /* left out */
    guint unknown_tags;
    gboolean extras_unsaid; /* more samples than the colour needs, and no tag that says what for */
} TiffFile;

/* Opens the directory at `offset`. */
TiffFile *tiff_file_open(int fd, guint64 offset, const Budget *budget, GError **error);
void tiff_file_free(TiffFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TiffFile, tiff_file_free)

/* Notes an error that libtiff did not see. */
void tiff_file_blame(TiffFile *file, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Keeps a remark for the page. */
void tiff_file_note(TiffFile *file, const char *text);
/* FALSE if there was any error so far. */
gboolean tiff_file_sound(const TiffFile *file, GError **error);
void tiff_file_remarks(const TiffFile *file, Page *page);

/* ---- tiff-layout.c ---- */

typedef struct {
    guint32 width, height;
    guint16 bits, samples, photometric, planar, compression, format, orientation;
    guint colours;          /* samples that make the colour: 1 grey or palette index, 3 RGB, 4 CMYK */
    int alpha;              /* the sample that holds it, or -1 */
    gboolean premultiplied; /* colours are already multiplied by alpha */
    gboolean odd;           /* a colour space left to libtiff's converter */
    gboolean tiled;
    guint32 block_width, block_height; /* a tile, or a strip as wide as the page */
} TiffLayout;

/* FALSE with VERNO_ERROR_UNSUPPORTED, or VERNO_ERROR_DAMAGED where tags contradict each other. */
gboolean tiff_layout_read(TiffFile *file, TiffLayout *layout, GError **error);
/* Sizes against the budget and against the file. */
gboolean tiff_layout_check(const TiffFile *file, const TiffLayout *layout, const Budget *budget,
                           GError **error);
const char *tiff_compression_name(guint16 compression);

/* ---- tiff-pixels.c, tiff-colour.c ---- */

/* The stored samples, each scaled to 8 bits: 1-bit pictures as they are, one sample as 8-bit grey (palette
 * indices are not scaled), more in the bytes of a 32-bit picture, first sample highest, alpha after the
 * colours. NULL and an error, or a picture that is whole only if tiff_file_sound(). */
PIX *tiff_pixels_read(TiffFile *file, const TiffLayout *layout, GError **error);

/* Makes of those samples what struct Reader promises. Takes `samples`. */
PIX *tiff_colour_finish(TiffFile *file, const TiffLayout *layout, PIX *samples);
/* YCbCr that no codec converts, CIE L*a*b* and LogLuv. */
PIX *tiff_colour_odd(TiffFile *file, const TiffLayout *layout, GError **error);
