/* ink-settle.c - kinds of ink, pixel by pixel, made to agree with their neighbours. */
#include "ink-settle.h"
#include <stdlib.h>

/* Kinds that stand for one thing here: they are seldom taken for each other. */
static const guint8 sorts[] = {INK_TEXT, INK_HAND | INK_SIGNATURE, INK_STAMP, INK_RULE, INK_STROKE};
enum { SORTS = G_N_ELEMENTS(sorts), ISLANDS = 3 /* dots of a rule and of a faint stroke are no islands */ };

#define ISLAND_MM 2.6  /* the larger side of an island is at most this */
#define ROUND_MM  1.6  /* and the sea is looked at this far round it */
#define EVEN      0.25 /* letters of a row differ so much in head and foot */
#define DEEP      3    /* the sea must be this many times as much ink */

#define LETTER_MM 1.5 /* letters are at least this high */

#define MOST_SIGNS 400 /* a page with more small pieces of handwriting is noise or all written by hand */

typedef struct {
    int x, y, w, h;
    int part; /* where it came from */
} Box;

/* Ink of each sort round the island, and which bits are the commonest of that sort. */
static void
sound(PIX *kinds, const Box *box, int reach, guint counts[SORTS], guint8 commonest[SORTS])
{
    guint seen[256] = {0};
    for (int y = MAX(0, box->y - reach); y < MIN((int)pixGetHeight(kinds), box->y + box->h + reach); y++) {
        const l_uint32 *row = pixGetData(kinds) + (gsize)y * (gsize)pixGetWpl(kinds);
        for (int x = MAX(0, box->x - reach); x < MIN((int)pixGetWidth(kinds), box->x + box->w + reach); x++)
            seen[GET_DATA_BYTE(row, x) & ~INK_UNSURE]++;
    }
    seen[0] = 0; /* paper is no sea */
    for (int s = 0; s < SORTS; s++) {
        counts[s] = commonest[s] = 0;
        for (int bits = 1; bits < 256; bits++)
            if (bits & sorts[s]) {
                counts[s] += seen[bits];
                if (!(bits & ~sorts[s]) && seen[bits] > seen[commonest[s]])
                    commonest[s] = (guint8)bits;
            }
    }
}

/* The island's own pixels take `bits`; where they are of another sort as well, they keep that alone. */
static void
flood(PIX *kinds, PIX *island, const Box *box, guint8 sort, guint8 bits)
{
    for (int y = 0; y < box->h; y++)
        for (int x = 0; x < box->w; x++) {
            if (!GET_DATA_BIT(pixGetData(island) + (gsize)y * (gsize)pixGetWpl(island), x))
                continue;
            l_uint32 *row = pixGetData(kinds) + (gsize)(box->y + y) * (gsize)pixGetWpl(kinds);
            int rest = GET_DATA_BYTE(row, box->x + x) & ~(sort | INK_UNSURE);
            SET_DATA_BYTE(row, box->x + x, (rest ? rest : bits) | INK_UNSURE);
        }
}

/* A stroke of a pen is of one piece: all of it writes, or all of it marks. */
static void
settle_strokes(PIX *kinds)
{
    PIX_AUTO *pen = kinds_pixels(kinds, INK_PEN, 0);
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(pen, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Box box;
        guint write = 0, mark = 0;
        boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.w, &box.h);
        PIX_AUTO *part = pixaGetPix(parts, i, L_CLONE);
        for (int pass = 0; pass < 2 && (pass == 0 || (write && mark)); pass++)
            for (int y = 0; y < box.h; y++)
                for (int x = 0; x < box.w; x++) {
                    if (!GET_DATA_BIT(pixGetData(part) + (gsize)y * (gsize)pixGetWpl(part), x))
                        continue;
                    l_uint32 *row = pixGetData(kinds) + (gsize)(box.y + y) * (gsize)pixGetWpl(kinds);
                    int bits = GET_DATA_BYTE(row, box.x + x), writes = bits & (INK_HAND | INK_SIGNATURE);
                    write += writes != 0;
                    mark += (bits & INK_STROKE) != 0;
                    if (pass == 0)
                        continue;
                    if (write >= mark)
                        bits = (bits & ~INK_STROKE) | (writes ? writes : INK_HAND);
                    else
                        bits = (bits & ~(INK_HAND | INK_SIGNATURE)) | INK_STROKE;
                    SET_DATA_BYTE(row, box.x + x, bits);
                }
    }
}

