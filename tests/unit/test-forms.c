/* test-forms.c - grammars, the lattice, candidates, rules, and what a form description may not say. */
#include "error.h"
#include "forms/calendar.h"
#include "forms/candidates.h"
#include "forms/form.h"
#include "forms/grammar.h"
#include "forms/lattice.h"
#include "forms/lists.h"
#include "forms/placing.h"
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
    {"moment", "2 час. 00 мин. 15/71 1950 г.", "1950-06-15T02:00"},
    {"moment", "2 че. 00 мин. 15/уУ1 1950 г.", "1950-06-15T02:00"},
    {"moment", "2 час. 00 мин. 15/7 1950 г.", NULL},
    {"moment", "1 час. 60 мин. 16.У 1950 г.", NULL},
    {"moment", "1 час. 40 мин. 30.П 1950 г.", NULL},
    {"moment", "1 час. 40 мин. 26. 1949 г.", NULL},
    {"moment", "1 час. 40 мин. 18.1% 1951 г.", NULL},
    {"moment", "", NULL},
    {"moment-en", "4:10 am, 14 May 1950", "1950-05-14T04:10"},
    {"moment-en", "4:10am, 14May 1950", "1950-05-14T04:10"},
    {"moment-en", "12:55 am, 6 December 1951", "1951-12-06T00:55"},
    {"moment-en", "12:05 pm, 6 December 1951", "1951-12-06T12:05"},
    {"moment-en", "m 8:45 am, 5 June 1952 Hale", "1952-06-05T08:45"},
    {"moment", "15 час 15 т мин. 16.Х 1951дг.", "1951-10-16T15:15"},
    {"moment", "15 час 15 мин. 16.Х 195 г.", NULL},
    {"moment", "Б час 15 мин. 16.Х 1951 г.", NULL},
    {"moment", "5 час. 5 мин. 26.У 1949 г.", NULL},
    {"moment-en", "13:05 pm, 6 December 1951", NULL},
    {"moment-en", "1:05 pm, 31 June 1951", NULL},
    {"date", "26 октября 1949 г.", "1949-10-26"},
    {"date", "13/5-50", "1950-05-13"},
    {"date", "26.1949", NULL},
    {"date", "February 16, 1952", "1952-02-16"},
    {"date", "9 October 1952", "1952-10-09"},
    {"date", "January29, I951", "1951-01-29"},
    {"date", "Jund 15, 1952", "1952-06-15"},
    {"date", "15 июня 1952 г.", "1952-06-15"},
    {"date", "15 июкя 1952 г.", NULL}, /* июня or июля */
    {"date", "29 февраля 1951 г.", NULL},
    {"digits", " 8600.", "8600"},
    {"digits", "№ 8б0О", "8600"},
    {"digits", "8 6 0 0", "8600"},
    {"digits", "39бт", "3961"},
    {"digits", "39Бт", NULL},
    {"digits", "ОЗО", NULL},
    {"digits", "86 тов", NULL},
    {"digits", "....", NULL},
    {"note", "отп. 4 экз. ян. 16.У.50г.", "4 экз., ян, 1950-05-16"},
    {"note", "6 экз. мк 11/Х-51 г.", "6 экз., мк, 1951-10-11"},
    {"note", "стп. 4 экз. ян. 16.У.50п.", "4 экз., ян, 1950-05-16"},
    {"note", "отп. 4 экз. ян.", NULL},
    {"note", "8 экз. тп № 2198/шт\n3/1-52г.", "8 экз., тп, 1952-01-03"},
    {"note-en", "6 copies 6 December 1951", "6 copies, 1951-12-06"},
    {"person", "А. ВЫШИНСКИЙ", "А. ВЫШИНСКИЙ"},
    {"person", "Н.РОЩИН.", "Н.РОЩИН"},
    {"person", "в тот же день", NULL},
    {"registration", "№ 4058/мин", "№ 4058/мин"},
    {"registration", "№ 165 [МИН", "№ 165/мин"},
    {"registration", "№ 812", NULL},
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
        const char before[6] = {0};
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
        g_autoptr(Lattice) lattice = lattice_new(lent, count, before);
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

