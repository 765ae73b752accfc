/* engine.c - one Tesseract language, asked for one line at a time. */
#include "engine.h"
#include "error.h"
#include "median.h"
#include "speller.h"
#include <string.h>
#include <tesseract/capi.h>

#define STRANGE    5 /* small letters that a word must have to be missed in the dictionary */
#define WORD_SCALE 7 /* Tesseract's kCertaintyScale: between a symbol's certainty and its word's */

struct Engine {
    TessBaseAPI *api;
    char *file, *model;
    Speller *speller; /* NULL: none for this language */
    guint users;
};

/* Engines in use, by their model's file: stages that read the same language share one. Filled while the plan
 * is opened, before any fork and by one thread. */
static GHashTable *loaded;

static const char *const system_dirs[] = {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata",
                                          "/usr/local/share/tessdata"};

/* The directory that holds LANGUAGE.traineddata, to free; NULL where none does. */
static char *
find_model(const char *models_dir, const char *language)
{
    g_autofree char *name = g_strconcat(language, ".traineddata", NULL);
    g_autoptr(GPtrArray) dirs = g_ptr_array_new_with_free_func(g_free);
    const char *prefix = g_getenv("TESSDATA_PREFIX");
    if (models_dir)
        g_ptr_array_add(dirs, g_build_filename(models_dir, "languages", NULL));
    if (prefix)
        g_ptr_array_add(dirs, g_strdup(prefix));
    for (guint i = 0; i < G_N_ELEMENTS(system_dirs); i++)
        g_ptr_array_add(dirs, g_strdup(system_dirs[i]));
    for (guint i = 0; i < dirs->len; i++) {
        g_autofree char *file = g_build_filename(dirs->pdata[i], name, NULL);
        if (g_file_test(file, G_FILE_TEST_IS_REGULAR))
            return g_strdup(dirs->pdata[i]);
    }
    return NULL;
}

static char *
dup_model_sum(const char *file, const char *language)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    if (!g_file_get_contents(file, &data, &length, NULL))
        return g_strdup_printf("%s=sha256:unreadable", language);
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)data, length);
    return g_strdup_printf("%s=sha256:%s", language, sum);
}

static void
set_variables(TessBaseAPI *api)
{
    static const char *const rows[][2] = {
        {"tessedit_do_invert", "0"}, /* pages are black on white by now; saves a second pass on bad lines */
        {"debug_file", "/dev/null"}, /* Tesseract talks to stderr otherwise */
        {"lstm_choice_iterations", "3"}, /* how many rounds of alternatives a symbol gets */
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        TessBaseAPISetVariable(api, rows[i][0], rows[i][1]);
}

static Engine *
engine_new(const char *dir, const char *language, const char *file, GError **error)
{
    gboolean osd = strcmp(language, "osd") == 0;
    Engine *engine = g_new0(Engine, 1);
    engine->users = 1;
    engine->file = g_strdup(file);
    engine->api = TessBaseAPICreate();
    if (TessBaseAPIInit2(engine->api, dir, language, osd ? OEM_TESSERACT_ONLY : OEM_LSTM_ONLY) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "the Tesseract model “%s” in %s cannot be loaded",
                    language, dir);
        engine_free(engine);
        return NULL;
    }
    set_variables(engine->api);
    TessBaseAPISetPageSegMode(engine->api, osd ? PSM_OSD_ONLY : PSM_RAW_LINE);
    engine->model = dup_model_sum(file, language);
    g_autoptr(GError) missing = NULL;
    engine->speller = speller_load(language, &missing);
    if (missing) {
        g_propagate_error(error, g_steal_pointer(&missing));
        engine_free(engine);
        return NULL;
    }
    return engine;
}

Engine *
engine_load(const char *models_dir, const char *language, GError **error)
{
    g_autofree char *dir = find_model(models_dir, language);
    if (!dir) {
        gboolean ours = g_str_has_suffix(language, "_typed") || g_str_has_suffix(language, "_hand");
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no Tesseract model “%s”; mend with: %s%s",
                    language,
                    ours ? "a whole checkout or installation of verno (VERNO_MODELS names its models)"
                         : "apt-get install tesseract-ocr-",
                    ours ? "" : language);
        return NULL;
    }
    g_autofree char *file = g_strdup_printf("%s/%s.traineddata", dir, language);
    Engine *engine = loaded ? g_hash_table_lookup(loaded, file) : NULL;
    if (engine) {
        engine->users++;
        return engine;
    }
    engine = engine_new(dir, language, file, error);
    if (engine && !loaded)
        loaded = g_hash_table_new(g_str_hash, g_str_equal);
    if (engine)
        g_hash_table_insert(loaded, engine->file, engine);
    return engine;
}

static void
forget(const Engine *engine)
{
    if (!loaded || g_hash_table_lookup(loaded, engine->file) != engine)
        return;
    g_hash_table_remove(loaded, engine->file);
    if (g_hash_table_size(loaded) == 0)
        g_clear_pointer(&loaded, g_hash_table_unref);
}

