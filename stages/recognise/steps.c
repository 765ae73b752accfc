/* steps.c - blanks and signs by the typewriter's steps.
 *
 * A typewriter moves by the same step for letters, signs and blanks. So it can be counted how many steps lie
 * between the last letter of a word and the first of the next: a sign between them stands with a blank or
 * without, whatever the recogniser made of a comma that is clogged or a full stop that is worn. Two steps
 * from letter to small letter with a full stop or an apostrophe between them are a blank with a speck in it.
 * A hyphen hangs at half the letters' height, a full stop stands at their foot. What a pen struck out has no
 * dashes before and behind it: those are the ends of the stroke. A sign that goes stays as an alternative.
 *
 * Letters' places are medians over their words, since the recogniser's boxes of single letters are rough.
 * Pages and lines whose letters keep no even steps (print) are left alone. */
#include "edit.h"
#include "median.h"
#include "places.h"
#include "signs.h"
#include "stage.h"
#include <math.h>
#include <string.h>

#define SMALL        0.7  /* of the page's full stops: a speck */
#define HIGH         0.28 /* of a small letter: what hangs higher is no full stop */
#define LOW          0.15 /* what lies lower is no hyphen */
#define STRUCK       0.6  /* of a word's width */
#define LETTERS      8    /* of a line that can be judged */
#define HANGING      0.04 /* of a step's cell: ink of a quote */
#define HANGING_SURE 0.8  /* how sure it is one */
#define CLOSING      ".,:;!?)"
#define SPECKS       ".:`_*°"
#define APOSTROPHES  "'‘’"

static const char *const small_words[] = {"в",  "во", "и",  "к",  "ко", "на", "не", "но", "о", "об", "от",
                                          "по", "с",  "со", "у",  "за", "из", "до", "а",  "a", "an", "at",
                                          "by", "in", "is", "it", "of", "on", "or", "to", NULL};

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

/* A blank that the recogniser saw between letters one step apart. */
static guint
join_letters(const Page *page, Line *line, const Face *face)
{
    guint changed = 0;
    g_autoptr(GArray) places = places_of(page, line, face->step);
    if (!places_keep_steps(places, face->step))
        return 0;
    for (guint i = 1; i < places->len; i++) {
        const Place *before = place_at(places, i - 1), *after = place_at(places, i);
        if (before->word == after->word || !before->letter || !is_small(after) ||
            places_count_steps(places, i - 1, i, face->step) != 1)
            continue;
        edit_join(line, before->word, 2, FALSE);
        changed++;
        g_array_unref(places);
        places = places_of(page, line, face->step);
    }
    return changed;
}

/* The ink of the step between two letters two steps apart, upper and lower half. */
static void
count_between(const Page *page, const Place *before, const Place *after, const Face *face, BOX **ret_box,
              int *ret_upper, int *ret_lower)
{
    const double middle = (place_middle(before) + place_middle(after)) / 2, foot = MAX(before->y1, after->y1);
    const int x = (int)(middle - face->step / 2), high = (int)(0.9 * face->small), wide = (int)face->step;
    const int top = (int)(foot - 1.6 * face->small), low = (int)(foot - face->small / 2);
    BOX *upper = boxCreate(x, top, wide, high), *lower = boxCreate(x, low, wide, high);
    *ret_upper = *ret_lower = 0;
    PIX_AUTO *above = pixClipRectangle(page->ink, upper, NULL),
             *below = pixClipRectangle(page->ink, lower, NULL);
    if (above)
        pixCountPixels(above, ret_upper, NULL);
    if (below)
        pixCountPixels(below, ret_lower, NULL);
    boxDestroy(&lower);
    *ret_box = upper;
}

/* Typewriters without ъ have a quote for it: «Необ"яснимая». Where the recogniser saw a blank between a
 * consonant and я, е, ё or ю, and ink hangs in its upper half, there is one. */
static guint
find_hard_signs(const Page *page, Line *line, const Face *face)
{
    guint changed = 0;
    g_autoptr(GArray) places = places_of(page, line, face->step);
    for (guint i = 0; page->ink && face->small > 0 && i + 1 < places->len; i++) {
        const Place *before = place_at(places, i), *after = place_at(places, i + 1);
        BOX *box;
        int upper, lower;
        if (before->word + 1 != after->word || !before->letter || !strstr("яеёю", after->text) ||
            !strstr("бвгджзклмнпрстфхцчшщВС", before->text) ||
            places_count_steps(places, i, i + 1, face->step) != 2)
            continue;
        count_between(page, before, after, face, &box, &upper, &lower);
        const Quad quad = quad_from_rect(box->x, box->y, box->w, box->h);
        boxDestroy(&box);
        if (upper < HANGING * face->step * face->small || lower > upper / 4)
            continue;
        edit_append(line->words->pdata[before->word], "\"", page_to_stored(page, quad), HANGING_SURE);
        edit_join(line, before->word, 2, FALSE);
        changed++;
        g_array_unref(places);
        places = places_of(page, line, face->step);
    }
    return changed;
}

/* What stands between letters, one after another; each change makes the places anew. */
static guint
mend_blanks(const Page *page, Line *line, const Face *face)
{
    guint changed = 0;
    g_autoptr(GArray) places = places_of(page, line, face->step);
    if (!places_are_even(places, face->step))
        return 0;
    for (guint i = 1; i + 1 < places->len; i++) {
        const Place *sign = place_at(places, i);
        if (sign->letter || !place_at(places, i - 1)->letter || !place_at(places, i + 1)->letter)
            continue;
        int count = places_count_steps(places, i - 1, i + 1, face->step);
        if (count == 2 ? !close_up(line, places, i, face) : count != 3 || !part_behind(line, places, i, face))
            continue;
        changed++;
        g_array_unref(places);
        places = places_of(page, line, face->step);
    }
    return changed;
}

/* How high the middle of a sign hangs over the foot of the letters before it, in small letters' heights. */
static double
rise(const GArray *places, guint at, const Face *face)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(double));
    const Place *sign = place_at(places, at);
    for (guint i = at; i > 0 && at - i < 12; i--) {
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
    g_autoptr(GArray) places = places_of(page, line, face->step);
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
    else if (stop && small_follows && places_find_end(places, last - 1, -1, face->step, &end) &&
             place_middle(sign) - end > 1.6 * face->step)
        edit_drop(line, sign->word, sign->at);
    else if (hyphen && sign->at == 0 && sign->word > 0 && is_small(place_at(places, last - 1)) &&
             place_middle(sign) - place_middle(place_at(places, last - 1)) < 1.45 * face->step)
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
    const Face face = face_find(page);
    guint changed = 0;
    for (guint i = 0; face.step > 0 && i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        const gboolean small_follows = begins_small(page, i + 1);
        guint mended = signs_mend(page, line, &face);
        mended += strip_struck(page, line, small_follows);
        mended += mend_blanks(page, line, &face);
        mended += join_letters(page, line, &face);
        mended += find_hard_signs(page, line, &face);
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
    .needs = PART_INK | PART_LINES | PART_WORDS | PART_ANNOTATIONS,
    .gives = PART_WORDS,
    .process = process,
};
