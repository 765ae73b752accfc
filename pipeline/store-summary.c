/* store-summary.c - summary.csv and failures.csv: the folder at a glance, for a spreadsheet. Times and memory
 * are left out, so that the same scans give the same bytes. */
#include "csv-row.h"
#include "output.h"
#include "record.h"
#include "store.h"

typedef struct {
    Output *summary, *failures;
    GString *row;
} Tables;

static gboolean
put_row(Tables *tables, Output *output, GError **error)
{
    csv_row_end(tables->row);
    gboolean put = output_put(output, tables->row->str, tables->row->len, error);
    g_string_truncate(tables->row, 0);
    return put;
}

static void
begin_row(const Tables *tables, const PageEntry *entry, const char *state)
{
    char id[32];
    g_autofree char *path = path_dup_text(entry->scan->path);
    store_make_id(id, entry->scan->sha256, entry->number);
    csv_row_text(tables->row, path);
    csv_row_number(tables->row, entry->number, 0);
    csv_row_text(tables->row, id);
    csv_row_text(tables->row, state);
}

static gboolean
put_page(const PageEntry *entry, gpointer user_data, GError **error)
{
    Tables *tables = user_data;
    const PageRow *page = entry->page;
    const char *state = page ? state_name(page->state) : "waiting";
    begin_row(tables, entry, state);
    csv_row_text(tables->row, page ? page->verdict : "");
    csv_row_number(tables->row, page ? page->lines : 0, 0);
    if (page && page->confidence >= 0)
        csv_row_number(tables->row, page->confidence, 4);
    else
        csv_row_text(tables->row, "");
    csv_row_text(tables->row, page ? page->doubts : "");
    if (!put_row(tables, tables->summary, error))
        return FALSE;
    if (!page || page->state == STATE_DONE || page->state == STATE_BLANK)
        return TRUE;
    begin_row(tables, entry, state);
    csv_row_text(tables->row, page->cause);
    return put_row(tables, tables->failures, error);
}

gboolean
store_write_summaries(Store *store, const char *folder, GError **error)
{
    static const char summary_head[] = "path,page,id,state,verdict,lines,confidence,doubts\r\n";
    static const char failures_head[] = "path,page,id,state,cause\r\n";
    g_autofree char *summary_path = g_build_filename(folder, "summary.csv", NULL);
    g_autofree char *failures_path = g_build_filename(folder, "failures.csv", NULL);
    g_autoptr(Output) summary = output_open(summary_path, error);
    g_autoptr(Output) failures = summary ? output_open(failures_path, error) : NULL;
    g_autoptr(GString) row = g_string_new(NULL);
    Tables tables = {summary, failures, row};
    return failures && output_put(summary, summary_head, sizeof summary_head - 1, error) &&
           output_put(failures, failures_head, sizeof failures_head - 1, error) &&
           store_each_page_brief(store, put_page, &tables, error) && output_commit(summary, error) &&
           output_commit(failures, error);
}
