/* spaced.c - words typed with blanks between their letters: П Е К И Н.
 *
 * The recogniser makes single letters of them, or one word, or pieces (ОС ОБАЯ); the distances between the
 * letters tell what the typist meant, for letters of other words are one step apart. */
#include "spaced.h"
#include "edit.h"
#include "median.h"
#include "places.h"
#include <math.h>
#include <string.h>

#define APART   1.55 /* pitches from letter to letter: a blank lies between */
#define FARTHER 3.2  /* pitches: another word */
#define EVEN    1.45 /* times the least distance so far: another word, too */
#define ALIKE   0.85 /* of a capital's height: no small letter */

static Point
middle(const Quad *q)
{
    return (Point){(q->p[0].x + q->p[2].x) / 2, (q->p[0].y + q->p[2].y) / 2};
}

static double
distance(Point a, Point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static double
word_width(const Word *word)
{
    return distance(word->quad.p[0], word->quad.p[1]);
}

double
spaced_pitch(const Page *page)
{
    const Face face = face_find(page);
    const Affine *to = &page->to_original;
    if (face.step > 0)
        return face.step * sqrt(fabs(to->a * to->e - to->b * to->d));
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            glong length = g_utf8_strlen(word->text, -1);
            double width = word_width(word) / (double)length;
            if (length >= 5 && word->confidence > 0.7)
                g_array_append_val(widths, width);
        }
    }
    return widths->len >= 5 ? median_of(widths) : 0;
}

static gboolean
is_letter(const Symbol *symbol)
{
    return g_unichar_isalpha(g_utf8_get_char(symbol->text));
}

static guint
count_letters(const Word *word)
{
    return edit_count(word, g_unichar_isalpha);
}

/* The figure that a typist may have struck for О. */
static gboolean
is_nought(const Word *word)
{
    return strcmp(word->text, "0") == 0;
}

/* One letter, perhaps with quotes, brackets or a full stop round it. */
static gboolean
is_single_letter(const Word *word)
{
    for (guint i = 0; i < word->symbols->len; i++)
        if (g_unichar_isdigit(g_utf8_get_char(((const Symbol *)word->symbols->pdata[i])->text)))
            return FALSE;
    return count_letters(word) == 1 && word->symbols->len <= 4;
}

/* Letters alone, perhaps a sign behind them, each a blank from the next. */
static gboolean
is_piece(const Word *word, double pitch)
{
    const guint letters = count_letters(word);
    if (letters < 2 || word->symbols->len > letters + 1 || pitch <= 0)
        return FALSE;
    for (guint i = 1; i < letters; i++) {
        const Symbol *left = word->symbols->pdata[i - 1], *right = word->symbols->pdata[i];
        const double apart = distance(middle(&left->quad), middle(&right->quad)) / pitch;
        if (!is_letter(left) || !is_letter(right) || apart < APART || apart > FARTHER)
            return FALSE;
    }
    return TRUE;
}

/* Middle of a word's first letter, or its last; of its box where it has none. */
static Point
end_of(const Word *word, gboolean last)
{
    const guint count = word->symbols->len;
    for (guint i = 0; i < count; i++) {
        const Symbol *symbol = word->symbols->pdata[last ? count - 1 - i : i];
        if (is_letter(symbol))
            return middle(&symbol->quad);
    }
    return middle(&word->quad);
}

typedef struct {
    guint words, letters;
    gboolean pieces; /* not single letters alone */
    double length;   /* from the first to the last */
} Run;

/* The words from `start` that form one: letters at even distances of at most FARTHER pitches; a wider step
 * begins the next word. */
static Run
run_from(const Line *line, guint start, double pitch)
{
    Run run = {0};
    double step = 0;
    for (guint end = start; end < line->words->len; end++) {
        const Word *here = line->words->pdata[end];
        const gboolean single = is_single_letter(here), piece = is_piece(here, pitch);
        if (!single && !piece && !is_nought(here))
            break;
        if (run.words > 0) {
            const double d = distance(end_of(line->words->pdata[end - 1], TRUE), end_of(here, FALSE));
            if ((pitch > 0 && d > FARTHER * pitch) || (step > 0 && d > EVEN * step))
                break;
            step = step > 0 ? MIN(step, d) : d;
        }
        run.words++;
        run.letters += piece ? count_letters(here) : 1;
        run.pieces |= !single;
        run.length = distance(end_of(line->words->pdata[start], FALSE), end_of(here, TRUE));
    }
    return run;
}

