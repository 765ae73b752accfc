/* test-scans.c - finds the files a run is given: every name a file system allows, every kind of thing that is
 * no file, and folders that lie one in the other. */
#include "scans.h"
#include "error.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct {
    char *dir; /* holds `in` and whatever else a test makes */
    char *in;
    char *out;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    g_autofree char *dir = g_dir_make_tmp("verno-scans-XXXXXX", NULL);
    f->dir = realpath(dir, NULL);
    f->in = g_build_filename(f->dir, "in", NULL);
    f->out = g_build_filename(f->dir, "out", NULL);
    g_assert_cmpint(g_mkdir(f->in, 0777), ==, 0);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    const char *argv[] = {"rm", "-rf", "--", f->dir, NULL};
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
    free(f->dir);
    g_free(f->in);
    g_free(f->out);
}

/* A file below the fixture's directory, with the directories above it. */
static void
put(const Fixture *f, const char *path)
{
    g_autofree char *file = g_build_filename(f->dir, path, NULL);
    g_autofree char *parent = g_path_get_dirname(file);
    g_assert_cmpint(g_mkdir_with_parents(parent, 0777), ==, 0);
    g_assert_true(g_file_set_contents_full(file, path, -1, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
}

static GPtrArray *
find_in(const Fixture *f)
{
    g_autoptr(GError) error = NULL;
    const char *given[] = {f->in, NULL};
    GPtrArray *found = scans_find(given, f->out, &error);
    g_assert_no_error(error);
    return found;
}

static const ScanFile *
named(GPtrArray *found, const char *path)
{
    for (guint i = 0; i < found->len; i++)
        if (strcmp(((ScanFile *)found->pdata[i])->path, path) == 0)
            return found->pdata[i];
    return NULL;
}

static void
test_names(Fixture *f, gconstpointer data)
{
    g_autofree char *longest = g_strnfill(255, 'n');
    const char *const names[] = {"two words.tif",
                                 "new\nline.tif",
                                 "\xff\xfe not utf-8.tif",
                                 ".hidden.tif",
                                 "..twice",
                                 "-o",
                                 "--jobs=9",
                                 "quote\"'`$(x).tif",
                                 "back\\slash",
                                 "deep/er/ещё глубже/лист.tif",
                                 "*?[",
                                 "\x1b[31m",
                                 " ",
                                 longest};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename("in", names[i], NULL);
        put(f, path);
    }
    g_autoptr(GPtrArray) found = find_in(f);
    g_assert_cmpuint(found->len, ==, G_N_ELEMENTS(names));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const ScanFile *scan = named(found, names[i]);
        g_assert_nonnull(scan);
        g_assert_null(scan->trouble);
        g_assert_true(g_file_test(scan->file, G_FILE_TEST_IS_REGULAR));
    }
    for (guint i = 1; i < found->len; i++) /* in an order that no locale changes */
        g_assert_cmpint(strcmp(((ScanFile *)found->pdata[i - 1])->path, ((ScanFile *)found->pdata[i])->path),
                        <, 0);
}

static void
make_odd_things(const Fixture *f)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    g_assert_cmpint(chdir(f->in), ==, 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    close(fd);
    g_assert_cmpint(mkfifo("fifo", 0666), ==, 0);
    g_assert_cmpint(symlink("nowhere", "link-dangling"), ==, 0);
    g_assert_cmpint(symlink("link-round", "link-round"), ==, 0);
    g_assert_cmpint(symlink("../beside.tif", "link-out"), ==, 0);
    g_assert_cmpint(symlink("/etc/passwd", "link-far"), ==, 0);
    g_assert_cmpint(symlink("/dev/zero", "link-device"), ==, 0);
    g_assert_cmpint(symlink("..", "link-up"), ==, 0);
    g_assert_cmpint(symlink("real.tif", "link-in"), ==, 0);
    g_assert_cmpint(chdir("/"), ==, 0);
}

static void
test_odd_things(Fixture *f, gconstpointer data)
{
    static const struct {
        const char *path, *trouble;
    } rows[] = {
        {"fifo", "not a file but a pipe, socket or device"},
        {"link-dangling", "a link that leads nowhere"},
        {"link-device", "a link to a directory or device, not followed"},
        {"link-far", "a link that leads out of the directory, not followed"},
        {"link-in", NULL},
        {"link-out", "a link that leads out of the directory, not followed"},
        {"link-round", "a link that leads nowhere"},
        {"link-up", "a link to a directory or device, not followed"},
        {"real.tif", NULL},
        {"socket", "not a file but a pipe, socket or device"},
    };
    put(f, "beside.tif");
    put(f, "in/real.tif");
    make_odd_things(f);
    g_autoptr(GPtrArray) found = find_in(f);
    g_assert_cmpuint(found->len, ==, G_N_ELEMENTS(rows));
    for (guint i = 0; i < found->len; i++) {
        const ScanFile *scan = found->pdata[i];
        g_assert_cmpstr(scan->path, ==, rows[i].path);
        g_assert_cmpstr(scan->trouble, ==, rows[i].trouble);
    }
}

