/* test-types.c - the page's own types: a letter that was misread is told by its look, and made a word by the
 * dictionary; one that is what it was read as stays. */
#include "stage.h"
#include "stages.h"
#include "stages/recognise/types.h"
#include <string.h>

#define MODELS VERNO_SOURCE_DIR "/models"

extern const Stage stage_strange;

static Page *
new_page(void)
{
    Page *page = page_new();
    PIX *white = pixCreate(1000, 600, 8);
    pixSetAll(white);
    page_take_original(page, white);
    page_take_image(page, pixCopy(NULL, white), NULL);
    page_take_ink(page, pixCreate(1000, 600, 1));
    page->image_dpi = 300;
    return page;
}

/* Any letter as squares of its own: bits of its code point. */
static void
draw_letter(Page *page, gunichar c, int x, int y)
{
    pixRasterop(page->image, x, y, 20, 3, PIX_CLR, NULL, 0, 0);
    for (int bit = 0; bit < 12; bit++)
        if ((c * 2654435761u) >> (8 + bit) & 1)
            pixRasterop(page->image, x + 7 * (bit % 3), y + 4 + 6 * (bit / 3), 6, 5, PIX_CLR, NULL, 0, 0);
}

/* A word drawn as one thing and read as another of as many letters. */
static Word *
put_word(Page *page, Line *line, const char *drawn, const char *read, int x, int y)
{
    Quad place = quad_from_rect(x, y, 28 * (double)g_utf8_strlen(read, -1), 28);
    Word *word = line_add_word(line, read, place, 0.95);
    for (const char *d = drawn, *r = read; *r; d = g_utf8_next_char(d), r = g_utf8_next_char(r), x += 28) {
        g_autofree char *letter = g_strndup(r, (gsize)(g_utf8_next_char(r) - r));
        draw_letter(page, g_utf8_get_char(d), x, y);
        word_add_symbol(word, letter, quad_from_rect(x, y, 20, 28), 0.99);
    }
    return word;
}

/* Lines that show every letter of сторона and е three times, and below them a word. */
static Word *
put_page(Page *page, const char *drawn, const char *read)
{
    for (int i = 0; i < 3; i++) {
        Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(90, 100 + 60 * i, 800, 30));
        line->script = "Cyrl";
        put_word(page, line, "сторона", "сторона", 100, 100 + 60 * i);
        put_word(page, line, "тесна", "тесна", 400, 100 + 60 * i);
    }
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(90, 400, 800, 30));
    line->script = "Cyrl";
    Word *word = put_word(page, line, drawn, read, 100, 400);
    for (guint i = 0; i < page->lines->len; i++)
        line_refresh(page->lines->pdata[i]);
    return word;
}

static void
test_margin(void)
{
    g_autoptr(Page) page = new_page();
    const Word *word = put_page(page, "сторона", "сторена");
    g_autoptr(Types) types = types_new(page);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[4], "о"), >, 0.1);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[3], "о"), <, 0);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[4], "щ"), <, -2);
}

/* What is drawn as a word and read as none becomes the word; what is drawn as none stays; what is a word
 * stays. */
static void
test_strange(void)
{
    static const char *const rows[][3] = {
        {"сторона", "сторена", "сторона"},
        {"сторена", "сторена", "сторена"},
        {"сторона", "сторона", "сторона"},
        {"сторона", "СТОРЕНА", "СТОРЕНА"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = new_page();
        g_autoptr(GError) error = NULL;
        const StageEnv env = {.models_dir = MODELS};
        g_autofree void *state = g_malloc0(stage_strange.state_size);
        const Word *word = put_page(page, rows[i][0], rows[i][1]);
        options_set_defaults(stage_strange.options, state);
        g_assert_true(stage_strange.open(state, &env, &error));
        g_assert_true(stage_strange.process(state, page, &error));
        g_assert_no_error(error);
        g_assert_cmpstr(word->text, ==, rows[i][2]);
        g_assert_cmpuint(word->alternatives ? word->alternatives->len : 0, ==,
                         strcmp(rows[i][1], rows[i][2]) != 0);
        stage_strange.clear(state);
        options_clear(stage_strange.options, state);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/types/margin", test_margin);
    g_test_add_func("/types/strange", test_strange);
    return g_test_run();
}
