/* store.c - verno.db: opening it, and the statements and transactions that the other store-*.c use. */
#include "error.h"
#include "store-db.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x76726e6f, /* "vrno", in the database's header: `file` and we know it by that */
    SCHEMA_VERSION = 2,
    BUSY_MS = 10000, /* how long to wait for another process's transaction */
};

/* store.sql, made into string literals by embed.sed. */
static const char schema[] =
#include "store.sql.inc"
    ;

gboolean
store_fail(Store *store, const char *what, GError **error)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: cannot %s: %s", store->folder, what,
                sqlite3_errmsg(store->db));
    return FALSE;
}

sqlite3_stmt *
store_statement_new(Store *store, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        store_fail(store, "read the database", error);
    return statement;
}

sqlite3_stmt *
store_statement(Store *store, const char *sql, GError **error)
{
    sqlite3_stmt *statement = g_hash_table_lookup(store->statements, sql);
    if (statement) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        return statement;
    }
    statement = store_statement_new(store, sql, error);
    if (statement)
        g_hash_table_insert(store->statements, (gpointer)sql, statement);
    return statement;
}

void
store_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    if (!text)
        sqlite3_bind_null(statement, place);
    else if (g_utf8_validate(text, -1, NULL))
        sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_text(statement, place, g_utf8_make_valid(text, -1), -1, g_free);
}

gboolean
store_do(Store *store, sqlite3_stmt *statement, const char *what, GError **error)
{
    int status = sqlite3_step(statement);
    gboolean done = status == SQLITE_DONE || status == SQLITE_ROW || store_fail(store, what, error);
    sqlite3_reset(statement);
    return done;
}

gboolean
store_in_transaction(Store *store, const char *what, StoreWork work, const void *data, GError **error)
{
    if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store, what, error);
    if (work(store, data, error)) {
        if (sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
            return TRUE;
        store_fail(store, what, error);
    }
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return FALSE;
}

/* The one number that `sql` returns. */
static gboolean
ask_number(Store *store, const char *sql, int *ret_number, GError **error)
{
    sqlite3_stmt *statement = store_statement(store, sql, error);
    if (!statement)
        return FALSE;
    gboolean found = sqlite3_step(statement) == SQLITE_ROW;
    if (found)
        *ret_number = sqlite3_column_int(statement, 0);
    else
        store_fail(store, "read the database", error);
    sqlite3_reset(statement);
    return found;
}

static gboolean
create_tables(Store *store, const void *data, GError **error)
{
    int tables;
    if (!ask_number(store, "SELECT count(*) FROM sqlite_schema", &tables, error))
        return FALSE;
    if (tables > 0) /* another process made them while we waited */
        return TRUE;
    g_autofree char *marks = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                             APPLICATION_ID, SCHEMA_VERSION);
    if (sqlite3_exec(store->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(store->db, marks, NULL, NULL, NULL) == SQLITE_OK)
        return TRUE;
    return store_fail(store, "make the tables", error);
}

/* Format 1 to 2: corrections tell what kind they are, and planted errors are noted. Checks as in store.sql.
 */
static gboolean
bring_up(Store *store, const void *data, GError **error)
{
    static const char to_2[] =
        "ALTER TABLE corrections ADD COLUMN decision TEXT CHECK (decision IN"
        " ('confirm', 'edit', 'override', 'unsure', 'illegible', 'absent', 'other', 'first', 'second',"
        " 'arbiter', 'undo'));"
        "ALTER TABLE corrections ADD COLUMN batch INTEGER CHECK (batch BETWEEN 1 AND number);"
        "CREATE TABLE seeds (number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, page TEXT NOT "
        "NULL,"
        " field TEXT NOT NULL, planted TEXT NOT NULL, truth TEXT NOT NULL, decision TEXT NOT NULL, value "
        "TEXT,"
        " caught INTEGER NOT NULL CHECK (caught IN (0, 1))) STRICT;"
        "PRAGMA user_version = 2;";
    int version;
    if (!ask_number(store, "PRAGMA user_version", &version, error))
        return FALSE;
    if (version == SCHEMA_VERSION) /* another process did it while we waited */
        return TRUE;
    return sqlite3_exec(store->db, to_2, NULL, NULL, NULL) == SQLITE_OK ||
           store_fail(store, "bring verno.db up to format 2", error);
}

