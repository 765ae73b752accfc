/* test-read-files.c - files of others: real scans, valid but awkward TIFFs, crafted ones. They lie where
 * VERNO_DATA says; without it these tests are skipped. Each file must end in pixels or in words, within time
 * and memory. */
#include "error.h"
#include "reader.h"
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

extern const Reader reader_tiff, reader_png, reader_jpeg;

static const Reader *const readers[] = {&reader_tiff, &reader_png, &reader_jpeg};

typedef struct {
    guint files, read, damaged, unsupported, broken_chains;
} Tally;

static void
take_error(const GError *error, Tally *tally)
{
    g_assert_true(error->domain == VERNO_ERROR);
    g_assert_true(error->code == VERNO_ERROR_DAMAGED || error->code == VERNO_ERROR_UNSUPPORTED);
    g_assert_cmpstr(error->message, !=, "");
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    if (error->code == VERNO_ERROR_DAMAGED)
        tally->damaged++;
    else
        tally->unsupported++;
}

static void
read_pages(const Reader *reader, int fd, Tally *tally)
{
    g_autoptr(GError) broken = NULL;
    guint pages = 0;
    if (!reader->count(fd, &budget_default, &pages, &broken)) {
        Tally rest = {0};
        take_error(broken, &rest);
        tally->broken_chains++;
    }
    for (guint i = 1; i <= pages; i++) {
        g_autoptr(Page) page = page_new();
        g_autoptr(GError) error = NULL;
        if (reader->read(fd, i, &budget_default, page, &error))
            tally->read++;
        else
            take_error(error, tally);
        g_assert_true(page->original || error);
        g_assert_cmpuint(page->remarks->len, <=, 12);
    }
}

static void
read_file(const char *path, Tally *tally)
{
    guint8 head[16];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    g_assert_cmpint(fd, >=, 0);
    gssize length = pread(fd, head, sizeof head, 0);
    for (guint r = 0; r < G_N_ELEMENTS(readers); r++)
        if (readers[r]->sniff(head, MAX(length, 0))) {
            gint64 start = g_get_monotonic_time();
            read_pages(readers[r], fd, tally);
            tally->files++;
            if (g_get_monotonic_time() - start > 5 * G_USEC_PER_SEC)
                g_error("%s took more than 5 seconds", path);
        }
    close(fd);
}

static void
read_tree(const char *path, Tally *tally)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        if (g_file_test(below, G_FILE_TEST_IS_DIR))
            read_tree(below, tally);
        else
            read_file(below, tally);
    }
}

typedef struct {
    const char *name;
    guint files, read; /* at least */
    gboolean all;      /* every page must be read */
} Corpus;

static const Corpus corpora[] = {
    {"tiff-awkward", 526, 479, FALSE},
    {"tiff-malformed", 122, 0, FALSE},
    {"cyr-typescript/pages", 100, 100, TRUE},
    {"eng-typescript/pages", 39, 39, TRUE},
    {"skew", 10, 10, TRUE},
};

static void
test_corpus(const void *data)
{
    const Corpus *corpus = data;
    const char *root = g_getenv("VERNO_DATA");
    g_autofree char *path = root ? g_build_filename(root, corpus->name, NULL) : NULL;
    if (!path || !g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_test_skip("VERNO_DATA names no directory with these files");
        return;
    }
    Tally tally = {0};
    read_tree(path, &tally);
    g_test_message("%s: %u files; pages: %u read, %u damaged, %u unsupported; %u broken chains", corpus->name,
                   tally.files, tally.read, tally.damaged, tally.unsupported, tally.broken_chains);
    g_assert_cmpuint(tally.files, >=, corpus->files);
    g_assert_cmpuint(tally.read, >=, corpus->read);
    if (corpus->all)
        g_assert_cmpuint(tally.damaged + tally.unsupported + tally.broken_chains, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#ifndef __SANITIZE_ADDRESS__
    struct rlimit limit = {budget_default.memory, budget_default.memory};
    setrlimit(RLIMIT_AS, &limit);
#endif
    for (guint i = 0; i < G_N_ELEMENTS(corpora); i++) {
        g_autofree char *name = g_strdup_printf("/read/files/%s", corpora[i].name);
        g_test_add_data_func(name, &corpora[i], test_corpus);
    }
    return g_test_run();
}
