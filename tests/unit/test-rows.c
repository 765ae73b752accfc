/* test-rows.c - rows of a form that a typewriter filled in: lines that stand higher than the row, crops that
 * keep a figure whole, letters at a row's end, ink that no line holds or that stands beside a value, a label
 * that runs on behind a value or has its words in prose. */
#include "forms/anchors.h"
#include "forms/beside.h"
#include "forms/overlooked.h"
#include "stages.h"
#include "stage.h"
#include "stages/layout/ink-settle.h"
#include "stages/recognise/crop.h"
#include "white-page.h"

#define MODELS VERNO_SOURCE_DIR "/models"

extern const Stage stage_lines, stage_rules;

static Page *
new_page(int width, int height)
{
    Page *page = white_page_new(width, height);
    page_take_kinds(page, pixCreate(width, height, 8));
    return page;
}

static void
put_ink(Page *page, int x, int y, int w, int h, int kind)
{
    BOX *box = boxCreate(x, y, w, h);
    pixRasterop(page->image, x, y, w, h, PIX_CLR, NULL, 0, 0);
    pixRasterop(page->ink, x, y, w, h, PIX_SET, NULL, 0, 0);
    pixSetInRectArbitrary(page->kinds, box, (l_uint32)kind);
    boxDestroy(&box);
}

static void
put_letters(Page *page, int x, int y, int count, int kind)
{
    for (int i = 0; i < count; i++)
        put_ink(page, x + 30 * i, y, 22, 28, kind);
}

static void
run_stage(const Stage *stage, Page *page)
{
    g_autoptr(GError) error = NULL;
    g_autofree void *state = g_malloc0(stage->state_size);
    options_set_defaults(stage->options, state);
    g_assert_true(stage->process(state, page, &error));
    g_assert_no_error(error);
}

static void
find_lines(Page *page)
{
    run_stage(&stage_lines, page);
}

/* The box of the line that holds the point; asserts that one does. */
static Box
line_at(const Page *page, double x, double y)
{
    for (guint i = 0; i < page->lines->len; i++) {
        Box box;
        quad_bounds(&((const Line *)page->lines->pdata[i])->quad, &box.x0, &box.y0, &box.x1, &box.y1);
        if (x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1)
            return box;
    }
    g_assert_not_reached();
}

/* «час.» printed, 50 typed 10 px higher, «мин.» printed: three lines where the kinds are known, one where
 * not. */
static void
test_levels(void)
{
    for (int known = 0; known < 2; known++) {
        g_autoptr(Page) page = new_page(1000, 400);
        put_letters(page, 100, 200, 4, INK_PRINTED);
        put_letters(page, 260, 190, 2, known ? INK_TYPED : INK_PRINTED);
        put_letters(page, 360, 200, 4, INK_PRINTED);
        find_lines(page);
        g_assert_cmpuint(page->lines->len, ==, known ? 3 : 1);
        if (!known)
            continue;
        Box typed = line_at(page, 270, 205), label = line_at(page, 110, 210);
        g_assert_cmpfloat_with_epsilon(typed.y0, 190, 2);
        g_assert_cmpfloat_with_epsilon(typed.y1, 219, 2);
        g_assert_cmpfloat(label.x1, <, 230);
    }
}

/* Descenders and a wrongly told letter do not part a word. */
static void
test_word(void)
{
    g_autoptr(Page) page = new_page(1000, 400);
    put_letters(page, 100, 200, 10, INK_TYPED);
    put_ink(page, 400, 210, 22, 28, INK_PRINTED);
    put_letters(page, 430, 200, 6, INK_TYPED);
    find_lines(page);
    g_assert_cmpuint(page->lines->len, ==, 1);
}

/* A figure that stands alone in a row, lower than letters usually are, is a line; one beside nothing is none.
 */
static void
test_alone(void)
{
    g_autoptr(Page) page = new_page(1000, 600);
    put_letters(page, 100, 200, 8, INK_PRINTED);
    put_ink(page, 420, 190, 18, 24, INK_TYPED);
    put_ink(page, 420, 500, 18, 24, INK_TYPED);
    find_lines(page);
    g_assert_cmpuint(page->lines->len, ==, 2);
    line_at(page, 428, 200);
}

