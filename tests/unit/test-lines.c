/* test-lines.c - what belongs to a line of type: its comma, a letter that touches the next line's, and a word
 * typed higher than its row, head and all. */
#include "forms/glyphs.h"
#include "stages/layout/bands.h"
#include "stages/layout/folio.h"
#include "stages/layout/spread.h"
#include "stages/recognise/crop.h"
#include "white-page.h"

#define HEIGHT 25

static Band
band_at(int foot, int x0, int x1)
{
    return (Band){.x0 = x0, .x1 = x1, .foot = foot, .rise = 36, .drop = 1, .letters = 20};
}

/* Two lines 42 px apart: the upper one is shorter, and the letters of the lower one stand below its end. */
static GArray *
two_lines(void)
{
    GArray *bands = g_array_new(FALSE, FALSE, sizeof(Band));
    Band upper = band_at(100, 0, 300), lower = band_at(142, 0, 600);
    g_array_append_val(bands, upper);
    g_array_append_val(bands, lower);
    return bands;
}

static void
test_comma(void)
{
    g_autoptr(GArray) bands = two_lines();
    const Mark comma = {.x0 = 316, .y0 = 93, .x1 = 324, .y1 = 109};
    bands_adopt(bands, &comma, HEIGHT);
    g_assert_cmpint(g_array_index(bands, Band, 0).x1, ==, 324);
    g_assert_cmpfloat(g_array_index(bands, Band, 1).rise, ==, 36);
    g_assert_cmpfloat(g_array_index(bands, Band, 0).drop, ==, 9);
    /* The breve of a й over small letters is the lower line's. */
    const Mark breve = {.x0 = 340, .y0 = 103, .x1 = 352, .y1 = 109};
    bands_adopt(bands, &breve, HEIGHT);
    g_assert_cmpint(g_array_index(bands, Band, 0).x1, ==, 324);
    g_assert_cmpfloat(g_array_index(bands, Band, 1).rise, ==, 39);
}

static void
test_touching_letters(void)
{
    g_autoptr(GArray) bands = two_lines();
    const Mark both = {.x0 = 304, .y0 = 64, .x1 = 330, .y1 = 142}, low = {620, 106, 640, 142, 0, FALSE, 0};
    bands_span(bands, &both, HEIGHT);
    bands_span(bands, &low, HEIGHT);
    g_assert_cmpint(g_array_index(bands, Band, 0).x1, ==, 330);
    g_assert_cmpint(g_array_index(bands, Band, 1).x1, ==, 600);
}

/* Letters of the line above that a long tail chained to a line are a line of their own, if they are a word.
 */
static void
test_word_above(void)
{
    for (int word = 0; word < 2; word++) {
        g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(Band));
        g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(Mark));
        g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint));
        for (int i = 0; i < (word ? 17 : 15); i++) {
            int above = i >= 14, x = 30 * (above ? i - 14 : i);
            Mark mark = {x, above ? 75 : 117, x + 20, above ? 100 : 142, 0, TRUE, 0};
            g_array_append_val(marks, mark);
            g_array_append_val(members, i);
        }
        bands_add(bands, marks, members, HEIGHT);
        g_assert_cmpuint(bands->len, ==, word ? 2 : 1);
        g_assert_cmpuint(g_array_index(bands, Band, 0).letters, ==, word ? 3 : 14);
        g_assert_cmpfloat(g_array_index(bands, Band, 0).foot, ==, word ? 100 : 142);
        g_assert_cmpint(g_array_index(marks, Mark, 14).letter, ==, word);
    }
}

/* Об, which the quote of Об"яснения parts from its line, gives it the height of capitals; two figures that a
 * form has half a letter higher give none. */
static void
test_capitals(void)
{
    for (int higher = 0; higher < 2; higher++) {
        g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(Band));
        Band rest = band_at(100, 90, 900), head = band_at(higher ? 92 : 101, 0, 60);
        rest.rise = 28;
        head.letters = 2;
        g_array_append_val(bands, rest);
        g_array_append_val(bands, head);
        bands_merge(bands, HEIGHT, 6 * HEIGHT);
        const Band *line = &g_array_index(bands, Band, 0);
        g_assert_true(g_array_index(bands, Band, 1).dead);
        g_assert_cmpint(line->x0, ==, 0);
        g_assert_cmpfloat(line->rise, ==, higher ? 28 : 35);
    }
}

static void
draw(Page *page, int x, int y, int w, int h)
{
    pixRasterop(page->ink, x, y, w, h, PIX_SET, NULL, 0, 0);
    pixRasterop(page->image, x, y, w, h, PIX_CLR, NULL, 0, 0);
}

