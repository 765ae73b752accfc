/* test-export-files.c - the files of an export: their names, stale ones, what is refused, the same bytes each
 * time, a full disk. */
#include "error.h"
#include "export.h"
#include "output.h"
#include "sample-folder.h"
#include "sample-page.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_names(SampleFolder *f, gconstpointer data)
{
    g_autofree char *letters = g_strnfill(220, 'x');
    g_autofree char *longest = g_strconcat(letters, "~", NULL);
    const char *const files[] = {"a.tif-p1.json",     "a.png-p1.json",       "a-p1.json",
                                 "copy of a-p1.json", "line\nbreak-p1.json", "\xff\xfe-p1.json",
                                 "-rf-p1.json",       "back\\slash-p1.json", "=cmd, \"q\"-p1.json",
                                 "mixed-p1.json"};
    static const char *const json[] = {"json", NULL};
    sample_folder_export(f, json);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (!sample_folder_has(f, "json", files[i]))
            g_error("%s is missing", files[i]);
    g_assert_false(sample_folder_has(f, "json", "mixed-p2.json"));
    g_autofree char *json_dir = g_build_filename(f->folder, "export/json", NULL);
    g_autoptr(GDir) dir = g_dir_open(json_dir, 0, NULL);
    guint cut_names = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_assert_cmpuint(strlen(name), <=, 250);
        cut_names += g_str_has_prefix(name, longest);
    }
    g_assert_cmpuint(cut_names, ==, 1);
    g_autofree char *up = export_dup_name(f->store, "../up/./x.tif", 1);
    g_assert_true(g_str_has_prefix(up, "%2e%2e/up/%2e/x~"));
    g_autofree char *absolute = export_dup_name(f->store, "/etc//passwd", 12);
    g_assert_true(g_str_has_prefix(absolute, "etc/passwd~"));
    g_assert_true(g_str_has_suffix(absolute, "-p12"));
    g_autofree char *wide = g_strnfill(122, 'y');
    g_autofree char *cyrillic =
        g_strdup_printf("%s%s", wide, "жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж");
    g_autofree char *cut = export_dup_name(f->store, cyrillic, 1);
    g_assert_true(g_utf8_validate(cut, -1, NULL));
    g_assert_cmpuint(strlen(cut), <=, 240);
}

static void
test_stale(SampleFolder *f, gconstpointer data)
{
    static const char *const json[] = {"json", NULL};
    g_autoptr(GError) error = NULL;
    sample_folder_add(f->store, f->folder, "gone/deep/old.tif", 500, "x");
    sample_folder_add(f->store, f->folder, "gone/kept.tif", 501, "x");
    sample_folder_export(f, json);
    g_assert_true(sample_folder_has(f, "json", "gone/deep/old-p1.json"));
    g_autofree char *mine = g_build_filename(f->folder, "export/json/gone/my notes.txt", NULL);
    g_autofree char *box = g_build_filename(f->folder, "export/json/box/00-p1.json", NULL);
    g_assert_true(g_file_set_contents(mine, "mine", -1, NULL));
    struct stat before, after;
    g_assert_cmpint(stat(box, &before), ==, 0);

    /* The two scans come to hold something that cannot be read. */
    for (guint i = 0; i < 2; i++) {
        g_autofree char *text = g_strdup_printf("scan %u", 500 + i);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
        PageRow row = {.state = STATE_DAMAGED, .cause = "cut", .plan = SAMPLE_PLAN, .verdict = "failed"};
        store_make_id(row.id, sum, 1);
        g_assert_true(store_put_page(f->store, &row, &error));
    }
    sample_folder_export(f, json);
    g_assert_false(sample_folder_has(f, "json", "gone/deep"));
    g_assert_false(sample_folder_has(f, "json", "gone/kept-p1.json"));
    g_assert_true(
        sample_folder_has(f, "json", "gone/my notes.txt")); /* not ours: stays, and so does its directory */
    g_assert_cmpint(stat(box, &after), ==, 0);
    g_assert_cmpint(before.st_ino, ==, after.st_ino); /* what did not change was not written again */

    /* A new scan takes the short name from an old one. */
    sample_folder_add(f->store, f->folder, "box/00.png", 600, "x");
    sample_folder_export(f, json);
    g_assert_false(sample_folder_has(f, "json", "box/00-p1.json"));
    g_assert_true(sample_folder_has(f, "json", "box/00.tif-p1.json"));
    g_assert_true(sample_folder_has(f, "json", "box/00.png-p1.json"));
}

