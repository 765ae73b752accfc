/* make-seeds.c - make-seeds DIR: small scans of many kinds, sound and broken, for the fuzzer to start from.
 */
#include "make-scans.h"
#include <png.h>
#include <unistd.h>

static void
save(const char *dir, const char *name, int fd)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    g_autofree char *file = g_build_filename(dir, name, NULL);
    if (!g_file_set_contents(file, (const char *)bytes->data, bytes->len, &error))
        g_error("%s", error->message);
    close(fd);
}

static const struct {
    const char *name, *mode;
    Made made;
} tiffs[] = {
    {"grey.tif", "wl", {.bits = 8, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK, .dpi = 200}},
    {"rgb-lzw.tif",
     "wb",
     {.bits = 8,
      .samples = 3,
      .photometric = PHOTOMETRIC_RGB,
      .compression = COMPRESSION_LZW,
      .predictor = PREDICTOR_HORIZONTAL,
      .rows = 7}},
    {"g4.tif",
     "wl",
     {.bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE, .compression = COMPRESSION_CCITTFAX4}},
    {"g3.tif",
     "wl",
     {.bits = 1,
      .samples = 1,
      .photometric = PHOTOMETRIC_MINISWHITE,
      .compression = COMPRESSION_CCITTFAX3,
      .fax_options = GROUP3OPT_2DENCODING,
      .rows = 16}},
    {"rle.tif",
     "wl",
     {.bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK, .compression = COMPRESSION_CCITTRLE}},
    {"jbig.tif",
     "wl",
     {.bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE, .compression = COMPRESSION_JBIG}},
    {"palette.tif",
     "wl8",
     {.bits = 4, .samples = 1, .photometric = PHOTOMETRIC_PALETTE, .compression = COMPRESSION_PACKBITS}},
    {"cmyk-planes.tif",
     "wl",
     {.bits = 8,
      .samples = 4,
      .photometric = PHOTOMETRIC_SEPARATED,
      .separate = TRUE,
      .compression = COMPRESSION_ADOBE_DEFLATE}},
    {"tiles-16.tif",
     "wb8",
     {.bits = 16, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE, .tiled = TRUE, .orientation = 6}},
    {"jpeg.tif",
     "wl",
     {.bits = 8,
      .samples = 3,
      .photometric = PHOTOMETRIC_YCBCR,
      .compression = COMPRESSION_JPEG,
      .smooth = TRUE,
      .rows = 16}},
    {"alpha.tif",
     "wl",
     {.bits = 8,
      .samples = 4,
      .photometric = PHOTOMETRIC_RGB,
      .extra = EXTRASAMPLE_ASSOCALPHA + 1,
      .compression = COMPRESSION_ZSTD}},
    {"lzma-32.tif",
     "wl",
     {.bits = 32, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK, .compression = COMPRESSION_LZMA}},
    {"webp.tif",
     "wl",
     {.bits = 8, .samples = 3, .photometric = PHOTOMETRIC_RGB, .compression = COMPRESSION_WEBP}},
};

static void
save_tiffs(const char *dir)
{
    Made pages[3];
    for (guint i = 0; i < G_N_ELEMENTS(tiffs); i++) {
        Made made = tiffs[i].made;
        made.width = 61;
        made.height = 43;
        save(dir, tiffs[i].name, make_tiff(&made, 1, tiffs[i].mode));
        pages[i % 3] = made;
        if (i == 2)
            save(dir, "three-pages.tif", make_tiff(pages, 3, "wl"));
    }
    save(dir, "strips.tif", make_plain_tiff(40, 32, COMPRESSION_NONE, 4, 320));
    save(dir, "bomb.tif", make_plain_tiff(30000, 30000, COMPRESSION_CCITTFAX4, 1, 64));
}

static void
save_others(const char *dir)
{
    Made made = {.width = 61, .height = 43, .bits = 8, .samples = 3, .dpi = 200};
    save(dir, "rgb.png", make_png(&made, PNG_COLOR_TYPE_RGB, FALSE, FALSE));
    save(dir, "rgb-interlaced.png", make_png(&made, PNG_COLOR_TYPE_RGB, TRUE, FALSE));
    made.orientation = 6;
    save(dir, "rgb.jpg", make_jpeg(&made, FALSE));
    save(dir, "rgb-progressive.jpg", make_jpeg(&made, TRUE));
    made.samples = 1;
    made.bits = 4;
    save(dir, "palette.png", make_png(&made, PNG_COLOR_TYPE_PALETTE, FALSE, TRUE));
    save(dir, "empty", memory_file(NULL, 0));
    save(dir, "short", memory_file("II*", 3));
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        g_printerr("usage: make-seeds DIR\n");
        return 1;
    }
    TIFFSetWarningHandler(NULL);
    save_tiffs(argv[1]);
    save_others(argv[1]);
    return 0;
}
