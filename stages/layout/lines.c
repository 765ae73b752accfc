/* lines.c - finds the lines of type.
 *
 * Method: letter-like components of the ink are chained to their nearest right neighbour on the same level
 * (union by chain); chains on one level that touch are joined; a line is fitted through the feet of its
 * letters; dots, dashes and quotes are given to the line in whose band they lie. Typescript suits this:
 * letters stand apart and lines are 4 mm and more apart. Ink that `ink` knows for a pen's or a stamp's is
 * left out. Lines far apart on one level stay two lines (two columns of a form, two pages of a spread). Fails
 * where lines overlap and where type is broken into specks. */
#include "bands.h"
#include "folio.h"
#include "spread.h"
#include "stage.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIGURE   0.7 /* of the usual letter: the least height of a figure that stands alone in a row */
#define HANG_GAP 2   /* letter heights between a quote and the letters of its word */
#define ROW_GAP  15  /* letter heights between it and the next letter of the row */

typedef struct {
    double gap;
    double least_height_mm, most_height_mm;
} State;

static const Option options[] = {
    {"gap", "widest gap within a line, in letter heights", OPTION_DOUBLE, offsetof(State, gap), 6, 1, 20},
    {"least-height", "mm: smallest letter", OPTION_DOUBLE, offsetof(State, least_height_mm), 1.0, 0.3, 5},
    {"most-height", "mm: tallest letter", OPTION_DOUBLE, offsetof(State, most_height_mm), 6.5, 2, 40},
    {0},
};

static guint
root_of(GArray *marks, guint i)
{
    while (g_array_index(marks, Mark, i).chain != i) {
        Mark *mark = &g_array_index(marks, Mark, i);
        mark->chain = g_array_index(marks, Mark, mark->chain).chain;
        i = mark->chain;
    }
    return i;
}

static int
by_left(const void *a, const void *b)
{
    const Mark *m = a, *n = b;
    return m->x0 != n->x0 ? m->x0 - n->x0 : m->y0 - n->y0;
}

static GArray *
find_marks(PIX *ink, double mm, const State *state)
{
    /* Strokes broken by a worn ribbon are closed up over 0.2 mm, less than lines stand apart. */
    int close = MAX(1, (int)(0.2 * mm)) | 1;
    PIX_AUTO *closed = pixCloseSafeBrick(NULL, ink, close, close);
    BOXA_AUTO *boxes = pixConnCompBB(closed, 8);
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (MAX(w, h) < 0.3 * mm)
            continue;
        Mark mark = {x, y, x + w, y + h, 0, FALSE, 0};
        mark.letter = h >= state->least_height_mm * mm && h <= state->most_height_mm * mm && w <= 80 * mm &&
                      w >= 0.2 * mm && !(h > 4 * mm && w < h / 6);
        g_array_append_val(marks, mark);
    }
    g_array_sort(marks, by_left);
    for (guint i = 0; i < marks->len; i++)
        g_array_index(marks, Mark, i).chain = i;
    return marks;
}

/* What `ink` knows every letter for. */
static void
tell_kinds(const Page *page, GArray *marks)
{
    PIX_AUTO *typed = page_ink_of(page, INK_TYPED, INK_PRINTED);
    PIX_AUTO *printed = page_ink_of(page, INK_PRINTED, INK_TYPED);
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        BOX *box = boxCreate(mark->x0, mark->y0, mark->x1 - mark->x0, mark->y1 - mark->y0);
        int type = 0, print = 0;
        if (mark->letter && pixCountPixelsInRect(typed, box, &type, NULL) == 0 &&
            pixCountPixelsInRect(printed, box, &print, NULL) == 0)
            mark->kind = type > 2 * print ? 1 : print > 2 * type ? -1 : 0;
        boxDestroy(&box);
    }
}

static int
int_order(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Median height of letters, px; 0 where there are none. */
static double
median_height(const GArray *marks)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        int h = mark->y1 - mark->y0;
        if (mark->letter)
            g_array_append_val(heights, h);
    }
    g_array_sort(heights, int_order);
    return heights->len ? g_array_index(heights, int, heights->len / 2) : 0;
}

static gboolean
same_level(const Mark *a, const Mark *b)
{
    int overlap = MIN(a->y1, b->y1) - MAX(a->y0, b->y0);
    return overlap >= 0.5 * MIN(a->y1 - a->y0, b->y1 - b->y0);
}

/* No quote, bracket or stroke. */
static gboolean
is_upright_letter(const Mark *mark, double height)
{
    return mark->y1 - mark->y0 > FIGURE * height && mark->y1 - mark->y0 < 1.25 * height;
}

