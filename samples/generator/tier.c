/* tier.c - how bad a page may be. */
#include "tier.h"
#include "pipeline/error.h"
#include <math.h>
#include <string.h>

struct Tier {
    GKeyFile *ini;
    char *name;
    GStringChunk *words;
};

Tier *
tier_load(const char *ini_path, const char *name, GError **error)
{
    g_autoptr(Tier) self = g_new0(Tier, 1);
    self->ini = g_key_file_new();
    self->name = g_strdup(name);
    self->words = g_string_chunk_new(64);
    if (!g_key_file_load_from_file(self->ini, ini_path, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", ini_path);
        return NULL;
    }
    if (!g_key_file_has_group(self->ini, name)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no tier '%s' in %s", name, ini_path);
        return NULL;
    }
    return g_steal_pointer(&self);
}

void
tier_free(Tier *self)
{
    if (!self)
        return;
    g_clear_pointer(&self->ini, g_key_file_unref);
    g_clear_pointer(&self->words, g_string_chunk_free);
    g_free(self->name);
    g_free(self);
}

static char **
read_list(const Tier *self, const char *key)
{
    /* A tier says only what is its own; the rest stands in [common]. */
    const char *group = g_key_file_has_key(self->ini, self->name, key, NULL) ? self->name : "common";
    char **list = g_key_file_get_string_list(self->ini, group, key, NULL, NULL);
    if (!list || !list[0])
        g_error("tiers.ini: [%s] lacks '%s'", self->name, key);
    return list;
}

double
tier_value(const Tier *self, const char *key, Chance *chance)
{
    g_auto(GStrv) list = read_list(self, key);
    double low = g_ascii_strtod(list[0], NULL);
    return list[1] ? chance_range(chance, low, g_ascii_strtod(list[1], NULL)) : low;
}

int
tier_count(const Tier *self, const char *key, Chance *chance)
{
    g_auto(GStrv) list = read_list(self, key);
    int low = (int)g_ascii_strtoll(list[0], NULL, 10);
    return list[1] ? chance_int(chance, low, (int)g_ascii_strtoll(list[1], NULL, 10)) : low;
}

gboolean
tier_hit(const Tier *self, const char *key, Chance *chance)
{
    return chance_hit(chance, tier_value(self, key, chance));
}

const char *
tier_choice(const Tier *self, const char *key, Chance *chance)
{
    g_auto(GStrv) list = read_list(self, key);
    double total = 0;
    for (char **row = list; *row; row++) {
        const char *colon = strchr(*row, ':');
        total += colon ? g_ascii_strtod(colon + 1, NULL) : 1;
    }
    double at = chance_range(chance, 0, total);
    for (char **row = list; *row; row++) {
        char *colon = strchr(*row, ':');
        at -= colon ? g_ascii_strtod(colon + 1, NULL) : 1;
        if (colon)
            *colon = '\0';
        if (at < 0 || !row[1])
            return g_string_chunk_insert_const(self->words, *row);
    }
    return NULL;
}
