/* make-scans.c - writes scans of every kind into memory. */
#include "make-scans.h"
#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define TILE 32

int
memory_file(const void *data, gsize length)
{
    int fd = memfd_create("scan", MFD_CLOEXEC);
    g_assert_cmpint(fd, >=, 0);
    if (length > 0)
        g_assert_cmpint(pwrite(fd, data, length, 0), ==, (gssize)length);
    return fd;
}

GByteArray *
file_bytes(int fd)
{
    off_t length = lseek(fd, 0, SEEK_END);
    GByteArray *bytes = g_byte_array_new();
    g_byte_array_set_size(bytes, length);
    g_assert_cmpint(pread(fd, bytes->data, length, 0), ==, length);
    return bytes;
}

guint64
made_sample(const Made *made, guint x, guint y, guint c)
{
    if (made->smooth)
        return (x + y + 40 * c) * 255 / (made->width + made->height + 40 * made->samples);
    if (made->bits == 1)
        return ((x / (3 + c) + y / 5) % 3 == 0) ^ (x * y % 41 == 7);
    guint64 value = (x * 5 + y * 3 + c * 61 + x * y / 16) & 255;
    if (made->bits <= 8)
        return value >> (8 - made->bits);
    /* spread over all bits: the upper byte leads, the lower ones differ from it */
    guint64 wide = value << 56 | value * G_GUINT64_CONSTANT(0x9e3779b97f4a) >> 8;
    return wide >> (64 - made->bits);
}

guint8
made_colour(const Made *made, guint i, guint c)
{
    guint grey = (i * 255 / ((1u << made->bits) - 1)) & 255;
    if (made->map == MAP_GREYS || made->map == MAP_GREYS_DOWN)
        return made->map == MAP_GREYS ? grey : 255 - grey;
    return (i * (37 + 54 * c) + 11 * c + 5) & 255;
}

/* ---- TIFF by libtiff ---- */

static void
put_sample(const Made *made, guint8 *row, guint nth, guint64 value)
{
    guint16 two = value;
    guint32 four = value;
    if (made->bits == 16)
        memcpy(row + 2 * nth, &two, 2);
    else if (made->bits == 32)
        memcpy(row + 4 * nth, &four, 4);
    else if (made->bits == 64)
        memcpy(row + 8 * nth, &value, 8);
    else
        for (guint bit = 0; bit < made->bits; bit++) {
            gsize at = (gsize)nth * made->bits + bit;
            if (value >> (made->bits - 1 - bit) & 1)
                row[at / 8] |= 0x80 >> at % 8;
        }
}

/* Fills a strip or tile that starts at x, y; the part of a tile outside the picture stays zero. */
static void
fill_block(const Made *made, guint8 *block, gsize stride, guint x0, guint y0, guint columns, guint rows,
           guint plane)
{
    for (guint y = 0; y < rows && y0 + y < made->height; y++)
        for (guint x = 0; x < columns && x0 + x < made->width; x++) {
            guint8 *row = block + y * stride;
            if (made->separate)
                put_sample(made, row, x, made_sample(made, x0 + x, y0 + y, plane));
            else
                for (guint c = 0; c < made->samples; c++)
                    put_sample(made, row, x * made->samples + c, made_sample(made, x0 + x, y0 + y, c));
        }
}

static void
write_blocks(TIFF *tif, const Made *made)
{
    guint rows = made->tiled ? TILE : made->rows ? made->rows : made->height;
    guint columns = made->tiled ? TILE : made->width;
    gsize size = made->tiled ? TIFFTileSize(tif) : TIFFStripSize(tif);
    gsize stride = made->tiled ? TIFFTileRowSize(tif) : TIFFScanlineSize(tif);
    g_autofree guint8 *block = g_malloc(size);
    for (guint plane = 0; plane < (made->separate ? made->samples : 1u); plane++)
        for (guint y = 0; y < made->height; y += rows)
            for (guint x = 0; x < made->width; x += columns) {
                memset(block, 0, size);
                fill_block(made, block, stride, x, y, columns, rows, plane);
                if (made->tiled)
                    g_assert_cmpint(
                        TIFFWriteEncodedTile(tif, TIFFComputeTile(tif, x, y, 0, plane), block, size), >, 0);
                else
                    g_assert_cmpint(TIFFWriteEncodedStrip(tif, TIFFComputeStrip(tif, y, plane), block,
                                                          stride * MIN(rows, made->height - y)),
                                    >, 0);
            }
}

