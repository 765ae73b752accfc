/* show-page.c - a page and its transcript, as corrected so far. */
#include "corrections.h"
#include "eval/assign.h"
#include "review/answer.h"
#include "review/place.h"
#include "review/routes.h"
#include "record.h"
#include <string.h>

#define HIDDEN "▒▒▒"

/* Quads of fields that this person has to read blind: nothing that lies there is told. Of Quad. */
static GArray *
find_blind(const Desk *desk, const DeskPage *page, const char *who)
{
    GArray *quads = g_array_new(FALSE, FALSE, sizeof(Quad));
    for (guint i = 0; i < page->page->fields->len; i++) {
        const Field *field = page->page->fields->pdata[i];
        const DeskItem *item = desk_find(desk, page->row * DESK_FIELDS + i);
        DeskState state = item ? desk_state(desk, item, who) : DESK_DECIDED;
        if (item && item->doubled && (state == DESK_BLIND || state == DESK_OTHERS))
            g_array_append_val(quads, field->quad);
    }
    return quads;
}

static gboolean
is_hidden(const GArray *blind, const Quad *quad)
{
    for (guint i = 0; i < blind->len; i++)
        if (quad_shared_area(&g_array_index(blind, Quad, i), quad) > 0.2 * quad_area(quad))
            return TRUE;
    return FALSE;
}

static json_t *
words_json(const DeskPage *page, const Line *line, const GArray *blind)
{
    json_t *list = json_array();
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        json_array_append_new(
            list, json_pack("{s:s, s:o, s:f}", "text", is_hidden(blind, &word->quad) ? HIDDEN : word->text,
                            "quad", quad_json(&word->quad, &page->map), "confidence", word->confidence));
    }
    return list;
}

static char *
dup_text(const Line *line, const GArray *blind)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean any = FALSE;
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        gboolean hidden = is_hidden(blind, &word->quad);
        any |= hidden;
        g_string_append_printf(text, "%s%s", i ? " " : "", hidden ? HIDDEN : word->text);
    }
    return any ? g_string_free(g_steal_pointer(&text), FALSE) : g_strdup(line->text);
}

static json_t *
lines_json(const Desk *desk, const DeskPage *page, const Page *now, const GArray *blind)
{
    json_t *list = json_array();
    for (guint i = 0; i < now->lines->len; i++) {
        const Line *line = now->lines->pdata[i];
        g_autofree char *name = g_strdup_printf("l%u", i + 1);
        g_autofree char *text = dup_text(line, blind);
        json_array_append_new(list, json_pack("{s:i, s:I, s:s, s:o, s:s, s:f, s:b, s:o}", "id", (int)i + 1,
                                              "version", (json_int_t)desk_version(desk, page->id, name),
                                              "kind", line_kind_name(line->kind), "quad",
                                              quad_json(&line->quad, &page->map), "text", text, "confidence",
                                              line->confidence, "corrected", line->machine != NULL, "words",
                                              words_json(page, line, blind)));
    }
    return list;
}

static json_t *
fields_json(const Desk *desk, const DeskPage *page, const Page *now, const char *who)
{
    json_t *list = json_array();
    for (guint i = 0; i < now->fields->len; i++) {
        const Field *field = now->fields->pdata[i];
        const DeskItem *item = desk_find(desk, page->row * DESK_FIELDS + i);
        DeskState state = item ? desk_state(desk, item, who) : DESK_DECIDED;
        gboolean blind = item && item->doubled && (state == DESK_BLIND || state == DESK_OTHERS);
        g_autofree char *shown = item ? answer_dup_shown(desk, item, field->value) : g_strdup(field->value);
        if (quad_is_nowhere(&field->quad))
            continue;
        json_array_append_new(list, json_pack("{s:I, s:s, s:s?, s:s?, s:s, s:o, s:b}", "id",
                                              (json_int_t)(page->row * DESK_FIELDS + i), "name", field->name,
                                              "label", field->label, "value", blind ? NULL : shown, "status",
                                              field->status, "quad", quad_json(&field->quad, &page->map),
                                              "waits", item != NULL));
    }
    return list;
}

