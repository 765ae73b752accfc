/* upright.c - head up or head down, and in which script: by what the text itself says.
 *
 * The lines are level when this runs. Pieces of the longest lines are read as they stand and turned by 180
 * degrees, in Cyrillic and in Latin: the right way up is read with far more confidence. Two pieces are enough
 * on a good page; a piece read without a doubt is not turned; the more they disagree the more are read. Where
 * few can be read at all (none of the sums reaches `least`), up to four times as many are, and those that
 * read well have the say; where even they do not, Tesseract's orientation detection is asked on the reduced
 * page; where that is unsure too the page goes to a person. */
#include "crop.h"
#include "engine.h"
#include "stage.h"
#include <math.h>

typedef struct {
    char *model, *latin_model;
    int pieces;
    double least;
    double osd_sure;
    Engine *cyrillic, *latin, *osd;
} State;

static const Option options[] = {
    {"model", "model for Cyrillic pieces", OPTION_STRING, offsetof(State, model), .text = "rus_typed"},
    {"latin", "model for Latin pieces", OPTION_STRING, offsetof(State, latin_model), .text = "eng_typed"},
    {"pieces", "most pieces of lines read both ways", OPTION_INT, offsetof(State, pieces), 8, 1, 40},
    {"least", "confidence that the better way must reach to be believed", OPTION_DOUBLE,
     offsetof(State, least), 0.6, 0, 1},
    {"osd-sure", "confidence of Tesseract's orientation detection that is believed", OPTION_DOUBLE,
     offsetof(State, osd_sure), 3, 0, 100},
    {0},
};

#define PIECE_PX 700 /* about 25 typed letters at 300 dpi */
#define CERTAIN  0.9 /* no piece is read so well upside down: it need not be turned */
#define ENOUGH   0.5 /* sum of confidence differences that ends the reading */
#define FAINT    4   /* times as many pieces of a page that hardly reads */
#define TELLING  0.7 /* difference of the sums of squared confidences that decides such a page */

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    state->cyrillic = engine_load(env->models_dir, state->model, error);
    if (!state->cyrillic)
        return FALSE;
    state->latin = engine_load(env->models_dir, state->latin_model, error);
    if (!state->latin)
        return FALSE;
    state->osd = engine_load(env->models_dir, "osd", error);
    return state->osd != NULL;
}

static char *
dup_models(const void *data)
{
    const State *state = data;
    return g_strdup_printf("%s %s %s", engine_model(state->cyrillic), engine_model(state->latin),
                           engine_model(state->osd));
}

static double
line_length(const Line *line)
{
    return hypot(line->quad.p[1].x - line->quad.p[0].x, line->quad.p[1].y - line->quad.p[0].y);
}

static int
longest_first(const void *a, const void *b)
{
    double x = line_length(*(Line *const *)a), y = line_length(*(Line *const *)b);
    return (x < y) - (x > y);
}

/* How sure each of the four readings of the pieces is. */
typedef struct {
    double cyrillic[2], latin[2]; /* as it stands, turned */
    double squares[2];            /* of the surer script */
    guint read;
} ScriptSums;

static void
read_piece(State *state, const Page *page, const Line *line, ScriptSums *sum)
{
    g_auto(LineCrop) crop = {0};
    if (!crop_line(page, line, 6, &crop))
        return;
    int w = pixGetWidth(crop.grey);
    BOX *box = boxCreate(MAX(0, (w - PIECE_PX) / 2), 0, MIN(w, PIECE_PX), pixGetHeight(crop.grey));
    PIX_AUTO *piece = pixClipRectangle(crop.grey, box, NULL);
    boxDestroy(&box);
    double best = 0;
    for (int way = 0; way < 2 && best < CERTAIN; way++) {
        PIX_AUTO *turned = way ? pixRotate180(NULL, piece) : pixClone(piece);
        g_autoptr(Reading) cyrillic = engine_read_line(state->cyrillic, turned, 300, FALSE);
        g_autoptr(Reading) latin = engine_read_line(state->latin, turned, 300, FALSE);
        sum->cyrillic[way] += cyrillic->confidence;
        sum->latin[way] += latin->confidence;
        best = MAX(cyrillic->confidence, latin->confidence);
        sum->squares[way] += best * best;
    }
    sum->read++;
}

/* The mean confidence of the surer script, as it stands or turned. */
static double
mean_of(const ScriptSums *sum, int way)
{
    return MAX(sum->cyrillic[way], sum->latin[way]) / MAX(sum->read, 1);
}