static void
settle_islands(PIX *kinds, double mm)
{
    for (int s = 0; s < ISLANDS; s++) {
        PIX_AUTO *own = kinds_pixels(kinds, sorts[s], 0);
        PIXA_AUTO *parts = NULL;
        BOXA_AUTO *boxes = pixConnComp(own, &parts, 8);
        for (int i = 0; i < boxaGetCount(boxes); i++) {
            Box box;
            guint counts[SORTS];
            guint8 commonest[SORTS];
            boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.w, &box.h);
            if (MAX(box.w, box.h) > ISLAND_MM * mm)
                continue;
            sound(kinds, &box, (int)(ROUND_MM * mm), counts, commonest);
            int sea = s == 0 ? 1 : 0;
            for (int k = 0; k < SORTS; k++)
                if (k != s && counts[k] > counts[sea])
                    sea = k;
            if (counts[sea] < DEEP * counts[s] || !commonest[sea])
                continue;
            PIX_AUTO *island = pixaGetPix(parts, i, L_CLONE);
            flood(kinds, island, &box, sorts[s], commonest[sea]);
        }
    }
}

/* Does the box stand on a printed box's row right behind it, no taller than that? */
static gboolean
goes_on_print(const Box *box, const Box *print, double mm)
{
    double gap = box->x - (print->x + print->w), slack = 0.35 * mm;
    return gap > -0.5 * mm && gap < 2.5 * mm && box->y > print->y - slack &&
           box->y + box->h < print->y + print->h + slack && box->h < 1.2 * print->h &&
           box->h > 0.45 * print->h;
}

/* Is the box a letter of the row that the text box stands in, right before or behind it: as tall, on one
 * foot? Handwriting keeps no such line. */
static gboolean
goes_with_text(const Box *box, const Box *text, double mm)
{
    double gap = MAX(text->x - (box->x + box->w), box->x - (text->x + text->w));
    return gap > -0.5 * mm && gap < 4 * mm && abs(box->y - text->y) < EVEN * mm &&
           abs(box->y + box->h - text->y - text->h) < EVEN * mm;
}

/* Is the box the comma or full stop right behind the text box's letter? A note written at the row's end has
 * drawn it to itself. */
static gboolean
stops_text(const Box *box, const Box *text, double mm)
{
    double gap = box->x - (text->x + text->w), foot = text->y + text->h;
    return MAX(box->w, box->h) < 1.7 * mm && gap > 0 && gap < 2.2 * mm && box->y > text->y + 0.55 * text->h &&
           box->y < foot + EVEN * mm && box->y + box->h < foot + 1.2 * mm &&
           box->y + box->h > foot - EVEN * mm;
}

static int
by_left(const void *a, const void *b)
{
    return ((const Box *)a)->x - ((const Box *)b)->x;
}

static GArray *
boxes_of(PIX *pixels)
{
    BOXA_AUTO *boxes = pixConnCompBB(pixels, 8);
    GArray *array = g_array_new(FALSE, FALSE, sizeof(Box));
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Box box;
        boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.w, &box.h);
        g_array_append_val(array, box);
    }
    g_array_sort(array, by_left);
    return array;
}

/* A small sign that stands in a row of print, as high as the print, is print: «Форма № 17». From left to
 * right, so that one brings the next. */
static void
settle_print(PIX *kinds, double mm)
{
    PIX_AUTO *hand = kinds_pixels(kinds, INK_HAND, 0), *print = kinds_pixels(kinds, INK_PRINTED, 0);
    g_autoptr(GArray) signs = boxes_of(hand), printed = boxes_of(print);
    for (guint i = 0; i < signs->len; i++) {
        const Box sign = g_array_index(signs, Box, i);
        gboolean found = FALSE;
        for (guint k = 0; !found && sign.h <= 3.2 * mm && sign.w <= 4 * mm && k < printed->len; k++)
            found = goes_on_print(&sign, &g_array_index(printed, Box, k), mm);
        if (!found)
            continue;
        BOX *place = boxCreate(sign.x, sign.y, sign.w, sign.h);
        PIX_AUTO *own = pixClipRectangle(hand, place, NULL);
        boxDestroy(&place);
        flood(kinds, own, &sign, INK_HAND, INK_PRINTED);
        g_array_append_val(printed, sign);
    }
}

