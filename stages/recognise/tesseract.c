/* tesseract.c - reads the lines.
 *
 * Every line is cut out with a few pixels of padding and read alone, in the language that the evidence asks
 * for: the page's script comes from `upright`; a line read badly in it is tried in the other, and the better
 * reading is kept. `rus` has no Latin letters and `eng` no Cyrillic ones, so no word mixes both; a Latin
 * reading made of look-alikes only (COB. for СОВ.) never wins over a Cyrillic one. A doubtful word inside a
 * Cyrillic line is replaced by the Latin reading of the same place where that is sure.
 *
 * Word boxes from the network are rough: they are drawn in to the ink they cover. */
#include "beneath.h"
#include "crop.h"
#include "engine.h"
#include "folio.h"
#include "gaps.h"
#include "looks.h"
#include "stage.h"
#include <math.h>
#include <string.h>

typedef struct {
    char *model, *latin;
    double sure;
    Looks looks;
    EnginePair engines;
} State;

static const Option options[] = {
    {"model", "model for Cyrillic lines", OPTION_STRING, offsetof(State, model), .text = "rus_typed"},
    {"latin", "model for Latin lines", OPTION_STRING, offsetof(State, latin), .text = "eng_typed"},
    {"pad", "pixels of padding round a line at 300 dpi", OPTION_INT, offsetof(State, looks.pad), 6, 0, 40},
    {"sure", "confidence above which a line is not tried in the other script", OPTION_DOUBLE,
     offsetof(State, sure), 0.75, 0, 1},
    {"again", "confidence below which a line is read with other paddings too", OPTION_DOUBLE,
     offsetof(State, looks.line), 0.5, 0, 1},
    {"doubtful", "confidence below which a word and its neighbours are", OPTION_DOUBLE,
     offsetof(State, looks.word), 0.8, 0, 1},
    {"choices", "keep each symbol's alternatives", OPTION_BOOL, offsetof(State, looks.choices), 1},
    {0},
};

/* Latin letters that some Cyrillic letter, or part of one, is read as: Л as JI, П as II or n, Ш as W, и as u,
 * г as r. */
#define LOOKALIKES "ABCEHIJKMNOPTWXYaceilmnoprtuwxy"

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

/* Letters of a Latin word that no Cyrillic letter looks like. */
static guint
own_letters(const Word *word)
{
    guint count = 0;
    for (const char *c = word->text; *c; c++)
        count += g_ascii_isalpha(*c) && !strchr(LOOKALIKES, *c);
    return count;
}

static guint
count_own_letters(const Reading *latin)
{
    guint count = 0;
    for (guint i = 0; i < latin->words->len; i++)
        count += own_letters(latin->words->pdata[i]);
    return count;
}

static guint
count_letters(const Reading *latin)
{
    guint count = 0;
    for (guint i = 0; i < latin->words->len; i++)
        for (const char *c = ((const Word *)latin->words->pdata[i])->text; *c; c++)
            count += g_ascii_isalpha(*c) != 0;
    return count;
}

/* Does the Latin reading say it better? Look-alikes alone are no evidence: a bad reading of several letters,
 * none of which is only Latin, is of Cyrillic ones. Otherwise the page's script keeps a line that is badly
 * read in both. */
static gboolean
latin_wins(const Reading *cyrillic, const Reading *latin, gboolean latin_page)
{
    guint own = count_own_letters(latin);
    if (latin_page && own == 0 && count_letters(latin) >= 6 && latin->confidence < 0.85)
        return FALSE;
    if (latin_page)
        return cyrillic->confidence < 0.75 || latin->confidence > cyrillic->confidence - 0.08;
    return own >= 2 && latin->confidence > 0.75 && latin->confidence > cyrillic->confidence + 0.08;
}

/* Draws a box in to the ink that lies in it, sideways and up and down. */
static Quad
fit_to_ink(PIX *ink, Quad rough)
{
    double x0, y0, x1, y1;
    quad_bounds(&rough, &x0, &y0, &x1, &y1);
    BOX *box = boxCreate((int)x0, (int)y0, MAX(1, (int)(x1 - x0)), MAX(1, (int)(y1 - y0)));
    PIX_AUTO *part = pixClipRectangle(ink, box, NULL);
    boxDestroy(&box);
    BOX *tight = NULL;
    if (!part || pixClipToForeground(part, NULL, &tight) != 0 || !tight)
        return rough;
    int tx, ty, tw, th;
    boxGetGeometry(tight, &tx, &ty, &tw, &th);
    boxDestroy(&tight);
    return quad_from_rect(floor(x0) + tx, floor(y0) + ty, tw, th);
}

