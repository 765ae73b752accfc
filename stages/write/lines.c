/* lines.c - writer: lines of type and print with their text, as Tesseract's trainer takes them: NAME-l3.png,
 * cut from the upright picture, and NAME-l3.gt.txt, the text as typed.
 *
 * Only lines whose text a person decided are certain enough to learn from: as a line, or as a field that is
 * this whole line and whose value says each of its characters. With the option all, every line that was read.
 * A line of which the picture holds nothing is left out. */
#include "drawing.h"
#include "output.h"
#include "plain.h"
#include "stage.h"
#include "target.h"
#include <math.h>
#include <string.h>

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

/* The field is this line and nothing else: no side is further off than half the line's height. */
static gboolean
is_same_place(const Quad *field, const Quad *line)
{
    double fx0, fy0, fx1, fy1, lx0, ly0, lx1, ly1;
    if (quad_is_nowhere(field))
        return FALSE;
    quad_bounds(field, &fx0, &fy0, &fx1, &fy1);
    quad_bounds(line, &lx0, &ly0, &lx1, &ly1);
    double off = MIN(lx1 - lx0, ly1 - ly0) / 2;
    return fabs(fx0 - lx0) <= off && fabs(fx1 - lx1) <= off && fabs(fy0 - ly0) <= off &&
           fabs(fy1 - ly1) <= off;
}

/* П Е К И Н */
static char *
dup_spaced(const char *text)
{
    g_autoptr(GString) spaced = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (at > text)
            g_string_append_c(spaced, ' ');
        g_string_append_unichar(spaced, g_utf8_get_char(at));
    }
    return g_string_free(g_steal_pointer(&spaced), FALSE);
}

/* What a person's decision on the field says that is typed there, to free; NULL where it says only what it
 * means: of a day that was typed 16.У nobody said that it is not typed 16.V. Before the decision the value
 * was what was typed, plainly or letter-spaced, so it is after. */
static char *
dup_typed(const Field *field)
{
    const char *before = field->machine ? field->machine : "";
    g_autofree char *spaced = dup_spaced(before);
    if (!field->raw || field->is_list || !field->value || !*field->value || strchr(field->value, '\n'))
        return NULL;
    if (strcmp(field->raw, before) == 0)
        return g_strdup(field->value);
    return strcmp(field->raw, spaced) == 0 ? dup_spaced(field->value) : NULL;
}

/* The line's text where a person decided it as a field's value, to free; else NULL. */
static char *
dup_decided(const Page *page, const Line *line)
{
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        const char *read = line->raw ? line->raw : line->text;
        /* "unsure" leaves the status; what the recogniser read of the line is what the field was read from.
         */
        if (field->decision && field->status && strcmp(field->status, "corrected") == 0 &&
            g_strcmp0(field->raw, read) == 0 && is_same_place(&field->quad, &line->quad))
            return dup_typed(field);
    }
    return NULL;
}

/* The text to write, to free; NULL where the line is none to learn from. */
static char *
dup_wanted(const State *state, const Page *page, const Line *line)
{
    if (!*line->text || (line->kind != LINE_TYPED && line->kind != LINE_PRINTED))
        return NULL;
    char *decided = line->machine ? NULL : dup_decided(page, line);
    if (decided || (!state->all && !line->machine))
        return decided;
    return g_strdup(line->raw ? line->raw : line->text);
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
write_line(const State *state, const Page *page, PIX *picture, guint i, const char *typed, GError **error)
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
    plain_append_line(text, typed);
    return drawing_write(piece, state->target.dir, name, suffixes[0], error) &&
           output_write(state->target.dir, name, suffixes[1], text->str, text->len, error);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    PIX_AUTO *picture = NULL;
    for (guint i = 0; i < page->lines->len; i++) {
        g_autofree char *typed = dup_wanted(state, page, page->lines->pdata[i]);
        if (!typed)
            continue;
        if (!picture)
            picture = drawing_load(page->export.picture, error);
        if (!picture || !write_line(state, page, picture, i, typed, error))
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