/* Descriptions with one mistake each: the line it stands on, and what is said of it. */
static const struct {
    const char *text;
    guint line;
    const char *says;
} mistakes[] = {
    {"[form]\ntitle=x\n", 1, "no [anchor NAME]"},
    {HEAD "nonsense\n", 5, "neither [group] nor key=value"},
    {"title=x\n" HEAD, 1, "before the first [group]"},
    {HEAD "[anchor a]\n", 5, "[anchor a] is described twice"},
    {HEAD "text=y\n", 5, "[anchor a] text is given twice"},
    {HEAD "colour=red\n", 5, "[anchor a] colour=red: no such key here"},
    {HEAD "[feild f]\nplace=rest\n", 5, "[feild f]: no group of a form"},
    {"[form]\nleast=half\n[anchor a]\ntext=Куда\n[form b]\n", 1, "[form] title: the form has none"},
    {HEAD "[anchor b]\nweight=1\n", 5, "[anchor b] text: the anchor has none"},
    {HEAD "[anchor b]\ntext=x\n", 6, "too short to be found"},
    {HEAD "[anchor b]\ntext=Кому\nweight=-1\n", 7, "weight=-1: no number from 0 to 1000"},
    {HEAD "[anchor b]\ntext=Кому\nat=1,2;3\n", 7, "“3” is no place x,y"},
    {HEAD "[field f]\nplace=left\nanchor=a\n", 6,
     "place=left: none of right, anchor, row, block, page, rest"},
    {HEAD "[field f]\nplace=right\n", 5, "anchor: a field at this place wants one"},
    {HEAD "[field f]\nplace=right\nanchor=z\n", 7, "anchor=z: described nowhere above"},
    {HEAD "[field f]\nplace=right\nanchor=a\ntype=number\n", 8, "type=number: no such type"},
    {HEAD "[field f]\nplace=right\nanchor=a\nwidth=wide\n", 8, "width=wide"},
    {HEAD "[field f]\nplace=right\nanchor=a\nknown=@nowhere\n", 8, "no list lists/nowhere.txt"},
    {HEAD "[field f]\nplace=block\n", 5, "neither match nor list"},
    {HEAD "[field f]\nplace=block\nmatch=(\n", 7, "match=("},
    {HEAD "[field f]\nplace=block\nmatch=x\nside=up\n", 8, "side=up"},
    {HEAD "[rule r]\nfields=f;g\n", 5, "kind: the rule has none"},
    {HEAD "[rule r]\nkind=same-day\nfields=f\n", 7, "a rule “same-day” is about 2"},
    {HEAD "[rule r]\nkind=value\nfields=f\nvalue=1\n", 7, "“f” is described nowhere above"},
    {HEAD "[block]\ntop=b\n", 6, "no anchor “b” is described"},
};

static void
check_mistake(const char *path, const char *forms, guint i)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, mistakes[i].text, -1, NULL));
    g_autoptr(FormFile) file = form_file_load(path, forms, &error);
    g_assert_no_error(error);
    g_autoptr(Form) form = file ? form_read(file, "one") : NULL;
    gboolean said = FALSE;
    for (guint j = 0; form && j < file->problems->len; j++) {
        const FormProblem *problem = file->problems->pdata[j];
        said = said || (problem->line == mistakes[i].line && strstr(problem->text, mistakes[i].says));
        if (!said)
            g_test_message("%u: line %u: %s", i, problem->line, problem->text);
    }
    if (!said)
        g_test_fail_printf("%u: nothing says “%s” of line %u", i, mistakes[i].says, mistakes[i].line);
}

/* Each mistake is named with its line; and a run refuses the description, naming the first. */
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
        check_mistake(path, forms, i);
        g_autoptr(GPtrArray) loaded = forms_load(dir, &error);
        g_assert_null(loaded);
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
        g_assert_nonnull(strstr(error->message, "form.ini:"));
    }
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, HEAD, -1, NULL));
    g_autoptr(GPtrArray) sound = forms_load(dir, &error);
    g_assert_no_error(error);
    g_assert_cmpint(sound->len, ==, 1);
    g_remove(path);
    g_remove(one);
    g_remove(forms);
    g_remove(dir);
}

