/* overlooked.c - letter-like components that no line covers, or that were cut off from a value, gathered to
 * runs and read. */
#include "overlooked.h"
#include <math.h>
#include <stdlib.h>

/* Millimetres. */
#define LEAST_HEIGHT 1.3
#define MOST_HEIGHT  5
#define MOST_WIDTH   8
#define GAP          4   /* between two components of a run */
#define NEXT         1.8 /* between a value and what goes on with it: no blank is there */
#define OFF          1.2 /* between their middles */
#define MOST_PARTS   8   /* more components than that are noise or a drawing */

typedef struct {
    double x0, y0, x1, y1; /* pixels of the working picture */
} Run;

struct Overlooked {
    GPtrArray *lines; /* of Line */
    GArray *glyphs;   /* of Glyph */
};

/* The area's ink that may be letters. */
static PIX *
loose_ink(const Page *page, BOX *area)
{
    PIX *ink = pixClipRectangle(page->ink, area, NULL);
    PIX_AUTO *kinds = page->kinds ? pixClipRectangle(page->kinds, area, NULL) : NULL;
    if (kinds) {
        PIX_AUTO *other = kinds_pixels(kinds, INK_STAMP | INK_RULE | INK_STROKE, INK_TEXT | INK_HAND);
        pixSubtract(ink, ink, other);
    }
    return ink;
}

/* Does most of a box lie in a line? Rows of a form stand close, and a box round a tilted one reaches into the
 * next: the line's own edges count. */
static gboolean
is_in_a_line(const Page *page, double left, double top, double right, double low)
{
    for (guint i = 0; i < page->lines->len; i++) {
        Quad q = page_from_stored(page, ((const Line *)page->lines->pdata[i])->quad);
        double across = MIN(q.p[1].x, right) - MAX(q.p[0].x, left);
        double at = CLAMP(((left + right) / 2 - q.p[0].x) / MAX(1, q.p[1].x - q.p[0].x), 0, 1);
        double y0 = q.p[0].y + at * (q.p[1].y - q.p[0].y), y1 = q.p[3].y + at * (q.p[2].y - q.p[3].y);
        double down = MIN(y1, low) - MAX(y0, top);
        if (across > 0 && down > 0 && across * down > 0.5 * (right - left) * (low - top))
            return TRUE;
    }
    return FALSE;
}

/* Adds a line round some pixels of the page, and what is read there. */
static void
read_run(Overlooked *overlooked, const Page *page, const AgainReader *reader, const Run *run)
{
    Page part_of = *page;
    part_of.lines = overlooked->lines;
    Quad place = quad_from_rect(run->x0, run->y0, run->x1 - run->x0, run->y1 - run->y0);
    Line *line = page_add_line(&part_of, LINE_TYPED, page_to_stored(page, place));
    g_autoptr(AgainPart) part = again_cut(page, line, run->x0, run->x1);
    g_autoptr(GPtrArray) words = part ? again_read(reader, part, AGAIN_PLAIN) : NULL;
    for (guint i = 0; words && i < words->len; i++) {
        g_ptr_array_add(line->words, words->pdata[i]);
        glyphs_append(overlooked->glyphs, page, line, words->pdata[i]);
    }
    if (words)
        g_ptr_array_set_free_func(words, NULL); /* the line has them now */
}

/* Takes the i-th component into the run if it stands in it or right beside it. */
static gboolean
join_run(Run *run, BOXA *letters, int i, double gap, double mm)
{
    int x, y, w, h;
    boxaGetBoxGeometry(letters, i, &x, &y, &w, &h);
    double off = fabs(y + h / 2.0 - (run->y0 + run->y1) / 2);
    if (MAX(x - run->x1, run->x0 - x - w) > gap * mm || off > OFF * mm)
        return FALSE;
    *run = (Run){MIN(run->x0, x), MIN(run->y0, y), MAX(run->x1, x + w), MAX(run->y1, y + h)};
    return TRUE;
}

/* Does most of a component lie in the value's own place, sideways? */
static gboolean
is_own(const Box *value, double left, double right, double mm)
{
    return MIN(right, value->x1 * mm) - MAX(left, value->x0 * mm) > 0.5 * (right - left);
}

