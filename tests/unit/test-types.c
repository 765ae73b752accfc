/* test-types.c - the page's own types: a letter that was misread is told by its look, and made a word by the
 * dictionary, a name by a list, a figure by itself; one that is what it was read as stays. */
#include "forms/own.h"
#include "stage.h"
#include "stages.h"
#include "stages/recognise/types.h"
#include "white-page.h"
#include <string.h>

#define MODELS VERNO_SOURCE_DIR "/models"

extern const Stage stage_strange;

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
        put_word(page, line, "13450", "13450", 700, 100 + 60 * i);
    }
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(90, 400, 800, 30));
    line->script = "Cyrl";
    Word *word = put_word(page, line, drawn, read, 100, 400);
    for (guint i = 0; i < page->lines->len; i++)
        line_refresh(page->lines->pdata[i]);
    return word;
}

/* The recogniser's own alternative is a witness where the types do not speak against it. */
static void
test_support(void)
{
    g_autoptr(Page) page = white_page_new(1000, 600);
    const Word *word = put_page(page, "сторона", "сторенщ");
    Symbol *wrong = word->symbols->pdata[4], *right = word->symbols->pdata[3],
           *rare = word->symbols->pdata[6];
    g_autoptr(Types) types = types_new(page);
    g_assert_cmpfloat(types_support(types, wrong, "о"), >, 0.1);
    g_assert_cmpfloat(types_support(types, rare, "а"), ==, 0);
    alternatives_add(&right->alternatives, "о", 0.4);
    alternatives_add(&rare->alternatives, "а", 0.4);
    g_assert_cmpfloat(types_support(types, right, "о"), ==, 0);
    g_assert_cmpfloat(types_support(types, rare, "а"), ==, 0.8);
}

static void
test_margin(void)
{
    g_autoptr(Page) page = white_page_new(1000, 600);
    const Word *word = put_page(page, "сторона", "сторена");
    g_autoptr(Types) types = types_new(page);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[4], "о"), >, 0.1);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[3], "о"), <, 0);
    g_assert_cmpfloat(types_margin(types, word->symbols->pdata[4], "щ"), <, -2);
}

/* A letter in a line of even steps is asked whether it is what it was read as, and says what it is; one that
 * stands in print is not. */
static void
test_ask(void)
{
    for (int even = 0; even < 2; even++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, "сторона", "сторена");
        for (guint i = 0; i < word->symbols->len && !even; i++) {
            Symbol *symbol = word->symbols->pdata[i];
            for (int k = 0; k < 4; k++)
                symbol->quad.p[k].x += 4 * i * (i % 3);
        }
        g_autoptr(Types) types = types_new(page);
        const char *rival = NULL;
        double margin = 0;
        g_assert_cmpint(types_ask(types, word->symbols->pdata[4], &rival, &margin), ==, even);
        if (!even)
            continue;
        g_assert_cmpstr(rival, ==, "о");
        g_assert_cmpfloat(margin, >, 0.1);
        g_assert_true(types_ask(types, word->symbols->pdata[2], &rival, &margin));
        g_assert_cmpfloat(margin, <, 0);
    }
}

static void
process(Page *page)
{
    g_autoptr(GError) error = NULL;
    const StageEnv env = {.models_dir = MODELS};
    g_autofree void *state = g_malloc0(stage_strange.state_size);
    options_set_defaults(stage_strange.options, state);
    g_assert_true(stage_strange.open(state, &env, &error));
    g_assert_true(stage_strange.process(state, page, &error));
    g_assert_no_error(error);
    stage_strange.clear(state);
    options_clear(stage_strange.options, state);
}

/* What is drawn as a word and read as none becomes the word, though the same letter is misread twice; what is
 * drawn as none stays; what is a word stays. */
static void
test_strange(void)
{
    static const char *const rows[][3] = {
        {"сторона", "сторена", "сторона"},
        {"сторона", "стерена", "сторона"},
        {"сторена", "сторена", "сторена"},
        {"сторона", "сторона", "сторона"},
        {"сторона", "СТОРЕНА", "СТОРЕНА"},
        /* letters next to a sign are words of their own */
        {"на,сторона.", "на,сторена.", "на,сторона."},
        {"об\"сторона", "об\"сторена", "об\"сторена"},
        /* of two letters, but for what may be an abbreviation */
        {"не", "нр", "не"},
        {"не.", "нр.", "нр."},
        /* a word of the recogniser's dictionary alone, in a line that keeps steps */
        {"сторона,роста", "сторона,раста", "сторона,роста"},
        {"сторона,раста", "сторона,раста", "сторона,раста"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, rows[i][0], rows[i][1]);
        process(page);
        g_assert_cmpstr(word->text, ==, rows[i][2]);
        g_assert_cmpuint(word->alternatives ? word->alternatives->len : 0, ==,
                         strcmp(rows[i][1], rows[i][2]) != 0);
    }
}

