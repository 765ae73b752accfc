/* place.h - pages as the desk shows them, and where fields are on them. */
#pragma once
#include "review/picture.h"
#include <jansson.h>

typedef struct {
    gint64 row;
    char *id, *path;
    guint number;
    Page *page;        /* as the machine left it */
    char *picture;     /* path */
    Affine map;        /* stored pixels -> pixels of the picture */
    int width, height; /* of the picture; 0: there is none */
} DeskPage;

/* The page with this row; the last ones are kept. NULL where it is gone, or with an error. Lent until the
 * next call. */
const DeskPage *place_page(const Desk *desk, gint64 row, GError **error);
/* The field with this id, whether it waits or not; NULL where there is none. Lent. */
const DeskItem *place_item(Desk *desk, gint64 id, GError **error);
/* The item's field in its record; NULL where the record has changed. Lent. */
const Field *place_field(const DeskPage *page, const DeskItem *item);
/* Where the field is in the picture; of a signature beside a printed label, the room for it. FALSE: nowhere.
 */
gboolean place_box(const Desk *desk, const DeskPage *page, const DeskItem *item, const Field *field,
                   DeskBox *ret_box);
DeskCut place_cut(const DeskPage *page, DeskBox box);

/* Of a field of digits, the character that another reading has otherwise, to free; NULL: none. */
char *place_dup_doubtful(const Desk *desk, const DeskItem *item);
/* The item in a grid of crops; NULL where it is nowhere on the paper. */
json_t *place_cell_json(const Desk *desk, const DeskItem *item);
/* The decision, as `history` has it. */
json_t *place_event_json(const Desk *desk, const DeskItem *item, const DeskEvent *event);
/* Frees the pages that are kept. */
void place_forget(void);
