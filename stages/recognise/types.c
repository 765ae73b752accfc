/* types.c - the page's own types as witnesses. */
#include "types.h"
#include "median.h"
#include <math.h>
#include <string.h>

enum { WIDE = 27, HIGH = 33, CELLS = WIDE * HIGH };
#define USUAL      16    /* cells: height of the median symbol */
#define SHIFT      2     /* cells that two symbols may be moved against each other */
#define MOST       10    /* of a letter that its look is made of */
#define ALONE      0.05  /* what the word of a single one is worth less */
#define SURE       0.985 /* of a symbol that shows what a letter looks like */
#define SURELY     0.9   /* of its word */
#define SELDOM     0.6   /* correlation with a look below which a symbol is none of its letters */
#define NOWHERE    (-3.0)
#define LIKER      0.03  /* margin from which on a letter may stand for the other */
#define AGAINST    -0.15 /* margin that speaks against what the recogniser offers */
#define BREVE      0.3   /* what a breve over an и speaks for й */
#define BREVE_ROOM 0.62  /* of its height: where it hangs */
#define OFFERED    0.1   /* probability from which on an alternative of the recogniser's is a witness */

typedef struct {
    GPtrArray *symbols; /* of Symbol, lent */
    float *looks;       /* CELLS numbers for each of the first `cut` symbols, normalised */
    guint cut;
} Letter;

struct Types {
    const Page *page;
    double scale;        /* pixels of the working picture a cell */
    GHashTable *letters; /* text -> Letter */
};

static void
letter_free(void *data)
{
    Letter *letter = data;
    g_ptr_array_unref(letter->symbols);
    g_free(letter->looks);
    g_free(letter);
}

static double
height_of(const Symbol *symbol)
{
    return hypot(symbol->quad.p[3].x - symbol->quad.p[0].x, symbol->quad.p[3].y - symbol->quad.p[0].y);
}

/* Takes note of a word's symbols: heights of all, and those that are sure by what they are. */
static void
add_word(Types *types, const Word *word, GArray *heights)
{
    for (guint i = 0; i < word->symbols->len; i++) {
        Symbol *symbol = word->symbols->pdata[i];
        double height = height_of(symbol);
        g_array_append_val(heights, height);
        if (symbol->confidence < SURE || word->confidence < SURELY ||
            !g_unichar_isalnum(g_utf8_get_char(symbol->text)))
            continue;
        Letter *letter = g_hash_table_lookup(types->letters, symbol->text);
        if (!letter) {
            letter = g_new0(Letter, 1);
            letter->symbols = g_ptr_array_new();
            g_hash_table_insert(types->letters, g_strdup(symbol->text), letter);
        }
        g_ptr_array_add(letter->symbols, symbol);
    }
}

Types *
types_new(const Page *page)
{
    Types *types = g_new0(Types, 1);
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    types->page = page;
    types->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, letter_free);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            add_word(types, line->words->pdata[j], heights);
    }
    /* Heights are of stored pixels. */
    const double stored = hypot(page->to_original.a, page->to_original.d);
    types->scale = median_of(heights) / MAX(stored, 1e-6) / USUAL;
    return types;
}

void
types_free(Types *types)
{
    if (!types)
        return;
    g_hash_table_unref(types->letters);
    g_free(types);
}

/* Mean 0, length 1; FALSE where all are alike. */
static gboolean
normalise(float *look)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < CELLS; i++)
        sum += look[i];
    for (int i = 0; i < CELLS; i++) {
        look[i] -= (float)(sum / CELLS);
        squares += look[i] * look[i];
    }
    for (int i = 0; i < CELLS; i++)
        look[i] /= (float)MAX(sqrt(squares), 1e-6);
    return squares > 1e-3;
}

