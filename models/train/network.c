/* network.c - reads the file format of Tesseract's LSTM networks far enough to change their weights. */
#include "network.h"
#include <string.h>

#define MODE_INT8      1
#define MODE_DOUBLES   128
#define FLAG_RATES     64 /* of a node: its layers have learning rates of their own */
#define TRAINING_INT8  1  /* of the trailer */
#define LARGEST_MATRIX (1u << 24)

/* A walk over the bytes; once it has failed it stands still. */
typedef struct {
    const guint8 *data;
    gsize size, at;
    Network *network;
    const char *wrong;
} Walk;

static const guint8 *
take(Walk *walk, gsize n)
{
    if (walk->wrong || n > walk->size - walk->at) {
        walk->wrong = walk->wrong ? walk->wrong : "the file ends too early";
        return NULL;
    }
    const guint8 *at = walk->data + walk->at;
    walk->at += n;
    return at;
}

static guint32
take_u32(Walk *walk)
{
    guint32 value = 0;
    const guint8 *at = take(walk, 4);
    if (at)
        memcpy(&value, at, 4);
    return GUINT32_FROM_LE(value);
}

static guint8
take_u8(Walk *walk)
{
    const guint8 *at = take(walk, 1);
    return at ? *at : 0;
}

static void
skip(Walk *walk, gsize n)
{
    take(walk, n);
}

/* To free; "" after a failure. */
static char *
take_string(Walk *walk)
{
    guint32 length = take_u32(walk);
    const guint8 *at = take(walk, length);
    return at ? g_strndup((const char *)at, length) : g_strdup("");
}

static void
walk_matrix(Walk *walk)
{
    Matrix m = {.at = walk->at};
    guint8 mode = take_u8(walk);
    m.is_int = (mode & MODE_INT8) != 0;
    if (!(mode & MODE_DOUBLES))
        walk->wrong = walk->wrong ? walk->wrong : "a matrix in the layout of before 2017";
    m.rows = take_u32(walk);
    m.cols = take_u32(walk);
    if (m.rows > LARGEST_MATRIX || m.cols > LARGEST_MATRIX)
        walk->wrong = walk->wrong ? walk->wrong : "a matrix larger than any network has";
    gsize width = m.is_int ? 1 : sizeof(double);
    skip(walk, width); /* what an empty cell holds */
    m.data = walk->at;
    skip(walk, (gsize)m.rows * m.cols * width);
    if (m.is_int) {
        guint32 n = take_u32(walk); /* may be padded above rows */
        m.scales = walk->at;
        skip(walk, (gsize)n * sizeof(double));
        if (n < m.rows)
            walk->wrong = walk->wrong ? walk->wrong : "a matrix with fewer scales than rows";
    }
    m.end = walk->at;
    if (!walk->wrong)
        g_array_append_val(walk->network->matrices, m);
}

static gboolean
one_of(const char *type, const char *const *names)
{
    return g_strv_contains(names, type);
}

static void walk_node(Walk *walk, guint depth);

static void
walk_children(Walk *walk, guint32 flags, guint depth)
{
    guint32 count = take_u32(walk);
    for (guint32 i = 0; i < count && !walk->wrong; i++)
        walk_node(walk, depth + 1);
    if (flags & FLAG_RATES)
        skip(walk, (gsize)take_u32(walk) * sizeof(float));
}

static void
walk_lstm(Walk *walk, guint32 ni, guint32 no)
{
    guint32 na = take_u32(walk);
    guint gates = na == ni + 2 * no ? 5 : 4; /* the fifth is the second dimension's forget gate */
    for (guint i = 0; i < gates && !walk->wrong; i++)
        walk_matrix(walk);
}

static void
walk_node(Walk *walk, guint depth)
{
    static const char *const plumbing[] = {"Series",       "Parallel",  "Replicated",  "ParBidiLSTM",
                                           "DepParUDLSTM", "Par2dLSTM", "XYTranspose", "RTLReversed",
                                           "TTBReversed",  NULL};
    static const char *const full[] = {"Tanh", "Softmax", "Logistic",     "LinLogistic", "LinTanh",
                                       "Relu", "Linear",  "SoftmaxNoCTC", NULL};
    if (take_u8(walk) != 0 || depth > 32) {
        walk->wrong = walk->wrong ? walk->wrong : "no node begins here";
        return;
    }
    g_autofree char *type = take_string(walk);
    skip(walk, 2); /* training, needs_to_backprop */
    guint32 flags = take_u32(walk), ni = take_u32(walk), no = take_u32(walk);
    skip(walk, 4); /* number of weights */
    g_autofree char *name = take_string(walk);
    if (one_of(type, plumbing))
        walk_children(walk, flags, depth);
    else if (one_of(type, full))
        walk_matrix(walk);
    else if (strcmp(type, "LSTM") == 0 || strcmp(type, "SummLSTM") == 0)
        walk_lstm(walk, ni, no);
    else if (strcmp(type, "Input") == 0)
        skip(walk, 5 * 4);
    else if (strcmp(type, "Convolve") == 0 || strcmp(type, "Maxpool") == 0 || strcmp(type, "Reconfig") == 0)
        skip(walk, 2 * 4);
    else
        walk->wrong = walk->wrong ? walk->wrong : "a node of an unknown type";
}

