/* show-field.c - one field as a reviewer sees it. */
#include "review/answer.h"
#include "review/place.h"
#include "review/routes.h"
#include <string.h>

/* Is it shown without what anybody read? */
static gboolean
is_blind(DeskState state, const DeskItem *item)
{
    return state == DESK_BLIND || (item->doubled && state == DESK_OTHERS);
}

static void
add_alternative(json_t *list, const Desk *desk, const DeskItem *item, const char *value, double p,
                const char *from)
{
    g_autofree char *shown = answer_dup_shown(desk, item, value);
    json_array_append_new(list, json_pack("{s:s, s:f, s:s}", "value", shown, "p", p, "from", from));
}

static gboolean
holds(json_t *list, const char *value)
{
    gsize i;
    json_t *one;
    json_array_foreach(list, i, one) if (strcmp(json_string_value(json_object_get(one, "value")), value) ==
                                         0) return TRUE;
    return FALSE;
}

/* What else it may be: as the machine offers it, and as decisions taught. */
static json_t *
alternatives_json(const Desk *desk, const DeskItem *item, const Field *field)
{
    json_t *list = json_array();
    for (guint i = 0; field->alternatives && i < field->alternatives->len; i++) {
        const Alternative *one = &g_array_index(field->alternatives, Alternative, i);
        add_alternative(list, desk, item, one->text, one->probability, "machine");
    }
    if (item->planted)
        add_alternative(list, desk, item, item->value, 0.1, "machine");
    g_autoptr(GPtrArray) learnt =
        item->value ? learnt_alternatives(desk->learnt, item->name, item->value) : g_ptr_array_new();
    for (guint i = 0; i < learnt->len; i++)
        if (!holds(list, learnt->pdata[i]))
            add_alternative(list, desk, item, learnt->pdata[i], 0, "learnt");
    return list;
}

static json_t *
history_json(const Desk *desk, const DeskItem *item)
{
    json_t *list = json_array();
    const GPtrArray *track = desk_track(desk, item->page, item->name);
    for (guint i = 0; track && i < track->len; i++)
        json_array_append_new(list, place_event_json(desk, item, track->pdata[i]));
    return list;
}

/* Where it is: crop, box and page. */
static void
put_place(json_t *object, const Desk *desk, const DeskPage *page, const DeskItem *item, const Field *field)
{
    DeskBox box;
    json_object_set_new(object, "page_size", json_pack("[i, i]", page->width, page->height));
    if (!place_box(desk, page, item, field, &box)) {
        json_object_set_new(object, "crop", json_null());
        json_object_set_new(object, "page_box", json_null());
        return;
    }
    DeskCut cut = place_cut(page, box);
    json_object_set_new(object, "page_box", json_pack("[f, f, f, f]", box.x0, box.y0, box.x1, box.y1));
    json_object_set_new(object, "crop",
                        json_pack("{s:i, s:i, s:i, s:[f, f, f, f]}", "width", CUT_SCALE * cut.width, "height",
                                  CUT_SCALE * cut.height, "scale", CUT_SCALE, "box",
                                  CUT_SCALE * (box.x0 - cut.x), CUT_SCALE * (box.y0 - cut.y),
                                  CUT_SCALE * (box.x1 - cut.x), CUT_SCALE * (box.y1 - cut.y)));
}

static json_t *
reading_json(const char *who, const char *value)
{
    return json_pack("{s:s, s:s?}", "who", who, "value", value);
}

