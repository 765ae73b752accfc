/* test-forms.c - grammars, the lattice, and what a form description may not say. */
#include "error.h"
#include "forms/calendar.h"
#include "forms/form.h"
#include "forms/grammar.h"
#include "forms/lattice.h"
#include <glib/gstdio.h>
#include <string.h>

static void
check(const char *type, const char *text, const char *value)
{
    g_autofree char *raw = NULL, *got = NULL;
    gboolean read = grammar_read(type, text, &raw, &got);
    if (read != (value != NULL) || g_strcmp0(got, value) != 0) {
        g_test_message("%s “%s” is %s, not %s", type, text, got ? got : "refused", value ? value : "refused");
        g_test_fail();
    }
}

/* Every way a month was typed without Latin letters, with both separators, in the form's own line. */
static void
test_months(void)
{
    static const char *const months[12][4] = {
        {"1", "І"},   {"П", "11", "п"},   {"Ш", "111", "ш"},   {"1У", "ТУ"},
        {"У", "у"},   {"У1", "У1", "УТ"}, {"УП", "У11", "уп"}, {"УШ", "У111", "уш"},
        {"1Х", "ТХ"}, {"Х", "х", "Хх"},   {"Х1", "ХТ"},        {"ХП", "Х11", "хп"},
    };
    for (int m = 0; m < 12; m++)
        for (int s = 0; s < 4 && months[m][s]; s++)
            for (int slash = 0; slash < 2; slash++) {
                g_autofree char *text =
                    g_strdup_printf("19 час. 05 мин. 26%c%s 1953 г.", slash ? '/' : '.', months[m][s]);
                g_autofree char *value = g_strdup_printf("1953-%02d-26T19:05", m + 1);
                check("moment", text, value);
                g_autofree char *day =
                    g_strdup_printf("26%c%s%c53 г.", slash ? '/' : '.', months[m][s], slash ? '-' : '.');
                g_autofree char *iso = g_strdup_printf("1953-%02d-26", m + 1);
                check("date", day, iso);
            }
}

static const struct {
    const char *type, *text, *value;
} rows[] = {
    {"moment", "0 час. 40 мин. 16.У 195 0 г.", "1950-05-16T00:40"},
    {"moment", ".. О час. __ 4О мин. 16.У .... 195О г.", "1950-05-16T00:40"},
    {"moment", "24 час. 40 мин. 16.У 1950 г.", NULL},
    {"moment", "1 час. 60 мин. 16.У 1950 г.", NULL},
    {"moment", "1 час. 40 мин. 30.П 1950 г.", NULL},
    {"moment", "1 час. 40 мин. 26. 1949 г.", NULL},
    {"moment", "1 час. 40 мин. 18.1% 1951 г.", NULL},
    {"moment", "", NULL},
    {"moment-en", "4:10 am, 14 May 1950", "1950-05-14T04:10"},
    {"moment-en", "12:55 am, 6 December 1951", "1951-12-06T00:55"},
    {"moment-en", "12:05 pm, 6 December 1951", "1951-12-06T12:05"},
    {"moment-en", "13:05 pm, 6 December 1951", NULL},
    {"moment-en", "1:05 pm, 31 June 1951", NULL},
    {"date", "26 октября 1949 г.", "1949-10-26"},
    {"date", "13/5-50", "1950-05-13"},
    {"date", "26.1949", NULL},
    {"date", "February 16, 1952", "1952-02-16"},
    {"date", "9 October 1952", "1952-10-09"},
    {"date", "29 февраля 1951 г.", NULL},
    {"digits", " 8600.", "8600"},
    {"digits", "№ 8б0О", "8600"},
    {"digits", "8 6 0 0", "8600"},
    {"digits", "ОЗО", NULL},
    {"digits", "86 тов", NULL},
    {"digits", "....", NULL},
    {"note", "отп. 4 экз. ян. 16.У.50г.", "4 экз., ян, 1950-05-16"},
    {"note", "6 экз. мк 11/Х-51 г.", "6 экз., мк, 1951-10-11"},
    {"note", "отп. 4 экз. ян.", NULL},
    {"note-en", "6 copies 6 December 1951", "6 copies, 1951-12-06"},
    {"person", "А. ВЫШИНСКИЙ", "А. ВЫШИНСКИЙ"},
    {"person", "Н.РОЩИН.", "Н.РОЩИН"},
    {"person", "Н,РОЩИН", NULL},
    {"caps", "КАБУл", "КАБУЛ"},
    {"caps", "совпосол", "СОВПОСОЛ"},
    {"caps", "Совпослу", "Совпослу"},
    {"caps", "0СЛ0", "ОСЛО"},
    {"name", "Филиппов\".", "Филиппов"},
    {"text", "об\"единения ви-\nновных", "объединения виновных"},
    {"text", " .. ", NULL},
};

