/* boxes.c - writer: the page's upright picture with what was read drawn over it, to see at a glance where the
 * machine looked and how sure it was. Lines have a thick outline, words a thin one: green from 0.9 up, amber
 * from 0.6, red below. */
#include "drawing.h"
#include "stage.h"
#include "target.h"

static const char suffix[] = ".png";

typedef struct {
    WriterTarget target;
    int line_px, word_px;
} State;

static const Option options[] = {
    {"line-px", "width of a line's outline, pixels; 0 draws none", OPTION_INT, offsetof(State, line_px), 2, 0,
     50},
    {"word-px", "width of a word's outline, pixels; 0 draws none", OPTION_INT, offsetof(State, word_px), 1, 0,
     50},
    {0},
};

static void
outline(PIX *picture, Quad quad, double confidence, int width_px)
{
    drawing_outline(picture, quad, width_px,
                    confidence >= 0.9   ? 0x008c3c
                    : confidence >= 0.6 ? 0xe68c00
                                        : 0xd20028);
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
    PIX_AUTO *picture = drawing_load(page->export.picture, error);
    if (!picture)
        return FALSE;
    draw(state, page, picture);
    return drawing_write(picture, state->target.dir, page->export.name, suffix, error);
}

const Stage stage_boxes = {
    .name = "boxes",
    .summary = "the page's picture with lines and words outlined by confidence, a PNG a page",
    .options = options,
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
