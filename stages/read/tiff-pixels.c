/* tiff-pixels.c - strips and tiles to a picture.
 *
 * Every strip or tile is decoded on its own and all are tried, so that the message can say how many are bad.
 * A decoder may also stop early and call that success (Group 4 data with an end mark too soon, a JPEG with
 * too few lines): the last byte of each block is marked before it is decoded and looked at after. */
#include "tiff-read.h"
#include "error.h"
#include <string.h>

typedef struct {
    TiffFile *file;
    const TiffLayout *layout;
    PIX *pix;
    guint used;         /* samples that are wanted of each pixel */
    guint stored;       /* samples of a pixel that lie together */
    guint8 scaled[256]; /* 8-bit value of a sample of up to 8 bits */
    guint8 *block;      /* a decoded strip or tile */
    gsize block_size, stride;
    guint8 *row; /* samples of one row of the block, each scaled to a byte */
} Decoder;

/* ---- one row of a block into the picture ---- */

static guint
packed_sample(const guint8 *from, gsize nth, guint bits)
{
    guint value = 0;
    for (gsize bit = nth * bits; bit < (nth + 1) * bits; bit++)
        value = value << 1 | (from[bit / 8] >> (7 - bit % 8) & 1);
    return value;
}

/* Scales n samples to bytes. Those of 16 bits and more have the machine's byte order by now. */
static void
scale_row(const Decoder *decoder, const guint8 *from, gsize n)
{
    guint bits = decoder->layout->bits, top = bits < 32 ? (1u << bits) - 1 : 0;
    guint8 *to = decoder->row;
    if (bits == 16) {
        for (gsize i = 0; i < n; i++) {
            guint16 value;
            memcpy(&value, from + 2 * i, 2);
            to[i] = (value * 255u + 32767) / 65535;
        }
    } else if (bits == 24 || bits > 31) {
        for (gsize i = 0; i < n; i++)
            to[i] = from[bits / 8 * i + (G_BYTE_ORDER == G_LITTLE_ENDIAN ? bits / 8 - 1 : 0)];
    } else if (bits < 8) {
        for (gsize i = 0; i < n; i++)
            to[i] = decoder->scaled[packed_sample(from, i, bits)];
    } else {
        for (gsize i = 0; i < n; i++)
            to[i] = (packed_sample(from, i, bits) * 255 + top / 2) / top;
    }
}

/* Bits and grey bytes are laid down in reading order; the whole picture's words are put right at the end. */
static void
put_bits(const Decoder *decoder, guint8 *line, guint x, guint n, const guint8 *from)
{
    if (x % 8 == 0 && (n % 8 == 0 || x + n == decoder->layout->width)) {
        memcpy(line + x / 8, from, (n + 7) / 8);
        return;
    }
    for (guint i = 0; i < n; i++)
        if (from[i / 8] & 0x80 >> i % 8)
            line[(x + i) / 8] |= 0x80 >> (x + i) % 8;
}

static void
put_grey(const Decoder *decoder, guint8 *line, guint n, const guint8 *from)
{
    if (decoder->stored == 1)
        memcpy(line, from, n);
    else
        for (guint i = 0; i < n; i++, from += decoder->stored)
            line[i] = *from;
}

static void
put_colour(const Decoder *decoder, guint32 *line, guint n, const guint8 *from, guint plane)
{
    guint step = decoder->stored, colours = decoder->layout->colours, fourth = decoder->used == 4;
    if (step == 1) {
        guint channel = plane < colours ? plane : colours; /* alpha comes after the colours */
        for (guint i = 0; i < n; i++)
            line[i] |= (guint32)from[i] << (24 - 8 * channel);
    } else if (colours == 1) {
        for (guint i = 0; i < n; i++, from += step)
            line[i] = (guint32)from[0] << 24 | (guint32)from[decoder->layout->alpha] << 16;
    } else {
        guint last = fourth ? (colours == 4 ? 3 : decoder->layout->alpha) : 0;
        for (guint i = 0; i < n; i++, from += step)
            line[i] = (guint32)from[0] << 24 | (guint32)from[1] << 16 | (guint32)from[2] << 8 |
                      (fourth ? from[last] : 0);
    }
}

