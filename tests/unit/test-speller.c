/* test-speller.c - what is a word: forms that the recognisers' own lists have not, in both languages. */
#include "stages/recognise/speller.h"
#include <string.h>

static void
test_words(void)
{
    static const struct {
        const char *language, *text;
        gboolean word;
    } rows[] = {
        {"rus_typed", "доложите", TRUE},        {"rus", "Выразите", TRUE},
        {"rus_typed", "выразитн", FALSE},       {"rus_typed", "сообщить,когда", TRUE},
        {"rus_typed", "сообщить,когла", FALSE}, {"rus_typed", "1950.", FALSE},
        {"eng_typed", "misspelled", TRUE},      {"eng_typed", "factories.", TRUE},
        {"eng_typed", "faeteries", FALSE},      {"eng_typed", "", FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Speller) speller = speller_load(rows[i].language, &error);
        g_assert_no_error(error);
        g_assert_true(g_str_has_prefix(speller_model(speller), "hunspell/"));
        g_assert_cmpint(speller_has_all(speller, rows[i].text), ==, rows[i].word);
    }
}

/* Languages of one script share one dictionary; others have none, and no word. */
static void
test_shared(void)
{
    g_autoptr(Speller) one = speller_load("rus", NULL), other = speller_load("rus_typed", NULL),
                       english = speller_load("eng", NULL), none = speller_load("osd", NULL);
    g_assert_true(one == other);
    g_assert_true(one != english);
    g_assert_null(none);
    g_assert_false(speller_has(none, "word"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/speller/words", test_words);
    g_test_add_func("/speller/shared", test_shared);
    return g_test_run();
}
