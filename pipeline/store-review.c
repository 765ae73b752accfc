/* store-review.c - what the review desk asks of a folder's database. */
#include "store-review.h"
#include "store-db.h"
#include <string.h>

gboolean
store_each_field(Store *store, const char *status, const char *or_status, ReviewVisit visit,
                 gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) walk = store_statement_new(
        store,
        "WITH places AS (SELECT p.rowid AS row, p.id AS id, p.number AS number, min(s.path) AS path,"
        "  json_extract(p.record, '$.form.id') AS form FROM pages p"
        "  JOIN scans s ON substr(s.sha256, 1, 16) = p.hash"
        "  WHERE EXISTS (SELECT 1 FROM fields f WHERE f.page = p.id AND f.status IN (?1, ?2)) GROUP BY p.id)"
        " SELECT places.row, places.id, places.path, places.number, places.form, f.position, f.name, f.raw,"
        "  f.value, f.status, f.reasons, f.confidence FROM places JOIN fields f ON f.page = places.id"
        " WHERE f.status IN (?1, ?2) ORDER BY places.path, places.number, f.position",
        error);
    int status_now = SQLITE_ERROR;
    if (!walk)
        return FALSE;
    store_bind_text(walk, 1, status);
    store_bind_text(walk, 2, or_status ? or_status : status);
    while ((status_now = sqlite3_step(walk)) == SQLITE_ROW) {
        const ReviewField field = {
            .row = sqlite3_column_int64(walk, 0),
            .page = (const char *)sqlite3_column_text(walk, 1),
            .path = (const char *)sqlite3_column_text(walk, 2),
            .number = (guint)sqlite3_column_int64(walk, 3),
            .form = (const char *)sqlite3_column_text(walk, 4),
            .position = (guint)sqlite3_column_int64(walk, 5),
            .name = (const char *)sqlite3_column_text(walk, 6),
            .raw = (const char *)sqlite3_column_text(walk, 7),
            .value = (const char *)sqlite3_column_text(walk, 8),
            .status = (const char *)sqlite3_column_text(walk, 9),
            .reasons = (const char *)sqlite3_column_text(walk, 10),
            .confidence = sqlite3_column_double(walk, 11),
        };
        if (!visit(&field, user_data, error))
            return FALSE;
    }
    return status_now == SQLITE_DONE || store_fail(store, "read the fields", error);
}

gboolean
store_find_page(Store *store, gint64 row, PageVisit visit, gpointer user_data, GError **error)
{
    sqlite3_stmt *ask = store_statement(store, "SELECT id FROM pages WHERE rowid = ?1", error);
    g_autofree char *id = NULL;
    if (!ask)
        return FALSE;
    sqlite3_bind_int64(ask, 1, row);
    if (sqlite3_step(ask) == SQLITE_ROW)
        id = g_strdup((const char *)sqlite3_column_text(ask, 0));
    sqlite3_reset(ask);
    return !id || store_each_place(store, id, visit, user_data, error);
}

gboolean
store_list_pages(Store *store, PageListVisit visit, gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) walk =
        store_statement_new(store,
                            "SELECT p.rowid, min(s.path), p.number, p.verdict FROM pages p"
                            " JOIN scans s ON substr(s.sha256, 1, 16) = p.hash"
                            " WHERE p.state = 'done' GROUP BY p.id ORDER BY 2, 3",
                            error);
    int status = SQLITE_ERROR;
    while (walk && (status = sqlite3_step(walk)) == SQLITE_ROW)
        if (!visit(sqlite3_column_int64(walk, 0), (const char *)sqlite3_column_text(walk, 1),
                   (guint)sqlite3_column_int64(walk, 2), (const char *)sqlite3_column_text(walk, 3),
                   user_data, error))
            return FALSE;
    return walk && (status == SQLITE_DONE || store_fail(store, "list the pages", error));
}

