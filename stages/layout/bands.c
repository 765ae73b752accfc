/* bands.c - lines of type while `lines` is making them. */
#include "bands.h"
#include <math.h>
#include <stdlib.h>

static int
int_order(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

double
band_foot(const Band *band, double x)
{
    return band->foot + band->slope * x;
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

static double
usual_rise(const GArray *marks, const GArray *members, const Band *band)
{
    g_autoptr(GArray) rises = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < members->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
        int rise = (int)lround(band_foot(band, (mark->x0 + mark->x1) / 2.0) - mark->y0);
        g_array_append_val(rises, rise);
    }
    g_array_sort(rises, int_order);
    return g_array_index(rises, int, rises->len / 2);
}

/* Letters of the line above that stand on this line's letters, where lines are typed close together, and were
 * chained to them: their feet are half a letter above this line's. They leave `members`; of guint, to unref.
 */
static GArray *
let_go_of_line_above(const GArray *marks, GArray *members)
{
    Band band = {0};
    GArray *above = g_array_new(FALSE, FALSE, sizeof(guint));
    fit_feet(marks, members, &band);
    double usual = usual_rise(marks, members, &band);
    for (guint i = members->len; members->len >= 4 && i-- > 0;) {
        guint member = g_array_index(members, guint, i);
        const Mark *mark = &g_array_index(marks, Mark, member);
        double foot = band_foot(&band, (mark->x0 + mark->x1) / 2.0);
        if (foot - mark->y1 < 0.5 * usual || foot - mark->y0 < 1.4 * usual)
            continue;
        g_array_append_val(above, member);
        g_array_remove_index(members, i);
    }
    return above;
}

static Band
make_band(const GArray *marks, const GArray *members, double height)
{
    Band band = {.x0 = G_MAXINT, .letters = members->len};
    g_autoptr(GArray) rises = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) drops = g_array_new(FALSE, FALSE, sizeof(int));
    fit_feet(marks, members, &band);
    for (guint i = 0; i < members->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
        band.kind += mark->kind;
        double foot = band.foot + band.slope * (mark->x0 + mark->x1) / 2.0;
        int rise = (int)lround(foot - mark->y0), drop = (int)lround(mark->y1 - foot);
        g_array_append_val(rises, rise);
        g_array_append_val(drops, drop);
        band.x0 = MIN(band.x0, mark->x0);
        band.x1 = MAX(band.x1, mark->x1);
    }
    g_array_sort(rises, int_order);
    g_array_sort(drops, int_order);
    /* The tallest letter counts (one й may be the only one on its line), but not what joins two lines: among
     * figures and capitals, which are tall themselves, that is less. */
    double usual = g_array_index(rises, int, rises->len / 2), tallest = 1.75 * usual;
    if (usual > 1.2 * height)
        tallest = MAX(1.2 * usual, MIN(tallest, 1.9 * height));
    for (guint i = 0; i < rises->len; i++) {
        int rise = g_array_index(rises, int, i), drop = g_array_index(drops, int, i);
        band.rise = rise <= tallest ? MAX(band.rise, rise) : band.rise;
        band.drop = drop <= 0.55 * usual ? MAX(band.drop, drop) : band.drop;
    }
    band.drop = MAX(1, band.drop);
    return band;
}

#define WORD  3    /* letters */
#define LOW   0.7  /* of the usual letter: hyphens and commas are no higher */
#define QUOTE 0.95 /* quotes are no higher */

static gboolean
holds_word(const GArray *marks, const GArray *members, double height)
{
    guint letters = 0;
    for (guint i = 0; i < members->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
        letters += mark->y1 - mark->y0 > QUOTE * height;
    }
    return letters >= WORD;
}

/* Adds the band of a chain's letters. Those of the line above that it holds are a chain of their own, or,
 * where they are no word but quotes that stand high, loose marks, for bands_adopt() to find their line. */
