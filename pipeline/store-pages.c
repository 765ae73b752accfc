/* store-pages.c - scans and pages of a folder: put, find, walk, count. */
#include "error.h"
#include "store-db.h"
#include <string.h>

static const char *const names[N_STATES] = {"done", "blank", "damaged", "unsupported", "timeout", "failed"};

const char *
state_name(PageState state)
{
    return names[state];
}

gboolean
state_from_name(const char *name, PageState *ret_state)
{
    for (guint i = 0; i < N_STATES; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_state = (PageState)i;
            return TRUE;
        }
    return FALSE;
}

void
store_make_id(char ret_id[32], const char *sha256, guint number)
{
    g_snprintf(ret_id, 32, "%.16s-%u", sha256, number);
}

/* A scan that is known and has not changed costs no write: going on with a large folder is quick. */
gboolean
store_put_scan(Store *store, const ScanRow *scan, GError **error)
{
    sqlite3_stmt *put = store_statement(
        store,
        "INSERT INTO scans (path, sha256, bytes, pages) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (path) DO UPDATE"
        " SET sha256 = excluded.sha256, bytes = excluded.bytes, pages = excluded.pages"
        " WHERE (sha256, bytes, pages) <> (excluded.sha256, excluded.bytes, excluded.pages)",
        error);
    if (!put)
        return FALSE;
    sqlite3_bind_blob(put, 1, scan->path, (int)strlen(scan->path), SQLITE_STATIC);
    store_bind_text(put, 2, scan->sha256);
    sqlite3_bind_int64(put, 3, scan->bytes);
    sqlite3_bind_int64(put, 4, scan->pages);
    return store_do(store, put, "note a scan", error);
}

/* "[1,0,0,0,1,0]": always with a point, and with all digits, so that it comes back as it was. */
static char *
map_dup_text(const double *map)
{
    if (!map)
        return NULL;
    GString *text = g_string_new("[");
    for (int i = 0; i < 6; i++) {
        char number[G_ASCII_DTOSTR_BUF_SIZE];
        g_string_append_printf(text, "%s%s", i ? "," : "", g_ascii_dtostr(number, sizeof number, map[i]));
    }
    return g_string_free(g_string_append_c(text, ']'), FALSE);
}

static gboolean
map_from_text(const char *text, double ret_map[6])
{
    for (int i = 0; i < 6; i++) {
        char *end = NULL;
        if (!text || (*text != '[' && *text != ','))
            return FALSE;
        ret_map[i] = g_ascii_strtod(text + 1, &end);
        text = end;
    }
    return *text == ']';
}

/* What columns say of the record ?11. */
#define LINES_OF_RECORD "coalesce(json_array_length(?11, '$.lines'), 0)"
#define CONFIDENCE_OF_RECORD                                                                                 \
    "(SELECT round(sum((value ->> 'confidence') * n) / sum(n), 4)"                                           \
    "  FROM (SELECT value, length(value ->> 'text') AS n FROM json_each(?11, '$.lines')))"
#define DOUBTS_OF_RECORD                                                                                     \
    "(SELECT coalesce(group_concat(code, ' '), '')"                                                          \
    "  FROM (SELECT (value ->> 'stage') || ':' || (value ->> 'code') AS code"                                \
    "        FROM json_each(?11, '$.remarks') WHERE value ->> 'doubt' GROUP BY code ORDER BY min(key)))"

static const char put_page_sql[] =
    "INSERT INTO pages (id, state, cause, plan, verdict, took_s, peak_bytes, attempts, times, picture_map, "
    "record,"
    " lines, confidence, doubts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
    " " LINES_OF_RECORD ", " CONFIDENCE_OF_RECORD ", " DOUBTS_OF_RECORD ")";

static gboolean
put_row(Store *store, const PageRow *page, GError **error)
{
    g_autofree char *map = map_dup_text(page->picture_map);
    gboolean read = page->state == STATE_DONE || page->state == STATE_BLANK;
    sqlite3_stmt *put = store_statement(store, put_page_sql, error);
    if (!put)
        return FALSE;
    store_bind_text(put, 1, page->id);
    store_bind_text(put, 2, state_name(page->state));
    store_bind_text(put, 3, read ? NULL : page->cause ? page->cause : "no cause was given");
    store_bind_text(put, 4, page->plan);
    store_bind_text(put, 5, page->verdict);
    sqlite3_bind_double(put, 6, page->took_s);
    sqlite3_bind_int64(put, 7, page->peak_bytes);
    sqlite3_bind_int64(put, 8, page->attempts);
    store_bind_text(put, 9, page->times);
    store_bind_text(put, 10, map);
    store_bind_text(put, 11, page->record);
    return store_do(store, put, "put a page", error);
}