/* Is one typed into the row that the other is printed on, higher or lower than it? Not inside a word. */
static gboolean
are_two_lines(const Mark *self, const Mark *next, double height)
{
    int foot = next->y1 - self->y1, top = next->y0 - self->y0;
    return self->kind * next->kind < 0 && is_upright_letter(self, height) &&
           is_upright_letter(next, height) && next->x0 - self->x1 > WORD_GAP * height &&
           abs(foot) > LEVELS_APART * height && (foot > 0 ? top : -top) > LEVELS_APART * height / 2;
}

/* Joins every letter with its nearest right neighbour on the same level. */
static void
chain_letters(GArray *marks, double height, const State *state)
{
    int reach = (int)(state->gap * height);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *self = &g_array_index(marks, Mark, i);
        double best = 1e9;
        guint next = i;
        for (guint j = i + 1; self->letter && j < marks->len; j++) {
            const Mark *other = &g_array_index(marks, Mark, j);
            int gap = other->x0 - self->x1;
            if (gap > reach)
                break;
            if (!other->letter || !same_level(self, other))
                continue;
            double off = abs((other->y1 + other->y0) - (self->y1 + self->y0)) / 2.0;
            double cost = MAX(gap, 0) + 2 * off;
            if (cost < best) {
                best = cost;
                next = j;
            }
        }
        if (next != i && !are_two_lines(self, &g_array_index(marks, Mark, next), height))
            g_array_index(marks, Mark, root_of(marks, next)).chain = root_of(marks, i);
    }
}

static GArray *
bands_from_chains(GArray *marks, double height)
{
    GArray *bands = g_array_new(FALSE, FALSE, sizeof(Band));
    g_autoptr(GHashTable) chains = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    for (guint i = 0; i < marks->len; i++) {
        if (!g_array_index(marks, Mark, i).letter)
            continue;
        gpointer key = GUINT_TO_POINTER(root_of(marks, i) + 1);
        GArray *members = g_hash_table_lookup(chains, key);
        if (!members) {
            members = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(chains, key, members);
            g_ptr_array_add(order, members);
        }
        g_array_append_val(members, i);
    }
    for (guint i = 0; i < order->len; i++)
        bands_add(bands, marks, order->pdata[i], height);
    return bands;
}

/* Is there a letter of a line on the mark's level, before or after it, and nothing right above, below and
 * beside it? A quote that stands for ъ hangs beside the heads of its word's letters, which widely set ones
 * leave more room. `members` counts every chain's. */
static gboolean
stands_in_a_row(GArray *marks, guint lone, const guint *members, double height)
{
    const Mark *self = &g_array_index(marks, Mark, lone);
    gboolean row = FALSE;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *other = &g_array_index(marks, Mark, i);
        int apart = MAX(self->x0, other->x0) - MIN(self->x1, other->x1);
        int off = abs(self->y0 + self->y1 - other->y0 - other->y1) / 2;
        if (i == lone || !other->letter || off > 1.5 * height)
            continue;
        gboolean hangs = 2 * self->y1 < other->y0 + other->y1 + height / 4;
        if (apart < (hangs ? HANG_GAP : WORD_GAP) * height)
            return FALSE;
        row = row || (members[root_of(marks, i)] > 1 && apart < ROW_GAP * height && off < height);
    }
    return row;
}

/* The rectangle of every chain's letters, by its root; `letter`: it has some. To free. */
static Mark *
chain_boxes(GArray *marks, guint *members)
{
    Mark *boxes = g_new0(Mark, marks->len);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        guint root = root_of(marks, i);
        Mark *box = &boxes[root];
        if (!mark->letter)
            continue;
        *box = members[root]++ == 0 ? *mark
                                    : (Mark){.x0 = MIN(box->x0, mark->x0),
                                             .y0 = MIN(box->y0, mark->y0),
                                             .x1 = MAX(box->x1, mark->x1),
                                             .y1 = MAX(box->y1, mark->y1)};
    }
    return boxes;
}

/* By mark: does it belong to the number of a page? To free. */
static gboolean *
find_folios(const GArray *marks, double mm)
{
    gboolean *own = g_new0(gboolean, marks->len);
    BOXA_AUTO *boxes = boxaCreate((int)marks->len);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        boxaAddBox(boxes, boxCreate(mark->x0, mark->y0, mark->x1 - mark->x0, mark->y1 - mark->y0), L_INSERT);
    }
    BOXA_AUTO *folios = folio_find(boxes, mm);
    for (int k = 0; k < boxaGetCount(folios); k++)
        for (guint i = 0; i < marks->len; i++) {
            const Mark *mark = &g_array_index(marks, Mark, i);
            int x, y, w, h;
            boxaGetBoxGeometry(folios, k, &x, &y, &w, &h);
            own[i] = own[i] || (mark->x0 >= x && mark->x1 <= x + w && mark->y0 >= y && mark->y1 <= y + h);
        }
    return own;
}

