/* test-eval.c - what scores are made of: distances, folding, places, intervals, the baseline's answers. */
#include "eval/assign.h"
#include "eval/baseline.h"
#include "distance.h"
#include "eval/characters.h"
#include "eval/tally.h"

static void
test_distance(void)
{
    static const struct {
        const char *truth, *read;
        guint distance;
    } cases[] = {
        {"", "", 0},           {"верно", "верно", 0}, {"верно", "", 5},
        {"", "верно", 5},      {"верно", "веpно", 1}, /* Latin p */ {"kitten", "sitting", 3},
        {"Пекин", "Пеикн", 2}, {"аб", "ба", 2},       {"ТАСС", "ТААСС", 1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) truth = characters_new(cases[i].truth, FOLD_NONE);
        g_autoptr(GArray) read = characters_new(cases[i].read, FOLD_NONE);
        g_autofree gboolean *right = g_new0(gboolean, read->len + 1);
        g_assert_cmpuint(edit_distance(truth, read), ==, cases[i].distance);
        g_assert_cmpuint(edit_distance(read, truth), ==, cases[i].distance);
        g_assert_cmpuint(edit_matches(truth, read, right), ==, cases[i].distance);
    }
}

static void
test_matches(void)
{
    g_autoptr(GHashTable) numbers = numbers_new();
    g_autoptr(GArray) truth = word_numbers_new("Снятие копий воспрещается", FOLD_NONE, numbers);
    g_autoptr(GArray) read = word_numbers_new("Снятие конвй , воспрещается", FOLD_NONE, numbers);
    gboolean right[4];
    g_assert_cmpuint(edit_matches(truth, read, right), ==, 2);
    g_assert_true(right[0] && !right[1] && !right[2] && right[3]);
}

static void
test_find(void)
{
    static const struct {
        const char *truth, *text;
        guint distance, start, end;
    } cases[] = {
        {"бв", "абвг", 0, 1, 3},
        {"бв", "абxвг", 1, 1, 2},
        {"эюя", "абвг", 3, 0, 0},
        {"аб", "", 2, 0, 0},
        {"номер 812", "На номер 8I2. Прошу", 1, 3, 12},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) truth = characters_new(cases[i].truth, FOLD_NONE);
        g_autoptr(GArray) text = characters_new(cases[i].text, FOLD_NONE);
        guint start, end;
        g_assert_cmpuint(edit_find(truth, text, &start, &end), ==, cases[i].distance);
        g_assert_cmpuint(start, ==, cases[i].start);
        g_assert_cmpuint(end, ==, cases[i].end);
    }
}

static void
test_folds(void)
{
    static const struct {
        const char *text;
        Folds folds;
        const char *folded;
    } cases[] = {
        {"«об”единение»", FOLD_NONE, "\"об\"единение\""},
        {"  два\t\n слова ", FOLD_NONE, "два слова"},
        {"два слова", FOLD_SOLID, "дваслова"},
        {"ёлка Ёж — №‑812", FOLD_NONE, "елка Еж - №-812"},
        {"и\xcc\x86", FOLD_NONE, "й"}, /* и and a combining breve */
        {"Куда ........ Пекин", FOLD_NONE, "Куда … Пекин"},
        {"Куда . . . . Пекин", FOLD_NONE, "Куда … Пекин"},
        {"Кому ____", FOLD_NONE, "Кому …"},
        {"т.е. 16.У.50г..", FOLD_NONE, "т.е. 16.У.50г.."},
        {"I6.У.I95О г. З", FOLD_LENIENT, "16.У.1950 г. 3"},
        {"MOCKBA", FOLD_LENIENT, "М0СКВА"},
        {"Москва", FOLD_LENIENT, "Москва"},
        {"\xff", FOLD_NONE, "\xef\xbf\xbd"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) characters = characters_new(cases[i].text, cases[i].folds);
        g_autofree char *folded = characters_dup_text(characters);
        g_assert_cmpstr(folded, ==, cases[i].folded);
    }
}

static void
test_shared_area(void)
{
    Quad square = quad_from_rect(0, 0, 10, 10), half = quad_from_rect(5, -5, 20, 30),
         far = quad_from_rect(30, 0, 5, 5);
    Quad turned = {{{10, 10}, {0, 10}, {0, 0}, {10, 0}}}, backwards = {{{0, 0}, {0, 10}, {10, 10}, {10, 0}}};
    Quad diamond = {{{5, 0}, {10, 5}, {5, 10}, {0, 5}}};
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&square, &half), 50, 1e-9);
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&half, &square), 50, 1e-9);
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&square, &far), 0, 1e-9);
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&square, &turned), 100, 1e-9);
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&square, &backwards), 100, 1e-9);
    g_assert_cmpfloat_with_epsilon(quad_shared_area(&square, &diamond), 50, 1e-9);
}

