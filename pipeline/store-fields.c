/* store-fields.c - fields of a whole folder, counted. */
#include "store-db.h"

static gboolean
visit_rows(Store *store, const char *sql, FieldVisit visit, gpointer user_data, GError **error)
{
    sqlite3_stmt *ask = store_statement_new(store, sql, error);
    gboolean go_on = ask != NULL;
    while (go_on && sqlite3_step(ask) == SQLITE_ROW)
        go_on = visit((const char *)sqlite3_column_text(ask, 0), (const char *)sqlite3_column_text(ask, 1),
                      (guint)sqlite3_column_int64(ask, 2), user_data, error);
    sqlite3_finalize(ask);
    return go_on;
}

gboolean
store_count_fields(Store *store, FieldVisit visit, gpointer user_data, GError **error)
{
    return visit_rows(store, "SELECT status, NULL, count(*) FROM fields GROUP BY 1 ORDER BY 1", visit,
                      user_data, error) &&
           visit_rows(store,
                      "SELECT fields.status, why.value, count(*) FROM fields, json_each(fields.reasons) why"
                      " GROUP BY 1, 2 ORDER BY 3 DESC, 2",
                      visit, user_data, error);
}

gboolean
store_count_audit(Store *store, StoreAudit *ret_audit, GError **error)
{
    sqlite3_stmt *ask =
        store_statement(store,
                        "SELECT count(*), count(last.number),"
                        " coalesce(sum(last.number IS NOT NULL AND last.becomes IS NOT f.value), 0)"
                        " FROM fields f JOIN json_each(f.reasons) why ON why.value = 'audit'"
                        " LEFT JOIN corrections last ON last.number ="
                        "  (SELECT max(number) FROM corrections c WHERE c.page = f.page AND c.field = f.name)"
                        /* Taken back, unsure or read blind: nobody has decided yet. */
                        "  AND coalesce(last.decision, 'edit') NOT IN ('undo', 'unsure', 'first', 'second')",
                        error);
    if (!ask)
        return FALSE;
    gboolean found = sqlite3_step(ask) == SQLITE_ROW || store_fail(store, "count the audit sample", error);
    *ret_audit = (StoreAudit){(guint)sqlite3_column_int64(ask, 0), (guint)sqlite3_column_int64(ask, 1),
                              (guint)sqlite3_column_int64(ask, 2)};
    sqlite3_reset(ask);
    return found;
}
