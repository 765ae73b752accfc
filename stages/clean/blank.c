/* blank.c - tells a blank page from a page with faint type.
 *
 * A page is blank when fewer than `letters` letter-like components are left after the contrast was
 * normalised: faint type has been lifted to black by then and counts in full. A mirrored show-through of the
 * other side passes here and is caught after reading (`doubts`), where it makes no words. */
#include "stage.h"

typedef struct {
    int letters;
} State;

static const Option options[] = {
    {"letters", "letter-like components below which a page is blank", OPTION_INT, offsetof(State, letters), 5,
     0, 1000},
    {0},
};

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    double mm = page->image_dpi / 25.4;
    BOXA_AUTO *boxes = pixConnCompBB(page->ink, 8);
    int letters = 0;
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        letters += MAX(w, h) >= 1.1 * mm && MAX(w, h) <= 8 * mm && MIN(w, h) >= 0.3 * mm;
    }
    if (letters >= state->letters)
        return TRUE;
    page->blank = TRUE;
    page_remark(page, "blank", "blank", "%d letter-like marks on the page", letters);
    return TRUE;
}

const Stage stage_blank = {
    .name = "blank",
    .summary = "tells a blank page from a page with faint type",
    .needs = PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