gint64
store_data_version(Store *store)
{
    sqlite3_stmt *ask = store_statement(store, "PRAGMA data_version", NULL);
    gint64 version = ask && sqlite3_step(ask) == SQLITE_ROW ? sqlite3_column_int64(ask, 0) : 0;
    if (ask)
        sqlite3_reset(ask);
    return version;
}

gboolean
store_settle(Store *store, GError **error)
{
    int stay = 1;
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &stay);
    /* An empty transaction that writes: log and index file are there from now on. */
    if (sqlite3_exec(store->db, "PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE; COMMIT;", NULL, NULL, NULL) ==
        SQLITE_OK)
        return TRUE;
    return store_fail(store, "be written to", error);
}

typedef struct {
    CorrectionRow *rows;
    const gint64 *expected;
    guint count, conflict; /* conflict: count where there is none */
} Decide;

/* Number of the last row on a field; 0: none. */
static gint64
last_number(Store *store, const char *page, const char *field, GError **error)
{
    sqlite3_stmt *ask = store_statement(
        store, "SELECT coalesce(max(number), 0) FROM corrections WHERE page = ?1 AND field = ?2", error);
    gint64 number = -1;
    if (!ask)
        return -1;
    store_bind_text(ask, 1, page);
    store_bind_text(ask, 2, field);
    if (sqlite3_step(ask) == SQLITE_ROW)
        number = sqlite3_column_int64(ask, 0);
    else
        store_fail(store, "read the corrections", error);
    sqlite3_reset(ask);
    return number;
}

static gboolean
decide(Store *store, const void *data, GError **error)
{
    Decide *job = (Decide *)data;
    for (guint i = 0; i < job->count; i++) {
        gint64 last = last_number(store, job->rows[i].page, job->rows[i].field, error);
        if (last != job->expected[i]) {
            job->conflict = i;
            return FALSE;
        }
    }
    for (guint i = 0; i < job->count; i++) {
        /* A group bears the number of its first row. */
        if (i > 0 && job->rows[0].batch != 0)
            job->rows[i].batch = job->rows[0].batch;
        if (!store_append_correction(store, &job->rows[i], error))
            return FALSE;
    }
    return TRUE;
}

gboolean
store_decide(Store *store, CorrectionRow *rows, const gint64 *expected, guint count, guint *ret_conflict,
             GError **error)
{
    Decide job = {rows, expected, count, count};
    g_autoptr(GError) trouble = NULL;
    gboolean done = store_in_transaction(store, "note a decision", decide, &job, &trouble);
    *ret_conflict = job.conflict;
    if (trouble)
        g_propagate_error(error, g_steal_pointer(&trouble));
    return done;
}

gboolean
store_add_seed(Store *store, const SeedRow *row, GError **error)
{
    sqlite3_stmt *add = store_statement(store,
                                        "INSERT INTO seeds (at, who, page, field, planted, truth, decision,"
                                        " value, caught) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)",
                                        error);
    const char *const texts[] = {row->at,      row->who,   row->page,     row->field,
                                 row->planted, row->right, row->decision, row->value};
    if (!add)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        store_bind_text(add, (int)i + 1, texts[i]);
    sqlite3_bind_int(add, 9, row->caught != FALSE);
    return store_do(store, add, "note a planted error", error);
}

gboolean
store_each_seed(Store *store, SeedVisit visit, gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) walk = store_statement_new(
        store,
        "SELECT at, who, page, field, planted, truth, decision, value, caught FROM seeds ORDER BY number",
        error);
    int status = SQLITE_ERROR;
    while (walk && (status = sqlite3_step(walk)) == SQLITE_ROW) {
        const char *texts[8];
        for (int i = 0; i < 8; i++)
            texts[i] = (const char *)sqlite3_column_text(walk, i);
        const SeedRow row = {texts[0], texts[1], texts[2],
                             texts[3], texts[4], texts[5],
                             texts[6], texts[7], sqlite3_column_int(walk, 8)};
        if (!visit(&row, user_data, error))
            return FALSE;
    }
    return walk && (status == SQLITE_DONE || store_fail(store, "read the planted errors", error));
}