/* The quote that stands for ъ in a widely set word: two strokes beside each other, and no line of their own.
 */
static void
test_quote(void)
{
    g_autoptr(Page) page = new_page(1000, 400);
    for (int i = 0; i < 12; i++)
        if (i != 4)
            put_ink(page, 100 + 44 * i, 200, 22, 28, INK_TYPED);
    put_ink(page, 277, 192, 5, 14, INK_TYPED);
    put_ink(page, 288, 192, 5, 14, INK_TYPED);
    find_lines(page);
    g_assert_cmpuint(page->lines->len, ==, 1);
    g_assert_cmpfloat(line_at(page, 110, 210).y0, <=, 192);
}

/* The joined serifs of ДЦЕР are no rule where they are known for type. */
static void
test_serifs(void)
{
    for (int rule = 0; rule < 2; rule++) {
        g_autoptr(Page) page = new_page(1000, 400);
        int count = 0;
        put_letters(page, 100, 200, 10, INK_TYPED);
        put_ink(page, 100, 198, 292, 4, rule ? INK_RULE : INK_TYPED);
        run_stage(&stage_rules, page);
        BOX *bar = boxCreate(100, 198, 292, 2);
        pixCountPixelsInRect(page->ink, bar, &count, NULL);
        boxDestroy(&bar);
        g_assert_cmpint(count, ==, rule ? 0 : 2 * 292);
    }
}

/* A raised figure keeps its head in the crop of its row; a letter of the line above does not come in. */
static void
test_crop(void)
{
    g_autoptr(Page) page = new_page(1000, 400);
    put_letters(page, 100, 200, 3, INK_PRINTED);
    put_ink(page, 230, 188, 20, 28, INK_PRINTED);
    put_letters(page, 300, 200, 2, INK_PRINTED);
    put_ink(page, 400, 160, 20, 28, INK_PRINTED);
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(100, 200, 400, 28));
    g_auto(LineCrop) crop = {0};
    g_assert_true(crop_line(page, line, 0, &crop));
    g_assert_cmpint(pixGetHeight(crop.ink), ==, 40);
}

static int
kind_at(const Page *page, int x, int y)
{
    l_uint32 kind = 0;
    pixGetPixel(page->kinds, x, y, &kind);
    return (int)kind & ~INK_UNSURE;
}

/* СО. taken for a hand's before СЕКРЕТНО, which stands on the same foot; a figure by hand does not. */
static void
test_row_ends(void)
{
    g_autoptr(Page) page = new_page(1000, 400);
    put_letters(page, 100, 200, 2, INK_HAND);
    put_letters(page, 190, 200, 8, INK_PRINTED);
    put_ink(page, 450, 188, 30, 50, INK_HAND);
    ink_settle(page->kinds, 11.8);
    g_assert_cmpint(kind_at(page, 110, 210), ==, INK_PRINTED);
    g_assert_cmpint(kind_at(page, 140, 210), ==, INK_PRINTED);
    g_assert_cmpint(kind_at(page, 460, 210), ==, INK_HAND);
}

/* A row's comma that went with the note behind it, «General, p. 57»: text. The note's own stop, and a dot as
 * near to the row that stands no lower than its letters, are not. */
static void
test_row_stop(void)
{
    g_autoptr(Page) page = new_page(1000, 400);
    put_letters(page, 100, 200, 8, INK_PRINTED);
    put_ink(page, 344, 222, 6, 12, INK_HAND);
    put_ink(page, 344, 203, 6, 6, INK_HAND);
    put_ink(page, 400, 190, 30, 50, INK_HAND);
    put_ink(page, 440, 224, 6, 6, INK_HAND);
    ink_settle(page->kinds, 11.8);
    g_assert_cmpint(kind_at(page, 346, 226), ==, INK_PRINTED);
    g_assert_cmpint(kind_at(page, 346, 205), ==, INK_HAND);
    g_assert_cmpint(kind_at(page, 442, 226), ==, INK_HAND);
}