/* Components of the size of letters in no line, or whatever line they are in beside `value`, from left to
 * right. */
static BOXA *
letters_of(const Page *page, BOX *area, double mm, const Box *value)
{
    PIX_AUTO *ink = loose_ink(page, area);
    int left, top, close = MAX(1, (int)(0.2 * mm)) | 1;
    boxGetGeometry(area, &left, &top, NULL, NULL);
    PIX_AUTO *closed = pixCloseSafeBrick(NULL, ink, close, close);
    BOXA_AUTO *all = pixConnCompBB(closed, 8), *letters = boxaCreate(0);
    for (int i = 0; i < boxaGetCount(all); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(all, i, &x, &y, &w, &h);
        if (h >= LEAST_HEIGHT * mm && h <= MOST_HEIGHT * mm && w <= MOST_WIDTH * mm && w >= 0.2 * mm &&
            !(value ? is_own(value, left + x, left + x + w, mm)
                    : is_in_a_line(page, left + x, top + y, left + x + w, top + y + h)))
            boxaAddBox(letters, boxCreate(left + x, top + y, w, h), L_INSERT);
    }
    return boxaGetCount(letters) > 0 ? boxaSort(letters, L_SORT_BY_X, L_SORT_INCREASING, NULL)
                                     : boxaCopy(letters, L_COPY);
}

/* Every run of the components by itself. */
static void
read_runs(Overlooked *overlooked, const Page *page, const AgainReader *reader, BOXA *letters, double mm)
{
    const int count = boxaGetCount(letters);
    for (int first = 0, end = 0; first < count; first = end) {
        int x, y, w, h;
        boxaGetBoxGeometry(letters, first, &x, &y, &w, &h);
        Run run = {x, y, x + w, y + h};
        for (end = first + 1; end < count && join_run(&run, letters, end, GAP, mm);)
            end++;
        read_run(overlooked, page, reader, &run);
    }
}

/* A value and the components that go on with it, in one. */
static void
read_with(Overlooked *overlooked, const Page *page, const AgainReader *reader, BOXA *letters, double mm,
          const Box *value)
{
    Run run = {value->x0 * mm, value->y0 * mm, value->x1 * mm, value->y1 * mm};
    gboolean more = FALSE, any = TRUE;
    while (any) {
        any = FALSE;
        for (int i = boxaGetCount(letters); i-- > 0;)
            if (join_run(&run, letters, i, NEXT, mm)) {
                boxaRemoveBox(letters, i);
                any = more = TRUE;
            }
    }
    if (more)
        read_run(overlooked, page, reader, &run);
}

Overlooked *
overlooked_read(const Page *page, const AgainReader *reader, Box place, const Box *value)
{
    const double mm = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    const int left = MAX(0, (int)(place.x0 * mm)), top = MAX(0, (int)(place.y0 * mm));
    const int right = MIN((int)pixGetWidth(page->ink), (int)(place.x1 * mm));
    const int low = MIN((int)pixGetHeight(page->ink), (int)(place.y1 * mm));
    if (right - left < 2 * mm || low - top < LEAST_HEIGHT * mm)
        return NULL;
    BOX *area = boxCreate(left, top, right - left, low - top);
    BOXA_AUTO *letters = letters_of(page, area, mm, value);
    boxDestroy(&area);
    g_autoptr(Overlooked) overlooked = g_new0(Overlooked, 1);
    overlooked->lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
    overlooked->glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    if (boxaGetCount(letters) > MOST_PARTS)
        return NULL;
    if (value)
        read_with(overlooked, page, reader, letters, mm, value);
    else
        read_runs(overlooked, page, reader, letters, mm);
    return overlooked->glyphs->len > 0 ? g_steal_pointer(&overlooked) : NULL;
}

void
overlooked_free(Overlooked *overlooked)
{
    if (!overlooked)
        return;
    g_ptr_array_unref(overlooked->lines);
    g_array_unref(overlooked->glyphs);
    g_free(overlooked);
}

guint
overlooked_count(const Overlooked *overlooked)
{
    return overlooked->glyphs->len;
}

const Glyph *
overlooked_get(const Overlooked *overlooked, guint i)
{
    return &g_array_index(overlooked->glyphs, Glyph, i);
}
