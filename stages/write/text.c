/* text.c - writer: plain text, a line of the page on a line, in reading order. A blank page is an empty file.
 */
#include "output.h"
#include "plain.h"
#include "stage.h"
#include "target.h"

static const char suffix[] = ".txt";

typedef struct {
    WriterTarget target;
} State;

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < page->lines->len; i++)
        plain_append_line(text, ((Line *)page->lines->pdata[i])->text);
    return output_write(state->target.dir, page->export.name, suffix, text->str, text->len, error);
}

const Stage stage_text = {
    .name = "text",
    .summary = "plain text, UTF-8, a file a page",
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
