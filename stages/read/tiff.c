/* tiff.c - reads TIFF: classic and BigTIFF, all that Debian's libtiff decodes.
 *
 * Pages are the directories of the main chain; reduced copies and masks are no pages unless all are. A page
 * is whole or it is damaged: any error of libtiff, any warning that means lost pixels and any strip left
 * unfilled makes it VERNO_ERROR_DAMAGED. Each page is opened on its own, by the offset of its directory, so a
 * broken one costs no other.
 *
 * Grey, bilevel, palette, RGB and CMYK are decoded by tiff-pixels.c from the stored samples; YCbCr in JPEG by
 * the JPEG codec; other YCbCr, CIE L*a*b* and LogLuv by libtiff's own converter. */
#include "tiff-read.h"
#include "error.h"
#include <math.h>
#include <string.h>

static gboolean
sniff(const guint8 *head, gsize length)
{
    if (length < 8)
        return FALSE;
    return memcmp(head, "II*\0", 4) == 0 || memcmp(head, "MM\0*", 4) == 0 ||
           memcmp(head, "II+\0\x08\0\0\0", 8) == 0 || memcmp(head, "MM\0+\0\x08\0\0", 8) == 0;
}

static gboolean
count(int fd, const Budget *budget, guint *ret_pages, GError **error)
{
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(guint64));
    gboolean whole = tiff_chain_walk(fd, budget, offsets, error);
    *ret_pages = offsets->len;
    return whole;
}

static gboolean
find_page(int fd, guint number, const Budget *budget, guint64 *ret_offset, GError **error)
{
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_autoptr(GError) trouble = NULL;
    tiff_chain_walk(fd, budget, offsets, &trouble);
    if (number >= 1 && number <= offsets->len) {
        *ret_offset = g_array_index(offsets, guint64, number - 1);
        return TRUE;
    }
    if (trouble)
        g_propagate_error(error, g_steal_pointer(&trouble));
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "there is no page %u, the last is %u", number,
                    offsets->len);
    return FALSE;
}

/* No unit tag means inches; unit "none" tells the shape of a pixel, not its size. */
static void
read_resolution(TIFF *tif, PageSource *source)
{
    float x = 0, y = 0;
    guint16 unit = RESUNIT_INCH;
    TIFFGetFieldDefaulted(tif, TIFFTAG_RESOLUTIONUNIT, &unit);
    TIFFGetField(tif, TIFFTAG_XRESOLUTION, &x);
    if (!TIFFGetField(tif, TIFFTAG_YRESOLUTION, &y))
        y = x;
    if (!isfinite(x) || !isfinite(y) || x <= 0 || y <= 0 ||
        (unit != RESUNIT_INCH && unit != RESUNIT_CENTIMETER))
        return;
    double dots = unit == RESUNIT_CENTIMETER ? 2.54 : 1;
    source->xres_dpi = x * dots;
    source->yres_dpi = y * dots;
    source->dpi_source = "tag";
}

static void
describe(TiffFile *file, const TiffLayout *layout, PageSource *source)
{
    source->width = layout->width;
    source->height = layout->height;
    source->bits = layout->bits;
    source->samples = layout->samples;
    source->orientation = layout->orientation;
    source->compression = tiff_compression_name(layout->compression);
    read_resolution(file->tif, source);
}

static gboolean
read_directory(TiffFile *file, const Budget *budget, Page *page, GError **error)
{
    TiffLayout layout;
    gboolean known = tiff_layout_read(file, &layout, error);
    describe(file, &layout, &page->source);
    if (!known || !tiff_layout_check(file, &layout, budget, error))
        return FALSE;
    PIX_AUTO *pix =
        layout.odd ? tiff_colour_odd(file, &layout, error) : tiff_pixels_read(file, &layout, error);
    if (!pix)
        return FALSE;
    if (!tiff_file_sound(file, error))
        return FALSE;
    if (!layout.odd)
        pix = tiff_colour_finish(file, &layout, pix);
    if (!tiff_file_sound(file, error))
        return FALSE;
    if (!pix) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "not enough memory for %u x %u pixels",
                    layout.width, layout.height);
        return FALSE;
    }
    page_take_original(page, g_steal_pointer(&pix));
    return TRUE;
}

static gboolean
read_page(int fd, guint number, const Budget *budget, Page *page, GError **error)
{
    guint64 offset;
    if (!find_page(fd, number, budget, &offset, error))
        return FALSE;
    g_autoptr(TiffFile) file = tiff_file_open(fd, offset, budget, error);
    if (!file)
        return FALSE;
    gboolean whole = read_directory(file, budget, page, error);
    tiff_file_remarks(file, page);
    return whole;
}

const Reader reader_tiff = {
    .name = "tiff",
    .summary = "TIFF and BigTIFF, all pages",
    .sniff = sniff,
    .count = count,
    .read = read_page,
};
