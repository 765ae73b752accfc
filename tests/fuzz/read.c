/* read.c - any bytes to the readers: sniff, count, read every page. Nothing may crash, hang or leak.
 *
 * With libFuzzer:  clang -fsanitize=fuzzer,address,undefined -DVERNO_LIBFUZZER …
 * Without it the program reads the files named on the command line, each also cut short and with bits
 * flipped. */
#include "error.h"
#include "reader.h"
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern const Reader reader_tiff, reader_png, reader_jpeg;

static const Reader *const readers[] = {&reader_tiff, &reader_png, &reader_jpeg};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void
read_pages(const Reader *reader, int fd, const Budget *budget)
{
    g_autoptr(GError) broken = NULL;
    guint pages = 0;
    gboolean whole = reader->count(fd, budget, &pages, &broken);
    g_assert(whole == (broken == NULL));
    for (guint i = 1; i <= pages; i++) {
        g_autoptr(Page) page = page_new();
        g_autoptr(GError) error = NULL;
        gboolean read = reader->read(fd, i, budget, page, &error);
        g_assert(read == (error == NULL) && read == (page->original != NULL));
        g_assert(!error || (error->domain == VERNO_ERROR && g_utf8_validate(error->message, -1, NULL)));
        g_assert(page->source.orientation >= 1 && page->source.orientation <= 8);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    Budget budget = budget_default;
    budget.side_px = 8192;
    budget.pixels = 4 << 20;
    budget.pages = 16;
    budget.ratio_free = 4 << 20;
    budget.memory = 512 << 20;
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert(fd >= 0 && write(fd, data, length) == (gssize)length);
    setMsgSeverity(L_SEVERITY_NONE);
    for (guint r = 0; r < G_N_ELEMENTS(readers); r++)
        if (readers[r]->sniff(data, MIN(length, 16)))
            read_pages(readers[r], fd, &budget);
    close(fd);
    return 0;
}

#ifndef VERNO_LIBFUZZER
static void
read_variants(const guint8 *data, gsize length, guint32 seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autofree guint8 *copy = g_memdup2(data, length);
    LLVMFuzzerTestOneInput(data, length);
    LLVMFuzzerTestOneInput(data, length / 2);
    LLVMFuzzerTestOneInput(data, length - MIN(length, 1));
    for (guint trial = 0; trial < 8 && length > 8; trial++) {
        /* most in the first kilobyte, where the tags of small files are */
        for (guint flips = 0; flips < 4; flips++)
            copy[g_rand_int_range(rand, 4, flips % 2 ? length : MIN(length, 1024))] ^=
                1 << g_rand_int_range(rand, 0, 8);
        LLVMFuzzerTestOneInput(copy, length);
        memcpy(copy, data, length);
    }
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autofree char *data = NULL;
        gsize length = 0;
        g_autoptr(GError) error = NULL;
        if (!g_file_get_contents(argv[i], &data, &length, &error)) {
            g_printerr("%s\n", error->message);
            return 1;
        }
        if (length <= 4 << 20)
            read_variants((const guint8 *)data, length, i);
    }
    g_print("%d files read\n", argc - 1);
    return 0;
}
#endif
