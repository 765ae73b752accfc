/* desk.c - a folder on the review desk, in memory. */
#include "review/desk.h"
#include "review/seeds.h"
#include <jansson.h>
#include <string.h>

static void
event_free(void *data)
{
    DeskEvent *event = data;
    g_free(event->at);
    g_free(event->who);
    g_free(event->decision);
    g_free(event->was);
    g_free(event->becomes);
    g_free(event);
}

static void
item_free(void *data)
{
    DeskItem *item = data;
    g_free(item->page);
    g_free(item->path);
    g_free(item->raw);
    g_free(item->value);
    g_strfreev(item->reasons);
    g_free(item->planted);
    g_free(item);
}

static char **
strings_of(const char *json)
{
    g_autoptr(GStrvBuilder) strings = g_strv_builder_new();
    json_t *list = json_loads(json, 0, NULL), *text;
    gsize i;
    json_array_foreach(list, i, text) g_strv_builder_add(strings, json_string_value(text));
    json_decref(list);
    return g_strv_builder_end(strings);
}

static const Form *
find_form(const Desk *desk, const char *id)
{
    for (guint i = 0; id && i < desk->forms->len; i++)
        if (strcmp(((const Form *)desk->forms->pdata[i])->id, id) == 0)
            return desk->forms->pdata[i];
    return NULL;
}

/* Of a page that is no printed form, the description for letters that has the field; in the script of its
 * value where both have it. */
static const Form *
find_letter(const Desk *desk, const char *name, const char *value)
{
    const Form *found = NULL;
    gboolean latin = value && g_ascii_isalpha(*value);
    for (guint i = 0; i < desk->forms->len; i++) {
        const Form *form = desk->forms->pdata[i];
        if (!form->printed && form_find_field(form, name) && (!found || form->latin == latin))
            found = form;
    }
    return found;
}

const FormField *
desk_form_field(const Desk *desk, const DeskItem *item, const Form **ret_form)
{
    const Form *form = item->form ? find_form(desk, item->form) : find_letter(desk, item->name, item->value);
    if (ret_form)
        *ret_form = form;
    return form ? form_find_field(form, item->name) : NULL;
}

DeskItem *
desk_item_new(const Desk *desk, const ReviewField *field)
{
    DeskItem *item = g_new0(DeskItem, 1);
    item->row = field->row;
    item->id = field->row * DESK_FIELDS + field->position;
    item->number = field->number;
    item->position = field->position;
    item->form = g_intern_string(field->form);
    item->name = g_intern_string(field->name);
    item->status = g_intern_string(field->status);
    item->page = g_strdup(field->page);
    item->path = g_strdup(field->path);
    item->raw = g_strdup(field->raw);
    item->value = g_strdup(field->value);
    item->reasons = strings_of(field->reasons);
    item->confidence = field->confidence;
    item->doubled = g_strv_contains((const char *const *)item->reasons, "double");
    const FormField *described = desk_form_field(desk, item, NULL);
    item->weight = described ? described->weight : 1;
    return item;
}

static gboolean
add_item(const ReviewField *field, gpointer user_data, GError **error)
{
    Desk *desk = user_data;
    if (field->position >= DESK_SEED)
        return TRUE; /* no form has so many */
    DeskItem *item = desk_item_new(desk, field);
    g_ptr_array_add(desk->items, item);
    g_hash_table_insert(desk->by_id, &item->id, item);
    return TRUE;
}

static char *
track_key(const char *page, const char *field)
{
    return g_strdup_printf("%s %s", page, field);
}

const GPtrArray *
desk_track(const Desk *desk, const char *page, const char *field)
{
    /* Asked for every field that waits at every decision: no printing, no allocation. */
    char key[256];
    gsize length = strlen(page);
    if (length + strlen(field) + 2 > sizeof key) {
        g_autofree char *long_key = track_key(page, field);
        return g_hash_table_lookup(desk->tracks, long_key);
    }
    memcpy(key, page, length);
    key[length] = ' ';
    strcpy(key + length + 1, field);
    return g_hash_table_lookup(desk->tracks, key);
}

static const DeskEvent *
last_standing(const GPtrArray *track)
{
    for (guint i = track ? track->len : 0; i-- > 0;)
        if (!((const DeskEvent *)track->pdata[i])->undone)
            return track->pdata[i];
    return NULL;
}

const DeskEvent *
desk_decision(const Desk *desk, const char *page, const char *field)
{
    return last_standing(desk_track(desk, page, field));
}

