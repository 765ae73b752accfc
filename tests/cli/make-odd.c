/* make-odd.c - odd scans for the tests of the program:
 *
 *   make-odd join OUT IN…         a TIFF of several pages, each the first page of a scan
 *   make-odd damage FILE PAGE     that page's data overwritten where they lie
 *   make-odd tag IN OUT N         the same page stored so that orientation tag N shows it upright
 *   make-odd tile IN OUT X Y      the page X times beside and Y times below itself
 *   make-odd bomb OUT             900 megapixels in 200 bytes
 */
#include "make-scans.h"
#include "reader.h"
#include "stages.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static PIX *
read_page(const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !all_readers[0]->read(fd, 1, &budget_default, page, &error))
        g_error("%s: %s", file, error ? error->message : "cannot be opened");
    close(fd);
    return pixConvertTo8(page->original, 0);
}

static void
append_page(TIFF *tif, PIX *pix, int tag)
{
    guint w = (guint)pixGetWidth(pix), h = (guint)pixGetHeight(pix);
    TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, w);
    TIFFSetField(tif, TIFFTAG_IMAGELENGTH, h);
    TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tif, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, 64);
    TIFFSetField(tif, TIFFTAG_XRESOLUTION, 200.0);
    TIFFSetField(tif, TIFFTAG_YRESOLUTION, 200.0);
    TIFFSetField(tif, TIFFTAG_ORIENTATION, tag);
    g_autofree guint8 *row = g_malloc(w);
    for (guint y = 0; y < h; y++) {
        const l_uint32 *from = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
        for (guint x = 0; x < w; x++)
            row[x] = GET_DATA_BYTE(from, x);
        if (TIFFWriteScanline(tif, row, y, 0) < 0)
            g_error("row %u cannot be written", y);
    }
    if (!TIFFWriteDirectory(tif))
        g_error("the directory cannot be written");
}

static TIFF *
create(const char *file)
{
    TIFF *tif = TIFFOpen(file, "w");
    if (!tif)
        g_error("%s cannot be written", file);
    return tif;
}

static void
join(const char *out, char **in)
{
    TIFF *tif = create(out);
    for (; *in; in++) {
        PIX_AUTO *pix = read_page(*in);
        append_page(tif, pix, 1);
    }
    TIFFClose(tif);
}

static void
damage(const char *file, int number)
{
    TIFF *tif = TIFFOpen(file, "r");
    if (!tif || !TIFFSetDirectory(tif, (tdir_t)(number - 1)))
        g_error("%s has no page %d", file, number);
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    for (guint strip = 0; strip < TIFFNumberOfStrips(tif); strip++) {
        guint64 at = TIFFGetStrileOffset(tif, strip), length = TIFFGetStrileByteCount(tif, strip);
        g_autofree guint8 *rubbish = g_malloc(length);
        for (guint64 i = 0; i < length; i++)
            rubbish[i] = (guint8)(i * 97 + 13);
        if (pwrite(fd, rubbish, length, (off_t)at) != (gssize)length)
            g_error("%s cannot be written", file);
    }
    close(fd);
    TIFFClose(tif);
}

/* TIFF 6.0, Orientation: where row 0 and column 0 of what is stored lie on the upright page. */
static void
store_with_tag(const char *in, const char *out, int tag)
{
    static const struct {
        int turns, mirror;
    } how[9] = {{0, 0}, {0, 0}, {0, 1}, {2, 0}, {2, 1}, {1, 1}, {3, 0}, {3, 1}, {1, 0}};
    PIX_AUTO *pix = read_page(in);
    PIX *turned = pixRotateOrth(pix, how[tag].turns);
    if (how[tag].mirror)
        pixFlipLR(turned, turned);
    TIFF *tif = create(out);
    append_page(tif, turned, tag);
    TIFFClose(tif);
    pixDestroy(&turned);
}

static void
tile(const char *in, const char *out, int across, int down)
{
    PIX_AUTO *pix = read_page(in);
    int w = pixGetWidth(pix), h = pixGetHeight(pix);
    PIX_AUTO *all = pixCreate(w * across, h * down, 8);
    for (int i = 0; i < across * down; i++)
        pixRasterop(all, i % across * w, i / across * h, w, h, PIX_SRC, pix, 0, 0);
    TIFF *tif = create(out);
    append_page(tif, all, 1);
    TIFFClose(tif);
}

static void
bomb(const char *out)
{
    g_autoptr(GByteArray) bytes = file_bytes(make_plain_tiff(30000, 30000, COMPRESSION_CCITTFAX4, 1, 64));
    g_assert_true(g_file_set_contents(out, (const char *)bytes->data, bytes->len, NULL));
}

int
main(int argc, char **argv)
{
    TIFFSetWarningHandler(NULL);
    const char *what = argc > 2 ? argv[1] : "";
    if (strcmp(what, "join") == 0)
        join(argv[2], argv + 3);
    else if (strcmp(what, "damage") == 0 && argc == 4)
        damage(argv[2], atoi(argv[3]));
    else if (strcmp(what, "tag") == 0 && argc == 5)
        store_with_tag(argv[2], argv[3], CLAMP(atoi(argv[4]), 1, 8));
    else if (strcmp(what, "tile") == 0 && argc == 6)
        tile(argv[2], argv[3], atoi(argv[4]), atoi(argv[5]));
    else if (strcmp(what, "bomb") == 0)
        bomb(argv[2]);
    else
        return g_printerr("usage: see the head of make-odd.c\n"), 1;
    return 0;
}
