/* test-read-other.c - PNG and JPEG of every kind and broken; what no reader takes for a picture. */
#include "check-scans.h"
#include "error.h"
#include "reader.h"
#include <png.h>
#include <string.h>
#include <unistd.h>

extern const Reader reader_tiff, reader_png, reader_jpeg;

static const Reader *const readers[] = {&reader_tiff, &reader_png, &reader_jpeg};

static Page *
read_whole(const Reader *reader, int fd, const char *what)
{
    g_autoptr(GError) error = NULL;
    Page *page = page_new();
    if (!reader->read(fd, 1, &budget_default, page, &error))
        g_error("%s: %s", what, error->message);
    return page;
}

static void
assert_fails(const Reader *reader, const GByteArray *bytes, gsize length, VernoError code)
{
    g_autoptr(Page) page = page_new();
    g_autoptr(GError) error = NULL;
    int fd = memory_file(bytes->data, length);
    gboolean read = reader->read(fd, 1, &budget_default, page, &error);
    close(fd);
    if (read)
        g_error("%s: %" G_GSIZE_FORMAT " of %u bytes are read as if whole", reader->name, length, bytes->len);
    g_assert_error(error, VERNO_ERROR, (int)code);
    g_assert_null(page->original);
}

/* ---- sniff ---- */

static void
test_sniff(void)
{
    static const struct {
        const char *head;
        gsize length;
        int reader; /* -1: none */
    } rows[] = {
        {"", 0, -1},
        {"I", 1, -1},
        {"II*\0", 4, -1},
        {"II*\0\x08\0\0\0", 8, 0},
        {"MM\0*\0\0\0\x08", 8, 0},
        {"II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0", 16, 0},
        {"MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10", 16, 0},
        {"II+\0\x09\0\0\0\x10\0\0\0\0\0\0\0", 16, -1},
        {"II* is how we spell", 16, -1},
        {"MM and other text", 16, -1},
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, 1},
        {"\x89PNG\r\n\x1a", 7, -1},
        {"\x89PNG\n\x1a\n\n\0\0\0\rIHDR", 16, -1},
        {"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0", 16, 2},
        {"\xff\xd8\xff\xdb\0\x43\0", 8, 2},
        {"\xff\xd8\xff", 3, -1},
        {"\xff\xd8 text", 7, -1},
        {"\xff\xfe\x41\0\x42\0", 6, -1},
        {"%PDF-1.4\n%\xe2\xe3\xcf\xd3", 14, -1},
        {"<?xml version=\"1", 16, -1},
        {"http://example.o", 16, -1},
        {"PK\3\4\x14\0\0\0", 8, -1},
        {"GIF89a\1\0\1\0", 10, -1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int r = 0; r < (int)G_N_ELEMENTS(readers); r++)
            if (readers[r]->sniff((const guint8 *)rows[i].head, rows[i].length) != (rows[i].reader == r))
                g_error("row %u and the %s reader", i, readers[r]->name);
}

static void
test_empty(void)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (guint r = 0; r < G_N_ELEMENTS(readers); r++)
        assert_fails(readers[r], bytes, 0, VERNO_ERROR_DAMAGED);
}

/* ---- PNG ---- */

static const struct {
    const char *name;
    guint16 bits, samples, photometric, extra;
    int type;
    MapKind map;
} png_kinds[] = {
    {"grey-1", 1, 1, PHOTOMETRIC_MINISBLACK, 0, PNG_COLOR_TYPE_GRAY, 0},
    {"grey-2", 2, 1, PHOTOMETRIC_MINISBLACK, 0, PNG_COLOR_TYPE_GRAY, 0},
    {"grey-4", 4, 1, PHOTOMETRIC_MINISBLACK, 0, PNG_COLOR_TYPE_GRAY, 0},
    {"grey-8", 8, 1, PHOTOMETRIC_MINISBLACK, 0, PNG_COLOR_TYPE_GRAY, 0},
    {"grey-16", 16, 1, PHOTOMETRIC_MINISBLACK, 0, PNG_COLOR_TYPE_GRAY, 0},
    {"palette-1", 1, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, 0},
    {"palette-4", 4, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, 0},
    {"palette-8", 8, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, 0},
    {"palette-1-greys", 1, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, MAP_GREYS},
    {"palette-1-greys-down", 1, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, MAP_GREYS_DOWN},
    {"palette-4-greys", 4, 1, PHOTOMETRIC_PALETTE, 0, PNG_COLOR_TYPE_PALETTE, MAP_GREYS_DOWN},
    {"rgb-8", 8, 3, PHOTOMETRIC_RGB, 0, PNG_COLOR_TYPE_RGB, 0},
    {"rgb-16", 16, 3, PHOTOMETRIC_RGB, 0, PNG_COLOR_TYPE_RGB, 0},
    {"grey-8-alpha", 8, 2, PHOTOMETRIC_MINISBLACK, EXTRASAMPLE_UNASSALPHA + 1, PNG_COLOR_TYPE_GRAY_ALPHA, 0},
    {"grey-16-alpha", 16, 2, PHOTOMETRIC_MINISBLACK, EXTRASAMPLE_UNASSALPHA + 1, PNG_COLOR_TYPE_GRAY_ALPHA,
     0},
    {"rgb-8-alpha", 8, 4, PHOTOMETRIC_RGB, EXTRASAMPLE_UNASSALPHA + 1, PNG_COLOR_TYPE_RGB_ALPHA, 0},
    {"rgb-16-alpha", 16, 4, PHOTOMETRIC_RGB, EXTRASAMPLE_UNASSALPHA + 1, PNG_COLOR_TYPE_RGB_ALPHA, 0},
};

