/* change.c - what a reviewer changes on a page besides its fields: lines of text and annotations. */
#include "record.h"
#include "review/place.h"
#include "review/routes.h"
#include <math.h>
#include <string.h>

#define MOST_TEXT 4000 /* characters of a line */

static const char *
text_of(const json_t *body, const char *key)
{
    return json_string_value(json_object_get(body, key));
}

/* Adds one row on a line or an annotation. */
static void
add_row(Desk *desk, const Request *request, const DeskPage *page, const char *name, const char *was,
        const char *becomes, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *at = g_date_time_format_iso8601(now);
    gint64 expected = json_integer_value(json_object_get(request->body, "version"));
    guint conflict;
    double seconds = json_number_value(json_object_get(request->body, "seconds"));
    CorrectionRow row = {.at = at,
                         .who = request->who,
                         .page = page->id,
                         .field = name,
                         .was = was,
                         .becomes = becomes,
                         .seconds = CLAMP(seconds, 0, 86400),
                         .decision = g_strcmp0(was, becomes) == 0 ? "confirm" : "edit"};
    if (store_decide(desk->store, &row, &expected, 1, &conflict, &error)) {
        desk_note(desk, &row);
        reply->json = json_pack("{s:I}", "version", (json_int_t)row.number);
        return;
    }
    if (error) {
        reply_error(reply, 503, "store", error->message);
        return;
    }
    const DeskEvent *last = desk_decision(desk, page->id, name);
    reply->status = 409;
    reply->json = json_pack("{s:s, s:I, s:o}", "error", "conflict", "version",
                            (json_int_t)desk_version(desk, page->id, name), "theirs",
                            last ? json_pack("{s:s, s:s, s:s?, s:s}", "who", last->who, "decision",
                                             last->decision, "value", last->becomes, "at", last->at)
                                 : json_null());
}

/* The page that the body names; NULL, and the reply says so. */
static const DeskPage *
page_of(const Desk *desk, const Request *request, Reply *reply)
{
    g_autoptr(GError) error = NULL;
    const DeskPage *page =
        place_page(desk, json_integer_value(json_object_get(request->body, "page")), &error);
    if (error)
        reply_error(reply, 503, "store", error->message);
    else if (!page)
        reply_error(reply, 404, "nothing", "no such page");
    else if (!*request->who)
        reply_error(reply, 422, "invalid", "who are you? Give a name first");
    return page && *request->who ? page : NULL;
}

void
answer_line(Desk *desk, const Request *request, Reply *reply)
{
    const char *text = text_of(request->body, "text");
    gint64 number = json_integer_value(json_object_get(request->body, "line"));
    const DeskPage *page = page_of(desk, request, reply);
    if (!page)
        return;
    if (number < 1 || number > page->page->lines->len || !text || g_utf8_strlen(text, -1) > MOST_TEXT) {
        reply_error(reply, 422, "invalid", "no such line, or no text of a line");
        return;
    }
    const Line *line = page->page->lines->pdata[number - 1];
    g_autofree char *name = g_strdup_printf("l%u", (guint)number);
    g_autofree char *flat = g_strstrip(g_strdelimit(g_strdup(text), "\r\n\t", ' '));
    const DeskEvent *last = desk_decision(desk, page->id, name);
    add_row(desk, request, page, name, last ? last->becomes : line->text, flat, reply);
}

/* [x0, y0, x1, y1] of the picture as a quad of the stored image; nowhere where the body has none. FALSE: it
 * is no box within the picture. */
static gboolean
read_box(const DeskPage *page, const json_t *body, Quad *ret_quad)
{
    const json_t *box = json_object_get(body, "box");
    double at[4];
    *ret_quad = (Quad){0};
    if (!box || json_is_null(box))
        return TRUE;
    for (gsize i = 0; i < 4; i++)
        at[i] = json_number_value(json_array_get(box, i));
    if (json_array_size(box) != 4 || at[0] < 0 || at[1] < 0 || at[2] - at[0] < 2 || at[3] - at[1] < 2 ||
        at[2] > page->width || at[3] > page->height)
        return FALSE;
    *ret_quad =
        affine_quad(affine_invert(page->map), quad_from_rect(at[0], at[1], at[2] - at[0], at[3] - at[1]));
    return TRUE;
}

/* The number that a new annotation gets: after the machine's and those that persons added. */
static guint
next_annotation(const Desk *desk, const DeskPage *page)
{
    for (guint i = page->page->annotations->len;; i++) {
        g_autofree char *name = g_strdup_printf("a%u", i);
        if (!desk_track(desk, page->id, name))
            return i;
    }
}

void
answer_annotation(Desk *desk, const Request *request, Reply *reply)
{
    const json_t *number = json_object_get(request->body, "annotation");
    const char *kind = text_of(request->body, "kind"), *text = text_of(request->body, "text");
    Annotation change = {0};
    const DeskPage *page = page_of(desk, request, reply);
    if (!page)
        return;
    gboolean added = !number || json_is_null(number);
    guint id = added ? next_annotation(desk, page) : (guint)json_integer_value(number);
    g_autofree char *name = g_strdup_printf("a%u", id);
    gboolean known = added || id < page->page->annotations->len || desk_track(desk, page->id, name);
    if (!known || !kind || !annotation_kind_from_name(kind, &change.kind) || page->width == 0 ||
        !read_box(page, request->body, &change.quad) || (added && quad_is_nowhere(&change.quad)) ||
        (text && g_utf8_strlen(text, -1) > MOST_TEXT)) {
        reply_error(reply, 422, "invalid",
                    "an annotation has a kind and, where it is new, a box in the picture");
        return;
    }
    change.text = text && *text ? (char *)text : NULL;
    gboolean removed = json_is_true(json_object_get(request->body, "removed"));
    g_autofree char *becomes = record_dup_annotation_change(&change, removed);
    const DeskEvent *last = desk_decision(desk, page->id, name);
    g_autofree char *own = !added && id < page->page->annotations->len
                               ? record_dup_annotation_change(page->page->annotations->pdata[id], FALSE)
                               : NULL;
    add_row(desk, request, page, name, last ? last->becomes : own, becomes, reply);
}
