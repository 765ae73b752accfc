/* test-network.c - the editor of network files, on a network small enough to check by hand. */
#include "models/train/network.h"
#include <glib/gstdio.h>
#include <string.h>

static void
put(GByteArray *out, const void *data, guint length)
{
    g_byte_array_append(out, data, length);
}

static void
put_u8(GByteArray *out, guint8 value)
{
    put(out, &value, 1);
}

static void
put_u32(GByteArray *out, guint32 value)
{
    value = GUINT32_TO_LE(value);
    put(out, &value, 4);
}

static void
put_double(GByteArray *out, double value)
{
    put(out, &value, sizeof value);
}

static void
put_string(GByteArray *out, const char *text)
{
    put_u32(out, (guint32)strlen(text));
    put(out, text, (guint)strlen(text));
}

static void
put_head(GByteArray *out, const char *type, guint flags, guint ni, guint no)
{
    put_u8(out, 0);
    put_string(out, type);
    put_u8(out, 0);
    put_u8(out, 0);
    put_u32(out, flags);
    put_u32(out, ni);
    put_u32(out, no);
    put_u32(out, 6);
    put_string(out, "a name");
}

/* A series of an input and a softmax of two outputs and two inputs with bias, scales padded to four. */
static GByteArray *
small_network(const gint8 *weights)
{
    static const double scales[4] = {0.5, 0.25, 0, 0};
    GByteArray *out = g_byte_array_new();
    put_head(out, "Series", 64 + 128, 2, 2);
    put_u32(out, 2);
    put_head(out, "Input", 0, 2, 2);
    for (int i = 0; i < 5; i++)
        put_u32(out, 1);
    put_head(out, "Softmax", 0, 2, 2);
    put_u8(out, 133);
    put_u32(out, 2);
    put_u32(out, 3);
    put_u8(out, 0);
    put(out, weights, 6);
    put_u32(out, 4);
    for (int i = 0; i < 4; i++)
        put_double(out, scales[i]);
    put_u32(out, 1); /* learning rates */
    put_u32(out, 0);
    put_string(out, "[spec]");
    put_u32(out, 65);
    for (int i = 0; i < 6; i++)
        put_u32(out, 0);
    return out;
}

static Network *
load(const guint8 *data, gsize length, GError **error)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "verno-test.lstm", NULL);
    g_assert_true(g_file_set_contents(path, (const char *)data, (gssize)length, NULL));
    Network *network = network_load(path, error);
    g_assert_cmpint(g_remove(path), ==, 0);
    return network;
}

static Network *
load_bytes(GBytes *bytes)
{
    g_autoptr(GError) error = NULL;
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    Network *network = load(data, size, &error);
    g_assert_no_error(error);
    return network;
}

static Network *
float_network(const gint8 *weights)
{
    g_autoptr(GByteArray) file = small_network(weights);
    g_autoptr(GError) error = NULL;
    g_autoptr(Network) whole = load(file->data, file->len, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) floats = network_to_float(whole);
    return load_bytes(floats);
}

static double
weight(const Network *network, guint i)
{
    const guint8 *data = g_bytes_get_data(network->bytes, NULL);
    double value;
    memcpy(&value, data + g_array_index(network->matrices, Matrix, 0).data + i * sizeof value, sizeof value);
    return value;
}

static void
test_to_float(void)
{
    static const gint8 weights[6] = {1, -2, 127, -127, 0, 4};
    static const double want[6] = {0.5, -1, 63.5, -31.75, 0, 1};
    g_autoptr(Network) network = float_network(weights);
    const Matrix *m = &g_array_index(network->matrices, Matrix, 0);
    g_assert_cmpuint(network->matrices->len, ==, 1);
    g_assert_false(m->is_int);
    g_assert_cmpuint(m->rows, ==, 2);
    g_assert_cmpuint(m->cols, ==, 3);
    for (guint i = 0; i < 6; i++)
        g_assert_cmpfloat(weight(network, i), ==, want[i]);
    guint32 flags;
    memcpy(&flags, (const guint8 *)g_bytes_get_data(network->bytes, NULL) + network->training_flags, 4);
    g_assert_cmpuint(GUINT32_FROM_LE(flags), ==, 64);
}

static void
test_average(void)
{
    static const gint8 one[6] = {0, 0, 0, 8, 8, 8}, two[6] = {4, 8, 16, 0, 0, 0};
    static const double want[6] = {1.5, 3, 6, 0.5, 0.5, 0.5};
    g_autoptr(Network) a = float_network(one);
    g_autoptr(Network) b = float_network(two);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = network_average(a, b, 0.75, &error);
    g_assert_no_error(error);
    g_autoptr(Network) mean = load_bytes(bytes);
    for (guint i = 0; i < 6; i++)
        g_assert_cmpfloat(weight(mean, i), ==, want[i]);
}

static void
test_refused(void)
{
    static const gint8 weights[6] = {1, 2, 3, 4, 5, 6};
    g_autoptr(GByteArray) file = small_network(weights);
    /* No prefix of a network is a network, nor is one with a byte more. */
    for (guint length = 0; length < file->len; length++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(load(file->data, length, &error));
        g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
    }
    put_u8(file, 0);
    g_autoptr(GError) longer = NULL;
    g_assert_null(load(file->data, file->len, &longer));
    g_assert_nonnull(strstr(longer->message, "more bytes"));

    g_autoptr(GByteArray) ints = small_network(weights);
    g_autoptr(Network) whole = load(ints->data, ints->len, NULL);
    g_autoptr(GError) shape = NULL;
    g_assert_null(network_average(whole, whole, 0.5, &shape));
    g_assert_nonnull(strstr(shape->message, "int8"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/network/to-float", test_to_float);
    g_test_add_func("/network/average", test_average);
    g_test_add_func("/network/refused", test_refused);
    return g_test_run();
}