gint64
desk_version(const Desk *desk, const char *page, const char *field)
{
    const GPtrArray *track = desk_track(desk, page, field);
    return track ? ((const DeskEvent *)track->pdata[track->len - 1])->number : 0;
}

/* An undo takes back the last decision that stands; both stay. */
static void
add_event(Desk *desk, const CorrectionRow *row)
{
    char *key = track_key(row->page, row->field);
    GPtrArray *track = g_hash_table_lookup(desk->tracks, key);
    if (track) {
        g_free(key);
    } else {
        track = g_ptr_array_new_with_free_func(event_free);
        g_hash_table_insert(desk->tracks, key, track);
    }
    DeskEvent *event = g_new0(DeskEvent, 1);
    *event = (DeskEvent){row->number,
                         row->batch,
                         g_strdup(row->at),
                         g_strdup(row->who),
                         g_strdup(row->decision ? row->decision : "edit"),
                         g_strdup(row->was),
                         g_strdup(row->becomes),
                         row->seconds,
                         FALSE};
    if (strcmp(event->decision, "undo") == 0) {
        DeskEvent *back = (DeskEvent *)last_standing(track);
        event->undone = TRUE;
        if (back)
            back->undone = TRUE;
    }
    g_ptr_array_add(track, event);
}

static gboolean
note_event(const CorrectionRow *row, gpointer user_data, GError **error)
{
    add_event(user_data, row);
    return TRUE;
}

static gboolean
note_seed(const SeedRow *row, gpointer user_data, GError **error)
{
    Desk *desk = user_data;
    desk->seeds_shown++;
    desk->seeds_caught += row->caught;
    g_hash_table_add(desk->told, g_strdup_printf("%s %s", row->page, row->field));
    return TRUE;
}

static void
forget(Desk *desk)
{
    g_hash_table_remove_all(desk->by_id);
    g_hash_table_remove_all(desk->tracks);
    g_hash_table_remove_all(desk->told);
    g_ptr_array_set_size(desk->items, 0);
    g_ptr_array_set_size(desk->seeds, 0);
    g_ptr_array_set_size(desk->others, 0);
    g_clear_pointer(&desk->learnt, learnt_free);
    desk->seeds_shown = desk->seeds_caught = 0;
}

/* Readings of two persons and what nobody is sure of teach nothing, nor do lines and annotations. */
static void
learn_from(Desk *desk, const char *field, const char *decision, const char *was, const char *becomes)
{
    static const char *const sure[] = {"confirm", "edit", "override", "arbiter", NULL};
    if (g_strv_contains(sure, decision) && !g_ascii_isdigit(field[1]))
        learnt_note(desk->learnt, field, was, becomes);
}

static gboolean
load(Desk *desk, GError **error)
{
    forget(desk);
    desk->data_version = store_data_version(desk->store);
    desk->learnt = learnt_new();
    if (!store_each_field(desk->store, "review", "missing", add_item, desk, error) ||
        !store_each_correction(desk->store, NULL, note_event, desk, error) ||
        !store_each_seed(desk->store, note_seed, desk, error) || !seeds_plant(desk, error))
        return FALSE;
    GHashTableIter iter;
    gpointer key, track;
    g_hash_table_iter_init(&iter, desk->tracks);
    while (g_hash_table_iter_next(&iter, &key, &track)) {
        const DeskEvent *event = last_standing(track);
        if (event)
            learn_from(desk, strchr(key, ' ') + 1, event->decision, event->was, event->becomes);
    }
    return TRUE;
}

Desk *
desk_open(const char *folder, const char *models_dir, GError **error)
{
    g_autoptr(Desk) desk = g_new0(Desk, 1);
    desk->folder = g_strdup(folder);
    desk->lease_s = DESK_LEASE_S;
    desk->items = g_ptr_array_new_with_free_func(item_free);
    desk->seeds = g_ptr_array_new_with_free_func(item_free);
    desk->others = g_ptr_array_new_with_free_func(item_free);
    desk->by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
    desk->tracks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    desk->leases = desk_leases_new();
    desk->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    desk->forms = forms_load(models_dir, error);
    desk->store = desk->forms ? store_open(folder, FALSE, error) : NULL;
    return desk->store && store_settle(desk->store, error) && load(desk, error) ? g_steal_pointer(&desk)
                                                                                : NULL;
}

