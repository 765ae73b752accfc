/* candidates.c - values of a field over all looks at it. */
#include "candidates.h"
#include "grammar.h"
#include "lists.h"
#include "pitch.h"
#include <math.h>
#include <string.h>

#define MOST  4    /* values that one look may give */
#define LEAST 1e-3 /* of the likeliest reading: less likely ones are no candidates */
#define KNOWN 100  /* a value of the field's list is so many times as probable as one beside it */

static void
candidate_free(Candidate *candidate)
{
    g_free(candidate->raw);
    g_free(candidate->value);
    g_free(candidate);
}

Candidates *
candidates_new(void)
{
    Candidates *candidates = g_new0(Candidates, 1);
    candidates->all = g_ptr_array_new_with_free_func((GDestroyNotify)candidate_free);
    return candidates;
}

void
candidates_free(Candidates *candidates)
{
    if (!candidates)
        return;
    g_ptr_array_unref(candidates->all);
    g_free(candidates);
}

static gboolean
is_sign(const Glyph *glyph)
{
    return !g_unichar_isalnum(g_utf8_get_char(glyph->symbol->text));
}

/* The glyphs without words at the ends that hold no letter or digit; to unref. */
static GPtrArray *
without_signs(const GPtrArray *glyphs)
{
    guint first = 0, end = glyphs->len;
    while (first < end && is_sign(glyphs->pdata[first]))
        first++;
    while (end > first && is_sign(glyphs->pdata[end - 1]) &&
           (end - 1 == first ||
            ((const Glyph *)glyphs->pdata[end - 2])->word != ((const Glyph *)glyphs->pdata[end - 1])->word))
        end--;
    GPtrArray *kept = g_ptr_array_new();
    for (guint i = first; i < end; i++)
        g_ptr_array_add(kept, glyphs->pdata[i]);
    return kept;
}

/* What stands before glyph i: a line's end, a blank or nothing. */
static char
before_glyph(const GPtrArray *glyphs, guint i, double step)
{
    if (i == 0)
        return 0;
    const Glyph *own = glyphs->pdata[i], *last = glyphs->pdata[i - 1];
    if (own->line != last->line && own->box.y0 > (last->box.y0 + last->box.y1) / 2 &&
        own->box.x0 < last->box.x0)
        return '\n';
    return pitch_blank_before(glyphs, i, step) ? ' ' : 0;
}

/* Does the word begin at glyph i and stand there whole, letter-spaced as it was typed? */
static gboolean
is_spaced_word(const GPtrArray *glyphs, guint i)
{
    const Glyph *first = glyphs->pdata[i];
    guint length = first->word->symbols ? first->word->symbols->len : 0;
    if (!first->word->raw || first->at != 0 || i + length > glyphs->len)
        return FALSE;
    return length > 0 && ((const Glyph *)glyphs->pdata[i + length - 1])->word == first->word;
}

char *
candidates_words(const GPtrArray *glyphs, gboolean as_read, gboolean as_typed)
{
    g_autoptr(GPtrArray) kept = without_signs(glyphs);
    double step = as_read ? 0 : pitch_of(glyphs, TRUE);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < kept->len; i++) {
        const Glyph *glyph = kept->pdata[i];
        char before = before_glyph(kept, i, step);
        if (before)
            g_string_append_c(text, before);
        gboolean spaced = as_typed && is_spaced_word(kept, i);
        g_string_append(text, spaced ? glyph->word->raw : glyph->symbol->text);
        i += spaced ? glyph->word->symbols->len - 1 : 0;
    }
    return g_string_free(text, FALSE);
}

Lattice *
candidates_lattice(const GPtrArray *glyphs)
{
    double step = pitch_of(glyphs, TRUE);
    g_autofree char *before = g_new0(char, glyphs->len + 1);
    for (guint i = 1; i < glyphs->len; i++)
        before[i] = before_glyph(glyphs, i, step);
    return lattice_new((const Glyph *const *)glyphs->pdata, glyphs->len, before);
}

/* The entry of the field's list that the value is; NULL where it is none. A person's initials are not in
 * it, nor is a registration's number. */
static const char *
known_entry(const FormField *form, gboolean latin, const char *value)
{
    const char *slash = strcmp(form->type, "registration") == 0 ? strchr(value, '/') : NULL;
    value = slash ? slash + 1 : value;
    return form->known ? lists_find(form->known, value, latin, form_initials(form)) : NULL;
}

/* What one look makes of a value. */
typedef struct {
    char *raw, *value;
    double p, prior;
} Guess;

static void
guess_clear(Guess *guess)
{
    g_free(guess->raw);
    g_free(guess->value);
}

