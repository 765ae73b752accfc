/* ink.c - tells apart what the ink of a page is: typescript, print, handwriting, signature, stamp, rule,
 * stroke.
 *
 * A small network (ink-net.h) looks at the page at 100 dpi and says for each pixel how likely each kind is;
 * each pixel of ink takes the kinds of the place it lies on. Where a pen crosses type it is both. The network
 * sees strips of the page that overlap, and only where there is ink: its memory does not grow with the page,
 * and blank paper is free. */
#include "error.h"
#include "folio.h"
#include "ink-net.h"
#include "ink-settle.h"
#include "ink-view.h"
#include "stage.h"
#include <math.h>
#include <string.h>

typedef struct {
    double sure, least;
    InkNet *net;
} State;

static const Option options[] = {
    {"sure", "probability from which a kind is one", OPTION_DOUBLE, offsetof(State, sure), 0.5, 0.05, 1},
    {"least", "and from which the likeliest is, where none is sure", OPTION_DOUBLE, offsetof(State, least),
     0.25, 0, 1},
    {0},
};

#define DOUBT 0.8 /* below this probability of the likeliest kind it is unsure */

enum {
    STRIP = 768, /* rows of the view that the network decides on at a time */
    MARGIN = 64, /* and those it sees beyond them: 16 mm, about what a cell's features reach */
    DARK = 50,   /* of 255: darker is ink */
    GRAIN = 16,  /* the network's sides are multiples of this */
};

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    if (!env->models_dir) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no models folder: ink/ink.net is needed");
        return FALSE;
    }
    g_autofree char *path = g_build_filename(env->models_dir, "ink", "ink.net", NULL);
    state->net = ink_net_load(path, error);
    return state->net != NULL;
}

static char *
dup_models(const void *data)
{
    return g_strdup_printf("ink=sha256:%s", ink_net_checksum(((const State *)data)->net));
}

static void
clear(void *data)
{
    g_clear_pointer(&((State *)data)->net, ink_net_free);
}

static int
dark_at(PIX *view, int x, int y)
{
    return (int)(pixGetData(view)[(gsize)y * (gsize)pixGetWpl(view) + (gsize)x] >> L_RED_SHIFT & 255);
}

/* The columns that hold ink in rows y0 to y1; FALSE where there are none. */
static gboolean
inked_columns(PIX *view, int y0, int y1, int *ret_x0, int *ret_x1)
{
    int w = pixGetWidth(view), x0 = w, x1 = 0;
    for (int y = y0; y < y1; y++) {
        for (int x = 0; x < x0; x++)
            if (dark_at(view, x, y) > DARK)
                x0 = x;
        for (int x = w - 1; x >= x1; x--)
            if (dark_at(view, x, y) > DARK)
                x1 = x + 1;
    }
    *ret_x0 = MAX(0, x0 - MARGIN / 2);
    *ret_x1 = MIN(w, x1 + MARGIN / 2);
    return x1 > x0;
}

static int
rounded_up(int size)
{
    return (size + GRAIN - 1) / GRAIN * GRAIN;
}

/* Kinds of rows y0 to y1 of the view, seen from `top` to `low` and x0 to x1. */
static void
look_at(const InkNet *net, PIX *view, int top, int low, int x0, int x1, int y0, int y1, guint8 *kinds)
{
    const int w = rounded_up(x1 - x0), h = rounded_up(low - top), whole = pixGetWidth(view);
    g_autofree float *input = g_new0(float, (gsize)w *h * 3);
    g_autofree guint8 *output = g_malloc((gsize)w * h * INK_KINDS);
    for (int y = top; y < low; y++)
        for (int x = x0; x < x1; x++) {
            l_uint32 pixel = pixGetData(view)[(gsize)y * (gsize)pixGetWpl(view) + (gsize)x];
            float *to = input + ((gsize)(y - top) * w + (x - x0)) * 3;
            to[0] = (float)(pixel >> L_RED_SHIFT & 255) / 255;
            to[1] = ((float)(pixel >> L_GREEN_SHIFT & 255) - 128) / 255 * 4;
            to[2] = ((float)(pixel >> L_BLUE_SHIFT & 255) - 128) / 255 * 4;
        }
    ink_net_run(net, input, w, h, output, (gsize)w * INK_KINDS);
    for (int y = y0; y < y1; y++)
        memcpy(kinds + ((gsize)y * whole + x0) * INK_KINDS, output + (gsize)(y - top) * w * INK_KINDS,
               (gsize)(x1 - x0) * INK_KINDS);
}

/* How likely each pixel of the view is of each kind, INK_KINDS bytes a pixel; to free. */
static guint8 *
kinds_of_view(const InkNet *net, PIX *view)
{
    const int w = pixGetWidth(view), h = pixGetHeight(view);
    guint8 *kinds = g_malloc0((gsize)w * h * INK_KINDS);
    int x0, x1;
    for (int y0 = 0; y0 < h;) {
        if (!inked_columns(view, y0, y0 + 1, &x0, &x1)) {
            y0++;
            continue;
        }
        int y1 = MIN(h, y0 + STRIP), top = MAX(0, y0 - MARGIN), low = MIN(h, y1 + MARGIN);
        inked_columns(view, top, low, &x0, &x1);
        look_at(net, view, top, low, x0, x1, y0, y1, kinds);
        y0 = y1;
    }
    return kinds;
}

