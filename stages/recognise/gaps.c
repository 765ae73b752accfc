/* gaps.c - words of a line that the network passed over. */
#include "gaps.h"
#include <string.h>

/* Ink that was passed over, in heights of the line, and how sure what is read of it must be. */
#define WORD_WIDE   1.6
#define READ_WELL   0.6
#define LETTER_WIDE 0.4
#define BLANK       0.4
#define READ_BEST   0.85

/* Columns of the crop that hold ink, and those a word was read from. */
static void
mark_columns(PIX *ink, const Reading *reading, gboolean *inked, gboolean *read)
{
    int w = pixGetWidth(ink), h = pixGetHeight(ink), wpl = pixGetWpl(ink);
    for (int y = 0; y < h; y++) {
        const l_uint32 *row = pixGetData(ink) + (gsize)y * (gsize)wpl;
        for (int x = 0; x < w; x++)
            inked[x] = inked[x] || GET_DATA_BIT(row, x);
    }
    for (guint i = 0; i < reading->words->len; i++) {
        const Quad *q = &((const Word *)reading->words->pdata[i])->quad;
        for (int x = MAX(0, (int)q->p[0].x - 3); x < MIN(w, (int)q->p[1].x + 4); x++)
            read[x] = TRUE;
    }
}

static gboolean
has_letter(const Reading *reading)
{
    for (guint i = 0; i < reading->words->len; i++)
        for (const char *c = ((const Word *)reading->words->pdata[i])->text; *c; c = g_utf8_next_char(c))
            if (g_unichar_isalnum(g_utf8_get_char(c)))
                return TRUE;
    return FALSE;
}

/* Reads columns x0 to x1 again, alone, and hands the words to the reading. */
static void
read_again(Engine *engine, Reading *reading, const LineCrop *crop, int x0, int x1, double least,
           const Looks *looks)
{
    BOX *box = boxCreate(x0, 0, x1 - x0, pixGetHeight(crop->grey));
    PIX_AUTO *part = pixClipRectangle(crop->grey, box, NULL);
    boxDestroy(&box);
    PIX_AUTO *padded = pixAddBorderGeneral(part, looks->pad, looks->pad, 0, 0, 255);
    g_autoptr(Reading) found = engine_read_line(engine, padded, 300, looks->choices);
    if (found->confidence < least || !has_letter(found))
        return;
    reading_move(found, x0 - looks->pad, 0);
    g_ptr_array_extend_and_steal(reading->words, g_ptr_array_ref(found->words));
    found->words = g_ptr_array_new();
}

static int
by_left(const void *a, const void *b)
{
    double x = (*(Word *const *)a)->quad.p[0].x, y = (*(Word *const *)b)->quad.p[0].x;
    return (x > y) - (x < y);
}

/* Is there a blank of `room` columns on both sides of the ink? A letter that a word's rough box leaves out
 * has none. */
static gboolean
stands_apart(const gboolean *inked, int width, int first, int last, int room)
{
    for (int x = MAX(0, first - room); x < first; x++)
        if (inked[x])
            return FALSE;
    for (int x = last + 1; x <= MIN(width - 1, last + room); x++)
        if (inked[x])
            return FALSE;
    return TRUE;
}

void
gaps_fill(Engine *engine, const LineCrop *crop, const Looks *looks, Reading *reading)
{
    const int w = pixGetWidth(crop->ink), high = pixGetHeight(crop->ink) - 2 * looks->pad;
    g_autofree gboolean *inked = g_new0(gboolean, w), *read = g_new0(gboolean, w);
    mark_columns(crop->ink, reading, inked, read);
    guint before = reading->words->len;
    for (int x = 0; before > 0 && x < w; x++) {
        int first = -1, last = -1;
        for (; x < w && !read[x]; x++)
            if (inked[x]) {
                first = first < 0 ? x : first;
                last = x;
            }
        if (first >= 0 && last - first >= WORD_WIDE * high)
            read_again(engine, reading, crop, first, last + 1, READ_WELL, looks);
        else if (first >= 0 && last - first >= LETTER_WIDE * high &&
                 stands_apart(inked, w, first, last, (int)(BLANK * high)))
            read_again(engine, reading, crop, first, last + 1, READ_BEST, looks);
    }
    if (reading->words->len > before)
        g_ptr_array_sort(reading->words, by_left);
}