/* Annotations are named by their place in the record, so removed ones are told too; added ones follow. */
static json_t *
annotations_json(const Desk *desk, const DeskPage *page, GHashTable *decisions)
{
    json_t *list = json_array();
    guint machine = page->page->annotations->len;
    for (guint i = 0;; i++) {
        g_autofree char *name = g_strdup_printf("a%u", i);
        const Decision *decision = g_hash_table_lookup(decisions, name);
        const Annotation *own = i < machine ? page->page->annotations->pdata[i] : NULL;
        if (!own && !desk_track(desk, page->id, name))
            return list;
        Annotation change = {.kind = own ? own->kind : ANNOTATION_HANDWRITING};
        gboolean removed = !own && !decision;
        g_autoptr(GError) unread = NULL;
        if (decision && decision->value &&
            !record_load_annotation_change(decision->value, &change, &removed, &unread))
            continue;
        Quad quad = decision && !quad_is_nowhere(&decision->quad) ? decision->quad
                    : own                                         ? own->quad
                                                                  : change.quad;
        json_array_append_new(
            list, json_pack("{s:i, s:I, s:s, s:o, s:s?, s:f, s:b}", "id", (int)i, "version",
                            (json_int_t)desk_version(desk, page->id, name), "kind",
                            annotation_kind_name(change.kind), "quad", quad_json(&quad, &page->map), "text",
                            decision ? change.text
                            : own    ? own->text
                                     : NULL,
                            "confidence", decision ? 1.0 : own->confidence, "removed", removed));
        g_free(change.text);
    }
}

typedef struct {
    gint64 row, previous, next, last;
    json_t *list;
    GHashTable *waiting; /* page's row -> fields that wait */
} Pages;

static gboolean
find_neighbours(gint64 row, const char *path, guint number, const char *verdict, gpointer user_data,
                GError **error)
{
    Pages *pages = user_data;
    if (row == pages->row)
        pages->previous = pages->last;
    else if (pages->last == pages->row)
        pages->next = row;
    pages->last = row;
    return TRUE;
}

static json_t *
row_json(gint64 row)
{
    return row ? json_integer(row) : json_null();
}

void
answer_page(Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    Pages pages = {.row = request->id};
    const DeskPage *page = place_page(desk, request->id, &error);
    g_autoptr(GHashTable) decisions = page ? corrections_load(desk->store, page->id, &error) : NULL;
    g_autofree char *record = page ? record_dup_json(page->page, NULL) : NULL;
    g_autoptr(Page) now = record ? record_load(record, &error) : NULL;
    if (!decisions || !now || !store_list_pages(desk->store, find_neighbours, &pages, &error)) {
        reply_error(reply, error ? 503 : 404, error ? "store" : "nothing",
                    error ? error->message : "no such page");
        return;
    }
    corrections_apply(now, decisions);
    g_autofree char *path = g_filename_display_name(page->path);
    g_autoptr(GArray) blind = find_blind(desk, page, request->who);
    reply->json =
        json_pack("{s:I, s:s, s:i, s:[i, i], s:s?, s:o, s:o, s:o, s:o, s:o}", "page", (json_int_t)page->row,
                  "path", path, "page_number", (int)page->number, "size", page->width, page->height, "form",
                  now->form.id, "previous", row_json(pages.previous), "next", row_json(pages.next), "lines",
                  lines_json(desk, page, now, blind), "fields", fields_json(desk, page, now, request->who),
                  "annotations", annotations_json(desk, page, decisions));
}

static gboolean
add_page(gint64 row, const char *path, guint number, const char *verdict, gpointer user_data, GError **error)
{
    Pages *pages = user_data;
    g_autofree char *shown = g_filename_display_name(path);
    json_array_append_new(pages->list,
                          json_pack("{s:I, s:s, s:i, s:s, s:i}", "page", (json_int_t)row, "path", shown,
                                    "page_number", (int)number, "verdict", verdict, "waiting",
                                    GPOINTER_TO_INT(g_hash_table_lookup(pages->waiting, &row))));
    return TRUE;
}

void
answer_pages(Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GHashTable) waiting = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GError) error = NULL;
    Pages pages = {.list = json_array(), .waiting = waiting};
    for (guint i = 0; i < desk->items->len; i++) {
        DeskItem *item = desk->items->pdata[i];
        DeskState state = desk_state(desk, item, request->who);
        gint count = GPOINTER_TO_INT(g_hash_table_lookup(waiting, &item->row));
        if (state != DESK_DECIDED && state != DESK_OTHERS)
            g_hash_table_insert(waiting, &item->row, GINT_TO_POINTER(count + 1));
    }
    if (store_list_pages(desk->store, add_page, &pages, &error)) {
        reply->json = json_pack("{s:o}", "pages", pages.list);
        return;
    }
    json_decref(pages.list);
    reply_error(reply, 503, "store", error->message);
}

void
answer_picture(Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    const DeskPage *page = place_page(desk, request->id, &error);
    g_autofree char *png = NULL;
    gsize length = 0;
    if (page && g_file_get_contents(page->picture, &png, &length, NULL)) {
        reply->bytes = g_bytes_new_take(g_steal_pointer(&png), length);
        reply->type = "image/png";
        return;
    }
    reply_error(reply, error ? 503 : 404, error ? "store" : "nothing",
                error ? error->message : "no such picture");
}
