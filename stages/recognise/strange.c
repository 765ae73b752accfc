/* strange.c - words that the dictionary has not, read by the page's own types.
 *
 * A word with one letter misread is seldom a word. Of the letters that the page's own types find likelier in
 * a place, or the recogniser had for possible (types_support()), the one that makes the word one of the
 * dictionary is believed; what was read stays an alternative. Of dictionaries there are two: the language's
 * (speller.h), and the recogniser's own, whose words are left alone but where the types speak clearly. A word
 * that a hyphen parts is looked up whole. Words in capitals are left alone. Fails where two different letters
 * of a word are misread, and where the dictionary has the wrong word (K. Kukich, "Techniques for
 * automatically correcting words in text", ACM Computing Surveys 24, 1992). */
#include "edit.h"
#include "parts.h"
#include "stage.h"
#include "types.h"
#include <string.h>

typedef struct {
    char *model, *latin;
    EnginePair engines;
} State;

static const Option options[] = {
    {"model", "whose dictionary Cyrillic words are sought in", OPTION_STRING, offsetof(State, model),
     .text = "rus_typed"},
    {"latin", "the same for Latin words", OPTION_STRING, offsetof(State, latin), .text = "eng_typed"},
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

#define SHORT 6    /* fewer letters before a full stop may be an abbreviation */
#define FEW   4    /* of fewer letters chance makes a word: more must speak for it */
#define MUCH  0.08 /* support that is enough then */

/* A letter that becomes another in one place of a word, or in all places. */
typedef struct {
    guint at;
    gboolean everywhere;
    const char *letter; /* lent; NULL: no change */
    double support;
} Change;

static gboolean
changes(const Change *change, const Word *word, guint i)
{
    const Symbol *symbol = word->symbols->pdata[i];
    return change && (i == change->at ||
                      (change->everywhere &&
                       strcmp(symbol->text, ((const Symbol *)word->symbols->pdata[change->at])->text) == 0));
}

/* The whole word after a change of its part. To free. */
static char *
spell(const Part *part, const Change *change)
{
    g_autoptr(GString) letters = g_string_new(NULL);
    for (guint i = part->from; i < part->to; i++)
        g_string_append(letters, changes(change, part->word, i)
                                     ? change->letter
                                     : ((const Symbol *)part->word->symbols->pdata[i])->text);
    return parts_spell(part, letters->str);
}

/* What speaks for a change: the least over its places. */
static double
weigh(Types *types, const Word *word, const Change *change)
{
    double least = G_MAXDOUBLE;
    for (guint i = 0; i < word->symbols->len; i++)
        if (changes(change, word, i))
            least = MIN(least, types_support(types, word->symbols->pdata[i], change->letter));
    return least;
}

/* Keeps the change if it makes the word one of the dictionary and more speaks for it. */
static void
try_change(const Engine *engine, Types *types, const Part *part, Change change, Change *best)
{
    const char *read = ((const Symbol *)part->word->symbols->pdata[change.at])->text;
    /* Of so few a sign is not one misread. */
    const gboolean few = part->to - part->from < PARTS_FEW && !part->head && !part->tail;
    if (few && !g_unichar_isalpha(g_utf8_get_char(change.letter)))
        return;
    if (strcmp(change.letter, read) == 0 || g_unichar_isdigit(g_utf8_get_char(change.letter)) ||
        g_unichar_isupper(g_utf8_get_char(change.letter)) != g_unichar_isupper(g_utf8_get_char(read)))
        return;
    g_autofree char *text = spell(part, &change);
    if (!engine_has_word(engine, text))
        return;
    change.support = weigh(types, part->word, &change);
    if (change.support > best->support)
        *best = change;
}

static gboolean
is_repeated(const Word *word, guint at)
{
    guint count = 0;
    for (guint i = 0; i < word->symbols->len; i++)
        count += strcmp(((const Symbol *)word->symbols->pdata[i])->text,
                        ((const Symbol *)word->symbols->pdata[at])->text) == 0;
    return count > 1;
}

/* The change for which most speaks among those that make the word one of the dictionary; `letters`: those of
 * the page. */
static Change
find_change(const Engine *engine, Types *types, const GPtrArray *letters, const Part *part)
{
    Change best = {0};
    for (guint at = part->from; at < part->to; at++) {
        const Symbol *symbol = part->word->symbols->pdata[at];
        const gboolean repeated = is_repeated(part->word, at);
        for (guint i = 0; i < letters->len; i++) {
            try_change(engine, types, part, (Change){at, FALSE, letters->pdata[i], 0}, &best);
            if (repeated)
                try_change(engine, types, part, (Change){at, TRUE, letters->pdata[i], 0}, &best);
        }
        if (strcmp(symbol->text, "и") == 0)
            try_change(engine, types, part, (Change){at, FALSE, "й", 0}, &best);
        for (guint i = 0; symbol->alternatives && i < symbol->alternatives->len; i++)
            try_change(engine, types, part,
                       (Change){at, FALSE, g_array_index(symbol->alternatives, Alternative, i).text, 0},
                       &best);
    }
    return best;
}

/* «Comr.» is no word, and no misread one; a word of three letters is soon made, and so is a word of a name
 * («Хен», «фен»). */
static gboolean
is_enough(const Part *part, const Change *change)
{
    const guint letters = part->to - part->from;
    const gboolean capital = g_unichar_isupper(parts_sign(part->word, part->from));
    if (part->head || part->tail)
        return TRUE;
    if (letters < FEW && (capital || parts_sign(part->word, part->to) == '.'))
        return FALSE;
    if (parts_sign(part->word, part->to) == '.' && letters < SHORT)
        return change->support >= 0.2;
    return change->support >= MUCH || (letters >= FEW && !(capital && letters < SHORT));
}

static void
change_word(Word *word, const Change *change)
{
    g_autofree char *before = g_strdup(word->text), *letter = g_strdup(change->letter),
                    *read = g_strdup(((const Symbol *)word->symbols->pdata[change->at])->text);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < word->symbols->len; i++) {
        Symbol *symbol = word->symbols->pdata[i];
        if (i == change->at || (change->everywhere && strcmp(symbol->text, read) == 0)) {
            alternatives_add(&symbol->alternatives, symbol->text, symbol->confidence / 2);
            g_free(symbol->text);
            symbol->text = g_strdup(letter);
        }
        g_string_append(text, symbol->text);
    }
    alternatives_add(&word->alternatives, before, word->confidence / 2);
    g_free(word->text);
    word->text = g_strdup(text->str);
}