static void
add_band(GArray *bands, GArray *marks, GArray *members, double height)
{
    g_autoptr(GArray) above = let_go_of_line_above(marks, members);
    Band band = make_band(marks, members, height);
    g_array_append_val(bands, band);
    gboolean word = holds_word(marks, above, height);
    if (word)
        bands_add(bands, marks, above, height);
    for (guint i = 0; !word && i < above->len; i++)
        g_array_index(marks, Mark, g_array_index(above, guint, i)).letter = FALSE;
}

/* The height at which a chain's feet fall into two groups: more than half a letter apart, or, where one group
 * is small, nearly a letter. Quotes, hyphens and commas do not count. 0: one line. */
static int
find_cut(const GArray *marks, const GArray *members, double height)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < members->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, g_array_index(members, guint, i));
        if (mark->y1 - mark->y0 > LOW * height)
            g_array_append_val(feet, mark->y1);
    }
    g_array_sort(feet, int_order);
    int widest = 0, cut = 0;
    for (guint i = WORD; i + WORD <= feet->len; i++) {
        int gap = g_array_index(feet, int, i) - g_array_index(feet, int, i - 1);
        gboolean small = MIN(i, feet->len - i) < 3 * feet->len / 10;
        if (gap > widest && gap > (small ? 0.9 : 0.55) * height) {
            widest = gap;
            cut = g_array_index(feet, int, i);
        }
    }
    return cut;
}

/* A slash or a long tail may chain lines typed close together: adds one band, or one for each of them. */
void
bands_add(GArray *bands, GArray *marks, GArray *members, double height)
{
    int cut = find_cut(marks, members, height);
    if (cut == 0) {
        add_band(bands, marks, members, height);
        return;
    }
    g_autoptr(GArray) above = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) below = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < members->len; i++) {
        guint member = g_array_index(members, guint, i);
        GArray *side = g_array_index(marks, Mark, member).y1 < cut ? above : below;
        g_array_append_val(side, member);
    }
    bands_add(bands, marks, above, height);
    bands_add(bands, marks, below, height);
}

/* Is one typed and the other printed, most of their letters? */
static gboolean
differ_in_kind(const Band *a, const Band *b)
{
    return a->kind * b->kind < 0 && 2 * abs(a->kind) > (int)a->letters && 2 * abs(b->kind) > (int)b->letters;
}

/* Does a third band stand between two, typed where they are printed or printed where they are typed? */
static gboolean
are_parted(const GArray *bands, const Band *a, const Band *b)
{
    const Band *left = a->x0 < b->x0 ? a : b, *right = left == a ? b : a;
    for (guint i = 0; i < bands->len; i++) {
        const Band *between = &g_array_index(bands, Band, i);
        double x = (between->x0 + between->x1) / 2.0, foot = band_foot(between, x);
        if (!between->dead && x > left->x1 && x < right->x0 && differ_in_kind(between, left) &&
            foot - between->rise < band_foot(left, x) && foot > band_foot(left, x) - left->rise)
            return TRUE;
    }
    return FALSE;
}

/* Do two bands lie on one level and touch or overlap sideways? */
static gboolean
belong_together(const Band *a, const Band *b, double height, double gap)
{
    int apart = MAX(a->x0, b->x0) - MIN(a->x1, b->x1);
    if (apart > gap)
        return FALSE;
    double x = (MAX(a->x0, b->x0) + MIN(a->x1, b->x1)) / 2.0;
    double off = fabs(band_foot(a, x) - band_foot(b, x));
    if (off > 0.5 * height ||
        (off > LEVELS_APART * height && apart > WORD_GAP * height && differ_in_kind(a, b)))
        return FALSE;
    double top_a = band_foot(a, x) - a->rise, low_a = band_foot(a, x) + a->drop;
    double top_b = band_foot(b, x) - b->rise, low_b = band_foot(b, x) + b->drop;
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
    sum.kind = a->kind + b->kind;
    /* A few letters must not stretch the band of many, but by the height of capitals on the same feet: of Об
     * in Об"яснения, which its quote parts from the rest. */
    gboolean capitals = other->letters >= 2 && other->rise <= 1.5 * main->rise &&
                        fabs(band_foot(main, x) - band_foot(other, x)) < 0.15 * main->rise;
    gboolean many = other->letters * 4 >= main->letters || other->letters > 3;
    if (many || capitals)
        sum.rise = MAX(main->rise, band_foot(main, x) - (band_foot(other, x) - other->rise));
    if (many)
        sum.drop = MAX(main->drop, band_foot(other, x) + other->drop - band_foot(main, x));
    *a = sum;
}

