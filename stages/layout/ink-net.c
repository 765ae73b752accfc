/* ink-net.c - the network that tells kinds of ink apart.
 *
 * Maps of features lie in memory pixel by pixel, each with all its channels, in rows that have EDGE pixels of
 * zeros on both sides; rows above and below are one shared row of zeros. A convolution works on WIDE pixels
 * of a row and all channels out at once, so that the sums stay in registers. Multiplications and additions
 * are not fused (-ffp-contract=off): whatever the processor can do, the same bits come out. */
#include "ink-net.h"
#include "error.h"
#include <math.h>
#include <string.h>

enum { LAYERS = 15, EDGE = 2, WIDE = 4, LANES = 16, HEAD = 4 * INK_KINDS };

typedef float Lanes __attribute__((vector_size(LANES * sizeof(float))));

typedef struct {
    int in, out, kernel, stride, dilation;
    float *weights; /* kernel row, kernel column, in, out */
    float *bias;
} Layer;

struct InkNet {
    Layer layers[LAYERS];
    char *checksum;
};

typedef struct {
    int width, height, channels;
    float *data; /* (width + 2 EDGE) * channels floats a row */
} Map;

/* What the layers of the file must be for the way of ink_net_run(); kernels of 1 are the steps up. */
static const struct {
    int from, kernel, stride, dilation; /* from: the layer whose channels come in; -1 the input's 12 */
} shape[LAYERS] = {
    {-1, 3, 1, 1}, {0, 3, 2, 1},  {1, 3, 1, 1},  {2, 3, 2, 1},  {3, 3, 1, 1},
    {4, 3, 2, 1},  {5, 3, 1, 1},  {6, 3, 1, 2},  {7, 1, 1, 1},  {8, 3, 1, 1},
    {9, 1, 1, 1},  {10, 3, 1, 1}, {11, 1, 1, 1}, {12, 3, 1, 1}, {13, 1, 1, 1},
};

static Map
map_new(int width, int height, int channels)
{
    /* The last block of the last row looks past its end. */
    gsize pixels = (gsize)(width + 2 * EDGE) * height + 2 * WIDE;
    Map map = {width, height, channels, g_new0(float, pixels *channels)};
    return map;
}

