/* test-read.c - TIFF: every kind of page that libtiff can write is read back; what is broken is told. */
#include "check-scans.h"
#include "reader.h"
#include <unistd.h>

extern const Reader reader_tiff;

static const char *const modes[] = {"wl", "wb", "wl8", "wb8"};

/* ---- every kind of page ---- */

static const struct {
    const char *name;
    guint16 bits, samples, photometric, extra;
    MapKind map;
} kinds[] = {
    {"white0-1", 1, 1, PHOTOMETRIC_MINISWHITE, 0, 0},
    {"black0-1", 1, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"black0-2", 2, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"white0-4", 4, 1, PHOTOMETRIC_MINISWHITE, 0, 0},
    {"black0-6", 6, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"black0-8", 8, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"white0-8", 8, 1, PHOTOMETRIC_MINISWHITE, 0, 0},
    {"black0-12", 12, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"black0-16", 16, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"white0-16", 16, 1, PHOTOMETRIC_MINISWHITE, 0, 0},
    {"black0-32", 32, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"black0-64", 64, 1, PHOTOMETRIC_MINISBLACK, 0, 0},
    {"palette-1", 1, 1, PHOTOMETRIC_PALETTE, 0, MAP_BY_257},
    {"palette-2", 2, 1, PHOTOMETRIC_PALETTE, 0, MAP_BY_257},
    {"palette-4", 4, 1, PHOTOMETRIC_PALETTE, 0, MAP_SHIFTED},
    {"palette-8", 8, 1, PHOTOMETRIC_PALETTE, 0, MAP_BY_257},
    {"palette-8-bytes", 8, 1, PHOTOMETRIC_PALETTE, 0, MAP_BYTES},
    {"palette-1-greys", 1, 1, PHOTOMETRIC_PALETTE, 0, MAP_GREYS},
    {"palette-1-greys-down", 1, 1, PHOTOMETRIC_PALETTE, 0, MAP_GREYS_DOWN},
    {"palette-8-greys", 8, 1, PHOTOMETRIC_PALETTE, 0, MAP_GREYS_DOWN},
    {"rgb-1", 1, 3, PHOTOMETRIC_RGB, 0, 0},
    {"rgb-4", 4, 3, PHOTOMETRIC_RGB, 0, 0},
    {"rgb-8", 8, 3, PHOTOMETRIC_RGB, 0, 0},
    {"rgb-16", 16, 3, PHOTOMETRIC_RGB, 0, 0},
    {"rgb-8-alpha", 8, 4, PHOTOMETRIC_RGB, EXTRASAMPLE_UNASSALPHA + 1, 0},
    {"rgb-8-premultiplied", 8, 4, PHOTOMETRIC_RGB, EXTRASAMPLE_ASSOCALPHA + 1, 0},
    {"rgb-8-unspecified", 8, 4, PHOTOMETRIC_RGB, EXTRASAMPLE_UNSPECIFIED + 1, 0},
    {"rgb-8-unsaid", 8, 4, PHOTOMETRIC_RGB, 0, 0},
    {"grey-8-alpha", 8, 2, PHOTOMETRIC_MINISBLACK, EXTRASAMPLE_UNASSALPHA + 1, 0},
    {"grey-16-unspecified", 16, 2, PHOTOMETRIC_MINISWHITE, EXTRASAMPLE_UNSPECIFIED + 1, 0},
    {"cmyk-8", 8, 4, PHOTOMETRIC_SEPARATED, 0, 0},
    {"cmyk-16", 16, 4, PHOTOMETRIC_SEPARATED, 0, 0},
};

static const struct {
    const char *name;
    guint16 compression, predictor;
    guint32 fax_options;
} codecs[] = {
    {"none", COMPRESSION_NONE, 0, 0},
    {"packbits", COMPRESSION_PACKBITS, 0, 0},
    {"lzw", COMPRESSION_LZW, 0, 0},
    {"lzw", COMPRESSION_LZW, PREDICTOR_HORIZONTAL, 0},
    {"deflate", COMPRESSION_ADOBE_DEFLATE, 0, 0},
    {"deflate", COMPRESSION_DEFLATE, PREDICTOR_HORIZONTAL, 0},
    {"lzma", COMPRESSION_LZMA, 0, 0},
    {"zstd", COMPRESSION_ZSTD, 0, 0},
    {"webp", COMPRESSION_WEBP, 0, 0},
    {"rle", COMPRESSION_CCITTRLE, 0, 0},
    {"g3", COMPRESSION_CCITTFAX3, 0, 0},
    {"g3", COMPRESSION_CCITTFAX3, 0, GROUP3OPT_2DENCODING},
    {"g3", COMPRESSION_CCITTFAX3, 0, GROUP3OPT_2DENCODING | GROUP3OPT_FILLBITS},
    {"g4", COMPRESSION_CCITTFAX4, 0, 0},
    {"jbig", COMPRESSION_JBIG, 0, 0},
};

static Page *
read_whole(int fd, guint number, const char *what)
{
    g_autoptr(GError) error = NULL;
    Page *page = page_new();
    if (!reader_tiff.read(fd, number, &budget_default, page, &error))
        g_error("%s: page %u: %s", what, number, error->message);
    return page;
}

