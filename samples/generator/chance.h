/* chance.h - the generator's own random numbers.
 *
 * A page must be the same bytes on every machine and whatever was drawn before it, so nothing here looks at
 * the clock, and every page, and every concern on a page (layout, wear, marks, scan), has a stream of its
 * own: a change in how stamps are placed does not move the noise. */
#pragma once
#include <glib.h>

typedef struct {
    guint64 state, increment; /* PCG-XSH-RR 32 */
} Chance;

void chance_init(Chance *self, guint64 seed, guint64 index, guint64 stream);
guint32 chance_u32(Chance *self);
/* In [0, 1). */
double chance_unit(Chance *self);
double chance_range(Chance *self, double low, double high);
/* Both ends included. */
int chance_int(Chance *self, int low, int high);
gboolean chance_hit(Chance *self, double probability);
/* Mean 0, deviation 1, cut at ±3 so that no letter flies off the page. */
double chance_normal(Chance *self);
/* One string of a non-empty NULL-terminated list. */
const char *chance_pick(Chance *self, char **list);

/* A fixed number for a pair: the same letter has the same dent on the whole page. */
guint64 chance_hash(guint64 a, guint64 b);
/* The same as a number in [-1, 1). */
double chance_hash_unit(guint64 a, guint64 b);
