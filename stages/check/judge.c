/* judge.c - probabilities and statuses of a page from its evidence and scores. */
#include "judge.h"
#include <string.h>

#define OVER_TEXT 0.04 /* share of a field's ink that is another kind's, from which it is a reason */
#define UNLIKE    0    /* the quantile of pages fitted on, below which a page is unlike them */

gboolean
judge_gives(const char *reason)
{
    static const char *const own[] = {"low_confidence", "readings_differ",   "ink_over_text",
                                      "uncalibrated",   "unlike_fitted",     "no_promise",
                                      "audit",          "promise_withdrawn", NULL};
    return g_strv_contains(own, reason);
}

/* Looks that differ are weighed like all evidence, and what an earlier judging said is no reason any more.
 * All others are a person's business however probable the value. */
static void
keep_hard_reasons(Field *field)
{
    g_autoptr(GStrvBuilder) kept = g_strv_builder_new();
    for (guint i = 0; field->reasons && field->reasons[i]; i++)
        if (!judge_gives(field->reasons[i]))
            g_strv_builder_add(kept, field->reasons[i]);
    g_strfreev(field->reasons);
    field->reasons = g_strv_builder_end(kept);
}

static gboolean
looks_differ(const Field *field)
{
    return field->evidence[EVIDENCE_LOOKS] > 1 && field->evidence[EVIDENCE_RUNNER_UP] > 1.0 / 3;
}

static void
accept(Field *field)
{
    g_free(field->status);
    field->status = g_strdup("accepted");
}

/* Is the field of the sample that persons look at? By its page and name, so the same on every run. */
static gboolean
is_audited(const Page *page, const Field *field, double share)
{
    g_autofree char *key =
        g_strdup_printf("audit %.16s-%u %s", page->source.sha256, page->source.number, field->name);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    sum[8] = '\0';
    return (double)g_ascii_strtoull(sum, NULL, 16) < share * 4294967296.0;
}

/* `silent`: why nothing on this page is promised; NULL where something is. */
static void
judge_field(const Judging *judging, const Page *page, const char *silent, Field *field)
{
    double odds = 0;
    Threshold least;
    if (!field->weighed)
        return;
    if (judging->calibrator) {
        odds = calibrator_field_odds(judging->calibrator, field);
        field->confidence =
            field->value ? calibrator_field_probability(judging->calibrator, field->name, odds) : 0;
    }
    keep_hard_reasons(field);
    gboolean able = field->value && !field->reasons[0];
    const char *reason = !able    ? NULL
                         : silent ? silent
                         : !calibrator_threshold(judging->calibrator, field->name, field_page_class(field),
                                                 judging->max_error, &least)
                             ? "no_promise"
                         : odds < least.odds ? "low_confidence"
                                             : NULL;
    if (able && !reason) {
        accept(field);
        if (is_audited(page, field, judging->audit))
            field_add_reason(field, "audit");
        return;
    }
    if (reason)
        field_add_reason(field, reason);
    if (looks_differ(field))
        field_add_reason(field, "readings_differ");
    if (field->evidence[EVIDENCE_INK] > OVER_TEXT)
        field_add_reason(field, "ink_over_text");
}

static void
judge_words(const Judging *judging, Page *page, double page_confidence)
{
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        double sum = 0, characters = 0;
        for (guint j = 0; j < line->words->len; j++) {
            Word *word = line->words->pdata[j];
            double quantities[N_WORD_WEIGHED], length = (double)g_utf8_strlen(word->text, -1);
            if (judging->calibrator) {
                word_weighable(word, page_confidence, quantities);
                word->confidence = calibrator_word_probability(judging->calibrator, quantities);
            }
            sum += length * word->confidence;
            characters += length;
        }
        if (characters > 0)
            line->confidence = sum / characters;
    }
}

/* Why no field of the page can be accepted; NULL where some can. */
static const char *
find_silence(const Judging *judging, const Page *page, const double *like)
{
    if (!judging->calibrator)
        return "uncalibrated";
    if (page->form.id && !calibrator_knows_form(judging->calibrator, page->form.id, judging->models))
        return "uncalibrated";
    for (guint i = 0; i < N_LIKE; i++)
        if (like[i] < calibrator_page_quantile(judging->calibrator, (PageLike)i, UNLIKE))
            return "unlike_fitted";
    return NULL;
}

void
judge_page(const Judging *judging, Page *page, const double *like)
{
    const char *silent = find_silence(judging, page, like);
    for (guint i = 0; i < page->fields->len; i++)
        judge_field(judging, page, silent, page->fields->pdata[i]);
    judge_words(judging, page, like[LIKE_CONFIDENCE]);
}
