/* score-ink.c - one page's ink against the truth. */
#include "score-ink.h"
#include "assign.h"
#include "error.h"
#include "ink-kind.h"
#include <string.h>

#define SAME_PLACE 0.5 /* intersection over union */

/* What counts as one kind; the last names of a row may be NULL. */
static const struct {
    const char *name, *kinds[2];
} sorts[] = {
    {"handwriting", {"handwriting"}},
    {"signature", {"signature"}},
    {"hand", {"handwriting", "signature"}},
    {"stamp", {"stamp"}},
    {"underline", {"underline"}},
    {"strike", {"strike"}},
    {"margin", {"margin"}},
};

static gboolean
is_of(const Mark *mark, guint sort)
{
    return strcmp(mark->kind, sorts[sort].kinds[0]) == 0 || g_strcmp0(mark->kind, sorts[sort].kinds[1]) == 0;
}

/* Pairs each mark of the truth with the best one found of its sort that is left. */
static guint
count_pairs(const GArray *wanted, const GArray *found, guint sort)
{
    g_autofree gboolean *used = g_new0(gboolean, found->len + 1);
    guint pairs = 0;
    for (guint i = 0; i < wanted->len; i++) {
        const Mark *mark = &g_array_index(wanted, Mark, i);
        double best = 0;
        guint place = 0;
        if (!is_of(mark, sort))
            continue;
        for (guint k = 0; k < found->len; k++) {
            const Mark *other = &g_array_index(found, Mark, k);
            double shared = quad_shared_area(&mark->quad, &other->quad);
            double both = quad_area(&mark->quad) + quad_area(&other->quad) - shared;
            if (!used[k] && is_of(other, sort) && both > 0 && shared / both > best) {
                best = shared / both;
                place = k;
            }
        }
        if (best >= SAME_PLACE) {
            used[place] = TRUE;
            pairs++;
        }
    }
    return pairs;
}

static guint
count_sort(const GArray *marks, guint sort)
{
    guint count = 0;
    for (guint i = 0; i < marks->len; i++)
        count += is_of(&g_array_index(marks, Mark, i), sort);
    return count;
}

/* F1 is a share too: twice the pairs over all of both sides. */
void
score_marks(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    for (guint i = 0; i < G_N_ELEMENTS(sorts); i++) {
        guint wanted = count_sort(truth->marks, i), found = count_sort(answer->marks, i);
        if (wanted + found == 0)
            continue;
        guint pairs = count_pairs(truth->marks, answer->marks, i);
        g_autofree char *own = g_strdup_printf("annotation:%s", sorts[i].name);
        for (guint g = 0; groups[g] && !sorts[i].kinds[1]; g++)
            tally_add(tally, page, "annotation-f1", groups[g], 2.0 * pairs, wanted + found);
        tally_add(tally, page, "annotation-f1", own, 2.0 * pairs, wanted + found);
        tally_add(tally, page, "annotation-precision", own, pairs, found);
        tally_add(tally, page, "annotation-recall", own, pairs, wanted);
    }
}

static PIX *
load_kinds(const char *path, GError **error)
{
    PIX *kinds = pixRead(path);
    if (kinds && pixGetDepth(kinds) == 8)
        return kinds;
    pix_clear(&kinds);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s is no picture of kinds of ink", path);
    return NULL;
}

/* The truth in pixels of `like`: a pixel has every kind that some stored pixel in it has. */
static PIX *
truth_as_found(PIX *truth, PIX *like, Affine to_found)
{
    PIX *out = pixCreateTemplate(like);
    const int w = pixGetWidth(out), h = pixGetHeight(out);
    for (int y = 0; y < (int)pixGetHeight(truth); y++) {
        const l_uint32 *row = pixGetData(truth) + (gsize)y * (gsize)pixGetWpl(truth);
        for (int x = 0; x < (int)pixGetWidth(truth); x++) {
            int bits = GET_DATA_BYTE(row, x);
            if (!bits)
                continue;
            Point at = affine_point(to_found, (Point){x + 0.5, y + 0.5});
            if (at.x < 0 || at.y < 0 || at.x >= w || at.y >= h)
                continue;
            l_uint32 *to = pixGetData(out) + (gsize)at.y * (gsize)pixGetWpl(out);
            SET_DATA_BYTE(to, (int)at.x, GET_DATA_BYTE(to, (int)at.x) | bits);
        }
    }
    return out;
}

static double
count_pixels(PIX *bits)
{
    l_int32 count = 0;
    pixCountPixels(bits, &count, NULL);
    return count;
}

/* How many pixels of `a` lie on or beside one of `b`. */
static double
count_near(PIX *a, PIX *b)
{
    PIX_AUTO *wide = pixDilateBrick(NULL, b, 3, 3), *shared = pixAnd(NULL, a, wide);
    return count_pixels(shared);
}

gboolean
score_ink(guint page, const char *truth, const char *found, Affine to_found, Tally *tally, GError **error)
{
    static const struct {
        const char *name;
        int kinds;
    } kinds[] = {
        {"ink:typed", INK_TYPED},
        {"ink:printed", INK_PRINTED},
        {"ink:hand", INK_HAND | INK_SIGNATURE},
        {"ink:signature", INK_SIGNATURE},
        {"ink:stamp", INK_STAMP},
        {"ink:rule", INK_RULE},
        {"ink:stroke", INK_STROKE},
    };
    PIX_AUTO *stored = load_kinds(truth, error);
    PIX_AUTO *said = stored ? load_kinds(found, error) : NULL;
    if (!said)
        return FALSE;
    PIX_AUTO *wanted = truth_as_found(stored, said, to_found);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        PIX_AUTO *a = kinds_pixels(wanted, kinds[i].kinds, 0), *b = kinds_pixels(said, kinds[i].kinds, 0);
        double right = count_near(b, a), seen = count_near(a, b), n_found = count_pixels(b),
               n_wanted = count_pixels(a);
        if (n_found + n_wanted == 0)
            continue;
        tally_add(tally, page, "ink-f1", kinds[i].name, right + seen, n_found + n_wanted);
        tally_add(tally, page, "ink-precision", kinds[i].name, right, n_found);
        tally_add(tally, page, "ink-recall", kinds[i].name, seen, n_wanted);
    }
    return TRUE;
}