/* Lone marks that are lower than letters (commas, dashes, bits of broken letters), and the two strokes of a
 * quote, are no lines of their own; the figure of a page's number is, and one that was typed into a row of a
 * form, for it may stand higher than the row. */
static void
demote_lone_marks(GArray *marks, double height, double mm)
{
    g_autofree gboolean *folio = find_folios(marks, mm);
    g_autofree guint *members = g_new0(guint, marks->len);
    g_autofree Mark *boxes = chain_boxes(marks, members);
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        guint root = root_of(marks, i);
        const Mark *box = &boxes[root];
        if (mark->letter && !folio[i] && box->y1 - box->y0 < 0.95 * height &&
            box->x1 - box->x0 < 0.75 * height &&
            !(members[root] == 1 && mark->kind > 0 && mark->y1 - mark->y0 > FIGURE * height &&
              stands_in_a_row(marks, i, members, height)))
            mark->letter = FALSE;
    }
}

/* Top to bottom by level, left to right within one; of two pages beside each other the left one first.
 * `data`: x of their gutter. */
static int
by_reading(const void *a, const void *b, void *data)
{
    const Band *m = a, *n = b;
    const double gutter = *(const double *)data;
    const gboolean right = m->x0 + m->x1 > 2 * gutter, other_right = n->x0 + n->x1 > 2 * gutter;
    if (gutter > 0 && right != other_right)
        return right ? 1 : -1;
    double middle = (m->x0 + m->x1 + n->x0 + n->x1) / 4.0;
    double dy = band_foot(m, middle) - band_foot(n, middle);
    if (fabs(dy) > 0.5 * MIN(m->rise, n->rise))
        return dy < 0 ? -1 : 1;
    return m->x0 - n->x0;
}

static void
publish(Page *page, const Band *band)
{
    double y0 = band_foot(band, band->x0), y1 = band_foot(band, band->x1);
    Quad working = {{{band->x0, y0 - band->rise},
                     {band->x1, y1 - band->rise},
                     {band->x1, y1 + band->drop},
                     {band->x0, y0 + band->drop}}};
    page_add_line(page, LINE_TYPED, page_to_stored(page, working));
}

static int
by_slope(const void *a, const void *b)
{
    double x = ((const Band *)a)->slope, y = ((const Band *)b)->slope;
    return (x > y) - (x < y);
}

/* What `deskew` left over: the median slope of the lines, each counted by its letters. A line of 40 letters
 * gives its slope to a few hundredths of a degree. */
static void
refine_skew(Page *page, const GArray *bands)
{
    g_autoptr(GArray) long_ones = g_array_new(FALSE, FALSE, sizeof(Band));
    guint letters = 0, sum = 0;
    for (guint i = 0; i < bands->len; i++) {
        const Band *band = &g_array_index(bands, Band, i);
        if (band->dead || band->letters < 15)
            continue;
        g_array_append_val(long_ones, *band);
        letters += band->letters;
    }
    if (long_ones->len < 3)
        return;
    g_array_sort(long_ones, by_slope);
    for (guint i = 0; i < long_ones->len; i++) {
        const Band *band = &g_array_index(long_ones, Band, i);
        sum += band->letters;
        if (2 * sum < letters)
            continue;
        page->skew_deg -= atan(band->slope) * 180 / G_PI;
        return;
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double mm = page->image_dpi / 25.4;
    PIX_AUTO *other = page_ink_of(page, INK_OTHER, INK_TEXT), *ink = pixSubtract(NULL, page->ink, other);
    g_autoptr(GArray) marks = find_marks(ink, mm, state);
    double height = median_height(marks);
    if (height <= 0)
        return TRUE;
    tell_kinds(page, marks);
    chain_letters(marks, height, state);
    demote_lone_marks(marks, height, mm);
    g_autoptr(GArray) bands = bands_from_chains(marks, height);
    bands_merge(bands, height, state->gap * height);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (!mark->letter)
            bands_adopt(bands, mark, height);
        bands_span(bands, mark, height);
    }
    refine_skew(page, bands);
    double gutter = spread_gutter(bands, pixGetWidth(page->ink), pixGetHeight(page->ink));
    g_array_sort_with_data(bands, by_reading, &gutter);
    for (guint i = 0; i < bands->len; i++)
        if (!g_array_index(bands, Band, i).dead)
            publish(page, &g_array_index(bands, Band, i));
    return TRUE;
}

const Stage stage_lines = {
    .name = "lines",
    .summary = "lines of type found by chains of letters",
    .needs = PART_INK,
    .gives = PART_LINES,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
