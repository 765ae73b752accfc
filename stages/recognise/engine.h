/* engine.h - one Tesseract language, asked for one line at a time.
 *
 * The only file that talks to Tesseract besides its .c. Pixels go in, never file names (Tesseract's own entry
 * opens lists and URLs). A line is read as it stands (page segmentation 13): no layout analysis happens here.
 */
#pragma once
#include "page.h"

typedef struct Engine Engine;

/* Looks for LANGUAGE.traineddata in MODELS_DIR/languages, then among the system's models. SETUP error names
 * the language and the package that brings it. `models_dir` may be NULL. A language that is already loaded is
 * shared: each load wants its own engine_free(). */
Engine *engine_load(const char *models_dir, const char *language, GError **error);
void engine_free(Engine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Engine, engine_free)

/* "rus=sha256:…" of the model file; lent. */
const char *engine_model(const Engine *engine);

/* The engines of a stage that reads both scripts. */
typedef struct {
    Engine *cyrillic, *latin;
} EnginePair;

/* Both as engine_load() would; clear the pair after a failure, too. */
gboolean engine_pair_load(EnginePair *pair, const char *models_dir, const char *cyrillic, const char *latin,
                          GError **error);
void engine_pair_clear(EnginePair *pair);
/* The one that reads the line's script. */
const Engine *engine_pair_for(const EnginePair *pair, const Line *line);
/* "rus=sha256:… hunspell/ru_RU=sha256:… eng=sha256:…", to free. */
char *engine_pair_dup_models(const EnginePair *pair);

/* What was read on one line; words carry quads in pixels of the crop. */
typedef struct {
    GPtrArray *words;  /* of Word */
    double confidence; /* 0..1, mean over characters; 0 where nothing was read */
} Reading;

/* Reads a line crop (8-bit grey, black on white, padding included). `choices`: symbols with their
 * alternatives. */
Reading *engine_read_line(Engine *engine, PIX *crop, int dpi, gboolean choices);
void reading_free(Reading *reading);
/* Moves every word by (dx, dy) pixels. */
void reading_move(Reading *reading, double dx, double dy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* Does its dictionary or the language's (speller.h) have the word, small or with a capital? Of one or two
 * letters only the language's is asked: the recogniser's own has nearly all pairs that there are. */
gboolean engine_has_word(const Engine *engine, const char *word);
/* Has the language's? The recogniser's own has many an abbreviation and misprint. */
gboolean engine_spells_word(const Engine *engine, const char *word);

/* Orientation and script detection (needs the language "osd"): clockwise degrees that make the picture
 * upright, and Tesseract's own confidence (0: it could not tell). */
gboolean engine_detect_turn(Engine *osd, PIX *grey, int dpi, int *ret_degrees, double *ret_confidence);