static void
test_grammars(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check(rows[i].type, rows[i].text, rows[i].value);
}

/* Whatever a lattice gives is made of what was offered, each reading once, likeliest first. */
static void
test_lattice(void)
{
    Quad nowhere = {0};
    g_autoptr(GRand) chance = g_rand_new_with_seed(17);
    for (int round = 0; round < 50; round++) {
        Word *word = word_new("", nowhere, 0.5);
        Glyph glyphs[6];
        const Glyph *lent[6];
        gboolean blanks[6] = {0};
        guint count = (guint)g_rand_int_range(chance, 1, 7);
        for (guint i = 0; i < count; i++) {
            Symbol *symbol = word_add_symbol(word, "8", nowhere, g_rand_double_range(chance, 0.3, 1));
            for (int a = g_rand_int_range(chance, 0, 3); a > 0; a--)
                alternatives_add(&symbol->alternatives, a == 1 ? "З" : "6",
                                 g_rand_double_range(chance, 0.01, 0.9));
        }
        for (guint i = 0; i < count; i++) {
            glyphs[i] = (Glyph){.symbol = word->symbols->pdata[i], .word = word, .at = i};
            lent[i] = &glyphs[i];
        }
        g_autoptr(Lattice) lattice = lattice_new(lent, count, blanks);
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        double p, last = 2;
        for (char *text; (text = lattice_next(lattice, &p));) {
            g_assert_cmpfloat(p, <=, last + 1e-9);
            g_assert_cmpint(g_utf8_strlen(text, -1), ==, count);
            const char *c = text;
            for (guint i = 0; i < count; i++, c = g_utf8_next_char(c)) {
                const Symbol *symbol = glyphs[i].symbol;
                gboolean offered = g_str_has_prefix(c, symbol->text);
                for (guint a = 0; symbol->alternatives && a < symbol->alternatives->len; a++)
                    offered |= g_str_has_prefix(c, g_array_index(symbol->alternatives, Alternative, a).text);
                g_assert_true(offered);
            }
            last = p;
            g_assert_true(g_hash_table_add(seen, text));
        }
        word_free(word);
    }
}

#define HEAD "[form]\ntitle=x\n[anchor a]\ntext=Исход. №\n"

/* Descriptions with one mistake each, and what the error names. */
static const struct {
    const char *text, *names;
} mistakes[] = {
    {"[form\n", "form.ini"},
    {"[form]\nleast=half\n", "least=half"},
    {HEAD "[anchor b]\nweight=1\n", "[anchor b] has no text"},
    {HEAD "[anchor b]\ntext=x\nweight=-1\n", "weight=-1"},
    {HEAD "[field f]\nplace=left\nanchor=a\n", "place=left"},
    {HEAD "[field f]\nplace=right\n", "has no anchor"},
    {HEAD "[field f]\nplace=right\nanchor=z\n", "described nowhere"},
    {HEAD "[field f]\nplace=right\nanchor=a\ntype=number\n", "type is not known"},
    {HEAD "[field f]\nplace=right\nanchor=a\nwidth=wide\n", "width=wide"},
    {HEAD "[field f]\nplace=block\n", "neither match nor list"},
    {HEAD "[field f]\nplace=block\nmatch=(\n", "match"},
    {HEAD "[field f]\nplace=block\nmatch=x\nside=up\n", "side=up"},
    {HEAD "[feild f]\nplace=rest\n", "[feild f] is no group"},
};

static void
test_mistakes(void)
{
    g_autofree char *dir = g_dir_make_tmp("verno-forms-XXXXXX", NULL);
    g_autofree char *forms = g_build_filename(dir, "forms", NULL),
                    *one = g_build_filename(forms, "one", NULL);
    g_autofree char *path = g_build_filename(one, "form.ini", NULL);
    g_assert_cmpint(g_mkdir_with_parents(one, 0700), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_true(g_file_set_contents(path, mistakes[i].text, -1, NULL));
        g_autoptr(GPtrArray) loaded = forms_load(dir, &error);
        if (loaded || !strstr(error->message, mistakes[i].names) || !strstr(error->message, "form.ini")) {
            g_test_message("%u: %s", i, error ? error->message : "accepted");
            g_test_fail();
        }
    }
    g_remove(path);
    g_remove(one);
    g_remove(forms);
    g_remove(dir);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/forms/months", test_months);
    g_test_add_func("/forms/grammars", test_grammars);
    g_test_add_func("/forms/lattice", test_lattice);
    g_test_add_func("/forms/mistakes", test_mistakes);
    return g_test_run();
}
