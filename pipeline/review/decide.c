/* decide.c - what a reviewer decides about fields, and takes back. */
#include "review/answer.h"
#include "review/place.h"
#include "review/routes.h"
#include <string.h>

#define MOST_GROUP 100

static const char *
text_of(const json_t *body, const char *key)
{
    return json_string_value(json_object_get(body, key));
}

static char *
dup_now(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    return g_date_time_format_iso8601(now);
}

static double
seconds_of(const json_t *body)
{
    double seconds = json_number_value(json_object_get(body, "seconds"));
    return CLAMP(seconds, 0, 86400);
}

/* A decision is signed. */
static gboolean
is_signed(const Request *request, Reply *reply)
{
    if (*request->who)
        return TRUE;
    reply_error(reply, 422, "invalid", "who are you? Give a name first");
    return FALSE;
}

/* The item that the body names; NULL, and the reply says so. */
static const DeskItem *
item_of(Desk *desk, const Request *request, Reply *reply)
{
    const DeskItem *item = place_item(desk, json_integer_value(json_object_get(request->body, "id")), NULL);
    if (!item)
        reply_error(reply, 404, "nothing", "no such field in this folder");
    return item;
}

void
answer_lease(Desk *desk, const Request *request, Reply *reply)
{
    const char *who;
    double seconds;
    const DeskItem *item = item_of(desk, request, reply);
    if (!item || !is_signed(request, reply))
        return;
    if (desk_lease(desk, item->id, request->who, &who, &seconds)) {
        reply->json = json_pack("{s:b, s:f}", "ok", TRUE, "seconds", desk->lease_s);
        return;
    }
    reply->status = 423;
    reply->json = json_pack("{s:s, s:s, s:f}", "error", "leased", "who", who, "seconds", seconds);
}

void
answer_check(Desk *desk, const Request *request, Reply *reply)
{
    const DeskItem *item = item_of(desk, request, reply);
    const char *text = text_of(request->body, "value");
    if (!item)
        return;
    g_auto(Answer) answer = {0};
    json_t *latin = json_array();
    answer_read(desk, item, text ? text : "", &answer);
    g_autofree char *shown = answer_dup_shown(desk, item, answer.value);
    for (guint i = 0; i < answer.latin->len; i++)
        json_array_append_new(latin, json_string(answer.latin->pdata[i]));
    reply->json = json_pack("{s:b, s:b, s:s?, s:s?, s:o}", "known", !answer.unknown, "valid",
                            answer.value != NULL, "value", shown, "why", answer.why, "look_alikes", latin);
}

/* The last decision that stands, for a person whose own came too late. */
static void
reply_conflict(Desk *desk, const DeskItem *item, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    gint64 id = item->id;
    desk_refresh(desk, &error); /* frees the items */
    item = place_item(desk, id, NULL);
    const DeskEvent *last = item ? desk_decision(desk, item->page, item->name) : NULL;
    g_autofree char *value = last ? answer_dup_shown(desk, item, last->becomes) : NULL;
    json_t *theirs = last ? json_pack("{s:s, s:s, s:s?, s:s}", "who", last->who, "decision", last->decision,
                                      "value", item->doubled ? NULL : value, "at", last->at)
                          : json_null();
    reply->status = 409;
    reply->json =
        json_pack("{s:s, s:I, s:o}", "error", "conflict", "version",
                  (json_int_t)(item ? desk_version(desk, item->page, item->name) : 0), "theirs", theirs);
}

/* Adds rows and tells the desk; FALSE, and the reply says why. `items`: one a row. */
static gboolean
store_rows(Desk *desk, const DeskItem *const *items, CorrectionRow *rows, const gint64 *expected, guint count,
           Reply *reply)
{
    g_autoptr(GError) error = NULL;
    guint conflict;
    if (store_decide(desk->store, rows, expected, count, &conflict, &error)) {
        for (guint i = 0; i < count; i++) {
            desk_note(desk, &rows[i]);
            desk_release(desk, items[i]->id);
        }
        return TRUE;
    }
    if (conflict < count && !error)
        reply_conflict(desk, items[conflict], reply);
    else
        reply_error(reply, 503, "store", error ? error->message : "the decision was not kept");
    return FALSE;
}

/* What the decision makes of the value: to free, NULL: nothing. FALSE, and the reply says why, where the
 * decision is none. */