static const struct {
    RuleKind kind;
    double days;
    const char *first, *second;
    RuleVerdict verdict;
} verdicts[] = {
    {RULE_NOT_AFTER, 0, "1950-05-16T00:40", "1950-05-16T00:41", RULE_HOLDS},
    {RULE_NOT_AFTER, 0, "1950-05-16T00:42", "1950-05-16T00:41", RULE_FAILS},
    {RULE_NOT_AFTER, 1, "1950-05-16T23:00", "1950-05-16T00:41", RULE_HOLDS},
    {RULE_NOT_AFTER, 1, "1950-05-18T23:00", "1950-05-16T00:41", RULE_FAILS},
    {RULE_NOT_AFTER, 0, NULL, "1950-05-16T00:41", RULE_UNKNOWN},
    {RULE_SAME_DAY, 0, "1950-05-16T23:59", "5 экз., нб, 1950-05-16", RULE_HOLDS},
    {RULE_SAME_DAY, 0, "1950-05-16T23:59", "5 экз., нб, 1950-05-17", RULE_FAILS},
    {RULE_SAME_DAY, 1, "1950-12-31T23:59", "1951-01-01", RULE_HOLDS},
    {RULE_SAME_DAY, 0, "1950-05-16T23:59", "5 экз., нб", RULE_UNKNOWN},
    {RULE_COUNT, 0, "2 экз., ян, 1950-05-16", "[\"Сталину\",\"В \\\"дело\\\"\"]", RULE_HOLDS},
    {RULE_COUNT, 0, "3 экз., ян, 1950-05-16", "[\"Сталину\",\"Молотову\"]", RULE_FAILS},
    {RULE_COUNT, 0, "экз.", "[]", RULE_UNKNOWN},
    {RULE_VALUE, 0, "17", NULL, RULE_HOLDS},
    {RULE_VALUE, 0, "11", NULL, RULE_FAILS},
};

static void
test_rules(void)
{
    char *fields[] = {"a", "b", NULL};
    for (guint i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        const FormRule rule = {"r", verdicts[i].kind, fields, verdicts[i].days, "17"};
        RuleVerdict verdict = rule_judge(&rule, verdicts[i].first, verdicts[i].second);
        if (verdict != verdicts[i].verdict)
            g_test_fail_printf("rule %u: %d, not %d", i, verdict, verdicts[i].verdict);
    }
}

/* Labels of a form of two layouts, of which the page has the second, moved and stretched; a third of them is
 * lost and one is found where it is not. The lost ones are expected where they stood. */
static void
test_placing(void)
{
    enum { LABELS = 9 };
    static const double at[LABELS][2] = {{0, 0},   {90, 0},   {0, 12}, {110, 14}, {0, 30},
                                         {60, 42}, {130, 42}, {0, 60}, {80, 61}};
    static const gboolean lost[LABELS] = {FALSE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, TRUE, FALSE};
    g_autoptr(Form) form = g_new0(Form, 1);
    form->anchors = g_ptr_array_new();
    form->fields = g_ptr_array_new();
    form->rules = g_ptr_array_new();
    FormAnchor anchors[LABELS] = {0};
    double places[LABELS][4];
    char *labels[] = {"Исход. №", NULL};
    Hit hits[LABELS] = {0};
    for (guint i = 0; i < LABELS; i++) {
        places[i][0] = at[(i + 4) % LABELS][0]; /* another layout */
        places[i][1] = at[(i + 4) % LABELS][1];
        places[i][2] = at[i][0];
        places[i][3] = at[i][1];
        anchors[i] =
            (FormAnchor){.name = "a", .labels = labels, .weight = 1, .places = places[i], .n_places = 2};
        g_ptr_array_add(form->anchors, &anchors[i]);
        /* Prints of one form differ by a millimetre or two. */
        double x = 31 + 1.05 * at[i][0] + (i % 3) - 1, y = 17 + 0.9 * at[i][1] + 0.5 * ((i % 2) - 0.5);
        hits[i] = (Hit){.box = {x, y, x + 16, y + 3}, .score = lost[i] ? 0 : 0.9};
    }
    hits[5].box = (Box){20, 200, 36, 203};
    Placing placing;
    g_assert_true(placing_fit(form, hits, &placing));
    g_assert_cmpint(placing.layout, ==, 1);
    g_assert_cmpint(placing.kept, ==, 5);
    for (guint i = 0; i < LABELS; i++) {
        Box box;
        g_assert_true(placing_expect(form, &placing, i, 2, &box));
        g_assert_cmpfloat_with_epsilon(box.x0, 31 + 1.05 * at[i][0], 3);
        g_assert_cmpfloat_with_epsilon(box.y0, 17 + 0.9 * at[i][1], 1.5);
        g_assert_true(placing_agrees(hits[i].box, box) == (i != 5));
    }
    for (guint i = 2; i < LABELS; i++)
        hits[i].score = 0;
    g_assert_false(placing_fit(form, hits, &placing));
}