/* The symbol in the middle of the cells, dark high, its neighbours left out. */
static gboolean
look_at(const Types *types, const Symbol *symbol, float *look)
{
    double x0, y0, x1, y1;
    Quad quad = page_from_stored(types->page, symbol->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    const double w = WIDE * types->scale, h = HIGH * types->scale;
    BOX *box = boxCreate((int)lround((x0 + x1 - w) / 2), (int)lround((y0 + y1 - h) / 2), (int)lround(w),
                         (int)lround(h));
    int left, top;
    boxGetGeometry(box, &left, &top, NULL, NULL);
    const gboolean inside = types->scale > 0.2 && left >= 0 && top >= 0 &&
                            left + (int)lround(w) <= pixGetWidth(types->page->image) &&
                            top + (int)lround(h) <= pixGetHeight(types->page->image);
    PIX_AUTO *part = inside ? pixClipRectangle(types->page->image, box, NULL) : NULL;
    boxDestroy(&box);
    PIX_AUTO *small = part ? pixScaleToSize(part, WIDE, HIGH) : NULL;
    if (!small || pixGetWidth(small) != WIDE || pixGetHeight(small) != HIGH)
        return FALSE;
    for (int y = 0; y < HIGH; y++)
        for (int x = 0; x < WIDE; x++) {
            double px = left + (x + 0.5) * types->scale, py = top + (y + 0.5) * types->scale,
                   slack = 1.5 * types->scale;
            const gboolean own = px > x0 - slack && px < x1 + slack && py > y0 - slack && py < y1 + slack;
            look[y * WIDE + x] =
                own ? 255 - GET_DATA_BYTE(pixGetData(small) + (gsize)y * (gsize)pixGetWpl(small), x) : 0;
        }
    return normalise(look);
}

static double
correlate(const float *a, const float *b, int dx, int dy)
{
    float sum = 0;
    for (int y = MAX(0, -dy); y < MIN(HIGH, HIGH - dy); y++)
        for (int x = MAX(0, -dx); x < MIN(WIDE, WIDE - dx); x++)
            sum += a[y * WIDE + x] * b[(y + dy) * WIDE + x + dx];
    return sum;
}

/* The best agreement of two looks over all shifts. */
static double
agree(const float *a, const float *b, int *ret_dx, int *ret_dy)
{
    double best = NOWHERE;
    for (int dy = -SHIFT; dy <= SHIFT; dy++)
        for (int dx = -SHIFT; dx <= SHIFT; dx++) {
            double now = correlate(a, b, dx, dy);
            if (now > best) {
                best = now;
                *ret_dx = dx;
                *ret_dy = dy;
            }
        }
    return best;
}

/* How many of a letter's looks are like one of them. */
static guint
count_like(const Letter *letter, guint one)
{
    guint count = 0;
    int dx, dy;
    for (guint i = 0; i < letter->cut; i++)
        count += agree(letter->looks + CELLS * one, letter->looks + CELLS * i, &dx, &dy) >= SELDOM;
    return count;
}

/* Drops looks that are not like the one that is like most others: boxes that hold half a letter, or two. */
static void
drop_strangers(Letter *letter)
{
    guint best = 0, most = 0, kept = 0;
    int dx, dy;
    for (guint i = 0; i < letter->cut; i++) {
        guint count = count_like(letter, i);
        best = count > most ? i : best;
        most = MAX(most, count);
    }
    g_autofree float *first = g_memdup2(letter->looks + CELLS * best, CELLS * sizeof(float));
    g_autoptr(GPtrArray) symbols = g_ptr_array_new();
    for (guint i = 0; i < letter->cut; i++) {
        if (agree(first, letter->looks + CELLS * i, &dx, &dy) < SELDOM)
            continue;
        memmove(letter->looks + CELLS * kept++, letter->looks + CELLS * i, CELLS * sizeof(float));
        g_ptr_array_add(symbols, letter->symbols->pdata[i]);
    }
    letter->cut = kept;
    g_ptr_array_set_size(letter->symbols, 0);
    g_ptr_array_extend(letter->symbols, symbols, NULL, NULL);
}

static void
cut_letter(const Types *types, Letter *letter)
{
    if (letter->looks)
        return;
    letter->looks = g_new0(float, CELLS *MIN(letter->symbols->len, MOST));
    while (letter->cut < MIN(letter->symbols->len, MOST))
        if (look_at(types, letter->symbols->pdata[letter->cut], letter->looks + CELLS * letter->cut))
            letter->cut++;
        else
            g_ptr_array_remove_index(letter->symbols, letter->cut);
    if (letter->cut > 2)
        drop_strangers(letter);
}

/* Likeness to the mean of the letter's looks without the symbol's own; NOWHERE where there is no other. */
static double
likeness(const Types *types, const float *look, const Symbol *symbol, const char *text)
{
    Letter *letter = g_hash_table_lookup(types->letters, text);
    float mean[CELLS] = {0};
    const float *first = NULL;
    guint count = 0;
    if (!letter)
        return NOWHERE;
    cut_letter(types, letter);
    for (guint i = 0; i < letter->cut; i++) {
        const float *own = letter->looks + CELLS * i;
        int dx = 0, dy = 0;
        if (letter->symbols->pdata[i] == symbol)
            continue;
        first = first ? first : own;
        agree(first, own, &dx, &dy);
        for (int y = MAX(0, -dy); y < MIN(HIGH, HIGH - dy); y++)
            for (int x = MAX(0, -dx); x < MIN(WIDE, WIDE - dx); x++)
                mean[y * WIDE + x] += own[(y + dy) * WIDE + x + dx];
        count++;
    }
    int dx, dy;
    if (count == 0 || !normalise(mean))
        return NOWHERE;
    return agree(mean, look, &dx, &dy) - (count == 1 ? ALONE : 0);
}

double
types_margin(Types *types, const Symbol *symbol, const char *letter)
{
    float look[CELLS];
    if (!look_at(types, symbol, look))
        return NOWHERE;
    double like = likeness(types, look, symbol, letter), read = likeness(types, look, symbol, symbol->text);
    return like < SELDOM || read == NOWHERE ? NOWHERE : like - read;
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
    const gboolean against = margin < AGAINST && margin > NOWHERE;
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
