/* test-eval-pages.c - the scores of whole pages, worked out by hand, and every way a truth is told. */
#include "eval/bag.h"
#include "eval/score.h"
#include <glib/gstdio.h>

static void
assert_share(const Tally *tally, const char *name, const char *group, double top, double bottom)
{
    const Figure *figure = tally_find(tally, name, group);
    Estimate e;
    g_autoptr(Resamples) resamples = resamples_new(1, 10);
    g_assert_nonnull(figure);
    g_assert_true(figure_estimate(figure, resamples, &e));
    g_assert_cmpfloat(e.top, ==, top);
    g_assert_cmpfloat(e.bottom, ==, bottom);
    g_assert_cmpfloat_with_epsilon(e.value, top / bottom, 1e-12);
    g_assert_cmpfloat_with_epsilon(e.low, e.value, 1e-12);
}

static Gold *
truth_of(const char *ending, const char *content)
{
    g_autofree char *directory = g_dir_make_tmp("verno-eval-XXXXXX", NULL);
    g_autofree char *name = g_strconcat("a-p1", ending, NULL);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
    Gold *truth = gold_load(path, &error);
    g_assert_no_error(error);
    g_assert_nonnull(truth);
    g_unlink(path);
    g_rmdir(directory);
    return truth;
}

static const char drawn[] =
    "{\"schema\":\"verno-truth/1\",\"width\":800,\"height\":600,\"tier\":\"typical\",\"kind\":\"form-17\","
    "\"image\":{\"rotation\":90,\"skew_deg\":-1.25,\"blank\":false},\"lines\":["
    "{\"id\":\"l1\",\"kind\":\"typed\",\"script\":\"Cyrl\",\"text\":\"П Е К И Н "
    "срочно\",\"quad\":[[0,0],[400,0],[400,40],"
    "[0,40]],\"words\":[{\"text\":\"П Е К И "
    "Н\",\"joined\":\"ПЕКИН\",\"quad\":[[0,0],[200,0],[200,40],[0,40]]},"
    "{\"text\":\"срочно\",\"joined\":\"срочно\",\"quad\":[[250,0],[400,0],[400,40],[250,40]]}]},"
    "{\"id\":\"l2\",\"kind\":\"handwritten\",\"script\":\"Cyrl\",\"text\":\"26/"
    "11\",\"quad\":[[0,100],[90,100],[90,140],[0,140]]}],"
    "\"fields\":[{\"name\":\"destination\",\"label\":\"Куда\",\"raw\":\"П Е К И "
    "Н\",\"value\":\"ПЕКИН\",\"quad\":[[0,0],[200,0],"
    "[200,40],[0,40]]},{\"name\":\"copies_to\",\"raw\":\"1. "
    "2.\",\"value\":[\"а\",\"б\"],\"quad\":[[0,0],[1,0],[1,1],[0,1]]}],"
    "\"annotations\":[{\"kind\":\"stamp\",\"quad\":[[500,500],[600,500],[600,550],[500,550]],\"colour\":\"#"
    "1e3c8c\",\"text\":null}]}";

static void
test_drawn(void)
{
    g_autoptr(Gold) truth = truth_of(".truth.json", drawn);
    const Line *line = truth->page->lines->pdata[0], *hand = truth->page->lines->pdata[1];
    g_assert_cmpstr(truth->tier, ==, "typical");
    g_assert_cmpstr(truth->kind, ==, "form-17");
    g_assert_cmpint(truth->page->rotation, ==, 90);
    g_assert_cmpfloat(truth->page->skew_deg, ==, -1.25);
    g_assert_true(truth->places && truth->geometry && !truth->partial);
    g_assert_cmpstr(line->text, ==, "ПЕКИН срочно");
    g_assert_cmpstr(line->raw, ==, "П Е К И Н срочно");
    g_assert_cmpint(hand->kind, ==, LINE_HANDWRITTEN);
    g_assert_cmpstr(((Field *)truth->page->fields->pdata[1])->value, ==, "[\"а\",\"б\"]");
    g_assert_cmpuint(truth->marks->len, ==, 1);
}

/* ПЕКИН read with one letter wrong, joined as verno does; a word of three letters beside, one of four on the
 * stamp. */
