/* tier.h - how bad a page may be: samples/data/tiers.ini, one group a tier. */
#pragma once
#include "chance.h"

typedef struct Tier Tier;

Tier *tier_load(const char *ini_path, const char *name, GError **error);
void tier_free(Tier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tier, tier_free)

/* `key=3` or `key=1;4`: a number in the range. A key that the file lacks is a bug in the file: it ends the
 * program. */
double tier_value(const Tier *self, const char *key, Chance *chance);
int tier_count(const Tier *self, const char *key, Chance *chance);
/* `key=0.3`: a probability. */
gboolean tier_hit(const Tier *self, const char *key, Chance *chance);
/* `key=jpeg:2;lzw:1`: a word, by weight. Lent. */
const char *tier_choice(const Tier *self, const char *key, Chance *chance);
