/* steps.c - blanks and signs by the typewriter's steps.
 *
 * A typewriter moves by the same step for letters, signs and blanks. So it can be counted how many steps lie
 * between the last letter of a word and the first of the next: a sign between them stands with a blank or
 * without, whatever the recogniser made of a comma that is clogged or a full stop that is worn. Two steps
 * from letter to small letter with a full stop or an apostrophe between them are a blank with a speck in it.
 * A hyphen hangs at half the letters' height, a full stop stands at their foot. What a pen struck out has no
 * dashes before and behind it: those are the ends of the stroke. What was read stays as an alternative.
 *
 * Letters' places are medians over their words, since the recogniser's boxes of single letters are rough.
 * Pages and lines whose letters keep no even steps (print) are left alone. */
#include "edit.h"
#include "median.h"
#include "stage.h"
#include <math.h>
#include <string.h>

#define NEAR        6    /* letters of a word that tell where its end stands */
#define SURE        0.7  /* of a word whose letters tell the page's step */
#define EVEN        0.15 /* of a step: how far even letters stray */
#define MOSTLY      0.5  /* share of even steps in typescript */
#define SLACK       0.3  /* of a step */
#define SMALL       0.7  /* of the page's full stops: a speck */
#define HIGH        0.28 /* of a small letter: what hangs higher is no full stop */
#define LOW         0.15 /* what lies lower is no hyphen */
#define STRUCK      0.6  /* of a word's width */
#define LETTERS     8    /* of a line that can be judged */
#define FLAT        "авгежзиклмнопстхчшъыьэюяacemnorsuvwxz"
#define CLOSING     ".,:;!?)"
#define SPECKS      ".:`_*°"
#define APOSTROPHES "'‘’"

static const char *const small_words[] = {"в",  "во", "и",  "к",  "ко", "на", "не", "но", "о", "об", "от",
                                          "по", "с",  "со", "у",  "за", "из", "до", "а",  "a", "an", "at",
                                          "by", "in", "is", "it", "of", "on", "or", "to", NULL};

typedef struct {
    double step;  /* working pixels; 0: no typescript */
    double small; /* height of a small letter; 0: unknown */
    double stop;  /* height of a full stop; 0: unknown */
} Face;

/* A symbol of a line. */
typedef struct {
    double x0, x1, y0, y1;
    const char *text; /* lent */
    gboolean letter;  /* or figure */
    guint word, at;
} Place;

static double
middle(const Place *place)
{
    return (place->x0 + place->x1) / 2;
}

static GArray *
places_of(const Page *page, const Line *line)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        for (guint j = 0; j < word->symbols->len; j++) {
            const Symbol *symbol = word->symbols->pdata[j];
            Quad quad = page_from_stored(page, symbol->quad);
            Place place = {.text = symbol->text, .word = i, .at = j};
            quad_bounds(&quad, &place.x0, &place.y0, &place.x1, &place.y1);
            place.letter = g_unichar_isalnum(g_utf8_get_char(symbol->text));
            g_array_append_val(places, place);
        }
    }
    return places;
}

static const Place *
place_at(const GArray *places, guint i)
{
    return &g_array_index(places, Place, i);
}

/* Steps between letters of one word, appended. */
static void
add_steps(const GArray *places, GArray *steps)
{
    for (guint i = 1; i < places->len; i++) {
        const Place *a = place_at(places, i - 1), *b = place_at(places, i);
        double step = middle(b) - middle(a);
        if (a->word == b->word && a->letter && b->letter)
            g_array_append_val(steps, step);
    }
}

static double
share_even(const GArray *steps, double step)
{
    guint even = 0;
    for (guint i = 0; i < steps->len; i++)
        even += fabs(g_array_index(steps, double, i) - step) < EVEN * step;
    return steps->len > 0 ? (double)even / steps->len : 0;
}

static Face
find_face(const Page *page)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double)),
                      small = g_array_new(FALSE, FALSE, sizeof(double)),
                      stops = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        if (line->confidence < SURE || line->words->len < 3)
            continue;
        g_autoptr(GArray) places = places_of(page, line);
        add_steps(places, steps);
        for (guint j = 0; j < places->len; j++) {
            const Place *place = place_at(places, j);
            double height = place->y1 - place->y0;
            if (strcmp(place->text, ".") == 0)
                g_array_append_val(stops, height);
            else if (strstr(FLAT, place->text))
                g_array_append_val(small, height);
        }
    }
    Face face = {median_of(steps), median_of(small), median_of(stops)};
    if (steps->len < 40 || share_even(steps, face.step) < MOSTLY)
        face.step = 0;
    return face;
}

/* Where the letters next to place `at`, it among them, say that it stands: those before it (direction -1) or
 * behind it (1) in its word. FALSE where they disagree. */
