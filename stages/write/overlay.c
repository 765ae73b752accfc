/* overlay.c - writer: the page's ink in the colour of its kind, and its annotations outlined: to see at a
 * glance what the machine takes for type, pen and stamp. Type is black, print grey, handwriting blue,
 * signatures light blue, stamps red, rules green, strokes of a pen violet; the paper is white. */
#include "drawing.h"
#include "stage.h"
#include "target.h"

static const char suffix[] = ".png";

typedef struct {
    WriterTarget target;
    int outline_px;
} State;

static const Option options[] = {
    {"outline-px", "width of an annotation's outline, pixels; 0 draws none", OPTION_INT,
     offsetof(State, outline_px), 2, 0, 50},
    {0},
};

/* The picture of kinds is grey: its red channel holds the bits. */
static void
paint(PIX *picture)
{
    for (int y = 0; y < (int)pixGetHeight(picture); y++) {
        l_uint32 *row = pixGetData(picture) + (gsize)y * (gsize)pixGetWpl(picture);
        for (int x = 0; x < (int)pixGetWidth(picture); x++)
            row[x] = ink_kinds_rgb((int)(row[x] >> L_RED_SHIFT & 255)) << 8;
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    static const int shown[] = {INK_HAND, INK_SIGNATURE, INK_STAMP, INK_STROKE, INK_STROKE, INK_STROKE};
    const State *state = data;
    PIX_AUTO *picture = drawing_load(page->export.kinds ? page->export.kinds : page->export.picture, error);
    if (!picture)
        return FALSE;
    /* A blank page has no kinds: it is shown as it is. */
    if (page->export.kinds)
        paint(picture);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *annotation = page->annotations->pdata[i];
        drawing_outline(picture, affine_quad(page->export.to_picture, annotation->quad), state->outline_px,
                        ink_kind_rgb(shown[annotation->kind]));
    }
    return drawing_write(picture, state->target.dir, page->export.name, suffix, error);
}

const Stage stage_overlay = {
    .name = "overlay",
    .summary = "the page's ink in the colour of its kind with annotations outlined, a PNG a page",
    .options = options,
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