static void
check_one(const Made *made, const char *mode, const char *what, const char *compression, guint tolerance)
{
    int fd = make_tiff(made, 1, mode);
    guint pages = 0;
    g_assert_true(reader_tiff.count(fd, &budget_default, &pages, NULL));
    g_assert_cmpuint(pages, ==, 1);
    g_autoptr(Page) page = read_whole(fd, 1, what);
    assert_pixels(made, page->original, tolerance, what);
    g_assert_cmpuint(page->source.bits, ==, made->bits);
    g_assert_cmpuint(page->source.samples, ==, made->samples);
    g_assert_cmpstr(page->source.compression, ==, compression);
    close(fd);
}

/* All layouts of one kind in one compression. */
static guint
check_layouts(const Made *base, const char *kind, const char *codec)
{
    guint done = 0;
    for (guint variant = 0; variant < 4 * 3 * 2 * 2; variant++) {
        Made made = *base;
        const char *mode = modes[variant % 4];
        guint blocks = variant / 4 % 3;
        made.tiled = blocks == 2;
        made.rows = blocks == 1 ? 7 : 0;
        made.separate = variant / 12 % 2;
        made.fill_order = variant / 24 ? FILLORDER_LSB2MSB : 0;
        if (!made_possible(&made) || (g_test_quick() && variant % 3 != base->bits % 3))
            continue;
        g_autofree char *what = g_strdup_printf(
            "%s %s predictor %u options %u %s %s%s%s", kind, codec, made.predictor, made.fax_options, mode,
            made.tiled  ? "tiles"
            : made.rows ? "strips"
                        : "one strip",
            made.separate ? " planes" : "", made.fill_order ? " reversed" : "");
        check_one(&made, mode, what, codec, 0);
        done++;
    }
    return done;
}

static void
test_kinds(void)
{
    guint done = 0;
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
        for (guint c = 0; c < G_N_ELEMENTS(codecs); c++) {
            Made made = {.width = 75, .height = 53, .bits = kinds[k].bits, .samples = kinds[k].samples};
            made.photometric = kinds[k].photometric;
            made.extra = kinds[k].extra;
            made.map = kinds[k].map;
            made.compression = codecs[c].compression;
            made.predictor = codecs[c].predictor;
            made.fax_options = codecs[c].fax_options;
            done += check_layouts(&made, kinds[k].name, codecs[c].name);
        }
    g_test_message("%u kinds of page", done);
    g_assert_cmpuint(done, >, g_test_quick() ? 1000 : 4000);
}

static void
test_jpeg_inside(void)
{
    static const guint16 photometrics[] = {PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR,
                                           PHOTOMETRIC_SEPARATED};
    for (guint i = 0; i < 2 * G_N_ELEMENTS(photometrics); i++) {
        Made made = {.width = 160, .height = 96, .bits = 8, .compression = COMPRESSION_JPEG, .smooth = TRUE};
        made.photometric = photometrics[i / 2];
        made.samples = made.photometric == PHOTOMETRIC_MINISBLACK  ? 1
                       : made.photometric == PHOTOMETRIC_SEPARATED ? 4
                                                                   : 3;
        made.tiled = i % 2;
        made.rows = 16;
        check_one(&made, modes[i % 4], "jpeg", "jpeg", 5);
    }
}

/* Black paper and white ink in one bit, whatever the polarity; a palette of black and white is bilevel too.
 */
static void
test_tags(void)
{
    static const struct {
        double dpi;
        guint16 unit;
        double want;
    } rows[] = {{300, 0, 300},
                {300, RESUNIT_INCH, 300},
                {100, RESUNIT_CENTIMETER, 254},
                {300, RESUNIT_NONE, 0},
                {0, 0, 0}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Made made = {
            .width = 40, .height = 30, .bits = 8, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK};
        made.dpi = rows[i].dpi;
        made.dpi_unit = rows[i].unit;
        made.orientation = i + 4;
        int fd = make_tiff(&made, 1, "wl");
        g_autoptr(Page) page = read_whole(fd, 1, "tags");
        assert_pixels(&made, page->original, 0, "as stored, not turned");
        g_assert_cmpint(page->source.orientation, ==, i + 4);
        g_assert_cmpfloat_with_epsilon(page->source.xres_dpi, rows[i].want, 0.01);
        g_assert_cmpfloat_with_epsilon(page->source.yres_dpi, rows[i].want / 2, 0.01);
        g_assert_cmpstr(page->source.dpi_source, ==, rows[i].want > 0 ? "tag" : "none");
        close(fd);
    }
}

static void
test_guesses(void)
{
    Made made = {.width = 40, .height = 30, .bits = 1, .samples = 1, .no_photometric = TRUE};
    made.compression = COMPRESSION_CCITTFAX4;
    made.photometric = PHOTOMETRIC_MINISWHITE;
    int fd = make_tiff(&made, 1, "wl");
    g_autoptr(Page) page = read_whole(fd, 1, "no photometric interpretation");
    assert_pixels(&made, page->original, 0, "fax");
    g_assert_true(page_has_remark(page, "tiff", "warning"));
    close(fd);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TIFFSetWarningHandler(NULL); /* of the writer; readers have handlers of their own */
    g_test_add_func("/read/tiff/kinds", test_kinds);
    g_test_add_func("/read/tiff/jpeg-inside", test_jpeg_inside);
    g_test_add_func("/read/tiff/tags", test_tags);
    g_test_add_func("/read/tiff/guesses", test_guesses);
    return g_test_run();
}
