/* strange.c - words that the dictionary has not, read by the page's own types.
 *
 * A word with one letter misread is seldom a word. Of the letters that the page's own types (types.h) find
 * likelier in a place, the one that makes the word one of the dictionary is believed; what was read stays an
 * alternative. Words in capitals and those of less than four letters are left alone. Fails where two letters
 * of a word are misread, and where the dictionary has the wrong word. */
#include "engine.h"
#include "stage.h"
#include "types.h"
#include <string.h>

typedef struct {
    char *model, *latin;
    double margin;
    EnginePair engines;
} State;

static const Option options[] = {
    {"model", "whose dictionary Cyrillic words are sought in", OPTION_STRING, offsetof(State, model),
     .text = "rus_typed"},
    {"latin", "the same for Latin words", OPTION_STRING, offsetof(State, latin), .text = "eng_typed"},
    {"margin", "by how much a letter must be liker its own kind than what it was read as", OPTION_DOUBLE,
     offsetof(State, margin), TYPES_MARGIN, 0, 2},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    return engine_pair_load(&state->engines, env->models_dir, state->model, state->latin, error);
}

static char *
dup_models(const void *data)
{
    return engine_pair_dup_models(&((const State *)data)->engines);
}

static void
clear(void *data)
{
    engine_pair_clear(&((State *)data)->engines);
}

#define LEAST_LETTERS 4

/* The word's letters without signs at its ends, `at` replaced; NULL where signs or figures are among them. To
 * free. */
static char *
spell(const Word *word, guint at, const char *letter)
{
    GString *text = g_string_new(NULL);
    guint end = word->symbols->len;
    while (end > 0 &&
           !g_unichar_isalnum(g_utf8_get_char(((const Symbol *)word->symbols->pdata[end - 1])->text)))
        end--;
    for (guint i = 0; i < end; i++) {
        const char *symbol = i == at ? letter : ((const Symbol *)word->symbols->pdata[i])->text;
        if (!g_unichar_isalpha(g_utf8_get_char(symbol))) {
            g_string_free(text, TRUE);
            return NULL;
        }
        g_string_append(text, symbol);
    }
    return g_string_free(text, FALSE);
}

/* Letters, small but for the first, that are no word; not what a hyphen parts. */
static gboolean
is_strange(const Engine *engine, const Word *word)
{
    g_autofree char *text = spell(word, G_MAXUINT, NULL);
    if (!text || g_str_has_suffix(word->text, "-") || g_utf8_strlen(text, -1) < LEAST_LETTERS)
        return FALSE;
    for (const char *c = g_utf8_next_char(text); *c; c = g_utf8_next_char(c))
        if (!g_unichar_islower(g_utf8_get_char(c)))
            return FALSE;
    return !engine_has_word(engine, text);
}

typedef struct {
    guint at;
    const char *letter; /* lent */
    double margin;
} Change;

/* The likeliest change of one letter that makes the word one of the dictionary. */
static Change
find_change(const State *state, const Engine *engine, Types *types, const GPtrArray *letters,
            const Word *word)
{
    Change best = {.margin = state->margin};
    for (guint at = 0; at < word->symbols->len; at++) {
        const Symbol *symbol = word->symbols->pdata[at];
        for (guint i = 0; i < letters->len && g_unichar_islower(g_utf8_get_char(symbol->text)); i++) {
            const char *letter = letters->pdata[i];
            g_autofree char *text =
                strcmp(letter, symbol->text) != 0 && g_unichar_islower(g_utf8_get_char(letter))
                    ? spell(word, at, letter)
                    : NULL;
            if (!text || !engine_has_word(engine, text))
                continue;
            double margin = types_margin(types, symbol, letter);
            if (margin > best.margin)
                best = (Change){at, letter, margin};
        }
    }
    return best;
}

static void
change_word(Word *word, const Change *change)
{
    Symbol *symbol = word->symbols->pdata[change->at];
    g_autofree char *letter = g_strdup(change->letter), *before = g_strdup(word->text);
    g_autoptr(GString) text = g_string_new(NULL);
    alternatives_add(&symbol->alternatives, symbol->text, symbol->confidence / 2);
    g_free(symbol->text);
    symbol->text = g_steal_pointer(&letter);
    for (guint i = 0; i < word->symbols->len; i++)
        g_string_append(text, ((const Symbol *)word->symbols->pdata[i])->text);
    alternatives_add(&word->alternatives, before, word->confidence / 2);
    g_free(word->text);
    word->text = g_strdup(text->str);
}

static guint
change_line(const State *state, Types *types, const GPtrArray *letters, Line *line)
{
    const Engine *engine = strcmp(line->script, "Latn") == 0 ? state->engines.latin : state->engines.cyrillic;
    guint changed = 0;
    for (guint i = 0; i < line->words->len; i++) {
        Word *word = line->words->pdata[i];
        Change change =
            is_strange(engine, word) ? find_change(state, engine, types, letters, word) : (Change){0};
        if (!change.letter)
            continue;
        change_word(word, &change);
        changed++;
    }
    if (changed)
        line_refresh(line);
    return changed;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autoptr(Types) types = types_new(page);
    g_autoptr(GPtrArray) letters = types_letters(types);
    guint changed = 0;
    for (guint i = 0; i < page->lines->len; i++)
        changed += change_line(state, types, letters, page->lines->pdata[i]);
    if (changed)
        page_remark(page, "strange", "own_types",
                    "%u words have a letter by the page's own types and the dictionary", changed);
    return TRUE;
}

const Stage stage_strange = {
    .name = "strange",
    .summary = "words that the dictionary has not, by the page's own types",
    .needs = PART_IMAGE | PART_LINES | PART_WORDS,
    .gives = PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
