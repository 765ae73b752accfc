/* boxes.c - writer: the page's upright picture with what was read drawn over it, to see at a glance where the
 * machine looked and how sure it was. Lines have a thick outline, words a thin one: green from 0.9 up, amber
 * from 0.6, red below. */
#include "error.h"
#include "output.h"
#include "stage.h"
#include <stdlib.h>

static const char suffix[] = ".png";

/* Leptonica makes a point for each pixel of an outline, seen or not. */
enum { FAR = 100000 };

typedef struct {
    int line_px, word_px;
    char *dir;
} State;

static const Option options[] = {
    {"line-px", "width of a line's outline, pixels; 0 draws none", OPTION_INT, offsetof(State, line_px), 2, 0,
     50},
    {"word-px", "width of a word's outline, pixels; 0 draws none", OPTION_INT, offsetof(State, word_px), 1, 0,
     50},
    {0},
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    ((State *)data)->dir = g_strdup(env->output_dir);
    return TRUE;
}

static void
clear(void *data)
{
    g_free(((State *)data)->dir);
}

/* The file is named as ours; its bytes go to the PNG decoder and no other, whatever they are. */
static PIX *
load_picture(const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, error)) {
        g_prefix_error(error, "the page's picture: ");
        return NULL;
    }
    PIX_AUTO *stored = pixReadMemPng((const l_uint8 *)bytes, length);
    PIX *picture = stored ? pixConvertTo32(stored) : NULL;
    if (!picture) {
        g_autofree char *shown = g_filename_display_name(path);
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "the page's picture: %s is no sound PNG", shown);
    }
    return picture;
}

static void
outline(PIX *picture, Quad quad, double confidence, int width_px)
{
    if (width_px == 0)
        return;
    PTA *corners = ptaCreate(4);
    for (int i = 0; i < 4; i++)
        ptaAddPt(corners, (l_float32)CLAMP(quad.p[i].x, -FAR, FAR), (l_float32)CLAMP(quad.p[i].y, -FAR, FAR));
    if (confidence >= 0.9)
        pixRenderPolylineArb(picture, corners, width_px, 0, 140, 60, 1);
    else if (confidence >= 0.6)
        pixRenderPolylineArb(picture, corners, width_px, 230, 140, 0, 1);
    else
        pixRenderPolylineArb(picture, corners, width_px, 210, 0, 40, 1);
    ptaDestroy(&corners);
}

static void
draw(const State *state, const Page *page, PIX *picture)
{
    Affine map = page->export.to_picture;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        outline(picture, affine_quad(map, line->quad), line->confidence, state->line_px);
        for (guint w = 0; w < line->words->len; w++) {
            const Word *word = line->words->pdata[w];
            outline(picture, affine_quad(map, word->quad), word->confidence, state->word_px);
        }
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    l_uint8 *png = NULL;
    size_t length = 0;
    if (!page->export.picture)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "the folder has no picture of the page");
    PIX_AUTO *picture = page->export.picture ? load_picture(page->export.picture, error) : NULL;
    if (!picture)
        return FALSE;
    draw(state, page, picture);
    gboolean written = pixWriteMemPng(&png, &length, picture, 0) == 0;
    if (written)
        written = output_write(state->dir, page->export.name, suffix, png, length, error);
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot make a PNG of %ux%u pixels",
                    page->source.width, page->source.height);
    free(png);
    return written;
}

const Stage stage_boxes = {
    .name = "boxes",
    .summary = "the page's picture with lines and words outlined by confidence, a PNG a page",
    .options = options,
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = open,
    .process = process,
    .clear = clear,
};