static void
test_score_by_hand(void)
{
    g_autoptr(Gold) truth = truth_of(".truth.json", drawn);
    g_autoptr(Answer) answer = answer_new("done");
    g_autoptr(Tally) tally = tally_new();
    answer->has_all = TRUE;
    answer->page->rotation = 90;
    answer->page->skew_deg = -1;
    Line *line = page_add_line(answer->page, LINE_TYPED, quad_from_rect(0, 0, 400, 40));
    Word *word = line_add_word(line, "ПЕНИН", quad_from_rect(0, 0, 200, 40), 0.95);
    word->raw = g_strdup("П Е Н И Н");
    line_add_word(line, "срочно", quad_from_rect(250, 0, 150, 40), 0.97);
    line_add_word(line, "кот", quad_from_rect(600, 0, 50, 40), 0.2);
    line_add_word(line, "пять", quad_from_rect(510, 510, 50, 30), 0.2);
    marks_add(answer->marks, "stamp", quad_from_rect(500, 500, 100, 60));
    Field *field = g_new0(Field, 1);
    field->name = g_strdup("destination");
    field->raw = g_strdup("П Е К И Н");
    field->value = g_strdup("ПЕНИН");
    g_ptr_array_add(answer->page->fields, field);
    score_page(0, truth, answer, SCORE_BY_PLACE, NULL, tally, NULL);
    assert_share(tally, "cer", "all", 1, 12);
    assert_share(tally, "cer-solid", "tier:typical", 1, 11);
    assert_share(tally, "cer-typed", "lines:typed", 1, 16);
    assert_share(tally, "cer", "lines:handwritten", 5, 5);
    assert_share(tally, "wer", "kind:form-17", 1, 2);
    assert_share(tally, "spaced-words", "all", 0, 1);
    assert_share(tally, "lines-missed", "all", 0, 1);
    assert_share(tally, "extra", "all", 3, 12);
    assert_share(tally, "ink-as-text", "all", 4, 12);
    assert_share(tally, "rotation-right", "all", 1, 1);
    assert_share(tally, "skew-error-median", "all", 0.25, 1);
    assert_share(tally, "field-value", "all", 0, 2);
    assert_share(tally, "field-raw", "field:destination", 1, 1);
    assert_share(tally, "annotation-f1", "annotation:stamp", 2, 2);
    assert_share(tally, "words-right", "confidence:0.9-1.0", 1, 2);
    g_assert_null(tally_find(tally, "rotation-right-5", "all"));
}

static void
test_lost_page(void)
{
    g_autoptr(Gold) truth = truth_of(".truth.json", drawn);
    g_autoptr(Answer) answer = answer_new("timeout");
    g_autoptr(Tally) tally = tally_new();
    score_page(0, truth, answer, SCORE_BY_PLACE, NULL, tally, NULL);
    assert_share(tally, "cer", "all", 12, 12);
    assert_share(tally, "wer", "all", 2, 2);
    assert_share(tally, "lines-missed", "all", 1, 1);
    assert_share(tally, "pages-lost", "all", 1, 1);
    assert_share(tally, "rotation-right", "all", 0, 1);
}

static void
test_alto(void)
{
    g_autoptr(Gold) truth = truth_of(
        ".alto.xml", "<alto "
                     "xmlns='http://www.loc.gov/standards/alto/ns-v4#'><Description><MeasurementUnit>pixel</"
                     "MeasurementUnit>"
                     "</Description><Layout><Page WIDTH='900' HEIGHT='500'><PrintSpace><TextBlock>"
                     "<TextLine BASELINE='100 100 200 100' HPOS='100' VPOS='70' WIDTH='100' HEIGHT='60'>"
                     "<String CONTENT='abc &amp; efgh'/></TextLine>"
                     "<TextLine HPOS='100' VPOS='120' WIDTH='50' HEIGHT='20'><String "
                     "CONTENT='one'/><SP/><String CONTENT='two'/>"
                     "</TextLine><TextLine BASELINE='0 0 9 9'><String CONTENT=' '/></TextLine>"
                     "</TextBlock></PrintSpace></Page></Layout></alto>");
    const Line *first = truth->page->lines->pdata[0], *second = truth->page->lines->pdata[1];
    g_assert_cmpuint(truth->page->lines->len, ==, 2);
    g_assert_true(truth->places && truth->partial && !truth->geometry);
    g_assert_cmpstr(first->text, ==, "abc & efgh");
    g_assert_cmpfloat_with_epsilon(first->quad.p[0].y, 87, 1e-9); /* 10 a character: 13 above the baseline */
    g_assert_cmpfloat_with_epsilon(first->quad.p[2].y, 104, 1e-9);
    g_assert_cmpstr(second->text, ==, "one two");
    g_assert_cmpfloat(second->quad.p[0].y, ==, 120);
}

static void
test_funsd(void)
{
    g_autoptr(Gold) truth = truth_of(
        ".json",
        "{\"form\":[{\"label\":\"question\",\"words\":[{\"box\":[10,10,50,30],\"text\":\"Date\"},{\"box\":["
        "55,12,90,30],"
        "\"text\":\"of\"},{\"box\":[10,40,80,60],\"text\":\"issue:\"},{\"box\":[0,0,0,0],\"text\":\"\"}]}]}");
    const Line *first = truth->page->lines->pdata[0], *second = truth->page->lines->pdata[1];
    g_assert_cmpuint(truth->page->lines->len, ==, 2);
    g_assert_cmpstr(first->text, ==, "Date of");
    g_assert_cmpfloat(first->quad.p[2].x, ==, 90);
    g_assert_cmpstr(second->text, ==, "issue:");
}

