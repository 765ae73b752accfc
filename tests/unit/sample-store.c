/* sample-store.c - stores to test with. */
#include "sample-store.h"
#include "record.h"
#include "sample-page.h"
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

char *
sample_store_dup_folder(void)
{
    char *folder = g_dir_make_tmp("verno-store-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

void
sample_store_remove(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

Store *
sample_store_open(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_open(folder, TRUE, &error);
    g_assert_no_error(error);
    return store;
}

/* Runs SQL past the store; SQLite's message where it is refused, to free. */
char *
sample_store_run_sql(const char *folder, const char *sql)
{
    g_autofree char *file = g_build_filename(folder, "verno.db", NULL);
    sqlite3 *db;
    char *message = NULL;
    g_assert_cmpint(sqlite3_open(file, &db), ==, SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    sqlite3_exec(db, sql, NULL, NULL, &message);
    char *copy = g_strdup(message);
    sqlite3_free(message);
    sqlite3_close(db);
    return copy;
}

char *
sample_store_ask_sql(const char *folder, const char *sql)
{
    g_autofree char *file = g_build_filename(folder, "verno.db", NULL);
    sqlite3 *db;
    sqlite3_stmt *ask;
    g_assert_cmpint(sqlite3_open(file, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &ask, NULL), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_step(ask), ==, SQLITE_ROW);
    char *text = g_strdup((const char *)sqlite3_column_text(ask, 0));
    sqlite3_finalize(ask);
    sqlite3_close(db);
    return text;
}

/* A made-up SHA-256 that differs in its first digits. */
const char *
sample_store_sum(guint n)
{
    static char sum[65];
    g_autofree char *text = g_strdup_printf("%u", n);
    g_autofree char *full = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    g_strlcpy(sum, full, sizeof sum);
    return sum;
}

void
sample_store_put_scan(Store *store, const char *path, guint n, guint pages)
{
    g_autoptr(GError) error = NULL;
    ScanRow scan = {.path = path, .bytes = 1000 + n, .pages = pages};
    g_strlcpy(scan.sha256, sample_store_sum(n), sizeof scan.sha256);
    store_put_scan(store, &scan, &error);
    g_assert_no_error(error);
}

void
sample_store_put_page(Store *store, guint n, guint number, PageState state, const char *plan,
                      const char *record)
{
    g_autoptr(GError) error = NULL;
    static const double map[6] = {0, -1, 3508, 1.0 / 3, 0, 1e-7};
    gboolean read = state == STATE_DONE || state == STATE_BLANK;
    PageRow page = {.state = state,
                    .plan = plan,
                    .record = record,
                    .verdict = record && strstr(record, "\"verdict\":\"doubtful\"") ? "doubtful"
                               : read                                               ? "good"
                                                                                    : "failed",
                    .cause = read ? NULL : "strip 7: \xff broken",
                    .took_s = 1.5,
                    .peak_bytes = (gint64)3 << 30,
                    .attempts = 2,
                    .times = "grey=1.5",
                    .picture_map = read ? map : NULL};
    store_make_id(page.id, sample_store_sum(n), number);
    store_put_page(store, &page, &error);
    g_assert_no_error(error);
}

char *
sample_store_dup_record(const char *hostile)
{
    g_autoptr(Page) page = sample_page_new("a.tif", hostile);
    return record_dup_json(page, NULL);
}

gboolean
sample_store_check_row(const PageEntry *entry, gpointer user_data, GError **error)
{
    const PageRow *page = entry->page;
    g_assert_cmpstr(entry->scan->path, ==, "a.tif");
    g_assert_cmpint(entry->scan->bytes, ==, 1001);
    g_assert_cmpstr(entry->scan->sha256, ==, sample_store_sum(1));
    g_assert_cmpint(strlen(page->id), ==, 18);
    g_assert_cmpint(page->state, ==, STATE_DONE);
    g_assert_null(page->cause);
    g_assert_cmpstr(page->plan, ==, SAMPLE_PLAN);
    g_assert_cmpstr(page->verdict, ==, "doubtful");
    g_assert_cmpfloat(page->took_s, ==, 1.5);
    g_assert_cmpint(page->peak_bytes, ==, (gint64)3 << 30);
    g_assert_cmpuint(page->attempts, ==, 2);
    g_assert_cmpstr(page->times, ==, "grey=1.5");
    g_assert_cmpfloat(page->picture_map[2], ==, 3508);
    g_assert_cmpfloat(page->picture_map[3], ==, 1.0 / 3);
    g_assert_cmpfloat(page->picture_map[5], ==, 1e-7);
    g_assert_cmpuint(page->lines, ==, 2);
    g_assert_cmpfloat_with_epsilon(page->confidence, 0.6951,
                                   0.0001); /* line 1: (5 × 0.9312 + 4 × 0.5) ÷ 9 over 10 characters */
    g_assert_cmpstr(page->doubts, ==, "doubts:low-confidence");
    g_assert_cmpstr(page->record, ==, user_data);
    return TRUE;
}
