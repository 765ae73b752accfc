/* speller.c - what is a word of a language. */
#include "speller.h"
#include "error.h"
#include <hunspell/hunspell.h>
#include <string.h>

#define DICTIONARIES "/usr/share/hunspell"

#define MOST 2 /* dictionaries of a language: both ways to spell English */

static const struct {
    const char *prefix, *names[MOST], *packages[MOST];
} rows[] = {{"rus", {"ru_RU"}, {"hunspell-ru"}},
            {"eng", {"en_US", "en_GB"}, {"hunspell-en-us", "hunspell-en-gb"}}};

struct Speller {
    Hunhandle *words[MOST]; /* NULL behind the last */
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

static void
destroy(Speller *speller)
{
    for (guint i = 0; i < MOST && speller->words[i]; i++)
        Hunspell_destroy(speller->words[i]);
    g_free(speller->model);
    g_free(speller);
}

static Speller *
load_row(guint row, GError **error)
{
    Speller *speller = g_new0(Speller, 1);
    g_autoptr(GString) model = g_string_new(NULL);
    for (guint i = 0; i < MOST && rows[row].names[i]; i++) {
        const char *name = rows[row].names[i];
        g_autofree char *affixes = g_strdup_printf(DICTIONARIES "/%s.aff", name);
        g_autofree char *words = g_strdup_printf(DICTIONARIES "/%s.dic", name);
        g_autofree char *sum = dup_sum(affixes, words);
        speller->words[i] = sum ? Hunspell_create(affixes, words) : NULL;
        if (!speller->words[i] || strcmp(Hunspell_get_dic_encoding(speller->words[i]), "UTF-8") != 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                        "no dictionary “%s” in " DICTIONARIES "; mend with: apt-get install %s", name,
                        rows[row].packages[i]);
            destroy(speller);
            return NULL;
        }
        g_string_append_printf(model, "%shunspell/%s=sha256:%s", i > 0 ? " " : "", name, sum);
    }
    speller->model = g_strdup(model->str);
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
    destroy(speller);
}

const char *
speller_model(const Speller *speller)
{
    return speller->model;
}

gboolean
speller_has(const Speller *speller, const char *word)
{
    for (guint i = 0; speller && *word && i < MOST && speller->words[i]; i++)
        if (Hunspell_spell(speller->words[i], word) != 0)
            return TRUE;
    return FALSE;
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