static void
walk_trailer(Walk *walk)
{
    g_autofree char *spec = take_string(walk);
    walk->network->training_flags = walk->at;
    skip(walk, 4 * 4); /* flags, iterations, sample iterations, null character */
    skip(walk, 3 * 4); /* Adam's beta, learning rate, momentum */
    if (!walk->wrong && walk->at != walk->size)
        walk->wrong = "more bytes than the format has";
}

Network *
network_load(const char *path, GError **error)
{
    g_autoptr(Network) self = g_new0(Network, 1);
    char *data = NULL;
    gsize size = 0;
    self->matrices = g_array_new(FALSE, FALSE, sizeof(Matrix));
    if (!g_file_get_contents(path, &data, &size, error))
        return NULL;
    self->bytes = g_bytes_new_take(data, size);
    Walk walk = {.data = (const guint8 *)data, .size = size, .network = self};
    walk_node(&walk, 0);
    walk_trailer(&walk);
    if (!walk.wrong)
        return g_steal_pointer(&self);
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no LSTM network: %s, at byte %zu of %zu", path,
                walk.wrong, walk.at, size);
    return NULL;
}

void
network_free(Network *self)
{
    if (!self)
        return;
    g_clear_pointer(&self->bytes, g_bytes_unref);
    g_array_unref(self->matrices);
    g_free(self);
}

static double
read_double(const guint8 *at)
{
    double value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void
append_double(GByteArray *out, double value)
{
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

static void
append_as_float(GByteArray *out, const guint8 *data, const Matrix *m)
{
    guint8 mode = data[m->at] & (guint8)~MODE_INT8;
    g_byte_array_append(out, &mode, 1);
    g_byte_array_append(out, data + m->at + 1, 2 * 4);
    append_double(out, 0);
    for (guint r = 0; r < m->rows; r++) {
        double scale = read_double(data + m->scales + r * sizeof(double));
        for (guint c = 0; c < m->cols; c++)
            append_double(out, (gint8)data[m->data + (gsize)r * m->cols + c] * scale);
    }
}

GBytes *
network_to_float(const Network *self)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(self->bytes, &size);
    GByteArray *out = g_byte_array_new();
    gsize from = 0, grown = 0;
    for (guint i = 0; i < self->matrices->len; i++) {
        const Matrix *m = &g_array_index(self->matrices, Matrix, i);
        if (!m->is_int)
            continue;
        g_byte_array_append(out, data + from, (guint)(m->at - from));
        append_as_float(out, data, m);
        from = m->end;
        grown = out->len - m->end;
    }
    g_byte_array_append(out, data + from, (guint)(size - from));
    guint32 flags;
    memcpy(&flags, data + self->training_flags, 4);
    flags = GUINT32_TO_LE(GUINT32_FROM_LE(flags) & ~(guint32)TRAINING_INT8);
    memcpy(out->data + self->training_flags + grown, &flags, 4);
    return g_byte_array_free_to_bytes(out);
}

static gboolean
same_shape(const Matrix *a, const Matrix *b)
{
    return !a->is_int && !b->is_int && a->rows == b->rows && a->cols == b->cols;
}

GBytes *
network_average(const Network *self, const Network *other, double share, GError **error)
{
    gsize size;
    const guint8 *theirs = g_bytes_get_data(other->bytes, NULL);
    const guint8 *ours = g_bytes_get_data(self->bytes, &size);
    gboolean alike = self->matrices->len == other->matrices->len;
    g_autofree guint8 *out = g_memdup2(ours, size);
    for (guint i = 0; alike && i < self->matrices->len; i++) {
        const Matrix *a = &g_array_index(self->matrices, Matrix, i),
                     *b = &g_array_index(other->matrices, Matrix, i);
        alike = same_shape(a, b);
        for (gsize k = 0; alike && k < (gsize)a->rows * a->cols; k++) {
            gsize at = k * sizeof(double);
            double sum =
                (1 - share) * read_double(ours + a->data + at) + share * read_double(theirs + b->data + at);
            memcpy(out + a->data + at, &sum, sizeof sum);
        }
    }
    if (alike)
        return g_bytes_new_take(g_steal_pointer(&out), size);
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "the networks differ in shape, or hold int8 weights");
    return NULL;
}
