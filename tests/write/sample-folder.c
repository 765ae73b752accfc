/* sample-folder.c - a folder as a run leaves it. */
#include "sample-folder.h"
#include "export.h"
#include "record.h"
#include "sample-page.h"
#include <glib/gstdio.h>
#include <string.h>

const char *const sample_formats[] = {"json", "csv", "alto", "text", "boxes", "overlay", "lines", NULL};

static void
write_picture(const char *folder, const char *id)
{
    g_autofree char *path = export_dup_picture(folder, id);
    g_autofree char *dir = g_path_get_dirname(path);
    PIX_AUTO *picture = pixCreate(620, 877, 8); /* a quarter of the stored page */
    pixSetAllGray(picture, 250);
    g_assert_cmpint(g_mkdir_with_parents(dir, 0777), ==, 0);
    g_assert_cmpint(pixWrite(path, picture, IFF_PNG), ==, 0);
}

static void
put_scan(Store *store, const char *path, guint seed, guint pages, char ret_sha256[65])
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf("scan %u", seed);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    ScanRow scan = {.path = path, .bytes = 1000, .pages = pages};
    g_strlcpy(scan.sha256, sum, sizeof scan.sha256);
    g_strlcpy(ret_sha256, sum, 65);
    store_put_scan(store, &scan, &error);
    g_assert_no_error(error);
}

static void
put_page(Store *store, const char *sha256, guint number, PageState state, const char *record)
{
    static const double map[6] = {0.25, 0, 0, 0, 0.25, 0};
    g_autoptr(GError) error = NULL;
    PageRow row = {.state = state,
                   .cause = state <= STATE_BLANK ? NULL : "strip 3: <broken>\n\x1b[31m",
                   .record = record,
                   .plan = SAMPLE_PLAN,
                   .verdict = state == STATE_DONE    ? "doubtful"
                              : state == STATE_BLANK ? "good"
                                                     : "failed",
                   .took_s = 1,
                   .attempts = 1,
                   .picture_map = record ? map : NULL};
    store_make_id(row.id, sha256, number);
    store_put_page(store, &row, &error);
    g_assert_no_error(error);
}

void
sample_folder_add(Store *store, const char *folder, const char *path, guint seed, const char *text)
{
    char sha256[65], id[32];
    put_scan(store, path, seed, 1, sha256);
    g_autoptr(Page) page = sample_page_new(path, text);
    g_strlcpy(page->source.sha256, sha256, sizeof page->source.sha256);
    page->source.number = page->source.pages = 1;
    g_autofree char *record = record_dup_json(page, NULL);
    put_page(store, sha256, 1, STATE_DONE, record);
    store_make_id(id, sha256, 1);
    write_picture(folder, id);
}

/* One scan of three pages: blank, damaged, not read yet. */
static void
add_mixed(Store *store, const char *folder)
{
    char sha256[65], id[32];
    put_scan(store, "mixed.tif", 1000, 3, sha256);
    g_autoptr(Page) page = page_new();
    page->source.path = g_strdup("mixed.tif");
    g_strlcpy(page->source.sha256, sha256, sizeof page->source.sha256);
    page->source.width = page->source.height = 100;
    page->source.bits = page->source.samples = 1;
    page->source.pages = 3;
    page->blank = TRUE;
    g_autofree char *record = record_dup_json(page, &(Provenance){.plan = SAMPLE_PLAN});
    put_page(store, sha256, 1, STATE_BLANK, record);
    put_page(store, sha256, 2, STATE_DAMAGED, NULL);
    store_make_id(id, sha256, 1);
    write_picture(folder, id);
}

void
sample_folder_make(const char *folder)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(folder, TRUE, &error);
    g_assert_no_error(error);
    g_assert_true(store_begin_run(store, "run <scans> -o folder", SAMPLE_PLAN,
                                  "verno 0.0.9\ndeskew max-angle=15\n", &error));
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *path = g_strdup_printf("box/%02u.tif", i);
        sample_folder_add(store, folder, path, i, hostile_texts[i]);
    }
    g_autofree char *letters = g_strnfill(251, 'x');
    g_autofree char *longest = g_strconcat(letters, ".tif", NULL);
    const char *const paths[] = {"a.tif",         "a.png",           "a",   "line\nbreak.tif", "\xff\xfe.tif",
                                 "../up/./x.tif", "=cmd, \"q\".tif", "-rf", "back\\slash.tif", longest};
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        sample_folder_add(store, folder, paths[i], 100 + i, "plain");
    sample_folder_add(store, folder, "copy of a.tif", 100, "plain"); /* the same bytes as a.tif */
    add_mixed(store, folder);
    g_assert_true(store_end_run(store, "finished", &error));
}

void
sample_folder_remove(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            sample_folder_remove(path);
        else
            g_unlink(path);
    }
    g_rmdir(folder);
}

void
sample_folder_set_up(SampleFolder *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    f->folder = g_dir_make_tmp("verno-export-XXXXXX", NULL);
    sample_folder_make(f->folder);
    f->store = store_open(f->folder, FALSE, &error);
    g_assert_no_error(error);
}

void
sample_folder_tear_down(SampleFolder *f, gconstpointer data)
{
    store_close(f->store);
    sample_folder_remove(f->folder);
    g_free(f->folder);
}

void
sample_folder_export(SampleFolder *f, const char *const *formats)
{
    g_autoptr(GError) error = NULL;
    export_run(f->store, f->folder, formats, NULL, NULL, &error);
    g_assert_no_error(error);
}

char *
sample_folder_read(const SampleFolder *f, const char *format, const char *file)
{
    g_autofree char *path = g_build_filename(f->folder, "export", format, file, NULL);
    g_autoptr(GError) error = NULL;
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

gboolean
sample_folder_has(const SampleFolder *f, const char *format, const char *file)
{
    g_autofree char *path = g_build_filename(f->folder, "export", format, file, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}