/* Hands a reading's words to the line, places turned into stored pixels. Words whose box holds no ink were
 * not read from the paper: they are left out. */
static void
take_reading(Page *page, Line *line, Reading *reading, const LineCrop *crop)
{
    Affine to_stored = affine_then(crop->to_working, page->to_original);
    line_clear_words(line);
    for (guint i = 0; i < reading->words->len; i++) {
        Word *word = reading->words->pdata[i];
        word->quad = affine_quad(to_stored, fit_to_ink(crop->ink, word->quad));
        for (guint j = 0; j < word->symbols->len; j++) {
            Symbol *symbol = word->symbols->pdata[j];
            symbol->quad = affine_quad(to_stored, fit_to_ink(crop->ink, symbol->quad));
        }
        g_ptr_array_add(line->words, word);
        reading->words->pdata[i] = NULL;
    }
    g_ptr_array_set_free_func(reading->words, NULL);
    g_ptr_array_set_size(reading->words, 0);
    g_ptr_array_set_free_func(reading->words, (GDestroyNotify)word_free);
    line_refresh(line);
}

/* Latin words inside a Cyrillic line: where one sure Latin word lies on the place of one doubtful Cyrillic
 * word. */
static void
swap_words(Reading *cyrillic, Reading *latin)
{
    for (guint i = 0; i < cyrillic->words->len; i++) {
        Word *old = cyrillic->words->pdata[i];
        double width = old->quad.p[1].x - old->quad.p[0].x;
        for (guint j = 0; old->confidence < 0.6 && j < latin->words->len; j++) {
            Word *new = latin->words->pdata[j];
            double other = new->quad.p[1].x - new->quad.p[0].x;
            if (quad_shared_width(&old->quad, &new->quad) < 0.8 * MAX(width, other) ||
                new->confidence < 0.85 || strlen(new->text) < 3 || own_letters(new) == 0)
                continue;
            cyrillic->words->pdata[i] = new;
            latin->words->pdata[j] = old;
            break;
        }
    }
}

static gboolean
may_be_latin(const Word *word)
{
    return word->confidence < 0.6 && g_utf8_strlen(word->text, -1) >= 3;
}

/* Doubtful words of a Cyrillic line, each tried alone in Latin. */
static void
try_latin_words(const State *state, Reading *reading, const LineCrop *crop)
{
    int pad = state->looks.pad, width = pixGetWidth(crop->grey), height = pixGetHeight(crop->grey);
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        int x0 = CLAMP((int)word->quad.p[0].x - 3, 0, width),
            x1 = CLAMP((int)word->quad.p[1].x + 4, 0, width);
        if (!may_be_latin(word) || x1 - x0 < 8)
            continue;
        BOX *box = boxCreate(x0, 0, x1 - x0, height);
        PIX_AUTO *part = pixClipRectangle(crop->grey, box, NULL);
        boxDestroy(&box);
        PIX_AUTO *padded = pixAddBorderGeneral(part, pad, pad, 0, 0, 255);
        g_autoptr(Reading) latin = engine_read_line(state->engines.latin, padded, 300, state->looks.choices);
        reading_move(latin, x0 - pad, 0);
        swap_words(reading, latin);
    }
}

/* The crop read in the script that fits; *latin says which the page has, then which the reading is in. */
static Reading *
read_crop(State *state, const LineCrop *crop, gboolean *latin)
{
    const gboolean latin_page = *latin;
    Engine *first = latin_page ? state->engines.latin : state->engines.cyrillic;
    Engine *second = latin_page ? state->engines.cyrillic : state->engines.latin;
    Reading *folio = folio_read(&state->engines, latin_page, crop);
    if (folio)
        return folio;
    Reading *reading = looks_read(first, crop, &state->looks);
    if (reading->confidence < state->sure) {
        g_autoptr(Reading) other = engine_read_line(second, crop->grey, 300, state->looks.choices);
        const Reading *cyrillic = latin_page ? other : reading, *roman = latin_page ? reading : other;
        gboolean roman_wins = latin_wins(cyrillic, roman, latin_page);
        if (roman_wins != latin_page) {
            reading_free(reading);
            reading = looks_read(second, crop, &state->looks);
            *latin = !latin_page;
        } else if (!latin_page) {
            swap_words(reading, other);
        }
    } else if (!latin_page) {
        try_latin_words(state, reading, crop);
    }
    gaps_fill(*latin ? state->engines.latin : state->engines.cyrillic, crop, &state->looks, reading);
    return reading;
}

