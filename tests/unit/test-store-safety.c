/* test-store-safety.c - verno.db when things go wrong: a lock is a lock, a kill -9 or a full disk leaves it
 * whole, what persons decided stays as it was written. */
#include "error.h"
#include "record.h"
#include "sample-page.h"
#include "sample-store.h"
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) runs = g_string_new(NULL);
    pid_t pid = fork_holder(folder);
    g_autofree char *shown_pid = g_strdup_printf("process %d", (int)pid);
    g_autoptr(Store) store = sample_store_open(folder);
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
    g_autofree char *none =
        sample_store_run_sql(folder, "UPDATE lock SET pid = 1, pid_start = pid_start + 1");
    g_assert_null(none);
    g_autoptr(Store) other = sample_store_open(folder);
    g_assert_true(store_begin_run(other, "run fourth", "p", "text", &error));
    g_assert_true(store_each_run(store, note_run, runs, &error));
    g_assert_cmpstr(runs->str, ==,
                    "1 run held text killed open;2 run second text finished;3 run third text killed open;"
                    "4 run fourth text runs open;");
    g_assert_true(store_end_run(other, "interrupted", &error));
    sample_store_remove(folder);
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
    g_autofree char *folder = sample_store_dup_folder();
    g_autofree char *record = sample_store_dup_record("x");
    for (guint round = 0; round < 12; round++) {
        pid_t pid = fork();
        if (pid == 0) {
            Store *store = store_open(folder, TRUE, NULL);
            for (guint n = 0; store; n++) {
                g_autofree char *path = g_strdup_printf("%u.tif", n % 500);
                sample_store_put_scan(store, path, n % 500, 1);
                sample_store_put_page(store, n % 500, 1, STATE_DONE, SAMPLE_PLAN, record);
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
        g_autofree char *check = sample_store_ask_sql(folder, "PRAGMA integrity_check");
        g_autofree char *broken =
            sample_store_ask_sql(folder, "SELECT count(*) FROM pages p WHERE "
                                         "(SELECT count(*) FROM fields f WHERE f.page = p.id) <> 2");
        g_assert_cmpstr(check, ==, "ok");
        g_assert_cmpstr(broken, ==, "0");
    }
    sample_store_remove(folder);
}

/* A disk that is full costs the page that could not be put, and nothing else. */
static void
test_full_disk(void)
{
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = sample_store_dup_record("x");
    struct rlimit room, none = {0};
    sample_store_put_scan(store, "a.tif", 1, 1);
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    PageRow page = {.state = STATE_BLANK, .plan = "other", .verdict = "good"};
    store_make_id(page.id, sample_store_sum(1), 1);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &room);
    none.rlim_max = room.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    gboolean put = store_put_page(store, &page, &error);
    setrlimit(RLIMIT_FSIZE, &room);
    g_assert_false(put);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_assert_true(store_each_page(store, sample_store_check_row, record, NULL));
    g_clear_error(&error);
    g_assert_true(store_put_page(store, &page, &error)); /* room again */
    sample_store_remove(folder);
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
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
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
        g_autofree char *refused = sample_store_run_sql(folder, forbidden[i]);
        g_assert_nonnull(refused);
        g_assert_true(store_check_corrections(store, &count, &error));
        g_assert_cmpuint(count, ==, 3);
    }
    /* A page that is read anew keeps what persons said of it. */
    sample_store_put_scan(store, "a.tif", 1, 1);
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, NULL);
    sample_store_put_page(store, 1, 1, STATE_BLANK, SAMPLE_PLAN, NULL);
    g_assert_true(store_check_corrections(store, &count, &error));
    /* Whoever gets round the triggers is found out. */
    g_autofree char *none = sample_store_run_sql(
        folder, "DROP TRIGGER corrections_stay; UPDATE corrections SET becomes = 'forged' WHERE number = 2");
    g_assert_null(none);
    g_assert_false(store_check_corrections(store, &count, &error));
    g_assert_nonnull(strstr(error->message, "correction 2"));
    sample_store_remove(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store-safety/lock", test_lock);
    g_test_add_func("/store-safety/kill", test_kill);
    g_test_add_func("/store-safety/full-disk", test_full_disk);
    g_test_add_func("/store-safety/corrections", test_corrections);
    return g_test_run();
}
