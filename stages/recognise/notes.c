/* notes.c - reads what is printed in stamps, and guesses at short notes by hand.
 *
 * An annotation is cut out with its own ink alone and laid level by the angle of its quad. Of a stamp the
 * frame, long straight runs, is taken off and the rest read row by row, as it lies and turned by a quarter
 * either way where that reads badly; text along a ring stays unread. Handwriting is read as one row by a
 * network of its own, in several ways: what it says is a suggestion, and only kept where there is a figure in
 * it. Neither ever reaches the lines. */
#include "engine.h"
#include "note-crop.h"
#include "stage.h"
#include <math.h>
#include <string.h>

typedef struct {
    char *model, *latin, *hand;
    double sure;
    EnginePair engines;
    Engine *writing;
} State;

static const Option options[] = {
    {"model", "model for Cyrillic stamps", OPTION_STRING, offsetof(State, model), .text = "rus"},
    {"latin", "model for Latin stamps and notes", OPTION_STRING, offsetof(State, latin), .text = "eng"},
    {"hand", "model for what hands wrote on Cyrillic pages", OPTION_STRING, offsetof(State, hand),
     .text = "rus_hand"},
    {"sure", "confidence below which a word of a stamp is left out", OPTION_DOUBLE, offsetof(State, sure),
     0.7, 0, 1},
    {0},
};

enum { MOST_ROWS = 12, NOTE_LOOKS = 4 };
#define NOTE_SURE 0.97 /* a look that leaves no doubt: no further one is taken */

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    if (!engine_pair_load(&state->engines, env->models_dir, state->model, state->latin, error))
        return FALSE;
    state->writing = engine_load(env->models_dir, state->hand, error);
    return state->writing != NULL;
}

static char *
dup_models(const void *data)
{
    const State *state = data;
    g_autofree char *pair = engine_pair_dup_models(&state->engines);
    return g_strdup_printf("%s %s", pair, engine_model(state->writing));
}

static void
clear(void *data)
{
    State *state = data;
    engine_pair_clear(&state->engines);
    g_clear_pointer(&state->writing, engine_free);
}

/* Takes off level and upright runs that are longer than any stroke of a letter; TRUE where there were such.
 */
static gboolean
drop_runs(PIX *ink, double mm)
{
    l_int32 all = 0, left = 0;
    pixCountPixels(ink, &all, NULL);
    for (int level = 0; level < 2; level++) {
        int length = (int)(9 * mm);
        PIX_AUTO *closed = level ? pixCloseSafeBrick(NULL, ink, 7, 3) : pixCloseSafeBrick(NULL, ink, 3, 7);
        PIX_AUTO *runs =
            level ? pixOpenBrick(NULL, closed, length, 1) : pixOpenBrick(NULL, closed, 1, length);
        PIX_AUTO *wide = level ? pixDilateBrick(NULL, runs, 3, 5) : pixDilateBrick(NULL, runs, 5, 3);
        pixSubtract(ink, ink, wide);
    }
    pixCountPixels(ink, &left, NULL);
    return left < all - 8 * mm;
}

/* A frame that is worn or not quite level leaves splinters along the edges, and corners. */
static void
drop_frame(PIX *ink, double mm)
{
    const int w = pixGetWidth(ink), h = pixGetHeight(ink);
    gboolean framed = drop_runs(ink, mm);
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(ink, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, bw, bh;
        boxaGetBoxGeometry(boxes, i, &x, &y, &bw, &bh);
        double edge = MIN(MIN(x, y), MIN(w - x - bw, h - y - bh));
        gboolean speck = MAX(bw, bh)<0.5 * mm, ring = bw> 0.6 * w && bh > 0.6 * h;
        if (!speck && !ring && !(framed && edge < 1.5 * mm && (MIN(bw, bh) < 1.2 * mm || edge < 0.3 * mm)))
            continue;
        PIX_AUTO *part = pixaGetPix(parts, i, L_CLONE);
        pixRasterop(ink, x, y, bw, bh, PIX_DST & PIX_NOT(PIX_SRC), part, 0, 0);
    }
}

/* Bands of ink between empty rows, at least `least` px high. */
static GArray *
find_rows(PIX *ink, int least)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(NoteRow));
    int h = pixGetHeight(ink), begun = -1;
    for (int y = 0; y <= h; y++) {
        l_int32 count = 0;
        if (y < h)
            pixCountPixelsInRow(ink, y, &count, NULL);
        gboolean inked = count > 2;
        if (inked && begun < 0)
            begun = y;
        if (inked || begun < 0)
            continue;
        NoteRow row = {begun, y};
        if (y - begun >= least && rows->len < MOST_ROWS)
            g_array_append_val(rows, row);
        begun = -1;
    }
    return rows;
}

/* The sure words of a reading on end, to free; *letters counts their characters. */
static char *
sure_text(const Reading *reading, double sure, guint *letters)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        if (word->confidence < sure)
            continue;
        g_string_append_printf(text, "%s%s", text->len ? " " : "", word->text);
        *letters += (guint)g_utf8_strlen(word->text, -1);
    }
    return g_strdup(text->str);
}

