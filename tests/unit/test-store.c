/* test-store.c - verno.db: what is put comes back, counts add up, a lock is a lock, a kill -9 leaves it
 * whole. */
#include "error.h"
#include "record.h"
#include "sample-page.h"
#include "sample-store.h"
#include <glib/gstdio.h>
#include <string.h>

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
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) seen = g_string_new(NULL);
    StoreCounts counts;
    sample_store_put_scan(store, "b.tif", 1, 2);
    sample_store_put_scan(store, "\xff\n.tif", 2, 1);
    sample_store_put_scan(store, "a/z.tif", 3, 1);
    sample_store_put_scan(store, "a.tif", 1, 2); /* the same bytes as b.tif */
    sample_store_put_scan(store, "dead.tif", 4, 1);
    g_autofree char *record = sample_store_dup_record("x");
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    sample_store_put_page(store, 2, 1, STATE_BLANK, SAMPLE_PLAN, NULL);
    sample_store_put_page(store, 4, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL);
    sample_store_put_page(store, 99, 1, STATE_DONE, SAMPLE_PLAN,
                          NULL); /* of a scan that has changed since: not counted */
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
    sample_store_put_scan(store, "b.tif", 5, 1); /* replaced */
    g_assert_true(store_count(store, &counts, &error));
    g_assert_cmpuint(counts.scans, ==, 5);
    g_assert_cmpuint(counts.pages, ==, 6);
    g_assert_cmpuint(counts.doubtful, ==, 1);
    sample_store_remove(folder);
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
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = sample_store_dup_record("x");
    char id[32];
    sample_store_put_scan(store, "a.tif", 1, 1);
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    g_assert_true(store_each_page(store, sample_store_check_row, record, &error));
    store_make_id(id, sample_store_sum(1), 1);
    g_assert_true(store_each_place(store, id, sample_store_check_row, record, &error));
    g_assert_true(store_each_place(store, "no such id", stop_at_once, NULL, &error));
    g_assert_true(store_each_place(store, "0123456789abcdef-1", stop_at_once, NULL, &error));
    g_assert_false(store_each_page_brief(store, stop_at_once, NULL, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_FAILED);
    g_autofree char *fields =
        sample_store_ask_sql(folder, "SELECT group_concat(name || '=' || coalesce(value, '-') || ' "
                                     "' || reasons || coalesce(quad, '')) FROM fields");
    g_assert_cmpstr(
        fields, ==,
        "received_at=1950-05-16T00:40 [\"roman-month\",\"low-confidence\"][[10,20],[310.5,20],[310.5,60],"
        "[10,60]],copy_number=- []");
    sample_store_put_page(store, 1, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL); /* replaces row and fields */
    g_autofree char *left = sample_store_ask_sql(folder, "SELECT count(*) FROM fields");
    g_assert_cmpstr(left, ==, "0");
    sample_store_remove(folder);
}

/* Half a record never lands: neither the row nor its fields change. */
static void
test_bad_record_changes_nothing(void)
{
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = sample_store_dup_record("x");
    sample_store_put_scan(store, "a.tif", 1, 1);
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    PageRow page = {.state = STATE_DONE, .plan = "other", .record = "{\"lines\":[", .verdict = "good"};
    store_make_id(page.id, sample_store_sum(1), 1);
    g_assert_false(store_put_page(store, &page, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_clear_error(&error);
    page.record = "{\"fields\":[{\"name\":\"x\"}]}"; /* JSON, but a field lacks its status */
    g_assert_false(store_put_page(store, &page, &error));
    g_clear_error(&error);
    page.record = NULL;
    page.verdict = "splendid";
    g_assert_false(store_put_page(store, &page, &error));
    g_assert_true(store_each_page(store, sample_store_check_row, record, NULL));
    sample_store_remove(folder);
}

static void
test_resume_flags(void)
{
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    for (guint state = 0; state < N_STATES; state++) {
        char id[32];
        PageState found;
        gboolean again = state == STATE_TIMEOUT || state == STATE_FAILED;
        sample_store_put_scan(store, state_name(state), state, 1);
        sample_store_put_page(store, state, 1, state, "plan a", NULL);
        store_make_id(id, sample_store_sum(state), 1);
        g_assert_true(store_page_state(store, id, "plan a", FALSE, &found));
        g_assert_cmpint(found, ==, state);
        g_assert_false(store_page_state(store, id, "plan b", FALSE, &found));
        g_assert_cmpint(store_page_state(store, id, "plan a", TRUE, &found), ==, !again);
        store_make_id(id, sample_store_sum(state), 2);
        g_assert_false(store_page_state(store, id, "plan a", FALSE, &found));
    }
    sample_store_remove(folder);
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
    g_autofree char *folder = sample_store_dup_folder();
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
    g_autofree char *none = sample_store_run_sql(folder, "CREATE TABLE other (x)");
    g_assert_null(none);
    assert_open_fails(folder, "was not made by verno");
    g_clear_error(&error);
    g_assert_null(store_open(folder, TRUE, &error)); /* somebody's database is not taken over */
    g_unlink(file);
    store_close(sample_store_open(folder));
    g_autofree char *newer = sample_store_run_sql(folder, "PRAGMA user_version = 7");
    g_assert_null(newer);
    assert_open_fails(folder, "format 7");
    sample_store_remove(folder);
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
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        sample_store_put_scan(store, cases[i].path, i, 1);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        if (store_has_twin(store, cases[i].path, cases[i].stem) != cases[i].twin)
            g_error("%s", cases[i].path);
    sample_store_remove(folder);
}

static void
test_summaries(void)
{
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autofree char *record = sample_store_dup_record("x");
    g_autofree char *summary_path = g_build_filename(folder, "summary.csv", NULL);
    g_autofree char *failures_path = g_build_filename(folder, "failures.csv", NULL);
    g_autofree char *summary = NULL, *failures = NULL;
    sample_store_put_scan(store, "a,\"b\".tif", 1, 2);
    sample_store_put_scan(store, "=cmd.tif", 2, 1);
    sample_store_put_page(store, 1, 1, STATE_DONE, SAMPLE_PLAN, record);
    sample_store_put_page(store, 2, 1, STATE_DAMAGED, SAMPLE_PLAN, NULL);
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
    sample_store_remove(folder);
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
    g_test_add_func("/store/twins", test_twins);
    g_test_add_func("/store/summaries", test_summaries);
    return g_test_run();
}