/* Characters read well weigh for a reading, those read badly against it: so neither what a pen wrote through
 * a line nor type taken for a pen's makes the better of two readings. */
static double
worth(const Reading *reading)
{
    double sum = 0;
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        sum += (double)g_utf8_strlen(word->text, -1) * (word->confidence - 0.6);
    }
    return sum;
}

typedef struct {
    Beneath beneath;
    PIX *image, *ink; /* the page's, where lines were read without other ink: without it */
    GString *kept;    /* names of those lines */
    guint crossed;
} Arbiter;

/* Takes words of `worse` that are read better than the same ones of `best`: other ink seldom crosses all of
 * a line, and what takes it off hurts a letter here and there. */
static void
join_words(Reading *best, const LineCrop *of_best, Reading *worse, const LineCrop *of_worse)
{
    const Affine apart = affine_then(of_worse->to_working, affine_invert(of_best->to_working));
    if (fabs(apart.a - 1) > 1e-6 || fabs(apart.b) > 1e-6 || fabs(apart.d) > 1e-6 || fabs(apart.e - 1) > 1e-6)
        return;
    reading_move(worse, apart.c, apart.f);
    looks_join_words(best, worse);
}

/* Reads a line; where other ink crosses it, twice: with that ink and without. TRUE: without was better. */
static gboolean
read_line(State *state, Page *page, Line *line, gboolean latin_page, Arbiter *arbiter)
{
    g_auto(LineCrop) crop = {0}, bare = {0};
    gboolean latin = latin_page, latin_bare = latin_page;
    gboolean crossed = beneath_crosses(&arbiter->beneath, page, line);
    Page without = *page;
    without.image = arbiter->beneath.image;
    without.ink = arbiter->beneath.ink;
    if (!crop_line(page, line, state->looks.pad, &crop))
        return FALSE;
    g_autoptr(Reading) reading = read_crop(state, &crop, &latin);
    arbiter->crossed += crossed;
    if (crossed && crop_line(&without, line, state->looks.pad, &bare)) {
        g_autoptr(Reading) other = read_crop(state, &bare, &latin_bare);
        const gboolean without_wins = worth(other) > worth(reading);
        if (latin == latin_bare && without_wins)
            join_words(other, &bare, reading, &crop);
        else if (latin == latin_bare)
            join_words(reading, &crop, other, &bare);
        if (without_wins) {
            line->script = latin_bare ? "Latn" : "Cyrl";
            take_reading(page, line, other, &bare);
            return TRUE;
        }
    }
    line->script = latin ? "Latn" : "Cyrl";
    take_reading(page, line, reading, &crop);
    return FALSE;
}

/* What was read without other ink is from now on without it for all who look at it again. */
static void
keep_without(Arbiter *arbiter, const Page *page, const Line *line, guint number)
{
    if (!arbiter->image) {
        arbiter->image = pixCopy(NULL, page->image);
        arbiter->ink = pixCopy(NULL, page->ink);
    }
    beneath_copy(&arbiter->beneath, page, line, arbiter->image, arbiter->ink);
    g_string_append_printf(arbiter->kept, " l%u", number);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    State *state = data;
    gboolean latin_page = strcmp(page->script, "Latn") == 0;
    g_autoptr(GString) kept = g_string_new(NULL);
    Arbiter arbiter = {.beneath = beneath_look(page), .kept = kept};
    for (guint i = 0; i < page->lines->len; i++)
        if (read_line(state, page, page->lines->pdata[i], latin_page, &arbiter))
            keep_without(&arbiter, page, page->lines->pdata[i], i + 1);
    if (arbiter.crossed)
        page_remark(page, "tesseract", "other_ink",
                    "%u lines are crossed by other ink; read better without it:%s", arbiter.crossed,
                    kept->len ? kept->str : " none");
    if (arbiter.image) {
        page_take_image(page, arbiter.image, NULL);
        page_take_ink(page, arbiter.ink);
    }
    beneath_clear(&arbiter.beneath);
    page->parts |= PART_WORDS;
    return TRUE;
}

static void
clear(void *data)
{
    engine_pair_clear(&((State *)data)->engines);
}

const Stage stage_tesseract = {
    .name = "tesseract",
    .summary = "lines read one by one, in the script that the evidence asks for",
    .needs = PART_IMAGE | PART_INK | PART_LINES,
    .gives = PART_IMAGE | PART_INK | PART_LINES | PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