static void
write_palette(TIFF *tif, const Made *made)
{
    guint16 map[3][256];
    for (guint i = 0; i < 256; i++)
        for (guint c = 0; c < 3; c++) {
            guint value = made_colour(made, i, c);
            map[c][i] = made->map == MAP_BYTES ? value : made->map == MAP_SHIFTED ? value << 8 : value * 257;
        }
    TIFFSetField(tif, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
}

static void
write_codec_tags(TIFF *tif, const Made *made)
{
    TIFFSetField(tif, TIFFTAG_COMPRESSION, made->compression ? made->compression : COMPRESSION_NONE);
    if (made->predictor)
        TIFFSetField(tif, TIFFTAG_PREDICTOR, made->predictor);
    if (made->fill_order)
        TIFFSetField(tif, TIFFTAG_FILLORDER, made->fill_order);
    if (made->fax_options)
        TIFFSetField(tif, TIFFTAG_GROUP3OPTIONS, made->fax_options);
    if (made->compression == COMPRESSION_WEBP)
        TIFFSetField(tif, TIFFTAG_WEBP_LOSSLESS, 1);
    if (made->compression == COMPRESSION_LZMA)
        TIFFSetField(tif, TIFFTAG_LZMAPRESET, 0);
    if (made->compression == COMPRESSION_JPEG) {
        TIFFSetField(tif, TIFFTAG_JPEGQUALITY, 95);
        if (made->photometric == PHOTOMETRIC_YCBCR)
            TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
}

static void
write_page(TIFF *tif, const Made *made)
{
    TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, made->width);
    TIFFSetField(tif, TIFFTAG_IMAGELENGTH, made->height);
    TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, made->bits);
    TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, made->samples);
    TIFFSetField(tif, TIFFTAG_PLANARCONFIG, made->separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    if (!made->no_photometric)
        TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, made->photometric);
    write_codec_tags(tif, made);
    if (made->extra) {
        guint16 kind = made->extra - 1;
        TIFFSetField(tif, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (made->orientation)
        TIFFSetField(tif, TIFFTAG_ORIENTATION, made->orientation);
    if (made->thumbnail)
        TIFFSetField(tif, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
    if (made->dpi > 0) {
        TIFFSetField(tif, TIFFTAG_XRESOLUTION, made->dpi);
        TIFFSetField(tif, TIFFTAG_YRESOLUTION, made->dpi / 2);
        if (made->dpi_unit)
            TIFFSetField(tif, TIFFTAG_RESOLUTIONUNIT, made->dpi_unit);
    }
    if (made->photometric == PHOTOMETRIC_PALETTE)
        write_palette(tif, made);
    if (made->tiled) {
        TIFFSetField(tif, TIFFTAG_TILEWIDTH, TILE);
        TIFFSetField(tif, TIFFTAG_TILELENGTH, TILE);
    } else {
        TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, made->rows ? made->rows : made->height);
    }
    write_blocks(tif, made);
    g_assert_true(TIFFWriteDirectory(tif));
}

int
make_tiff(const Made *pages, guint n, const char *mode)
{
    int fd = memory_file(NULL, 0);
    TIFF *tif = TIFFFdOpen(dup(fd), "memory", mode);
    g_assert_nonnull(tif);
    for (guint i = 0; i < n; i++)
        write_page(tif, pages + i);
    TIFFClose(tif);
    return fd;
}

gboolean
made_possible(const Made *made)
{
    guint together = made->separate ? 1 : made->samples;
    if (made->separate && made->samples == 1)
        return FALSE;
    if (made->fill_order && made->bits > 1)
        return FALSE;
    switch (made->compression) {
    case COMPRESSION_CCITTRLE:
    case COMPRESSION_CCITTRLEW:
    case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4:
        return made->bits == 1 && together == 1;
    case COMPRESSION_JBIG:
        return made->bits == 1 && made->samples == 1 && !made->tiled && made->rows == 0;
    case COMPRESSION_WEBP:
        return made->bits == 8 && together == 3; /* with alpha it drops the colour of clear pixels */
    }
    if (made->predictor)
        return made->bits == 8 || made->bits == 16 || made->bits == 32;
    return TRUE;
}

/* ---- TIFF by hand ---- */

static void
add_number(GByteArray *bytes, guint32 value, guint length)
{
    for (guint i = 0; i < length; i++) {
        guint8 byte = value >> 8 * i;
        g_byte_array_append(bytes, &byte, 1);
    }
}

static void
add_entry(GByteArray *bytes, guint tag, guint type, guint count, guint32 value)
{
    add_number(bytes, tag, 2);
    add_number(bytes, type, 2);
    add_number(bytes, count, 4);
    add_number(bytes, value, 4);
}

int
make_plain_tiff(guint width, guint height, guint16 compression, guint strips, guint strip_bytes)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint bits = compression == COMPRESSION_CCITTFAX4 ? 1 : 8, lists = 8 + 2 + 8 * 12 + 4,
          data = lists + 8 * strips;
    g_byte_array_append(bytes, (const guint8 *)"II*\0\x08\0\0\0", 8);
    add_number(bytes, 8, 2);
    add_entry(bytes, TIFFTAG_IMAGEWIDTH, TIFF_LONG, 1, width);
    add_entry(bytes, TIFFTAG_IMAGELENGTH, TIFF_LONG, 1, height);
    add_entry(bytes, TIFFTAG_BITSPERSAMPLE, TIFF_SHORT, 1, bits);
    add_entry(bytes, TIFFTAG_COMPRESSION, TIFF_SHORT, 1, compression);
    add_entry(bytes, TIFFTAG_PHOTOMETRIC, TIFF_SHORT, 1,
              bits == 1 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK);
    add_entry(bytes, TIFFTAG_STRIPOFFSETS, TIFF_LONG, strips, strips == 1 ? data : lists);
    add_entry(bytes, TIFFTAG_ROWSPERSTRIP, TIFF_LONG, 1, (height + strips - 1) / strips);
    add_entry(bytes, TIFFTAG_STRIPBYTECOUNTS, TIFF_LONG, strips,
              strips == 1 ? strip_bytes : lists + 4 * strips);
    add_number(bytes, 0, 4);
    for (guint i = 0; i < strips; i++)
        add_number(bytes, data + i * strip_bytes, 4);
    for (guint i = 0; i < strips; i++)
        add_number(bytes, strip_bytes, 4);
    for (guint i = 0; i < strips * strip_bytes; i++)
        add_number(bytes, i * 7 + i / 256, 1);
    return memory_file(bytes->data, bytes->len);
}