/* The text read has other line breaks, two columns in the wrong order and a page number too many. */
static void
test_text_without_places(void)
{
    g_autoptr(Gold) truth =
        truth_of(".gt.txt", "Автокод обычно использу-\nется в тех случаях, когда\nнеобходимо оно.\n");
    g_autoptr(Answer) answer = answer_new("done");
    g_autoptr(Tally) tally = tally_new();
    static const char *const rows[] = {"случаях, когда необхо-", "димо оно.",
                                       "Автокод обычно используется в тeх", "- 5 -"};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Line *line = page_add_line(answer->page, LINE_TYPED, quad_from_rect(0, 0, 1, 1));
        line_add_word(line, rows[i], line->quad, 1);
        line_refresh(line);
    }
    g_assert_false(truth->places);
    guint extra, words;
    g_autoptr(GArray) lines = bag_lines_new(truth->page, answer->page, FOLD_LENIENT, FALSE, &extra);
    g_assert_cmpuint(lines->len, ==, 3);
    g_assert_cmpuint(g_array_index(lines, BagLine, 0).errors, ==, 0);
    g_assert_cmpstr(g_array_index(lines, BagLine, 0).read, ==, "Автокод обычно используется");
    g_assert_cmpuint(g_array_index(lines, BagLine, 2).errors, ==, 0);
    g_assert_cmpuint(bag_missing_words(truth->page, answer->page, FOLD_NONE, &words), ==, 1);
    g_assert_cmpuint(words, ==, 9);
    score_page(0, truth, answer, SCORE_BY_PLACE, NULL, tally, NULL);
    g_assert_nonnull(tally_find(tally, "extra", "all"));
}

static void
test_whole_line(void)
{
    g_autoptr(Gold) truth = truth_of(".gt.txt", "Исход. № 812");
    g_autoptr(Answer) answer = answer_new("done");
    g_autoptr(Tally) tally = tally_new();
    Line *line = page_add_line(answer->page, LINE_TYPED, quad_from_rect(0, 0, 1, 1));
    line_add_word(line, "Исход.", line->quad, 1);
    line_add_word(line, "№8I2", line->quad, 1);
    line_refresh(line);
    score_page(0, truth, answer, SCORE_WHOLE, NULL, tally, NULL);
    assert_share(tally, "cer", "all", 2, 12);
    assert_share(tally, "cer-solid", "all", 1, 10);
    assert_share(tally, "cer-lenient-solid", "all", 0, 10);
}

static void
test_index(void)
{
    static const char *const names[] = {"a/1.gt.txt", "a/1.alto.xml", "b/1.gt.txt", "b/2-p3.truth.json",
                                        "b/7.txt"};
    static const struct {
        const char *scan;
        guint number, pages;
        const char *truth;
    } cases[] = {
        {"a/1.tif", 1, 1, "a/1.alto.xml"},
        {"b/1.tif", 1, 1, "b/1.gt.txt"},
        {"1.tif", 1, 1, NULL},
        {"a/1.tif", 1, 2, NULL},
        {"b/2.tif", 3, 5, "b/2-p3.truth.json"},
        {"x/2.tif", 3, 5, "b/2-p3.truth.json"},
        {"x/y.z/7.TIF", 1, 1, "b/7.txt"},
        {"x/7.tif", 2, 2, NULL},
        {"y.z/8", 1, 1, NULL},
    };
    g_autofree char *top = g_dir_make_tmp("verno-eval-XXXXXX", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(top, names[i], NULL);
        g_autofree char *directory = g_path_get_dirname(path);
        g_mkdir_with_parents(directory, 0700);
        g_assert_true(g_file_set_contents(path, "x", -1, NULL));
    }
    g_autoptr(GoldIndex) index = gold_index_new(top, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *why,
            *found = gold_index_find(index, cases[i].scan, cases[i].number, cases[i].pages, &why);
        g_autofree char *path = cases[i].truth ? g_build_filename(top, cases[i].truth, NULL) : NULL;
        g_assert_cmpstr(found, ==, path);
        g_assert_true((found == NULL) == (why != NULL));
    }
    const char *example;
    g_assert_cmpuint(gold_index_unused(index, &example), ==, 0);
    g_autofree char *command = g_strdup_printf("rm -r %s", top);
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eval-pages/drawn", test_drawn);
    g_test_add_func("/eval-pages/score-by-hand", test_score_by_hand);
    g_test_add_func("/eval-pages/lost-page", test_lost_page);
    g_test_add_func("/eval-pages/alto", test_alto);
    g_test_add_func("/eval-pages/funsd", test_funsd);
    g_test_add_func("/eval-pages/text-without-places", test_text_without_places);
    g_test_add_func("/eval-pages/whole-line", test_whole_line);
    g_test_add_func("/eval-pages/index", test_index);
    return g_test_run();
}
