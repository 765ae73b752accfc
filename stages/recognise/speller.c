/* speller.c - what is a word of a language. */
#include "speller.h"
#include "error.h"
#include <hunspell/hunspell.h>
#include <string.h>

#define DICTIONARIES "/usr/share/hunspell"

static const struct {
    const char *prefix, *name, *package;
} rows[] = {{"rus", "ru_RU", "hunspell-ru"}, {"eng", "en_US", "hunspell-en-us"}};

struct Speller {
    Hunhandle *words;
    char *model;
    guint users;
};

static Speller *loaded[G_N_ELEMENTS(rows)];

/* SHA-256 over both files; NULL where one cannot be read. */
static char *
dup_sum(const char *affixes, const char *words)
{
    const char *const files[] = {affixes, words};
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *data = NULL;
        gsize length = 0;
        if (!g_file_get_contents(files[i], &data, &length, NULL))
            return NULL;
        g_checksum_update(sum, (const guchar *)data, (gssize)length);
    }
    return g_strdup(g_checksum_get_string(sum));
}

static Speller *
load_row(guint i, GError **error)
{
    g_autofree char *affixes = g_strdup_printf(DICTIONARIES "/%s.aff", rows[i].name);
    g_autofree char *words = g_strdup_printf(DICTIONARIES "/%s.dic", rows[i].name);
    g_autofree char *sum = dup_sum(affixes, words);
    Hunhandle *handle = sum ? Hunspell_create(affixes, words) : NULL;
    if (!handle || strcmp(Hunspell_get_dic_encoding(handle), "UTF-8") != 0) {
        if (handle)
            Hunspell_destroy(handle);
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "no dictionary “%s” in " DICTIONARIES "; mend with: apt-get install %s", rows[i].name,
                    rows[i].package);
        return NULL;
    }
    Speller *speller = g_new0(Speller, 1);
    speller->words = handle;
    speller->model = g_strdup_printf("hunspell/%s=sha256:%s", rows[i].name, sum);
    return speller;
}

Speller *
speller_load(const char *language, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!g_str_has_prefix(language, rows[i].prefix))
            continue;
        if (!loaded[i])
            loaded[i] = load_row(i, error);
        if (loaded[i])
            loaded[i]->users++;
        return loaded[i];
    }
    return NULL;
}

void
speller_free(Speller *speller)
{
    if (!speller || --speller->users > 0)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (loaded[i] == speller)
            loaded[i] = NULL;
    Hunspell_destroy(speller->words);
    g_free(speller->model);
    g_free(speller);
}

const char *
speller_model(const Speller *speller)
{
    return speller->model;
}

gboolean
speller_has(const Speller *speller, const char *word)
{
    return speller && *word && Hunspell_spell(speller->words, word) != 0;
}

gboolean
speller_has_all(const Speller *speller, const char *text)
{
    g_autoptr(GString) word = g_string_new(NULL);
    guint known = 0;
    for (const char *c = text;; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        if (g_unichar_isalpha(u)) {
            g_string_append_unichar(word, u);
            continue;
        }
        if (word->len > 0 && !speller_has(speller, word->str))
            return FALSE;
        known += word->len > 0;
        g_string_truncate(word, 0);
        if (!u)
            return known > 0;
    }
}