static void
test_png_kinds(void)
{
    for (guint i = 0; i < 2 * G_N_ELEMENTS(png_kinds); i++) {
        guint k = i / 2;
        Made made = {.width = 75, .height = 53, .bits = png_kinds[k].bits, .samples = png_kinds[k].samples};
        made.photometric = png_kinds[k].photometric;
        made.extra = png_kinds[k].extra;
        made.map = png_kinds[k].map;
        made.dpi = i % 2 ? 300 : 0;
        int fd = make_png(&made, png_kinds[k].type, i % 2, FALSE);
        g_autoptr(Page) page = read_whole(&reader_png, fd, png_kinds[k].name);
        assert_pixels(&made, page->original, made.bits == 16 ? 1 : 0, png_kinds[k].name);
        g_assert_cmpuint(page->source.bits, ==, made.bits);
        g_assert_cmpstr(page->source.compression, ==, "png");
        g_assert_cmpstr(page->source.dpi_source, ==, i % 2 ? "tag" : "none");
        g_assert_cmpfloat_with_epsilon(page->source.xres_dpi, made.dpi, 0.02);
        close(fd);
    }
}

/* A palette of which the second colour is nearly clear. */
static void
test_png_clear_colour(void)
{
    Made made = {.width = 33, .height = 20, .bits = 1, .samples = 1, .photometric = PHOTOMETRIC_PALETTE};
    int fd = make_png(&made, PNG_COLOR_TYPE_PALETTE, FALSE, TRUE);
    g_autoptr(Page) page = read_whole(&reader_png, fd, "clear colour");
    for (guint y = 0; y < made.height; y++)
        for (guint x = 0; x < made.width; x++) {
            guint index = made_sample(&made, x, y, 0), alpha = index ? 51 : 255;
            l_int32 r, g, b;
            pixGetRGBPixel(page->original, x, y, &r, &g, &b);
            g_assert_cmpint(g, ==, (made_colour(&made, index, 1) * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    close(fd);
}

static void
test_png_damage(void)
{
    Made made = {.width = 200, .height = 150, .bits = 8, .samples = 3, .photometric = PHOTOMETRIC_RGB};
    int fd = make_png(&made, PNG_COLOR_TYPE_RGB, FALSE, FALSE);
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    for (guint tenth = 0; tenth < 10; tenth++)
        assert_fails(&reader_png, bytes, bytes->len * tenth / 10, VERNO_ERROR_DAMAGED);
    assert_fails(&reader_png, bytes, bytes->len - 1, VERNO_ERROR_DAMAGED);
    assert_fails(&reader_png, bytes, bytes->len - 12, VERNO_ERROR_DAMAGED); /* no end mark */
    for (gsize at = 16; at < bytes->len; at += 97) {
        bytes->data[at] ^= 4;
        int broken = memory_file(bytes->data, bytes->len);
        g_autoptr(Page) page = page_new();
        g_assert_false(reader_png.read(broken, 1, &budget_default, page, NULL));
        close(broken);
        bytes->data[at] ^= 4;
    }
}

static void
test_png_bomb(void)
{
    Made made = {
        .width = 60000, .height = 40, .bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK};
    int fd = make_png(&made, PNG_COLOR_TYPE_GRAY, FALSE, FALSE);
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    assert_fails(&reader_png, bytes, bytes->len, VERNO_ERROR_UNSUPPORTED);
}

/* ---- JPEG ---- */

static Made
jpeg_page(guint samples)
{
    static const guint16 photometrics[] = {0, PHOTOMETRIC_MINISBLACK, 0, PHOTOMETRIC_RGB,
                                           PHOTOMETRIC_SEPARATED};
    return (Made){.width = 203,
                  .height = 151,
                  .bits = 8,
                  .samples = samples,
                  .photometric = photometrics[samples],
                  .smooth = TRUE};
}

/* In a JPEG, Adobe's inks are stored inverted: 255 is none. */
static void
assert_inks(const Made *made, PIX *pix)
{
    for (guint y = 0; y < made->height; y++)
        for (guint x = 0; x < made->width; x++) {
            l_int32 rgb[3];
            pixGetRGBPixel(pix, x, y, &rgb[0], &rgb[1], &rgb[2]);
            for (guint c = 0; c < 3; c++) {
                int want = made_sample(made, x, y, c) * made_sample(made, x, y, 3) / 255;
                g_assert_cmpint(ABS(want - rgb[c]), <=, 6);
            }
        }
}

static void
test_jpeg_kinds(void)
{
    static const guint samples[] = {1, 3, 4};
    for (guint i = 0; i < 2 * G_N_ELEMENTS(samples); i++) {
        Made made = jpeg_page(samples[i / 2]);
        made.orientation = i;
        made.dpi = i % 2 ? 200 : 0;
        int fd = make_jpeg(&made, i % 2);
        g_autoptr(Page) page = read_whole(&reader_jpeg, fd, "jpeg");
        if (made.samples == 4)
            assert_inks(&made, page->original);
        else
            assert_pixels(&made, page->original, 6, "jpeg");
        g_assert_cmpint(page->source.orientation, ==, MAX(i, 1));
        g_assert_cmpuint(page->source.samples, ==, made.samples);
        /* CMYK comes without the JFIF marker that holds the density */
        gboolean told = made.dpi > 0 && made.samples < 4;
        g_assert_cmpstr(page->source.dpi_source, ==, told ? "tag" : "none");
        g_assert_cmpfloat(page->source.yres_dpi, ==, told ? 200 : 0);
        close(fd);
    }
}

static void
test_jpeg_damage(void)
{
    Made made = jpeg_page(3);
    for (guint progressive = 0; progressive < 2; progressive++) {
        int fd = make_jpeg(&made, progressive);
        g_autoptr(GByteArray) bytes = file_bytes(fd);
        close(fd);
        for (guint tenth = 0; tenth < 10; tenth++)
            assert_fails(&reader_jpeg, bytes, bytes->len * tenth / 10, VERNO_ERROR_DAMAGED);
        assert_fails(&reader_jpeg, bytes, bytes->len - 2, VERNO_ERROR_DAMAGED);
        bytes->data[bytes->len * 3 / 4] = 0xff; /* an end mark too soon */
        bytes->data[bytes->len * 3 / 4 + 1] = 0xd9;
        assert_fails(&reader_jpeg, bytes, bytes->len, VERNO_ERROR_DAMAGED);
    }
}

static void
test_jpeg_bomb(void)
{
    Made made = jpeg_page(1);
    int fd = make_jpeg(&made, FALSE);
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    guint8 *frame = memmem(bytes->data, bytes->len, "\xff\xc0", 2);
    g_assert_nonnull(frame);
    memcpy(frame + 5, "\xea\x60\xea\x60", 4);
    assert_fails(&reader_jpeg, bytes, bytes->len, VERNO_ERROR_UNSUPPORTED);
    frame[1] = 0xc3; /* lossless: sound, but not for us */
    assert_fails(&reader_jpeg, bytes, bytes->len, VERNO_ERROR_UNSUPPORTED);
}

/* Exif that points outside itself. */
static void
test_jpeg_exif(void)
{
    Made made = jpeg_page(1);
    made.orientation = 6;
    int fd = make_jpeg(&made, FALSE);
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    guint8 *exif = memmem(bytes->data, bytes->len, "Exif", 4);
    g_assert_nonnull(exif);
    for (guint at = 6; at < 32; at++)
        for (guint value = 0; value < 256; value += 15) {
            guint8 kept = exif[at];
            exif[at] = value;
            fd = memory_file(bytes->data, bytes->len);
            g_autoptr(Page) page = read_whole(&reader_jpeg, fd, "exif");
            g_assert_cmpint(page->source.orientation, >=, 1);
            g_assert_cmpint(page->source.orientation, <=, 8);
            close(fd);
            exif[at] = kept;
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/read/sniff", test_sniff);
    g_test_add_func("/read/empty", test_empty);
    g_test_add_func("/read/png/kinds", test_png_kinds);
    g_test_add_func("/read/png/clear-colour", test_png_clear_colour);
    g_test_add_func("/read/png/damage", test_png_damage);
    g_test_add_func("/read/png/bomb", test_png_bomb);
    g_test_add_func("/read/jpeg/kinds", test_jpeg_kinds);
    g_test_add_func("/read/jpeg/damage", test_jpeg_damage);
    g_test_add_func("/read/jpeg/bomb", test_jpeg_bomb);
    g_test_add_func("/read/jpeg/exif", test_jpeg_exif);
    return g_test_run();
}
