/* folder-links.c - pages that say the same. */
#include "folder-facts.h"
#include <stdlib.h>
#include <string.h>

#define ALIKE      0.3 /* share of runs of five letters that two readings of one paper have at least */
#define LEAST_RUNS 80  /* fewer tell nothing */

static gboolean
is_linked(const Facts *a, const Facts *b)
{
    for (guint i = 0; i < a->links->len; i++)
        if (strcmp(((const PageLink *)a->links->pdata[i])->page, b->id) == 0)
            return TRUE;
    return FALSE;
}

static void
link_pages(Facts *a, Facts *b, const char *why)
{
    if (a == b || is_linked(a, b))
        return;
    const char *kind = g_strcmp0(a->form, b->form) == 0 ? "duplicate" : "translation";
    g_ptr_array_add(a->links, page_link_new(kind, b->id, why));
    g_ptr_array_add(b->links, page_link_new(kind, a->id, why));
}

static void
put_pair(GHashTable *buckets, const char *names, const char *a, const char *b, Facts *facts)
{
    if (a && b)
        facts_put_under(buckets, g_strdup_printf("%s %s %s", names, a, b), facts);
}

/* Pages under one key are all linked to each other; more than these each to the first. */
#define MOST_PAIRS 12

static void
link_bucket(const GPtrArray *bucket, const char *why, gboolean by_text)
{
    guint firsts = bucket->len <= MOST_PAIRS ? bucket->len : 1;
    for (guint i = 0; i < firsts; i++)
        for (guint j = i + 1; j < bucket->len; j++) {
            Facts *a = bucket->pdata[i], *b = bucket->pdata[j];
            gboolean alike = !by_text || (g_strcmp0(a->form, b->form) == 0 &&
                                          sketch_compare(&a->sketch, &b->sketch) >= ALIKE);
            if (alike)
                link_pages(a, b, why);
        }
}

static int
by_text_of_key(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Bucket by bucket in the order of their keys: the same folder is linked the same way every time. */
static void
link_buckets(GHashTable *buckets, gboolean by_text)
{
    guint count = 0;
    g_autofree gpointer *keys = g_hash_table_get_keys_as_array(buckets, &count);
    qsort(keys, count, sizeof *keys, by_text_of_key);
    for (guint i = 0; i < count; i++) {
        const char *why = by_text                         ? "same_text"
                          : *(const char *)keys[i] == 'o' ? "outgoing_number"
                                                          : "special_number";
        link_bucket(g_hash_table_lookup(buckets, keys[i]), why, by_text);
    }
}

/* Two of three agree: one of them may be misread. */
static void
link_by_numbers(const Check *check)
{
    g_autoptr(GHashTable) buckets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < check->pages->len; i++) {
        Facts *facts = check->pages->pdata[i];
        if (!facts->form)
            continue;
        put_pair(buckets, "os", facts->outgoing, facts->special, facts);
        put_pair(buckets, "od", facts->outgoing, facts->day, facts);
        put_pair(buckets, "sd", facts->special, facts->day, facts);
    }
    link_buckets(buckets, FALSE);
}

static void
link_by_text(const Check *check)
{
    g_autoptr(GHashTable) buckets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < check->pages->len; i++) {
        Facts *facts = check->pages->pdata[i];
        for (guint band = 0; facts->sketch.runs >= LEAST_RUNS && band < SKETCH_BANDS; band++)
            facts_put_under(buckets, g_strdup_printf("%" G_GUINT64_FORMAT, sketch_band(&facts->sketch, band)),
                            facts);
    }
    link_buckets(buckets, TRUE);
}

void
facts_link(const Check *check)
{
    link_by_numbers(check);
    link_by_text(check);
}
