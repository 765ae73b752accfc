/* weighable.c - what fields, words and pages are weighed and compared by, as numbers. */
#include "calibrator.h"
#include <math.h>

const char *const page_like_names[N_LIKE] = {"contrast", "confidence", "coverage", "agreement"};

/* As the record keeps it: what is judged while a page is read and what is judged from its record are the
 * same. */
static double
kept(double value, double units)
{
    return round(value * units) / units;
}

static double
log_odds(double p)
{
    p = CLAMP(p, 1e-6, 1 - 1e-6);
    return log(p / (1 - p));
}

/* What was typed in so many words and full stops: a name that lost its initials, a note that lost its second
 * line are as sure as whole ones, and shorter. */
static void
count_parts(const char *raw, double *ret_words, double *ret_stops)
{
    gboolean inside = FALSE;
    *ret_words = *ret_stops = 0;
    for (const char *c = raw ? raw : ""; *c; c = g_utf8_next_char(c)) {
        gboolean letter = g_unichar_isalnum(g_utf8_get_char(c));
        *ret_words += letter && !inside;
        *ret_stops += *c == '.';
        inside = letter;
    }
}

void
field_weighable(const Field *field, double *q)
{
    double e[N_EVIDENCE], words, stops;
    for (guint i = 0; i < N_EVIDENCE; i++)
        e[i] = kept(field->evidence[i], 1e6);
    count_parts(field->raw, &words, &stops);
    q[N_EVIDENCE + 1] = log1p(words);
    q[N_EVIDENCE + 2] = MIN(stops, 3);
    q[EVIDENCE_SCORE] = log_odds(e[EVIDENCE_SCORE]);
    q[EVIDENCE_RUNNER_UP] = log(CLAMP(e[EVIDENCE_RUNNER_UP], 0, 100) + 1e-4);
    q[EVIDENCE_AGREEMENT] = e[EVIDENCE_AGREEMENT];
    q[EVIDENCE_LOOKS] = e[EVIDENCE_LOOKS] > 1;
    q[EVIDENCE_WORST] = log_odds(e[EVIDENCE_WORST]);
    q[EVIDENCE_LIST] = e[EVIDENCE_LIST];
    q[EVIDENCE_KEPT] = MIN(e[EVIDENCE_KEPT], 3);
    q[EVIDENCE_BROKEN] = MIN(e[EVIDENCE_BROKEN], 2);
    q[EVIDENCE_PLACE] = e[EVIDENCE_PLACE];
    q[EVIDENCE_INK] = sqrt(MAX(e[EVIDENCE_INK], 0));
    q[EVIDENCE_UNREAD] = sqrt(MAX(e[EVIDENCE_UNREAD], 0));
    q[EVIDENCE_CONTRAST] = e[EVIDENCE_CONTRAST];
    q[EVIDENCE_PAGE] = log_odds(e[EVIDENCE_PAGE]);
    q[EVIDENCE_LENGTH] = log1p(MAX(e[EVIDENCE_LENGTH], 0));
    q[EVIDENCE_BESIDE] = MIN(e[EVIDENCE_BESIDE], 2);
    q[EVIDENCE_TYPES] = e[EVIDENCE_TYPES];
    /* All looks agree, and were several: worth more than the sum of both. */
    q[N_EVIDENCE] = q[EVIDENCE_LOOKS] * (e[EVIDENCE_AGREEMENT] >= 0.99);
}

PageClass
field_page_class(const Field *field)
{
    return kept(field->evidence[EVIDENCE_PAGE], 1e6) >= CLEAR_PAGE ? PAGE_CLEAR : PAGE_POOR;
}

void
word_weighable(const Word *word, double page_confidence, double *q)
{
    guint digits = 0, length = 0, latin = 0;
    double other = 0, worst = 1;
    for (const char *c = word->text; *c; c = g_utf8_next_char(c), length++)
        digits += g_ascii_isdigit(*c), latin += g_ascii_isalpha(*c);
    for (guint i = 0; word->alternatives && i < word->alternatives->len; i++)
        other = MAX(other, kept(g_array_index(word->alternatives, Alternative, i).probability, 1e4));
    for (guint i = 0; i < word->symbols->len; i++)
        worst = MIN(worst, kept(((const Symbol *)word->symbols->pdata[i])->confidence, 1e4));
    q[0] = log_odds(kept(word->score > 0 ? word->score : word->confidence, 1e6));
    q[1] = digits > 0;
    q[2] = log1p(length);
    q[3] = word->alternatives && word->alternatives->len > 0;
    q[4] = log(other + 1e-3);
    q[5] = latin > 0;
    q[6] = log_odds(page_confidence);
    q[7] = log_odds(worst);
}

void
page_like(const Page *page, double *like)
{
    double sum = 0, characters = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            double length = (double)g_utf8_strlen(word->text, -1);
            sum += length * kept(word->score > 0 ? word->score : word->confidence, 1e6);
            characters += length;
        }
    }
    like[LIKE_CONTRAST] = kept(page->quality.contrast, 1e4);
    like[LIKE_CONFIDENCE] = characters > 0 ? sum / characters : 0;
    like[LIKE_COVERAGE] = kept(page->quality.coverage, 1e4);
    like[LIKE_AGREEMENT] = kept(page->quality.agreement, 1e4);
}
