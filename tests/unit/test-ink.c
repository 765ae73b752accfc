/* test-ink.c - the network for kinds of ink against its definition, files that are none, kinds that settle,
 * and the score of a page's ink. */
#include "error.h"
#include "eval/score-ink.h"
#include "stages/layout/ink-net.h"
#include "stages/layout/ink-settle.h"
#include "stages/recognise/beneath.h"
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define NET VERNO_SOURCE_DIR "/models/ink/ink.net"

/* ---- the network, written down once more as its definition says, without any care for speed ---- */

typedef struct {
    int in, out, kernel, stride, dilation;
    const float *weights, *bias;
} PlainLayer;

typedef struct {
    int width, height, channels;
    double *data;
} PlainMap;

static PlainMap
plain_convolve(const PlainLayer *layer, PlainMap in, gboolean rectified)
{
    PlainMap out = {in.width / layer->stride, in.height / layer->stride, layer->out, NULL};
    out.data = g_new0(double, (gsize)out.width *out.height *out.channels);
    for (int y = 0; y < out.height; y++)
        for (int x = 0; x < out.width; x++)
            for (int co = 0; co < layer->out; co++) {
                double sum = layer->bias[co];
                for (int ky = 0; ky < layer->kernel; ky++)
                    for (int kx = 0; kx < layer->kernel; kx++) {
                        int sy = y * layer->stride + (ky - layer->kernel / 2) * layer->dilation;
                        int sx = x * layer->stride + (kx - layer->kernel / 2) * layer->dilation;
                        for (int ci = 0;
                             sy >= 0 && sx >= 0 && sy < in.height && sx < in.width && ci < layer->in; ci++)
                            sum +=
                                in.data[(sy * in.width + sx) * in.channels + ci] *
                                layer
                                    ->weights[((ky * layer->kernel + kx) * layer->in + ci) * layer->out + co];
                    }
                out.data[(y * out.width + x) * out.channels + co] = rectified ? MAX(sum, 0) : sum;
            }
    return out;
}

static void
plain_add(PlainMap *fine, const PlainLayer *layer, PlainMap coarse)
{
    PlainMap seen = plain_convolve(layer, coarse, FALSE);
    for (int y = 0; y < fine->height; y++)
        for (int x = 0; x < fine->width; x++)
            for (int c = 0; c < fine->channels; c++)
                fine->data[(y * fine->width + x) * fine->channels + c] +=
                    seen.data[(y / 2 * seen.width + x / 2) * seen.channels + c];
    g_free(seen.data);
}

static void
plain_layers(const char *data, PlainLayer layers[15])
{
    const char *at = data + strlen("verno-ink-1\n");
    for (int i = 0; i < 15; i++) {
        gint32 n[5];
        memcpy(n, at, sizeof n);
        layers[i] = (PlainLayer){n[0], n[1], n[2], n[3], n[4], NULL, NULL};
        at += sizeof n;
        gsize count = (gsize)n[2] * n[2] * n[0] * n[1];
        layers[i].weights = g_memdup2(at, count * 4);
        at += count * 4;
        layers[i].bias = g_memdup2(at, (gsize)n[1] * 4);
        at += (gsize)n[1] * 4;
    }
}

/* What the network says of the pixels, INK_KINDS a pixel; to free. */
static double *
plain_run(const PlainLayer *l, const float *input, int width, int height)
{
    PlainMap cells = {width / 2, height / 2, 12, g_new0(double, (gsize)width *height * 3)};
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++)
                cells.data[(y / 2 * cells.width + x / 2) * 12 + c * 4 + y % 2 * 2 + x % 2] =
                    input[(y * width + x) * 3 + c];
    PlainMap f0 = plain_convolve(l, cells, TRUE), h1 = plain_convolve(l + 1, f0, TRUE),
             f1 = plain_convolve(l + 2, h1, TRUE);
    PlainMap h2 = plain_convolve(l + 3, f1, TRUE), f2 = plain_convolve(l + 4, h2, TRUE),
             h3 = plain_convolve(l + 5, f2, TRUE);
    PlainMap w3 = plain_convolve(l + 6, h3, TRUE), f3 = plain_convolve(l + 7, w3, TRUE);
    plain_add(&f2, l + 8, f3);
    PlainMap u2 = plain_convolve(l + 9, f2, TRUE);
    plain_add(&f1, l + 10, u2);
    PlainMap u1 = plain_convolve(l + 11, f1, TRUE);
    plain_add(&f0, l + 12, u1);
    PlainMap u0 = plain_convolve(l + 13, f0, TRUE), head = plain_convolve(l + 14, u0, FALSE);
    double *out = g_new0(double, (gsize)width *height *INK_KINDS);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int k = 0; k < INK_KINDS; k++)
                out[(y * width + x) * INK_KINDS + k] =
                    255 /
                    (1 + exp(-head.data[(y / 2 * head.width + x / 2) * 28 + k * 4 + y % 2 * 2 + x % 2]));
    PlainMap *maps[] = {&cells, &f0, &h1, &f1, &h2, &f2, &h3, &w3, &f3, &u2, &u1, &u0, &head};
    for (guint i = 0; i < G_N_ELEMENTS(maps); i++)
        g_free(maps[i]->data);
    return out;
}

