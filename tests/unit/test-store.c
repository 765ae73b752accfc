/* test-store.c - verno.db: what is put comes back, counts add up, a lock is a lock, a kill -9 leaves it
 * whole. */
#include "error.h"
#include "record.h"
#include "sample-page.h"
#include "store.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
dup_folder(void)
{
    char *folder = g_dir_make_tmp("verno-store-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

static Store *
open_store(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_open(folder, TRUE, &error);
    g_assert_no_error(error);
    return store;
}

/* Runs SQL past the store; SQLite's message where it is refused, to free. */
static char *
run_sql(const char *folder, const char *sql)
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

static char *
ask_sql(const char *folder, const char *sql)
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
static const char *
sum_of(guint n)
{
    static char sum[65];
    g_autofree char *text = g_strdup_printf("%u", n);
    g_autofree char *full = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    g_strlcpy(sum, full, sizeof sum);
    return sum;
}

static void
put_scan(Store *store, const char *path, guint n, guint pages)
{
    g_autoptr(GError) error = NULL;
    ScanRow scan = {.path = path, .bytes = 1000 + n, .pages = pages};
    g_strlcpy(scan.sha256, sum_of(n), sizeof scan.sha256);
    store_put_scan(store, &scan, &error);
    g_assert_no_error(error);
}

static void
put_page(Store *store, guint n, guint number, PageState state, const char *plan, const char *record)
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
    store_make_id(page.id, sum_of(n), number);
    store_put_page(store, &page, &error);
    g_assert_no_error(error);
}

static char *
dup_record(const char *hostile)
{
    g_autoptr(Page) page = sample_page_new("a.tif", hostile);
    return record_dup_json(page, NULL);
}

static gboolean
note_entry(const PageEntry *entry, gpointer user_data, GError **error)
{
    g_autofree char *path = path_dup_text(entry->scan->path);
    g_string_append_printf(user_data, "%s#%u=%s;", path, entry->number,
                           entry->page ? state_name(entry->page->state) : "waiting");
    return TRUE;
}

static void
test_order_and_counts(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) seen = g_string_new(NULL);
    StoreCounts counts;
    put_scan(store, "b.tif", 1, 2);
    put_scan(store, "\xff\n.tif", 2, 1);
    put_scan(store, "a/z.tif", 3, 1);
    put_scan(store, "a.tif", 1, 2); /* the same bytes as b.tif */
    put_scan(store, "dead.tif", 4, 1);
    g_autofree char *record = dup_record("x");
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    put_page(store, 2, 1, STATE_BLANK, SAMPLE_PLAN, NULL);
    put_page(store, 4, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL);
    put_page(store, 99, 1, STATE_DONE, SAMPLE_PLAN, NULL); /* of a scan that has changed since: not counted */
    g_assert_true(store_each_page(store, note_entry, seen, &error));
    g_assert_cmpstr(
        seen->str, ==,
        "a.tif#1=done;a.tif#2=waiting;a/z.tif#1=waiting;b.tif#1=done;b.tif#2=waiting;dead.tif#1=damaged;"
        "\\xff\\x0a.tif#1=blank;");
    g_assert_true(store_count(store, &counts, &error));
    g_assert_cmpuint(counts.scans, ==, 5);
    g_assert_cmpuint(counts.pages, ==, 7);
    g_assert_cmpuint(counts.waiting, ==, 3);
    g_assert_cmpuint(counts.doubtful, ==, 2);
    g_assert_cmpuint(counts.by_state[STATE_DONE], ==, 2);
    g_assert_cmpuint(counts.by_state[STATE_BLANK], ==, 1);
    g_assert_cmpuint(counts.by_state[STATE_DAMAGED], ==, 1);
    put_scan(store, "b.tif", 5, 1); /* replaced */
    g_assert_true(store_count(store, &counts, &error));
    g_assert_cmpuint(counts.scans, ==, 5);
    g_assert_cmpuint(counts.pages, ==, 6);
    g_assert_cmpuint(counts.doubtful, ==, 1);
    remove_folder(folder);
}

