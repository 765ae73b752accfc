/* test-store-format.c - a database of format 1 is brought up and keeps its chain of hashes; kinds of
 * decisions and groups are part of the chain. */
#include "corrections.h"
#include "sample-store.h"
#include "store-db.h"
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE "0123456789abcdef-1"

/* As verno 0.1.0 made it. */
static const char format_1[] =
    "CREATE TABLE corrections (number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, page TEXT "
    "NOT NULL,"
    " field TEXT NOT NULL, was TEXT, becomes TEXT, seconds REAL NOT NULL, prev_hash TEXT NOT NULL,"
    " hash TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE INDEX corrections_by_page ON corrections (page, field);"
    "CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections"
    " BEGIN SELECT RAISE(ABORT, 'a correction cannot be changed'); END;"
    "CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections"
    " BEGIN SELECT RAISE(ABORT, 'a correction cannot be deleted'); END;"
    "CREATE TRIGGER corrections_follow BEFORE INSERT ON corrections"
    " WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM corrections)"
    " OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM corrections ORDER BY number DESC LIMIT 1), '')"
    " OR EXISTS (SELECT 1 FROM corrections WHERE hash = NEW.hash)"
    " BEGIN SELECT RAISE(ABORT, 'a correction can only be added after the last one'); END;"
    "PRAGMA application_id = 1987210863; PRAGMA user_version = 1;";

static void
run_sql(const char *folder, const char *sql)
{
    g_autofree char *trouble = sample_store_run_sql(folder, sql);
    g_assert_cmpstr(trouble, ==, NULL);
}

/* The hash as format 1 has it: each value with its length, the seconds last. */
static void
add_old_row(const char *folder, guint number, const char *becomes, char hash[65])
{
    g_autofree char *text = g_strdup_printf("%zu:%s,1:%u,20:2026-01-02T03:04:05Z,4:anna,18:" PAGE
                                            ",11:received_at,-,%zu:%s,3:2.5,",
                                            strlen(hash), hash, number, strlen(becomes), becomes);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    g_autofree char *sql =
        g_strdup_printf("INSERT INTO corrections VALUES (%u, '2026-01-02T03:04:05Z', 'anna', '" PAGE
                        "', 'received_at', NULL, '%s', 2.5, '%s', '%s')",
                        number, becomes, hash, sum);
    run_sql(folder, sql);
    g_strlcpy(hash, sum, 65);
}

static char *
make_old_folder(void)
{
    char *folder = sample_store_dup_folder();
    char hash[65] = "";
    run_sql(folder, format_1);
    add_old_row(folder, 1, "a", hash);
    add_old_row(folder, 2, "b", hash);
    return folder;
}

static gboolean
note_row(const CorrectionRow *row, gpointer user_data, GError **error)
{
    g_string_append_printf(user_data, "%d %s=%s %s %d;", (int)row->number, row->field,
                           row->becomes ? row->becomes : "-", row->decision ? row->decision : "old",
                           (int)row->batch);
    return TRUE;
}

static void
add(Store *store, const char *field, const char *becomes, const char *decision)
{
    g_autoptr(GError) error = NULL;
    const CorrectionRow row = {0, "2026-01-02T03:05:05Z", "boris", PAGE, field, "b", becomes, 3, decision};
    store_add_correction(store, &row, &error);
    g_assert_no_error(error);
}

static void
assert_whole(Store *store, guint expected)
{
    g_autoptr(GError) error = NULL;
    guint count;
    store_check_corrections(store, &count, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(count, ==, expected);
}

static void
test_brought_up(void)
{
    g_autofree char *folder = make_old_folder();
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) rows = g_string_new(NULL);
    Store *store = store_open(folder, FALSE, &error);
    g_assert_no_error(error);
    g_autofree char *version = sample_store_ask_sql(folder, "PRAGMA user_version");
    g_assert_cmpstr(version, ==, "2");
    assert_whole(store, 2);
    add(store, "received_at", "c", "edit");
    add(store, "received_at", NULL, "undo");
    add(store, "body", "d", NULL); /* without a kind */
    assert_whole(store, 5);
    store_close(store);
    store = store_open(folder, TRUE, &error); /* once is enough */
    g_assert_no_error(error);
    assert_whole(store, 5);
    g_assert_true(store_each_correction(store, PAGE, note_row, rows, &error));
    g_assert_cmpstr(
        rows->str, ==,
        "1 received_at=a old 0;2 received_at=b old 0;3 received_at=c edit 0;4 received_at=- undo 0;"
        "5 body=d old 0;");
    g_autoptr(GHashTable) decisions = corrections_load(store, PAGE, &error);
    const Decision *decision = g_hash_table_lookup(decisions, "received_at");
    g_assert_cmpint(decision->number, ==, 2);
    g_assert_cmpstr(decision->decision, ==, "edit");
    store_close(store);
    sample_store_remove(folder);
}

/* What was brought up and what is new are the same. */
static void
test_same_columns(void)
{
    static const char sql[] =
        "SELECT group_concat(t.name || '.' || c.name || c.type || c.\"notnull\" || c.pk)"
        " FROM (SELECT 'corrections' AS name UNION SELECT 'seeds') t"
        " JOIN pragma_table_info(t.name) c";
    g_autofree char *old = make_old_folder(), *new = sample_store_dup_folder();
    store_close(sample_store_open(old));
    store_close(sample_store_open(new));
    g_autofree char *brought_up = sample_store_ask_sql(old, sql), *made = sample_store_ask_sql(new, sql);
    g_assert_nonnull(strstr(made, "corrections.batch"));
    g_assert_cmpstr(brought_up, ==, made);
    sample_store_remove(old);
    sample_store_remove(new);
}