/* A word that only the recogniser's dictionary has («inte», «alse») becomes one of the language's where a
 * letter is clearly another of the page's types. */
static guint
change_misprints(const Engine *engine, Types *types, const Page *page, guint at)
{
    PartsAt parts = {0};
    Part part;
    guint changed = 0;
    while (parts_next_strange(engine, engine_spells_word, page, at, &parts, &part)) {
        Change best = {0};
        for (guint i = part.from; i < part.to; i++) {
            Change change = {i, FALSE, NULL, 0};
            if (!types_ask(types, part.word->symbols->pdata[i], &change.letter, &change.support) ||
                !change.letter || change.support < MUCH || change.support <= best.support)
                continue;
            g_autofree char *text = spell(&part, &change);
            if (engine_spells_word(engine, text))
                best = change;
        }
        if (best.letter) {
            change_word(part.word, &best);
            changed++;
        }
    }
    return changed;
}

static guint
change_line(const State *state, Types *types, const GPtrArray *letters, Page *page, guint at)
{
    Line *line = page->lines->pdata[at];
    const Engine *engine = engine_pair_for(&state->engines, line);
    PartsAt parts = {0};
    Part part;
    guint changed = 0;
    for (guint i = 0; i < line->words->len; i++)
        ((Word *)line->words->pdata[i])->strange = FALSE;
    while (parts_next_strange(engine, engine_has_word, page, at, &parts, &part)) {
        const Change change = find_change(engine, types, letters, &part);
        if (change.letter && is_enough(&part, &change)) {
            change_word(part.word, &change);
            changed++;
        } else {
            part.word->strange = TRUE;
        }
    }
    changed += change_misprints(engine, types, page, at);
    if (changed)
        line_refresh(line);
    return changed;
}

/* A full stop or a smudge at the end of a line that parts a word of the dictionary in two halves, of which
 * the second is none, is a hyphen. */
static gboolean
mend_hyphen(const State *state, Page *page, guint at)
{
    Line *line = page->lines->pdata[at];
    const Engine *engine = engine_pair_for(&state->engines, line);
    Word *head = parts_end(page, at, TRUE);
    const Word *tail = parts_end(page, at + 1, FALSE);
    guint last = head && head->symbols->len > 0 ? head->symbols->len - 1 : 0, from, from_tail, to_tail;
    if (!tail || last == 0 || !g_utf8_strchr(".=_~—", -1, parts_sign(head, last)) ||
        !g_unichar_islower(parts_sign(tail, 0)) || !parts_next(tail, 0, &from_tail, &to_tail) ||
        from_tail > 0)
        return FALSE;
    for (from = last; from > 0 && g_unichar_isalpha(parts_sign(head, from - 1));)
        from--;
    const Part first = {head, from, last, NULL, NULL}, second = {parts_end(page, at + 1, FALSE), 0, to_tail};
    g_autofree char *start = parts_letters(&first), *rest = parts_letters(&second);
    g_autofree char *whole = g_strconcat(start, rest, NULL);
    if (from == last || engine_has_word(engine, rest) || !engine_has_word(engine, whole))
        return FALSE;
    edit_replace(head, last, "-");
    line_refresh(line);
    return TRUE;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autoptr(Types) types = types_new(page);
    g_autoptr(GPtrArray) letters = types_letters(types);
    guint changed = 0;
    for (guint i = 0; i < page->lines->len; i++)
        changed += mend_hyphen(state, page, i);
    for (guint i = 0; i < page->lines->len; i++)
        changed += change_line(state, types, letters, page, i);
    if (changed)
        page_remark(page, "strange", "own_types",
                    "%u words have a letter or hyphen by the page's own types and the dictionary", changed);
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