static gboolean
check_is_ours(Store *store, GError **error)
{
    int application, version;
    if (!ask_number(store, "PRAGMA application_id", &application, error) ||
        !ask_number(store, "PRAGMA user_version", &version, error))
        return FALSE;
    gboolean is_old = application == APPLICATION_ID && version == 1;
    gboolean writable = !sqlite3_db_readonly(store->db, "main");
    store->format = is_old && !writable ? version : SCHEMA_VERSION;
    if (is_old)
        return !writable ||
               store_in_transaction(store, "bring verno.db up to format 2", bring_up, NULL, error);
    if (application == APPLICATION_ID && version == SCHEMA_VERSION)
        return TRUE;
    if (application == APPLICATION_ID)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE,
                    "%s: verno.db has format %d, this verno " VERNO_VERSION " knows format %d", store->folder,
                    version, SCHEMA_VERSION);
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: verno.db was not made by verno",
                    store->folder);
    return FALSE;
}

/* Every commit reaches the disk before it is reported: a page that was counted is never lost. */
static gboolean
prepare_handle(Store *store, gboolean create, GError **error)
{
    int tables;
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (sqlite3_exec(store->db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;", NULL, NULL, NULL) !=
        SQLITE_OK)
        return store_fail(store, "open verno.db", error);
    if (!ask_number(store, "SELECT count(*) FROM sqlite_schema", &tables, error))
        return FALSE;
    if (tables == 0 && create) {
        if (sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK)
            return store_fail(store, "make verno.db", error);
        if (!store_in_transaction(store, "make the tables", create_tables, NULL, error))
            return FALSE;
    }
    return check_is_ours(store, error);
}

/* A folder on a read-only medium has no room for SQLite's helper files; nobody can write there either, so the
 * file may be read as it stands. */
static gboolean
is_frozen(const char *folder, const char *file)
{
    g_autofree char *log = g_strconcat(file, "-wal", NULL);
    return g_access(folder, W_OK) != 0 && !g_file_test(log, G_FILE_TEST_EXISTS);
}

static int
open_handle(Store *store, const char *folder, gboolean create)
{
    g_autofree char *where = g_canonicalize_filename(folder, NULL);
    g_autofree char *file = g_build_filename(where, "verno.db", NULL);
    if (!create && is_frozen(where, file)) {
        g_autofree char *address = g_filename_to_uri(file, NULL, NULL);
        g_autofree char *frozen = g_strconcat(address, "?immutable=1", NULL);
        return sqlite3_open_v2(frozen, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | (create ? SQLITE_OPEN_CREATE : 0);
    return sqlite3_open_v2(file, &store->db, flags, NULL);
}

static gboolean
check_folder(const char *folder, const char *shown, gboolean create, GError **error)
{
    g_autofree char *file = g_build_filename(folder, "verno.db", NULL);
    if (create) {
        if (g_mkdir_with_parents(folder, 0777) == 0)
            return TRUE;
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: cannot make the folder: %s", shown,
                    g_strerror(errno));
        return FALSE;
    }
    if (g_access(file, R_OK) == 0)
        return TRUE;
    int why = errno;
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: no such folder", shown);
    else if (why == ENOENT)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: no verno.db in it: not a folder of verno run",
                    shown);
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: cannot read verno.db: %s", shown,
                    g_strerror(why));
    return FALSE;
}

Store *
store_open(const char *folder, gboolean create, GError **error)
{
    g_autofree char *shown = g_filename_display_name(folder);
    if (!check_folder(folder, shown, create, error))
        return NULL;
    g_autoptr(Store) store = g_new0(Store, 1);
    store->folder = g_steal_pointer(&shown);
    store->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                              (GDestroyNotify)(void (*)(void))sqlite3_finalize);
    if (open_handle(store, folder, create) != SQLITE_OK) {
        store_fail(store, "open verno.db", error);
        return NULL;
    }
    if (!prepare_handle(store, create, error))
        return NULL;
    return g_steal_pointer(&store);
}

void
store_close(Store *store)
{
    if (!store)
        return;
    g_hash_table_unref(store->statements);
    sqlite3_close(store->db);
    g_free(store->folder);
    g_free(store);
}
