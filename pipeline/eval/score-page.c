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

void
score_fields(guint page, const Gold *truth, const Answer *answer, const char *const *groups, Tally *tally)
{
    if (!answer->has_all)
        return;
    score_values(page, truth, answer, groups, tally);
    if (truth->geometry)
        score_marks(page, truth, answer, groups, tally);
}
