/* test-frame.c - one message through a pipe: whole or refused. */
#include "error.h"
#include "frame.h"
#include <string.h>
#include <unistd.h>

#define HEADER 48 /* magic, length, checksum */

static GVariant *
message(void)
{
    return g_variant_new("(su)", "страница", 17);
}

static GByteArray *
frame_bytes(void)
{
    int ends[2];
    GByteArray *bytes = g_byte_array_new();
    g_byte_array_set_size(bytes, 4096);
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_true(frame_write(ends[1], message()));
    close(ends[1]);
    ssize_t n = read(ends[0], bytes->data, bytes->len);
    g_assert_cmpint(n, >, HEADER);
    g_byte_array_set_size(bytes, (guint)n);
    close(ends[0]);
    return bytes;
}

static GVariant *
read_bytes(const GByteArray *bytes, gsize length, GError **error)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(write(ends[1], bytes->data, length), ==, (gssize)length);
    close(ends[1]);
    GVariant *got = frame_read(ends[0], G_VARIANT_TYPE("(su)"), 0, error);
    close(ends[0]);
    return got;
}

static void
test_whole(void)
{
    g_autoptr(GByteArray) bytes = frame_bytes();
    g_autoptr(GVariant) want = g_variant_ref_sink(message());
    g_autoptr(GVariant) got = read_bytes(bytes, bytes->len, NULL);
    g_assert_true(g_variant_equal(got, want));
}

static void
test_every_truncation(void)
{
    g_autoptr(GByteArray) bytes = frame_bytes();
    for (guint length = 0; length < bytes->len; length++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(read_bytes(bytes, length, &error));
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_FAILED);
        g_assert_cmpstr(error->message, ==, "the other end closed");
    }
}

/* Any bit altered: magic, length, checksum or payload. */
static void
test_every_altered_byte(void)
{
    g_autoptr(GByteArray) bytes = frame_bytes();
    for (guint at = 0; at < bytes->len; at++)
        for (guint bit = 0; bit < 8; bit++) {
            g_autoptr(GError) error = NULL;
            bytes->data[at] ^= 1u << bit;
            g_assert_null(read_bytes(bytes, bytes->len, &error));
            g_assert_error(error, VERNO_ERROR, VERNO_ERROR_FAILED);
            if (at < 8)
                g_assert_cmpstr(error->message, ==, "not a frame");
            else if (at >= 16)
                g_assert_cmpstr(error->message, ==, "a frame's checksum is wrong");
            bytes->data[at] ^= 1u << bit;
        }
}

static void
test_timeout(void)
{
    g_autoptr(GByteArray) bytes = frame_bytes();
    const gsize sent[] = {0, 7, HEADER, bytes->len - 1};
    for (guint i = 0; i < G_N_ELEMENTS(sent); i++) {
        g_autoptr(GError) error = NULL;
        int ends[2];
        g_assert_cmpint(pipe(ends), ==, 0);
        g_assert_cmpint(write(ends[1], bytes->data, sent[i]), ==, (gssize)sent[i]);
        gint64 start = g_get_monotonic_time();
        g_assert_null(frame_read(ends[0], G_VARIANT_TYPE("(su)"), start + 50 * 1000, &error));
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_TIMEOUT);
        g_assert_cmpint(g_get_monotonic_time() - start, >=, 50 * 1000);
        close(ends[0]);
        close(ends[1]);
    }
}

static void
test_nobody_reads(void)
{
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    g_assert_cmpint(pipe(ends), ==, 0);
    close(ends[0]);
    g_assert_false(frame_write(ends[1], message()));
    close(ends[1]);
}

/* Far more than a pipe holds at once. */
static void *
write_large(void *data)
{
    g_autofree guint8 *block = g_malloc(20 << 20);
    for (gsize i = 0; i < 20 << 20; i++)
        block[i] = (guint8)(i * 7 + i / 4096);
    return GINT_TO_POINTER(frame_write(GPOINTER_TO_INT(data),
                                       g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, block, 20 << 20, 1)));
}

static void
test_large(void)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    GThread *writer = g_thread_new("writer", write_large, GINT_TO_POINTER(ends[1]));
    g_autoptr(GVariant) got = frame_read(ends[0], G_VARIANT_TYPE_BYTESTRING, 0, NULL);
    g_assert_true(GPOINTER_TO_INT(g_thread_join(writer)));
    gsize n = 0;
    const guint8 *bytes = g_variant_get_fixed_array(got, &n, 1);
    g_assert_cmpuint(n, ==, 20 << 20);
    g_assert_cmpuint(bytes[12345678], ==, (guint8)(12345678u * 7 + 12345678 / 4096));
    close(ends[0]);
    close(ends[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/frame/whole", test_whole);
    g_test_add_func("/frame/every-truncation", test_every_truncation);
    g_test_add_func("/frame/every-altered-byte", test_every_altered_byte);
    g_test_add_func("/frame/timeout", test_timeout);
    g_test_add_func("/frame/nobody-reads", test_nobody_reads);
    g_test_add_func("/frame/large", test_large);
    return g_test_run();
}
