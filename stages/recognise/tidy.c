/* tidy.c - brings the reading into the words a reader would quote, keeping what was typed.
 *
 * Letter-spaced words (П Е К И Н) are joined: three and more single letters whose centres stand at even
 * distances. The blanks stay in `raw`. Where the recogniser joined them itself, the width of the word tells,
 * and `raw` gets its blanks back. Small letters and capitals of one shape (в and В, ы and Ы) cannot be told
 * apart on a line of their own: where a word's letters are all as high as the page's capitals it is in
 * capitals, where all are as high as its small letters it is not. A word that came out with both Cyrillic and
 * Latin letters is brought to one script where all letters of the other are look-alikes; otherwise it is
 * marked as a doubt. */
#include "median.h"
#include "stage.h"
#include <math.h>
#include <string.h>

typedef struct {
    gboolean join;
} State;

static const Option options[] = {
    {"join", "join letter-spaced words", OPTION_BOOL, offsetof(State, join), 1},
    {0},
};

static const struct {
    const char *latin, *cyrillic;
} doubles[] = {
    {"A", "А"}, {"B", "В"}, {"C", "С"}, {"E", "Е"}, {"H", "Н"}, {"K", "К"}, {"M", "М"},
    {"O", "О"}, {"P", "Р"}, {"T", "Т"}, {"X", "Х"}, {"Y", "У"}, {"a", "а"}, {"c", "с"},
    {"e", "е"}, {"o", "о"}, {"p", "р"}, {"x", "х"}, {"y", "у"}, {"k", "к"},
};

static guint
count_script(const char *text, GUnicodeScript script)
{
    guint count = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c))
        count += g_unichar_get_script(g_utf8_get_char(c)) == script;
    return count;
}

static char *
to_cyrillic(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        guint i = 0;
        while (i < G_N_ELEMENTS(doubles) && *c != doubles[i].latin[0])
            i++;
        if (i < G_N_ELEMENTS(doubles))
            g_string_append(out, doubles[i].cyrillic);
        else
            g_string_append_unichar(out, g_utf8_get_char(c));
    }
    return g_string_free(out, FALSE);
}

static void
guard_scripts(Page *page, Word *word)
{
    if (!count_script(word->text, G_UNICODE_SCRIPT_LATIN) ||
        !count_script(word->text, G_UNICODE_SCRIPT_CYRILLIC))
        return;
    char *whole = to_cyrillic(word->text);
    if (count_script(whole, G_UNICODE_SCRIPT_LATIN) > 0) {
        page_doubt(page, "tidy", "mixed-scripts", "“%s” has letters of two scripts", word->text);
        g_free(whole);
        return;
    }
    g_free(word->text);
    word->text = whole;
}

static Point
middle(const Quad *q)
{
    return (Point){(q->p[0].x + q->p[2].x) / 2, (q->p[0].y + q->p[2].y) / 2};
}

static double
distance(Point a, Point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static double
word_width(const Word *word)
{
    return distance(word->quad.p[0], word->quad.p[1]);
}

/* The typewriter's pitch in stored pixels: median width of a character over words of five letters and more.
 */
static double
find_pitch(const Page *page)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            glong length = g_utf8_strlen(word->text, -1);
            double width = word_width(word) / (double)length;
            if (length >= 5 && word->confidence > 0.7)
                g_array_append_val(widths, width);
        }
    }
    return widths->len >= 5 ? median_of(widths) : 0;
}

/* One letter, perhaps with quotes, brackets or a full stop round it. */
static gboolean
is_single_letter(const char *text)
{
    guint letters = 0, others = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        if (g_unichar_isalpha(g_utf8_get_char(c)))
            letters++;
        else if (g_unichar_isdigit(g_utf8_get_char(c)))
            return FALSE;
        else
            others++;
    }
    return letters == 1 && others <= 3;
}

/* How many words from `start` form one letter-spaced word: single letters at even distances of at most 3.2
 * pitches; a wider step begins the next word. */
static guint
run_length(const Line *line, guint start, double pitch)
{
    guint end = start;
    double step = 0;
    while (end < line->words->len && is_single_letter(((const Word *)line->words->pdata[end])->text)) {
        if (end > start) {
            const Word *before = line->words->pdata[end - 1], *here = line->words->pdata[end];
            double d = distance(middle(&before->quad), middle(&here->quad));
            if ((pitch > 0 && d > 3.2 * pitch) || (step > 0 && d > 1.45 * step))
                break;
            step = step > 0 ? MIN(step, d) : d;
        }
        end++;
    }
    return end - start;
}

static double
mean_step(const Line *line, guint start, guint count)
{
    const Word *first = line->words->pdata[start], *last = line->words->pdata[start + count - 1];
    return distance(middle(&first->quad), middle(&last->quad)) / (count - 1);
}

/* `spaced`: the typist's blanks, to be kept in raw; otherwise the recogniser saw blanks that are not there.
 */
static void
join_run(Line *line, guint start, guint count, gboolean spaced)
{
    Word *first = line->words->pdata[start];
    g_autoptr(GString) text = g_string_new(first->text);
    g_autoptr(GString) raw = g_string_new(first->text);
    double confidence = first->confidence;
    for (guint i = 1; i < count; i++) {
        Word *next = line->words->pdata[start + i];
        g_string_append(text, next->text);
        g_string_append_printf(raw, " %s", next->text);
        confidence = MIN(confidence, next->confidence);
        first->quad.p[1] = next->quad.p[1];
        first->quad.p[2] = next->quad.p[2];
        g_ptr_array_extend_and_steal(first->symbols, g_steal_pointer(&next->symbols));
        next->symbols = g_ptr_array_new();
    }
    g_ptr_array_remove_range(line->words, start + 1, count - 1);
    g_free(first->text);
    first->text = g_strdup(text->str);
    g_clear_pointer(&first->raw, g_free);
    if (spaced)
        first->raw = g_strdup(raw->str);
    first->confidence = confidence;
    g_clear_pointer(&first->alternatives, g_array_unref);
}