static void
put_text(Page *page, const char *text, int x, int y)
{
    L_BMF *font = bmfCreate(NULL, 20);
    PIX_AUTO *blank = pixCreate(pixGetWidth(page->ink), pixGetHeight(page->ink), 1);
    l_int32 width;
    pixSetTextline(blank, font, text, 1, x, y, &width, NULL);
    bmfDestroy(&font);
    pixOr(page->ink, page->ink, blank);
    pixSetMasked(page->image, blank, 0);
    pixSetMasked(page->kinds, blank, INK_HAND);
}

static char *
text_of(const Overlooked *overlooked)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; overlooked && i < overlooked_count(overlooked); i++)
        g_string_append(text, overlooked_get(overlooked, i)->symbol->text);
    return g_string_free(text, FALSE);
}

/* 8309, of which a line holds nothing, the first two figures, or all. */
static void
test_overlooked(void)
{
    const double mm = 25.4 / 300;
    g_autoptr(GError) error = NULL;
    g_autoptr(AgainReader) reader = again_load(MODELS, "rus_typed", "rus", &error);
    g_assert_no_error(error);
    const Box area = {80 * mm, 150 * mm, 700 * mm, 260 * mm},
              value = {100 * mm, 175 * mm, 135 * mm, 205 * mm};
    for (int held = 0; held < 3; held++) {
        g_autoptr(Page) page = new_page(800, 400);
        put_text(page, "8309", 100, 200);
        if (held > 0)
            page_add_line(page, LINE_TYPED, quad_from_rect(95, 172, held == 1 ? 36 : 160, 36));
        g_autoptr(Overlooked) overlooked = overlooked_read(page, reader, area, held == 1 ? &value : NULL);
        g_autofree char *text = text_of(overlooked);
        g_assert_cmpstr(text, ==, held == 2 ? "" : "8309");
    }
}

/* Labels that open their rows count whole, the same words amid prose half. */
static void
test_labels_in_prose(void)
{
    char *received[] = {"получена", NULL}, *sent[] = {"отправлена", NULL};
    FormAnchor anchors[] = {{.texts = received, .labels = (char *[]){"Получена", NULL}, .weight = 1},
                            {.texts = sent, .labels = (char *[]){"Отправлена", NULL}, .weight = 1}};
    Form form = {.anchors = g_ptr_array_new()};
    for (guint i = 0; i < G_N_ELEMENTS(anchors); i++)
        g_ptr_array_add(form.anchors, &anchors[i]);
    for (int prose = 0; prose < 2; prose++) {
        g_autoptr(Page) page = new_page(1000, 400);
        white_page_put_line(page, prose ? "Телеграмма получена с опозданием" : "Получена 5", 100, 100, 1);
        white_page_put_line(page, prose ? "и отправлена" : "* Отправлена", 100, 200, 1);
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, FALSE);
        Placing placing;
        g_autofree Hit *hits = anchors_find(&form, sheet, &placing);
        g_assert_cmpfloat(anchors_share(&form, sheet, hits, &placing), ==, prose ? 0.5 : 1.0);
    }
    g_ptr_array_unref(form.anchors);
}

/* A figure that another line took from a number stands beside it; a label, a dot and what is far away do not,
 * but where an initial may stand.
 */
static void
test_beside(void)
{
    char *copy[] = {"экз№", NULL};
    FormAnchor anchor = {.texts = copy, .labels = (char *[]){"Экз. №", NULL}, .weight = 1};
    Form form = {.anchors = g_ptr_array_new()};
    g_ptr_array_add(form.anchors, &anchor);
    g_autoptr(Page) page = new_page(1000, 400);
    white_page_put_line(page, "Экз. № 37", 100, 100, 1);
    put_ink(page, 100, 100, 40, 20, INK_PRINTED);
    put_ink(page, 150, 100, 10, 20, INK_PRINTED);
    put_ink(page, 172, 100, 18, 20, INK_TYPED);
    put_ink(page, 194, 114, 4, 5, INK_TYPED);
    put_ink(page, 260, 100, 10, 20, INK_TYPED);
    for (int more = 0; more < 2; more++) {
        if (more)
            put_ink(page, 200, 98, 10, 20, INK_TYPED);
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, FALSE);
        g_autofree Hit *hits = anchors_find(&form, sheet, NULL);
        const Zones zones = {.form = &form, .sheet = sheet, .hits = hits};
        g_autoptr(GPtrArray) value = g_ptr_array_new();
        for (guint i = sheet->glyphs->len - 2; i < sheet->glyphs->len; i++)
            g_ptr_array_add(value, (gpointer)glyphs_get(sheet, i));
        g_assert_cmpuint(beside_count(page, &zones, value, BESIDE_LETTER), ==, more);
        g_assert_cmpuint(beside_count(page, &zones, value, BESIDE_INITIAL), ==, more + 1);
    }
    g_ptr_array_unref(form.anchors);
}

