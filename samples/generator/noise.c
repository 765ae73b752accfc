/* noise.c - smooth noise over the plane. */
#include "noise.h"
#include "chance.h"
#include <math.h>

static float
lattice(guint32 seed, gint32 x, gint32 y)
{
    guint32 h = seed ^ ((guint32)x * 0x8DA6B343u) ^ ((guint32)y * 0xD8163841u);
    h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
    h = (h ^ (h >> 12)) * 0x297A2D39u;
    h ^= h >> 15;
    return (float)h / 2147483648.0f - 1;
}

float
noise_at(guint32 seed, double x, double y)
{
    double fx = floor(x), fy = floor(y);
    gint32 ix = (gint32)fx, iy = (gint32)fy;
    float u = (float)(x - fx), v = (float)(y - fy);
    u = u * u * (3 - 2 * u);
    v = v * v * (3 - 2 * v);
    float top = lattice(seed, ix, iy) * (1 - u) + lattice(seed, ix + 1, iy) * u;
    float low = lattice(seed, ix, iy + 1) * (1 - u) + lattice(seed, ix + 1, iy + 1) * u;
    return top * (1 - v) + low * v;
}

static void
smooth_once(const float *from, float *to)
{
    const int n = NOISE_TILE;
    for (int y = 0; y < n; y++)
        for (int x = 0; x < n; x++) {
            int left = (x + n - 1) % n, right = (x + 1) % n;
            int up = (y + n - 1) % n * n, down = (y + 1) % n * n;
            to[y * n + x] = (from[y * n + x] * 2 + from[y * n + left] + from[y * n + right] + from[up + x] +
                             from[down + x]) /
                            6;
        }
}

NoiseTile *
noise_tile_new(guint32 seed, int smooth)
{
    NoiseTile *tile = g_new(NoiseTile, 1);
    g_autofree NoiseTile *other = g_new(NoiseTile, 1);
    const int n = NOISE_TILE * NOISE_TILE;
    for (int i = 0; i < n; i++)
        tile->at[i] = lattice(seed, i, i / NOISE_TILE + 7919);
    for (int k = 0; k < smooth; k++) {
        smooth_once(tile->at, other->at);
        *tile = *other;
    }
    double squares = 0;
    for (int i = 0; i < n; i++)
        squares += (double)tile->at[i] * tile->at[i];
    float scale = (float)(1 / sqrt(squares / n));
    for (int i = 0; i < n; i++)
        tile->at[i] *= scale;
    return tile;
}
