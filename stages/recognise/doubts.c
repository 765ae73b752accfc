/* doubts.c - what was found but is no reading goes out; what is unsure goes to a person.
 *
 * A line whose reading is little better than chance (handwriting, a stamp, show-through) keeps its place and loses its
 * text: nothing is invented. A page on which no line reads is blank where its ink is faint, doubtful where it is not. */
#include "stage.h"

typedef struct {
    double least;
    double unsure;
} State;

static const Option options[] = {
    {"least", "line confidence below which its text is dropped", OPTION_DOUBLE, offsetof(State, least), 0.3, 0, 1},
    {"unsure", "line confidence below which the page is doubtful", OPTION_DOUBLE, offsetof(State, unsure), 0.7, 0, 1},
    {0},
};

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    guint dropped = 0, unsure = 0, read = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        Line *line = page->lines->pdata[i];
        if (line->words->len == 0)
            continue;
        if (line->confidence < state->least) {
            line_clear_words(line);
            dropped++;
        } else if (line->confidence < state->unsure) {
            unsure++;
        } else {
            read++;
        }
    }
    if (dropped)
        page_remark(page, "doubts", "unreadable-lines", "%u lines read no better than chance; their text is left out",
                    dropped);
    if (unsure)
        page_doubt(page, "doubts", "unsure-lines", "%u lines read with a confidence under %.2f", unsure, state->unsure);
    if (read + unsure == 0)
        page_doubt(page, "doubts", "nothing-read", "marks on the page, but no line of type that could be read");
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
