/* anew.c - words that no dictionary has, read again in other ways.
 *
 * What `strange` could not mend by a letter is read again alone: from the bilevel ink, darkened, and by
 * another network (again.h). Where one of them reads a word of the dictionary that differs in few letters, it
 * is believed; what was read before stays as an alternative. Names are in no dictionary and stay. */
#include "again.h"
#include "edit.h"
#include "parts.h"
#include "stage.h"
#include <string.h>

typedef struct {
    char *model, *other, *latin, *other_latin;
    int most;
    EnginePair engines;
    AgainPair readers;
} State;

static const Option options[] = {
    {"model", "whose dictionary Cyrillic words are sought in, and that reads them again", OPTION_STRING,
     offsetof(State, model), .text = "rus_typed"},
    {"other", "the other network", OPTION_STRING, offsetof(State, other), .text = "rus"},
    {"latin", "the same for Latin words", OPTION_STRING, offsetof(State, latin), .text = "eng_typed"},
    {"other-latin", "the other network", OPTION_STRING, offsetof(State, other_latin), .text = "eng"},
    {"most", "words of a page that are read again", OPTION_INT, offsetof(State, most), 24, 0, 1000},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    const AgainModels models = {state->model, state->other, state->latin, state->other_latin};
    return engine_pair_load(&state->engines, env->models_dir, state->model, state->latin, error) &&
           again_pair_load(&state->readers, env->models_dir, models, error);
}

static char *
dup_models(const void *data)
{
    const State *state = data;
    g_autofree char *engines = engine_pair_dup_models(&state->engines),
                    *readers = again_pair_dup_models(&state->readers);
    return g_strdup_printf("%s %s", engines, readers);
}

static void
clear(void *data)
{
    State *state = data;
    engine_pair_clear(&state->engines);
    again_pair_clear(&state->readers);
}

#define ROOM 0.15 /* of the word's height: paper left and right of its boxes, which are rough */
#define FEW  3    /* letters for each that may differ */

/* Are the letters of `text`, signs at its ends left out, one word as long as the part that differs in few
 * letters and makes it a word? The letters, to free; NULL: no. */
static char *
dup_fitting(const Engine *engine, const Part *part, const char *text)
{
    const char *start = text;
    while (*start && !g_unichar_isalpha(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    const char *end = start;
    while (*end && g_unichar_isalpha(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    g_autofree char *letters = g_strndup(start, (gsize)(end - start)), *read = parts_letters(part),
                    *word = parts_spell(part, letters);
    const guint length = part->to - part->from;
    guint differ = 0;
    if ((guint)g_utf8_strlen(letters, -1) != length || !engine_has_word(engine, word))
        return NULL;
    for (const char *a = letters, *b = read; *a; a = g_utf8_next_char(a), b = g_utf8_next_char(b)) {
        const gunichar one = g_utf8_get_char(a), other = g_utf8_get_char(b);
        if (g_unichar_isupper(one) != g_unichar_isupper(other))
            return NULL;
        differ += one != other;
    }
    return differ > 0 && FEW * differ <= length ? g_steal_pointer(&letters) : NULL;
}

/* What some way reads in the part's place and is a word; to free, NULL: none does. */
static char *
dup_anew(const AgainReader *reader, const Engine *engine, const Page *page, const Line *line,
         const Part *part)
{
    double x0, y0, x1, y1, left, right;
    Quad first = page_from_stored(page, ((const Symbol *)part->word->symbols->pdata[part->from])->quad),
         last = page_from_stored(page, ((const Symbol *)part->word->symbols->pdata[part->to - 1])->quad);
    quad_bounds(&first, &left, &y0, &x1, &y1);
    quad_bounds(&last, &x0, &y0, &right, &y1);
    const double room = ROOM * (y1 - y0);
    g_autoptr(AgainPart) cut = again_cut(page, line, left - room, right + room);
    for (guint way = 0; cut && way < AGAIN_WAYS; way++) {
        g_autoptr(GPtrArray) words = again_read(reader, cut, way);
        for (guint i = 0; i < words->len; i++) {
            char *letters = dup_fitting(engine, part, ((const Word *)words->pdata[i])->text);
            if (letters)
                return letters;
        }
    }
    return NULL;
}

static void
take_letters(const Part *part, const char *letters)
{
    guint at = part->from;
    for (const char *c = letters; *c; c = g_utf8_next_char(c), at++) {
        g_autofree char *letter = g_strndup(c, (gsize)(g_utf8_next_char(c) - c));
        if (strcmp(((const Symbol *)part->word->symbols->pdata[at])->text, letter) != 0)
            edit_replace(part->word, at, letter);
    }
}

/* The words of a line that are still strange, as far as `left` goes; how many were mended. */
static guint
read_line(const State *state, Page *page, guint at, int *left)
{
    Line *line = page->lines->pdata[at];
    const Engine *engine = engine_pair_for(&state->engines, line);
    const AgainReader *reader =
        engine == state->engines.latin ? state->readers.latin : state->readers.cyrillic;
    PartsAt parts = {0};
    Part part;
    guint mended = 0;
    for (guint i = 0; i < line->words->len; i++)
        ((Word *)line->words->pdata[i])->strange = FALSE;
    while (parts_next_strange(engine, engine_has_word, page, at, &parts, &part)) {
        const gboolean read = part.to - part.from >= FEW && (*left)-- > 0;
        g_autofree char *letters = read ? dup_anew(reader, engine, page, line, &part) : NULL;
        if (letters) {
            take_letters(&part, letters);
            mended++;
        } else {
            part.word->strange = TRUE;
        }
    }
    if (mended)
        line_refresh(line);
    return mended;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    int left = state->most;
    guint mended = 0;
    for (guint i = 0; i < page->lines->len; i++)
        mended += read_line(state, page, i, &left);
    if (mended)
        page_remark(page, "anew", "read_again",
                    "%u words that no dictionary has are words in another reading", mended);
    return TRUE;
}

const Stage stage_anew = {
    .name = "anew",
    .summary = "words that no dictionary has, read again in other ways",
    .needs = PART_IMAGE | PART_INK | PART_LINES | PART_WORDS,
    .gives = PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
