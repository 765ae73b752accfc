/* counts.c - how often each of some texts occurs. */
#include "counts.h"
#include <string.h>

GHashTable *
counts_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void
counts_add(GHashTable *counts, const char *text)
{
    guint count = counts_get(counts, text);
    g_hash_table_replace(counts, g_strdup(text), GUINT_TO_POINTER(count + 1));
}

guint
counts_get(GHashTable *counts, const char *text)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, text));
}

static int
by_count(const void *a, const void *b, gpointer counts)
{
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    guint n = counts_get(counts, x), m = counts_get(counts, y);
    return n != m ? (n < m) - (n > m) : strcmp(x, y);
}

GPtrArray *
counts_sorted(GHashTable *counts)
{
    GPtrArray *texts = g_ptr_array_new();
    GHashTableIter iter;
    gpointer text;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &text, NULL))
        g_ptr_array_add(texts, text);
    g_ptr_array_sort_with_data(texts, by_count, counts);
    return texts;
}