void
desk_free(Desk *desk)
{
    if (!desk)
        return;
    forget(desk);
    g_hash_table_unref(desk->by_id);
    g_hash_table_unref(desk->tracks);
    g_hash_table_unref(desk->leases);
    g_hash_table_unref(desk->told);
    g_ptr_array_unref(desk->items);
    g_ptr_array_unref(desk->seeds);
    g_ptr_array_unref(desk->others);
    g_clear_pointer(&desk->forms, g_ptr_array_unref);
    g_clear_pointer(&desk->store, store_close);
    g_free(desk->folder);
    g_free(desk);
}

gboolean
desk_refresh(Desk *desk, GError **error)
{
    return store_data_version(desk->store) == desk->data_version || load(desk, error);
}

void
desk_add_other(Desk *desk, DeskItem *item)
{
    g_ptr_array_add(desk->others, item);
    g_hash_table_insert(desk->by_id, &item->id, item);
}

DeskItem *
desk_find(const Desk *desk, gint64 id)
{
    return g_hash_table_lookup(desk->by_id, &id);
}

gboolean
desk_readings(const Desk *desk, const DeskItem *item, const DeskEvent **ret_first,
              const DeskEvent **ret_second)
{
    const GPtrArray *track = desk_track(desk, item->page, item->name);
    *ret_first = *ret_second = NULL;
    for (guint i = 0; track && i < track->len; i++) {
        const DeskEvent *event = track->pdata[i];
        if (!event->undone && strcmp(event->decision, "first") == 0)
            *ret_first = event;
        if (!event->undone && strcmp(event->decision, "second") == 0)
            *ret_second = event;
    }
    return *ret_first && *ret_second && g_strcmp0((*ret_first)->becomes, (*ret_second)->becomes) != 0;
}

/* A field that two persons read without seeing each other's. */
static DeskState
state_of_double(const Desk *desk, const DeskItem *item, const DeskEvent *last, const char *who)
{
    const DeskEvent *first, *second;
    gboolean differ = desk_readings(desk, item, &first, &second);
    if (last && strcmp(last->decision, "first") != 0 && strcmp(last->decision, "second") != 0)
        return DESK_DECIDED;
    if (!first)
        return DESK_BLIND;
    if (!second)
        return strcmp(first->who, who) == 0 ? DESK_OTHERS : DESK_BLIND;
    if (!differ)
        return DESK_DECIDED;
    return strcmp(first->who, who) == 0 || strcmp(second->who, who) == 0 ? DESK_OTHERS : DESK_ARBITRATE;
}

DeskState
desk_state(const Desk *desk, const DeskItem *item, const char *who)
{
    const DeskEvent *last = desk_decision(desk, item->page, item->name);
    if (item->planted) {
        g_autofree char *key = track_key(item->page, item->name);
        return last || g_hash_table_contains(desk->told, key) ? DESK_DECIDED : DESK_WAITS;
    }
    if (item->doubled)
        return state_of_double(desk, item, last, who);
    if (!last)
        return DESK_WAITS;
    if (strcmp(last->decision, "unsure") == 0)
        return strcmp(last->who, who) == 0 ? DESK_OTHERS : DESK_WAITS;
    return DESK_DECIDED;
}

double
desk_loss(const Desk *desk, const DeskItem *item)
{
    double wrong = 1 - item->confidence;
    if (item->value)
        wrong *= learnt_doubt(desk->learnt, item->name, item->value);
    return MIN(wrong, 1) * item->weight;
}

void
desk_note(Desk *desk, const CorrectionRow *row)
{
    add_event(desk, row);
    learn_from(desk, row->field, row->decision, row->was, row->becomes);
}

GPtrArray *
desk_last_of(const Desk *desk, const char *who)
{
    GPtrArray *found = g_ptr_array_new();
    const GPtrArray *const lists[] = {desk->items, desk->others};
    gint64 last = 0, batch = 0;
    for (guint pass = 0; pass < 4; pass++) { /* which one, in both lists, and then what else belongs to it */
        const GPtrArray *list = lists[pass % 2];
        for (guint i = 0; i < list->len; i++) {
            DeskItem *item = list->pdata[i];
            const DeskEvent *event = desk_decision(desk, item->page, item->name);
            if (!event || strcmp(event->who, who) != 0)
                continue;
            if (pass < 2 && event->number > last) {
                last = event->number;
                batch = event->batch;
            } else if (pass >= 2 && (event->number == last || (batch > 0 && event->batch == batch))) {
                g_ptr_array_add(found, item);
            }
        }
    }
    return found;
}
