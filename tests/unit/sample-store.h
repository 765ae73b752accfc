/* sample-store.h - stores to test with: made, filled and looked into past store.h. */
#pragma once
#include "store.h"

/* A new temporary folder; free the name, and remove the folder with what is directly in it. */
char *sample_store_dup_folder(void);
void sample_store_remove(const char *folder);
/* Opens or makes; a failure is fatal. */
Store *sample_store_open(const char *folder);

/* Runs SQL past the store; SQLite's message where it is refused, to free. */
char *sample_store_run_sql(const char *folder, const char *sql);
/* The one value that SQL past the store returns, to free. */
char *sample_store_ask_sql(const char *folder, const char *sql);

/* A made-up SHA-256 for scan n; lent until the next call. */
const char *sample_store_sum(guint n);
void sample_store_put_scan(Store *store, const char *path, guint n, guint pages);
void sample_store_put_page(Store *store, guint n, guint number, PageState state, const char *plan,
                           const char *record);
/* The record of sample-page.h's page. */
char *sample_store_dup_record(const char *hostile);
/* A PageVisit: is it a.tif, scan 1, done, with all that sample_store_put_page() put? `user_data`: the record.
 */
gboolean sample_store_check_row(const PageEntry *entry, gpointer user_data, GError **error);
