/* sketch.h - how alike two texts are, from a few numbers kept of each.
 *
 * MinHash (A. Broder, On the resemblance and containment of documents, 1997) over runs of five letters: two
 * readings of one paper share most of their runs, however each is misread here and there; two letters in one
 * language share one run in twenty. */
#pragma once
#include <glib.h>

#define SKETCH_SIZE  64
#define SKETCH_BANDS 32 /* two texts that share a band are worth comparing */

typedef struct {
    guint32 least[SKETCH_SIZE];
    guint runs; /* of five letters; 0: too short to tell */
} Sketch;

/* Letters and digits count, in small letters; everything else does not. */
void sketch_make(Sketch *ret_sketch, const char *text);
/* Share of runs that the texts have in common, 0..1, to about 0.06. */
double sketch_compare(const Sketch *a, const Sketch *b);
/* A number that two texts share when this band (from 0) of their sketches is the same. */
guint64 sketch_band(const Sketch *sketch, guint band);
