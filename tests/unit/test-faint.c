/* test-faint.c - figures that are too light for the page's cut: seen beside a darker one, and counted where
 * the recogniser passed over them; grain and shadows are no figures. */
#include "forms/beside.h"
#include "stages/clean/faint.h"
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

/* A dark figure, one whose lower half is dark, and faint ones behind them. */
static Page *
put_number(void)
{
    Page *page = white_page_new(800, 400);
    put(page, 125, 130, 20, 32, DARK);
    put(page, 155, 130, 20, 22, FAINT);
    put(page, 155, 152, 20, 10, DARK);
    put(page, 185, 130, 20, 32, FAINT);
    put(page, 215, 130, 20, 32, FAINT);
    return page;
}

static void
test_faint(void)
{
    g_autoptr(Page) page = put_number();
    put(page, 245, 130, 20, 32, GRAIN);  /* show-through */
    put(page, 245, 140, 8, 8, FAINT);    /* a speck */
    put(page, 130, 200, 150, 32, FAINT); /* a smear */
    put(page, 500, 130, 20, 32, FAINT);  /* on the level, but far away */
    put(page, 185, 60, 20, 32, FAINT);   /* above */
    faint_add(page->ink, page->image, MM);
    g_assert_cmpint(white_page_count_ink(page->ink, 125, 130, 110, 32), ==, 4 * 20 * 32);
    g_assert_cmpint(white_page_count_ink(page->ink, 0, 0, 800, 400), ==, 4 * 20 * 32);
}

/* Two tones stay what they are; a letter that is there for the most part keeps its shape. */
static void
test_kept(void)
{
    g_autoptr(Page) page = white_page_new(800, 400);
    put(page, 125, 130, 20, 32, DARK);
    faint_add(page->ink, page->image, MM);
    g_assert_cmpint(white_page_count_ink(page->ink, 0, 0, 800, 400), ==, 20 * 32);
    put(page, 145, 130, 6, 32, FAINT);
    faint_add(page->ink, page->image, MM);
    g_assert_cmpint(white_page_count_ink(page->ink, 0, 0, 800, 400), ==, 20 * 32);
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
    g_test_add_func("/faint/kept", test_kept);
    g_test_add_func("/faint/count", test_count);
    return g_test_run();
}
