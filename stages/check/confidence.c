/* confidence.c - what was read becomes probable, and what is probable enough is accepted.
 *
 * The last word on every word and field: evidence is gathered, a calibrator (calibrator.h) makes it a
 * probability, and a field is accepted where its odds lie above the threshold that keeps `max-error` for its
 * name. All others go to a person with the reason. Without a calibrator that fits models and settings
 * nothing is accepted. A sample of the accepted fields, the same on every run, goes to a person too. */
#include "judge.h"
#include "error.h"
#include "stage.h"
#include <string.h>

#define MARGIN 1.0 /* millimetres round a field that belong to its place */

typedef struct {
    char *file;
    double max_error, audit;
    Calibrator *calibrator;
    char *models, *mismatch;
} State;

static const Option options[] = {
    {"calibrator",
     "what to weigh by: a name in models/confidence or a path with a slash; none: nothing is accepted",
     OPTION_STRING, offsetof(State, file), .text = "verno"},
    {"max-error", "share of wrong values among accepted fields that is promised", OPTION_DOUBLE,
     offsetof(State, max_error), 0.01, 0.0001, 1},
    {"audit", "share of accepted fields that a person looks at all the same", OPTION_DOUBLE,
     offsetof(State, audit), 0.01, 0, 1},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    if (strcmp(state->file, "none") == 0 || !env->models_dir)
        return TRUE;
    g_autofree char *path = calibrator_dup_path(env->models_dir, state->file);
    state->calibrator = calibrator_load(path, error);
    if (!state->calibrator)
        return FALSE;
    state->models = g_strdup(env->models);
    state->mismatch = calibrator_dup_mismatch(state->calibrator, env->settings, env->models);
    if (state->mismatch && env->warnings)
        g_ptr_array_add(
            env->warnings,
            g_strdup_printf("confidence is not calibrated and no field is accepted: %s (%s; verno "
                            "calibrate fits another)",
                            state->mismatch, path));
    return TRUE;
}

static char *
dup_models(const void *data)
{
    const State *state = data;
    return state->calibrator ? g_strdup(calibrator_model(state->calibrator)) : NULL;
}

static void
clear(void *data)
{
    State *state = data;
    g_clear_pointer(&state->calibrator, calibrator_free);
    g_free(state->models);
    g_free(state->mismatch);
}

/* Boxes of the page's characters, working pixels; of BOX. */
static BOXA *
boxes_of_characters(const Page *page)
{
    BOXA *boxes = boxaCreate(0);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            Quad quad = page_from_stored(page, ((const Word *)line->words->pdata[j])->quad);
            double x0, y0, x1, y1;
            quad_bounds(&quad, &x0, &y0, &x1, &y1);
            boxaAddBox(boxes, boxCreate((int)x0, (int)y0, (int)(x1 - x0) + 1, (int)(y1 - y0) + 1), L_INSERT);
        }
    }
    return boxes;
}

static double
count_pixels(PIX *pix)
{
    l_int32 count = 0;
    pixCountPixels(pix, &count, NULL);
    return count;
}

/* What stands at the field's place besides its characters. */
static void
look_at_place(const Page *page, Field *field, BOXA *characters)
{
    double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4, x0, y0, x1, y1;
    Quad quad = page_from_stored(page, field->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    BOX *box = boxCreate((int)(x0 - MARGIN * px), (int)(y0 - MARGIN * px / 2),
                         (int)(x1 - x0 + 2 * MARGIN * px), (int)(y1 - y0 + MARGIN * px));
    BOX *inside = NULL;
    PIX_AUTO *ink = pixClipRectangle(page->ink, box, &inside);
    PIX_AUTO *kinds = page->kinds && ink ? pixClipRectangle(page->kinds, inside, NULL) : NULL;
    PIX_AUTO *other = kinds ? kinds_pixels(kinds, INK_OTHER, 0) : NULL;
    if (ink) {
        l_int32 left, top, w, h;
        double all = count_pixels(ink), foreign = other ? count_pixels(other) : 0;
        boxGetGeometry(inside, &left, &top, NULL, NULL);
        for (int i = 0; i < boxaGetCount(characters); i++) {
            l_int32 x, y;
            boxaGetBoxGeometry(characters, i, &x, &y, &w, &h);
            pixRasterop(ink, x - left, y - top, w, h, PIX_CLR, NULL, 0, 0);
        }
        if (other)
            pixSubtract(ink, ink, other);
        field->evidence[EVIDENCE_INK] = (float)(foreign / MAX(foreign + all, 1));
        field->evidence[EVIDENCE_UNREAD] = (float)(count_pixels(ink) / MAX(all, 1));
    }
    boxDestroy(&box);
    boxDestroy(&inside);
}

static void
gather_evidence(const Page *page, const double *like, BOXA *characters, Field *field)
{
    float *evidence = field->evidence;
    if (!field->weighed)
        return;
    if (!quad_is_nowhere(&field->quad))
        look_at_place(page, field, characters);
    evidence[EVIDENCE_PLACE] = page->form.id ? (float)page->form.registration : 0.5f;
    evidence[EVIDENCE_CONTRAST] = (float)like[LIKE_CONTRAST];
    evidence[EVIDENCE_PAGE] = (float)like[LIKE_CONFIDENCE];
    evidence[EVIDENCE_LENGTH] = field->value ? (float)g_utf8_strlen(field->value, -1) : 0;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double like[N_LIKE];
    page->quality.contrast = page->contrast;
    page_like(page, like);
    BOXA_AUTO *characters = boxes_of_characters(page);
    for (guint i = 0; i < page->fields->len; i++)
        gather_evidence(page, like, characters, page->fields->pdata[i]);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            ((Word *)line->words->pdata[j])->score = ((Word *)line->words->pdata[j])->confidence;
    }
    const Judging judging = {state->mismatch ? NULL : state->calibrator, state->models, state->max_error,
                             state->audit};
    judge_page(&judging, page, like);
    return TRUE;
}

const Stage stage_confidence = {
    .name = "confidence",
    .summary = "probabilities of words and fields; what is sure enough is accepted",
    .needs = PART_IMAGE | PART_INK | PART_WORDS | PART_FIELDS,
    .gives = PART_WORDS | PART_FIELDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