static void
test_network(void)
{
    enum { W = 80, H = 48 };
    g_autoptr(GError) error = NULL;
    g_autoptr(InkNet) net = ink_net_load(NET, &error);
    g_assert_no_error(error);
    g_autofree char *data = NULL;
    g_assert_true(g_file_get_contents(NET, &data, NULL, NULL));
    PlainLayer layers[15];
    plain_layers(data, layers);
    /* Strokes and a blot of colour by chance, always the same ones. */
    g_autofree float *input = g_new0(float, W *H * 3);
    GRand *chance = g_rand_new_with_seed(5);
    for (int i = 0; i < W * H; i++)
        if (i / W % 9 < 3 || i % W % 13 < 2) {
            input[3 * i] = (float)g_rand_double(chance);
            input[3 * i + 1] = (float)g_rand_double_range(chance, -1, 1);
        }
    g_rand_free(chance);
    g_autofree guint8 *said = g_malloc(W * H * INK_KINDS);
    ink_net_run(net, input, W, H, said, W * INK_KINDS);
    g_autofree double *wanted = plain_run(layers, input, W, H);
    guint sure = 0; /* values that are more than nothing */
    for (int i = 0; i < W * H * INK_KINDS; i++) {
        g_assert_cmpfloat(fabs(said[i] - wanted[i]), <, 0.6);
        sure += said[i] > 8;
    }
    g_assert_cmpuint(sure, >, 100); /* the comparison is not one of zeros */
    for (int i = 0; i < 15; i++) {
        g_free((float *)layers[i].weights);
        g_free((float *)layers[i].bias);
    }
}

