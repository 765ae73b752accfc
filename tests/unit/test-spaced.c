/* test-spaced.c - words typed with blanks between their letters, as the recogniser cuts them up; and words
 * that only look so. */
#include "stages/recognise/spaced.h"
#include "white-page.h"
#include <string.h>

enum { PITCH = 30, SMALL = 21, LARGE = 29 };

/* The pieces of a line, parted by blanks: each letter `step` pitches from the one before, and behind a piece
 * `more` pitches further. A small letter is as high as a capital where `level`. */
typedef struct {
    const char *pieces;
    double step, more;
    gboolean level;
} Typed;

static double
height_of(const char *letter, gboolean level)
{
    return level || g_unichar_isupper(g_utf8_get_char(letter)) ? LARGE : SMALL;
}

static Line *
put_pieces(Page *page, const Typed *typed)
{
    g_auto(GStrv) pieces = g_strsplit(typed->pieces, " ", -1);
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(100, 100, 1000, LARGE));
    double x = 100;
    line->script = "Cyrl";
    for (guint i = 0; pieces[i]; i++, x += typed->more * PITCH) {
        const double left = x;
        Word *word = line_add_word(line, pieces[i], quad_from_rect(x, 100, PITCH, LARGE), 0.9);
        for (const char *c = pieces[i]; *c; c = g_utf8_next_char(c), x += typed->step * PITCH) {
            g_autofree char *letter = g_strndup(c, (gsize)(g_utf8_next_char(c) - c));
            const double high = height_of(letter, typed->level);
            word_add_symbol(word, letter, quad_from_rect(x, 100 + LARGE - high, 24, high), 0.95);
        }
        word->quad = quad_from_rect(left, 100, x - typed->step * PITCH + 24 - left, LARGE);
    }
    line_refresh(line);
    return line;
}

static void
test_join(void)
{
    static const struct {
        Typed typed;
        const char *text, *raw;
    } rows[] = {
        {{"П Е К И Н", 2, 0, FALSE}, "ПЕКИН", "П Е К И Н"},
        {{"ОС ОБАЯ", 2, 0, FALSE}, "ОСОБАЯ", "О С О Б А Я"},
        {{"Фи ли п по в.", 2, 0, FALSE}, "Филиппов.", "Ф и л и п п о в."},
        {{"ТОКИ 0", 2, 0, FALSE}, "ТОКИО", "Т О К И О"},
        {{"БЕР ли н", 2, 0, TRUE}, "БЕРЛИН", "Б Е Р Л И Н"},
        {{"Б У д А", 2, 0, TRUE}, "БУДА", "Б У Д А"},
        {{"ВАШинГтОН", 2, 0, TRUE}, "ВАШИНГТОН", "В А Ш И Н Г Т О Н"},
        {{"Филиппов", 2, 0, FALSE}, "Филиппов", "Ф и л и п п о в"},
        /* Words of one step, a blank between; letters that are words; two words typed so. */
        {{"он и в них", 1, 1, FALSE}, "он и в них", NULL},
        {{"ВНЕ 0", 1, 1, FALSE}, "ВНЕ 0", NULL},
        {{"и в", 1, 1, FALSE}, "и в", NULL},
        {{"ВНЕ ОЧЕРЕДИ", 2, 2, FALSE}, "ВНЕ ОЧЕРЕДИ", "В Н Е"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(1400, 300);
        Line *line = put_pieces(page, &rows[i].typed);
        spaced_join(line, PITCH);
        line_refresh(line);
        g_assert_cmpstr(line->text, ==, rows[i].text);
        g_assert_cmpstr(((const Word *)line->words->pdata[0])->raw, ==, rows[i].raw);
    }
}

/* The nought and the small letters stay as alternatives. */
static void
test_alternatives(void)
{
    g_autoptr(Page) page = white_page_new(1400, 300);
    Line *line = put_pieces(page, &(Typed){"ВАШинГтОН", 2, 0, TRUE});
    spaced_join(line, PITCH);
    const Word *word = line->words->pdata[0];
    const Symbol *raised = word->symbols->pdata[3];
    g_assert_cmpstr(raised->text, ==, "И");
    g_assert_nonnull(raised->alternatives);
    g_assert_cmpstr(g_array_index(raised->alternatives, Alternative, 0).text, ==, "и");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spaced/join", test_join);
    g_test_add_func("/spaced/alternatives", test_alternatives);
    return g_test_run();
}