/* What the stamp says this way up, to free; *letters: how many characters of it are sure. */
static char *
read_rows(const State *state, PIX *ink, double mm, gboolean latin_page, guint *letters)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) rows = find_rows(ink, (int)(1.6 * mm));
    Affine unused;
    *letters = 0;
    for (guint i = 0; i < rows->len; i++) {
        PIX_AUTO *picture = note_row(ink, NULL, &g_array_index(rows, NoteRow, i), &unused);
        guint best = 0;
        g_autofree char *line = NULL;
        for (int way = 0; picture && way < 2; way++) {
            Engine *engine = (way == 0) == latin_page ? state->engines.latin : state->engines.cyrillic;
            g_autoptr(Reading) reading = engine_read_line(engine, picture, 300, FALSE);
            guint count = 0;
            char *said = sure_text(reading, state->sure, &count);
            if (count > best) {
                g_free(line);
                line = g_steal_pointer(&said);
                best = count;
            }
            g_free(said);
            if (reading->confidence > 0.9)
                break;
        }
        if (best > 0)
            g_string_append_printf(text, "%s%s", text->len ? "\n" : "", line);
        *letters += best;
    }
    return g_strdup(text->str);
}

static void
read_stamp(const State *state, const Page *page, PIX *stamps, Annotation *stamp)
{
    const double mm = page->image_dpi / 25.4;
    gboolean latin_page = strcmp(page->script, "Latn") == 0;
    Affine unused;
    PIX_AUTO *level = note_level(page, stamps, stamp, &unused);
    drop_frame(level, mm);
    guint most = 1; /* a single sign is no text */
    static const int turns[] = {0, 3, 1};
    for (guint i = 0; i < G_N_ELEMENTS(turns) && most < 4; i++) {
        PIX_AUTO *turned = turns[i] ? pixRotateOrth(level, turns[i]) : pixClone(level);
        guint letters;
        g_autofree char *text = read_rows(state, turned, mm, latin_page, &letters);
        if (letters <= most)
            continue;
        most = letters;
        g_free(stamp->text);
        stamp->text = g_steal_pointer(&text);
    }
}

/* The words of a reading as a line of the page; takes them. */
static Line *
line_of(const Page *page, const Annotation *note, Reading *reading, Affine to_stored)
{
    Page *blank = page_new();
    Line *line = page_add_line(blank, LINE_HANDWRITTEN, note->quad);
    line->script = page->script;
    for (guint i = 0; i < reading->words->len; i++) {
        Word *word = reading->words->pdata[i];
        word->quad = affine_quad(to_stored, word->quad);
        for (guint k = 0; k < word->symbols->len; k++) {
            Symbol *symbol = word->symbols->pdata[k];
            symbol->quad = affine_quad(to_stored, symbol->quad);
        }
        g_ptr_array_add(line->words, word);
    }
    g_ptr_array_set_free_func(reading->words, NULL);
    line_refresh(line);
    g_ptr_array_steal_index(blank->lines, 0);
    page_free(blank);
    return line;
}

/* The note's picture as it is, softened, with a broader pen, darkened; to destroy. */
static PIX *
look_at(PIX *picture, int look)
{
    return look == 0   ? pixClone(picture)
           : look == 1 ? pixBlockconv(picture, 1, 1)
           : look == 2 ? pixErodeGray(picture, 3, 3)
                       : pixGammaTRC(NULL, picture, 0.6f, 0, 255);
}

/* Several looks, each with its alternatives, for what a field makes of them; the text is the surest's. Only
 * those that saw a figure count: numbers are what clerks write on a telegram. */
static void
guess_hand(const State *state, const Page *page, PIX *hands, Annotation *note)
{
    Engine *engine = strcmp(page->script, "Latn") == 0 ? state->engines.latin : state->writing;
    Affine to_working;
    double best = 0;
    PIX_AUTO *picture = note_picture(page, hands, note, &to_working);
    for (int look = 0; picture && look < NOTE_LOOKS && best < NOTE_SURE; look++) {
        guint letters = 0;
        PIX_AUTO *seen = look_at(picture, look);
        g_autoptr(Reading) reading = engine_read_line(engine, seen, 300, TRUE);
        g_autofree char *text = sure_text(reading, 0, &letters);
        if (!strpbrk(text, "0123456789"))
            continue;
        if (!note->looks)
            note->looks = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
        if (!note->text || reading->confidence > best) {
            g_free(note->text);
            note->text = g_steal_pointer(&text);
        }
        best = MAX(best, reading->confidence);
        g_ptr_array_add(note->looks,
                        line_of(page, note, reading, affine_then(to_working, page->to_original)));
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    PIX_AUTO *stamps = page_ink_of(page, INK_STAMP, 0),
             *hands = page_ink_of(page, INK_HAND | INK_SIGNATURE, 0);
    for (guint i = 0; i < page->annotations->len; i++) {
        Annotation *annotation = page->annotations->pdata[i];
        if (annotation->kind == ANNOTATION_STAMP)
            read_stamp(state, page, stamps, annotation);
        if (annotation->kind == ANNOTATION_HANDWRITING)
            guess_hand(state, page, hands, annotation);
    }
    return TRUE;
}

const Stage stage_notes = {
    .name = "notes",
    .summary = "print in stamps read, short notes by hand guessed",
    .needs = PART_IMAGE | PART_KINDS | PART_ANNOTATIONS,
    .gives = PART_ANNOTATIONS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
