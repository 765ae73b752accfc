/* folio.c - «- 4 -» above a typed page.
 *
 * The networks learnt lines of words; such a line they read as «age» or «be», surely. The dashes are told by
 * shape: two level strokes, one at each end, half as high as what stands between them. That is read alone, as
 * it is and repeated, for a network is surer of three figures than of one, in both scripts; the number that
 * most looks say is taken. Of 20 numbers on real pages 7 were read right without this, 19 with it. */
#include "folio.h"
#include "edit.h"
#include "layout/folio.h"
#include <string.h>

#define SPECK    0.12 /* heights of the line: no dash is narrower, no figure lower */
#define BLANK    0.65 /* of the figures' height: a wider gap between dash and figure is a typed blank */
#define REPEATED 3    /* times */
#define AGREEING 2    /* looks, at the least */
#define STRANGER 0.75 /* weight of the looks of the network for the other script */

/* Marks of the crop from left to right, specks left out. */
static BOXA *
find_marks(PIX *ink)
{
    const double least = SPECK * pixGetHeight(ink);
    BOXA_AUTO *all = pixConnCompBB(ink, 8);
    BOXA_AUTO *sorted = boxaSort(all, L_SORT_BY_X, L_SORT_INCREASING, NULL);
    BOXA *marks = boxaCreate(0);
    for (int i = 0; sorted && i < boxaGetCount(sorted); i++) {
        BOX *box = boxaGetBox(sorted, i, L_CLONE);
        int w, h;
        boxGetGeometry(box, NULL, NULL, &w, &h);
        if (MAX(w, h) >= least)
            folio_add_mark(marks, box);
        boxDestroy(&box);
    }
    return marks;
}

typedef struct {
    int x0, y0, x1, y1;
} Rect;

static Rect
rect_of(BOX *box)
{
    int x, y, w, h;
    boxGetGeometry(box, &x, &y, &w, &h);
    return (Rect){x, y, x + w, y + h};
}

static Rect
rect_at(BOXA *marks, int i)
{
    BOX *box = boxaGetBox(marks, i, L_CLONE);
    Rect rect = rect_of(box);
    boxDestroy(&box);
    return rect;
}

static Quad
quad_of(Rect rect)
{
    return quad_from_rect(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0);
}

/* The figures alone with white round them, `times` times side by side; to destroy. */
static PIX *
show_figures(PIX *grey, Rect figures, int times)
{
    int gap = 2, pad = 8, w = figures.x1 - figures.x0 + 2 * gap, h = pixGetHeight(grey);
    PIX *shown = pixCreate(w * times + 2 * pad, h + 2 * pad, 8);
    pixSetAllArbitrary(shown, 255);
    for (int i = 0; i < times; i++)
        pixRasterop(shown, pad + i * w, pad, w, h, PIX_SRC, grey, figures.x0 - gap, 0);
    return shown;
}

typedef struct {
    char *number; /* NULL: it saw none */
    double sure;
} Look;

/* The reading's figures, of which there must be the same ones `times` times and nothing else; to free. NULL:
 * no such number. */
static char *
dup_number(const Reading *reading, gsize times)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < reading->words->len; i++)
        g_string_append(all, ((const Word *)reading->words->pdata[i])->text);
    gsize count = all->len / times;
    if (count == 0 || count > FOLIO_FIGURES || all->len % times != 0)
        return NULL;
    for (gsize i = 0; i < all->len; i++)
        if (!g_ascii_isdigit(all->str[i]) || all->str[i] != all->str[i % count])
            return NULL;
    return g_strndup(all->str, count);
}

/* The number that most looks say, to free; NULL where no two agree. *ret_confidence: how sure they were, a
 * look that says another counts 0. */
static char *
vote(const EnginePair *engines, gboolean latin, PIX *grey, Rect figures, double *ret_confidence)
{
    Engine *const readers[] = {latin ? engines->latin : engines->cyrillic,
                               latin ? engines->cyrillic : engines->latin};
    Look looks[2 * G_N_ELEMENTS(readers)];
    char *best = NULL;
    *ret_confidence = 0;
    for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
        int times = i % 2 ? REPEATED : 1;
        PIX_AUTO *shown = show_figures(grey, figures, times);
        g_autoptr(Reading) reading = engine_read_line(readers[i / 2], shown, 300, FALSE);
        looks[i] = (Look){dup_number(reading, (gsize)times), reading->confidence * (i < 2 ? 1 : STRANGER)};
    }
    const double all = G_N_ELEMENTS(looks) / 2.0 * (1 + STRANGER);
    for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
        double sum = 0;
        guint agreeing = 0;
        for (guint j = 0; looks[i].number && j < G_N_ELEMENTS(looks); j++)
            if (g_strcmp0(looks[i].number, looks[j].number) == 0)
                agreeing++, sum += looks[j].sure;
        if (agreeing >= AGREEING && sum / all > *ret_confidence) {
            *ret_confidence = sum / all;
            best = looks[i].number;
        }
    }
    best = g_strdup(best);
    for (guint i = 0; i < G_N_ELEMENTS(looks); i++)
        g_free(looks[i].number);
    return best;
}

/* Adds a sign to the last word, or as the first of one more. */
static void
add(Reading *reading, const char *text, Rect place, double confidence, gboolean apart)
{
    if (apart)
        g_ptr_array_add(reading->words, word_new("", quad_of(place), confidence));
    Word *word = reading->words->pdata[reading->words->len - 1];
    edit_append(word, text, quad_of(place), confidence);
}

/* Dashes and figures, in words as the gaps between them say. */
static Reading *
spell(BOXA *marks, Rect figures, const char *number, double confidence)
{
    const Rect left = rect_at(marks, 0), right = rect_at(marks, boxaGetCount(marks) - 1);
    const double blank = BLANK * (figures.y1 - figures.y0);
    const int count = (int)strlen(number), width = figures.x1 - figures.x0;
    Reading *reading = g_new0(Reading, 1);
    reading->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
    reading->confidence = confidence;
    add(reading, "-", left, confidence, TRUE);
    for (int i = 0; i < count; i++) {
        const char figure[] = {number[i], '\0'};
        Rect place = {figures.x0 + i * width / count, figures.y0, figures.x0 + (i + 1) * width / count,
                      figures.y1};
        add(reading, figure, place, confidence, i == 0 && figures.x0 - left.x1 > blank);
    }
    add(reading, "-", right, confidence, right.x0 - figures.x1 > blank);
    return reading;
}

Reading *
folio_read(const EnginePair *engines, gboolean latin, const LineCrop *crop)
{
    BOXA_AUTO *marks = find_marks(crop->ink);
    BOX *shape = NULL;
    double confidence;
    if (!folio_has_shape(marks, &shape))
        return NULL;
    const Rect figures = rect_of(shape);
    boxDestroy(&shape);
    g_autofree char *number = vote(engines, latin, crop->grey, figures, &confidence);
    return number ? spell(marks, figures, number, confidence) : NULL;
}