static gboolean
put_fields(Store *store, const PageRow *page, GError **error)
{
    sqlite3_stmt *put = store_statement(
        store,
        "INSERT INTO fields (page, position, name, label, raw, value, quad, confidence, status, reasons)"
        " SELECT ?1, key, value ->> 'name', value ->> 'label', value ->> 'raw', value ->> 'value',"
        " value ->> 'quad', value ->> 'confidence', value ->> 'status', value -> 'reasons'"
        " FROM json_each(?2, '$.fields')",
        error);
    if (!put)
        return FALSE;
    store_bind_text(put, 1, page->id);
    store_bind_text(put, 2, page->record);
    return store_do(store, put, "put the fields of a page", error);
}

static gboolean
put_page(Store *store, const void *data, GError **error)
{
    const PageRow *page = data;
    sqlite3_stmt *old = store_statement(store, "DELETE FROM pages WHERE id = ?1", error);
    if (!old)
        return FALSE;
    store_bind_text(old, 1, page->id);
    return store_do(store, old, "replace a page", error) && put_row(store, page, error) &&
           put_fields(store, page, error);
}

gboolean
store_put_page(Store *store, const PageRow *page, GError **error)
{
    PageRow row = *page;
    if ((guint)row.state >= N_STATES)
        row.state = STATE_FAILED;
    return store_in_transaction(store, "put a page", put_page, &row, error);
}

static gboolean
put_record(Store *store, const void *data, GError **error)
{
    const PageRow *page = data;
    sqlite3_stmt *set = store_statement(
        store,
        "UPDATE pages SET record = ?11, plan = coalesce(?4, plan), lines = " LINES_OF_RECORD
        ", confidence = " CONFIDENCE_OF_RECORD ", doubts = " DOUBTS_OF_RECORD " WHERE id = ?1",
        error);
    sqlite3_stmt *old = set ? store_statement(store, "DELETE FROM fields WHERE page = ?1", error) : NULL;
    if (!old)
        return FALSE;
    store_bind_text(set, 1, page->id);
    store_bind_text(set, 4, page->plan);
    store_bind_text(set, 11, page->record);
    store_bind_text(old, 1, page->id);
    return store_do(store, set, "put a record", error) && store_do(store, old, "replace fields", error) &&
           put_fields(store, page, error);
}

gboolean
store_put_record(Store *store, const char *id, const char *record, const char *plan, GError **error)
{
    PageRow page = {.record = record, .plan = plan};
    g_strlcpy(page.id, id, sizeof page.id);
    return store_in_transaction(store, "put a record", put_record, &page, error);
}

gboolean
store_page_state(Store *store, const char *id, const char *plan, gboolean retry_failed, PageState *ret_state)
{
    sqlite3_stmt *ask = store_statement(store, "SELECT state FROM pages WHERE id = ?1 AND plan = ?2", NULL);
    if (!ask)
        return FALSE;
    store_bind_text(ask, 1, id);
    store_bind_text(ask, 2, plan);
    gboolean found = sqlite3_step(ask) == SQLITE_ROW &&
                     state_from_name((const char *)sqlite3_column_text(ask, 0), ret_state);
    sqlite3_reset(ask);
    return found && !(retry_failed && (*ret_state == STATE_TIMEOUT || *ret_state == STATE_FAILED));
}

#define PAGE_COLUMNS                                                                                         \
    "id, state, cause, plan, verdict, took_s, peak_bytes, attempts, times, picture_map, lines, confidence,"  \
    " doubts"

static const char brief_sql[] = "SELECT " PAGE_COLUMNS " FROM pages WHERE id = ?1";
static const char whole_sql[] = "SELECT " PAGE_COLUMNS ", record FROM pages WHERE id = ?1";

/* What is lent lives until the statement moves on. `map` is where the picture's map goes. */
static PageRow
row_from_columns(sqlite3_stmt *row, double map[6])
{
    PageRow page = {
        .state = STATE_FAILED,
        .cause = (const char *)sqlite3_column_text(row, 2),
        .plan = (const char *)sqlite3_column_text(row, 3),
        .verdict = (const char *)sqlite3_column_text(row, 4),
        .took_s = sqlite3_column_double(row, 5),
        .peak_bytes = sqlite3_column_int64(row, 6),
        .attempts = (guint)sqlite3_column_int64(row, 7),
        .times = (const char *)sqlite3_column_text(row, 8),
        .lines = (guint)sqlite3_column_int64(row, 10),
        .confidence = sqlite3_column_type(row, 11) == SQLITE_NULL ? -1 : sqlite3_column_double(row, 11),
        .doubts = (const char *)sqlite3_column_text(row, 12),
    };
    g_strlcpy(page.id, (const char *)sqlite3_column_text(row, 0), sizeof page.id);
    state_from_name((const char *)sqlite3_column_text(row, 1), &page.state);
    if (map_from_text((const char *)sqlite3_column_text(row, 9), map))
        page.picture_map = map;
    if (sqlite3_column_count(row) > 13)
        page.record = (const char *)sqlite3_column_text(row, 13);
    return page;
}

typedef struct {
    Store *store;
    sqlite3_stmt *pages; /* by id */
    PageVisit visit;
    gpointer user_data;
} Walk;