void
bands_merge(GArray *bands, double height, double gap)
{
    gboolean again = TRUE;
    while (again) {
        again = FALSE;
        for (guint i = 0; i < bands->len; i++)
            for (guint j = i + 1; j < bands->len; j++) {
                Band *a = &g_array_index(bands, Band, i), *b = &g_array_index(bands, Band, j);
                if (a->dead || b->dead || !belong_together(a, b, height, gap) || are_parted(bands, a, b))
                    continue;
                merge_into(a, b);
                b->dead = TRUE;
                again = TRUE;
            }
    }
}

/* How badly a mark at height y suits a band beside it: a comma hangs from the feet of its own line, though
 * the letters of the next may stand right below it. */
static double
cost_of_adopting(const Band *band, double foot, double apart, double y)
{
    double top = foot - band->rise, outside = MAX(MAX(top - y, y - foot - 0.15 * band->rise), 0);
    return apart / 2 + 4 * outside + fabs(y - (foot - band->rise / 2)) / 4;
}

void
bands_adopt(GArray *bands, const Mark *mark, double height)
{
    double x = (mark->x0 + mark->x1) / 2.0, y = (mark->y0 + mark->y1) / 2.0, best = 1e9;
    Band *home = NULL;
    for (guint i = 0; i < bands->len; i++) {
        Band *band = &g_array_index(bands, Band, i);
        double foot = band_foot(band, x), apart = MAX(0, MAX(band->x0 - mark->x1, mark->x0 - band->x1));
        /* Dust must be closer than a dash or a quote. */
        double reach = MAX(mark->x1 - mark->x0, mark->y1 - mark->y0) > 0.22 * height ? 2.0 : 0.9;
        if (band->dead || apart > reach * height || y < foot - band->rise - 0.5 * height ||
            y > foot + band->drop + 0.3 * height)
            continue;
        double cost = cost_of_adopting(band, foot, apart, y);
        if (cost < best) {
            best = cost;
            home = band;
        }
    }
    if (!home)
        return;
    home->x0 = MIN(home->x0, mark->x0);
    home->x1 = MAX(home->x1, mark->x1);
    double foot = band_foot(home, x);
    if (foot - mark->y0 <= home->rise + 0.65 * height) /* the breve of й over small letters */
        home->rise = MAX(home->rise, foot - mark->y0);
    /* A comma stands on the feet and hangs from them. */
    gboolean hangs = mark->y0 <= foot - 0.1 * height && mark->y1 - foot <= 0.55 * height &&
                     mark->x1 - mark->x0 < 0.7 * height && mark->y1 - mark->y0 < 0.8 * height;
    if (mark->y1 - foot <= home->drop + 0.3 * height || hangs)
        home->drop = MAX(home->drop, mark->y1 - foot);
}

void
bands_span(GArray *bands, const Mark *mark, double height)
{
    double x = (mark->x0 + mark->x1) / 2.0;
    if (mark->y1 - mark->y0 < 1.5 * height || mark->x1 - mark->x0 > 3 * height)
        return;
    for (guint i = 0; i < bands->len; i++) {
        Band *band = &g_array_index(bands, Band, i);
        double foot = band_foot(band, x), apart = MAX(band->x0 - mark->x1, mark->x0 - band->x1);
        double inside = MIN(mark->y1, foot) - MAX(mark->y0, foot - band->rise);
        if (band->dead || apart > height || inside < 0.8 * band->rise)
            continue;
        band->x0 = MIN(band->x0, mark->x0);
        band->x1 = MAX(band->x1, mark->x1);
    }
}
