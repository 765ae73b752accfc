/* network.h - reads the file format of Tesseract's LSTM networks far enough to change their weights.
 *
 * The format is that of Tesseract 5 (lstm/network.cpp, weightmatrix.cpp, lstmrecognizer.cpp): little-endian;
 * a tree of nodes, each with a header of type, flags and sizes, some with weight matrices; then a trailer
 * with the network's specification and the training state. Shipped models hold int8 weights with a scale for
 * each row; training wants doubles. A file is accepted only if the walk ends at its last byte, so that
 * nothing is changed that was not understood. */
#pragma once
#include <glib.h>

typedef struct {
    gsize at;         /* of the mode byte */
    gsize end;        /* just behind the matrix */
    gsize data;       /* of the first weight */
    gsize scales;     /* of the first row's scale; int8 only */
    guint rows, cols; /* outputs; inputs and the bias, which is the last column */
    gboolean is_int;
} Matrix;

typedef struct {
    GBytes *bytes;
    GArray *matrices;     /* of Matrix, in the order of the file */
    gsize training_flags; /* where the int32 of the trailer stands */
} Network;

/* To free with network_free(). Fails with the file's name and the offset where the format was left. */
Network *network_load(const char *path, GError **error);
void network_free(Network *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Network, network_free)

/* The same network with every weight as a double: int8 value times its row's scale. To unref. */
GBytes *network_to_float(const Network *self);

/* (1 - share) self + share other, weight by weight; both float and of the same shape. Header and trailer are
 * self's. To unref. */
GBytes *network_average(const Network *self, const Network *other, double share, GError **error);
