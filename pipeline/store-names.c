/* store-names.c - does a scan share its name with another one? */
#include "store-db.h"
#include <string.h>

/* Names with the stem S are S itself, and S + "." + anything without another dot or a slash. In the order of
 * bytes the latter lie between "S." and "S/", for a slash follows the dot: a short walk along the primary
 * key. */
static const char twin_sql[] = "SELECT 1 FROM scans WHERE path = ?2 AND path <> ?1 UNION ALL"
                               " SELECT 1 FROM scans WHERE path >= ?3 AND path < ?4 AND path <> ?1"
                               " AND NOT instr(substr(path, length(?3) + 1), x'2e')"
                               " AND NOT instr(substr(path, length(?3) + 1), x'2f') LIMIT 1";

gboolean
store_has_twin(Store *store, const char *path, const char *stem)
{
    g_autofree char *from = g_strconcat(stem, ".", NULL);
    g_autofree char *until = g_strconcat(stem, "/", NULL);
    sqlite3_stmt *ask = store_statement(store, twin_sql, NULL);
    if (!ask)
        return FALSE;
    sqlite3_bind_blob(ask, 1, path, (int)strlen(path), SQLITE_STATIC);
    sqlite3_bind_blob(ask, 2, stem, (int)strlen(stem), SQLITE_STATIC);
    sqlite3_bind_blob(ask, 3, from, (int)strlen(from), SQLITE_STATIC);
    sqlite3_bind_blob(ask, 4, until, (int)strlen(until), SQLITE_STATIC);
    gboolean found = sqlite3_step(ask) == SQLITE_ROW;
    sqlite3_reset(ask);
    return found;
}
