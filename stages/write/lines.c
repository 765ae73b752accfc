/* lines.c - writer: lines of type and print with their text, as Tesseract's trainer takes them: NAME-l3.png,
 * cut from the upright picture, and NAME-l3.gt.txt, the text as typed.
 *
 * Only lines whose text a person decided are certain enough to learn from; with the option all, every line
 * that was read. A line of which the picture holds nothing is left out. */
#include "drawing.h"
#include "output.h"
#include "plain.h"
#include "stage.h"
#include "target.h"
#include <math.h>

typedef struct {
    WriterTarget target;
    gboolean all;
    int margin_px;
} State;

static const Option options[] = {
    {"all", "write every line that was read, not only those that a person decided", OPTION_BOOL,
     offsetof(State, all), 0},
    {"margin-px", "paper to keep around a line, pixels of the page's picture", OPTION_INT,
     offsetof(State, margin_px), 4, 0, 100},
    {0},
};

static gboolean
is_wanted(const State *state, const Line *line)
{
    return *line->text && (line->kind == LINE_TYPED || line->kind == LINE_PRINTED) &&
           (state->all || line->machine);
}

/* Clockwise quarter turns by which the text lies turned in the picture: of a line that stands, one or three.
 */
static int
quarter_turns(const Quad *quad)
{
    double angle = atan2(quad->p[1].y - quad->p[0].y, quad->p[1].x - quad->p[0].x);
    return ((int)lround(angle / G_PI_2) % 4 + 4) % 4;
}

/* NULL where the line lies off the picture. */
static PIX *
cut(PIX *picture, Quad quad, int margin_px)
{
    double x0, y0, x1, y1;
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    x0 = CLAMP(floor(x0) - margin_px, 0, pixGetWidth(picture));
    y0 = CLAMP(floor(y0) - margin_px, 0, pixGetHeight(picture));
    x1 = CLAMP(ceil(x1) + margin_px, 0, pixGetWidth(picture));
    y1 = CLAMP(ceil(y1) + margin_px, 0, pixGetHeight(picture));
    if (x1 <= x0 || y1 <= y0)
        return NULL;
    BOX *box = boxCreate((int)x0, (int)y0, (int)(x1 - x0), (int)(y1 - y0));
    PIX_AUTO *piece = pixClipRectangle(picture, box, NULL);
    boxDestroy(&box);
    PIX_AUTO *grey = pixConvertTo8(piece, 0);
    return pixRotateOrth(grey, (4 - quarter_turns(&quad)) % 4);
}

/* The text comes last: where it is, the line is whole. */
static gboolean
write_line(const State *state, const Page *page, PIX *picture, guint i, GError **error)
{
    static const char *const suffixes[] = {".png", ".gt.txt"};
    const Line *line = page->lines->pdata[i];
    PIX_AUTO *piece = cut(picture, affine_quad(page->export.to_picture, line->quad), state->margin_px);
    if (!piece)
        return TRUE;
    g_autofree char *name = g_strdup_printf("%s-l%u", page->export.name, i + 1);
    for (guint s = 0; s < G_N_ELEMENTS(suffixes); s++) {
        g_autofree char *file = g_strconcat(name, suffixes[s], NULL);
        if (!page->export.announce(page->export.announce_data, file, error))
            return FALSE;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    plain_append_line(text, line->raw ? line->raw : line->text);
    return drawing_write(piece, state->target.dir, name, suffixes[0], error) &&
           output_write(state->target.dir, name, suffixes[1], text->str, text->len, error);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    PIX_AUTO *picture = NULL;
    for (guint i = 0; i < page->lines->len; i++) {
        if (!is_wanted(state, page->lines->pdata[i]))
            continue;
        if (!picture)
            picture = drawing_load(page->export.picture, error);
        if (!picture || !write_line(state, page, picture, i, error))
            return FALSE;
    }
    return TRUE;
}

/* Not stage_lines: that one finds them. */
const Stage stage_write_lines = {
    .name = "lines",
    .summary = "lines that a person decided, each as a PNG and its text, to train a recogniser with",
    .options = options,
    .state_size = sizeof(State),
    .suffix = "",
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
