/* frame.h - one message through a pipe: 8 bytes magic, 8 bytes length, 32 bytes SHA-256 of the payload, the
 * payload (a serialised GVariant in host order; both ends are the same program). A frame cut short or altered
 * is refused whole. */
#pragma once
#include <glib.h>

/* Blocks until all is written. FALSE when the other end is gone. */
gboolean frame_write(int fd, GVariant *message);
/* Reads one frame; waits at most until `deadline_us` on the monotonic clock (0: for ever).
 * NULL with VERNO_ERROR_TIMEOUT, or VERNO_ERROR_FAILED (closed, cut short, wrong checksum). */
GVariant *frame_read(int fd, const GVariantType *type, gint64 deadline_us, GError **error);