/* Two lines of two words, 100 pixels apart, read as one line in the wrong order, one word beside them. */
static void
fill_two_lines(Page *truth, Page *read, Affine map)
{
    static const char *const words[] = {"Копии:", "лично", "Тов.", "Сталину"};
    Line *all = page_add_line(read, LINE_TYPED, affine_quad(map, quad_from_rect(0, 0, 600, 200)));
    for (guint i = 0; i < 2; i++)
        page_add_line(truth, LINE_TYPED, affine_quad(map, quad_from_rect(10, 10 + 100 * i, 400, 40)));
    for (gint i = 3; i >= 0; i--) {
        Quad quad = affine_quad(map, quad_from_rect(10 + 200 * (i % 2), 15 + 100 * (i / 2), 150, 30));
        line_add_word(truth->lines->pdata[i / 2], words[i], quad, 1);
        line_add_word(all, words[i], quad, 0.9);
    }
    line_add_word(all, "пятно", affine_quad(map, quad_from_rect(500, 70, 50, 30)), 0.4);
    for (guint i = 0; i < 2; i++)
        line_refresh(truth->lines->pdata[i]);
}

static void
test_assign(void)
{
    for (int turn = 0; turn < 4; turn++) {
        g_autoptr(Page) truth = page_new();
        g_autoptr(Page) read = page_new();
        g_autoptr(GPtrArray) stray = g_ptr_array_new();
        fill_two_lines(truth, read, affine_quarter_turns(turn, 600, 200));
        g_autoptr(GPtrArray) lists = assign_words(truth, read, stray);
        g_assert_cmpuint(stray->len, ==, 1);
        g_assert_cmpstr(((Word *)stray->pdata[0])->text, ==, "пятно");
        static const char *const order[2][2] = {{"Копии:", "лично"}, {"Тов.", "Сталину"}};
        for (guint i = 0; i < 2; i++) {
            GPtrArray *words = lists->pdata[i];
            g_assert_cmpuint(words->len, ==, 2);
            for (guint k = 0; k < 2; k++)
                g_assert_cmpstr(((Word *)words->pdata[k])->text, ==, order[i][k]);
        }
    }
}

static void
test_bootstrap(void)
{
    Estimate first, again;
    for (guint round = 0; round < 2; round++) {
        g_autoptr(Tally) tally = tally_new();
        g_autoptr(Resamples) resamples = resamples_new(40, 1000);
        for (guint page = 0; page < 40; page++) {
            tally_add(tally, page, "cer", "all", page % 8, 50);
            tally_add_value(tally, page, "skew-error", "all", page);
        }
        const Figure *figure = tally_find(tally, "cer", "all");
        g_assert_true(figure_estimate(figure, resamples, round ? &again : &first));
        g_assert_true(figure_estimate(tally_find(tally, "skew-error-p95", "all"), resamples, &(Estimate){0}));
        Estimate none;
        g_assert_true(figure_difference(figure, figure, resamples, &none));
        g_assert_cmpfloat(none.low, ==, 0);
        g_assert_cmpfloat(none.high, ==, 0);
    }
    g_assert_cmpfloat(first.value, ==, 0.07);
    g_assert_cmpfloat(first.low, ==, again.low);
    g_assert_cmpfloat(first.high, ==, again.high);
    /* Standard error of the mean of 0..7 over 40 pages, in fiftieths: 2.29 / sqrt(40) / 50 = 0.0072. */
    g_assert_cmpfloat_with_epsilon(first.low, 0.07 - 1.96 * 0.00725, 0.002);
    g_assert_cmpfloat_with_epsilon(first.high, 0.07 + 1.96 * 0.00725, 0.002);
}

static void
test_tsv(void)
{
    static const char head[] =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
    g_autofree char *tsv = g_strconcat(
        head, "1\t1\t0\t0\t0\t0\t0\t0\t100\t200\t-1\t\n", "4\t1\t1\t1\t1\t0\t10\t10\t20\t90\t-1\t\n",
        "5\t1\t1\t1\t1\t1\t10\t10\t20\t40\t96.5\tКуда\n5\t1\t1\t1\t1\t2\t10\t60\t20\t40\t50\tКому\n",
        "4\t1\t1\t1\t2\t0\t10\t10\t20\t90\t-1\t\n5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t95\t \n", NULL);
    g_autoptr(Answer) answer = answer_new("failed");
    baseline_read_tsv(answer, tsv);
    g_assert_cmpuint(answer->page->lines->len, ==, 2);
    g_assert_cmpstr(((Line *)answer->page->lines->pdata[0])->text, ==, "Куда Кому");
    g_assert_cmpint(answer->page->rotation, ==, 90);
    g_assert_false(answer->page->blank || answer_is_lost(answer));
    g_autoptr(Answer) empty = answer_new("failed");
    baseline_read_tsv(empty, head);
    g_assert_true(empty->page->blank && answer_is_lost(empty));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eval/distance", test_distance);
    g_test_add_func("/eval/matches", test_matches);
    g_test_add_func("/eval/find", test_find);
    g_test_add_func("/eval/folds", test_folds);
    g_test_add_func("/eval/shared-area", test_shared_area);
    g_test_add_func("/eval/assign", test_assign);
    g_test_add_func("/eval/bootstrap", test_bootstrap);
    g_test_add_func("/eval/tsv", test_tsv);
    return g_test_run();
}
