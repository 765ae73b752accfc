/* score-page.c - one page of truth against one answer: all that is not text. */
#include "assign.h"
#include "characters.h"
#include "score.h"
#include <math.h>
#include <string.h>

#define MANY_LINES 5   /* below that a page tells little of which way is up */
#define SAME_PLACE 0.5 /* intersection over union */

static guint
count_machine_lines(const Page *page)
{
    guint count = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        LineKind kind = ((Line *)page->lines->pdata[i])->kind;
        count += kind == LINE_TYPED || kind == LINE_PRINTED;
    }
    return count;
}

void
score_layout(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    const Page *wanted = truth->page, *found = answer->page;
    gboolean lost = answer_is_lost(answer);
    gboolean upright = !lost && found->rotation == wanted->rotation;
    for (guint i = 0; groups[i]; i++) {
        tally_add(tally, page, "pages-lost", groups[i], lost, 1);
        if (!truth->geometry)
            continue;
        tally_add(tally, page, "blank-right", groups[i], !lost && found->blank == wanted->blank, 1);
        if (wanted->blank)
            continue;
        tally_add(tally, page, "rotation-right", groups[i], upright, 1);
        if (count_machine_lines(wanted) >= MANY_LINES)
            tally_add(tally, page, "rotation-right-5", groups[i], upright, 1);
        if (upright && answer->has_all && !found->blank)
            tally_add_value(tally, page, "skew-error", groups[i], fabs(found->skew_deg - wanted->skew_deg));
    }
}

static const Field *
find_field(const Page *page, const char *name)
{
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        if (g_strcmp0(field->name, name) == 0)
            return field;
    }
    return NULL;
}

static gboolean
same_text(const char *a, const char *b)
{
    g_autoptr(GArray) x = characters_new(a ? a : "", FOLD_NONE);
    g_autoptr(GArray) y = characters_new(b ? b : "", FOLD_NONE);
    return x->len == y->len &&
           memcmp(x->data ? x->data : "", y->data ? y->data : "", x->len * sizeof(gunichar)) == 0;
}

static void
score_values(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    for (guint i = 0; i < truth->page->fields->len; i++) {
        const Field *wanted = truth->page->fields->pdata[i], *found = find_field(answer->page, wanted->name);
        gboolean value = found && g_strcmp0(found->value ? found->value : "", wanted->value) == 0;
        gboolean raw = found && same_text(found->raw, wanted->raw);
        g_autofree char *own = g_strdup_printf("field:%s", wanted->name);
        for (guint g = 0; groups[g]; g++) {
            tally_add(tally, page, "field-value", groups[g], value, 1);
            tally_add(tally, page, "field-raw", groups[g], raw, 1);
        }
        tally_add(tally, page, "field-value", own, value, 1);
        tally_add(tally, page, "field-raw", own, raw, 1);
    }
}

/* Pairs each mark of the truth with the best one found of its kind that is left. */
static guint
count_pairs(const GArray *wanted, const GArray *found, const char *kind)
{
    g_autofree gboolean *used = g_new0(gboolean, found->len + 1);
    guint pairs = 0;
    for (guint i = 0; i < wanted->len; i++) {
        const Mark *mark = &g_array_index(wanted, Mark, i);
        double best = 0;
        guint place = 0;
        if (strcmp(mark->kind, kind) != 0)
            continue;
        for (guint k = 0; k < found->len; k++) {
            const Mark *other = &g_array_index(found, Mark, k);
            double shared = quad_shared_area(&mark->quad, &other->quad);
            double both = quad_area(&mark->quad) + quad_area(&other->quad) - shared;
            if (!used[k] && strcmp(other->kind, kind) == 0 && both > 0 && shared / both > best) {
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
count_kind(const GArray *marks, const char *kind)
{
    guint count = 0;
    for (guint i = 0; i < marks->len; i++)
        count += strcmp(g_array_index(marks, Mark, i).kind, kind) == 0;
    return count;
}

/* F1 is a share too: twice the pairs over all marks of both sides. */
static void
score_marks(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    static const char *const kinds[] = {"handwriting", "signature", "stamp", "underline", "strike", "margin"};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint both = count_kind(truth->marks, kinds[i]) + count_kind(answer->marks, kinds[i]);
        if (both == 0)
            continue;
        guint pairs = count_pairs(truth->marks, answer->marks, kinds[i]);
        g_autofree char *own = g_strdup_printf("annotation:%s", kinds[i]);
        for (guint g = 0; groups[g]; g++)
            tally_add(tally, page, "annotation-f1", groups[g], 2.0 * pairs, both);
        tally_add(tally, page, "annotation-f1", own, 2.0 * pairs, both);
    }
}

void
score_fields(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    if (!answer->has_all)
        return;
    score_values(page, truth, answer, groups, tally);
    if (truth->geometry)
        score_marks(page, truth, answer, groups, tally);
}
