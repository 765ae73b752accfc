/* tidy.c - brings the reading into the words a reader would quote, keeping what was typed.
 *
 * Letter-spaced words (П Е К И Н) are joined: three and more single letters whose centres stand at even
 * distances. The blanks stay in `raw`. Where the recogniser joined them itself, the width of the word tells,
 * and `raw` gets its blanks back. A word that came out with both Cyrillic and
 * Latin letters is brought to one script where all letters of the other are look-alikes; otherwise it is
 * marked as a doubt. */
#include "edit.h"
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

/* Letters without their marks: an English typewriter has none. */
static char *
dup_bare(const char *text)
{
    g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_NFD);
    GString *bare = g_string_new(NULL);
    for (const char *c = parts ? parts : text; *c; c = g_utf8_next_char(c))
        if (!g_unichar_ismark(g_utf8_get_char(c)))
            g_string_append_unichar(bare, g_utf8_get_char(c));
    return g_string_free(bare, FALSE);
}

static gboolean
is_curly(const Word *word, guint at)
{
    static const char *const curly[] = {"‘", "’", "‚", "`", NULL};
    return g_strv_contains(curly, ((const Symbol *)word->symbols->pdata[at])->text);
}

/* A typewriter has one apostrophe, and it is straight; curly ones at a word's edges are specks. */
static void
straighten(Line *line, guint at)
{
    Word *word = line->words->pdata[at];
    const gboolean latin = strcmp(line->script, "Latn") == 0;
    if (word->symbols->len > 1 && is_curly(word, 0))
        edit_drop(line, at, 0);
    if (word->symbols->len > 1 && is_curly(word, word->symbols->len - 1))
        edit_drop(line, at, word->symbols->len - 1);
    for (guint k = 0; latin && k < word->symbols->len; k++) {
        const Symbol *symbol = word->symbols->pdata[k];
        g_autofree char *bare = dup_bare(symbol->text);
        const char *straight = is_curly(word, k) ? "'" : bare;
        if (*straight && strcmp(straight, symbol->text) != 0)
            edit_replace(word, k, straight);
    }
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

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double pitch = find_pitch(page);
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        for (guint j = 0; state->join && j < line->words->len; j++) {
            guint run = run_length(line, j, pitch);
            if (run >= 3)
                edit_join(line, j, run, mean_step(line, j, run) > 1.4 * pitch);
        }
        for (guint j = 0; j < line->words->len; j++) {
            if (state->join)
                restore_blanks(line->words->pdata[j], pitch);
            guard_scripts(page, line->words->pdata[j]);
            straighten(line, j);
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