void
engine_free(Engine *engine)
{
    if (!engine || --engine->users > 0)
        return;
    forget(engine);
    TessBaseAPIEnd(engine->api);
    TessBaseAPIDelete(engine->api);
    speller_free(engine->speller);
    g_free(engine->file);
    g_free(engine->model);
    g_free(engine);
}

gboolean
engine_pair_load(EnginePair *pair, const char *models_dir, const char *cyrillic, const char *latin,
                 GError **error)
{
    pair->cyrillic = engine_load(models_dir, cyrillic, error);
    pair->latin = pair->cyrillic ? engine_load(models_dir, latin, error) : NULL;
    return pair->latin != NULL;
}

void
engine_pair_clear(EnginePair *pair)
{
    g_clear_pointer(&pair->cyrillic, engine_free);
    g_clear_pointer(&pair->latin, engine_free);
}

const Engine *
engine_pair_for(const EnginePair *pair, const Line *line)
{
    return strcmp(line->script, "Latn") == 0 ? pair->latin : pair->cyrillic;
}

char *
engine_pair_dup_models(const EnginePair *pair)
{
    const Engine *const engines[] = {pair->cyrillic, pair->latin};
    g_autoptr(GString) models = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(engines); i++) {
        g_string_append_printf(models, "%s%s", i > 0 ? " " : "", engine_model(engines[i]));
        if (engines[i]->speller)
            g_string_append_printf(models, " %s", speller_model(engines[i]->speller));
    }
    return g_strdup(models->str);
}

const char *
engine_model(const Engine *engine)
{
    return engine->model;
}

static gboolean
box_of(TessResultIterator *it, TessPageIteratorLevel level, Quad *ret)
{
    int x0, y0, x1, y1;
    if (!TessPageIteratorBoundingBox(TessResultIteratorGetPageIterator(it), level, &x0, &y0, &x1, &y1))
        return FALSE;
    *ret = quad_from_rect(x0, y0, x1 - x0, y1 - y0);
    return TRUE;
}

static void
take_choices(TessResultIterator *it, Symbol *symbol)
{
    TessChoiceIterator *choices = TessResultIteratorGetChoiceIterator(it);
    if (!choices)
        return;
    do {
        const char *text = TessChoiceIteratorGetUTF8Text(choices);
        double p = TessChoiceIteratorConfidence(choices) / 100.0;
        if (text && *text && strcmp(text, symbol->text) != 0 && p >= 0.005)
            alternatives_add(&symbol->alternatives, text, CLAMP(p, 0, 1));
    } while (TessChoiceIteratorNext(choices));
    TessChoiceIteratorDelete(choices);
}

static void
take_symbols(TessResultIterator *it, Word *word, gboolean choices)
{
    do {
        Quad quad;
        char *text = TessResultIteratorGetUTF8Text(it, RIL_SYMBOL);
        if (text && *text && box_of(it, RIL_SYMBOL, &quad)) {
            double p = TessResultIteratorConfidence(it, RIL_SYMBOL) / 100.0;
            Symbol *symbol = word_add_symbol(word, text, quad, CLAMP(p, 0, 1));
            if (choices)
                take_choices(it, symbol);
        }
        TessDeleteText(text);
        if (TessPageIteratorIsAtFinalElement(TessResultIteratorGetPageIterator(it), RIL_WORD, RIL_SYMBOL))
            break;
    } while (TessResultIteratorNext(it, RIL_SYMBOL));
}

static double
usual_width(const Reading *reading)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        for (guint j = 0; j < word->symbols->len; j++) {
            const Quad *q = &((const Symbol *)word->symbols->pdata[j])->quad;
            double width = q->p[1].x - q->p[0].x;
            g_array_append_val(widths, width);
        }
    }
    return median_of(widths);
}

/* Tesseract stretches the last symbol of a word over whatever its own blobs join, often to the line's end:
 * nothing may reach into what begins after it, nor be wider than two symbols and a half. */
static void
trim_boxes(Reading *reading)
{
    double limit = G_MAXDOUBLE, widest = 2.5 * usual_width(reading);
    for (guint i = reading->words->len; i-- > 0;) {
        Word *word = reading->words->pdata[i];
        for (guint j = word->symbols->len; j-- > 0;) {
            Quad *q = &((Symbol *)word->symbols->pdata[j])->quad;
            if (q->p[1].x > limit && limit > q->p[0].x + 1)
                q->p[1].x = q->p[2].x = limit - 1;
            q->p[1].x = q->p[2].x = MIN(q->p[1].x, q->p[0].x + MAX(widest, 4));
            limit = MIN(limit, q->p[0].x);
        }
        if (word->symbols->len == 0)
            continue;
        const Symbol *first = word->symbols->pdata[0], *last = word->symbols->pdata[word->symbols->len - 1];
        word->quad.p[0].x = word->quad.p[3].x = first->quad.p[0].x;
        word->quad.p[1].x = word->quad.p[2].x = MAX(last->quad.p[1].x, first->quad.p[1].x);
    }
}

