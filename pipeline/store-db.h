/* store-db.h - what the files of the store share: a database handle and four ways to use it. Nobody else
 * includes this, or sqlite3.h. */
#pragma once
#include "store.h"
#include <sqlite3.h>

struct Store {
    sqlite3 *db;
    char *folder;           /* as text, for messages */
    GHashTable *statements; /* SQL text, by address -> its prepared statement */
    gint64 run;             /* the run whose lock we hold, or 0 */
    int format;             /* of the database; less than ours only where it cannot be written */
};

/* FALSE, with an error "FOLDER: cannot WHAT: SQLite's message". */
gboolean store_fail(Store *store, const char *what, GError **error);

/* A statement for use at once: prepared the first time, empty and rewound each time. `sql` must be a
 * constant. */
sqlite3_stmt *store_statement(Store *store, const char *sql, GError **error);
/* A statement to walk with, so that two walks do not meet; free it. */
sqlite3_stmt *store_statement_new(Store *store, const char *sql, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

/* Text, NULL for NULL. What is no UTF-8 becomes U+FFFD. The text must live until the statement has run. */
void store_bind_text(sqlite3_stmt *statement, int place, const char *text);
/* Runs a statement that returns nothing. */
gboolean store_do(Store *store, sqlite3_stmt *statement, const char *what, GError **error);

/* Does `work` between BEGIN IMMEDIATE and COMMIT, or, where it fails, ROLLBACK. */
typedef gboolean (*StoreWork)(Store *store, const void *data, GError **error);
gboolean store_in_transaction(Store *store, const char *what, StoreWork work, const void *data,
                              GError **error);

/* Begins a group: its batch is its own number. */
#define BATCH_OWN (-1)
/* Within a transaction: as store_add_correction(), and sets row->number, and row->batch where it is
 * BATCH_OWN. */
gboolean store_append_correction(Store *store, CorrectionRow *row, GError **error);
