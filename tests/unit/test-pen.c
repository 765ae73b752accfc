/* test-pen.c - strokes of a pen found in the network's map, and type told from the coloured ink over it. */
#include "stages/layout/strokes.h"
#include "stages/recognise/beneath.h"

static int
at(PIX *pix, int x, int y)
{
    l_uint32 value = 0;
    pixGetPixel(pix, x, y, &value);
    return (int)value;
}

static void
darken(PIX *image, PIX *ink, PIX *kinds, int x, int y, int w, int h, int bits)
{
    pixRasterop(image, x, y, w, h, PIX_CLR, NULL, 0, 0);
    pixRasterop(ink, x, y, w, h, PIX_SET, NULL, 0, 0);
    for (int i = 0; i < w * h; i++)
        pixSetPixel(kinds, x + i % w, y + i / w, (l_uint32)bits);
}

/* ---- type below a stamp ---- */

/* A red stamp over black type, which the network takes for a stamp's alone: colour tells the type below it.
 */
static void
test_unmix(void)
{
    g_autoptr(Page) page = page_new();
    PIX *original = pixCreate(300, 200, 32), *ink = pixCreate(300, 200, 1), *kinds = pixCreate(300, 200, 8);
    PIX *grey = pixCreate(300, 200, 8);
    pixSetAllArbitrary(original, 0xf0e8d000);
    pixSetAll(grey);
    darken(grey, ink, kinds, 20, 50, 200, 20, INK_TYPED);
    darken(grey, ink, kinds, 100, 40, 80, 100, INK_STAMP);
    for (int i = 0; i < 300 * 200; i++) {
        int x = i % 300, y = i / 300;
        gboolean type = x >= 20 && x < 220 && y >= 50 && y < 70;
        gboolean stamp = x >= 100 && x < 180 && y >= 40 && y < 140;
        if (type || stamp)
            pixSetPixel(original, x, y, type ? stamp ? 0x200a0900 : 0x28262300 : 0xc0403800);
    }
    page_take_original(page, original);
    page_take_image(page, grey, NULL);
    page->image_dpi = 100;
    page_take_ink(page, ink);
    page_take_kinds(page, kinds);
    page_add_annotation(page, ANNOTATION_STAMP, quad_from_rect(100, 40, 80, 100));
    g_auto(Beneath) beneath = beneath_look(page);
    g_assert_cmpint(at(beneath.image, 140, 45), >, 200); /* the stamp beside the type is gone */
    g_assert_cmpint(at(beneath.image, 140, 60), <, 150); /* the type below it is not */
    g_assert_cmpint(at(beneath.ink, 140, 45), ==, 0);
    g_assert_cmpint(at(beneath.ink, 140, 60), ==, 1);
}

/* ---- strokes ---- */

static void
draw(PIX *map, int x, int y, int w, int h, guint likely, guint dark)
{
    for (int i = 0; i < w * h; i++)
        pixSetPixel(map, x + i % w, y + i / w, likely << L_RED_SHIFT | dark << L_GREEN_SHIFT);
}

/* A faint underline in two pieces, a fold, and a line in the margin: what the map says of them, at a third of
 * the picture's size. */
static void
test_strokes(void)
{
    g_autoptr(Page) page = page_new();
    PIX *original = pixCreate(900, 900, 8), *map = pixCreate(300, 300, 32);
    pixSetAll(original);
    draw(map, 50, 100, 40, 2, 230, 45);
    draw(map, 110, 100, 40, 2, 230, 45);
    draw(map, 20, 160, 200, 2, 230, 20); /* darker than paper and fainter than a pencil */
    draw(map, 10, 0, 30, 300, 255, 0);   /* blank paper: as likely as can be */
    draw(map, 20, 200, 2, 60, 255, 120);
    page_take_original(page, original);
    page->image_dpi = 300;
    page_take_strokes(page, map);
    g_autoptr(GArray) strokes = strokes_find(page);
    g_assert_cmpuint(strokes->len, ==, 2);
    const Stroke *line = &g_array_index(strokes, Stroke, 0), *mark = &g_array_index(strokes, Stroke, 1);
    g_assert_true(line->level);
    g_assert_cmpfloat_with_epsilon(line->quad.p[0].x, 150, 6);
    g_assert_cmpfloat_with_epsilon(line->quad.p[1].x, 450, 6);
    g_assert_cmpfloat_with_epsilon((line->quad.p[0].y + line->quad.p[3].y) / 2, 303, 2);
    g_assert_cmpfloat(line->quad.p[3].y - line->quad.p[0].y, <, 12);
    g_assert_false(mark->level);
    g_assert_cmpfloat_with_epsilon(mark->quad.p[3].y, 780, 6);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pen/unmix", test_unmix);
    g_test_add_func("/pen/strokes", test_strokes);
    return g_test_run();
}
