/* draw-cases.c - draw-cases TESTS/STAGES SAMPLES/SCANS [STAGE/CASE…]: draws each case's in.tif again from the
 * scans in samples/scans, by the words of [picture] in its options.ini, one after the other:
 *
 *   scan NAME            samples/scans/NAME.tif, page 1, grey      white W H          an empty sheet
 *   crop X Y W H         that part                                 turn DEG           clockwise, white
 * corners quarter N            quarter turns clockwise                   mirror             as seen from
 * behind scale SX SY                                                    tones A B          black becomes A,
 * white B shade A B            light falls from A % left to B % right    noise SD           Gaussian grain
 *   border PX LEVEL      a dark edge all round                     rule X Y W H       a black bar
 *   smear X Y W H        that part made illegible     clear X Y W H      white
 *   specks N             N dots of 1-3 px                          bilevel LEVEL      two tones
 *   red LEVEL            colour: ink stays, paper becomes red      dpi X Y            resolution tags (0:
 * none) tag N                orientation tag                           g4                 Group 4 instead of
 * LZW
 */
#include "reader.h"
#include "stages.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

typedef struct {
    const char *scans;
    PIX *pix;
    double xdpi, ydpi;
    int tag, g4;
    GRand *chance;
} Drawing;

typedef struct {
    const char *word;
    guint arguments;
    void (*draw)(Drawing *d, char **a);
} Step;

static double
number(const char *text)
{
    return g_ascii_strtod(text, NULL);
}

static int
whole(const char *text)
{
    return (int)lround(number(text));
}

static void
take(Drawing *d, PIX *pix)
{
    g_assert(pix);
    pixDestroy(&d->pix);
    d->pix = pix;
}

static void
draw_scan(Drawing *d, char **a)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    g_autofree char *name = g_strconcat(a[0], ".tif", NULL);
    g_autofree char *file = g_build_filename(d->scans, name, NULL);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (!all_readers[0]->read(fd, 1, &budget_default, page, &error))
        g_error("%s: %s", file, error->message);
    close(fd);
    take(d, pixConvertTo8(page->original, 0));
}

static void
draw_white(Drawing *d, char **a)
{
    take(d, pixCreate(whole(a[0]), whole(a[1]), 8));
    pixSetAll(d->pix);
}

static void
draw_crop(Drawing *d, char **a)
{
    BOX *box = boxCreate(whole(a[0]), whole(a[1]), whole(a[2]), whole(a[3]));
    take(d, pixClipRectangle(d->pix, box, NULL));
    boxDestroy(&box);
}