/* Adds the reading if the grammar takes it and its value is new; FALSE where it is none. */
static gboolean
add_guess(GArray *guesses, const FormField *form, gboolean latin, const char *text, double p)
{
    Guess guess = {.p = p, .prior = 1};
    gboolean plain = grammar_is_plain(form->type);
    if (!grammar_read(form->type, text, &guess.raw, &guess.value))
        return FALSE;
    const char *entry = known_entry(form, latin, guess.value);
    if (entry)
        guess.prior = KNOWN;
    if (entry && (plain || form_initials(form) > 0)) {
        char *spelt = plain ? g_strdup(entry) : lists_respell(entry, guess.value, latin);
        g_free(guess.value);
        guess.value = spelt;
    }
    /* Any text is a plain value: only the first, as read, and those of the list are worth keeping. */
    gboolean wanted = !plain || guesses->len == 0 || entry;
    for (guint i = 0; wanted && i < guesses->len; i++)
        wanted = strcmp(g_array_index(guesses, Guess, i).value, guess.value) != 0;
    if (wanted)
        g_array_append_val(guesses, guess);
    else
        guess_clear(&guess);
    return TRUE;
}

/* Likely readings of the glyphs that the grammar takes; of Guess. */
static GArray *
guesses_of(const FormField *form, gboolean latin, const GPtrArray *glyphs)
{
    GArray *guesses = g_array_new(FALSE, FALSE, sizeof(Guess));
    g_array_set_clear_func(guesses, (GDestroyNotify)guess_clear);
    gboolean plain = grammar_is_plain(form->type);
    g_autoptr(GPtrArray) kept = plain ? without_signs(glyphs) : g_ptr_array_ref((GPtrArray *)glyphs);
    g_autoptr(Lattice) lattice = candidates_lattice(kept);
    double p = 0, best = 0;
    if (plain) {
        gboolean as_read = strcmp(form->type, "text") == 0;
        g_autofree char *words = candidates_words(kept, as_read, FALSE);
        g_free(lattice_next(lattice, &p));
        if (add_guess(guesses, form, latin, words, p)) {
            Guess *first = &g_array_index(guesses, Guess, 0);
            best = p;
            g_free(first->raw);
            first->raw = candidates_words(kept, as_read, TRUE);
        }
    }
    for (char *text; (text = lattice_next(lattice, &p)); g_free(text)) {
        if (guesses->len >= MOST || (best > 0 && p < best * LEAST) ||
            (plain && !form->known && guesses->len > 0)) {
            g_free(text);
            break;
        }
        if (add_guess(guesses, form, latin, text, p) && best == 0)
            best = p;
    }
    return guesses;
}

static void
add(Candidates *candidates, Guess *guess, double weight, gboolean likeliest)
{
    for (guint i = 0; i < candidates->all->len; i++) {
        Candidate *old = candidates->all->pdata[i];
        if (strcmp(old->value, guess->value) == 0) {
            old->weight += weight;
            old->votes += likeliest;
            return;
        }
    }
    Candidate *candidate = g_new0(Candidate, 1);
    *candidate =
        (Candidate){g_steal_pointer(&guess->raw), g_steal_pointer(&guess->value), weight, likeliest ? 1 : 0};
    g_ptr_array_add(candidates->all, candidate);
}

static int
heaviest_first(const void *a, const void *b)
{
    const Candidate *p = *(const Candidate *const *)a, *q = *(const Candidate *const *)b;
    if (p->weight != q->weight)
        return (p->weight < q->weight) - (p->weight > q->weight);
    return strcmp(p->value, q->value);
}

double
candidates_level(double p, guint characters)
{
    return pow(p, MIN(1, 8.0 / MAX(characters, 1)));
}

/* The likelihood of the least sure word: one misread letter in a long text is one too many. */
static double
worst_level(const GPtrArray *glyphs)
{
    double worst = 1;
    for (guint first = 0, end = 0; first < glyphs->len; first = end) {
        double p = 1;
        for (; end < glyphs->len &&
               ((const Glyph *)glyphs->pdata[end])->word == ((const Glyph *)glyphs->pdata[first])->word;
             end++)
            p *= ((const Glyph *)glyphs->pdata[end])->symbol->confidence;
        worst = MIN(worst, candidates_level(p, end - first));
    }
    return worst;
}

void
candidates_look(Candidates *candidates, const FormField *form, gboolean latin, const GPtrArray *glyphs)
{
    candidates->looks++;
    if (glyphs->len == 0)
        return;
    g_autoptr(GArray) guesses = guesses_of(form, latin, glyphs);
    double sum = 0, best = 0, most = -1;
    guint likeliest = 0;
    for (guint i = 0; i < guesses->len; i++) {
        const Guess *guess = &g_array_index(guesses, Guess, i);
        sum += guess->p * guess->prior;
        best = MAX(best, guess->p);
        likeliest = guess->p * guess->prior > most ? i : likeliest;
        most = MAX(most, guess->p * guess->prior);
    }
    double level = grammar_is_plain(form->type) ? worst_level(glyphs) : candidates_level(best, glyphs->len);
    for (guint i = 0; i < guesses->len; i++) {
        Guess *guess = &g_array_index(guesses, Guess, i);
        add(candidates, guess, level * guess->p * guess->prior / sum, i == likeliest);
    }
    g_ptr_array_sort(candidates->all, heaviest_first);
}

double
candidates_confidence(const Candidates *candidates)
{
    return candidates->all->len > 0
               ? ((const Candidate *)candidates->all->pdata[0])->weight / candidates->looks
               : 0;
}