static gboolean
read_value(const Desk *desk, const DeskItem *item, const Request *request, const char *decision,
           const char *was, char **ret_value, Reply *reply)
{
    static const char *const bare[] = {"illegible", "absent", "other", NULL};
    const char *text = text_of(request->body, "value");
    *ret_value = NULL;
    if (g_strv_contains(bare, decision))
        return TRUE;
    if (strcmp(decision, "confirm") == 0 || strcmp(decision, "unsure") == 0) {
        *ret_value = g_strdup(was);
        return TRUE;
    }
    if (strcmp(decision, "edit") != 0 && strcmp(decision, "override") != 0) {
        reply_error(reply, 422, "invalid", "no such decision");
        return FALSE;
    }
    g_auto(Answer) answer = {0};
    answer_read(desk, item, text ? text : "", &answer);
    if (answer.value)
        *ret_value = g_steal_pointer(&answer.value);
    else if (strcmp(decision, "override") == 0 && text && *text && !answer_is_list(desk, item))
        *ret_value = g_strstrip(g_strdup(text));
    if (!*ret_value)
        reply_error(reply, 422, "invalid", answer.why);
    return *ret_value != NULL;
}

/* An error that was planted: noticed or not, nothing changes. */
static void
answer_seed(Desk *desk, const DeskItem *item, const Request *request, const char *decision, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *at = dup_now();
    const char *text = text_of(request->body, "value");
    gboolean caught = strcmp(decision, "confirm") != 0 && g_strcmp0(text, item->planted) != 0;
    const SeedRow row = {at,          request->who, item->page, item->name, item->planted,
                         item->value, decision,     text,       caught};
    if (!store_add_seed(desk->store, &row, &error)) {
        reply_error(reply, 503, "store", error->message);
        return;
    }
    desk->seeds_shown++;
    desk->seeds_caught += caught;
    g_hash_table_add(desk->told, g_strdup_printf("%s %s", item->page, item->name));
    reply->json = json_pack("{s:i, s:s, s:o, s:{s:b, s:s, s:s}}", "version", 0, "value", item->value,
                            "progress", progress_json(desk, request->who), "seed", "caught", caught,
                            "planted", item->planted, "right", item->value);
}

/* A blind reading is the first or the second, whatever was pressed; a choice between two is the arbiter's. */
static const char *
kind_of(const Desk *desk, const DeskItem *item, DeskState state, const char *decision)
{
    const DeskEvent *first, *second;
    if (state == DESK_ARBITRATE)
        return "arbiter";
    if (state != DESK_BLIND)
        return decision;
    desk_readings(desk, item, &first, &second);
    return first ? "second" : "first";
}

/* May this person decide it now? */
static gboolean
may_decide(Desk *desk, const DeskItem *item, DeskState state, const Request *request, const char *decision,
           Reply *reply)
{
    double seconds;
    const char *leased = desk_leased_to(desk, item->id, request->who, &seconds);
    if (leased) {
        reply->status = 423;
        reply->json = json_pack("{s:s, s:s, s:f}", "error", "leased", "who", leased, "seconds", seconds);
        return FALSE;
    }
    if (item->doubled && state == DESK_OTHERS) {
        reply_error(reply, 422, "invalid", "another person has to read this field now");
        return FALSE;
    }
    if ((state == DESK_BLIND || state == DESK_ARBITRATE) &&
        (strcmp(decision, "confirm") == 0 || strcmp(decision, "unsure") == 0)) {
        reply_error(reply, 422, "invalid", "type what stands there");
        return FALSE;
    }
    return TRUE;
}

void
answer_decide(Desk *desk, const Request *request, Reply *reply)
{
    const char *decision = text_of(request->body, "decision");
    gint64 expected = json_integer_value(json_object_get(request->body, "version"));
    g_autofree char *value = NULL, *at = dup_now();
    const DeskItem *item = item_of(desk, request, reply);
    if (!item || !is_signed(request, reply))
        return;
    if (!decision)
        decision = "";
    DeskState state = desk_state(desk, item, request->who);
    const DeskEvent *last = desk_decision(desk, item->page, item->name);
    const char *was = last && state != DESK_BLIND ? last->becomes : item->value;
    if (!may_decide(desk, item, state, request, decision, reply))
        return;
    if (!item->planted && desk_version(desk, item->page, item->name) != expected) {
        reply_conflict(desk, item, reply);
        return;
    }
    if (!read_value(desk, item, request, decision, item->planted ? item->planted : was, &value, reply))
        return;
    if (item->planted) {
        answer_seed(desk, item, request, decision, reply);
        return;
    }
    CorrectionRow row = {.at = at,
                         .who = request->who,
                         .page = item->page,
                         .field = item->name,
                         .was = was,
                         .becomes = value,
                         .seconds = seconds_of(request->body),
                         .decision = kind_of(desk, item, state, decision)};
    if (!store_rows(desk, &item, &row, &expected, 1, reply))
        return;
    g_autofree char *shown = answer_dup_shown(desk, item, value);
    reply->json = json_pack("{s:I, s:s?, s:o, s:n}", "version", (json_int_t)row.number, "value", shown,
                            "progress", progress_json(desk, request->who), "seed");
}

