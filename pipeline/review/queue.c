/* queue.c - what waits, in which order, in which groups; and how far the work is. */
#include "counts.h"
#include "review/answer.h"
#include "review/picture.h"
#include "review/routes.h"
#include "review/place.h"
#include "words.h"
#include <string.h>

#define MOST_IDS   500
#define MOST_CELLS 40

static gboolean
waits_for(const Desk *desk, const DeskItem *item, const char *who)
{
    DeskState state = desk_state(desk, item, who);
    double seconds;
    return state != DESK_OTHERS && state != DESK_DECIDED && !desk_leased_to(desk, item->id, who, &seconds);
}

/* "rule_failed:ID" is told apart by the rule, "review" needs no reason. */
static gboolean
has_reason(const DeskItem *item, const char *reason)
{
    if (strcmp(item->status, "missing") == 0 && strcmp(reason, "missing") == 0)
        return TRUE;
    return g_strv_contains((const char *const *)item->reasons, reason);
}

static gboolean
fits(const DeskItem *item, const Request *request)
{
    const char *name = request->argument("name", request->data),
               *form = request->argument("form", request->data),
               *reason = request->argument("reason", request->data);
    if (name && *name && strcmp(item->name, name) != 0)
        return FALSE;
    if (form && *form && g_strcmp0(item->form, form) != 0)
        return FALSE;
    return !reason || !*reason || item->planted || has_reason(item, reason);
}

typedef struct {
    const DeskItem *item;
    double loss;
    guint place; /* in page order */
} Waiting;

static int
by_loss(const void *a, const void *b)
{
    const Waiting *x = a, *y = b;
    if (x->loss != y->loss)
        return (x->loss < y->loss) - (x->loss > y->loss);
    return (x->place > y->place) - (x->place < y->place);
}

static int
by_place(const void *a, const void *b)
{
    const Waiting *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

/* Fields that wait for this person and pass the filters; planted errors stand among those of their page. */
static GArray *
find_waiting(const Desk *desk, const Request *request)
{
    GArray *waiting = g_array_new(FALSE, FALSE, sizeof(Waiting));
    GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < desk->items->len; i++) {
        const DeskItem *item = desk->items->pdata[i];
        if (!g_hash_table_contains(places, item->page))
            g_hash_table_insert(places, item->page, GUINT_TO_POINTER(i));
        Waiting one = {item, desk_loss(desk, item), 2 * i};
        if (fits(item, request) && waits_for(desk, item, request->who))
            g_array_append_val(waiting, one);
    }
    for (guint i = 0; waiting->len > 0 && i < desk->seeds->len; i++) {
        const DeskItem *item = desk->seeds->pdata[i];
        guint place = 2 * GPOINTER_TO_UINT(g_hash_table_lookup(places, item->page)) + 1;
        Waiting one = {item, (1 - item->confidence) * item->weight, place};
        if (fits(item, request) && waits_for(desk, item, request->who))
            g_array_append_val(waiting, one);
    }
    g_hash_table_unref(places);
    return waiting;
}

void
answer_queue(Desk *desk, const Request *request, Reply *reply)
{
    const char *order = request->argument("order", request->data);
    g_autoptr(GArray) waiting = find_waiting(desk, request);
    json_t *ids = json_array();
    g_array_sort(waiting, g_strcmp0(order, "page") == 0 ? by_place : by_loss);
    for (guint i = 0; i < MIN(waiting->len, MOST_IDS); i++)
        json_array_append_new(ids, json_integer(g_array_index(waiting, Waiting, i).item->id));
    reply->json = json_pack("{s:i, s:o}", "total", (int)waiting->len, "ids", ids);
}

json_t *
progress_json(const Desk *desk, const char *who)
{
    guint left = 0, done = 0, mine = 0, audit = 0, arbitrate = 0;
    for (guint i = 0; i < desk->items->len; i++) {
        const DeskItem *item = desk->items->pdata[i];
        DeskState state = desk_state(desk, item, who);
        const DeskEvent *last = desk_decision(desk, item->page, item->name);
        left += state != DESK_DECIDED && state != DESK_OTHERS;
        done += state == DESK_DECIDED;
        mine += last && strcmp(last->who, who) == 0;
        audit += state != DESK_DECIDED && has_reason(item, "audit");
        arbitrate += state == DESK_ARBITRATE;
    }
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i}", "left", (int)left, "done", (int)done, "mine",
                     (int)mine, "audit_left", (int)audit, "seeds", (int)desk->seeds_shown, "caught",
                     (int)desk->seeds_caught, "to_arbitrate", (int)arbitrate);
}

static void
count_up(GHashTable *counts, const char *key)
{
    if (key)
        counts_add(counts, key);
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* [{key: "…", "count": n}], by name. */
static json_t *
counts_json(GHashTable *counts, const char *key)
{
    json_t *list = json_array();
    guint n = 0;
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(counts, &n);
    qsort(names, n, sizeof *names, by_text);
    for (guint i = 0; i < n; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:i}", key, names[i], "count", (int)counts_get(counts, names[i])));
    return list;
}

static json_t *
reviewers_json(const Desk *desk)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer key, track;
    json_t *list = json_array();
    g_hash_table_iter_init(&iter, desk->tracks);
    while (g_hash_table_iter_next(&iter, &key, &track))
        for (guint i = 0; i < ((GPtrArray *)track)->len; i++)
            g_hash_table_add(names, ((DeskEvent *)((GPtrArray *)track)->pdata[i])->who);
    guint n = 0;
    g_autofree char **sorted = (char **)g_hash_table_get_keys_as_array(names, &n);
    qsort(sorted, n, sizeof *sorted, by_text);
    for (guint i = 0; i < n; i++)
        json_array_append_new(list, json_string(sorted[i]));
    return list;
}