static void
map_clear(Map *map)
{
    g_clear_pointer(&map->data, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Map, map_clear)

/* Pixel 0 of a row. */
static float *
map_row(const Map *map, int y)
{
    return map->data + ((gsize)y * (map->width + 2 * EDGE) + EDGE) * map->channels;
}

/* WIDE pixels, `channels` apart in the row, LANES channels out from `co`. `rows`: the kernel's rows of
 * the input at the first pixel's place. */
__attribute__((target_clones("avx512f", "avx2", "default"))) static void
convolve_block(const Layer *layer, const float *const rows[3], int co, float *out)
{
    Lanes sums[WIDE];
    const int taps = layer->kernel, reach = taps / 2, step = layer->stride * layer->in;
    for (int p = 0; p < WIDE; p++)
        memcpy(&sums[p], layer->bias + co, sizeof sums[p]);
    for (int ky = 0; ky < taps; ky++)
        for (int kx = 0; kx < taps; kx++) {
            const float *in = rows[ky] + (kx - reach) * layer->dilation * layer->in;
            const float *weights = layer->weights + (gsize)(ky * taps + kx) * layer->in * layer->out + co;
            for (int ci = 0; ci < layer->in; ci++, weights += layer->out) {
                Lanes own;
                memcpy(&own, weights, sizeof own);
                for (int p = 0; p < WIDE; p++)
                    sums[p] += own * in[p * step + ci];
            }
        }
    memcpy(out, sums, sizeof sums);
}

/* One row of a layer's output; `out` holds its channels pixel by pixel. */
static void
convolve_row(const Layer *layer, const Map *input, const float *zeros, int y, int width, float *out)
{
    const float *rows[3];
    float block[WIDE * LANES];
    for (int ky = 0; ky < layer->kernel; ky++) {
        int at = y * layer->stride + (ky - layer->kernel / 2) * layer->dilation;
        rows[ky] = at >= 0 && at < input->height ? map_row(input, at) : zeros;
    }
    for (int x = 0; x < width; x += WIDE) {
        const float *here[3];
        for (int ky = 0; ky < layer->kernel; ky++)
            here[ky] = rows[ky] + (gsize)x * layer->stride * layer->in;
        for (int co = 0; co < layer->out; co += LANES) {
            /* The last channels are done twice where they are no multiple of the block. */
            int from = MIN(co, layer->out - LANES);
            convolve_block(layer, here, from, block);
            for (int p = 0; p < WIDE && x + p < width; p++)
                memcpy(out + (gsize)(x + p) * layer->out + from, block + p * LANES, LANES * sizeof(float));
        }
    }
}

static void
rectify(float *values, gsize count)
{
    for (gsize i = 0; i < count; i++)
        values[i] = values[i] > 0 ? values[i] : 0;
}

static float *
zeros_for(const Map *input)
{
    return g_new0(float, (gsize)(input->width + 2 * EDGE + 2 * WIDE) * input->channels);
}

/* The layer's output, each value at least 0. `input` is cleared unless it is to be kept. */
static Map
convolve(const Layer *layer, Map *input, gboolean keep)
{
    Map output = map_new(input->width / layer->stride, input->height / layer->stride, layer->out);
    g_autofree float *zeros = zeros_for(input);
    for (int y = 0; y < output.height; y++) {
        convolve_row(layer, input, zeros + EDGE * input->channels, y, output.width, map_row(&output, y));
        rectify(map_row(&output, y), (gsize)output.width * output.channels);
    }
    if (!keep)
        map_clear(input);
    return output;
}

/* Adds the coarse map, taken through a kernel of 1, to each of the 2 x 2 finer cells it covers; clears it. */
static void
add_coarse(const Layer *layer, Map *coarse, Map *fine)
{
    g_autofree float *zeros = zeros_for(coarse), *row = g_new(float, (gsize)coarse->width * layer->out);
    for (int y = 0; y < coarse->height; y++) {
        convolve_row(layer, coarse, zeros + EDGE * coarse->channels, y, coarse->width, row);
        for (int below = 0; below < 2; below++) {
            float *out = map_row(fine, 2 * y + below);
            for (int x = 0; x < fine->width; x++, out += layer->out)
                for (int c = 0; c < layer->out; c++)
                    out[c] += row[(gsize)(x / 2) * layer->out + c];
        }
    }
    map_clear(coarse);
}

/* Each 2 x 2 pixels of the input are a cell of 12 channels, channel by channel. */
static Map
fold_input(const float *input, int width, int height)
{
    Map map = map_new(width / 2, height / 2, 12);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++)
                map_row(&map, y / 2)[x / 2 * 12 + c * 4 + y % 2 * 2 + x % 2] =
                    input[((gsize)y * width + x) * 3 + c];
    return map;
}

/* Paper is all but sure to be no kind: no exponential is spent on it. */
static guint8
probability(float score)
{
    if (fabsf(score) > 7) /* 255 / (1 + e^7) is less than a quarter */
        return score > 0 ? 255 : 0;
    return (guint8)lroundf(255 / (1 + expf(-score)));
}

/* The last layer, unfolded to pixels. */
static void
write_output(const Layer *layer, const Map *input, guint8 *output, gsize stride)
{
    g_autofree float *zeros = zeros_for(input), *row = g_new(float, (gsize)input->width *HEAD);
    for (int y = 0; y < input->height; y++) {
        convolve_row(layer, input, zeros + EDGE * input->channels, y, input->width, row);
        for (int x = 0; x < input->width; x++)
            for (int i = 0; i < HEAD; i++) {
                int kind = i / 4, below = i % 4 / 2, right = i % 2;
                output[(2 * y + below) * stride + (gsize)(2 * x + right) * INK_KINDS + kind] =
                    probability(row[(gsize)x * HEAD + i]);
            }
    }
}