/* How much of a piece of ink is text, and how much a hand's or a pen's. */
static void
weigh_piece(PIX *kinds, PIX *piece, const Box *box, guint *ret_text, guint *ret_pen)
{
    *ret_text = *ret_pen = 0;
    for (int y = 0; y < box->h; y++) {
        const l_uint32 *own = pixGetData(piece) + (gsize)y * (gsize)pixGetWpl(piece);
        const l_uint32 *row = pixGetData(kinds) + (gsize)(box->y + y) * (gsize)pixGetWpl(kinds);
        for (int x = 0; x < box->w; x++)
            if (GET_DATA_BIT(own, x)) {
                int bits = GET_DATA_BYTE(row, box->x + x);
                *ret_text += (bits & INK_TEXT) != 0;
                *ret_pen += (bits & INK_PEN) != 0;
            }
    }
}

/* Of the pieces of ink as large as letters: those that are text, and those that a pen may have written; of
 * the smaller ones the latter. */
static void
sort_letters(PIX *kinds, BOXA *boxes, PIXA *parts, double mm, GArray *letters, GArray *signs, GArray *stops)
{
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Box box;
        guint text, pen;
        boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.w, &box.h);
        if (box.h < 0.3 * mm || box.h > 5 * mm || box.w > 6 * mm)
            continue;
        PIX_AUTO *piece = pixaGetPix(parts, i, L_CLONE);
        weigh_piece(kinds, piece, &box, &text, &pen);
        box.part = i;
        if (pen > text / 4)
            g_array_append_val(box.h < LETTER_MM * mm ? stops : signs, box);
        else if (text > 0 && box.h >= LETTER_MM * mm)
            g_array_append_val(letters, box);
    }
}

/* Is the sign one that belongs to any of the letters, as `goes` sees it? */
static gboolean
goes_with_any(const Box *sign, const GArray *letters, double mm,
              gboolean (*goes)(const Box *, const Box *, double))
{
    for (guint k = 0; k < letters->len; k++)
        if (goes(sign, &g_array_index(letters, Box, k), mm))
            return TRUE;
    return FALSE;
}

static void
make_print(PIX *kinds, PIXA *parts, const Box *sign)
{
    PIX_AUTO *piece = pixaGetPix(parts, sign->part, L_CLONE);
    flood(kinds, piece, sign, INK_PEN, INK_PRINTED);
}

/* Letters at either end of a row of text that are its own: those of СОВ. СЕКРЕТНО where a filled-in dotted
 * line runs close above it. Goes on from letter to letter; then the stop behind the last one. */
static void
settle_row_ends(PIX *kinds, double mm)
{
    PIX_AUTO *ink = kinds_pixels(kinds, 0xff, 0);
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(ink, &parts, 8);
    g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(Box));
    g_autoptr(GArray) signs = g_array_new(FALSE, FALSE, sizeof(Box));
    g_autoptr(GArray) stops = g_array_new(FALSE, FALSE, sizeof(Box));
    sort_letters(kinds, boxes, parts, mm, letters, signs, stops);
    gboolean more = signs->len < MOST_SIGNS;
    while (more) {
        more = FALSE;
        for (guint i = 0; i < signs->len; i++) {
            const Box sign = g_array_index(signs, Box, i);
            if (!goes_with_any(&sign, letters, mm, goes_with_text))
                continue;
            make_print(kinds, parts, &sign);
            g_array_append_val(letters, sign);
            g_array_remove_index(signs, i--);
            more = TRUE;
        }
    }
    for (guint i = 0; i < stops->len && stops->len < MOST_SIGNS; i++)
        if (goes_with_any(&g_array_index(stops, Box, i), letters, mm, stops_text))
            make_print(kinds, parts, &g_array_index(stops, Box, i));
}

void
ink_settle(PIX *kinds, double mm)
{
    settle_strokes(kinds);
    settle_islands(kinds, mm);
    settle_print(kinds, mm);
    settle_row_ends(kinds, mm);
}