/* What was read, and what may be said of it; nothing of that where it is read blind. */
static void
put_reading(json_t *object, const Desk *desk, const DeskItem *item, const Field *field, DeskState state)
{
    const DeskEvent *first, *second;
    gboolean blind = is_blind(state, item);
    g_autofree char *shown = answer_dup_shown(desk, item, item->planted ? item->planted : item->value);
    json_object_set_new(object, "blind", json_boolean(blind));
    json_object_set_new(object, "raw",
                        blind || !item->raw ? json_null() : json_string(item->planted ? shown : item->raw));
    json_object_set_new(object, "value", blind || !shown ? json_null() : json_string(shown));
    json_object_set_new(object, "confidence", blind ? json_null() : json_real(item->confidence));
    json_object_set_new(object, "alternatives", blind ? json_array() : alternatives_json(desk, item, field));
    json_object_set_new(object, "history", blind ? json_array() : history_json(desk, item));
    const DeskEvent *last = desk_decision(desk, item->page, item->name);
    json_object_set_new(object, "decision",
                        blind || !last ? json_null() : place_event_json(desk, item, last));
    json_t *arbitration = json_null();
    if (state == DESK_ARBITRATE && desk_readings(desk, item, &first, &second)) {
        g_autofree char *a = answer_dup_shown(desk, item, first->becomes);
        g_autofree char *b = answer_dup_shown(desk, item, second->becomes);
        arbitration = json_pack("[o, o]", reading_json(first->who, a), reading_json(second->who, b));
    }
    json_object_set_new(object, "arbitration", arbitration);
}

/* A planted error gives the reasons that any field might have. */
static json_t *
reasons_json(const DeskItem *item)
{
    json_t *list = json_array();
    if (item->planted)
        json_array_append_new(list, json_string("low_confidence"));
    for (guint i = 0; !item->planted && item->reasons[i]; i++)
        json_array_append_new(list, json_string(item->reasons[i]));
    return list;
}

static json_t *
field_json(const Desk *desk, const DeskItem *item, const DeskPage *page, const Field *field, const char *who)
{
    const Form *form = NULL;
    const FormField *described = desk_form_field(desk, item, &form);
    g_autofree char *path = g_filename_display_name(page->path);
    double seconds;
    const char *leased = desk_leased_to(desk, item->id, who, &seconds);
    json_t *object =
        json_pack("{s:I, s:I, s:I, s:s, s:i, s:s?, s:s?, s:s, s:s?, s:s, s:s, s:s, s:o, s:b}", "id",
                  (json_int_t)item->id, "version",
                  (json_int_t)(item->planted ? 0 : desk_version(desk, item->page, item->name)), "page",
                  (json_int_t)item->row, "path", path, "page_number", (int)page->number, "form", item->form,
                  "form_title", form ? form->title : NULL, "name", item->name, "label", field->label, "type",
                  described ? described->type : "text", "script", form && form->latin ? "Latn" : "Cyrl",
                  "status", item->planted ? "review" : item->status, "reasons", reasons_json(item), "is_list",
                  answer_is_list(desk, item));
    put_reading(object, desk, item, field, desk_state(desk, item, who));
    put_place(object, desk, page, item, field);
    json_object_set_new(object, "lease",
                        leased ? json_pack("{s:s, s:f}", "who", leased, "seconds", seconds) : json_null());
    return object;
}

/* The item asked for with its page and field; FALSE, and the reply says so, where one of them is gone. */
static gboolean
find_all(Desk *desk, const Request *request, Reply *reply, const DeskItem **ret_item,
         const DeskPage **ret_page, const Field **ret_field)
{
    g_autoptr(GError) error = NULL;
    *ret_item = place_item(desk, request->id, &error);
    *ret_page = *ret_item ? place_page(desk, (*ret_item)->row, &error) : NULL;
    *ret_field = *ret_page ? place_field(*ret_page, *ret_item) : NULL;
    if (error)
        reply_error(reply, 503, "store", error->message);
    else if (!*ret_field)
        reply_error(reply, 404, "nothing", "no such field in this folder");
    return *ret_field != NULL;
}

void
answer_field(Desk *desk, const Request *request, Reply *reply)
{
    const DeskItem *item;
    const DeskPage *page;
    const Field *field;
    if (find_all(desk, request, reply, &item, &page, &field))
        reply->json = field_json(desk, item, page, field, request->who);
}

void
answer_crop(Desk *desk, const Request *request, Reply *reply)
{
    const DeskItem *item;
    const DeskPage *page;
    const Field *field;
    DeskBox box;
    if (!find_all(desk, request, reply, &item, &page, &field))
        return;
    if (place_box(desk, page, item, field, &box)) {
        reply->cut = place_cut(page, box);
        reply->picture = g_strdup(page->picture);
    } else {
        reply_error(reply, 404, "nothing", "the field is nowhere on the paper");
    }
}
