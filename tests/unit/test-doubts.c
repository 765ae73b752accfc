/* test-doubts.c - bad readings that stay for a person, and those that are left out. */
#include "ink-kind.h"
#include "stage.h"
#include "white-page.h"

extern const Stage stage_doubts;

static void
run_doubts(Page *page)
{
    g_autoptr(GError) error = NULL;
    g_autofree void *state = g_malloc0(stage_doubts.state_size);
    options_set_defaults(stage_doubts.options, state);
    g_assert_true(stage_doubts.process(state, page, &error));
    g_assert_no_error(error);
}

/* A page of one line of seven letters, with ink of a kind, beside one that is read well. */
static Page *
new_page(int kind, double confidence, Line **ret_line)
{
    Page *page = white_page_new(1000, 400);
    BOX *box = boxCreate(100, 100, 70, 20);
    page_take_kinds(page, pixCreate(1000, 400, 8));
    pixSetInRectArbitrary(page->kinds, box, (l_uint32)kind);
    boxDestroy(&box);
    *ret_line = white_page_put_line(page, "Н.РОЩИН", 100, 100, confidence);
    white_page_put_line(page, "прочитано хорошо", 100, 200, 0.97);
    return page;
}

static void
set_confidence(Word *word, double of_word, double of_letters, double of_last)
{
    word->confidence = of_word;
    for (guint i = 0; i < word->symbols->len; i++)
        ((Symbol *)word->symbols->pdata[i])->confidence = i + 1 < word->symbols->len ? of_letters : of_last;
}

/* What is known to be type stays, for a person; the same of a hand is left out. */
static void
test_kind(void)
{
    static const int kinds[] = {INK_HAND, INK_TYPED};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        Line *line;
        g_autoptr(Page) page = new_page(kinds[i], 0.4, &line);
        run_doubts(page);
        g_assert_cmpuint(line->words->len, ==, kinds[i] == INK_TYPED);
    }
}

/* A word is as sure as its worst letter: one doubtful letter takes no other away. */
static void
test_one_letter(void)
{
    static const struct {
        int kind;
        double letters, last;
        guint words;
    } readings[] = {
        {INK_TYPED, 0.99, 0.7, 1},  {INK_HAND, 0.99, 0.75, 1},  {INK_HAND, 0.99, 0.7, 0},
        {INK_TYPED, 0.94, 0.93, 1}, {INK_TYPED, 0.92, 0.92, 0}, {INK_HAND, 0.94, 0.94, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(readings); i++) {
        Line *line;
        g_autoptr(Page) page = new_page(readings[i].kind, 0, &line);
        set_confidence(line->words->pdata[0], 0, readings[i].letters, readings[i].last);
        line_refresh(line);
        run_doubts(page);
        g_assert_cmpuint(line->words->len, ==, readings[i].words);
    }
}

/* Three letters may be a speck's. */
static void
test_few_letters(void)
{
    g_autoptr(Page) page = white_page_new(1000, 400);
    Line *line = white_page_put_line(page, "вор", 100, 100, 0);
    set_confidence(line->words->pdata[0], 0, 0.97, 0.97);
    white_page_put_line(page, "прочитано хорошо", 100, 200, 0.97);
    line_refresh(line);
    run_doubts(page);
    g_assert_cmpuint(line->words->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/doubts/kind", test_kind);
    g_test_add_func("/doubts/one-letter", test_one_letter);
    g_test_add_func("/doubts/few-letters", test_few_letters);
    return g_test_run();
}