static void
put_row(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from, guint plane)
{
    if (pixGetDepth(decoder->pix) == 1) {
        put_bits(decoder, (guint8 *)line, x, n, from);
        return;
    }
    if (decoder->layout->bits != 8) {
        scale_row(decoder, from, (gsize)n * decoder->stored);
        from = decoder->row;
    }
    if (decoder->used == 1)
        put_grey(decoder, (guint8 *)line + x, n, from);
    else
        put_colour(decoder, line + x, n, from, plane);
}

/* ---- blocks ---- */

/* The JBIG decoder believes the size in the data's own head, and ends the process where memory for that is
 * short. */
static gboolean
jbig_fits(const Decoder *decoder, guint32 index, guint rows)
{
    const TiffLayout *layout = decoder->layout;
    guint8 head[12];
    guint16 fill_order = FILLORDER_MSB2LSB;
    if (TIFFReadRawStrip(decoder->file->tif, index, head, sizeof head) != sizeof head)
        return FALSE;
    TIFFGetFieldDefaulted(decoder->file->tif, TIFFTAG_FILLORDER, &fill_order);
    if (fill_order == FILLORDER_MSB2LSB) /* libtiff's own idea of the order in JBIG */
        TIFFReverseBits(head, sizeof head);
    guint32 width = (guint32)head[4] << 24 | head[5] << 16 | head[6] << 8 | head[7];
    guint32 height = (guint32)head[8] << 24 | head[9] << 16 | head[10] << 8 | head[11];
    return width == layout->width && height <= rows;
}

static gboolean
decode_once(Decoder *decoder, guint32 index, guint rows, gsize last, guint8 mark)
{
    TIFF *tif = decoder->file->tif;
    decoder->block[last] = mark;
    if (decoder->layout->compression == COMPRESSION_JBIG && !jbig_fits(decoder, index, rows))
        return FALSE;
    tmsize_t got = decoder->layout->tiled
                       ? TIFFReadEncodedTile(tif, index, decoder->block, decoder->block_size)
                       : TIFFReadEncodedStrip(tif, index, decoder->block, (tmsize_t)-1);
    return got >= 0;
}

static gboolean
decode_block(Decoder *decoder, guint32 index, guint rows, guint columns)
{
    guint before = decoder->file->errors;
    gsize row = ((gsize)columns * decoder->stored * decoder->layout->bits + 7) / 8;
    gsize last = (rows - 1) * decoder->stride + row - 1;
    const char *kind = decoder->layout->tiled ? "tile" : "strip";
    gboolean decoded = decode_once(decoder, index, rows, last, 0x5a), filled = decoder->block[last] != 0x5a;
    if (decoded && !filled) { /* a pixel may look like the mark: not like another one too */
        decoded = decode_once(decoder, index, rows, last, 0xa5);
        filled = decoder->block[last] != 0xa5;
    }
    if (decoder->file->errors == before && !decoded)
        tiff_file_blame(decoder->file, "%s %u cannot be decoded", kind, index);
    else if (decoder->file->errors == before && !filled)
        tiff_file_blame(decoder->file, "%s %u ends before its last pixel", kind, index);
    return decoder->file->errors == before;
}

static void
put_block(const Decoder *decoder, guint x, guint y, guint columns, guint rows, guint plane)
{
    for (guint i = 0; i < rows; i++) {
        guint32 *line = pixGetData(decoder->pix) + (gsize)(y + i) * pixGetWpl(decoder->pix);
        put_row(decoder, line, x, columns, decoder->block + i * decoder->stride, plane);
    }
}

