/* tiff-pixels.c - strips and tiles to a picture.
 *
 * Every strip or tile is decoded on its own and all are tried, so that the message can say how many are bad.
 * A decoder may also stop early and call that success (Group 4 data with an end mark too soon, a JPEG with
 * too few lines): the last byte of each block is marked before it is decoded and looked at after. */
#include "tiff-read.h"
#include "error.h"
#include <string.h>

typedef struct Decoder Decoder;
typedef void (*PutRow)(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from,
                       guint plane);

struct Decoder {
    TiffFile *file;
    const TiffLayout *layout;
    PIX *pix;
    PutRow put;
    guint used;         /* samples that are wanted of each pixel */
    guint stored;       /* samples of a pixel that lie together */
    guint8 scaled[256]; /* 8-bit value of a sample of up to 8 bits */
    guint8 *block;
    gsize block_size, stride;
};

/* ---- one row of a block into the picture ---- */

/* Bits and grey bytes are laid down in reading order; the whole picture's words are put right at the end. */
static void
put_bits(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from, guint plane)
{
    guint8 *to = (guint8 *)line;
    if (x % 8 == 0 && (n % 8 == 0 || x + n == decoder->layout->width)) {
        memcpy(to + x / 8, from, (n + 7) / 8);
        return;
    }
    for (guint i = 0; i < n; i++)
        if (from[i / 8] & 0x80 >> i % 8)
            to[(x + i) / 8] |= 0x80 >> (x + i) % 8;
}

static void
put_grey(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from, guint plane)
{
    memcpy((guint8 *)line + x, from, n);
}

static void
put_rgb(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from, guint plane)
{
    guint step = decoder->stored;
    for (guint i = 0; i < n; i++, from += step)
        line[x + i] = (guint32)from[0] << 24 | (guint32)from[1] << 16 | (guint32)from[2] << 8;
}

static guint
packed_sample(const guint8 *from, guint64 nth, guint bits)
{
    guint64 first = nth * bits;
    guint value = 0;
    for (guint64 bit = first; bit < first + bits; bit++)
        value = value << 1 | (from[bit / 8] >> (7 - bit % 8) & 1);
    return value;
}

/* Sample `nth` of a row, scaled to 8 bits. Samples of 16 bits and more have the machine's byte order by now.
 */
static guint8
sample(const Decoder *decoder, const guint8 *from, gsize nth)
{
    guint bits = decoder->layout->bits;
    guint16 two;
    switch (bits) {
    case 8:
        return decoder->scaled[from[nth]];
    case 16:
        memcpy(&two, from + 2 * nth, 2);
        return (two * 255u + 32767) / 65535;
    case 24:
    case 32:
    case 64:
        return from[bits / 8 * nth + (G_BYTE_ORDER == G_LITTLE_ENDIAN ? bits / 8 - 1 : 0)];
    case 1:
        return decoder->scaled[from[nth / 8] >> (7 - nth % 8) & 1];
    case 4:
        return decoder->scaled[from[nth / 2] >> (nth % 2 ? 0 : 4) & 15];
    }
    guint value = packed_sample(from, nth, bits), top = (1u << bits) - 1;
    return bits < 8 ? decoder->scaled[value] : (value * 255 + top / 2) / top;
}

static void
put_any(const Decoder *decoder, guint32 *line, guint x, guint n, const guint8 *from, guint plane)
{
    const TiffLayout *layout = decoder->layout;
    for (guint channel = 0; channel < decoder->used; channel++) {
        guint nth = channel < layout->colours ? channel : (guint)layout->alpha;
        if (layout->planar == PLANARCONFIG_SEPARATE && nth != plane)
            continue;
        gsize at = decoder->stored == 1 ? 0 : nth;
        if (decoder->used == 1)
            for (guint i = 0; i < n; i++, at += decoder->stored)
                ((guint8 *)line)[x + i] = sample(decoder, from, at);
        else
            for (guint i = 0; i < n; i++, at += decoder->stored)
                line[x + i] |= (guint32)sample(decoder, from, at) << (24 - 8 * channel);
    }
}

static PutRow
choose_put(const Decoder *decoder)
{
    const TiffLayout *layout = decoder->layout;
    if (decoder->used == 1 && decoder->stored == 1 && pixGetDepth(decoder->pix) == 1)
        return put_bits;
    if (decoder->used == 1 && decoder->stored == 1 && layout->bits == 8)
        return put_grey;
    if (decoder->used == 3 && decoder->stored >= 3 && layout->bits == 8 && layout->alpha < 0)
        return put_rgb;
    return put_any;
}

/* ---- blocks ---- */

static gboolean
decode_once(Decoder *decoder, guint32 index, gsize last, guint8 mark)
{
    TIFF *tif = decoder->file->tif;
    decoder->block[last] = mark;
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
    gboolean decoded = decode_once(decoder, index, last, 0x5a), filled = decoder->block[last] != 0x5a;
    if (decoded && !filled) { /* a pixel may look like the mark: not like another one too */
        decoded = decode_once(decoder, index, last, 0xa5);
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
        decoder->put(decoder, line, x, columns, decoder->block + i * decoder->stride, plane);
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
    if (!decoder->block)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "not enough memory for a strip or tile of %" G_GINT64_FORMAT " bytes", (gint64)size);
    return decoder->block != NULL;
}

static void
set_up_scale(Decoder *decoder)
{
    guint bits = decoder->layout->bits, top = bits < 8 ? (1u << bits) - 1 : 255;
    gboolean index = decoder->layout->photometric == PHOTOMETRIC_PALETTE;
    for (guint i = 0; i <= top; i++)
        decoder->scaled[i] = index ? i : (i * 255 + top / 2) / top;
}

PIX *
tiff_pixels_read(TiffFile *file, const TiffLayout *layout, GError **error)
{
    Decoder decoder = {.file = file, .layout = layout};
    decoder.used = layout->colours + (layout->alpha >= 0 ? 1 : 0);
    decoder.stored = layout->planar == PLANARCONFIG_SEPARATE ? 1 : layout->samples;
    gboolean bilevel =
        layout->bits == 1 && layout->samples == 1 && layout->photometric != PHOTOMETRIC_PALETTE;
    if (!set_up_block(&decoder, error))
        return NULL;
    set_up_scale(&decoder);
    decoder.pix = pixCreate(layout->width, layout->height, bilevel ? 1 : decoder.used == 1 ? 8 : 32);
    if (decoder.pix) {
        decoder.put = choose_put(&decoder);
        decode_planes(&decoder);
        if (decoder.used == 1)
            pixEndianByteSwap(decoder.pix);
    } else {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "not enough memory for %u x %u pixels",
                    layout->width, layout->height);
    }
    g_free(decoder.block);
    return decoder.pix;
}