/* A word that a hyphen parts is looked up whole: its halves are no words, and one that is misread is made
 * part of the whole. */
static void
test_halves(void)
{
    static const char *const rows[][3] = {{"торона", "торона", "торона"}, {"торона", "торена", "торона"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, rows[i][0], rows[i][1]);
        Line *above = page->lines->pdata[page->lines->len - 2];
        put_word(page, above, "с-", "с-", 840, 220);
        line_refresh(above);
        process(page);
        g_assert_cmpstr(word->text, ==, rows[i][2]);
    }
}

/* A full stop between the halves of one word at a line's end was a hyphen; after a word it stays one. */
static void
test_hyphen(void)
{
    static const char *const rows[][3] = {{"тес.", "на", "тес."}, {"сто.", "рона", "сто-"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        put_page(page, rows[i][1], rows[i][1]);
        Line *above = page->lines->pdata[page->lines->len - 2];
        const Word *word = put_word(page, above, rows[i][0], rows[i][0], 840, 220);
        line_refresh(above);
        process(page);
        g_assert_cmpstr(word->text, ==, rows[i][2]);
    }
}

/* A breve that the letter's box leaves out makes й of и where the word wants one. */
static void
test_breve(void)
{
    for (int breve = 0; breve < 2; breve++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, "своеи", "своеи");
        if (breve)
            pixRasterop(page->ink, 100 + 4 * 28 + 5, 400 - 11, 11, 6, PIX_SET, NULL, 0, 0);
        process(page);
        g_assert_cmpstr(word->text, ==, breve ? "своей" : "своеи");
    }
}

/* What a field is read with, as far as own.h needs it. */
typedef struct {
    Form form;
    FormField field;
    FieldReading reading;
    GArray *glyphs;
    GPtrArray *lent;
} Fixture;

static void
set_up(Fixture *f, Page *page, Types *types, const Word *word)
{
    *f = (Fixture){.field = {.name = "side", .type = "name"}};
    f->field.known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    GPtrArray *spellings = g_ptr_array_new();
    g_ptr_array_add(spellings, "сторона");
    g_hash_table_insert(f->field.known, "сторона", spellings);
    f->reading = (FieldReading){.page = page, .types = types, .zones = {.form = &f->form}};
    f->glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    f->lent = g_ptr_array_new();
    glyphs_append(f->glyphs, page, page->lines->pdata[page->lines->len - 1], word);
    for (guint i = 0; i < f->glyphs->len; i++)
        g_ptr_array_add(f->lent, &g_array_index(f->glyphs, Glyph, i));
}

static void
tear_down(Fixture *f)
{
    g_ptr_array_unref(f->lent);
    g_array_unref(f->glyphs);
    g_hash_table_unref(f->field.known);
}

/* A name that misses its list by a letter becomes the list's where the letter looks so. */
static void
test_listed(void)
{
    static const char *const rows[][3] = {{"сторона", "сторена", "сторона"}, {"сторена", "сторена", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, rows[i][0], rows[i][1]);
        g_autoptr(Types) types = types_new(page);
        g_autofree char *raw = g_strdup(rows[i][1]), *value = g_strdup(rows[i][1]);
        Fixture f;
        set_up(&f, page, types, word);
        g_assert_cmpint(own_change(&f.reading, &f.field, f.lent, &raw, &value), ==, rows[i][2] != NULL);
        g_assert_cmpstr(value, ==, rows[i][2] ? rows[i][2] : rows[i][1]);
        g_assert_cmpstr(raw, ==, value);
        tear_down(&f);
    }
}

/* A figure that looks like another is that in one more look; where all look as they were read there is none.
 */
static void
test_figures(void)
{
    for (int wrong = 0; wrong < 2; wrong++) {
        g_autoptr(Page) page = white_page_new(1000, 600);
        const Word *word = put_page(page, "1350", wrong ? "4350" : "1350");
        g_autoptr(Types) types = types_new(page);
        Fixture f;
        set_up(&f, page, types, word);
        g_autoptr(OwnLook) look = own_look(&f.reading, f.lent);
        g_assert_cmpint(look != NULL, ==, wrong);
        if (look) {
            g_assert_cmpuint(look->changed->symbols->len, ==, 1);
            g_assert_cmpstr(((const Glyph *)look->lent->pdata[0])->symbol->text, ==, "1");
            g_assert_cmpstr(((const Glyph *)look->lent->pdata[1])->symbol->text, ==, "3");
        }
        tear_down(&f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/types/margin", test_margin);
    g_test_add_func("/types/support", test_support);
    g_test_add_func("/types/ask", test_ask);
    g_test_add_func("/types/strange", test_strange);
    g_test_add_func("/types/halves", test_halves);
    g_test_add_func("/types/hyphen", test_hyphen);
    g_test_add_func("/types/breve", test_breve);
    g_test_add_func("/types/listed", test_listed);
    g_test_add_func("/types/figures", test_figures);
    return g_test_run();
}