static gboolean
check_whole_row(const PageEntry *entry, gpointer user_data, GError **error)
{
    const PageRow *page = entry->page;
    g_assert_cmpstr(entry->scan->path, ==, "a.tif");
    g_assert_cmpint(entry->scan->bytes, ==, 1001);
    g_assert_cmpstr(entry->scan->sha256, ==, sum_of(1));
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

static gboolean
stop_at_once(const PageEntry *entry, gpointer user_data, GError **error)
{
    g_assert_null(entry->page->record);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "enough");
    return FALSE;
}

static void
test_rows(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = dup_record("x");
    char id[32];
    put_scan(store, "a.tif", 1, 1);
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    g_assert_true(store_each_page(store, check_whole_row, record, &error));
    store_make_id(id, sum_of(1), 1);
    g_assert_true(store_each_place(store, id, check_whole_row, record, &error));
    g_assert_true(store_each_place(store, "no such id", stop_at_once, NULL, &error));
    g_assert_true(store_each_place(store, "0123456789abcdef-1", stop_at_once, NULL, &error));
    g_assert_false(store_each_page_brief(store, stop_at_once, NULL, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_FAILED);
    g_autofree char *fields = ask_sql(folder, "SELECT group_concat(name || '=' || coalesce(value, '-') || ' "
                                              "' || reasons || coalesce(quad, '')) FROM fields");
    g_assert_cmpstr(
        fields, ==,
        "received_at=1950-05-16T00:40 [\"roman-month\",\"low-confidence\"][[10,20],[310.5,20],[310.5,60],"
        "[10,60]],copy_number=- []");
    put_page(store, 1, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL); /* replaces row and fields */
    g_autofree char *left = ask_sql(folder, "SELECT count(*) FROM fields");
    g_assert_cmpstr(left, ==, "0");
    remove_folder(folder);
}

/* Half a record never lands: neither the row nor its fields change. */
static void
test_bad_record_changes_nothing(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = dup_record("x");
    put_scan(store, "a.tif", 1, 1);
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    PageRow page = {.state = STATE_DONE, .plan = "other", .record = "{\"lines\":[", .verdict = "good"};
    store_make_id(page.id, sum_of(1), 1);
    g_assert_false(store_put_page(store, &page, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_clear_error(&error);
    page.record = "{\"fields\":[{\"name\":\"x\"}]}"; /* JSON, but a field lacks its status */
    g_assert_false(store_put_page(store, &page, &error));
    g_clear_error(&error);
    page.record = NULL;
    page.verdict = "splendid";
    g_assert_false(store_put_page(store, &page, &error));
    g_assert_true(store_each_page(store, check_whole_row, record, NULL));
    remove_folder(folder);
}

static void
test_resume_flags(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    for (guint state = 0; state < N_STATES; state++) {
        char id[32];
        PageState found;
        gboolean again = state == STATE_TIMEOUT || state == STATE_FAILED;
        put_scan(store, state_name(state), state, 1);
        put_page(store, state, 1, state, "plan a", NULL);
        store_make_id(id, sum_of(state), 1);
        g_assert_true(store_page_state(store, id, "plan a", FALSE, &found));
        g_assert_cmpint(found, ==, state);
        g_assert_false(store_page_state(store, id, "plan b", FALSE, &found));
        g_assert_cmpint(store_page_state(store, id, "plan a", TRUE, &found), ==, !again);
        store_make_id(id, sum_of(state), 2);
        g_assert_false(store_page_state(store, id, "plan a", FALSE, &found));
    }
    remove_folder(folder);
}

static void
assert_open_fails(const char *folder, const char *why)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(store_open(folder, FALSE, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    if (!strstr(error->message, why) || !strstr(error->message, folder))
        g_error("%s", error->message);
}

static void
test_foreign_files(void)
{
    g_autofree char *folder = dup_folder();
    g_autofree char *file = g_build_filename(folder, "verno.db", NULL);
    g_autofree char *nowhere = g_build_filename(folder, "nowhere", NULL);
    g_autoptr(GError) error = NULL;
    assert_open_fails(nowhere, "no such folder");
    assert_open_fails(folder, "not a folder of verno run");
    g_assert_true(g_file_set_contents(file, "", 0, NULL));
    assert_open_fails(folder, "was not made by verno");
    g_assert_true(g_file_set_contents(file,
                                      "this is no database, but long enough to be one, surely; at least one "
                                      "hundred bytes of header are looked at by SQLite before it says no",
                                      -1, NULL));
    assert_open_fails(folder, "not a database");
    g_assert_null(store_open(folder, TRUE, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_unlink(file);
    g_autofree char *none = run_sql(folder, "CREATE TABLE other (x)");
    g_assert_null(none);
    assert_open_fails(folder, "was not made by verno");
    g_clear_error(&error);
    g_assert_null(store_open(folder, TRUE, &error)); /* somebody's database is not taken over */
    g_unlink(file);
    store_close(open_store(folder));
    g_autofree char *newer = run_sql(folder, "PRAGMA user_version = 7");
    g_assert_null(newer);
    assert_open_fails(folder, "format 7");
    remove_folder(folder);
}

static gboolean
note_run(const RunRow *run, gpointer user_data, GError **error)
{
    g_string_append_printf(user_data, "%d %s %s %s%s;", (int)run->number, run->arguments, run->plan_text,
                           run->how ? run->how : "runs", run->ended ? "" : " open");
    return TRUE;
}

/* Takes the lock in a process of its own, says so, and either waits to be killed or dies. */
static pid_t
fork_holder(const char *folder)
{
    int told[2];
    char byte;
    g_assert_cmpint(pipe(told), ==, 0);
    pid_t pid = fork();
    if (pid == 0) {
        Store *store = store_open(folder, TRUE, NULL);
        gboolean held = store && store_begin_run(store, "run held", "p", "text", NULL);
        if (!held || write(told[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(told[1]);
    g_assert_cmpint(read(told[0], &byte, 1), ==, 1);
    close(told[0]);
    return pid;
}

static void
test_lock(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) runs = g_string_new(NULL);
    pid_t pid = fork_holder(folder);
    g_autofree char *shown_pid = g_strdup_printf("process %d", (int)pid);
    g_autoptr(Store) store = open_store(folder);
    g_assert_false(store_begin_run(store, "run second", "p", "text", &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_assert_nonnull(strstr(error->message, shown_pid));
    g_assert_nonnull(strstr(error->message, "verno run held"));
    g_clear_error(&error);
    kill(pid, SIGKILL);
    while (!store_begin_run(store, "run second", "p", "text",
                            NULL)) /* dead, not buried yet: no owner any more */
        g_usleep(10000);
    g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
    g_assert_true(store_end_run(store, "finished", &error));
    g_assert_true(store_begin_run(store, "run third", "p", "text", &error));
    /* A pid that was given again to another process is no owner: ours lives, but started at another time. */
    g_autofree char *none = run_sql(folder, "UPDATE lock SET pid = 1, pid_start = pid_start + 1");
    g_assert_null(none);
    g_autoptr(Store) other = open_store(folder);
    g_assert_true(store_begin_run(other, "run fourth", "p", "text", &error));
    g_assert_true(store_each_run(store, note_run, runs, &error));
    g_assert_cmpstr(runs->str, ==,
                    "1 run held text killed open;2 run second text finished;3 run third text killed open;"
                    "4 run fourth text runs open;");
    g_assert_true(store_end_run(other, "interrupted", &error));
    remove_folder(folder);
}

static gboolean
check_fields_match(const PageEntry *entry, gpointer user_data, GError **error)
{
    guint *whole = user_data;
    if (entry->page) {
        g_autoptr(Page) page = record_load(entry->page->record, error);
        if (!page)
            return FALSE;
        (*whole)++;
    }
    return TRUE;
}

/* A writer that is killed at any moment leaves a sound database in which every page is whole. */
static void
test_kill(void)
{
    g_autofree char *folder = dup_folder();
    g_autofree char *record = dup_record("x");
    for (guint round = 0; round < 12; round++) {
        pid_t pid = fork();
        if (pid == 0) {
            Store *store = store_open(folder, TRUE, NULL);
            for (guint n = 0; store; n++) {
                g_autofree char *path = g_strdup_printf("%u.tif", n % 500);
                put_scan(store, path, n % 500, 1);
                put_page(store, n % 500, 1, STATE_DONE, SAMPLE_PLAN, record);
            }
            _exit(1);
        }
        g_usleep((gulong)g_test_rand_int_range(1000, 60000));
        kill(pid, SIGKILL);
        g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);

        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = store_open(folder, TRUE, &error);
        g_assert_no_error(error);
        StoreCounts counts;
        guint whole = 0;
        g_assert_true(store_count(store, &counts, &error));
        g_assert_true(store_each_page(store, check_fields_match, &whole, &error));
        g_assert_cmpuint(whole, ==, counts.by_state[STATE_DONE]);
        g_assert_cmpuint(counts.pages, ==, counts.waiting + whole);
        g_assert_cmpuint(counts.waiting, <=, 1);
        g_autofree char *check = ask_sql(folder, "PRAGMA integrity_check");
        g_autofree char *broken = ask_sql(folder, "SELECT count(*) FROM pages p WHERE "
                                                  "(SELECT count(*) FROM fields f WHERE f.page = p.id) <> 2");
        g_assert_cmpstr(check, ==, "ok");
        g_assert_cmpstr(broken, ==, "0");
    }
    remove_folder(folder);
}

/* A disk that is full costs the page that could not be put, and nothing else. */
static void
test_full_disk(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = dup_record("x");
    struct rlimit room, none = {0};
    put_scan(store, "a.tif", 1, 1);
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    PageRow page = {.state = STATE_BLANK, .plan = "other", .verdict = "good"};
    store_make_id(page.id, sum_of(1), 1);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &room);
    none.rlim_max = room.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    gboolean put = store_put_page(store, &page, &error);
    setrlimit(RLIMIT_FSIZE, &room);
    g_assert_false(put);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_assert_true(store_each_page(store, check_whole_row, record, NULL));
    g_clear_error(&error);
    g_assert_true(store_put_page(store, &page, &error)); /* room again */
    remove_folder(folder);
}

static gboolean
note_correction(const CorrectionRow *row, gpointer user_data, GError **error)
{
    g_string_append_printf(user_data, "%d %s %s %s→%s;", (int)row->number, row->who, row->field,
                           row->was ? row->was : "-", row->becomes ? row->becomes : "-");
    return TRUE;
}

static void
test_corrections(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) seen = g_string_new(NULL);
    guint count;
    const CorrectionRow first = {
        0, "2026-01-02T03:04:05Z", "Анна", "0123456789abcdef-1", "received_at", "a", "b", 12.5};
    const CorrectionRow second = {0, "2026-01-02T03:05:05Z", "Olga", "0123456789abcdef-1", "l3", NULL, "", 3};
    const CorrectionRow other = {0, "2026-01-02T03:06:05Z", "Olga", "fedcba9876543210-1", "body", "c", NULL,
                                 0};
    const CorrectionRow no_person = {0, "2026-01-02T03:06:05Z", NULL, "fedcba9876543210-1", "body", "c", NULL,
                                     0};
    g_assert_true(store_add_correction(store, &first, &error));
    g_assert_true(store_add_correction(store, &second, &error));
    g_assert_true(store_add_correction(store, &other, &error));
    g_assert_false(store_add_correction(store, &no_person, &error));
    g_clear_error(&error);
    g_assert_true(store_each_correction(store, "0123456789abcdef-1", note_correction, seen, &error));
    g_assert_cmpstr(seen->str, ==, "1 Анна received_at a→b;2 Olga l3 -→;");
    g_assert_true(store_check_corrections(store, &count, &error));
    g_assert_cmpuint(count, ==, 3);
    static const char *const forbidden[] = {
        "UPDATE corrections SET becomes = 'x'",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections SELECT * FROM corrections WHERE number = 2",
        "INSERT OR REPLACE INTO corrections SELECT number, at, who, page, field, was, 'x', seconds, "
        "prev_hash, hash"
        " FROM corrections WHERE number = 3",
        "INSERT OR REPLACE INTO corrections SELECT 4, at, who, page, field, was, 'x', seconds, hash, hash"
        " FROM corrections WHERE number = 3",
        "INSERT INTO corrections SELECT 4, at, who, page, field, was, 'x', seconds, '', 'h' FROM corrections"
        " WHERE number = 1",
        "REPLACE INTO corrections (at, who, page, field, seconds, prev_hash, hash) VALUES ('', '', '', '', "
        "0, '', 'h')",
    };
    for (guint i = 0; i < G_N_ELEMENTS(forbidden); i++) {
        g_autofree char *refused = run_sql(folder, forbidden[i]);
        g_assert_nonnull(refused);
        g_assert_true(store_check_corrections(store, &count, &error));
        g_assert_cmpuint(count, ==, 3);
    }
    /* A page that is read anew keeps what persons said of it. */
    put_scan(store, "a.tif", 1, 1);
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, NULL);
    put_page(store, 1, 1, STATE_BLANK, SAMPLE_PLAN, NULL);
    g_assert_true(store_check_corrections(store, &count, &error));
    /* Whoever gets round the triggers is found out. */
    g_autofree char *none = run_sql(
        folder, "DROP TRIGGER corrections_stay; UPDATE corrections SET becomes = 'forged' WHERE number = 2");
    g_assert_null(none);
    g_assert_false(store_check_corrections(store, &count, &error));
    g_assert_nonnull(strstr(error->message, "correction 2"));
    remove_folder(folder);
}

static void
test_twins(void)
{
    static const struct {
        const char *path, *stem;
        gboolean twin;
    } cases[] = {
        {"a.png", "a", TRUE},          {"a.tif", "a", TRUE},      {"a.x.tif", "a.x", FALSE},
        {"a-1.tif", "a-1", FALSE},     {"b.tif", "b", TRUE},      {"b", "b", TRUE},
        {"c/b.tif", "c/b", FALSE},     {"d.e", "d", FALSE},       {"d.e.tif", "d.e", TRUE},
        {".tif", ".tif", FALSE},       {"g.", "g", TRUE},         {"g.tif", "g", TRUE},
        {"h.d/x.tif", "h.d/x", FALSE}, {"h.tif", "h", FALSE},     {"\xff.tif", "\xff", FALSE},
        {"i_1.tif", "i_1", FALSE},     {"i%1.tif", "i%1", FALSE}, {"k.", "k", FALSE},
    };
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        put_scan(store, cases[i].path, i, 1);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        if (store_has_twin(store, cases[i].path, cases[i].stem) != cases[i].twin)
            g_error("%s", cases[i].path);
    remove_folder(folder);
}

static void
test_summaries(void)
{
    g_autofree char *folder = dup_folder();
    g_autoptr(Store) store = open_store(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = dup_record("x");
    g_autofree char *summary_path = g_build_filename(folder, "summary.csv", NULL);
    g_autofree char *failures_path = g_build_filename(folder, "failures.csv", NULL);
    g_autofree char *summary = NULL, *failures = NULL;
    put_scan(store, "a,\"b\".tif", 1, 2);
    put_scan(store, "=cmd.tif", 2, 1);
    put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    put_page(store, 2, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL);
    g_assert_true(store_write_summaries(store, folder, &error));
    g_assert_true(g_file_get_contents(summary_path, &summary, NULL, NULL));
    g_assert_true(g_file_get_contents(failures_path, &failures, NULL, NULL));
    g_assert_cmpstr(
        summary, ==,
        "path,page,id,state,verdict,lines,confidence,doubts\r\n"
        "'=cmd.tif,1,d4735e3a265e16ee-1,damaged,failed,0,,\r\n"
        "\"a,\"\"b\"\".tif\",1,6b86b273ff34fce1-1,done,doubtful,2,0.6951,doubts:low-confidence\r\n"
        "\"a,\"\"b\"\".tif\",2,6b86b273ff34fce1-2,waiting,,0,,\r\n");
    g_assert_cmpstr(failures, ==,
                    "path,page,id,state,cause\r\n"
                    "'=cmd.tif,1,d4735e3a265e16ee-1,damaged,strip 7: \xef\xbf\xbd broken\r\n");
    remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/order-and-counts", test_order_and_counts);
    g_test_add_func("/store/rows", test_rows);
    g_test_add_func("/store/bad-record", test_bad_record_changes_nothing);
    g_test_add_func("/store/resume-flags", test_resume_flags);
    g_test_add_func("/store/foreign-files", test_foreign_files);
    g_test_add_func("/store/lock", test_lock);
    g_test_add_func("/store/kill", test_kill);
    g_test_add_func("/store/full-disk", test_full_disk);
    g_test_add_func("/store/corrections", test_corrections);
    g_test_add_func("/store/twins", test_twins);
    g_test_add_func("/store/summaries", test_summaries);
    return g_test_run();
}
