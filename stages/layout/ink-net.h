/* ink-net.h - the network that tells kinds of ink apart, run by plain C.
 *
 * A U-Net (Ronneberger, Fischer, Brox: U-Net, 2015) of 15 convolutions, see models/train/ink-train.py. The
 * file is little-endian: the line "verno-ink-1", then for each convolution five 32-bit integers (channels in,
 * channels out, rows and columns of the kernel, stride, dilation), the weights as 32-bit floats by kernel
 * row, kernel column, channel in, channel out, and a bias for each channel out. The sums are taken in one
 * fixed order, with and without AVX2; only the last step asks the C library, for an exponential. */
#pragma once
#include "ink-kind.h"
#include <glib.h>

typedef struct InkNet InkNet;

/* SETUP error: not there, or no such file. */
InkNet *ink_net_load(const char *path, GError **error);
void ink_net_free(InkNet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkNet, ink_net_free)
/* SHA-256 of the file; lent. */
const char *ink_net_checksum(const InkNet *self);

/* `input`: 3 floats a pixel, rows on end: darkness and the two colours, 0..1 and about -2..2; width and
 * height are multiples of 16. How likely each pixel is of each kind, 0..255: INK_KINDS bytes a pixel, written
 * to `output`, rows `stride` bytes apart. */
void ink_net_run(const InkNet *self, const float *input, int width, int height, guint8 *output, gsize stride);