/* A row of low print with a word typed higher, and above it a line of its own. */
static Page *
raised_page(void)
{
    Page *page = white_page_new(600, 300);
    page_add_line(page, LINE_TYPED, quad_from_rect(100, 150, 400, 27));
    page_add_line(page, LINE_TYPED, quad_from_rect(100, 95, 400, 30));
    for (int i = 0; i < 8; i++)
        draw(page, 100 + 22 * i, 150, 18, 27);
    for (int i = 0; i < 12; i++)
        draw(page, 100 + 30 * i, 95, 18, 30);
    for (int i = 0; i < 2; i++)
        draw(page, 320 + 24 * i, 133, 18, 38);
    return page;
}

static void
test_raised_word(void)
{
    g_autoptr(Page) page = raised_page();
    g_auto(LineCrop) crop = {0};
    g_assert_true(crop_line(page, page->lines->pdata[0], 4, &crop));
    int dark = 0;
    BOX *word = boxCreate((int)(320 - crop.to_working.c), 0, 42, pixGetHeight(crop.ink));
    g_assert_cmpint(pixCountPixelsInRect(crop.ink, word, &dark, NULL), ==, 0);
    boxDestroy(&word);
    g_assert_cmpint(dark, ==, 2 * 18 * 38);
    /* Nothing else is there: no piece of the line above. */
    g_assert_cmpint(pixCountPixels(crop.ink, &dark, NULL), ==, 0);
    g_assert_cmpint(dark, ==, 2 * 18 * 38 + 8 * 18 * 27);
}

/* A letter that another line holds more of is that line's, though half of it reaches into this one's band. */
static void
test_letter_of_other_line(void)
{
    g_autoptr(Page) page = raised_page();
    page_add_line(page, LINE_TYPED, quad_from_rect(420, 134, 60, 30));
    draw(page, 430, 134, 18, 30);
    g_auto(LineCrop) crop = {0};
    g_assert_true(crop_line(page, page->lines->pdata[0], 4, &crop));
    int dark = 0;
    g_assert_cmpint(pixCountPixels(crop.ink, &dark, NULL), ==, 0);
    g_assert_cmpint(dark, ==, 2 * 18 * 38 + 8 * 18 * 27);
}

/* What two lines read in one place is one character, the surer; a box that reaches over a blank is none. */
static void
test_doubles(void)
{
    Line lines[2] = {0};
    Symbol low = {.text = "8", .confidence = 0.7}, high = {.text = "3", .confidence = 0.9},
           wide = {.text = "г", .confidence = 0.9};
    Glyph glyphs[] = {{.symbol = &low, .line = &lines[0], .box = {10, 5, 12, 8}},
                      {.symbol = &high, .line = &lines[1], .box = {10.2, 4, 12.2, 7}},
                      {.symbol = &wide, .line = &lines[0], .box = {9, 5, 15, 8}}};
    g_autoptr(GPtrArray) lent = g_ptr_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(glyphs); i++)
        g_ptr_array_add(lent, &glyphs[i]);
    glyphs_drop_doubles(lent);
    g_assert_cmpuint(lent->len, ==, 2);
    g_assert_true(lent->pdata[0] == &glyphs[1]);
    g_assert_true(lent->pdata[1] == &glyphs[2]);
}

/* Quotes that stand higher than the small letters of their line are no line above it, however many. */
static void
test_quotes_above(void)
{
    g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(Band));
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint));
    for (int i = 0; i < 18; i++) {
        int quote = i >= 14, x = quote ? 95 + 60 * (i - 14) : 30 * i;
        Mark mark = {x, quote ? 103 : 117, x + (quote ? 4 : 20), quote ? 123 : 142, 0, TRUE, 0};
        g_array_append_val(marks, mark);
        g_array_append_val(members, i);
    }
    bands_add(bands, marks, members, HEIGHT);
    g_assert_cmpuint(bands->len, ==, 1);
    g_assert_cmpuint(g_array_index(bands, Band, 0).letters, ==, 14);
    for (guint i = 0; i < marks->len; i++)
        g_assert_cmpint(g_array_index(marks, Mark, i).letter, ==, i < 14);
}

typedef struct {
    const char *what;
    int boxes[6][4]; /* x, y, w, h; to the first that is 0 wide */
    int found;
} FolioRow;