static void
refuse(const char *path, const char *data, gssize size)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, data, size, NULL));
    g_assert_null(ink_net_load(path, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_assert_nonnull(strstr(error->message, path));
}

static void
test_no_network(void)
{
    g_autofree char *data = NULL, *path = g_build_filename(g_get_tmp_dir(), "verno-test-ink.net", NULL);
    gsize size;
    g_autoptr(GError) error = NULL;
    g_assert_null(ink_net_load("/nowhere/ink.net", &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_assert_nonnull(strstr(error->message, "/nowhere/ink.net"));
    g_assert_true(g_file_get_contents(NET, &data, &size, NULL));
    refuse(path, data, (gssize)size - 4);
    refuse(path, data, 11);
    refuse(path, "", 0);
    g_autofree char *longer = g_malloc0(size + 4), *other = g_memdup2(data, size);
    memcpy(longer, data, size);
    refuse(path, longer, (gssize)size + 4);
    other[strlen("verno-ink-1\n")] = 13; /* channels in */
    refuse(path, other, (gssize)size);
    memset(other + strlen("verno-ink-1\n") + 4, 0x7f, 4); /* channels out: two thousand million */
    refuse(path, other, (gssize)size);
    g_unlink(path);
}

/* ---- kinds that settle ---- */

static void
fill(PIX *kinds, int x, int y, int w, int h, int bits)
{
    BOX *box = boxCreate(x, y, w, h);
    pixSetInRectArbitrary(kinds, box, (l_uint32)bits);
    boxDestroy(&box);
}

static int
at(PIX *kinds, int x, int y)
{
    l_uint32 bits = 0;
    pixGetPixel(kinds, x, y, &bits);
    return (int)bits;
}

static void
test_settle(void)
{
    PIX *kinds = pixCreate(600, 300, 8);
    const double mm = 10;
    fill(kinds, 10, 10, 200, 30, INK_TYPED);
    fill(kinds, 214, 30, 8, 10, INK_HAND);  /* a full stop, close by */
    fill(kinds, 400, 20, 20, 24, INK_HAND); /* a figure, alone */
    fill(kinds, 10, 200, 150, 6, INK_STROKE);
    fill(kinds, 160, 200, 30, 6, INK_HAND); /* the end of the same stroke */
    fill(kinds, 300, 150, 60, 60, INK_HAND | INK_TYPED);
    fill(kinds, 10, 260, 80, 30,
         INK_PRINTED); /* «Форма», then № and 17 in the same row, then a tall figure */
    fill(kinds, 105, 260, 25, 30, INK_HAND);
    fill(kinds, 140, 261, 25, 28, INK_HAND);
    fill(kinds, 175, 240, 25, 55, INK_HAND);
    ink_settle(kinds, mm);
    g_assert_cmpint(at(kinds, 216, 33), ==, INK_TYPED | INK_UNSURE);
    g_assert_cmpint(at(kinds, 405, 30), ==, INK_HAND);
    g_assert_cmpint(at(kinds, 170, 203) & ~INK_UNSURE, ==, INK_STROKE);
    g_assert_cmpint(at(kinds, 110, 270) & ~INK_UNSURE, ==, INK_PRINTED);
    g_assert_cmpint(at(kinds, 150, 270) & ~INK_UNSURE, ==, INK_PRINTED);
    g_assert_cmpint(at(kinds, 180, 270), ==, INK_HAND);
    g_assert_cmpint(at(kinds, 20, 20), ==, INK_TYPED);
    g_assert_cmpint(at(kinds, 320, 170), ==, INK_HAND | INK_TYPED);
    pixDestroy(&kinds);
}

/* ---- the page without other ink ---- */

static void
darken(PIX *image, PIX *ink, PIX *kinds, int x, int y, int w, int h, int bits)
{
    pixRasterop(image, x, y, w, h, PIX_CLR, NULL, 0, 0);
    pixRasterop(ink, x, y, w, h, PIX_SET, NULL, 0, 0);
    fill(kinds, x, y, w, h, bits);
}

/* A line of type, a pen stroke down through it, a note far below. */
static void
test_beneath(void)
{
    g_autoptr(Page) page = page_new();
    PIX *original = pixCreate(600, 400, 8), *ink = pixCreate(600, 400, 1), *kinds = pixCreate(600, 400, 8);
    pixSetAll(original);
    darken(original, ink, kinds, 50, 100, 300, 30, INK_TYPED);
    darken(original, ink, kinds, 200, 60, 12, 120, INK_HAND);
    fill(kinds, 200, 100, 12, 30, INK_HAND | INK_TYPED);
    darken(original, ink, kinds, 400, 300, 80, 40, INK_HAND);
    page_take_original(page, original);
    page->image_dpi = 300;
    page_take_ink(page, ink);
    page_take_kinds(page, kinds);
    const Line *crossed = page_add_line(page, LINE_TYPED, quad_from_rect(50, 98, 300, 34));
    g_auto(Beneath) beneath = beneath_look(page);
    g_assert_true(beneath_crosses(&beneath, page, crossed));
    g_assert_cmpint(at(beneath.image, 205, 70), ==, 255); /* the pen is gone, the type below it stays */
    g_assert_cmpint(at(beneath.image, 205, 115), ==, 0);
    g_assert_cmpint(at(beneath.image, 100, 115), ==, 0);
    g_assert_cmpint(at(beneath.ink, 205, 115), ==, 1);
    g_assert_cmpint(at(beneath.ink, 440, 320), ==, 0);
    g_assert_cmpint(at(page->image, 205, 70), ==, 0); /* the page itself is as it was */
    PIX_AUTO *image = pixCopy(NULL, page->image), *bits = pixCopy(NULL, page->ink);
    beneath_copy(&beneath, page, crossed, image, bits);
    g_assert_cmpint(at(image, 205, 97), ==, 255); /* half a millimetre above the line */
    g_assert_cmpint(at(image, 205, 70), ==, 0);   /* and no further */
    const Line *apart = page_add_line(page, LINE_TYPED, quad_from_rect(50, 200, 300, 30));
    g_assert_false(beneath_crosses(&beneath, page, apart));
}

/* A tick in the margin that leans into a line goes; the same stroke, if it is no mark in the margin, is left:
 * it may be a dash of the typist's. */
static void
test_beneath_margin(void)
{
    for (int marked = 0; marked < 2; marked++) {
        g_autoptr(Page) page = page_new();
        PIX *original = pixCreate(600, 400, 8), *ink = pixCreate(600, 400, 1),
            *kinds = pixCreate(600, 400, 8);
        pixSetAll(original);
        darken(original, ink, kinds, 50, 100, 300, 30, INK_TYPED);
        darken(original, ink, kinds, 40, 60, 30, 12, INK_STROKE);
        darken(original, ink, kinds, 40, 94, 8, 40, INK_STROKE);
        page_take_original(page, original);
        page->image_dpi = 300;
        page_take_ink(page, ink);
        page_take_kinds(page, kinds);
        page_add_annotation(page, marked ? ANNOTATION_MARGIN : ANNOTATION_UNDERLINE,
                            quad_from_rect(20, 60, 50, 76));
        const Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(40, 98, 310, 34));
        g_auto(Beneath) beneath = beneath_look(page);
        g_assert_cmpint(beneath_crosses(&beneath, page, line), ==, marked);
        if (!marked)
            continue;
        g_assert_cmpint(at(beneath.ink, 44, 115), ==, 0);
        g_assert_cmpint(at(beneath.image, 44, 115), ==, 255);
        g_assert_cmpint(at(beneath.ink, 60, 115), ==, 1);
    }
}

/* ---- the score ---- */

static void
assert_share(const Tally *tally, const char *name, const char *group, double top, double bottom)
{
    const Figure *figure = tally_find(tally, name, group);
    g_assert_nonnull(figure);
    g_assert_cmpfloat_with_epsilon(g_array_index(figure->entries, Entry, 0).top, top, 1e-9);
    g_assert_cmpfloat_with_epsilon(g_array_index(figure->entries, Entry, 0).bottom, bottom, 1e-9);
}

static void
test_marks(void)
{
    g_autoptr(Tally) tally = tally_new();
    Gold truth = {.marks = marks_new()};
    Answer answer = {.marks = marks_new()};
    const char *const groups[] = {"all", NULL};
    marks_add(truth.marks, "signature", quad_from_rect(0, 0, 100, 50));
    marks_add(truth.marks, "handwriting", quad_from_rect(300, 0, 100, 50));
    marks_add(truth.marks, "underline", quad_from_rect(0, 200, 100, 4));
    marks_add(answer.marks, "handwriting", quad_from_rect(0, 0, 100, 60)); /* a signature, taken for a note */
    marks_add(answer.marks, "handwriting",
              quad_from_rect(340, 0, 100, 50)); /* three sevenths shared: too little */
    marks_add(answer.marks, "underline", quad_from_rect(0, 201, 100, 4));
    score_marks(0, &truth, &answer, groups, tally);
    assert_share(tally, "annotation-f1", "annotation:signature", 0, 1);
    assert_share(tally, "annotation-precision", "annotation:hand", 1, 2);
    assert_share(tally, "annotation-recall", "annotation:hand", 1, 2);
    assert_share(tally, "annotation-f1", "annotation:underline", 2, 2);
    g_assert_null(tally_find(tally, "annotation-f1", "annotation:stamp"));
    g_array_unref(truth.marks);
    g_array_unref(answer.marks);
}

static void
test_pixels(void)
{
    g_autofree char *dir = g_dir_make_tmp("verno-ink-XXXXXX", NULL);
    g_autofree char *truth_path = g_build_filename(dir, "truth.png", NULL),
                    *found_path = g_build_filename(dir, "found.png", NULL);
    g_autoptr(Tally) tally = tally_new();
    g_autoptr(GError) error = NULL;
    PIX *truth = pixCreate(400, 200, 8), *found = pixCreate(200, 100, 8);
    fill(truth, 0, 0, 100, 20, INK_TYPED);    /* 50 x 10 of the other */
    fill(truth, 200, 100, 40, 40, INK_STAMP); /* 20 x 20, of which nothing is found */
    fill(found, 1, 0, 50, 10, INK_TYPED);     /* a pixel beside: the same */
    fill(found, 100, 80, 10, 10, INK_HAND);
    pixWrite(truth_path, truth, IFF_PNG);
    pixWrite(found_path, found, IFF_PNG);
    g_assert_true(score_ink(0, truth_path, found_path, affine_scale(0.5, 0.5), tally, &error));
    assert_share(tally, "ink-f1", "ink:typed", 1000, 1000);
    assert_share(tally, "ink-recall", "ink:stamp", 0, 400);
    assert_share(tally, "ink-precision", "ink:hand", 0, 100);
    g_assert_true(g_file_set_contents(found_path, "no picture", -1, NULL));
    g_assert_false(score_ink(0, truth_path, found_path, affine_scale(0.5, 0.5), tally, &error));
    g_assert_nonnull(strstr(error->message, found_path));
    g_unlink(truth_path);
    g_unlink(found_path);
    g_rmdir(dir);
    pixDestroy(&truth);
    pixDestroy(&found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setMsgSeverity(L_SEVERITY_NONE);
    g_test_add_func("/ink/network", test_network);
    g_test_add_func("/ink/no-network", test_no_network);
    g_test_add_func("/ink/settle", test_settle);
    g_test_add_func("/ink/beneath", test_beneath);
    g_test_add_func("/ink/beneath-margin", test_beneath_margin);
    g_test_add_func("/ink/marks", test_marks);
    g_test_add_func("/ink/pixels", test_pixels);
    return g_test_run();
}
