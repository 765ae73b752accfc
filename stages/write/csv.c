/* csv.c - writer: two tables for the whole folder, lines.csv and fields.csv, a row a line of text or a field.
 * A field that a person decided has the machine's value, the kind of decision and the person at the end of
 * its row. Quoting and the guard against formulas are csv-row.h. */
#include "csv-row.h"
#include "output.h"
#include "record.h"
#include "stage.h"
#include <string.h>

static const char lines_head[] = "path,page,line,kind,script,text,raw,confidence,x0,y0,x1,y1,x2,y2,x3,y3\r\n";
static const char fields_head[] = "path,page,name,label,raw,value,confidence,status,reasons,x0,y0,x1,y1,x2,"
                                  "y2,x3,y3,machine,decision,who\r\n";

typedef struct {
    Output *lines, *fields;
} State;

static Output *
begin(const char *dir, const char *name, const char *head, GError **error)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autoptr(Output) output = output_open(path, error);
    if (!output || !output_put(output, head, strlen(head), error))
        return NULL;
    return g_steal_pointer(&output);
}

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    state->lines = begin(env->output_dir, "lines.csv", lines_head, error);
    state->fields = state->lines ? begin(env->output_dir, "fields.csv", fields_head, error) : NULL;
    return state->fields != NULL;
}

static void
append_line(GString *rows, const char *path, const Page *page, guint i)
{
    const Line *line = page->lines->pdata[i];
    csv_row_text(rows, path);
    csv_row_number(rows, page->source.number, 0);
    csv_row_number(rows, i + 1, 0);
    csv_row_text(rows, line_kind_name(line->kind));
    csv_row_text(rows, line->script);
    csv_row_text(rows, line->text);
    csv_row_text(rows, line->raw ? line->raw : line->text);
    csv_row_number(rows, line->confidence, 4);
    csv_row_quad(rows, &line->quad);
    csv_row_end(rows);
}

static void
append_field(GString *rows, const char *path, const Page *page, const Field *field)
{
    g_autofree char *reasons = field->reasons ? g_strjoinv(" ", field->reasons) : NULL;
    csv_row_text(rows, path);
    csv_row_number(rows, page->source.number, 0);
    csv_row_text(rows, field->name);
    csv_row_text(rows, field->label);
    csv_row_text(rows, field->raw);
    csv_row_text(rows, field->value);
    csv_row_number(rows, field->confidence, 4);
    csv_row_text(rows, field->status);
    csv_row_text(rows, reasons);
    if (quad_area(&field->quad) > 0)
        csv_row_quad(rows, &field->quad);
    else
        g_string_append(rows, ",,,,,,,,"); /* nowhere on the paper */
    csv_row_text(rows, field->machine);
    csv_row_text(rows, field->decision);
    csv_row_text(rows, field->decided_by);
    csv_row_end(rows);
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    g_autofree char *path = path_dup_text(page->source.path);
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GString) fields = g_string_new(NULL);
    for (guint i = 0; i < page->lines->len; i++)
        append_line(lines, path, page, i);
    for (guint i = 0; i < page->fields->len; i++)
        append_field(fields, path, page, page->fields->pdata[i]);
    return output_put(state->lines, lines->str, lines->len, error) &&
           output_put(state->fields, fields->str, fields->len, error);
}

static gboolean
finish(void *data, GError **error)
{
    const State *state = data;
    return output_commit(state->lines, error) && output_commit(state->fields, error);
}

static void
clear(void *data)
{
    State *state = data;
    output_free(state->lines);
    output_free(state->fields);
}

const Stage stage_csv = {
    .name = "csv",
    .summary = "lines.csv and fields.csv for the whole folder, for spreadsheets",
    .state_size = sizeof(State),
    .blank_too = TRUE,
    .open = open,
    .process = process,
    .finish = finish,
    .clear = clear,
};