/* Single letters want to be three. Pieces must be sure to stand apart, for words of two letters beside a
 * single one are no rarity, and a nought alone is one. */
static gboolean
is_word(const Run *run, double pitch)
{
    if (!run->pieces)
        return run->words >= 3;
    return run->words >= 2 && run->letters >= 4 && run->length / (run->letters - 1) > APART * pitch;
}

/* With a blank before each letter but the first. */
static char *
dup_spaced(const Word *word)
{
    GString *raw = g_string_new(NULL);
    guint letters = 0;
    for (guint i = 0; i < word->symbols->len; i++) {
        const Symbol *symbol = word->symbols->pdata[i];
        if (is_letter(symbol) && letters++ > 0)
            g_string_append_c(raw, ' ');
        g_string_append(raw, symbol->text);
    }
    return g_string_free(raw, FALSE);
}

/* A nought among letters is an О: a typewriter may have one sign for both. */
static void
spell_nought(Line *line, guint at)
{
    Word *word = line->words->pdata[at];
    if (is_nought(word) && word->symbols->len == 1)
        edit_replace(word, 0, strcmp(line->script, "Latn") == 0 ? "O" : "О");
}

static double
height_of(const Symbol *symbol)
{
    return distance(symbol->quad.p[0], symbol->quad.p[3]);
}

/* Small letters as high as the capitals round them were capitals: pieces were read by themselves, where
 * nothing tells one from the other. */
static void
raise_letters(Word *word)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < word->symbols->len; i++) {
        const Symbol *symbol = word->symbols->pdata[i];
        double height = height_of(symbol);
        if (g_unichar_isupper(g_utf8_get_char(symbol->text)))
            g_array_append_val(heights, height);
    }
    if (heights->len < 2)
        return;
    const double capital = median_of(heights);
    for (guint i = 0; i < word->symbols->len; i++) {
        const Symbol *symbol = word->symbols->pdata[i];
        if (!g_unichar_islower(g_utf8_get_char(symbol->text)) || height_of(symbol) < ALIKE * capital)
            continue;
        g_autofree char *large = g_utf8_strup(symbol->text, -1);
        edit_replace(word, i, large);
    }
}

static void
join(Line *line, guint start, const Run *run, double pitch)
{
    for (guint i = 0; i < run->words; i++)
        spell_nought(line, start + i);
    edit_join(line, start, run->words, FALSE);
    Word *word = line->words->pdata[start];
    raise_letters(word);
    if (run->length / (run->letters - 1) > 1.4 * pitch)
        word->raw = dup_spaced(word);
}

/* Do the letters of a word stand apart by blanks: gaps between them of more than half a pitch? */
static gboolean
stands_apart(const Word *word, double pitch)
{
    double gaps = 0;
    for (guint i = 1; i < word->symbols->len; i++) {
        const Symbol *left = word->symbols->pdata[i - 1], *right = word->symbols->pdata[i];
        gaps += distance(left->quad.p[1], right->quad.p[0]);
    }
    return word->symbols->len > 2 && gaps / (word->symbols->len - 1) > 0.6 * pitch;
}

/* A word whose letters need half as much room again was typed with blanks between. */
static void
restore_blanks(Word *word, double pitch)
{
    glong length = g_utf8_strlen(word->text, -1);
    if (word->raw || length < 3 || pitch <= 0 || word_width(word) / (double)length < APART * pitch ||
        !stands_apart(word, pitch))
        return;
    word->raw = dup_spaced(word);
}

void
spaced_join(Line *line, double pitch)
{
    for (guint i = 0; i < line->words->len; i++) {
        const Run run = run_from(line, i, pitch);
        Word *word = line->words->pdata[i];
        if (is_word(&run, pitch))
            join(line, i, &run, pitch);
        else if (is_piece(word, pitch))
            raise_letters(word);
        restore_blanks(word, pitch);
    }
}