/* Reads pieces of the lines until they tell which way is up; TRUE where they do. */
static gboolean
read_pieces(State *state, const Page *page, ScriptSums *sum, gboolean *ret_turned)
{
    const guint most = (guint)state->pieces;
    g_autoptr(GPtrArray) longest = g_ptr_array_new();
    for (guint i = 0; i < page->lines->len; i++)
        g_ptr_array_add(longest, page->lines->pdata[i]);
    g_ptr_array_sort(longest, longest_first);
    for (guint i = 0; i < longest->len && sum->read < FAINT * most; i++) {
        read_piece(state, page, longest->pdata[i], sum);
        double balance = mean_of(sum, 0) - mean_of(sum, 1), best = MAX(mean_of(sum, 0), mean_of(sum, 1));
        double squares = sum->squares[0] - sum->squares[1];
        *ret_turned = sum->read < most ? balance < 0 : squares < 0;
        if (best > state->least &&
            (sum->read >= most || (sum->read >= 2 && sum->read * fabs(balance) > ENOUGH)))
            return TRUE;
        if (sum->read >= most && fabs(squares) > TELLING)
            return TRUE;
    }
    return sum->read < most && MAX(mean_of(sum, 0), mean_of(sum, 1)) >= state->least;
}

/* Turns picture, ink, its kinds and lines by 180 degrees: quads begin at the text's own top left, lines run
 * the other way. */
static void
turn_over(Page *page)
{
    Affine map = affine_quarter_turns(2, pixGetWidth(page->image), pixGetHeight(page->image));
    PIX *ink = pixRotate180(NULL, page->ink);
    PIX *kinds = page->kinds ? pixRotate180(NULL, page->kinds) : NULL;
    PIX *strokes = page->strokes ? pixRotate180(NULL, page->strokes) : NULL;
    page_take_image(page, pixRotate180(NULL, page->image), &map);
    page_take_ink(page, ink);
    if (kinds)
        page_take_kinds(page, kinds);
    if (strokes)
        page_take_strokes(page, strokes);
    for (guint i = 0; i < page->lines->len; i++) {
        Quad *q = &((Line *)page->lines->pdata[i])->quad;
        *q = (Quad){{q->p[2], q->p[3], q->p[0], q->p[1]}};
    }
    for (guint i = 0; i < page->lines->len / 2; i++) {
        gpointer line = page->lines->pdata[i];
        page->lines->pdata[i] = page->lines->pdata[page->lines->len - 1 - i];
        page->lines->pdata[page->lines->len - 1 - i] = line;
    }
}

static gboolean
osd_says_turned(State *state, Page *page, gboolean *ret_turned)
{
    int degrees = 0;
    double confidence = 0;
    /* The middle of the page at half size: enough lines for the classifier, a fraction of its memory. */
    int w = pixGetWidth(page->image), h = pixGetHeight(page->image);
    BOX *middle = boxCreate(w / 8, h / 4, 3 * w / 4, h / 2);
    PIX_AUTO *part = pixClipRectangle(page->image, middle, NULL);
    boxDestroy(&middle);
    PIX_AUTO *reduced = pixScaleAreaMap2(part);
    if (!engine_detect_turn(state->osd, reduced, (int)(page->image_dpi / 2), &degrees, &confidence) ||
        confidence < state->osd_sure || degrees % 180 != 0)
        return FALSE;
    *ret_turned = degrees == 180;
    return TRUE;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    State *state = data;
    ScriptSums sum = {0};
    gboolean turned = FALSE;
    gboolean told = read_pieces(state, page, &sum, &turned);
    gboolean faint = sum.read > 0 && MAX(mean_of(&sum, 0), mean_of(&sum, 1)) < state->least;
    /* What a few pieces of a faint page say is the likelier way up, and no certainty. */
    if (faint && (told || !osd_says_turned(state, page, &turned)))
        page_doubt(page, "upright", "unsure", "neither way up reads well (%.2f as it stands, %.2f turned)",
                   mean_of(&sum, 0), mean_of(&sum, 1));
    if (turned)
        turn_over(page);
    if (sum.read > 0)
        page->script = sum.latin[turned] > sum.cyrillic[turned] ? "Latn" : "Cyrl";
    page_refresh_rotation(page);
    return TRUE;
}

static void
clear(void *data)
{
    State *state = data;
    g_clear_pointer(&state->cyrillic, engine_free);
    g_clear_pointer(&state->latin, engine_free);
    g_clear_pointer(&state->osd, engine_free);
}

const Stage stage_upright = {
    .name = "upright",
    .summary = "head up or head down, and the page's script, by what the text itself says",
    .needs = PART_IMAGE | PART_INK | PART_LINES,
    .gives = PART_IMAGE | PART_INK | PART_KINDS | PART_LINES,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