static const FolioRow folio_rows[] = {
    {"-4-", {{100, 65, 20, 7}, {126, 50, 20, 30}, {152, 65, 20, 7}}, 1},
    {"- 12 -", {{80, 65, 20, 7}, {126, 50, 20, 30}, {150, 50, 20, 30}, {200, 65, 20, 7}}, 1},
    {"a letter goes before", {{60, 50, 25, 30}, {100, 65, 20, 7}, {126, 50, 20, 30}, {152, 65, 20, 7}}, 0},
    {"one goes on", {{100, 65, 20, 7}, {126, 50, 20, 30}, {152, 65, 20, 7}, {180, 50, 20, 30}}, 0},
    {"strokes below it", {{100, 80, 20, 7}, {126, 50, 20, 30}, {152, 80, 20, 7}}, 0},
    {"one dash", {{100, 65, 20, 7}, {126, 50, 20, 30}}, 0},
    {"bars, no dashes", {{100, 50, 7, 30}, {126, 50, 20, 30}, {152, 50, 7, 30}}, 0},
    {"a full stop between", {{100, 65, 20, 7}, {130, 68, 6, 6}, {152, 65, 20, 7}}, 0},
    {"figures of two sizes", {{80, 65, 20, 7}, {126, 50, 20, 30}, {150, 66, 12, 14}, {200, 65, 20, 7}}, 0},
};

static void
test_folio(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(folio_rows); i++) {
        const FolioRow *row = &folio_rows[i];
        BOXA_AUTO *boxes = boxaCreate(6);
        for (int k = 0; k < 6 && row->boxes[k][2]; k++)
            boxaAddBox(boxes,
                       boxCreate(row->boxes[k][0], row->boxes[k][1], row->boxes[k][2], row->boxes[k][3]),
                       L_INSERT);
        BOXA_AUTO *found = folio_find(boxes, 300 / 25.4);
        if (boxaGetCount(found) != row->found)
            g_error("%s: %d numbers found", row->what, boxaGetCount(found));
        int x, y, w, h, last = boxaGetCount(boxes) - 1, last_x, last_w;
        if (!row->found)
            continue;
        boxaGetBoxGeometry(found, 0, &x, &y, &w, &h);
        boxaGetBoxGeometry(boxes, last, &last_x, NULL, &last_w, NULL);
        g_assert_cmpint(x, ==, row->boxes[0][0]);
        g_assert_cmpint(x + w, ==, last_x + last_w);
        g_assert_cmpint(y, ==, 50);
        g_assert_cmpint(h, ==, 30);
    }
}

/* Two pages of a book beside each other, each a column of lines of text, on pictures of several sizes. */
static void
test_spread(void)
{
    static const struct {
        int width, height, left, right; /* lines of text on either side */
        int across;                     /* letters of one more line over both; 0: none */
        gboolean spread;
    } rows[] = {
        {3300, 2400, 8, 8, 0, TRUE},  {3300, 2400, 8, 8, 40, FALSE}, {3300, 2400, 8, 8, 3, TRUE},
        {3300, 4600, 8, 8, 0, FALSE}, {3300, 2400, 0, 8, 0, TRUE},   {3300, 2750, 0, 8, 0, FALSE},
        {3300, 2750, 5, 8, 0, TRUE},  {3300, 2400, 2, 1, 0, FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(Band));
        for (int k = 0; k < rows[i].left + rows[i].right; k++) {
            Band band = band_at(100 + 60 * k, k < rows[i].left ? 200 : 1800, k < rows[i].left ? 1500 : 3100);
            band.letters = 45;
            g_array_append_val(bands, band);
        }
        Band across = band_at(2000, 400, 2900);
        across.letters = (guint)rows[i].across;
        if (rows[i].across)
            g_array_append_val(bands, across);
        const double gutter = spread_gutter(bands, rows[i].width, rows[i].height);
        g_assert_cmpint(gutter > 0, ==, rows[i].spread);
        g_assert_true(!rows[i].spread || (gutter > (rows[i].left ? 1500 : 1300) && gutter < 1800));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lines/comma", test_comma);
    g_test_add_func("/lines/touching-letters", test_touching_letters);
    g_test_add_func("/lines/word-above", test_word_above);
    g_test_add_func("/lines/quotes-above", test_quotes_above);
    g_test_add_func("/lines/folio", test_folio);
    g_test_add_func("/lines/spread", test_spread);
    g_test_add_func("/lines/capitals", test_capitals);
    g_test_add_func("/lines/doubles", test_doubles);
    g_test_add_func("/lines/raised-word", test_raised_word);
    g_test_add_func("/lines/letter-of-other-line", test_letter_of_other_line);
    return g_test_run();
}