/* A word of eight-point letters as one look reads it; `doubt`: what the last letter may be instead. */
static Word *
make_word(const char *text, double confidence, const char *doubt, double probability)
{
    Word *word = word_new(text, quad_from_rect(0, 0, 10, 10), confidence);
    int x = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
        word_add_symbol(word, letter, quad_from_rect(10 * x++, 0, 8, 10), confidence);
    }
    Symbol *last = word->symbols->pdata[word->symbols->len - 1];
    if (doubt)
        alternatives_add(&last->alternatives, doubt, probability);
    return word;
}

static void
look(Candidates *candidates, const FormField *form, Word *word)
{
    g_autoptr(Page) page = page_new();
    g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    g_autoptr(GPtrArray) lent = g_ptr_array_new();
    page->to_original = affine_translate(0, 0);
    glyphs_append(glyphs, page, NULL, word);
    for (guint i = 0; i < glyphs->len; i++)
        g_ptr_array_add(lent, &g_array_index(glyphs, Glyph, i));
    candidates_look(candidates, form, FALSE, lent);
    word_free(word);
}

/* Looks vote; a list turns a doubt to what it holds, if that was offered, and invents nothing. */
static void
test_candidates(void)
{
    FormField digits = {.name = "n", .type = "digits"}, city = {.name = "c", .type = "caps"};
    g_autoptr(Candidates) votes = candidates_new();
    look(votes, &digits, make_word("812", 0.9, "7", 0.05));
    look(votes, &digits, make_word("817", 0.8, NULL, 0));
    look(votes, &digits, make_word("817", 0.8, NULL, 0));
    g_assert_cmpstr(((const Candidate *)votes->all->pdata[0])->value, ==, "817");
    g_assert_cmpfloat(candidates_confidence(votes), <, 0.7);

    city.known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GPtrArray *spellings = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(spellings, g_strdup("ПРАГА"));
    g_hash_table_insert(city.known, glyphs_fold("ПРАГА", FALSE), spellings);
    g_autoptr(Candidates) offered = candidates_new(), invented = candidates_new();
    look(offered, &city, make_word("ПРАГЛ", 0.6, "А", 0.1));
    g_assert_cmpstr(((const Candidate *)offered->all->pdata[0])->value, ==, "ПРАГА");
    look(invented, &city, make_word("ПРАГЛ", 0.6, "Д", 0.1));
    g_assert_cmpint(invented->all->len, ==, 1);
    g_assert_cmpstr(((const Candidate *)invented->all->pdata[0])->value, ==, "ПРАГЛ");
    const char *nearest = NULL;
    g_assert_cmpfloat_with_epsilon(lists_distance(city.known, "ПРАГЛ", FALSE, 0, &nearest), 0.2, 1e-9);
    g_assert_cmpstr(nearest, ==, "ПРАГА");
    g_assert_cmpstr(lists_find(city.known, "прага", FALSE, 0), ==, "ПРАГА");
    g_hash_table_unref(city.known);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/forms/months", test_months);
    g_test_add_func("/forms/grammars", test_grammars);
    g_test_add_func("/forms/lattice", test_lattice);
    g_test_add_func("/forms/placing", test_placing);
    g_test_add_func("/forms/rules", test_rules);
    g_test_add_func("/forms/candidates", test_candidates);
    g_test_add_func("/forms/mistakes", test_mistakes);
    return g_test_run();
}
