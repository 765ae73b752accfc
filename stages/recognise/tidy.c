/* tidy.c - brings the reading into the words a reader would quote, keeping what was typed.
 *
 * Letter-spaced words (П Е К И Н) are joined (spaced.h). A word that came out with both Cyrillic and Latin
 * letters is brought to one script where all letters of the other are look-alikes; otherwise it is marked as
 * a doubt. */
#include "edit.h"
#include "spaced.h"
#include "stage.h"
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

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    const double pitch = spaced_pitch(page);
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        if (state->join)
            spaced_join(line, pitch);
        for (guint j = 0; j < line->words->len; j++) {
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
