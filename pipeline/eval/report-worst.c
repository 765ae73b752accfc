/* report-worst.c - the pages and lines with most errors, for looking at. */
#include "report.h"
#include <string.h>

static int
by_errors(gconstpointer a, gconstpointer b)
{
    const LinePair *x = *(LinePair *const *)a, *y = *(LinePair *const *)b;
    if (x->errors != y->errors)
        return x->errors < y->errors ? 1 : -1;
    return x->page != y->page ? (x->page > y->page ? 1 : -1) : strcmp(x->truth, y->truth);
}

static int
by_top(gconstpointer a, gconstpointer b)
{
    const Entry *x = *(Entry *const *)a, *y = *(Entry *const *)b;
    if (x->top != y->top)
        return x->top < y->top ? 1 : -1;
    return x->page > y->page ? 1 : -1;
}

static void
print_pages(FILE *out, const Column *column, const GPtrArray *names, guint count)
{
    const Figure *figure = tally_find(column->tally, "cer", "all");
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    for (guint i = 0; figure && i < figure->entries->len; i++)
        g_ptr_array_add(entries, &g_array_index(figure->entries, Entry, i));
    g_ptr_array_sort(entries, by_top);
    fprintf(out, "\nworst pages of %s\n", column->name);
    for (guint i = 0; i < MIN(count, entries->len); i++) {
        const Entry *entry = entries->pdata[i];
        fprintf(out, "  %5.0f errors in %5.0f characters, %6.2f %%  %s\n", entry->top, entry->bottom,
                entry->bottom > 0 ? 100 * entry->top / entry->bottom : 0.0,
                (char *)names->pdata[entry->page]);
    }
}

void
report_worst(FILE *out, const Column *columns, guint n_columns, const GPtrArray *names, guint count)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const GArray *first = columns[0].pairs;
    gboolean aligned = n_columns == 2 && columns[1].pairs->len == first->len;
    for (guint i = 0; i < first->len; i++) {
        LinePair *pair = &g_array_index(first, LinePair, i);
        if (pair->kind == LINE_TYPED || pair->kind == LINE_PRINTED)
            g_ptr_array_add(pairs, pair);
    }
    g_ptr_array_sort(pairs, by_errors);
    print_pages(out, &columns[0], names, count);
    fprintf(out, "\nworst typed and printed lines of %s\n", columns[0].name);
    for (guint i = 0; i < MIN(count, pairs->len); i++) {
        const LinePair *pair = pairs->pdata[i];
        gsize place = (gsize)(pair - (const LinePair *)(const void *)first->data);
        fprintf(out, "  %s, %s line, %u errors in %u characters\n    truth  %s\n    read   %s\n",
                (char *)names->pdata[pair->page], line_kind_name(pair->kind), pair->errors, pair->length,
                pair->truth, pair->read);
        if (aligned)
            fprintf(out, "    other  %s\n", g_array_index(columns[1].pairs, LinePair, place).read);
    }
}
