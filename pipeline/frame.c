/* frame.c - one message through a pipe. */
#include "frame.h"
#include "error.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define MAGIC      "VERNOFR1"
#define LENGTH_MAX ((guint64)1 << 31)

typedef struct {
    char magic[8];
    guint64 length;
    guint8 sum[32];
} Header;

static void
checksum(const void *data, gsize length, guint8 ret_sum[32])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize size = 32;
    g_checksum_update(sum, data, (gssize)length);
    g_checksum_get_digest(sum, ret_sum, &size);
}

static gboolean
write_all(int fd, const void *data, gsize length)
{
    const char *at = data;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return FALSE;
        at += n;
        length -= (gsize)n;
    }
    return TRUE;
}

gboolean
frame_write(int fd, GVariant *message)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(message);
    Header header = {.length = g_variant_get_size(owned)};
    memcpy(header.magic, MAGIC, sizeof header.magic);
    checksum(g_variant_get_data(owned), header.length, header.sum);
    return write_all(fd, &header, sizeof header) && write_all(fd, g_variant_get_data(owned), header.length);
}

static gboolean
wait_readable(int fd, gint64 deadline_us, GError **error)
{
    for (;;) {
        int wait_ms = -1;
        if (deadline_us > 0) {
            gint64 left_us = deadline_us - g_get_monotonic_time();
            if (left_us <= 0) {
                g_set_error(error, VERNO_ERROR, VERNO_ERROR_TIMEOUT, "no answer in time");
                return FALSE;
            }
            wait_ms = (int)MIN(left_us / 1000 + 1, 1 << 30);
        }
        struct pollfd slot = {.fd = fd, .events = POLLIN};
        int n = poll(&slot, 1, wait_ms);
        if (n > 0)
            return TRUE;
        if (n < 0 && errno != EINTR) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "poll: %s", g_strerror(errno));
            return FALSE;
        }
    }
}

static gboolean
read_all(int fd, void *data, gsize length, gint64 deadline_us, GError **error)
{
    char *at = data;
    while (length > 0) {
        if (!wait_readable(fd, deadline_us, error))
            return FALSE;
        ssize_t n = read(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "the other end closed");
            return FALSE;
        }
        at += n;
        length -= (gsize)n;
    }
    return TRUE;
}

GVariant *
frame_read(int fd, const GVariantType *type, gint64 deadline_us, GError **error)
{
    Header header;
    if (!read_all(fd, &header, sizeof header, deadline_us, error))
        return NULL;
    if (memcmp(header.magic, MAGIC, sizeof header.magic) != 0 || header.length > LENGTH_MAX) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "not a frame");
        return NULL;
    }
    g_autofree char *data = g_malloc(MAX(header.length, 1));
    if (!read_all(fd, data, header.length, deadline_us, error))
        return NULL;
    guint8 sum[32];
    checksum(data, header.length, sum);
    if (memcmp(sum, header.sum, sizeof sum) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "a frame's checksum is wrong");
        return NULL;
    }
    char *owned = g_steal_pointer(&data);
    return g_variant_ref_sink(g_variant_new_from_data(type, owned, header.length, FALSE, g_free, owned));
}
