/* chance.c - PCG32 (O'Neill, pcg-random.org), seeded through splitmix64. */
#include "chance.h"
#include <math.h>

static guint64
splitmix(guint64 z)
{
    z += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void
chance_init(Chance *self, guint64 seed, guint64 index, guint64 stream)
{
    guint64 key = splitmix(splitmix(splitmix(seed) ^ index) ^ stream);
    self->increment = splitmix(key) | 1;
    self->state = key;
    chance_u32(self);
}

guint32
chance_u32(Chance *self)
{
    guint64 old = self->state;
    self->state = old * 6364136223846793005u + self->increment;
    guint32 shifted = (guint32)(((old >> 18) ^ old) >> 27);
    guint32 turn = (guint32)(old >> 59);
    return (shifted >> turn) | (shifted << ((32 - turn) & 31));
}

double
chance_unit(Chance *self)
{
    return chance_u32(self) / 4294967296.0;
}

double
chance_range(Chance *self, double low, double high)
{
    return low + (high - low) * chance_unit(self);
}

int
chance_int(Chance *self, int low, int high)
{
    g_assert(low <= high);
    return low + (int)(chance_unit(self) * (high - low + 1));
}

gboolean
chance_hit(Chance *self, double probability)
{
    return chance_unit(self) < probability;
}

double
chance_normal(Chance *self)
{
    double u = (chance_u32(self) + 1.0) / 4294967297.0;
    double z = sqrt(-2 * log(u)) * cos(2 * G_PI * chance_unit(self));
    return CLAMP(z, -3, 3);
}

const char *
chance_pick(Chance *self, char **list)
{
    guint n = g_strv_length(list);
    g_assert(n > 0);
    return list[chance_int(self, 0, (int)n - 1)];
}

guint64
chance_hash(guint64 a, guint64 b)
{
    return splitmix(splitmix(a) ^ b);
}

double
chance_hash_unit(guint64 a, guint64 b)
{
    return (double)(chance_hash(a, b) >> 11) / 4503599627370496.0 - 1;
}