static void
draw_turn(Drawing *d, char **a)
{
    take(d, pixRotate(d->pix, (float)(number(a[0]) * G_PI / 180), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
}

static void
draw_quarter(Drawing *d, char **a)
{
    take(d, pixRotateOrth(d->pix, whole(a[0])));
}

static void
draw_mirror(Drawing *d, char **a)
{
    take(d, pixFlipLR(NULL, d->pix));
}

static void
draw_scale(Drawing *d, char **a)
{
    take(d, pixScale(d->pix, (float)number(a[0]), (float)number(a[1])));
}

/* Every pixel by a function of its place and tone. */
static void
each_pixel(Drawing *d, double (*change)(const Drawing *d, int x, double tone, double a, double b), double a,
           double b)
{
    for (int y = 0; y < pixGetHeight(d->pix); y++)
        for (int x = 0; x < pixGetWidth(d->pix); x++) {
            l_uint32 tone;
            pixGetPixel(d->pix, x, y, &tone);
            pixSetPixel(d->pix, x, y, (l_uint32)CLAMP(lround(change(d, x, tone, a, b)), 0, 255));
        }
}

static double
toned(const Drawing *d, int x, double tone, double a, double b)
{
    return a + tone * (b - a) / 255;
}

static double
shaded(const Drawing *d, int x, double tone, double a, double b)
{
    return tone * (a + (b - a) * x / pixGetWidth(d->pix)) / 100;
}

static double
noisy(const Drawing *d, int x, double tone, double sd, double b)
{
    double sum = -6; /* twelve even chances make a Gaussian one */
    for (guint i = 0; i < 12; i++)
        sum += g_rand_double(d->chance);
    return tone + sd * sum;
}

static void
draw_tones(Drawing *d, char **a)
{
    each_pixel(d, toned, number(a[0]), number(a[1]));
}

static void
draw_shade(Drawing *d, char **a)
{
    each_pixel(d, shaded, number(a[0]), number(a[1]));
}

static void
draw_noise(Drawing *d, char **a)
{
    each_pixel(d, noisy, number(a[0]), 0);
}

static void
fill(Drawing *d, int x, int y, int w, int h, int level)
{
    PIX *bar = pixCreate(w, h, 8);
    pixSetAllArbitrary(bar, (l_uint32)level);
    pixRasterop(d->pix, x, y, w, h, PIX_SRC, bar, 0, 0);
    pixDestroy(&bar);
}

static void
draw_border(Drawing *d, char **a)
{
    int wide = whole(a[0]), level = whole(a[1]), w = pixGetWidth(d->pix), h = pixGetHeight(d->pix);
    fill(d, 0, 0, w, wide, level);
    fill(d, 0, h - wide, w, wide, level);
    fill(d, 0, 0, wide, h, level);
    fill(d, w - wide, 0, wide, h, level);
}

static void
draw_clear(Drawing *d, char **a)
{
    fill(d, whole(a[0]), whole(a[1]), whole(a[2]), whole(a[3]), 255);
}

static void
draw_rule(Drawing *d, char **a)
{
    fill(d, whole(a[0]), whole(a[1]), whole(a[2]), whole(a[3]), 0);
}

static void
draw_specks(Drawing *d, char **a)
{
    for (int i = 0; i < whole(a[0]); i++) {
        int side = g_rand_int_range(d->chance, 1, 4);
        fill(d, g_rand_int_range(d->chance, 0, pixGetWidth(d->pix)),
             g_rand_int_range(d->chance, 0, pixGetHeight(d->pix)), side, side, 0);
    }
}

#define SLICE 12 /* pixels: half a letter */

/* Slices of a part slide sideways by chance: ink that nobody can read. */
static void
draw_smear(Drawing *d, char **a)
{
    int x = whole(a[0]), y = whole(a[1]), w = whole(a[2]), h = whole(a[3]);
    for (int row = y; row < y + h; row += SLICE) {
        PIX_AUTO *strip = pixCreate(w, SLICE, pixGetDepth(d->pix));
        int by = g_rand_int_range(d->chance, 0, w);
        pixRasterop(strip, 0, 0, w, SLICE, PIX_SRC, d->pix, x, row);
        pixRasterop(d->pix, x + by, row, w - by, SLICE, PIX_SRC, strip, 0, 0);
        pixRasterop(d->pix, x, row, by, SLICE, PIX_SRC, strip, w - by, 0);
    }
}

static void
draw_bilevel(Drawing *d, char **a)
{
    take(d, pixThresholdToBinary(d->pix, whole(a[0])));
}

static void
draw_red(Drawing *d, char **a)
{
    PIX_AUTO *red = pixConvertTo8(d->pix, 0);
    PIX_AUTO *rest = pixCopy(NULL, red);
    l_int32 low = whole(a[0]);
    pixMultConstantGray(rest, (float)low / 255);
    take(d, pixCreateRGBImage(red, rest, rest));
}

static void
draw_dpi(Drawing *d, char **a)
{
    d->xdpi = number(a[0]);
    d->ydpi = number(a[1]);
}

static void
draw_tag(Drawing *d, char **a)
{
    d->tag = whole(a[0]);
}

static void
draw_g4(Drawing *d, char **a)
{
    d->g4 = TRUE;
}

static const Step words[] = {
    {"scan", 1, draw_scan},     {"white", 2, draw_white},     {"crop", 4, draw_crop},
    {"turn", 1, draw_turn},     {"quarter", 1, draw_quarter}, {"mirror", 0, draw_mirror},
    {"scale", 2, draw_scale},   {"tones", 2, draw_tones},     {"shade", 2, draw_shade},
    {"noise", 1, draw_noise},   {"border", 2, draw_border},   {"rule", 4, draw_rule},
    {"specks", 1, draw_specks}, {"bilevel", 1, draw_bilevel}, {"red", 1, draw_red},
    {"smear", 4, draw_smear},   {"dpi", 2, draw_dpi},         {"tag", 1, draw_tag},
    {"g4", 0, draw_g4},         {"clear", 4, draw_clear},
};

static void
draw_words(Drawing *d, const char *recipe, const char *where)
{
    g_auto(GStrv) said = g_strsplit_set(recipe, " \n", -1);
    guint length = g_strv_length(said);
    for (guint i = 0; i < length;) {
        guint w = 0;
        while (w < G_N_ELEMENTS(words) && strcmp(words[w].word, said[i]) != 0)
            w++;
        if (w == G_N_ELEMENTS(words) || i + words[w].arguments >= length)
            g_error("%s: “%s” is no word of a recipe, or lacks a number", where, said[i]);
        words[w].draw(d, said + i + 1);
        i += 1 + words[w].arguments;
    }
}

static void
save(const Drawing *d, const char *file)
{
    gboolean two = pixGetDepth(d->pix) == 1;
    pixSetResolution(d->pix, 0, 0);
    if (pixWrite(file, d->pix, two && d->g4 ? IFF_TIFF_G4 : IFF_TIFF_LZW))
        g_error("%s cannot be written", file);
    TIFF *tif = TIFFOpen(file, "r+");
    g_assert(tif);
    TIFFSetField(tif, TIFFTAG_ORIENTATION, d->tag);
    TIFFUnsetField(tif, TIFFTAG_XRESOLUTION);
    TIFFUnsetField(tif, TIFFTAG_YRESOLUTION);
    if (d->xdpi > 0) {
        TIFFSetField(tif, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tif, TIFFTAG_XRESOLUTION, d->xdpi);
        TIFFSetField(tif, TIFFTAG_YRESOLUTION, d->ydpi);
    }
    g_assert(TIFFRewriteDirectory(tif));
    TIFFClose(tif);
}

static void
draw_case(const char *scans, const char *dir)
{
    g_autoptr(GKeyFile) ini = g_key_file_new();
    g_autofree char *options = g_build_filename(dir, "options.ini", NULL);
    g_autofree char *file = g_build_filename(dir, "in.tif", NULL);
    g_autofree char *recipe = NULL;
    if (g_key_file_load_from_file(ini, options, G_KEY_FILE_NONE, NULL))
        recipe = g_key_file_get_string(ini, "picture", "drawn", NULL);
    if (!recipe)
        g_error("%s has no [picture] drawn=", options);
    Drawing d = {.scans = scans, .xdpi = 200, .ydpi = 200, .tag = 1, .chance = g_rand_new_with_seed(1950)};
    draw_words(&d, recipe, options);
    save(&d, file);
    g_print("%s: %d x %d\n", file, pixGetWidth(d.pix), pixGetHeight(d.pix));
    pixDestroy(&d.pix);
    g_rand_free(d.chance);
}

static void
draw_all(const char *scans, const char *root)
{
    g_autoptr(GDir) stages = g_dir_open(root, 0, NULL);
    for (const char *stage = g_dir_read_name(stages); stage; stage = g_dir_read_name(stages)) {
        g_autofree char *below = g_build_filename(root, stage, NULL);
        g_autoptr(GDir) cases = g_dir_open(below, 0, NULL);
        for (const char *name = cases ? g_dir_read_name(cases) : NULL; name; name = g_dir_read_name(cases)) {
            g_autofree char *dir = g_build_filename(below, name, NULL);
            draw_case(scans, dir);
        }
    }
}

int
main(int argc, char **argv)
{
    TIFFSetWarningHandler(NULL);
    if (argc < 3) {
        g_printerr("usage: draw-cases TESTS/STAGES SAMPLES/SCANS [STAGE/CASE…]\n");
        return 1;
    }
    if (argc == 3)
        draw_all(argv[2], argv[1]);
    for (int i = 3; i < argc; i++) {
        g_autofree char *dir = g_build_filename(argv[1], argv[i], NULL);
        draw_case(argv[2], dir);
    }
    return 0;
}
