/* types.c - the page's own types as witnesses. */
#include "types.h"
#include "kinds.h"
#include <math.h>
#include <string.h>

#define SURE       0.97  /* of a symbol that shows what a letter looks like */
#define SURELY     0.85  /* of its word */
#define SELDOM     0.6   /* likeness below which a symbol is none of a letter's */
#define AMISS      0.75  /* likeness to itself below which a letter's word may stand elsewhere */
#define ITSELF     0.96  /* likeness to itself from which on no other is sought */
#define ENOUGH     2     /* others that tell what a letter looks like */
#define CLOSEST    3     /* rivals that are looked at closely */
#define LIKER      0.03  /* margin from which on a letter may stand for the other */
#define AGAINST    -0.15 /* margin that speaks against what the recogniser offers */
#define BREVE      0.3   /* what a breve over an и speaks for й */
#define BREVE_ROOM 0.62  /* of its height: where it hangs */
#define OFFERED    0.1   /* probability from which on an alternative of the recogniser's is a witness */

struct Types {
    const Page *page;
    Shapes *shapes;
    GHashTable *letters; /* text -> Letter: of all lines */
    GHashTable *typed;   /* the same of typescript alone, which knows its own */
};

static void
add_symbol(GHashTable *letters, Symbol *symbol)
{
    Letter *letter = g_hash_table_lookup(letters, symbol->text);
    if (!letter) {
        letter = letter_new();
        g_hash_table_insert(letters, g_strdup(symbol->text), letter);
    }
    letter_add(letter, symbol);
}

/* Takes note of those of a word's symbols that are sure by what they are. */
static void
add_word(Types *types, const Word *word)
{
    for (guint i = 0; i < word->symbols->len; i++) {
        Symbol *symbol = word->symbols->pdata[i];
        if (symbol->confidence < SURE || word->confidence < SURELY ||
            !g_unichar_isalnum(g_utf8_get_char(symbol->text)))
            continue;
        add_symbol(types->letters, symbol);
        if (shapes_is_typed(types->shapes, symbol))
            add_symbol(types->typed, symbol);
    }
}

/* The letter among those that the symbol may be of; NULL: none was read surely. */
static Letter *
find_letter(const Types *types, const Symbol *symbol, const char *text)
{
    return g_hash_table_lookup(shapes_is_typed(types->shapes, symbol) ? types->typed : types->letters, text);
}

/* Likeness to a letter; KINDS_NOWHERE where no other tells. */
static double
likeness(const Types *types, const Symbol *symbol, const char *text, ShapeShift *ret_shift)
{
    Letter *letter = find_letter(types, symbol, text);
    return letter ? letter_likeness(letter, types->shapes, symbol, ret_shift) : KINDS_NOWHERE;
}

static void
collect(Types *types)
{
    g_hash_table_remove_all(types->letters);
    g_hash_table_remove_all(types->typed);
    for (guint i = 0; i < types->page->lines->len; i++) {
        const Line *line = types->page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            add_word(types, line->words->pdata[j]);
    }
}

/* Likeness to what the symbol was read as, by the means as they are. */
static double
glance(const Types *types, const Symbol *symbol)
{
    Letter *letter = find_letter(types, symbol, symbol->text);
    ShapeView view;
    return letter && shapes_view(types->shapes, symbol, &view)
               ? letter_glance(letter, types->shapes, &view, (ShapeShift){0, 0}, SHAPE_SHIFT)
               : KINDS_NOWHERE;
}

/* The mean over all letters of a word that have one. */
static double
fit_word(void *data, const Word *word)
{
    double sum = 0;
    guint count = 0;
    for (guint i = 0; i < word->symbols->len; i++) {
        const double like = glance(data, word->symbols->pdata[i]);
        sum += like == KINDS_NOWHERE ? 0 : like;
        count += like != KINDS_NOWHERE;
    }
    return count > 0 ? sum / count : 1;
}

/* Has the word of typescript a letter that is not like itself? */
static gboolean
is_amiss(const Types *types, const Word *word)
{
    for (guint i = 0; i < word->symbols->len; i++) {
        const double like = glance(types, word->symbols->pdata[i]);
        if (like != KINDS_NOWHERE && like < AMISS && shapes_is_typed(types->shapes, word->symbols->pdata[i]))
            return TRUE;
    }
    return FALSE;
}

/* Puts words that are not like their letters where they are; then the letters are cut anew. */
static void
place_words(Types *types)
{
    guint moved = 0;
    for (guint i = 0; i < types->page->lines->len; i++) {
        const Line *line = types->page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            if (is_amiss(types, line->words->pdata[j]))
                moved += shapes_place(types->shapes, line->words->pdata[j], fit_word, types);
    }
    if (moved > 0)
        collect(types);
}

Types *
types_new(const Page *page)
{
    Types *types = g_new0(Types, 1);
    types->page = page;
    types->shapes = shapes_new(page);
    types->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)letter_free);
    types->typed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)letter_free);
    collect(types);
    place_words(types);
    return types;
}