static void
test_closed_directory(Fixture *f, gconstpointer data)
{
    g_autofree char *closed = g_build_filename(f->in, "closed", NULL);
    put(f, "in/closed/a.tif");
    put(f, "in/open.tif");
    g_assert_cmpint(chmod(closed, 0), ==, 0);
    if (g_access(closed, R_OK) == 0) {
        g_test_skip("root reads every directory");
    } else {
        g_autoptr(GPtrArray) found = find_in(f);
        g_assert_cmpuint(found->len, ==, 2);
        g_assert_nonnull(named(found, "closed")->trouble);
        g_assert_null(named(found, "open.tif")->trouble);
    }
    g_assert_cmpint(chmod(closed, 0777), ==, 0);
}

/* `given` and `folder` below the fixture's directory, which holds in/, in/box/, in-too/ and box/. */
static const struct {
    const char *given[3], *folder;
    const char *refused; /* part of the message; NULL: found */
    const char *paths;   /* joined by blanks */
} places[] = {
    {{"in"}, "out", NULL, "a.tif box/b.tif"},
    {{"in/a.tif"}, "out", NULL, "a.tif"},
    {{"in/a.tif"}, "in/out", NULL, "a.tif"}, /* a file holds no folder */
    {{"in", "box"}, "out", NULL, "box/c.tif in/a.tif in/box/b.tif"},
    {{"in/box", "box"}, "out", NULL, "box-2/c.tif box/b.tif"},
    {{"in"}, "in-out", NULL, "a.tif box/b.tif"}, /* alike by letters only */
    {{"in"}, "in", "lie one in the other", NULL},
    {{"in"}, "in/out", "lie one in the other", NULL},
    {{"in"}, "in/not/yet/there", "lie one in the other", NULL},
    {{"in"}, "in/box/../out", "lie one in the other", NULL},
    {{"in"}, "link-to-in/out", "lie one in the other", NULL},
    {{"in"}, "link-to-in/not/yet/there", "lie one in the other", NULL},
    {{"in/box"}, "in", "lie one in the other", NULL},
    {{"in/box"}, ".", "lie one in the other", NULL},
    {{"in/a.tif"}, "in/a.tif", "lie one in the other", NULL},
    {{"box", "in"}, "in/out", "lie one in the other", NULL},
    {{"nowhere"}, "out", "nowhere: No such file or directory", NULL},
    {{"in", "nowhere"}, "out", "nowhere: No such file or directory", NULL},
};

static void
check_place(const Fixture *f, guint i)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) given = g_ptr_array_new_with_free_func(g_free);
    for (guint k = 0; places[i].given[k]; k++)
        g_ptr_array_add(given, g_build_filename(f->dir, places[i].given[k], NULL));
    g_ptr_array_add(given, NULL);
    g_autofree char *folder = g_build_filename(f->dir, places[i].folder, NULL);
    g_autoptr(GPtrArray) found = scans_find((const char *const *)given->pdata, folder, &error);
    g_test_message("%s into %s: %s", places[i].given[0], places[i].folder, error ? error->message : "found");
    if (places[i].refused) {
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
        g_assert_nonnull(strstr(error->message, places[i].refused));
        g_assert_null(found);
        return;
    }
    g_assert_no_error(error);
    g_autoptr(GString) paths = g_string_new(NULL);
    for (guint k = 0; k < found->len; k++)
        g_string_append_printf(paths, "%s%s", k ? " " : "", ((ScanFile *)found->pdata[k])->path);
    g_assert_cmpstr(paths->str, ==, places[i].paths);
}

static void
test_places(Fixture *f, gconstpointer data)
{
    g_autofree char *link = g_build_filename(f->dir, "link-to-in", NULL);
    put(f, "in/a.tif");
    put(f, "in/box/b.tif");
    put(f, "box/c.tif");
    g_assert_cmpint(symlink("in", link), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        check_place(f, i);
}

/* The same by names relative to where the program runs. */
static void
test_relative(Fixture *f, gconstpointer data)
{
    static const char *const folders[] = {"in/out", "in/not/yet/there", "./in/out", "in", "."};
    const char *given[] = {"in", NULL};
    put(f, "in/a.tif");
    g_assert_cmpint(chdir(f->dir), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(scans_find(given, folders[i], &error));
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    }
    g_autoptr(GPtrArray) found = scans_find(given, "out/not/yet/there", NULL);
    g_assert_nonnull(found);
    g_assert_cmpint(chdir("/"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/scans/names", Fixture, NULL, set_up, test_names, tear_down);
    g_test_add("/scans/odd-things", Fixture, NULL, set_up, test_odd_things, tear_down);
    g_test_add("/scans/closed-directory", Fixture, NULL, set_up, test_closed_directory, tear_down);
    g_test_add("/scans/places", Fixture, NULL, set_up, test_places, tear_down);
    g_test_add("/scans/relative", Fixture, NULL, set_up, test_relative, tear_down);
    return g_test_run();
}
