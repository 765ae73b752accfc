/* test-body.c - the text of a telegram among rows: the last word of a paragraph belongs to it, a note in the
 * margin does not, and places where no typist leaves a text so are told. */
#include "forms/reading.h"
#include "white-page.h"

#define STEP 30 /* pixels at 300 dpi: 2.54 mm */

typedef struct {
    const char *text;
    int x, y, off; /* `off`: how much farther from the one before each letter was boxed */
} Typed;

static void
put_line(Page *page, const Typed *typed)
{
    const double high = 33;
    g_auto(GStrv) words = g_strsplit(typed->text, " ", -1);
    int x = typed->x;
    Line *line = page_add_line(
        page, LINE_TYPED, quad_from_rect(x, typed->y, STEP * (double)g_utf8_strlen(typed->text, -1), high));
    line->script = "Cyrl";
    for (guint i = 0; words[i]; i++, x += STEP) {
        const double wide = STEP * (double)g_utf8_strlen(words[i], -1);
        Word *word = line_add_word(line, words[i], quad_from_rect(x, typed->y, wide, high), 0.95);
        for (const char *c = words[i]; *c; c = g_utf8_next_char(c), x += STEP) {
            g_autofree char *letter = g_strndup(c, (gsize)(g_utf8_next_char(c) - c));
            const int off = typed->off * (int)word->symbols->len;
            word_add_symbol(word, letter, quad_from_rect(x + 3 + off, typed->y, 24, high), 0.99);
        }
    }
    line_refresh(line);
}

/* The body of a page with these rows; lent by the page. */
static const Field *
read_body(Page *page, const Typed *rows, guint count)
{
    Form form = {.anchors = g_ptr_array_new(), .fields = g_ptr_array_new(), .rules = g_ptr_array_new()};
    FormField field = {.name = "body", .place = PLACE_REST, .type = "text"};
    g_autoptr(GRegex) after = g_regex_new("^Дорогой .*:$", 0, 0, NULL);
    field.after = after;
    for (guint i = 0; i < count; i++)
        put_line(page, &rows[i]);
    g_autoptr(GlyphSheet) sheet = glyphs_new(page, FALSE);
    FieldReading reading = {.page = page, .zones = {.form = &form, .sheet = sheet}};
    reading.rows = zone_rows(&reading.zones, -1, 1000, SAME_LINE);
    reading_rest(&reading, &field);
    g_ptr_array_unref(reading.rows);
    g_ptr_array_unref(form.anchors);
    g_ptr_array_unref(form.fields);
    g_ptr_array_unref(form.rules);
    return page_find_field(page, "body");
}

#define PARAGRAPH                                                                                            \
    {"Автомашина разбита и восстановлению не подлежит.", 550, 300, 0},                                       \
        {"Бензин получаем с перебоями, уголь тоже, просим", 400, 360, 0},                                    \
        {"сообщить, когда будет отгрузка по договору этой", 400, 420, 0},                                    \
    {                                                                                                        \
        "весны.", 400, 480, 0                                                                                \
    }

static void
check_end(const Typed *rows, guint count, const char *end)
{
    g_autoptr(Page) page = white_page_new(2400, 1200);
    const Field *body = read_body(page, rows, count);
    g_assert_true(g_str_has_suffix(body->value, end));
    g_assert_cmpfloat(body->evidence[EVIDENCE_BROKEN], ==, 0);
}

/* Its boxes are so uneven that alone it would be no typescript; its paragraph begins set in. */
static void
test_last_word(void)
{
    static const Typed rows[] = {
        PARAGRAPH,
        {"С докладом выступил Готвальд, прения продолжались", 550, 540, 0},
        {"дня.", 400, 600, 11},
    };
    check_end(rows, G_N_ELEMENTS(rows), "весны. С докладом выступил Готвальд, прения продолжались дня.");
}

