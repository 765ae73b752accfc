/* json.c - writer: the page record, laid out for the eye. What it holds is pipeline/verno-page-1.schema.json.
 */
#include "output.h"
#include "record.h"
#include "stage.h"
#include "target.h"

static const char suffix[] = ".json";

typedef struct {
    WriterTarget target;
} State;

/* The end of the string that begins at `at`: behind its closing quote. */
static const char *
skip_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

/* The end of the object or list that begins at `at`; is there an object in it? */
static const char *
skip_container(const char *at, gboolean *ret_holds_object)
{
    guint depth = 0;
    *ret_holds_object = FALSE;
    do {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        if (*at == '{' && depth > 0)
            *ret_holds_object = TRUE;
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth > 0);
    return at;
}

/* Copies up to `end`, with a blank after each comma and colon. */
static void
append_flat(GString *text, const char *at, const char *end)
{
    while (at < end) {
        const char *next = *at == '"' ? skip_string(at) : at + 1;
        g_string_append_len(text, at, next - at);
        if (*at == ',' || *at == ':')
            g_string_append_c(text, ' ');
        at = next;
    }
}

static void
break_line(GString *text, guint depth)
{
    g_string_append_printf(text, "\n%*s", (int)depth, "");
}

/* Lays out compact JSON: what holds objects is indented, all else stays on one line: a word or a remark is a
 * line, a corner of a quad is not. `json` is sound, for it comes from record.c. */
static void
append_indented(GString *text, const char *json)
{
    guint depth = 0;
    gboolean holds_object;
    while (*json) {
        const char *end;
        switch (*json) {
        case '{':
        case '[':
            end = skip_container(json, &holds_object);
            if (holds_object) {
                g_string_append_c(text, *json++);
                break_line(text, ++depth);
            } else {
                append_flat(text, json, end);
                json = end;
            }
            break;
        case '}':
        case ']':
            break_line(text, --depth);
            g_string_append_c(text, *json++);
            break;
        case ',':
            g_string_append_c(text, *json++);
            break_line(text, depth);
            break;
        default:
            end = *json == '"' ? skip_string(json) : json + 1;
            append_flat(text, json, end);
            json = end;
        }
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autofree char *record = record_dup_json(page, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    append_indented(text, record);
    g_string_append_c(text, '\n');
    return output_write(state->target.dir, page->export.name, suffix, text->str, text->len, error);
}

const Stage stage_json = {
    .name = "json",
    .summary = "the page record, verno-page/1: everything that is known of a page, a file a page",
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
