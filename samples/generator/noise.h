/* noise.h - smooth noise over the plane: paper fibres, patchy ribbons, clouds of dirt. */
#pragma once
#include <glib.h>

/* Value noise in [-1, 1], smooth, with features about one unit wide. */
float noise_at(guint32 seed, double x, double y);

/* A square of noise that can be laid side by side without a seam; `smooth` is how often it is averaged. */
enum { NOISE_TILE = 256 };
typedef struct {
    float at[NOISE_TILE * NOISE_TILE];
} NoiseTile;
NoiseTile *noise_tile_new(guint32 seed, int smooth);