/* Where a label runs on behind a value: only as it is printed, and never a value that ends so itself. */
static void
test_label_at_end(void)
{
    static const struct {
        const char *text;
        guint count;
    } ends[] = {{"ПОВЕРЕННОМУЭкз", 3}, {"МОСКВАКому", 4}, {"БЕЛОУСОВ", 0}, {"Экз", 0},
                {"МОСКВА", 0},         {"МОСКВАКо", 0}};
    FormAnchor copy = {.labels = (char *[]){"Экз. №", NULL}}, whom = {.labels = (char *[]){"Кому", NULL}},
               secret = {.labels = (char *[]){"СОВ. СЕКРЕТНО", NULL}};
    Form form = {.anchors = g_ptr_array_new()};
    g_ptr_array_add(form.anchors, &copy);
    g_ptr_array_add(form.anchors, &whom);
    g_ptr_array_add(form.anchors, &secret);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autoptr(Page) page = page_new();
        Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(0, 0, 100, 10));
        Word *word = line_add_word(line, ends[i].text, line->quad, 1);
        for (const char *p = ends[i].text; *p; p = g_utf8_next_char(p)) {
            g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
            word_add_symbol(word, letter, line->quad, 1);
        }
        g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
        g_autoptr(GPtrArray) lent = g_ptr_array_new();
        glyphs_append(glyphs, page, line, word);
        for (guint k = 0; k < glyphs->len; k++)
            g_ptr_array_add(lent, &g_array_index(glyphs, Glyph, k));
        g_assert_cmpuint(anchors_at_end(&form, lent), ==, ends[i].count);
    }
    g_ptr_array_unref(form.anchors);
}

/* A name typed lower than its printed number stands in one row with it where rows are wide apart, though the
 * line of the number reaches over it. */
static void
test_lower_name(void)
{
    for (int wide = 0; wide < 2; wide++) {
        g_autoptr(Page) page = new_page(1000, 400);
        Line *number = white_page_put_line(page, "5. Тов.", 100, 100, 1);
        number->quad = quad_from_rect(100, 100, 300, 20);
        white_page_put_line(page, "Маленкову", 200, 124, 1);
        Form form = {.anchors = g_ptr_array_new()};
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, FALSE);
        g_autofree Hit *hits = anchors_find(&form, sheet, NULL);
        const Zones zones = {.form = &form, .sheet = sheet, .hits = hits};
        g_autoptr(GPtrArray) rows = zone_rows(&zones, 0, 50, wide ? 2.5 : SAME_LINE);
        g_assert_cmpuint(rows->len, ==, wide ? 1 : 2);
        g_assert_cmpstr(((const ZoneRow *)rows->pdata[0])->text, ==, wide ? "5. Тов. Маленкову" : "5. Тов.");
        g_ptr_array_unref(form.anchors);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rows/levels", test_levels);
    g_test_add_func("/rows/word", test_word);
    g_test_add_func("/rows/alone", test_alone);
    g_test_add_func("/rows/crop", test_crop);
    g_test_add_func("/rows/ends", test_row_ends);
    g_test_add_func("/rows/stop", test_row_stop);
    g_test_add_func("/rows/overlooked", test_overlooked);
    g_test_add_func("/rows/label-at-end", test_label_at_end);
    g_test_add_func("/rows/quote", test_quote);
    g_test_add_func("/rows/serifs", test_serifs);
    g_test_add_func("/rows/labels-in-prose", test_labels_in_prose);
    g_test_add_func("/rows/beside", test_beside);
    g_test_add_func("/rows/lower-name", test_lower_name);
    return g_test_run();
}