static gboolean
find_end(const GArray *places, guint at, int direction, double step, double *ret_x)
{
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(double));
    const Place *end = place_at(places, at);
    for (int i = (int)at, k = 0; i >= 0 && i < (int)places->len && k < NEAR; i += direction, k++) {
        const Place *place = place_at(places, (guint)i);
        if (!place->letter || place->word != end->word)
            break;
        double x = middle(place) - direction * k * step;
        g_array_append_val(told, x);
    }
    *ret_x = median_of(told);
    g_autoptr(GArray) strays = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < told->len; i++) {
        double stray = fabs(g_array_index(told, double, i) - *ret_x);
        g_array_append_val(strays, stray);
    }
    return told->len > 0 && median_of(strays) < EVEN * step;
}

/* Whole steps from the letter at `before` to the one at `after`; 0 where it cannot be told. */
static int
count_steps(const GArray *places, guint before, guint after, double step)
{
    double from, to;
    if (!find_end(places, before, -1, step, &from) || !find_end(places, after, 1, step, &to))
        return 0;
    double steps = (to - from) / step;
    return fabs(steps - round(steps)) < SLACK ? (int)round(steps) : 0;
}

static gboolean
is_small(const Place *place)
{
    return g_unichar_islower(g_utf8_get_char(place->text));
}

/* Is the word before a sign one that no full stop ends: of three letters and more, or one of the small words?
 */
static gboolean
is_no_abbreviation(const GArray *places, guint at)
{
    g_autoptr(GString) word = g_string_new(NULL);
    guint count = 0;
    while (at > count && place_at(places, at - 1 - count)->letter &&
           place_at(places, at - 1 - count)->word == place_at(places, at - 1)->word)
        g_string_prepend(word, place_at(places, at - 1 - count++)->text);
    g_autofree char *small = g_utf8_strdown(word->str, -1);
    return count >= 3 || g_strv_contains(small_words, small);
}

/* The sign alone fills the step between two letters: they stand in one word, or it is a speck in the blank
 * between two. */
static gboolean
close_up(Line *line, const GArray *places, guint i, const Face *face)
{
    const char *specks = strcmp(line->script, "Latn") == 0 ? SPECKS : SPECKS APOSTROPHES;
    const Place *before = place_at(places, i - 1), *sign = place_at(places, i),
                *after = place_at(places, i + 1);
    const guint parted = after->word - before->word;
    const gboolean speck = sign->y1 - sign->y0 < SMALL * face->stop;
    if (strstr(specks, sign->text) && is_small(after) &&
        (is_no_abbreviation(places, i) || (speck && is_small(before)))) {
        if (parted == 0)
            edit_part(line, before->word, after->at);
        edit_drop(line, sign->word, sign->at);
        return TRUE;
    }
    const gboolean hyphen = strcmp(sign->text, "-") == 0 && is_small(before) && is_small(after);
    if (parted == 0 || !(strstr(CLOSING "\"", sign->text) || hyphen))
        return FALSE;
    edit_join(line, before->word, parted + 1, FALSE);
    return TRUE;
}

/* Two steps for a sign: it stands with the word before it, and a blank behind it. */
static gboolean
part_behind(Line *line, const GArray *places, guint i, const Face *face)
{
    const Place *before = place_at(places, i - 1), *sign = place_at(places, i),
                *after = place_at(places, i + 1);
    if (!strstr(CLOSING, sign->text) || sign->x0 - before->x1 > 0.8 * face->step)
        return FALSE;
    if (before->word == sign->word && sign->word != after->word)
        return FALSE;
    if (sign->word == after->word)
        edit_part(line, sign->word, after->at);
    if (before->word != sign->word)
        edit_join(line, before->word, 2, FALSE);
    return TRUE;
}

/* What stands between letters, one after another; each change makes the places anew. */
static guint
mend_blanks(const Page *page, Line *line, const Face *face)
{
    guint changed = 0;
    g_autoptr(GArray) places = places_of(page, line), steps = g_array_new(FALSE, FALSE, sizeof(double));
    add_steps(places, steps);
    if (steps->len < LETTERS || share_even(steps, face->step) < MOSTLY)
        return 0;
    for (guint i = 1; i + 1 < places->len; i++) {
        const Place *sign = place_at(places, i);
        if (sign->letter || !place_at(places, i - 1)->letter || !place_at(places, i + 1)->letter)
            continue;
        int count = count_steps(places, i - 1, i + 1, face->step);
        if (count == 2 ? !close_up(line, places, i, face) : count != 3 || !part_behind(line, places, i, face))
            continue;
        changed++;
        g_array_unref(places);
        places = places_of(page, line);
    }
    return changed;
}