/* The options and DOUBT as the network's bytes: above the first two, below the third. */
typedef struct {
    int sure, least, doubt;
} Levels;

static Levels
levels_of(const State *state)
{
    return (Levels){(int)floor(255 * state->sure), (int)floor(255 * state->least), (int)ceil(255 * DOUBT)};
}

/* The bits of one place's kinds. */
static guint8
bits_of(const guint8 *kinds, const Levels *levels)
{
    guint8 bits = 0;
    int best = 0;
    for (int k = 0; k < INK_KINDS; k++) {
        if (kinds[k] > levels->sure)
            bits |= (guint8)(1 << k);
        if (kinds[k] > kinds[best])
            best = k;
    }
    if (!bits && kinds[best] > levels->least)
        bits = (guint8)(1 << best);
    return bits && kinds[best] < levels->doubt ? bits | INK_UNSURE : bits;
}

static PIX *
kinds_of_ink(PIX *ink, const guint8 *bits, int width, int height)
{
    PIX *out = pixCreate(pixGetWidth(ink), pixGetHeight(ink), 8);
    const int w = pixGetWidth(ink), h = pixGetHeight(ink);
    g_autofree int *column = g_new(int, w);
    for (int x = 0; x < w; x++)
        column[x] = MIN(width - 1, (int)((x + 0.5) * width / w));
    for (int y = 0; y < h; y++) {
        const guint8 *row = bits + (gsize)MIN(height - 1, (int)((y + 0.5) * height / h)) * width;
        const l_uint32 *in = pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink);
        l_uint32 *to = pixGetData(out) + (gsize)y * (gsize)pixGetWpl(out);
        for (int x = 0; x < w; x++)
            if (GET_DATA_BIT(in, x))
                SET_DATA_BYTE(to, x, row[column[x]]);
    }
    return out;
}

/* How likely each place of the view is of a stroke, and how dark it is. */
static PIX *
strokes_of_view(PIX *view, const guint8 *kinds)
{
    const int w = pixGetWidth(view), h = pixGetHeight(view), k = g_bit_nth_lsf(INK_STROKE, -1);
    PIX *out = pixCreate(w, h, 32);
    for (int y = 0; y < h; y++) {
        l_uint32 *row = pixGetData(out) + (gsize)y * (gsize)pixGetWpl(out);
        for (int x = 0; x < w; x++)
            row[x] = (l_uint32)kinds[((gsize)y * w + x) * INK_KINDS + k] << L_RED_SHIFT |
                     (l_uint32)dark_at(view, x, y) << L_GREEN_SHIFT;
    }
    return out;
}

/* The number of a page is typed, though a lone figure looks like a hand's, and its dashes like strokes. */
static void
settle_folios(PIX *kinds, PIX *ink, double mm)
{
    BOXA_AUTO *all = pixConnCompBB(ink, 8), *folios = folio_find(all, mm);
    for (int i = 0; i < boxaGetCount(folios); i++) {
        int left, top, w, h;
        boxaGetBoxGeometry(folios, i, &left, &top, &w, &h);
        for (int y = top; y < top + h; y++) {
            const l_uint32 *in = pixGetData(ink) + (gsize)y * (gsize)pixGetWpl(ink);
            l_uint32 *to = pixGetData(kinds) + (gsize)y * (gsize)pixGetWpl(kinds);
            for (int x = left; x < left + w; x++)
                if (GET_DATA_BIT(in, x))
                    SET_DATA_BYTE(to, x, INK_TYPED);
        }
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    Affine to_working;
    PIX_AUTO *view = ink_view(page, &to_working);
    const int w = pixGetWidth(view), h = pixGetHeight(view);
    g_autofree guint8 *kinds = kinds_of_view(state->net, view);
    g_autofree guint8 *bits = g_malloc((gsize)w * h);
    const Levels levels = levels_of(state);
    for (gsize i = 0; i < (gsize)w * h; i++)
        bits[i] = bits_of(kinds + i * INK_KINDS, &levels);
    PIX *of_ink = kinds_of_ink(page->ink, bits, w, h);
    ink_settle(of_ink, page->image_dpi / 25.4);
    settle_folios(of_ink, page->ink, page->image_dpi / 25.4);
    page_take_kinds(page, of_ink);
    page_take_strokes(page, strokes_of_view(view, kinds));
    return TRUE;
}

const Stage stage_ink = {
    .name = "ink",
    .summary = "typescript, print, handwriting, stamps and strokes told apart",
    .needs = PART_IMAGE | PART_INK,
    .gives = PART_KINDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