/* Do the letters of a word stand apart by blanks: gaps between them of more than half a pitch? */
static gboolean
stands_apart(const Word *word, double pitch)
{
    double gaps = 0;
    for (guint i = 1; i < word->symbols->len; i++) {
        const Symbol *left = word->symbols->pdata[i - 1], *right = word->symbols->pdata[i];
        gaps += distance(left->quad.p[1], right->quad.p[0]);
    }
    return word->symbols->len > 2 && gaps / (word->symbols->len - 1) > 0.6 * pitch;
}

/* A word whose letters need half as much room again was typed with blanks between. */
static void
restore_blanks(Word *word, double pitch)
{
    glong length = g_utf8_strlen(word->text, -1);
    if (word->raw || length < 3 || pitch <= 0 || word_width(word) / (double)length < 1.55 * pitch ||
        !stands_apart(word, pitch))
        return;
    GString *raw = g_string_new(NULL);
    for (const char *c = word->text; *c; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        if (!g_unichar_isalpha(u) && raw->len == 0) {
            g_string_append_unichar(raw, u);
            continue;
        }
        if (raw->len && g_unichar_isalpha(u) && c != word->text)
            g_string_append_c(raw, ' ');
        g_string_append_unichar(raw, u);
    }
    word->raw = g_string_free(raw, FALSE);
}

/* Letters without parts above or below, in either case. */
#define FLAT_SMALL   "авгежзиклмнопстхчшъыьэюя"
#define FLAT_CAPITAL "АВГЕЖЗИКЛМНОПСТХЧШЪЫЬЭЮЯ"

static double
symbol_height(const Symbol *symbol)
{
    return distance(symbol->quad.p[0], symbol->quad.p[3]);
}

/* Median height of the letters in `which` over words read well; 0 where there are fewer than 20. */
static double
usual_height(const Page *page, const char *which)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; line->words->len > 3 && j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            for (guint k = 0; word->confidence > 0.8 && k < word->symbols->len; k++) {
                double height = symbol_height(word->symbols->pdata[k]);
                if (strstr(which, ((const Symbol *)word->symbols->pdata[k])->text))
                    g_array_append_val(heights, height);
            }
        }
    }
    return heights->len >= 20 ? median_of(heights) : 0;
}

/* Are the word's letters (three at least) all within an eighth of `height`, and none of another case than
 * `which`? */
static gboolean
all_as_high(const Word *word, const char *which, const char *other, double height)
{
    guint count = 0;
    for (guint k = 0; k < word->symbols->len; k++) {
        const Symbol *symbol = word->symbols->pdata[k];
        if (strstr(other, symbol->text))
            return FALSE;
        if (!strstr(which, symbol->text))
            continue;
        if (fabs(symbol_height(symbol) - height) > height / 8)
            return FALSE;
        count++;
    }
    return count >= 3;
}

static void
set_case(Word *word, char *(*change)(const char *, gssize))
{
    char *text = change(word->text, -1);
    g_free(word->text);
    word->text = text;
    if (word->raw) {
        char *raw = change(word->raw, -1);
        g_free(word->raw);
        word->raw = raw;
    }
}

/* A line with a letter higher than capitals is in another, larger face, and says nothing about this one. */
static gboolean
larger_face(const Line *line, double capital)
{
    for (guint j = 0; j < line->words->len; j++) {
        const Word *word = line->words->pdata[j];
        for (guint k = 0; k < word->symbols->len; k++) {
            const Symbol *symbol = word->symbols->pdata[k];
            if (strstr(FLAT_CAPITAL, symbol->text) && symbol_height(symbol) > 1.15 * capital)
                return TRUE;
        }
    }
    return FALSE;
}

static void
mend_case(const Page *page, double small, double capital)
{
    if (small <= 0 || capital < 1.15 * small)
        capital = 1.35 * small;
    for (guint i = 0; small > 0 && i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len && !larger_face(line, capital); j++) {
            Word *word = line->words->pdata[j];
            if (all_as_high(word, FLAT_SMALL, FLAT_CAPITAL, capital))
                set_case(word, g_utf8_strup);
            else if (all_as_high(word, FLAT_CAPITAL, FLAT_SMALL, small))
                set_case(word, g_utf8_strdown);
        }
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double pitch = find_pitch(page);
    mend_case(page, usual_height(page, FLAT_SMALL), usual_height(page, FLAT_CAPITAL));
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        for (guint j = 0; state->join && j < line->words->len; j++) {
            guint run = run_length(line, j, pitch);
            if (run >= 3)
                join_run(line, j, run, mean_step(line, j, run) > 1.4 * pitch);
        }
        for (guint j = 0; j < line->words->len; j++) {
            if (state->join)
                restore_blanks(line->words->pdata[j], pitch);
            guard_scripts(page, line->words->pdata[j]);
        }
        line_refresh(line);
    }
    return TRUE;
}

const Stage stage_tidy = {
    .name = "tidy",
    .summary = "letter-spaced words joined, no word in two scripts",
    .needs = PART_WORDS,
    .gives = PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
