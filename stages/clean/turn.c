/* turn.c - lays the lines of type level: undoes a quarter turn (head up or head down is for `upright` to
 * tell).
 *
 * Method (docstrum, O'Gorman 1993): the nearest neighbour of a typed letter stands beside it, not above it,
 * since a letter's pitch is 2.1-2.6 mm and a line's at least 4.2 mm. Letter-like components vote with the
 * direction to their nearest neighbour; on a page lying on its side most votes are vertical. */
#include "stage.h"
#include <math.h>

typedef struct {
    double sure;
} State;

static const Option options[] = {
    {"sure", "share of votes that settles the direction", OPTION_DOUBLE, offsetof(State, sure), 0.58, 0.5, 1},
    {0},
};

typedef struct {
    double x, y, half;
} Letter;

static int
by_x(const void *a, const void *b)
{
    double ax = ((const Letter *)a)->x, bx = ((const Letter *)b)->x;
    return (ax > bx) - (ax < bx);
}

/* Letter-like components, sorted by x. Broken letters are closed up first by 0.35 mm. */
static GArray *
find_letters(PIX *ink, double dpi)
{
    double mm = dpi / 25.4;
    int brick = MAX(1, (int)(0.35 * mm)) | 1;
    PIX_AUTO *closed = pixCloseSafeBrick(NULL, ink, brick, brick);
    BOXA_AUTO *boxes = pixConnCompBB(closed, 8);
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(Letter));
    int count = boxaGetCount(boxes);
    for (int i = 0; i < count; i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        double longest = MAX(w, h), shortest = MIN(w, h);
        if (longest < 1.0 * mm || longest > 5.5 * mm || shortest < 0.5 * mm)
            continue;
        Letter letter = {x + w / 2.0, y + h / 2.0, longest / 2};
        g_array_append_val(letters, letter);
    }
    g_array_sort(letters, by_x);
    return letters;
}

/* Votes: +1 for a neighbour beside, -1 for one above or below; 0 between or none within 7 mm. */
static int
vote(const GArray *letters, guint at, double reach)
{
    const Letter *self = &g_array_index(letters, Letter, at);
    double best = reach * reach, bx = 0, by = 0;
    for (int way = -1; way <= 1; way += 2)
        for (gint64 i = (gint64)at + way; i >= 0 && i < letters->len; i += way) {
            const Letter *other = &g_array_index(letters, Letter, (guint)i);
            double dx = other->x - self->x, dy = other->y - self->y;
            if (fabs(dx) > reach)
                break;
            double d = dx * dx + dy * dy;
            if (d < best) {
                best = d;
                bx = fabs(dx);
                by = fabs(dy);
            }
        }
    if (bx == 0 && by == 0)
        return 0;
    return bx > 2.4 * by ? 1 : by > 2.4 * bx ? -1 : 0;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autoptr(GArray) letters = find_letters(page->ink, page->image_dpi);
    double level = 0, upright = 0;
    for (guint i = 0; i < letters->len; i++) {
        int v = vote(letters, i, 7 / 25.4 * page->image_dpi);
        level += v > 0;
        upright += v < 0;
    }
    if (level + upright < 12)
        return TRUE;
    double share = upright / (level + upright);
    if (MAX(share, 1 - share) < state->sure)
        page_remark(page, "turn", "unsure", "%.0f %% of %.0f letters have their neighbour above or below",
                    100 * share, level + upright);
    if (share < 0.5)
        return TRUE;
    Affine map = affine_quarter_turns(1, pixGetWidth(page->image), pixGetHeight(page->image));
    PIX *ink = pixRotateOrth(page->ink, 1);
    page_take_image(page, pixRotateOrth(page->image, 1), &map);
    page_take_ink(page, ink);
    return TRUE;
}

const Stage stage_turn = {
    .name = "turn",
    .summary = "lines of type laid level: a quarter turn undone",
    .needs = PART_IMAGE | PART_INK,
    .gives = PART_IMAGE | PART_INK,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
