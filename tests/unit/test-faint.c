/* test-faint.c - figures that are too light for the page's cut: seen beside a darker one, and counted where
 * the recogniser passed over them; grain and shadows are no figures. */
#include "forms/beside.h"
#include "forms/faint.h"
#include "white-page.h"

#define MM (300 / 25.4)

enum { DARK = 60, FAINT = 175, GRAIN = 240 };

static void
put(Page *page, int x, int y, int w, int h, guint level)
{
    BOX *box = boxCreate(x, y, w, h);
    pixSetInRectArbitrary(page->image, box, level);
    if (level < 128)
        pixSetInRect(page->ink, box);
    boxDestroy(&box);
}

static int
ink_in(PIX *ink, int x, int y, int w, int h)
{
    int count = 0;
    BOX *box = boxCreate(x, y, w, h);
    pixCountPixelsInRect(ink, box, &count, NULL);
    boxDestroy(&box);
    return count;
}

static const Box place = {10, 10, 40, 16}, value = {120 / MM, 125 / MM, 180 / MM, 165 / MM};

/* Two dark figures and a faint one behind them. */
static Page *
put_number(void)
{
    Page *page = white_page_new(800, 400);
    put(page, 125, 130, 20, 32, DARK);
    put(page, 155, 130, 20, 32, DARK);
    put(page, 185, 130, 20, 32, FAINT);
    return page;
}

static void
test_faint(void)
{
    g_autoptr(Page) page = put_number();
    put(page, 250, 130, 20, 32, GRAIN);  /* show-through */
    put(page, 300, 140, 8, 8, FAINT);    /* a speck */
    put(page, 340, 130, 150, 32, FAINT); /* a smear */
    PIX_AUTO *ink = faint_ink(page, place, &value);
    g_assert_nonnull(ink);
    g_assert_cmpint(ink_in(ink, 185, 130, 20, 32), ==, 20 * 32);
    g_assert_cmpint(ink_in(ink, 220, 100, 400, 100), ==, 0);
    g_assert_cmpint(ink_in(ink, 125, 130, 50, 32), ==, 2 * 20 * 32);
    g_assert_cmpint(ink_in(page->ink, 185, 130, 20, 32), ==, 0);
    /* Nothing more: no picture. */
    g_assert_null(faint_ink(page, (Box){10, 10, 14.9, 16}, &value));
    g_assert_null(faint_ink(page, (Box){80, 60, 90, 70}, &value));
}

/* Paper that is grey all over, in which nothing can be told. */
static void
test_grain(void)
{
    g_autoptr(Page) page = put_number();
    for (int y = 100; y < 220; y += 4)
        for (int x = 0; x < 800; x += 4)
            put(page, x, y, 3, 3, (guint)(150 + (x * 7 + y * 13) % 100));
    PIX_AUTO *ink = faint_ink(page, place, &value);
    g_assert_true(!ink || ink_in(ink, 220, 100, 400, 100) == 0);
}

/* What was read: two figures; what stands there: two and a third right beside or between them. */
static void
test_count(void)
{
    const struct {
        int x; /* of the third; 0: none */
        guint count;
        const char *read;
    } rows[] = {{0, 0, "56"}, {186, 1, "56"}, {260, 0, "56"}, {0, 1, "5"}, {0, 0, "5Г"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(800, 400);
        put(page, 125, 130, 20, 32, DARK);
        put(page, 155, 130, 20, 32, DARK);
        if (rows[i].x)
            put(page, rows[i].x, 130, 20, 32, DARK);
        Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(120, 125, 60, 40));
        Word *word = line_add_word(line, rows[i].read, quad_from_rect(125, 130, 50, 32), 0.9);
        const glong length = g_utf8_strlen(rows[i].read, -1);
        const char *sign = rows[i].read;
        for (glong k = 0; k < length; k++, sign = g_utf8_next_char(sign)) {
            g_autofree char *text = g_strndup(sign, (gsize)(g_utf8_next_char(sign) - sign));
            word_add_symbol(word, text, quad_from_rect(125 + 50.0 / length * k, 130, 50.0 / length, 32), 0.9);
        }
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, FALSE);
        g_autoptr(GPtrArray) glyphs = g_ptr_array_new(), anchors = g_ptr_array_new();
        for (guint k = 0; k < sheet->glyphs->len; k++)
            g_ptr_array_add(glyphs, (gpointer)glyphs_get(sheet, k));
        const Form form = {.anchors = anchors};
        const Zones zones = {.form = &form, .sheet = sheet};
        const guint count = beside_count(page, &zones, glyphs, BESIDE_LETTER);
        if (count != rows[i].count)
            g_error("row %u: %u for %u", i, count, rows[i].count);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/faint/figure", test_faint);
    g_test_add_func("/faint/grain", test_grain);
    g_test_add_func("/faint/count", test_count);
    return g_test_run();
}
