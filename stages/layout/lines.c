/* lines.c - finds the lines of type.
 *
 * Method: letter-like components of the ink are chained to their nearest right neighbour on the same level
 * (union by chain); chains on one level that touch are joined; a line is fitted through the feet of its
 * letters; dots, dashes and quotes are given to the line in whose band they lie. Typescript suits this:
 * letters stand apart, lines are 4 mm and more apart, and stamps or handwriting are of another size. Lines
 * far apart on one level stay two lines (two columns of a form, two pages of a spread). Fails where lines
 * overlap and where type is broken into specks. */
#include "stage.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* A connected component; x1 and y1 lie just outside. `chain` is a union-find parent for letters. */
typedef struct {
    int x0, y0, x1, y1;
    guint chain;
    gboolean letter;
} Mark;

/* A line being made: y of the feet at x is foot + slope x. */
typedef struct {
    int x0, x1;
    double foot, slope, rise, drop; /* rise above and drop below the foot line, px, of letters */
    guint letters;
    gboolean dead;
} Band;

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
        Mark mark = {x, y, x + w, y + h, 0, FALSE};
        mark.letter = h >= state->least_height_mm * mm && h <= state->most_height_mm * mm && w <= 80 * mm &&
                      w >= 0.2 * mm && !(h > 4 * mm && w < h / 6);
        g_array_append_val(marks, mark);
    }
    g_array_sort(marks, by_left);
    for (guint i = 0; i < marks->len; i++)
        g_array_index(marks, Mark, i).chain = i;
    return marks;
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
        if (next != i)
            g_array_index(marks, Mark, root_of(marks, next)).chain = root_of(marks, i);
    }
}

/* Least squares through the feet, feet far from the first fit left out of the second. */
static void
fit_feet(const GArray *marks, const GArray *members, Band *band)
{
    double limit = 1e9;
    for (int pass = 0; pass < 3; pass++) {
        double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
        for (guint i = 0; i < members->len; i++) {
            const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
            double x = (mark->x0 + mark->x1) / 2.0, y = mark->y1;
            if (fabs(y - band->foot - band->slope * x) > limit)
                continue;
            n++;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
        }
        if (n < 1)
            break;
        double spread = sxx - sx * sx / n;
        band->slope = n >= 5 && spread > 1 ? CLAMP((sxy - sx * sy / n) / spread, -0.03, 0.03) : 0;
        band->foot = (sy - band->slope * sx) / n;
        limit = pass == 0 ? 8 : 4;
    }
}

static Band
make_band(const GArray *marks, const GArray *members)
{
    Band band = {.x0 = G_MAXINT, .letters = members->len};
    g_autoptr(GArray) rises = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) drops = g_array_new(FALSE, FALSE, sizeof(int));
    fit_feet(marks, members, &band);
    for (guint i = 0; i < members->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
        double foot = band.foot + band.slope * (mark->x0 + mark->x1) / 2.0;
        int rise = (int)lround(foot - mark->y0), drop = (int)lround(mark->y1 - foot);
        g_array_append_val(rises, rise);
        g_array_append_val(drops, drop);
        band.x0 = MIN(band.x0, mark->x0);
        band.x1 = MAX(band.x1, mark->x1);
    }
    g_array_sort(rises, int_order);
    g_array_sort(drops, int_order);
    /* The tallest letter counts (one й may be the only one on its line), but not what joins two lines. */
    double usual = g_array_index(rises, int, rises->len / 2);
    for (guint i = 0; i < rises->len; i++) {
        int rise = g_array_index(rises, int, i), drop = g_array_index(drops, int, i);
        band.rise = rise <= 1.75 * usual ? MAX(band.rise, rise) : band.rise;
        band.drop = drop <= 0.55 * usual ? MAX(band.drop, drop) : band.drop;
    }
    band.drop = MAX(1, band.drop);
    return band;
}

/* A slash or a long tail may chain two lines typed close together: their feet then fall into two groups more
 * than half a letter apart. Adds one band, or one for each group. */
static void
add_bands(GArray *bands, const GArray *marks, const GArray *members, double height)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < members->len; i++) {
        int foot = g_array_index(marks, Mark, g_array_index(members, guint, i)).y1;
        g_array_append_val(feet, foot);
    }
    g_array_sort(feet, int_order);
    int widest = 0, cut = 0;
    guint least = MAX(3, 3 * feet->len / 10); /* quotes and commas are no line */
    for (guint i = least; i + least <= feet->len; i++) {
        int gap = g_array_index(feet, int, i) - g_array_index(feet, int, i - 1);
        if (gap > widest) {
            widest = gap;
            cut = g_array_index(feet, int, i);
        }
    }
    if (widest <= 0.55 * height) {
        Band band = make_band(marks, members);
        g_array_append_val(bands, band);
        return;
    }
    g_autoptr(GArray) above = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) below = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < members->len; i++) {
        guint member = g_array_index(members, guint, i);
        GArray *side = g_array_index(marks, Mark, member).y1 < cut ? above : below;
        g_array_append_val(side, member);
    }
    add_bands(bands, marks, above, height);
    add_bands(bands, marks, below, height);
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
        add_bands(bands, marks, order->pdata[i], height);
    return bands;
}

static double
foot_at(const Band *band, double x)
{
    return band->foot + band->slope * x;
}

