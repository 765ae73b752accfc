/* place.c - pages as the desk shows them. */
#include "review/place.h"
#include "export.h"
#include "record.h"
#include "review/answer.h"
#include <math.h>
#include <string.h>

#define KEPT 16 /* fields that are held ready come from many pages */

static DeskPage *kept[KEPT];

static void
page_clear(DeskPage *page)
{
    if (!page)
        return;
    g_free(page->id);
    g_free(page->path);
    g_free(page->picture);
    g_clear_pointer(&page->page, page_free);
    g_free(page);
}

void
place_forget(void)
{
    for (guint i = 0; i < KEPT; i++)
        g_clear_pointer(&kept[i], page_clear);
}

typedef struct {
    const Desk *desk;
    gint64 row;
    DeskPage *found;
} Search;

static gboolean
keep(const PageEntry *entry, gpointer user_data, GError **error)
{
    Search *search = user_data;
    if (search->found || !entry->page || !entry->page->record)
        return TRUE;
    g_autoptr(Page) page = record_load(entry->page->record, error);
    if (!page)
        return FALSE;
    DeskPage *found = search->found = g_new0(DeskPage, 1);
    found->row = search->row;
    found->id = g_strdup(entry->page->id);
    found->path = g_strdup(entry->scan->path);
    found->number = entry->number;
    found->page = g_steal_pointer(&page);
    found->picture = export_dup_picture(search->desk->folder, entry->page->id);
    found->map = affine_identity();
    if (entry->page->picture_map)
        memcpy(&found->map, entry->page->picture_map, sizeof found->map);
    if (!entry->page->picture_map || !picture_size(found->picture, &found->width, &found->height))
        found->width = found->height = 0;
    return TRUE;
}

const DeskPage *
place_page(const Desk *desk, gint64 row, GError **error)
{
    guint i = 0;
    while (i < KEPT - 1 && kept[i] && kept[i]->row != row)
        i++;
    if (!kept[i] || kept[i]->row != row) {
        Search search = {desk, row, NULL};
        if (!store_find_page(desk->store, row, keep, &search, error) || !search.found) {
            page_clear(search.found);
            return NULL;
        }
        page_clear(kept[i]);
        kept[i] = search.found;
    }
    DeskPage *page = kept[i];
    for (; i > 0; i--)
        kept[i] = kept[i - 1];
    return kept[0] = page;
}

const DeskItem *
place_item(Desk *desk, gint64 id, GError **error)
{
    const DeskItem *known = desk_find(desk, id);
    guint position = (guint)(id % DESK_FIELDS);
    const DeskPage *page = !known && position < DESK_SEED ? place_page(desk, id / DESK_FIELDS, error) : NULL;
    if (!page || position >= page->page->fields->len)
        return known;
    const Field *field = page->page->fields->pdata[position];
    const ReviewField found = {.row = page->row,
                               .page = page->id,
                               .path = page->path,
                               .number = page->number,
                               .form = page->page->form.id,
                               .position = position,
                               .name = field->name,
                               .raw = field->raw,
                               .value = field->value,
                               .status = field->status,
                               .reasons = "[]",
                               .confidence = field->confidence};
    DeskItem *item = desk_item_new(desk, &found);
    desk_add_other(desk, item);
    return item;
}

const Field *
place_field(const DeskPage *page, const DeskItem *item)
{
    const Field *field =
        item->position < page->page->fields->len ? page->page->fields->pdata[item->position] : NULL;
    return field && strcmp(field->name, item->name) == 0 ? field : NULL;
}

static double
dpi_of(const DeskPage *page)
{
    double dpi = page->page->source.xres_dpi * hypot(page->map.a, page->map.d);
    return dpi > 20 ? dpi : 200;
}

gboolean
place_box(const Desk *desk, const DeskPage *page, const DeskItem *item, const Field *field, DeskBox *ret_box)
{
    const FormField *form = desk_form_field(desk, item, NULL);
    if (quad_is_nowhere(&field->quad) || page->width == 0)
        return FALSE;
    Quad quad = affine_quad(page->map, field->quad);
    quad_bounds(&quad, &ret_box->x0, &ret_box->y0, &ret_box->x1, &ret_box->y1);
    if (form && strcmp(form->type, "present") == 0 && form->place == PLACE_ANCHOR) {
        DeskBox room = picture_room(*ret_box, form->width, dpi_of(page));
        *ret_box = (DeskBox){MAX(room.x0, 0), MAX(room.y0, 0), MIN(room.x1, page->width),
                             MIN(room.y1, page->height)};
    }
    return TRUE;
}

DeskCut
place_cut(const DeskPage *page, DeskBox box)
{
    return picture_cut(box, page->width, page->height, dpi_of(page));
}

char *
place_dup_doubtful(const Desk *desk, const DeskItem *item)
{
    if (!item->value || strspn(item->value, "0123456789") != strlen(item->value))
        return NULL;
    const DeskPage *page = place_page(desk, item->row, NULL);
    const Field *field = page ? place_field(page, item) : NULL;
    for (guint i = 0; field && field->alternatives && i < field->alternatives->len; i++) {
        const char *other = g_array_index(field->alternatives, Alternative, i).text, *own = item->value;
        if (strlen(other) != strlen(own))
            continue;
        while (*own && *own == *other)
            own++, other++;
        if (*own)
            return g_strndup(own, 1);
    }
    return NULL;
}

json_t *
place_cell_json(const Desk *desk, const DeskItem *item)
{
    DeskBox box;
    const DeskPage *page = place_page(desk, item->row, NULL);
    const Field *field = page ? place_field(page, item) : NULL;
    if (!field || !place_box(desk, page, item, field, &box))
        return NULL;
    DeskCut cut = place_cut(page, box);
    g_autofree char *shown = answer_dup_shown(desk, item, item->value);
    return json_pack("{s:I, s:I, s:s?, s:[f, f, f, f], s:i, s:i}", "id", (json_int_t)item->id, "version",
                     (json_int_t)desk_version(desk, item->page, item->name), "value", shown, "box",
                     CUT_SCALE * (box.x0 - cut.x), CUT_SCALE * (box.y0 - cut.y), CUT_SCALE * (box.x1 - cut.x),
                     CUT_SCALE * (box.y1 - cut.y), "width", CUT_SCALE * cut.width, "height",
                     CUT_SCALE * cut.height);
}

json_t *
place_event_json(const Desk *desk, const DeskItem *item, const DeskEvent *event)
{
    g_autofree char *was = answer_dup_shown(desk, item, event->was);
    g_autofree char *becomes = answer_dup_shown(desk, item, event->becomes);
    return json_pack("{s:I, s:s, s:s, s:s, s:s?, s:s?, s:f, s:b}", "number", (json_int_t)event->number, "at",
                     event->at, "who", event->who, "decision", event->decision, "was", was, "becomes",
                     becomes, "seconds", event->seconds, "undone",
                     event->undone && strcmp(event->decision, "undo") != 0);
}
