/* folder-check.c - goes through a folder, and writes down what was found. */
#include "folder-facts.h"
#include "record.h"
#include <string.h>

#define WITHDRAWN "promise_withdrawn"

static void
facts_free(Facts *facts)
{
    g_free(facts->form);
    g_free(facts->outgoing);
    g_free(facts->special);
    g_free(facts->day);
    g_hash_table_unref(facts->values);
    g_ptr_array_unref(facts->links);
    g_ptr_array_unref(facts->broken);
    g_free(facts);
}

void
facts_put_under(GHashTable *buckets, char *key, Facts *facts)
{
    GPtrArray *bucket = g_hash_table_lookup(buckets, key);
    if (bucket) {
        g_free(key);
    } else {
        bucket = g_ptr_array_new();
        g_hash_table_insert(buckets, key, bucket);
    }
    g_ptr_array_add(bucket, facts);
}

static const char *
value_of(const Page *page, const char *name)
{
    const Field *field = page_find_field(page, name);
    return field ? field->value : NULL;
}

/* The typed text that pages are compared by: the body where there is one, for all pages of a form share its
 * labels; else every line. */
static void
sketch_page(const Page *page, Sketch *sketch)
{
    const char *body = value_of(page, "body");
    g_autoptr(GString) text = g_string_new(body);
    for (guint i = 0; !body && !page->form.id && i < page->lines->len; i++)
        g_string_append(text, ((const Line *)page->lines->pdata[i])->text);
    sketch_make(sketch, text->str);
}

static void
remember_rules(Facts *facts, const Page *page, const GArray *rules)
{
    for (guint i = 0; rules && i < rules->len; i++) {
        const FolderRule *rule = &g_array_index(rules, FolderRule, i);
        const char *const names[] = {rule->number, rule->moment};
        for (guint j = 0; g_strcmp0(rule->form, page->form.id) == 0 && j < 2; j++)
            g_hash_table_insert(facts->values, g_strdup(names[j]), g_strdup(value_of(page, names[j])));
    }
}

static gboolean
gather(const PageEntry *entry, gpointer user_data, GError **error)
{
    Check *check = user_data;
    if (!entry->page || !entry->page->record || entry->page->state != STATE_DONE ||
        !g_hash_table_add(check->seen, g_strdup(entry->page->id)))
        return TRUE;
    g_autoptr(Page) page = record_load(entry->page->record, error);
    if (!page)
        return FALSE;
    Facts *facts = g_new0(Facts, 1);
    g_ptr_array_add(check->pages, facts);
    g_strlcpy(facts->id, entry->page->id, sizeof facts->id);
    facts->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    facts->links = g_ptr_array_new_with_free_func((GDestroyNotify)page_link_free);
    facts->broken = g_ptr_array_new_with_free_func(g_free);
    facts->form = g_strdup(page->form.id);
    facts->outgoing = g_strdup(value_of(page, "outgoing_number"));
    facts->special = g_strdup(value_of(page, "special_number"));
    const char *moment = value_of(page, "received_at");
    facts->day = moment && strlen(moment) >= 10 ? g_strndup(moment, 10) : NULL;
    if (check->like)
        check->like->measure(page, facts->like);
    sketch_page(page, &facts->sketch);
    remember_rules(facts, page, check->rules);
    return TRUE;
}

static int
by_page(const void *a, const void *b)
{
    const PageLink *x = *(const PageLink *const *)a, *y = *(const PageLink *const *)b;
    return strcmp(x->page, y->page);
}

/* Does the reason come from a rule over the folder? */
static gboolean
is_folders(const char *reason, const GArray *rules)
{
    if (strcmp(reason, WITHDRAWN) == 0)
        return TRUE;
    for (guint i = 0; rules && i < rules->len; i++) {
        const FolderRule *rule = &g_array_index(rules, FolderRule, i);
        if (g_str_has_prefix(reason, "rule_failed:") &&
            strcmp(reason + strlen("rule_failed:"), rule->id) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The field's reasons with what the folder says now in place of what it said before. */
static void
refresh_field(Field *field, const Facts *facts, const GArray *rules, FolderFindings *findings)
{
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    gboolean was_folders = FALSE;
    for (guint i = 0; field->reasons && field->reasons[i]; i++) {
        if (is_folders(field->reasons[i], rules))
            was_folders = TRUE;
        else
            g_ptr_array_add(kept, g_strdup(field->reasons[i]));
    }
    gboolean alone = kept->len == 0;
    for (guint i = 0; i < facts->broken->len; i++) {
        const char *row = facts->broken->pdata[i], *reason = strchr(row, '\n') + 1;
        if (strncmp(row, field->name, (gsize)(reason - row - 1)) != 0 ||
            field->name[reason - row - 1] != '\0')
            continue;
        g_ptr_array_add(kept, g_strdup(reason));
        findings->broken++;
    }
    gboolean waits = strcmp(field->status, "review") == 0, accepted = strcmp(field->status, "accepted") == 0;
    if (facts->withdrawn && (accepted || (waits && was_folders && alone))) {
        g_ptr_array_add(kept, g_strdup(WITHDRAWN));
        findings->withdrawn++;
    }
    if ((accepted && kept->len > 0) || (waits && was_folders && alone && kept->len == 0)) {
        g_free(field->status);
        field->status = g_strdup(kept->len > 0 ? "review" : "accepted");
    }
    g_ptr_array_add(kept, NULL);
    g_strfreev(field->reasons);
    field->reasons = (char **)g_ptr_array_free(g_steal_pointer(&kept), FALSE);
}

typedef struct {
    const Check *check;
    const Facts *facts;
    char *record; /* NULL: it stays as it is */
    FolderFindings *findings;
} Refresh;

static gboolean
refresh(const PageEntry *entry, gpointer user_data, GError **error)
{
    Refresh *job = user_data;
    g_autoptr(Page) page = job->record ? NULL : record_load(entry->page->record, error);
    if (!page)
        return job->record != NULL;
    g_ptr_array_sort(job->facts->links, by_page);
    g_ptr_array_set_size(page->links, 0);
    for (guint i = 0; i < job->facts->links->len; i++) {
        const PageLink *link = job->facts->links->pdata[i];
        page_add_link(page, link->kind, link->page, link->why);
    }
    job->findings->links += page->links->len > 0;
    for (guint i = 0; i < page->fields->len; i++)
        refresh_field(page->fields->pdata[i], job->facts, job->check->rules, job->findings);
    g_autofree char *record = record_dup_json(page, NULL);
    if (strcmp(record, entry->page->record) != 0)
        job->record = g_steal_pointer(&record);
    return TRUE;
}

gboolean
folder_check(Store *store, const GArray *rules, const FolderLike *like, FolderFindings *ret_findings,
             GError **error)
{
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Check check = {rules, like, pages, seen};
    *ret_findings = (FolderFindings){0};
    if (!store_each_page(store, gather, &check, error))
        return FALSE;
    facts_link(&check);
    facts_drift(&check, ret_findings);
    for (guint i = 0; rules && i < rules->len; i++)
        facts_judge(&check, &g_array_index(rules, FolderRule, i));
    for (guint i = 0; i < pages->len; i++) {
        Refresh job = {&check, pages->pdata[i], NULL, ret_findings};
        gboolean whole = store_each_place(store, job.facts->id, refresh, &job, error);
        g_autofree char *record = job.record;
        if (!whole || (record && !store_put_record(store, job.facts->id, record, NULL, error)))
            return FALSE;
    }
    return TRUE;
}
