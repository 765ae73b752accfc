/* doubts.c - what was found but is no reading goes out; what is unsure goes to a person.
 *
 * A line whose reading is little better than chance (handwriting, a stamp, show-through, the edge of the
 * sheet) keeps its place and loses its text: nothing is invented. The shorter the line the surer it must be,
 * since any stroke looks like some letter; on drawn pages lines of ten letters and more are type two times in
 * three even at 0.2, lines of three to nine from 0.5 on. Where `ink` knows what stands there for type, half
 * of that is enough: it is worn or crossed. A word is as sure as its worst letter, and a line of one word no
 * surer: one letter that a stroke crosses would take «Громыко.» or a date away. So four letters and more that
 * are read well on the whole stay, for a person: of 492 lines that were dropped on 183 drawn pages 28 of
 * type, half of them right to the letter, have a mean from WELL on, and none of a hand, a stamp or grain. A
 * page with next to no believable word is blank where its marks are faint (show-through of the other side) or
 * few; otherwise it says that nothing could be read. */
#include "stage.h"

typedef struct {
    double least_long, least, least_short;
    double typed;
    double unsure;
    double faint;
    int few;
} State;

static const Option options[] = {
    {"least-long", "confidence below which a line of ten letters and more is dropped", OPTION_DOUBLE,
     offsetof(State, least_long), 0.2, 0, 1},
    {"least", "the same for lines of three to nine letters", OPTION_DOUBLE, offsetof(State, least), 0.48, 0,
     1},
    {"least-short", "the same for lines of one or two letters", OPTION_DOUBLE, offsetof(State, least_short),
     0.6, 0, 1},
    {"typed", "what these are multiplied by where a line's ink is known to be type", OPTION_DOUBLE,
     offsetof(State, typed), 0.5, 0, 1},
    {"unsure", "line confidence below which the page is doubtful", OPTION_DOUBLE, offsetof(State, unsure),
     0.7, 0, 1},
    {"faint", "contrast below which a page without words is blank", OPTION_DOUBLE, offsetof(State, faint),
     0.3, 0, 1},
    {"few", "letters of unread lines below which a page without words is blank", OPTION_INT,
     offsetof(State, few), 60, 0, 10000},
    {0},
};

#define SEVERAL   4     /* letters that chance does not read well one and all */
#define LONG      10    /* letters of a long line */
#define WELL      0.955 /* mean confidence of a line's characters */
#define WELL_TYPE 0.93  /* the same of a short line whose ink is known to be type: long ones are smeared */

static guint
count_letters(const char *text)
{
    guint count = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c))
        count += g_unichar_isalnum(g_utf8_get_char(c));
    return count;
}

typedef struct {
    double sum;
    guint count;
} Mean;

static void
mean_add(Mean *mean, const Word *word)
{
    for (guint i = 0; i < word->symbols->len; i++, mean->count++)
        mean->sum += ((const Symbol *)word->symbols->pdata[i])->confidence;
}

static double
mean_of_word(const Word *word)
{
    Mean mean = {0};
    mean_add(&mean, word);
    return mean.count ? mean.sum / mean.count : 0;
}

static double
mean_of_line(const Line *line)
{
    Mean mean = {0};
    for (guint i = 0; i < line->words->len; i++)
        mean_add(&mean, line->words->pdata[i]);
    return mean.count ? mean.sum / mean.count : 0;
}

/* A word that chance does not make: four letters read well, or six of which only one was doubtful. */
static gboolean
is_believable(const Word *word)
{
    guint letters = count_letters(word->text);
    return (letters >= 4 && word->confidence >= 0.75) || (letters >= 6 && mean_of_word(word) >= 0.97);
}

static guint
count_believable(const Page *page)
{
    guint count = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            count += is_believable(line->words->pdata[j]);
    }
    return count;
}

/* Is most of the ink on a line's place a machine's, by what `ink` knows it for? Then a bad reading is of type
 * that is worn or crossed, and no hand's. */
static gboolean
is_type(const Page *page, PIX *typed, PIX *known, const Line *line)
{
    double x0, y0, x1, y1;
    int own = 0, all = 0;
    Quad quad = page_from_stored(page, line->quad);
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    BOX *box = boxCreate((int)x0, (int)y0, MAX(1, (int)(x1 - x0)), MAX(1, (int)(y1 - y0)));
    pixCountPixelsInRect(typed, box, &own, NULL);
    pixCountPixelsInRect(known, box, &all, NULL);
    boxDestroy(&box);
    return own > 0 && own >= 0.65 * all;
}

/* Is the line's reading no better than chance? */
static gboolean
is_chance(const State *state, const Page *page, PIX *typed, PIX *known, const Line *line, guint letters)
{
    double least = letters < 3 ? state->least_short : letters < LONG ? state->least : state->least_long;
    if (letters == 0)
        return TRUE;
    if (line->confidence >= least)
        return FALSE;
    const gboolean type = is_type(page, typed, known, line);
    return line->confidence < least * (type ? state->typed : 1) &&
           (letters < SEVERAL || mean_of_line(line) < (type && letters < LONG ? WELL_TYPE : WELL));
}

typedef struct {
    guint read, unsure, dropped, letters, words;
} Tally;

static Tally
judge_lines(Page *page, const State *state)
{
    Tally tally = {0};
    PIX_AUTO *typed = page_ink_of(page, INK_TEXT, INK_UNSURE), *known = page_ink_of(page, 0xff, 0);
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        guint letters = count_letters(line->text);
        if (line->words->len == 0)
            continue;
        tally.letters += letters;
        tally.words += line->words->len;
        if (is_chance(state, page, typed, known, line, letters)) {
            line_clear_words(line);
            tally.dropped++;
        } else if (line->confidence < state->unsure) {
            tally.unsure++;
        } else {
            tally.read++;
        }
    }
    return tally;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    guint believable = count_believable(page);
    Tally tally = judge_lines(page, state);
    gboolean hardly = believable < 3 && 15 * believable < tally.words;
    if (page->contrast < state->faint ? hardly : believable == 0 && tally.letters < (guint)state->few) {
        page->blank = TRUE;
        for (guint i = 0; i < page->lines->len; i++)
            line_clear_words(page->lines->pdata[i]);
        page_remark(page, "doubts", "blank",
                    "no believable word among %u marks of letter size, contrast %.2f", tally.letters,
                    page->contrast);
        return TRUE;
    }
    if (tally.dropped)
        page_remark(page, "doubts", "unreadable-lines",
                    "%u lines read no better than chance; their text is left out", tally.dropped);
    if (tally.unsure)
        page_doubt(page, "doubts", "unsure-lines", "%u lines read with a confidence under %.2f", tally.unsure,
                   state->unsure);
    if (believable == 0)
        page_doubt(page, "doubts", "nothing-read",
                   "marks on the page, but no line of type that could be read");
    return TRUE;
}

const Stage stage_doubts = {
    .name = "doubts",
    .summary = "unreadable lines lose their text, unsure pages go to a person",
    .needs = PART_WORDS,
    .gives = PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
