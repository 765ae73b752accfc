/* test-anew.c - a word that no dictionary has is read again: «правильным» on a real picture, misread in one
 * letter, becomes what stands there; misread in most, in figures, or as another word, it stays. */
#include "stage.h"
#include <string.h>

#define MODELS  VERNO_SOURCE_DIR "/models"
#define PICTURE VERNO_SOURCE_DIR "/tests/stages/case/prose/in.tif"

extern const Stage stage_anew;

/* Where «вершенно правильным» stands in the picture. */
#define LEFT   214
#define TOP    64
#define LETTER 19.9
#define HEIGHT 32

static Page *
put_page(const char *read)
{
    Page *page = page_new();
    PIX *pix = pixRead(PICTURE);
    PIX_AUTO *grey = pixConvertTo8(pix, 0);
    page_take_original(page, pix);
    page_take_image(page, pixCopy(NULL, grey), NULL);
    page_take_ink(page, pixThresholdToBinary(grey, 140));
    page->image_dpi = 200;
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(30, TOP, 1160, HEIGHT));
    line->script = "Cyrl";
    Word *word = line_add_word(line, read, quad_from_rect(LEFT, TOP, 10 * LETTER, HEIGHT), 0.9);
    word->strange = TRUE;
    double x = LEFT;
    for (const char *c = read; *c; c = g_utf8_next_char(c), x += LETTER) {
        g_autofree char *letter = g_strndup(c, (gsize)(g_utf8_next_char(c) - c));
        word_add_symbol(word, letter, quad_from_rect(x, TOP, LETTER - 1, HEIGHT), 0.9);
    }
    line_refresh(line);
    return page;
}

static void
process(Page *page, int most)
{
    g_autoptr(GError) error = NULL;
    const StageEnv env = {.models_dir = MODELS};
    g_autofree void *state = g_malloc0(stage_anew.state_size);
    g_autofree char *text = g_strdup_printf("%d", most);
    options_set_defaults(stage_anew.options, state);
    g_assert_true(options_set(stage_anew.options, state, "most", text, &error));
    g_assert_true(stage_anew.open(state, &env, &error));
    g_assert_true(stage_anew.process(state, page, &error));
    g_assert_no_error(error);
    stage_anew.clear(state);
    options_clear(stage_anew.options, state);
}

static void
test_words(void)
{
    static const char *const rows[][2] = {
        {"правмльным", "правильным"}, {"правмльнши", "правильным"}, {"грабмдьнши", "грабмдьнши"},
        {"ПРАВМЛЬНЫМ", "ПРАВМЛЬНЫМ"}, {"прав4льным", "прав4льным"}, {"правильном", "правильном"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = put_page(rows[i][0]);
        process(page, 24);
        const Line *line = page->lines->pdata[0];
        const Word *word = line->words->pdata[0];
        const gboolean mended = strcmp(rows[i][0], rows[i][1]) != 0;
        g_assert_cmpstr(line->text, ==, rows[i][1]);
        g_assert_cmpint(page_has_remark(page, "anew", "read_again"), ==, mended);
        g_assert_cmpint(word->alternatives != NULL, ==, mended);
    }
}

/* A page of noise has thousands of such words: no more than `most` are read. */
static void
test_most(void)
{
    g_autoptr(Page) page = put_page("правмльным");
    process(page, 0);
    g_assert_cmpstr(((const Line *)page->lines->pdata[0])->text, ==, "правмльным");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/anew/words", test_words);
    g_test_add_func("/anew/most", test_most);
    return g_test_run();
}
