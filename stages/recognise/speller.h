/* speller.h - what is a word of a language, with all its endings.
 *
 * Hunspell's dictionaries, as Debian has them (hunspell-ru, hunspell-en-us): the recogniser's own lists know
 * a noun or verb in some of its forms only, and would have «доложите» for a misreading of «доложить». */
#pragma once
#include <glib.h>

typedef struct Speller Speller;

/* The dictionary for a Tesseract language (rus, rus_typed, eng_typed, …); shared: each load wants its own
 * speller_free(). NULL without an error where none belongs to it; a SETUP error names the package that is
 * missing. Before any fork, by one thread. */
Speller *speller_load(const char *language, GError **error);
void speller_free(Speller *speller);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Speller, speller_free)

/* "hunspell/ru_RU=sha256:…" of affixes and words; lent. */
const char *speller_model(const Speller *speller);

/* Is it a word, small or with a capital? `speller` may be NULL: no. */
gboolean speller_has(const Speller *speller, const char *word);
/* The same for all runs of letters in a text, of which there is one at least. */
gboolean speller_has_all(const Speller *speller, const char *text);