/* A row of its own, and beside a line of the text. */
static void
test_margin(void)
{
    static const int heights[] = {575, 610};
    for (guint i = 0; i < G_N_ELEMENTS(heights); i++) {
        const Typed rows[] = {
            PARAGRAPH,
            {"Показаны в", 550, 540, 0},
            {"В дело", 150, heights[i], 0},
            {"восьми городах и в двух селах, сообщите об этом", 400, 610, 0},
            {"всем товарищам, которые участвуют в совещании.", 400, 670, 0},
        };
        check_end(rows, G_N_ELEMENTS(rows),
                  "весны. Показаны в восьми городах и в двух селах, сообщите об этом "
                  "всем товарищам, которые участвуют в совещании.");
    }
}

/* Beside the first line of the text, or the last: the line stays. */
static void
test_margin_at_ends(void)
{
    static const int heights[] = {300, 600};
    for (guint i = 0; i < G_N_ELEMENTS(heights); i++) {
        const Typed rows[] = {
            PARAGRAPH,
            {"С докладом выступил Готвальд, прения продолжались", 550, 540, 0},
            {"два дня подряд, сообщите об этом всем товарищам.", 400, 600, 0},
            {"В дело", 150, heights[i], 0},
        };
        check_end(
            rows, G_N_ELEMENTS(rows),
            "Автомашина разбита и восстановлению не подлежит. Бензин получаем с перебоями, уголь тоже, "
            "просим сообщить, когда будет отгрузка по договору этой весны. С докладом выступил Готвальд, "
            "прения продолжались два дня подряд, сообщите об этом всем товарищам.");
    }
}

/* A line that was lost leaves a hyphen before a capital: the evidence has it. */
static void
test_odd(void)
{
    static const Typed rows[] = {
        {"Автомашина разбита и восстановлению не подле-", 550, 300, 0},
        {"Бензин получаем с перебоями, уголь тоже, просим", 400, 360, 0},
        {"сообщить, когда будет отгрузка по договору весны", 400, 420, 0},
    };
    g_autoptr(Page) page = white_page_new(2400, 1200);
    const Field *body = read_body(page, rows, G_N_ELEMENTS(rows));
    g_assert_cmpfloat(body->evidence[EVIDENCE_BROKEN], ==, 2);
}

/* The paper's edge, read as a figure right of the text, is none of it; so is a mark in the margin that leans
 * into two of its lines, but these are told as touched. */
static void
test_edge(void)
{
    static const Typed rows[] = {
        {"Автомашина разбита и восстановлению не подлежит.", 550, 300, 0},
        {"Бензин получаем с перебоями, уголь тоже, просим", 400, 360, 0},
        {"1", 2250, 390, 0},
        {"сообщить, когда будет отгрузка по договору этой", 400, 420, 0},
        {"весны.", 400, 480, 0},
    };
    g_autoptr(Page) page = white_page_new(2400, 1200);
    Annotation *mark = page_add_annotation(page, ANNOTATION_MARGIN, quad_from_rect(300, 360, 115, 80));
    mark->confidence = 1;
    const Field *body = read_body(page, rows, G_N_ELEMENTS(rows));
    g_assert_null(strchr(body->value, '1'));
    g_assert_cmpfloat(body->evidence[EVIDENCE_BESIDE], ==, 2);
}

/* What stands above the greeting is none of the text, though no field took it. */
static void
test_after(void)
{
    static const Typed rows[] = {
        {"Ташкент, улица Ленина, дом 4, квартира 12", 400, 180, 0},
        {"Дорогой товарищ:", 400, 240, 0},
        PARAGRAPH,
        {"С докладом выступил Готвальд, прения продолжались", 550, 540, 0},
        {"два дня подряд, сообщите об этом всем товарищам.", 400, 600, 0},
    };
    g_autoptr(Page) page = white_page_new(2400, 1200);
    const Field *body = read_body(page, rows, G_N_ELEMENTS(rows));
    g_assert_true(g_str_has_prefix(body->value, "Автомашина разбита"));
    g_assert_true(g_str_has_suffix(body->value, "всем товарищам."));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/body/last-word", test_last_word);
    g_test_add_func("/body/margin", test_margin);
    g_test_add_func("/body/margin-at-ends", test_margin_at_ends);
    g_test_add_func("/body/odd", test_odd);
    g_test_add_func("/body/after", test_after);
    g_test_add_func("/body/edge", test_edge);
    return g_test_run();
}