static gboolean
visit_page(const Walk *walk, const ScanRow *scan, guint number, GError **error)
{
    char id[32];
    double map[6];
    PageRow page;
    store_make_id(id, scan->sha256, number);
    sqlite3_bind_text(walk->pages, 1, id, -1, SQLITE_STATIC);
    int status = sqlite3_step(walk->pages);
    if (status == SQLITE_ROW)
        page = row_from_columns(walk->pages, map);
    const PageEntry entry = {scan, number, status == SQLITE_ROW ? &page : NULL};
    gboolean go_on =
        (status == SQLITE_ROW || status == SQLITE_DONE || store_fail(walk->store, "read a page", error)) &&
        walk->visit(&entry, walk->user_data, error);
    sqlite3_reset(walk->pages);
    return go_on;
}

/* Visits pages of the scans that `scans` returns; all of them, or only number `only`. */
static gboolean
walk_scans(const Walk *walk, sqlite3_stmt *scans, guint only, GError **error)
{
    int status;
    while ((status = sqlite3_step(scans)) == SQLITE_ROW) {
        g_autofree char *path = g_strndup(sqlite3_column_blob(scans, 0), sqlite3_column_bytes(scans, 0));
        ScanRow scan = {.path = path,
                        .bytes = sqlite3_column_int64(scans, 2),
                        .pages = (guint)sqlite3_column_int64(scans, 3)};
        g_strlcpy(scan.sha256, (const char *)sqlite3_column_text(scans, 1), sizeof scan.sha256);
        for (guint number = only ? only : 1; number <= (only ? MIN(only, scan.pages) : scan.pages); number++)
            if (!visit_page(walk, &scan, number, error))
                return FALSE;
    }
    return status == SQLITE_DONE || store_fail(walk->store, "read the scans", error);
}

static gboolean
each_page(Store *store, const char *pages_sql, PageVisit visit, gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) scans =
        store_statement_new(store, "SELECT path, sha256, bytes, pages FROM scans ORDER BY path", error);
    g_autoptr(sqlite3_stmt) pages = scans ? store_statement_new(store, pages_sql, error) : NULL;
    const Walk walk = {store, pages, visit, user_data};
    return pages && walk_scans(&walk, scans, 0, error);
}

gboolean
store_each_page(Store *store, PageVisit visit, gpointer user_data, GError **error)
{
    return each_page(store, whole_sql, visit, user_data, error);
}

gboolean
store_each_page_brief(Store *store, PageVisit visit, gpointer user_data, GError **error)
{
    return each_page(store, brief_sql, visit, user_data, error);
}

static const char places_sql[] = "SELECT path, sha256, bytes, pages FROM scans"
                                 " WHERE substr(sha256, 1, 16) = substr(?1, 1, 16) ORDER BY path";

gboolean
store_each_place(Store *store, const char *id, PageVisit visit, gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) scans = store_statement_new(store, places_sql, error);
    g_autoptr(sqlite3_stmt) pages = scans ? store_statement_new(store, whole_sql, error) : NULL;
    const Walk walk = {store, pages, visit, user_data};
    guint64 number = strlen(id) > 17 ? g_ascii_strtoull(id + 17, NULL, 10) : 0;
    if (!pages)
        return FALSE;
    if (number == 0 || number > G_MAXUINT)
        return TRUE;
    store_bind_text(scans, 1, id);
    return walk_scans(&walk, scans, (guint)number, error);
}

/* One statement, so one view of the folder, whatever a run writes meanwhile. */
gboolean
store_count(Store *store, StoreCounts *ret_counts, GError **error)
{
    StoreCounts counts = {0};
    g_autoptr(sqlite3_stmt) ask = store_statement_new(
        store,
        "WITH entries AS (SELECT p.state, p.verdict FROM scans s JOIN pages p"
        " ON p.hash = substr(s.sha256, 1, 16) AND p.number BETWEEN 1 AND s.pages)"
        " SELECT 'scans', count(*) FROM scans UNION ALL SELECT 'pages', coalesce(sum(pages), 0) FROM scans"
        " UNION ALL SELECT 'doubtful', count(*) FROM entries WHERE verdict = 'doubtful'"
        " UNION ALL SELECT state, count(*) FROM entries GROUP BY state",
        error);
    int status = SQLITE_DONE;
    while (ask && (status = sqlite3_step(ask)) == SQLITE_ROW) {
        const char *what = (const char *)sqlite3_column_text(ask, 0);
        guint n = (guint)sqlite3_column_int64(ask, 1);
        PageState state;
        if (state_from_name(what, &state))
            counts.by_state[state] = n;
        else if (strcmp(what, "scans") == 0)
            counts.scans = n;
        else if (strcmp(what, "pages") == 0)
            counts.pages = counts.waiting = n;
        else
            counts.doubtful = n;
    }
    for (guint i = 0; i < N_STATES; i++)
        counts.waiting -= counts.by_state[i];
    *ret_counts = counts;
    return ask && (status == SQLITE_DONE || store_fail(store, "count", error));
}