/* What came with format 2 cannot be changed unseen, in old rows and new ones. */
static void
test_chain(void)
{
    static const struct {
        const char *sql, *caught;
    } forgeries[] = {
        {"UPDATE corrections SET decision = 'confirm' WHERE number = 3", "correction 3"},
        {"UPDATE corrections SET decision = NULL WHERE number = 3", "correction 3"},
        {"UPDATE corrections SET batch = 3 WHERE number = 3", "correction 3"},
        {"UPDATE corrections SET decision = 'edit' WHERE number = 2", "correction 2"},
        {"UPDATE corrections SET batch = 1 WHERE number = 2", "correction 2"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(forgeries); i++) {
        g_autofree char *folder = make_old_folder();
        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = store_open(folder, TRUE, &error);
        guint count;
        g_assert_no_error(error);
        add(store, "received_at", "c", "edit");
        assert_whole(store, 3);
        g_autofree char *refused = sample_store_run_sql(folder, forgeries[i].sql);
        g_assert_nonnull(strstr(refused, "a correction cannot be changed"));
        run_sql(folder, "DROP TRIGGER corrections_stay");
        run_sql(folder, forgeries[i].sql);
        g_assert_false(store_check_corrections(store, &count, &error));
        if (!strstr(error->message, forgeries[i].caught))
            g_error("%s: %s", forgeries[i].sql, error->message);
        sample_store_remove(folder);
    }
}

/* The triggers and checks are those of a new database. */
static void
test_refused(void)
{
    static const char *const forbidden[] = {
        "DELETE FROM corrections",
        "UPDATE corrections SET batch = 1",
        "INSERT OR REPLACE INTO corrections SELECT * FROM corrections WHERE number = 2",
        "INSERT INTO corrections SELECT 3, at, who, page, field, was, becomes, seconds, hash, 'h', 'guess', "
        "NULL"
        " FROM corrections WHERE number = 2",
        "INSERT INTO corrections SELECT 3, at, who, page, field, was, becomes, seconds, hash, 'h', 'edit', 4"
        " FROM corrections WHERE number = 2",
    };
    for (guint old = 0; old < 2; old++) {
        g_autofree char *folder = old ? make_old_folder() : sample_store_dup_folder();
        g_autoptr(Store) store = sample_store_open(folder);
        for (guint i = 0; !old && i < 2; i++)
            add(store, "body", i ? "b" : "a", "edit");
        for (guint i = 0; i < G_N_ELEMENTS(forbidden); i++) {
            g_autofree char *refused = sample_store_run_sql(folder, forbidden[i]);
            g_assert_nonnull(refused);
        }
        assert_whole(store, 2);
        /* The last two are refused for what they say, not for how they are made. */
        g_autofree char *taken =
            sample_store_run_sql(folder, "INSERT INTO corrections SELECT 3, at, who, page, field, was, "
                                         "becomes, seconds, hash, 'h', 'edit',"
                                         " 3 FROM corrections WHERE number = 2");
        g_assert_cmpstr(taken, ==, NULL);
        sample_store_remove(folder);
    }
}

static gboolean
add_group(Store *store, const void *data, GError **error)
{
    gint64 batch = BATCH_OWN;
    const char *const fields[] = {"a", "b", "c"};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        CorrectionRow row = {0,    "2026-01-02T03:05:05Z", "boris", PAGE, fields[i], "1", "1", 1, "confirm",
                             batch};
        if (!store_append_correction(store, &row, error))
            return FALSE;
        batch = row.batch;
    }
    return TRUE;
}

static void
test_group(void)
{
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) rows = g_string_new(NULL);
    add(store, "x", "y", "edit");
    store_in_transaction(store, "add a group", add_group, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(store_each_correction(store, NULL, note_row, rows, &error));
    g_assert_cmpstr(rows->str, ==, "1 x=y edit 0;2 a=1 confirm 2;3 b=1 confirm 2;4 c=1 confirm 2;");
    assert_whole(store, 4);
    sample_store_remove(folder);
}

/* In a process that may not write there, for root may write anywhere. */
static int
read_frozen(const char *folder)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    guint count = 0;
    if (geteuid() == 0 && setuid(65534) != 0)
        return 1;
    g_autoptr(Store) store = store_open(folder, FALSE, NULL);
    const CorrectionRow row = {0, "2026-01-02T03:05:05Z", "boris", PAGE, "body", "b", "c", 3, "edit"};
    if (!store || !store_each_correction(store, PAGE, note_row, rows, NULL))
        return 2;
    if (strcmp(rows->str, "1 received_at=a old 0;2 received_at=b old 0;") != 0)
        return 3;
    if (!store_check_corrections(store, &count, NULL) || count != 2)
        return 4;
    return store_add_correction(store, &row, NULL) ? 5 : 0;
}

static void
test_frozen(void)
{
    g_autofree char *folder = make_old_folder();
    int status;
    g_assert_cmpint(chmod(folder, 0555), ==, 0);
    pid_t pid = fork();
    if (pid == 0)
        _exit(read_frozen(folder));
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_cmpint(chmod(folder, 0755), ==, 0);
    g_assert_cmpint(status, ==, 0);
    g_autofree char *version = sample_store_ask_sql(folder, "PRAGMA user_version");
    g_assert_cmpstr(version, ==, "1");
    sample_store_remove(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store-format/brought-up", test_brought_up);
    g_test_add_func("/store-format/same-columns", test_same_columns);
    g_test_add_func("/store-format/chain", test_chain);
    g_test_add_func("/store-format/refused", test_refused);
    g_test_add_func("/store-format/group", test_group);
    g_test_add_func("/store-format/frozen", test_frozen);
    return g_test_run();
}