/* The items of a group that are as the reviewer saw them; the others are conflicts. Rows lend from them. */
static guint
collect_group(Desk *desk, const Request *request, const char *at, CorrectionRow *rows, gint64 *expected,
              const DeskItem **items, json_t *conflicts)
{
    guint count = 0;
    gsize i;
    json_t *one;
    json_array_foreach(json_object_get(request->body, "items"), i, one)
    {
        gint64 id = json_integer_value(json_object_get(one, "id"));
        const DeskItem *item = count < MOST_GROUP ? desk_find(desk, id) : NULL;
        gint64 version = json_integer_value(json_object_get(one, "version"));
        double seconds;
        if (!item || item->planted || item->doubled || !item->value ||
            desk_version(desk, item->page, item->name) != version ||
            desk_leased_to(desk, id, request->who, &seconds)) {
            json_array_append_new(conflicts, json_integer(id));
            continue;
        }
        const DeskEvent *last = desk_decision(desk, item->page, item->name);
        const char *value = last && last->becomes ? last->becomes : item->value;
        rows[count] = (CorrectionRow){.at = at,
                                      .who = request->who,
                                      .page = item->page,
                                      .field = item->name,
                                      .was = value,
                                      .becomes = value,
                                      .decision = "confirm",
                                      .batch = REVIEW_GROUP};
        expected[count] = version;
        items[count++] = item;
    }
    return count;
}

void
answer_decide_group(Desk *desk, const Request *request, Reply *reply)
{
    CorrectionRow rows[MOST_GROUP];
    gint64 expected[MOST_GROUP];
    const DeskItem *items[MOST_GROUP];
    g_autofree char *at = dup_now();
    json_t *conflicts = json_array(), *done = json_array();
    guint count =
        is_signed(request, reply) ? collect_group(desk, request, at, rows, expected, items, conflicts) : 0;
    for (guint i = 0; i < count; i++)
        rows[i].seconds = seconds_of(request->body) / count;
    if (reply->json || (count > 0 && !store_rows(desk, items, rows, expected, count, reply))) {
        json_decref(conflicts);
        json_decref(done);
        return;
    }
    for (guint i = 0; i < count; i++)
        json_array_append_new(done, json_integer(items[i]->id));
    reply->json = json_pack("{s:o, s:o, s:o}", "done", done, "conflicts", conflicts, "progress",
                            progress_json(desk, request->who));
}

/* What the field said before its last decision that stands. */
static const char *
value_before(const Desk *desk, const DeskItem *item)
{
    const DeskEvent *last = desk_decision(desk, item->page, item->name);
    return last ? last->was : item->value;
}

void
answer_undo(Desk *desk, const Request *request, Reply *reply)
{
    CorrectionRow rows[MOST_GROUP];
    gint64 expected[MOST_GROUP];
    const DeskItem *items[MOST_GROUP];
    g_autofree char *at = dup_now();
    guint count = 0;
    if (!is_signed(request, reply))
        return;
    g_autoptr(GPtrArray) last = desk_last_of(desk, request->who);
    for (guint i = 0; i < last->len && count < MOST_GROUP; i++) {
        const DeskItem *item = last->pdata[i];
        const DeskEvent *event = desk_decision(desk, item->page, item->name);
        rows[count] = (CorrectionRow){.at = at,
                                      .who = request->who,
                                      .page = item->page,
                                      .field = item->name,
                                      .was = event->becomes,
                                      .becomes = value_before(desk, item),
                                      .decision = "undo",
                                      .batch = last->len > 1 ? REVIEW_GROUP : 0};
        expected[count] = desk_version(desk, item->page, item->name);
        items[count++] = item;
    }
    if (count == 0) {
        reply_error(reply, 404, "nothing", "there is nothing of yours to take back");
        return;
    }
    if (!store_rows(desk, items, rows, expected, count, reply))
        return;
    json_t *undone = json_array();
    for (guint i = 0; i < count; i++) {
        const DeskEvent *now = desk_decision(desk, items[i]->page, items[i]->name);
        g_autofree char *shown = answer_dup_shown(desk, items[i], now ? now->becomes : items[i]->value);
        json_array_append_new(undone,
                              json_pack("{s:I, s:s?}", "id", (json_int_t)items[i]->id, "value", shown));
    }
    reply->json = json_pack("{s:o, s:o}", "undone", undone, "progress", progress_json(desk, request->who));
}