/* The worst letter's, on Tesseract's scale for words. Tesseract's own figure for a word also counts how sure
 * it is of the blank before it: where a typist left none after a comma it drops to 0 for words read without a
 * doubt. Without symbols Tesseract's figure has to do. */
static double
word_confidence(TessResultIterator *it, const Word *word)
{
    double worst = 1;
    for (guint i = 0; i < word->symbols->len; i++)
        worst = MIN(worst, ((const Symbol *)word->symbols->pdata[i])->confidence);
    double confidence = word->symbols->len ? 1 - WORD_SCALE * (1 - worst)
                                           : TessResultIteratorConfidence(it, RIL_WORD) / 100.0;
    return CLAMP(confidence, 0, 1);
}

/* Is it a word of five small letters or more that the dictionary has not? Names are spared, and first halves
 * of hyphenated words. */
static gboolean
is_strange(const Engine *engine, TessResultIterator *it, const char *text)
{
    guint small = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c))
        small += g_unichar_islower(g_utf8_get_char(c));
    return small >= STRANGE && g_unichar_islower(g_utf8_get_char(text)) && !g_str_has_suffix(text, "-") &&
           !TessResultIteratorWordIsFromDictionary(it) && !speller_has_all(engine->speller, text);
}

static void
take_words(const Engine *engine, TessResultIterator *it, Reading *reading, gboolean choices)
{
    double sum = 0, characters = 0;
    do {
        Quad quad;
        char *text = TessResultIteratorGetUTF8Text(it, RIL_WORD);
        if (text && *text && *text != ' ' && box_of(it, RIL_WORD, &quad)) {
            double length = g_utf8_strlen(text, -1);
            Word *word = word_new(text, quad, 0);
            g_ptr_array_add(reading->words, word);
            take_symbols(it, word, choices);
            word->strange = is_strange(engine, it, text);
            word->confidence = word_confidence(it, word);
            sum += word->confidence * length;
            characters += length;
        }
        TessDeleteText(text);
    } while (TessResultIteratorNext(it, RIL_WORD));
    trim_boxes(reading);
    reading->confidence = characters > 0 ? sum / characters : 0;
}

Reading *
engine_read_line(Engine *engine, PIX *crop, int dpi, gboolean choices)
{
    Reading *reading = g_new0(Reading, 1);
    reading->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
    TessBaseAPISetVariable(engine->api, "lstm_choice_mode", choices ? "2" : "0");
    TessBaseAPISetImage2(engine->api, crop);
    TessBaseAPISetSourceResolution(engine->api, dpi);
    if (TessBaseAPIRecognize(engine->api, NULL) == 0) {
        TessResultIterator *it = TessBaseAPIGetIterator(engine->api);
        if (it) {
            take_words(engine, it, reading, choices);
            TessResultIteratorDelete(it);
        }
    }
    TessBaseAPIClear(engine->api);
    return reading;
}

void
reading_free(Reading *reading)
{
    if (!reading)
        return;
    g_ptr_array_unref(reading->words);
    g_free(reading);
}

void
reading_move(Reading *reading, double dx, double dy)
{
    Affine move = affine_translate(dx, dy);
    for (guint i = 0; i < reading->words->len; i++) {
        Word *word = reading->words->pdata[i];
        word->quad = affine_quad(move, word->quad);
        for (guint j = 0; j < word->symbols->len; j++) {
            Symbol *symbol = word->symbols->pdata[j];
            symbol->quad = affine_quad(move, symbol->quad);
        }
    }
}

#define PAIR 2 /* letters */

gboolean
engine_has_word(const Engine *engine, const char *word)
{
    g_autofree char *small = g_utf8_strdown(word, -1);
    if (engine->speller && g_utf8_strlen(word, -1) <= PAIR)
        return speller_has(engine->speller, word);
    return TessBaseAPIIsValidWord(engine->api, word) != 0 ||
           TessBaseAPIIsValidWord(engine->api, small) != 0 || speller_has(engine->speller, word);
}

gboolean
engine_spells_word(const Engine *engine, const char *word)
{
    return speller_has(engine->speller, word);
}

gboolean
engine_detect_turn(Engine *osd, PIX *grey, int dpi, int *ret_degrees, double *ret_confidence)
{
    const char *script = NULL;
    float confidence = 0, script_confidence = 0;
    int degrees = 0;
    TessBaseAPISetImage2(osd->api, grey);
    TessBaseAPISetSourceResolution(osd->api, dpi);
    gboolean known =
        TessBaseAPIDetectOrientationScript(osd->api, &degrees, &confidence, &script, &script_confidence);
    TessBaseAPIClear(osd->api);
    *ret_degrees = known ? degrees : 0;
    *ret_confidence = known ? confidence : 0;
    return known;
}
