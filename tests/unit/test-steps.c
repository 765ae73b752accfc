/* test-steps.c - blanks and signs by the typewriter's steps, and letters' case by their height: lines that
 * were typed as one thing and read as another. Of each line the test says what was struck, a letter, sign or
 * blank a step, and what the recogniser made of it; '~' in what was struck is a blank with a speck in it that
 * was read as a sign. */
#include "stage.h"
#include "white-page.h"
#include <string.h>

extern const Stage stage_steps, stage_case;

#define STEP  30
#define SMALL 24
#define TALL  33

typedef struct {
    const char *struck, *read, *expected, *next; /* next: the line below, NULL: none */
} Case;

/* Where a character stands and how high it is, as struck. */
static Quad
place_of(gunichar c, int column, int y)
{
    const double x = 100 + STEP * column;
    if (c == '.' || c == ',' || c == '~')
        return quad_from_rect(x + 10, y - (c == '~' ? 3 : 6), 8, c == '~' ? 3 : c == ',' ? 12 : 6);
    if (c == '-')
        return quad_from_rect(x + 6, y - 12, 14, 4);
    const double height = g_unichar_isupper(c) || g_unichar_isdigit(c) ? TALL : SMALL;
    return quad_from_rect(x + 3, y - height, 24, height);
}

static void
put_word(Line *line, const char *read, gsize length, Quad first, Quad last)
{
    g_autofree char *text = g_strndup(read, length);
    Quad quad = {{first.p[0], last.p[1], last.p[2], first.p[3]}};
    line_add_word(line, text, quad, 0.95);
}

/* A line as read: its characters but blanks are, one after another, the struck ones but blanks. */
static Line *
put_line(Page *page, const char *struck, const char *read, int y)
{
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(90, y - 40, 1500, 50));
    line->script = "Cyrl";
    int column = 0;
    const char *s = struck;
    g_auto(GStrv) words = g_strsplit(read, " ", -1);
    for (guint i = 0; words[i]; i++) {
        Word *word = NULL;
        for (const char *r = words[i]; *r; r = g_utf8_next_char(r)) {
            for (; *s == ' '; s++)
                column++;
            Quad place = place_of(g_utf8_get_char(s), column++, y);
            g_autofree char *sign = g_strndup(r, (gsize)(g_utf8_next_char(r) - r));
            s = g_utf8_next_char(s);
            if (!word) {
                put_word(line, words[i], strlen(words[i]), place, place);
                word = line->words->pdata[line->words->len - 1];
            }
            word->quad = quad_from_rect(word->quad.p[0].x, y - TALL, place.p[1].x - word->quad.p[0].x, TALL);
            word_add_symbol(word, sign, place, 0.99);
        }
    }
    line_refresh(line);
    return line;
}

/* Enough type to tell a step, a height and a full stop by. */
static Page *
put_page(void)
{
    Page *page = white_page_new(1800, 1200);
    const char *text = "Соглашение заключено. Просим сообщить. В начале";
    for (int i = 0; i < 4; i++)
        put_line(page, text, text, 100 + 60 * i);
    page->parts |= PART_LINES | PART_WORDS | PART_ANNOTATIONS;
    return page;
}

static void
check(const Stage *stage, const Case *row)
{
    g_autoptr(Page) page = put_page();
    Line *line = put_line(page, row->struck, row->read, 500);
    if (row->next)
        put_line(page, row->next, row->next, 560);
    g_assert_true(stage->process(NULL, page, NULL));
    g_assert_cmpstr(line->text, ==, row->expected);
    const Line *first = page->lines->pdata[0];
    g_assert_cmpstr(first->text, ==, "Соглашение заключено. Просим сообщить. В начале");
}