/* Do two bands lie on one level and touch or overlap sideways? */
static gboolean
belong_together(const Band *a, const Band *b, double height, double gap)
{
    int apart = MAX(a->x0, b->x0) - MIN(a->x1, b->x1);
    if (apart > gap)
        return FALSE;
    double x = (MAX(a->x0, b->x0) + MIN(a->x1, b->x1)) / 2.0;
    if (fabs(foot_at(a, x) - foot_at(b, x)) > 0.5 * height)
        return FALSE;
    double top_a = foot_at(a, x) - a->rise, low_a = foot_at(a, x) + a->drop;
    double top_b = foot_at(b, x) - b->rise, low_b = foot_at(b, x) + b->drop;
    double overlap = MIN(low_a, low_b) - MAX(top_a, top_b);
    return overlap > 0.6 * MIN(low_a - top_a, low_b - top_b) && overlap > 0.25 * height;
}

static void
merge_into(Band *a, const Band *b)
{
    gboolean longer = a->letters >= b->letters;
    const Band *main = longer ? a : b, *other = longer ? b : a;
    Band sum = *main;
    double x = (other->x0 + other->x1) / 2.0;
    sum.x0 = MIN(a->x0, b->x0);
    sum.x1 = MAX(a->x1, b->x1);
    sum.letters = a->letters + b->letters;
    /* A few letters must not stretch the band of many. */
    if (other->letters * 4 >= main->letters || other->letters > 3) {
        sum.rise = MAX(main->rise, foot_at(main, x) - (foot_at(other, x) - other->rise));
        sum.drop = MAX(main->drop, foot_at(other, x) + other->drop - foot_at(main, x));
    }
    *a = sum;
}

static void
merge_bands(GArray *bands, double height, double gap)
{
    gboolean again = TRUE;
    while (again) {
        again = FALSE;
        for (guint i = 0; i < bands->len; i++)
            for (guint j = i + 1; j < bands->len; j++) {
                Band *a = &g_array_index(bands, Band, i), *b = &g_array_index(bands, Band, j);
                if (a->dead || b->dead || !belong_together(a, b, height, gap))
                    continue;
                merge_into(a, b);
                b->dead = TRUE;
                again = TRUE;
            }
    }
}

/* Lone marks that are lower than letters (commas, dashes, bits of broken letters) are no lines of their own.
 */
static void
demote_lone_marks(GArray *marks, double height)
{
    g_autofree guint *members = g_new0(guint, marks->len);
    for (guint i = 0; i < marks->len; i++)
        if (g_array_index(marks, Mark, i).letter)
            members[root_of(marks, i)]++;
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->letter && members[root_of(marks, i)] == 1 && mark->y1 - mark->y0 < 0.95 * height &&
            mark->x1 - mark->x0 < 0.75 * height)
            mark->letter = FALSE;
    }
}

/* Stretches the nearest band over a small mark: full stop, dash, quote, accent. */
static void
adopt_small(GArray *bands, const Mark *mark, double height)
{
    double x = (mark->x0 + mark->x1) / 2.0, y = (mark->y0 + mark->y1) / 2.0, best = 1e9;
    Band *home = NULL;
    for (guint i = 0; i < bands->len; i++) {
        Band *band = &g_array_index(bands, Band, i);
        double foot = foot_at(band, x), apart = MAX(0, MAX(band->x0 - mark->x1, mark->x0 - band->x1));
        /* Dust must be closer than a dash or a quote. */
        double reach = MAX(mark->x1 - mark->x0, mark->y1 - mark->y0) > 0.22 * height ? 2.0 : 0.9;
        if (band->dead || apart > reach * height || y < foot - band->rise - 0.5 * height ||
            y > foot + band->drop + 0.3 * height)
            continue;
        double cost = apart + fabs(y - (foot - band->rise / 2));
        if (cost < best) {
            best = cost;
            home = band;
        }
    }
    if (!home)
        return;
    home->x0 = MIN(home->x0, mark->x0);
    home->x1 = MAX(home->x1, mark->x1);
    double foot = foot_at(home, x);
    if (foot - mark->y0 <= home->rise + 0.65 * height) /* the breve of й over small letters */
        home->rise = MAX(home->rise, foot - mark->y0);
    if (mark->y1 - foot <= home->drop + 0.3 * height)
        home->drop = MAX(home->drop, mark->y1 - foot);
}

/* Top to bottom by level, left to right within one. */
static int
by_reading(const void *a, const void *b)
{
    const Band *m = a, *n = b;
    double middle = (m->x0 + m->x1 + n->x0 + n->x1) / 4.0;
    double dy = foot_at(m, middle) - foot_at(n, middle);
    if (fabs(dy) > 0.5 * MIN(m->rise, n->rise))
        return dy < 0 ? -1 : 1;
    return m->x0 - n->x0;
}

static void
publish(Page *page, const Band *band)
{
    double y0 = foot_at(band, band->x0), y1 = foot_at(band, band->x1);
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
    g_autoptr(GArray) marks = find_marks(page->ink, mm, state);
    double height = median_height(marks);
    if (height <= 0)
        return TRUE;
    chain_letters(marks, height, state);
    demote_lone_marks(marks, height);
    g_autoptr(GArray) bands = bands_from_chains(marks, height);
    merge_bands(bands, height, state->gap * height);
    for (guint i = 0; i < marks->len; i++)
        if (!g_array_index(marks, Mark, i).letter)
            adopt_small(bands, &g_array_index(marks, Mark, i), height);
    refine_skew(page, bands);
    g_array_sort(bands, by_reading);
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
