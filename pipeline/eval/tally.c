/* tally.c - figures over pages, with bootstrap intervals. */
#include "tally.h"
#include <math.h>

#define SEED                                                                                                 \
    0x7665726e6f2d3031u /* "verno-01": any fixed number, so that a report never changes by itself            \
                         */

struct Tally {
    GPtrArray *figures; /* of Figure */
    GHashTable *by_key;
};

struct Resamples {
    guint pages, count;
    guint16 *weights; /* count rows of pages */
};

static void
figure_free(void *data)
{
    Figure *figure = data;
    g_free(figure->name);
    g_free(figure->group);
    g_array_unref(figure->entries);
    g_free(figure);
}

Tally *
tally_new(void)
{
    Tally *tally = g_new0(Tally, 1);
    tally->figures = g_ptr_array_new_with_free_func(figure_free);
    tally->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return tally;
}

void
tally_free(Tally *tally)
{
    if (!tally)
        return;
    g_hash_table_unref(tally->by_key);
    g_ptr_array_unref(tally->figures);
    g_free(tally);
}

static Figure *
get_figure(Tally *tally, const char *name, const char *group, FigureKind kind)
{
    g_autofree char *key = g_strconcat(name, "\t", group, NULL);
    Figure *figure = g_hash_table_lookup(tally->by_key, key);
    if (figure)
        return figure;
    figure = g_new0(Figure, 1);
    figure->name = g_strdup(name);
    figure->group = g_strdup(group);
    figure->kind = kind;
    figure->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_ptr_array_add(tally->figures, figure);
    g_hash_table_insert(tally->by_key, g_steal_pointer(&key), figure);
    return figure;
}

static void
add_entry(Figure *figure, guint page, double top, double bottom)
{
    Entry entry = {page, top, bottom};
    guint n = figure->entries->len;
    Entry *last = n ? &g_array_index(figure->entries, Entry, n - 1) : NULL;
    g_assert(!last || last->page <= page);
    if (last && last->page == page && figure->kind == FIGURE_SHARE) {
        last->top += top;
        last->bottom += bottom;
    } else {
        g_array_append_val(figure->entries, entry);
    }
}

void
tally_add(Tally *tally, guint page, const char *name, const char *group, double top, double bottom)
{
    add_entry(get_figure(tally, name, group, FIGURE_SHARE), page, top, bottom);
}

void
tally_add_value(Tally *tally, guint page, const char *name, const char *group, double value)
{
    g_autofree char *median = g_strconcat(name, "-median", NULL);
    g_autofree char *p95 = g_strconcat(name, "-p95", NULL);
    add_entry(get_figure(tally, median, group, FIGURE_MEDIAN), page, value, 1);
    add_entry(get_figure(tally, p95, group, FIGURE_P95), page, value, 1);
}

const GPtrArray *
tally_figures(const Tally *tally)
{
    return tally->figures;
}

const Figure *
tally_find(const Tally *tally, const char *name, const char *group)
{
    g_autofree char *key = g_strconcat(name, "\t", group, NULL);
    return g_hash_table_lookup(tally->by_key, key);
}

/* SplitMix64. */
static guint64
next_random(guint64 *state)
{
    guint64 z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

Resamples *
resamples_new(guint pages, guint count)
{
    Resamples *resamples = g_new0(Resamples, 1);
    guint64 state = SEED;
    resamples->pages = pages;
    resamples->count = count;
    resamples->weights = g_new0(guint16, (gsize)MAX(pages, 1) * count);
    for (guint r = 0; r < count; r++)
        for (guint i = 0; i < pages; i++)
            resamples->weights[(gsize)r * pages + next_random(&state) % pages]++;
    return resamples;
}

void
resamples_free(Resamples *resamples)
{
    if (!resamples)
        return;
    g_free(resamples->weights);
    g_free(resamples);
}

static int
by_value(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nearest-rank quantile of the values, each taken as often as its page is drawn. */
static double
quantile(const Figure *figure, const guint16 *weights, double share)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < figure->entries->len; i++) {
        const Entry *entry = &g_array_index(figure->entries, Entry, i);
        for (guint k = weights ? weights[entry->page] : 1; k > 0; k--)
            g_array_append_val(values, entry->top);
    }
    if (values->len == 0)
        return NAN;
    g_array_sort(values, by_value);
    guint rank = (guint)ceil(share * values->len);
    return g_array_index(values, double, MAX(rank, 1) - 1);
}

/* NaN where the pages drawn hold nothing of the figure. `weights` NULL: every page once. */
static double
value_of(const Figure *figure, const guint16 *weights)
{
    if (figure->kind != FIGURE_SHARE)
        return quantile(figure, weights, figure->kind == FIGURE_MEDIAN ? 0.5 : 0.95);
    double top = 0, bottom = 0;
    for (guint i = 0; i < figure->entries->len; i++) {
        const Entry *entry = &g_array_index(figure->entries, Entry, i);
        double weight = weights ? weights[entry->page] : 1;
        top += weight * entry->top;
        bottom += weight * entry->bottom;
    }
    return bottom > 0 ? top / bottom : NAN;
}

static gboolean
estimate(const Figure *a, const Figure *b, const Resamples *resamples, Estimate *ret)
{
    *ret = (Estimate){.value = value_of(a, NULL) - (b ? value_of(b, NULL) : 0)};
    if (isnan(ret->value))
        return FALSE;
    for (guint i = 0; i < a->entries->len; i++) {
        const Entry *entry = &g_array_index(a->entries, Entry, i);
        ret->top += entry->top;
        ret->bottom += entry->bottom;
        ret->pages += entry->bottom > 0;
    }
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint r = 0; r < resamples->count; r++) {
        const guint16 *weights = resamples->weights + (gsize)r * resamples->pages;
        double value = value_of(a, weights) - (b ? value_of(b, weights) : 0);
        if (!isnan(value))
            g_array_append_val(values, value);
    }
    g_array_sort(values, by_value);
    guint n = values->len;
    ret->low = n ? g_array_index(values, double, (guint)(0.025 * n)) : ret->value;
    ret->high = n ? g_array_index(values, double, MIN(n - 1, (guint)(0.975 * n))) : ret->value;
    return TRUE;
}

gboolean
figure_estimate(const Figure *figure, const Resamples *resamples, Estimate *ret_estimate)
{
    return estimate(figure, NULL, resamples, ret_estimate);
}

gboolean
figure_difference(const Figure *minuend, const Figure *subtrahend, const Resamples *resamples,
                  Estimate *ret_estimate)
{
    return estimate(minuend, subtrahend, resamples, ret_estimate);
}