static void
decode_plane(Decoder *decoder, guint plane, guint *blocks, guint *bad)
{
    const TiffLayout *layout = decoder->layout;
    for (guint y = 0; y < layout->height; y += layout->block_height)
        for (guint x = 0; x < layout->width; x += layout->block_width) {
            guint rows = MIN(layout->block_height, layout->height - y);
            guint columns = MIN(layout->block_width, layout->width - x);
            guint32 index = layout->tiled ? TIFFComputeTile(decoder->file->tif, x, y, 0, plane)
                                          : TIFFComputeStrip(decoder->file->tif, y, plane);
            ++*blocks;
            if (decode_block(decoder, index, rows, columns))
                put_block(decoder, x, y, columns, rows, plane);
            else
                ++*bad;
        }
}

static void
decode_planes(Decoder *decoder)
{
    const TiffLayout *layout = decoder->layout;
    guint blocks = 0, bad = 0;
    gboolean separate = layout->planar == PLANARCONFIG_SEPARATE;
    for (guint channel = 0; channel < (separate ? decoder->used : 1); channel++)
        decode_plane(decoder, channel < layout->colours ? channel : (guint)layout->alpha, &blocks, &bad);
    if (bad > 0 && blocks > 1) {
        g_autofree char *first = g_steal_pointer(&decoder->file->trouble);
        decoder->file->trouble = g_strdup_printf("%s; %u of %u %s are damaged", first, bad, blocks,
                                                 layout->tiled ? "tiles" : "strips");
    }
}

/* ---- set-up ---- */

static gboolean
set_up_block(Decoder *decoder, GError **error)
{
    const TiffLayout *layout = decoder->layout;
    TIFF *tif = decoder->file->tif;
    tmsize_t size = layout->tiled ? TIFFTileSize(tif) : TIFFStripSize(tif);
    tmsize_t stride = layout->tiled ? TIFFTileRowSize(tif) : TIFFScanlineSize(tif);
    guint64 row = ((guint64)layout->block_width * decoder->stored * layout->bits + 7) / 8;
    if (!tiff_file_sound(decoder->file, error))
        return FALSE;
    if (size <= 0 || stride <= 0 || (guint64)stride < row || size / stride < layout->block_height) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED,
                    "tags that contradict each other: %u x %u pixels in blocks of %" G_GINT64_FORMAT " bytes",
                    layout->block_width, layout->block_height, (gint64)size);
        return FALSE;
    }
    decoder->block_size = size;
    decoder->stride = stride;
    decoder->block = g_try_malloc0(size);
    decoder->row = g_try_malloc0((gsize)layout->block_width * decoder->stored);
    if (!decoder->block || !decoder->row)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "not enough memory for a strip or tile of %" G_GINT64_FORMAT " bytes", (gint64)size);
    return decoder->block && decoder->row;
}

static void
set_up_scale(Decoder *decoder)
{
    guint bits = decoder->layout->bits, top = bits < 8 ? (1u << bits) - 1 : 255;
    gboolean index = decoder->layout->photometric == PHOTOMETRIC_PALETTE;
    for (guint i = 0; i <= top; i++)
        decoder->scaled[i] = index ? i : (i * 255 + top / 2) / top;
}

static void
decode_picture(Decoder *decoder, GError **error)
{
    const TiffLayout *layout = decoder->layout;
    gboolean bilevel =
        layout->bits == 1 && layout->samples == 1 && layout->photometric != PHOTOMETRIC_PALETTE;
    if (!set_up_block(decoder, error))
        return;
    set_up_scale(decoder);
    decoder->pix = pixCreate(layout->width, layout->height, bilevel ? 1 : decoder->used == 1 ? 8 : 32);
    if (!decoder->pix) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "not enough memory for %u x %u pixels",
                    layout->width, layout->height);
        return;
    }
    decode_planes(decoder);
    if (decoder->used == 1)
        pixEndianByteSwap(decoder->pix);
}

PIX *
tiff_pixels_read(TiffFile *file, const TiffLayout *layout, GError **error)
{
    Decoder decoder = {.file = file, .layout = layout};
    decoder.used = layout->colours + (layout->alpha >= 0 ? 1 : 0);
    decoder.stored = layout->planar == PLANARCONFIG_SEPARATE ? 1 : layout->samples;
    decode_picture(&decoder, error);
    g_free(decoder.block);
    g_free(decoder.row);
    return decoder.pix;
}
