/* binarise.c - a 1-bit picture of the ink, for the stages that look at shapes.
 *
 * Methods: `fixed` cuts the normalised picture at half (Otsu's threshold was already spent in normalise);
 * `otsu` takes Otsu's threshold in tiles of 10 mm; `sauvola` is Sauvola and Pietikäinen 2000 (window 2.5 mm,
 * k 0.34). Measured on the data in tests/accuracy/README.md. To what `fixed` cuts, faint letters beside
 * others are added (faint.h). */
#include "error.h"
#include "faint.h"
#include "stage.h"
#include <string.h>

typedef struct {
    char *method;
    double k;
} State;

static const Option options[] = {
    {"method", "fixed, otsu or sauvola", OPTION_STRING, offsetof(State, method), .text = "fixed"},
    {"k", "Sauvola's k", OPTION_DOUBLE, offsetof(State, k), 0.34, 0, 1},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    const State *state = data;
    static const char *const known[] = {"fixed", "otsu", "sauvola", NULL};
    if (g_strv_contains(known, state->method))
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "method takes fixed, otsu or sauvola, not “%s”",
                state->method);
    return FALSE;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    PIX *ink = NULL;
    int window = MAX(7, (int)(2.5 / 25.4 * page->image_dpi));
    if (strcmp(state->method, "otsu") == 0)
        pixOtsuAdaptiveThreshold(page->image, 4 * window, 4 * window, 0, 0, 0.1f, NULL, &ink);
    else if (strcmp(state->method, "sauvola") == 0 &&
             MIN(pixGetWidth(page->image), pixGetHeight(page->image)) > 2 * window)
        pixSauvolaBinarize(page->image, window / 2, (float)state->k, 1, NULL, NULL, NULL, &ink);
    if (!ink) {
        ink = pixThresholdToBinary(page->image, 128);
        /* A bilevel scan has lost what was faint. */
        const gboolean tones = pixGetDepth(page->original) > 1 && pixGetDepth(page->image) == 8;
        guint faint = tones && page->image_dpi > 0 ? faint_add(ink, page->image, page->image_dpi / 25.4) : 0;
        if (faint)
            page_remark(page, "binarise", "faint", "%u letters lie above the cut between ink and paper",
                        faint);
    }
    page_take_ink(page, ink);
    return TRUE;
}

const Stage stage_binarise = {
    .name = "binarise",
    .summary = "1-bit picture of the ink",
    .needs = PART_IMAGE,
    .gives = PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .open = open,
    .process = process,
};