/* ---- PNG and JPEG ---- */

int
make_png(const Made *made, int colour_type, gboolean interlaced, gboolean transparent)
{
    g_autofree char *data = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&data, &length);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, made->width, made->height, made->bits, colour_type,
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
    png_color palette[256];
    for (guint i = 0; i < 256; i++)
        palette[i] = (png_color){made_colour(made, i, 0), made_colour(made, i, 1), made_colour(made, i, 2)};
    if (colour_type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 1 << made->bits);
    png_byte half[2] = {255, 51};
    png_color_16 key = {0};
    if (transparent)
        png_set_tRNS(png, info, half, 2, &key);
    if (made->dpi > 0)
        png_set_pHYs(png, info, made->dpi / 0.0254 + 0.5, made->dpi / 0.0254 + 0.5, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    if (made->bits == 16)
        png_set_swap(png);
    gsize stride = ((gsize)made->width * made->samples * made->bits + 7) / 8;
    g_autofree guint8 *pixels = g_malloc0(stride * made->height);
    g_autofree png_bytep *rows = g_new(png_bytep, made->height);
    fill_block(made, pixels, stride, 0, 0, made->width, made->height, 0);
    for (guint y = 0; y < made->height; y++)
        rows[y] = pixels + y * stride;
    png_write_image(png, rows);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    fclose(file);
    return memory_file(data, length);
}

static void
write_exif(j_compress_ptr jpeg, int orientation)
{
    guint8 exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[25] = orientation;
    jpeg_write_marker(jpeg, JPEG_APP0 + 1, exif, sizeof exif - 1);
}

static void
write_rows(j_compress_ptr jpeg, const Made *made)
{
    g_autofree guint8 *row = g_malloc((gsize)made->width * made->samples);
    for (guint y = 0; y < made->height; y++) {
        for (guint x = 0; x < made->width; x++)
            for (guint c = 0; c < made->samples; c++)
                row[x * made->samples + c] = made_sample(made, x, y, c);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
}

int
make_jpeg(const Made *made, gboolean progressive)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long length = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &length);
    jpeg.image_width = made->width;
    jpeg.image_height = made->height;
    jpeg.input_components = made->samples;
    jpeg.in_color_space = made->samples == 1 ? JCS_GRAYSCALE : made->samples == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 98, TRUE);
    for (guint i = 0; i < made->samples; i++)
        jpeg.comp_info[i].h_samp_factor = jpeg.comp_info[i].v_samp_factor = 1;
    if (progressive)
        jpeg_simple_progression(&jpeg);
    if (made->dpi > 0) {
        jpeg.density_unit = 1;
        jpeg.X_density = jpeg.Y_density = made->dpi;
    }
    jpeg_start_compress(&jpeg, TRUE);
    if (made->orientation > 0)
        write_exif(&jpeg, made->orientation);
    write_rows(&jpeg, made);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    int fd = memory_file(data, length);
    free(data);
    return fd;
}