void
types_free(Types *types)
{
    if (!types)
        return;
    g_hash_table_unref(types->letters);
    g_hash_table_unref(types->typed);
    shapes_free(types->shapes);
    g_free(types);
}

double
types_margin(Types *types, const Symbol *symbol, const char *letter)
{
    const double like = likeness(types, symbol, letter, NULL),
                 read = likeness(types, symbol, symbol->text, NULL);
    return like < SELDOM || read == KINDS_NOWHERE ? KINDS_NOWHERE : like - read;
}

/* A letter that may be what a symbol is, and how like it is at first sight. */
typedef struct {
    const char *text;
    double like;
} Rival;

/* Keeps the closest, the closest first. */
static void
rivals_add(Rival rivals[CLOSEST], Rival rival)
{
    for (int i = 0; i < CLOSEST; i++)
        if (rival.like > rivals[i].like) {
            const Rival farther = rivals[i];
            rivals[i] = rival;
            rival = farther;
        }
}

gboolean
types_ask(Types *types, const Symbol *symbol, const char **ret_rival, double *ret_margin)
{
    Rival rivals[CLOSEST] = {{NULL, -1}, {NULL, -1}, {NULL, -1}}, best = {NULL, KINDS_NOWHERE};
    ShapeShift at = {0, 0};
    ShapeView view;
    GHashTableIter iter;
    gpointer text, data;
    Letter *own = shapes_is_typed(types->shapes, symbol) ? find_letter(types, symbol, symbol->text) : NULL;
    if (!own || letter_count_others(own, types->shapes, symbol) < ENOUGH ||
        !shapes_view(types->shapes, symbol, &view))
        return FALSE;
    const double read = likeness(types, symbol, symbol->text, &at);
    *ret_rival = NULL;
    *ret_margin = read - 1;
    if (read >= ITSELF)
        return TRUE;
    g_hash_table_iter_init(&iter, types->typed);
    while (g_hash_table_iter_next(&iter, &text, &data))
        if (strcmp(text, symbol->text) != 0)
            rivals_add(rivals, (Rival){text, letter_glance(data, types->shapes, &view, at, 1)});
    for (int i = 0; i < CLOSEST && rivals[i].text; i++) {
        const double like = likeness(types, symbol, rivals[i].text, NULL);
        if (like > best.like)
            best = (Rival){rivals[i].text, like};
    }
    if (best.text) {
        *ret_rival = best.text;
        *ret_margin = best.like - read;
    }
    return TRUE;
}

/* Does a breve hang over the symbol? The recogniser's box of an и it took й for leaves it out. */
static gboolean
has_breve(const Page *page, const Symbol *symbol)
{
    double x0, y0, x1, y1;
    Quad quad = page_from_stored(page, symbol->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    /* A box too wide holds the letter before as well. */
    const double h = y1 - y0, w = MIN(x1 - x0, 1.2 * h);
    x0 = x1 - w;
    BOX *above = boxCreate((int)x0, (int)(y0 - BREVE_ROOM * h), (int)w, (int)(BREVE_ROOM * h)), *tight = NULL;
    PIX_AUTO *part = page->ink ? pixClipRectangle(page->ink, above, NULL) : NULL;
    boxDestroy(&above);
    if (!part || pixClipToForeground(part, NULL, &tight) != 0 || !tight)
        return FALSE;
    int left, top, wide, high;
    boxGetGeometry(tight, &left, &top, &wide, &high);
    boxDestroy(&tight);
    return wide > 0.25 * w && wide < 0.9 * w && high > 0.08 * h && high < 0.45 * h && top > 0 &&
           fabs(left + wide / 2.0 - w / 2) < 0.25 * w;
}

static double
offered(const Symbol *symbol, const char *letter)
{
    for (guint i = 0; symbol->alternatives && i < symbol->alternatives->len; i++) {
        const Alternative *other = &g_array_index(symbol->alternatives, Alternative, i);
        if (strcmp(other->text, letter) == 0)
            return other->probability;
    }
    return 0;
}

double
types_support(Types *types, const Symbol *symbol, const char *letter)
{
    const double margin = types_margin(types, symbol, letter), offer = offered(symbol, letter);
    const gboolean against = margin < AGAINST && margin > KINDS_NOWHERE;
    if (strcmp(letter, "й") == 0 && strcmp(symbol->text, "и") == 0 && has_breve(types->page, symbol))
        return BREVE;
    if (margin <= LIKER && (offer < OFFERED || against))
        return 0;
    return MAX(margin, 0) + 2 * offer;
}

GPtrArray *
types_letters(const Types *types)
{
    GPtrArray *letters = g_ptr_array_new();
    GHashTableIter iter;
    gpointer text;
    g_hash_table_iter_init(&iter, types->letters);
    while (g_hash_table_iter_next(&iter, &text, NULL))
        g_ptr_array_add(letters, text);
    return letters;
}
