/* folder-rises.c - numbers that rise with the date. */
#include "folder-facts.h"
#include <string.h>

#define LEAST_PAGES 7   /* of a form and year, for a rule to speak */
#define KEEPING     0.8 /* share of them that keep it */

static int
by_moment(const void *a, const void *b)
{
    const Facts *x = *(const Facts *const *)a, *y = *(const Facts *const *)b;
    return strcmp(g_hash_table_lookup(x->values, "\n"), g_hash_table_lookup(y->values, "\n"));
}

static gint64
number_of(const Facts *facts, const FolderRule *rule)
{
    return g_ascii_strtoll(g_hash_table_lookup(facts->values, rule->number), NULL, 10);
}

/* Marks the pages of the longest rising row (C. Schensted, 1961, by patience sorting); how many they are. */
static guint
find_rising(const GPtrArray *pages, const FolderRule *rule, gboolean *rising)
{
    g_autofree guint *tails = g_new0(guint, pages->len + 1);
    g_autofree gint *before = g_new0(gint, pages->len + 1);
    guint length = 0;
    for (guint i = 0; i < pages->len; i++) {
        guint low = 0, high = length;
        while (low < high) {
            guint middle = (low + high) / 2;
            if (number_of(pages->pdata[tails[middle]], rule) <= number_of(pages->pdata[i], rule))
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? (gint)tails[low - 1] : -1;
        tails[low] = i;
        length = MAX(length, low + 1);
    }
    for (gint i = length > 0 ? (gint)tails[length - 1] : -1; i >= 0; i = before[i])
        rising[i] = TRUE;
    return length;
}

/* Pages of one form and year. */
static void
judge_year(GPtrArray *pages, const FolderRule *rule)
{
    g_ptr_array_sort(pages, by_moment);
    g_autofree gboolean *rising = g_new0(gboolean, pages->len + 1);
    guint length = find_rising(pages, rule, rising);
    if (pages->len < LEAST_PAGES || length < KEEPING * pages->len)
        return;
    for (guint i = 0; i < pages->len; i++)
        if (!rising[i])
            g_ptr_array_add(((Facts *)pages->pdata[i])->broken,
                            g_strdup_printf("%s\nrule_failed:%s", rule->number, rule->id));
}

void
facts_judge(const Check *check, const FolderRule *rule)
{
    g_autoptr(GHashTable) years =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < check->pages->len; i++) {
        Facts *facts = check->pages->pdata[i];
        const char *number = g_hash_table_lookup(facts->values, rule->number),
                   *moment = g_hash_table_lookup(facts->values, rule->moment);
        if (g_strcmp0(facts->form, rule->form) != 0 || !number || !moment || strlen(moment) < 10)
            continue;
        /* The key to sort by: the moment, then the page, so that the order never depends on chance. */
        g_hash_table_insert(facts->values, g_strdup("\n"), g_strdup_printf("%s %s", moment, facts->id));
        facts_put_under(years, g_strndup(moment, 4), facts);
    }
    GHashTableIter iter;
    gpointer pages;
    g_hash_table_iter_init(&iter, years);
    while (g_hash_table_iter_next(&iter, NULL, &pages))
        judge_year(pages, rule);
}