static void
test_blanks(void)
{
    static const Case rows[] = {
        /* blanks that the recogniser lost or saw */
        {"сообщили,когда будет", "сообщили, когда будет", "сообщили,когда будет", NULL},
        {"законченной. Рабочие", "законченной.Рабочие", "законченной. Рабочие", NULL},
        {"законченной. Рабочие", "законченной .Рабочие", "законченной. Рабочие", NULL},
        {"руководства.Забастовка", "руководства .Забастовка", "руководства.Забастовка", NULL},
        {"раз\"яснить вопрос", "раз \"яснить вопрос", "раз\"яснить вопрос", NULL},
        {"подпись Филиппов.", "подпись Фили п по в.", "подпись Филиппов.", NULL},
        {"на П е к и н", "на П е к и н", "на П е к и н", NULL},
        /* specks in blanks */
        {"на рынке~выросли", "на рынке.выросли", "на рынке выросли", NULL},
        {"прошло без~обсуждения", "прошло без. обсуждения", "прошло без обсуждения", NULL},
        {"показаны в~восьми", "показаны в.восьми", "показаны в восьми", NULL},
        /* what is right stays */
        {"сего года и т.е. позднее", "сего года и т.е. позднее", "сего года и т.е. позднее", NULL},
        {"начат. Не хватает", "начат. Не хватает", "начат. Не хватает", NULL},
        {"начат.Не хватает", "начат.Не хватает", "начат.Не хватает", NULL},
        {"отпускает бумагу, соль", "отпускает бумагу, соль", "отпускает бумагу, соль", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&stage_steps, &rows[i]);
}

/* A quote that stands for ъ and was read as a blank: ink hangs in the step between the letters. */
static void
test_hard_sign(void)
{
    static const struct {
        const char *struck, *expected;
        int top; /* of the ink above the line's foot; 0: none */
    } rows[] = {
        {"очень необ яснимая задержка", "очень необ\"яснимая задержка", 34},
        {"очень необ яснимая задержка", "очень необ яснимая задержка", 0},
        {"очень необ яснимая задержка", "очень необ яснимая задержка", 8},
        {"очень небу яснимая задержка", "очень небу яснимая задержка", 34},
        {"очень необ оснимая задержка", "очень необ оснимая задержка", 34},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = put_page();
        Line *line = put_line(page, rows[i].struck, rows[i].struck, 500);
        if (rows[i].top)
            pixRasterop(page->ink, 100 + STEP * 10 + 10, 500 - rows[i].top, 10, 8, PIX_SET, NULL, 0, 0);
        g_assert_true(stage_steps.process(NULL, page, NULL));
        g_assert_cmpstr(line->text, ==, rows[i].expected);
    }
}

/* Signs that were read as something higher, by the ink of their step; and what is no sign. */
static void
test_signs(void)
{
    static const struct {
        const char *struck, *read, *expected;
        int column;
        int ink[3][4]; /* left of the step's left edge, top above the foot, width, height */
        gboolean printed;
    } rows[] = {
        /* a full stop that left a ring, a letter without its head, a letter */
        {"кончено. Он уехал", "конченое Он уехал", "кончено. Он уехал", 7, {{8, 15, 14, 15}}},
        {"конченое Он уехал", "конченое Он уехал", "конченое Он уехал", 7, {{6, 15, 4, 15}, {19, 15, 4, 15}}},
        {"конченое Он уехал", "конченое Он уехал", "конченое Он уехал", 7, {{3, 24, 24, 24}}},
        {"кончено, он уехал", "конченоз он уехал", "кончено, он уехал", 7, {{10, 10, 8, 18}}},
        {"кончено, он уехал", "кончено; он уехал", "кончено, он уехал", 7, {{10, 10, 8, 18}}},
        {"кончено; он уехал", "кончено; он уехал", "кончено; он уехал", 7, {{10, 8, 8, 16}, {10, 24, 8, 8}}},
        {"кончено: он уехал", "кончено: он уехал", "кончено: он уехал", 7, {{10, 8, 8, 8}, {10, 24, 8, 8}}},
        /* small print */
        {"кончено. Он уехал", "конченое Он уехал", "конченое Он уехал", 7, {{8, 15, 14, 15}}, TRUE},
        /* dashes: alone, joined to the letters beside; the bar of a н */
        {"кто-то уехал туда", "ктоето уехал туда", "кто-то уехал туда", 3, {{4, 14, 20, 8}}},
        {"кто-то уехал туда", "ктоето уехал туда", "кто-то уехал туда", 3, {{-6, 14, 42, 8}}},
        {"ктонто уехал туда",
         "ктонто уехал туда",
         "ктонто уехал туда",
         3,
         {{-6, 14, 42, 5}, {5, 24, 4, 24}, {21, 24, 4, 24}}},
        {"весна - лето зима", "весна = лето зима", "весна - лето зима", 6, {{4, 14, 22, 6}}},
        {"весна = лето зима", "весна = лето зима", "весна = лето зима", 6, {{4, 18, 22, 4}, {4, 9, 22, 4}}},
        {"книги' здесь была", "книги! здесь была", "книги' здесь была", 5, {{13, 34, 5, 12}}},
        {"книги! здесь была", "книги! здесь была", "книги! здесь была", 5, {{13, 34, 5, 24}, {13, 5, 5, 5}}},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = put_page();
        Line *line = put_line(page, rows[i].struck, rows[i].read, 500);
        for (guint k = 0; k < 3; k++)
            pixRasterop(page->ink, 100 + STEP * rows[i].column + rows[i].ink[k][0], 500 - rows[i].ink[k][1],
                        rows[i].ink[k][2], rows[i].ink[k][3], PIX_SET, NULL, 0, 0);
        if (rows[i].printed)
            page_take_kinds(page, pixConvert1To8(NULL, page->ink, 0, INK_PRINTED));
        g_assert_true(stage_steps.process(NULL, page, NULL));
        g_assert_cmpstr(line->text, ==, rows[i].expected);
    }
}

static void
test_ends(void)
{
    static const Case rows[] = {
        {"вечером состоя-", "вечером состоя.", "вечером состоя-", "лась беседа"},
        {"вечером состоялась.", "вечером состоялась-", "вечером состоялась.", "Беседа"},
        {"просим медика-", "просим медика -", "просим медика-", "ментов"},
        {"данные за  .", "данные за .", "данные за", "истекший год"},
        {"данные отосланы.", "данные отосланы.", "данные отосланы.", "истекший год"},
        {"поездка продли-", "поездка продли-", "поездка продли-", "лась долго"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&stage_steps, &rows[i]);
}

/* What a pen struck out has no dashes at its ends; what it did not has. */
static void
test_struck(void)
{
    for (int struck = 0; struck < 2; struck++) {
        g_autoptr(Page) page = put_page();
        Line *line = put_line(page, "с-Вашим-мнением и просим", "с -Вашим- мнением и просим", 500);
        if (struck)
            page_add_annotation(page, ANNOTATION_STRIKE, quad_from_rect(100 + STEP, 484, 7 * STEP, 8));
        g_assert_true(stage_steps.process(NULL, page, NULL));
        g_assert_cmpstr(line->text, ==, struck ? "с Вашим мнением и просим" : "с -Вашим-мнением и просим");
    }
}

/* Print keeps no even steps: nothing is moved. */
static void
test_print(void)
{
    g_autoptr(Page) page = put_page();
    Line *line = put_line(page, "сообщили,когда будет", "сообщили, когда будет", 500);
    for (guint i = 0; i < line->words->len; i++) {
        Word *word = line->words->pdata[i];
        for (guint j = 0; j < word->symbols->len; j++) {
            Symbol *symbol = word->symbols->pdata[j];
            for (int p = 0; p < 4; p++)
                symbol->quad.p[p].x += 9 * ((i + j) % 3);
        }
    }
    g_assert_true(stage_steps.process(NULL, page, NULL));
    g_assert_cmpstr(line->text, ==, "сообщили, когда будет");
}

static void
test_case(void)
{
    static const Case rows[] = {
        {"письмо с извинением", "письмо С извинением", "письмо с извинением", NULL},
        {"потому что нет", "потому Что нет", "потому что нет", NULL},
        {"на ОСЕНЬ прошлого", "на осень прошлого", "на ОСЕНЬ прошлого", NULL},
        {"на осень прошлого", "на ОСЕНЬ прошлого", "на осень прошлого", NULL},
        {"решено. Но позднее", "решено. но позднее", "решено. Но позднее", NULL},
        /* a capital in the middle of a sentence is not made, nor a small letter of a capital */
        {"видел Сталина и нас", "видел сталина и нас", "видел сталина и нас", NULL},
        {"видел Сталина и нас", "видел Сталина и нас", "видел Сталина и нас", NULL},
        /* a worn capital of a letter-spaced word */
        {"степень О С о Б А Я", "степень О С О Б А Я", "степень О С О Б А Я", NULL},
        /* А and а have two shapes: what was read was seen */
        {"просим Аванс выдать", "просим Аванс выдать", "просим Аванс выдать", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&stage_case, &rows[i]);
}

/* A label in larger print leaves what was typed beside it to be judged; print beside it is left alone. */
static void
test_beside_label(void)
{
    for (int typed = 0; typed < 2; typed++) {
        g_autoptr(Page) page = put_page();
        Line *line = put_line(page, "К   ЛОНДОН", "К   лондон", 500);
        Word *label = line->words->pdata[0], *value = line->words->pdata[line->words->len - 1];
        Quad *quad = &((Symbol *)label->symbols->pdata[0])->quad;
        quad->p[0].y = quad->p[1].y = label->quad.p[0].y = label->quad.p[1].y = 500 - 1.4 * TALL;
        PIX *kinds = pixCreate(1800, 1200, 8);
        BOX *box = boxCreate((int)value->quad.p[0].x, 500 - TALL, 6 * STEP, TALL);
        pixSetInRectArbitrary(kinds, box, typed ? INK_TYPED : INK_PRINTED);
        boxDestroy(&box);
        page_take_kinds(page, kinds);
        g_assert_true(stage_case.process(NULL, page, NULL));
        g_assert_cmpstr(value->text, ==, typed ? "ЛОНДОН" : "лондон");
    }
}

/* What follows a hyphen at the end of a line begins small. */
static void
test_parted(void)
{
    g_autoptr(Page) page = put_page();
    put_line(page, "копии воспре-", "копии воспре-", 500);
    Line *line = put_line(page, "щается снимать", "Щается снимать", 560);
    g_assert_true(stage_case.process(NULL, page, NULL));
    g_assert_cmpstr(line->text, ==, "щается снимать");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/steps/blanks", test_blanks);
    g_test_add_func("/steps/hard-sign", test_hard_sign);
    g_test_add_func("/steps/signs", test_signs);
    g_test_add_func("/steps/ends", test_ends);
    g_test_add_func("/steps/struck", test_struck);
    g_test_add_func("/steps/print", test_print);
    g_test_add_func("/case/heights", test_case);
    g_test_add_func("/case/beside-label", test_beside_label);
    g_test_add_func("/case/parted", test_parted);
    return g_test_run();
}
