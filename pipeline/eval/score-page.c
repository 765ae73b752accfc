/* score-page.c - one page of truth against one answer: all that is not text. */
#include "characters.h"
#include "score-ink.h"
#include "score.h"
#include <math.h>
#include <string.h>

#define MANY_LINES 5 /* below that a page tells little of which way is up */

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

static gboolean
same_text(const char *a, const char *b)
{
    g_autoptr(GArray) x = characters_new(a ? a : "", FOLD_NONE);
    g_autoptr(GArray) y = characters_new(b ? b : "", FOLD_NONE);
    return x->len == y->len &&
           memcmp(x->data ? x->data : "", y->data ? y->data : "", x->len * sizeof(gunichar)) == 0;
}

gboolean
score_field_right(const Page *truth, const Field *field)
{
    const Field *wanted = page_find_field(truth, field->name);
    return wanted && g_strcmp0(field->value ? field->value : "", wanted->value) == 0;
}

static void
score_values(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    for (guint i = 0; i < truth->page->fields->len; i++) {
        const Field *wanted = truth->page->fields->pdata[i],
                    *found = page_find_field(answer->page, wanted->name);
        gboolean value = found && score_field_right(truth->page, found);
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

/* Is the field read, or does somebody look for it? */
static gboolean
is_read_or_queued(const Field *field)
{
    return field && (field->value || g_strcmp0(field->status, "review") == 0 ||
                     g_strcmp0(field->status, "missing") == 0);
}

/* What the machine accepted, what of it is wrong, and what was lost without a word. */
static void
score_acceptance(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    guint wanted = truth->page->fields->len;
    for (guint i = 0; i < answer->page->fields->len; i++) {
        const Field *field = answer->page->fields->pdata[i];
        gboolean accepted = g_strcmp0(field->status, "accepted") == 0;
        gboolean silent = accepted && !score_field_right(truth->page, field);
        g_autofree char *own = g_strdup_printf("field:%s", field->name);
        gboolean known = page_find_field(truth->page, field->name) != NULL;
        for (guint g = 0; groups[g]; g++) {
            tally_add(tally, page, "fields-accepted", groups[g], accepted, known);
            tally_add(tally, page, "fields-silent", groups[g], silent, known);
        }
        tally_add(tally, page, "fields-accepted", own, accepted, known);
        tally_add(tally, page, "fields-silent", own, silent, known);
    }
    for (guint i = 0; i < wanted; i++) {
        const Field *field = truth->page->fields->pdata[i],
                    *found = page_find_field(answer->page, field->name);
        gboolean lost = !is_read_or_queued(found);
        g_autofree char *own = g_strdup_printf("field:%s", field->name);
        for (guint g = 0; groups[g]; g++) {
            tally_add(tally, page, "fields-lost", groups[g], lost, 1);
            tally_add(tally, page, "fields-lost-good", groups[g],
                      lost && answer->page->verdict == VERDICT_GOOD && !answer_is_lost(answer), 1);
            /* A field that is not in the record at all counts as not accepted. */
            if (!found) {
                tally_add(tally, page, "fields-accepted", groups[g], 0, 1);
                tally_add(tally, page, "fields-silent", groups[g], 0, 1);
            }
        }
        tally_add(tally, page, "fields-lost", own, lost, 1);
    }
}

void
score_fields(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    if (!answer->has_all)
        return;
    score_values(page, truth, answer, groups, tally);
    score_acceptance(page, truth, answer, groups, tally);
    if (truth->geometry)
        score_marks(page, truth, answer, groups, tally);
}