void
ink_net_run(const InkNet *self, const float *input, int width, int height, guint8 *output, gsize stride)
{
    const Layer *layer = self->layers;
    g_assert(width % 16 == 0 && height % 16 == 0);
    g_auto(Map) folded = fold_input(input, width, height);
    g_auto(Map) f0 = convolve(layer + 0, &folded, FALSE);
    g_auto(Map) half = convolve(layer + 1, &f0, TRUE);
    g_auto(Map) f1 = convolve(layer + 2, &half, FALSE);
    g_auto(Map) quarter = convolve(layer + 3, &f1, TRUE);
    g_auto(Map) f2 = convolve(layer + 4, &quarter, FALSE);
    g_auto(Map) eighth = convolve(layer + 5, &f2, TRUE);
    g_auto(Map) wide = convolve(layer + 6, &eighth, FALSE);
    g_auto(Map) f3 = convolve(layer + 7, &wide, FALSE);
    add_coarse(layer + 8, &f3, &f2);
    g_auto(Map) up2 = convolve(layer + 9, &f2, FALSE);
    add_coarse(layer + 10, &up2, &f1);
    g_auto(Map) up1 = convolve(layer + 11, &f1, FALSE);
    add_coarse(layer + 12, &up1, &f0);
    g_auto(Map) up0 = convolve(layer + 13, &f0, FALSE);
    write_output(layer + 14, &up0, output, stride);
}

/* Takes `count` numbers of four bytes from the file; NULL where it ends before. */
static const void *
take(const guint8 **at, const guint8 *end, gsize count)
{
    const guint8 *here = *at;
    if (count > (gsize)(end - here) / 4)
        return NULL;
    *at += 4 * count;
    return here;
}

static gboolean
read_layer(InkNet *self, int i, const guint8 **at, const guint8 *end)
{
    Layer *layer = &self->layers[i];
    gint32 numbers[5];
    const void *head = take(at, end, 5);
    if (!head)
        return FALSE;
    memcpy(numbers, head, sizeof numbers);
    *layer = (Layer){GINT32_FROM_LE(numbers[0]), GINT32_FROM_LE(numbers[1]), GINT32_FROM_LE(numbers[2]),
                     GINT32_FROM_LE(numbers[3]), GINT32_FROM_LE(numbers[4])};
    int in = shape[i].from < 0 ? 12 : self->layers[shape[i].from].out;
    if (layer->in != in || layer->kernel != shape[i].kernel || layer->stride != shape[i].stride ||
        layer->dilation != shape[i].dilation || layer->out < LANES || layer->out > 256)
        return FALSE;
    gsize count = (gsize)layer->kernel * layer->kernel * layer->in * layer->out;
    const void *weights = take(at, end, count), *bias = take(at, end, (gsize)layer->out);
    if (!weights || !bias)
        return FALSE;
    layer->weights = g_memdup2(weights, count * sizeof(float));
    layer->bias = g_memdup2(bias, (gsize)layer->out * sizeof(float));
    return TRUE;
}

InkNet *
ink_net_load(const char *path, GError **error)
{
    static const char magic[] = "verno-ink-1\n";
    g_autofree char *data = NULL;
    gsize size;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &data, &size, &cause)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no network for kinds of ink: %s", cause->message);
        return NULL;
    }
    g_autoptr(InkNet) self = g_new0(InkNet, 1);
    const guint8 *at = (const guint8 *)data + strlen(magic), *end = (const guint8 *)data + size;
    gboolean known = size > strlen(magic) && memcmp(data, magic, strlen(magic)) == 0;
    for (int i = 0; i < LAYERS && known; i++)
        known = read_layer(self, i, &at, end);
    if (!known || at != end || self->layers[LAYERS - 1].out != HEAD) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s is no network of this version", path);
        return NULL;
    }
    self->checksum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guint8 *)data, size);
    return g_steal_pointer(&self);
}

void
ink_net_free(InkNet *self)
{
    if (!self)
        return;
    for (int i = 0; i < LAYERS; i++) {
        g_free(self->layers[i].weights);
        g_free(self->layers[i].bias);
    }
    g_free(self->checksum);
    g_free(self);
}

const char *
ink_net_checksum(const InkNet *self)
{
    return self->checksum;
}