/* How high the middle of a sign hangs over the foot of the letters before it, in small letters' heights. */
static double
rise(const GArray *places, guint at, const Face *face)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(double));
    const Place *sign = place_at(places, at);
    for (guint i = at; i > 0 && at - i < 2 * NEAR; i--) {
        const Place *place = place_at(places, i - 1);
        if (place->letter && place->y1 - place->y0 < 1.6 * face->small)
            g_array_append_val(feet, place->y1);
    }
    return feet->len > 0 ? (median_of(feet) - (sign->y0 + sign->y1) / 2) / face->small : 0;
}

/* The sign that ends a line: hyphen or full stop by its height, none where it stands off the last letter.
 * `small_follows`: the next line begins with a small letter. */
static guint
mend_end(const Page *page, Line *line, gboolean small_follows, const Face *face)
{
    g_autoptr(GArray) places = places_of(page, line);
    guint last = places->len - 1;
    double end;
    if (places->len < LETTERS || !place_at(places, last - 1)->letter)
        return 0;
    const Place *sign = place_at(places, last);
    Word *word = line->words->pdata[sign->word];
    const gboolean stop = strcmp(sign->text, ".") == 0, hyphen = strcmp(sign->text, "-") == 0;
    if ((!stop && !hyphen) || face->small <= 0 || sign->y1 - sign->y0 > 0.6 * face->small)
        return 0;
    const double height = rise(places, last, face);
    if (stop && small_follows && height > HIGH && height < 1)
        edit_replace(word, sign->at, "-");
    else if (hyphen && !small_follows && height < LOW)
        edit_replace(word, sign->at, ".");
    else if (stop && small_follows && find_end(places, last - 1, -1, face->step, &end) &&
             middle(sign) - end > 1.6 * face->step)
        edit_drop(line, sign->word, sign->at);
    else if (hyphen && sign->at == 0 && sign->word > 0 && is_small(place_at(places, last - 1)) &&
             middle(sign) - middle(place_at(places, last - 1)) < 1.45 * face->step)
        edit_join(line, sign->word - 1, 2, FALSE);
    else
        return 0;
    return 1;
}

static gboolean
is_struck(const Page *page, const Word *word)
{
    double x0, y0, x1, y1, s0, t0, s1, t1;
    Quad quad = page_from_stored(page, word->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *annotation = page->annotations->pdata[i];
        Quad stroke = page_from_stored(page, annotation->quad);
        quad_bounds(&stroke, &s0, &t0, &s1, &t1);
        if (annotation->kind == ANNOTATION_STRIKE && (t0 + t1) / 2 > y0 && (t0 + t1) / 2 < y1 &&
            MIN(x1, s1) - MAX(x0, s0) > STRUCK * (x1 - x0))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_dash(const Word *word, guint at)
{
    return strstr("-–—_~", ((const Symbol *)word->symbols->pdata[at])->text) != NULL;
}

static guint
strip_struck(const Page *page, Line *line, gboolean small_follows)
{
    guint changed = 0;
    for (guint i = line->words->len; i-- > 0;) {
        const Word *word = line->words->pdata[i];
        const gboolean parted = i + 1 == line->words->len && small_follows;
        if (word->symbols->len < 3 || (!is_dash(word, 0) && !is_dash(word, word->symbols->len - 1)) ||
            !is_struck(page, word))
            continue;
        if (is_dash(word, word->symbols->len - 1) && !parted) {
            edit_drop(line, i, word->symbols->len - 1);
            changed++;
        }
        if (is_dash(word, 0)) {
            edit_drop(line, i, 0);
            changed++;
        }
    }
    return changed;
}

static gboolean
begins_small(const Page *page, guint line)
{
    const GPtrArray *words = line < page->lines->len ? ((const Line *)page->lines->pdata[line])->words : NULL;
    return words && words->len > 0 &&
           g_unichar_islower(g_utf8_get_char(((const Word *)words->pdata[0])->text));
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const Face face = find_face(page);
    guint changed = 0;
    for (guint i = 0; face.step > 0 && i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        const gboolean small_follows = begins_small(page, i + 1);
        guint mended = strip_struck(page, line, small_follows);
        mended += mend_blanks(page, line, &face);
        if (line->words->len > 0)
            mended += mend_end(page, line, small_follows, &face);
        if (mended)
            line_refresh(line);
        changed += mended;
    }
    if (changed)
        page_remark(page, "steps", "mended", "%u blanks and signs by the typewriter's steps", changed);
    return TRUE;
}

const Stage stage_steps = {
    .name = "steps",
    .summary = "blanks and signs by the typewriter's steps",
    .needs = PART_LINES | PART_WORDS | PART_ANNOTATIONS,
    .gives = PART_WORDS,
    .process = process,
};
