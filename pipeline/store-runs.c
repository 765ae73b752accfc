/* store-runs.c - the runs of a folder, and the lock that lets one of them write at a time. */
#include "error.h"
#include "store-db.h"
#include <string.h>
#include <unistd.h>

/* When a process started, in clock ticks since boot; 0 when there is no such process, or it is dead and only
 * waits to be buried. Field 22 of /proc/PID/stat; field 2, the program's name, may hold blanks and brackets.
 */
static gint64
process_start(gint64 pid)
{
    g_autofree char *file = g_strdup_printf("/proc/%" G_GINT64_FORMAT "/stat", pid);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
        return 0;
    char *rest = strrchr(text, ')');
    g_auto(GStrv) fields = g_strsplit(rest ? rest + 1 : "", " ", -1); /* [1] is field 3 */
    if (g_strv_length(fields) < 21 || strchr("ZX", fields[1][0]))
        return 0;
    return g_ascii_strtoll(fields[20], NULL, 10);
}

static char *
dup_now(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    return g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
}

/* Refuses when another living process holds the lock. */
static gboolean
check_lock(Store *store, GError **error)
{
    sqlite3_stmt *ask = store_statement(
        store,
        "SELECT lock.pid, lock.pid_start, runs.started, runs.arguments FROM lock JOIN runs ON number = run",
        error);
    if (!ask)
        return FALSE;
    int status = sqlite3_step(ask);
    gboolean free_to_take = status == SQLITE_DONE;
    if (status == SQLITE_ROW) {
        gint64 pid = sqlite3_column_int64(ask, 0);
        free_to_take = pid == getpid() || process_start(pid) != sqlite3_column_int64(ask, 1);
        if (!free_to_take)
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE,
                        "%s: process %" G_GINT64_FORMAT " writes to it since %s: “verno %s”", store->folder,
                        pid, (const char *)sqlite3_column_text(ask, 2),
                        (const char *)sqlite3_column_text(ask, 3));
    } else if (!free_to_take) {
        store_fail(store, "read the lock", error);
    }
    sqlite3_reset(ask);
    return free_to_take;
}

static gboolean
take_lock(Store *store, GError **error)
{
    sqlite3_stmt *take = store_statement(
        store, "INSERT OR REPLACE INTO lock (one, pid, pid_start, run) VALUES (1, ?1, ?2, ?3)", error);
    if (!take)
        return FALSE;
    sqlite3_bind_int64(take, 1, getpid());
    sqlite3_bind_int64(take, 2, process_start(getpid()));
    sqlite3_bind_int64(take, 3, store->run);
    return store_do(store, take, "take the lock", error);
}

static gboolean
begin_run(Store *store, const void *data, GError **error)
{
    const RunRow *run = data;
    if (!check_lock(store, error))
        return FALSE;
    sqlite3_stmt *bury = store_statement(store, "UPDATE runs SET how = 'killed' WHERE how IS NULL", error);
    if (!bury || !store_do(store, bury, "note a run", error))
        return FALSE;
    sqlite3_stmt *note = store_statement(
        store, "INSERT INTO runs (started, arguments, plan, plan_text, verno) VALUES (?1, ?2, ?3, ?4, ?5)",
        error);
    if (!note)
        return FALSE;
    store_bind_text(note, 1, run->started);
    store_bind_text(note, 2, run->arguments);
    store_bind_text(note, 3, run->plan);
    store_bind_text(note, 4, run->plan_text);
    store_bind_text(note, 5, run->verno);
    if (!store_do(store, note, "note a run", error))
        return FALSE;
    store->run = sqlite3_last_insert_rowid(store->db);
    return take_lock(store, error);
}

gboolean
store_begin_run(Store *store, const char *arguments, const char *plan, const char *plan_text, GError **error)
{
    g_autofree char *now = dup_now();
    const RunRow run = {
        .started = now, .arguments = arguments, .plan = plan, .plan_text = plan_text, .verno = VERNO_VERSION};
    g_assert(!store->run);
    if (store_in_transaction(store, "begin a run", begin_run, &run, error))
        return TRUE;
    store->run = 0;
    return FALSE;
}

static gboolean
end_run(Store *store, const void *data, GError **error)
{
    const RunRow *run = data;
    sqlite3_stmt *note =
        store_statement(store, "UPDATE runs SET ended = ?1, how = ?2 WHERE number = ?3", error);
    if (!note)
        return FALSE;
    store_bind_text(note, 1, run->ended);
    store_bind_text(note, 2, run->how);
    sqlite3_bind_int64(note, 3, store->run);
    if (!store_do(store, note, "end a run", error))
        return FALSE;
    sqlite3_stmt *give = store_statement(store, "DELETE FROM lock WHERE run = ?1", error);
    if (!give)
        return FALSE;
    sqlite3_bind_int64(give, 1, store->run);
    return store_do(store, give, "give the lock back", error);
}

gboolean
store_end_run(Store *store, const char *how, GError **error)
{
    g_autofree char *now = dup_now();
    const RunRow run = {.ended = now, .how = how};
    g_assert(store->run);
    if (!store_in_transaction(store, "end a run", end_run, &run, error))
        return FALSE;
    store->run = 0;
    return TRUE;
}

static const char runs_sql[] =
    "SELECT number, started, ended, how, arguments, plan, plan_text, verno, pid, pid_start"
    " FROM runs LEFT JOIN lock ON run = number ORDER BY number";

/* A run without an end whose process is gone was killed: the next run notes that, we say it already. */
static const char *
how_it_ended(sqlite3_stmt *row)
{
    const char *how = (const char *)sqlite3_column_text(row, 3);
    if (how || (sqlite3_column_type(row, 8) != SQLITE_NULL &&
                process_start(sqlite3_column_int64(row, 8)) == sqlite3_column_int64(row, 9)))
        return how;
    return "killed";
}

gboolean
store_each_run(Store *store, RunVisit visit, gpointer user_data, GError **error)
{
    g_autoptr(sqlite3_stmt) walk = store_statement_new(store, runs_sql, error);
    if (!walk)
        return FALSE;
    int status;
    while ((status = sqlite3_step(walk)) == SQLITE_ROW) {
        const RunRow run = {
            .number = sqlite3_column_int64(walk, 0),
            .started = (const char *)sqlite3_column_text(walk, 1),
            .ended = (const char *)sqlite3_column_text(walk, 2),
            .how = how_it_ended(walk),
            .arguments = (const char *)sqlite3_column_text(walk, 4),
            .plan = (const char *)sqlite3_column_text(walk, 5),
            .plan_text = (const char *)sqlite3_column_text(walk, 6),
            .verno = (const char *)sqlite3_column_text(walk, 7),
        };
        if (!visit(&run, user_data, error))
            return FALSE;
    }
    return status == SQLITE_DONE || store_fail(store, "read the runs", error);
}