static gboolean
export_fails(SampleFolder *f, const char *format, const char *setting, const char *dir, const char *why)
{
    const char *const formats[] = {format, NULL};
    const char *const settings[] = {setting, NULL};
    const ExportOrder order = {
        .folder = f->folder, .formats = formats, .settings = settings, .output_dir = dir};
    g_autoptr(GError) error = NULL;
    if (export_pages(f->store, &order, &error))
        return FALSE;
    if (!strstr(error->message, why))
        g_error("%s", error->message);
    return TRUE;
}

static void
test_refused(SampleFolder *f, gconstpointer data)
{
    g_assert_true(export_fails(f, "docx", NULL, NULL,
                               "no format “docx” (there are: json, csv, alto, text, boxes, overlay, lines)"));
    g_assert_true(
        export_fails(f, "alto", "alto.colour=1", NULL, "alto: no option “colour” (it has: glyphs)"));
    g_assert_true(export_fails(f, "json", "alto.glyphs=1", NULL, "not asked for"));
    g_assert_true(export_fails(f, "json", "glyphs", NULL, "not of the form"));
    g_autofree char *out = g_build_filename(f->folder, "elsewhere", NULL);
    g_autofree char *owner = g_build_filename(out, "json/.verno-export", NULL);
    g_assert_false(export_fails(f, "json", NULL, out, ""));
    g_assert_true(g_file_set_contents(owner, "verno-export/1 of /other/folder\n", -1, NULL));
    g_assert_true(export_fails(f, "json", NULL, out, "holds the export of /other/folder"));
    g_assert_true(g_file_set_contents(owner, "something\n", -1, NULL));
    g_assert_true(export_fails(f, "json", NULL, out, "is not verno's"));
    g_assert_true(g_file_set_contents(owner, "verno-exp", -1, NULL)); /* killed at its first line */
    g_assert_false(export_fails(f, "json", NULL, out, ""));
    g_autofree char *blocked = g_build_filename(f->folder, "verno.db", NULL);
    g_assert_true(export_fails(f, "json", NULL, blocked, "verno.db/json"));
}

/* The same folder gives the same bytes, with and without an earlier export. */
static void
test_same_bytes(SampleFolder *f, gconstpointer data)
{
    g_autofree char *a = g_build_filename(f->folder, "a", NULL), *b = g_build_filename(f->folder, "b", NULL);
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < 2; i++)
        g_assert_true(export_run(f->store, f->folder, sample_formats, i ? b : a, NULL, &error));
    g_assert_true(export_run(f->store, f->folder, sample_formats, a, NULL, &error));
    g_autofree char *status = NULL;
    const char *argv[] = {"diff", "-r", a, b, NULL};
    int code;
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &status, NULL, &code, NULL));
    g_assert_cmpint(code, ==, 0);
}

/* An unfinished file is not there; a failure leaves the old one. */
static void
test_output(void)
{
    g_autofree char *dir = g_dir_make_tmp("verno-output-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "a/b.csv", NULL);
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    Output *output = output_open(path, &error);
    g_assert_no_error(error);
    g_assert_true(output_put(output, "one", 3, &error));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(output_commit(output, &error));
    output_free(output);
    output = output_open(path, &error);
    g_assert_true(output_put(output, "two", 3, &error));
    output_free(output);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "one");
    g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
    g_assert_cmpint(symlink("/etc/hostname", part), ==,
                    0); /* a trap laid where the temporary file would be */
    g_assert_null(output_open(path, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_clear_error(&error);
    g_unlink(part);
    /* A disk that is full. */
    struct rlimit free_room, none = {0, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &free_room);
    none.rlim_max = free_room.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    gboolean written = output_write(dir, "a/b", ".csv", "three", 5, &error);
    setrlimit(RLIMIT_FSIZE, &free_room);
    g_assert_false(written);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
    g_autofree char *still = NULL;
    g_assert_true(g_file_get_contents(path, &still, NULL, NULL));
    g_assert_cmpstr(still, ==, "one");
    sample_folder_remove(dir);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/export-files/names", SampleFolder, NULL, sample_folder_set_up, test_names,
               sample_folder_tear_down);
    g_test_add("/export-files/stale", SampleFolder, NULL, sample_folder_set_up, test_stale,
               sample_folder_tear_down);
    g_test_add("/export-files/refused", SampleFolder, NULL, sample_folder_set_up, test_refused,
               sample_folder_tear_down);
    g_test_add("/export-files/same-bytes", SampleFolder, NULL, sample_folder_set_up, test_same_bytes,
               sample_folder_tear_down);
    g_test_add_func("/export-files/output", test_output);
    return g_test_run();
}