void
answer_words(Desk *desk, const Request *request, Reply *reply)
{
    json_t *rows = json_array();
    for (const CodeWords *row = code_words; row->code; row++)
        json_array_append_new(rows, json_pack("[s, s, s]", row->code, row->english, row->russian));
    reply->json = json_pack("{s:o}", "words", rows);
}

void
answer_folder(Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GHashTable) names = counts_new();
    g_autoptr(GHashTable) forms = counts_new();
    g_autoptr(GHashTable) reasons = counts_new();
    g_autofree char *shown = g_filename_display_name(desk->folder);
    for (guint i = 0; i < desk->items->len; i++) {
        const DeskItem *item = desk->items->pdata[i];
        if (!waits_for(desk, item, request->who))
            continue;
        count_up(names, item->name);
        count_up(forms, item->form);
        for (guint k = 0; item->reasons[k]; k++)
            count_up(reasons, item->reasons[k]);
    }
    reply->json = json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name", shown, "verno", VERNO_VERSION,
                            "reviewers", reviewers_json(desk), "names", counts_json(names, "name"), "forms",
                            counts_json(forms, "form"), "reasons", counts_json(reasons, "reason"), "progress",
                            progress_json(desk, request->who));
}

/* What the field is grouped by, to free; NULL: nothing. */
static char *
class_of(const Desk *desk, const DeskItem *item, const char *by)
{
    if (!item->value || item->doubled || item->planted)
        return NULL;
    if (g_strcmp0(by, "shape") != 0)
        return answer_dup_shown(desk, item, item->value);
    return place_dup_doubtful(desk, item);
}

typedef struct {
    const char *name;
    char *what;
    guint count;
} Group;

static int
by_size(const void *a, const void *b)
{
    const Group *x = *(const Group *const *)a, *y = *(const Group *const *)b;
    if (x->count != y->count)
        return (x->count < y->count) - (x->count > y->count);
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->what, y->what);
}

static void
group_free(void *data)
{
    g_free(((Group *)data)->what);
    g_free(data);
}

/* All groups of what waits: "name\nwhat" -> Group. */
static GHashTable *
find_groups(const Desk *desk, const Request *request)
{
    const char *by = request->argument("by", request->data);
    GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, group_free);
    for (guint i = 0; i < desk->items->len; i++) {
        const DeskItem *item = desk->items->pdata[i];
        g_autofree char *what = waits_for(desk, item, request->who) ? class_of(desk, item, by) : NULL;
        if (!what)
            continue;
        g_autofree char *key = g_strdup_printf("%s\n%s", item->name, what);
        Group *group = g_hash_table_lookup(groups, key);
        if (!group) {
            group = g_new0(Group, 1);
            *group = (Group){item->name, g_steal_pointer(&what), 0};
            g_hash_table_insert(groups, g_steal_pointer(&key), group);
        }
        group->count++;
    }
    return groups;
}

void
answer_groups(Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GHashTable) groups = find_groups(desk, request);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    GHashTableIter iter;
    gpointer group_found;
    g_hash_table_iter_init(&iter, groups);
    while (g_hash_table_iter_next(&iter, NULL, &group_found))
        g_ptr_array_add(sorted, group_found);
    json_t *list = json_array();
    g_ptr_array_sort(sorted, by_size);
    for (guint i = 0; i < sorted->len; i++) {
        const Group *group = sorted->pdata[i];
        if (group->count >= 2)
            json_array_append_new(list, json_pack("{s:s, s:s, s:i}", "name", group->name, "what", group->what,
                                                  "count", (int)group->count));
    }
    reply->json = json_pack("{s:o}", "groups", list);
}

void
answer_group(Desk *desk, const Request *request, Reply *reply)
{
    const char *by = request->argument("by", request->data), *name = request->argument("name", request->data),
               *what = request->argument("what", request->data);
    json_t *cells = json_array();
    guint total = 0;
    for (guint i = 0; i < desk->items->len; i++) {
        const DeskItem *item = desk->items->pdata[i];
        g_autofree char *own = g_strcmp0(item->name, name) == 0 && waits_for(desk, item, request->who)
                                   ? class_of(desk, item, by)
                                   : NULL;
        if (!own || g_strcmp0(own, what) != 0)
            continue;
        total++;
        json_t *cell = json_array_size(cells) < MOST_CELLS ? place_cell_json(desk, item) : NULL;
        if (cell)
            json_array_append_new(cells, cell);
    }
    reply->json =
        json_pack("{s:s?, s:s?, s:i, s:o}", "name", name, "what", what, "total", (int)total, "cells", cells);
}

static void
add_confusion(const char *a, const char *b, guint count, gpointer list)
{
    json_array_append_new(list, json_pack("{s:s, s:s, s:i}", "read", a, "is", b, "count", (int)count));
}

static void
add_value(const char *a, const char *b, guint count, gpointer list)
{
    json_array_append_new(list, json_pack("{s:s, s:s, s:i}", "name", a, "value", b, "count", (int)count));
}

void
answer_confusions(Desk *desk, const Request *request, Reply *reply)
{
    json_t *confusions = json_array(), *values = json_array();
    learnt_each_confusion(desk->learnt, add_confusion, confusions);
    learnt_each_value(desk->learnt, add_value, values);
    reply->json = json_pack("{s:o, s:o}", "confusions", confusions, "values", values);
}
