/* text.c - writer: plain text, a line of the page on a line, in reading order. A blank page is an empty file.
 */
#include "output.h"
#include "stage.h"

static const char suffix[] = ".txt";

typedef struct {
    char *dir;
} State;

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    ((State *)data)->dir = g_strdup(env->output_dir);
    return TRUE;
}

static void
clear(void *data)
{
    g_free(((State *)data)->dir);
}

/* A control character would break a line in two, or a terminal: it becomes U+FFFD. */
static void
append_line(GString *text, const char *line)
{
    for (; *line; line = g_utf8_next_char(line)) {
        gunichar c = g_utf8_get_char(line);
        g_string_append_unichar(text, g_unichar_iscntrl(c) ? 0xfffd : c);
    }
    g_string_append_c(text, '\n');
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < page->lines->len; i++) {
        g_autofree char *valid = g_utf8_make_valid(((Line *)page->lines->pdata[i])->text, -1);
        append_line(text, valid);
    }
    return output_write(state->dir, page->export.name, suffix, text->str, text->len, error);
}

const Stage stage_text = {
    .name = "text",
    .summary = "plain text, UTF-8, a file a page",
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = open,
    .process = process,
    .clear = clear,
};
