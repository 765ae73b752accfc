/* store-corrections.c - what persons decided: added, walked, checked; never changed. */
#include "error.h"
#include "store-db.h"
#include <string.h>

/* The hash of a row covers the hash before it and each value with its length, so that no two rows give the
 * same text ("ab" + "c" against "a" + "bc"), and NULL differs from the empty text. Rows of format 1 end with
 * the seconds: what came later is covered where it is there, and old hashes stay as they were. */
static char *
dup_hash(const char *previous, const CorrectionRow *row)
{
    enum { FORMAT_1 = 9, FORMAT_2 = 11 };
    char seconds[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(seconds, sizeof seconds, row->seconds);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    g_autofree char *batch = row->batch ? g_strdup_printf("%" G_GINT64_FORMAT, row->batch) : NULL;
    const char *const values[FORMAT_2] = {previous,  number,        row->at,  row->who,
                                          row->page, row->field,    row->was, row->becomes,
                                          seconds,   row->decision, batch};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < (row->decision || batch ? FORMAT_2 : FORMAT_1); i++)
        if (values[i])
            g_string_append_printf(text, "%zu:%s,", strlen(values[i]), values[i]);
        else
            g_string_append(text, "-,");
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* Number and hash of the last correction: 0 and "" before the first. */
static gboolean
last_correction(Store *store, gint64 *ret_number, char **ret_hash, GError **error)
{
    sqlite3_stmt *ask =
        store_statement(store, "SELECT number, hash FROM corrections ORDER BY number DESC LIMIT 1", error);
    if (!ask)
        return FALSE;
    int status = sqlite3_step(ask);
    gboolean any = status == SQLITE_ROW;
    gboolean known = any || status == SQLITE_DONE || store_fail(store, "read the corrections", error);
    *ret_number = any ? sqlite3_column_int64(ask, 0) : 0;
    *ret_hash = g_strdup(any ? (const char *)sqlite3_column_text(ask, 1) : "");
    sqlite3_reset(ask);
    return known;
}

/* What a person typed comes from outside; the hash must cover the very bytes that are stored. */
static gboolean
check_text(Store *store, const CorrectionRow *row, GError **error)
{
    const char *const values[] = {row->at,  row->who,     row->page,    row->field,
                                  row->was, row->becomes, row->decision};
    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        if (values[i] ? !g_utf8_validate(values[i], -1, NULL) : i < 4) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: cannot add a correction: %s",
                        store->folder,
                        values[i] ? "text that is no UTF-8" : "time, person, page or field is missing");
            return FALSE;
        }
    return TRUE;
}

gboolean
store_append_correction(Store *store, CorrectionRow *row, GError **error)
{
    g_autofree char *previous = NULL;
    gint64 last = 0;
    gboolean known = check_text(store, row, error) && last_correction(store, &last, &previous, error);
    sqlite3_stmt *add =
        known
            ? store_statement(store,
                              "INSERT INTO corrections (number, at, who, page, field, was, becomes, seconds,"
                              " prev_hash, hash, decision, batch)"
                              " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,nullif(?12,0))",
                              error)
            : NULL;
    if (!add)
        return FALSE;
    row->number = last + 1;
    if (row->batch == BATCH_OWN)
        row->batch = row->number;
    g_autofree char *hash = dup_hash(previous, row);
    sqlite3_bind_int64(add, 1, row->number);
    store_bind_text(add, 2, row->at);
    store_bind_text(add, 3, row->who);
    store_bind_text(add, 4, row->page);
    store_bind_text(add, 5, row->field);
    store_bind_text(add, 6, row->was);
    store_bind_text(add, 7, row->becomes);
    sqlite3_bind_double(add, 8, row->seconds);
    store_bind_text(add, 9, previous);
    store_bind_text(add, 10, hash);
    store_bind_text(add, 11, row->decision);
    sqlite3_bind_int64(add, 12, row->batch);
    return store_do(store, add, "add a correction", error);
}

static gboolean
add_correction(Store *store, const void *data, GError **error)
{
    CorrectionRow row = *(const CorrectionRow *)data;
    return store_append_correction(store, &row, error);
}

gboolean
store_add_correction(Store *store, const CorrectionRow *row, GError **error)
{
    return store_in_transaction(store, "add a correction", add_correction, row, error);
}

static CorrectionRow
row_from_columns(sqlite3_stmt *row)
{
    return (CorrectionRow){
        .number = sqlite3_column_int64(row, 0),
        .at = (const char *)sqlite3_column_text(row, 1),
        .who = (const char *)sqlite3_column_text(row, 2),
        .page = (const char *)sqlite3_column_text(row, 3),
        .field = (const char *)sqlite3_column_text(row, 4),
        .was = (const char *)sqlite3_column_text(row, 5),
        .becomes = (const char *)sqlite3_column_text(row, 6),
        .seconds = sqlite3_column_double(row, 7),
        .decision = (const char *)sqlite3_column_text(row, 10),
        .batch = sqlite3_column_int64(row, 11),
    };
}

/* All corrections of a page, or all with `page` NULL. A database of format 1 that cannot be written lacks the
 * last two columns. */
static sqlite3_stmt *
walk_corrections(Store *store, const char *page, GError **error)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT number, at, who, page, field, was, becomes, seconds, prev_hash, hash, %s FROM corrections"
        "%s ORDER BY number",
        store->format >= 2 ? "decision, batch" : "NULL, NULL", page ? " WHERE page = ?1" : "");
    sqlite3_stmt *walk = store_statement_new(store, sql, error);
    if (walk && page)
        store_bind_text(walk, 1, page);
    return walk;
}

gboolean
store_each_correction(Store *store, const char *page, CorrectionVisit visit, gpointer user_data,
                      GError **error)
{
    g_autoptr(sqlite3_stmt) walk = walk_corrections(store, page, error);
    if (!walk)
        return FALSE;
    int status;
    while ((status = sqlite3_step(walk)) == SQLITE_ROW) {
        const CorrectionRow row = row_from_columns(walk);
        if (!visit(&row, user_data, error))
            return FALSE;
    }
    return status == SQLITE_DONE || store_fail(store, "read the corrections", error);
}

gboolean
store_check_corrections(Store *store, guint *ret_count, GError **error)
{
    g_autoptr(sqlite3_stmt) walk = walk_corrections(store, NULL, error);
    g_autofree char *previous = g_strdup("");
    int status = SQLITE_ERROR;
    *ret_count = 0;
    while (walk && (status = sqlite3_step(walk)) == SQLITE_ROW) {
        const CorrectionRow row = row_from_columns(walk);
        g_autofree char *hash = dup_hash(previous, &row);
        (*ret_count)++;
        if (row.number != *ret_count || strcmp(previous, (const char *)sqlite3_column_text(walk, 8)) != 0 ||
            strcmp(hash, (const char *)sqlite3_column_text(walk, 9)) != 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE,
                        "%s: correction %" G_GINT64_FORMAT " is not as it was written", store->folder,
                        row.number);
            return FALSE;
        }
        g_free(previous);
        previous = g_steal_pointer(&hash);
    }
    return walk && (status == SQLITE_DONE || store_fail(store, "read the corrections", error));
}
