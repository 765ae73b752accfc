/* test-read-damage.c - TIFF of several pages and TIFF that is broken: what can be read is read, the rest is
 * told. */
#include "check-scans.h"
#include "error.h"
#include "reader.h"
#include <string.h>
#include <unistd.h>

extern const Reader reader_tiff;

static const Made grey_page = {
    .width = 90, .height = 70, .bits = 8, .samples = 1, .photometric = 1, .compression = 5};

static const Made fax_page = {.width = 1728, .height = 1100, .bits = 1, .samples = 1, .compression = 4};

/* ---- bytes of a little-endian classic TIFF ---- */

static guint32
get_number(const GByteArray *bytes, gsize at, guint length)
{
    guint32 value = 0;
    g_assert_cmpuint(at + length, <=, bytes->len);
    for (guint i = length; i > 0; i--)
        value = value << 8 | bytes->data[at + i - 1];
    return value;
}

static void
set_number(GByteArray *bytes, gsize at, guint length, guint32 value)
{
    g_assert_cmpuint(at + length, <=, bytes->len);
    for (guint i = 0; i < length; i++)
        bytes->data[at + i] = value >> 8 * i;
}

/* Where the link to directory `nth` (0-based) is stored. */
static gsize
link_to(const GByteArray *bytes, guint nth)
{
    gsize at = 4;
    for (guint i = 0; i < nth; i++) {
        gsize directory = get_number(bytes, at, 4);
        at = directory + 2 + 12 * get_number(bytes, directory, 2);
    }
    return at;
}

/* Where the entry of a tag starts in directory `nth`. */
static gsize
entry_of(const GByteArray *bytes, guint nth, guint tag)
{
    gsize directory = get_number(bytes, link_to(bytes, nth), 4);
    for (guint i = 0; i < get_number(bytes, directory, 2); i++)
        if (get_number(bytes, directory + 2 + 12 * i, 2) == tag)
            return directory + 2 + 12 * i;
    g_error("directory %u has no tag %u", nth, tag);
}

static GByteArray *
three_pages(guint16 compression)
{
    Made pages[3];
    for (guint i = 0; i < 3; i++) {
        pages[i] = compression == COMPRESSION_CCITTFAX4 ? fax_page : grey_page;
        pages[i].compression = compression;
        pages[i].width += 8 * i;
    }
    int fd = make_tiff(pages, 3, "wl");
    GByteArray *bytes = file_bytes(fd);
    close(fd);
    return bytes;
}

/* ---- what a reader says: "2 read damaged" is two pages counted, the first read, the second damaged ---- */

static const char *
verdict(const GError *error)
{
    g_assert_true(error->domain == VERNO_ERROR);
    g_assert_cmpstr(error->message, !=, "");
    return error->code == VERNO_ERROR_DAMAGED       ? "damaged"
           : error->code == VERNO_ERROR_UNSUPPORTED ? "unsupported"
                                                    : "?";
}

static char *
tell(int fd, const Budget *budget)
{
    g_autoptr(GError) broken = NULL;
    guint pages = 99;
    gboolean whole = reader_tiff.count(fd, budget, &pages, &broken);
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%u", pages);
    for (guint i = 1; i <= pages; i++) {
        g_autoptr(Page) page = page_new();
        g_autoptr(GError) error = NULL;
        gboolean read = reader_tiff.read(fd, i, budget, page, &error);
        g_assert_true(read == (page->original != NULL));
        g_string_append_printf(text, " %s", read ? "read" : verdict(error));
    }
    if (!whole)
        g_string_append_printf(text, " + %s", verdict(broken));
    return g_string_free(text, FALSE);
}

static void
assert_tells(const GByteArray *bytes, const Budget *budget, const char *want)
{
    int fd = memory_file(bytes->data, bytes->len);
    g_autofree char *got = tell(fd, budget);
    g_assert_cmpstr(got, ==, want);
    close(fd);
}

static char *
dup_trouble(int fd, guint number, VernoError code)
{
    g_autoptr(Page) page = page_new();
    GError *error = NULL;
    g_assert_false(reader_tiff.read(fd, number, &budget_default, page, &error));
    g_assert_error(error, VERNO_ERROR, (int)code);
    char *text = g_strdup(error->message);
    g_error_free(error);
    return text;
}

/* ---- several pages ---- */

static void
test_pages(void)
{
    g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
    assert_tells(bytes, &budget_default, "3 read read read");
    int fd = memory_file(bytes->data, bytes->len);
    for (guint i = 3; i > 0; i--) {
        Made made = grey_page;
        made.width += 8 * (i - 1);
        g_autoptr(Page) page = page_new();
        g_assert_true(reader_tiff.read(fd, i, &budget_default, page, NULL));
        assert_pixels(&made, page->original, 0, "one of three");
    }
    g_autofree char *text = dup_trouble(fd, 4, VERNO_ERROR_DAMAGED);
    g_assert_nonnull(strstr(text, "no page 4"));
    close(fd);
}

static void
test_thumbnails(void)
{
    Made pages[3] = {grey_page, grey_page, grey_page};
    pages[0].thumbnail = pages[2].thumbnail = TRUE;
    pages[1].width = 200;
    int fd = make_tiff(pages, 3, "wb8");
    g_autoptr(Page) page = page_new();
    guint n = 0;
    g_assert_true(reader_tiff.count(fd, &budget_default, &n, NULL));
    g_assert_cmpuint(n, ==, 1);
    g_assert_true(reader_tiff.read(fd, 1, &budget_default, page, NULL));
    g_assert_cmpuint(page->source.width, ==, 200);
    close(fd);
    pages[1].thumbnail = TRUE;
    fd = make_tiff(pages, 3, "wl");
    g_autofree char *all = tell(fd, &budget_default);
    g_assert_cmpstr(all, ==, "3 read read read");
    close(fd);
}

static void
test_page_cap(void)
{
    Budget budget = budget_default;
    budget.pages = 2;
    g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
    assert_tells(bytes, &budget, "0 + unsupported");
    budget.pages = 3;
    assert_tells(bytes, &budget, "3 read read read");
}

/* ---- broken in one place ---- */

static void
test_lost_strip(void)
{
    /* not PackBits and ZSTD: what is lost there decodes to something else and nobody can tell */
    static const guint16 codecs[] = {COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_CCITTFAX4,
                                     COMPRESSION_LZMA};
    for (guint i = 0; i < G_N_ELEMENTS(codecs); i++) {
        g_autoptr(GByteArray) bytes = three_pages(codecs[i]);
        gsize offset = get_number(bytes, entry_of(bytes, 1, TIFFTAG_STRIPOFFSETS) + 8, 4);
        gsize length = get_number(bytes, entry_of(bytes, 1, TIFFTAG_STRIPBYTECOUNTS) + 8, 4);
        memset(bytes->data + offset + length / 3, 0, length / 3);
        assert_tells(bytes, &budget_default, "3 read damaged read");
    }
}

static void
test_lost_directory(void)
{
    g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
    gsize width = entry_of(bytes, 1, TIFFTAG_IMAGEWIDTH), offsets = entry_of(bytes, 2, TIFFTAG_STRIPOFFSETS);
    set_number(bytes, width + 2, 2, 77); /* no such type */
    assert_tells(bytes, &budget_default, "3 read damaged read");
    set_number(bytes, offsets + 8, 4, 0x7fffffff); /* behind the end */
    assert_tells(bytes, &budget_default, "3 read damaged damaged");
}

static void
test_lost_tag(void)
{
    Made made = grey_page;
    made.predictor = PREDICTOR_HORIZONTAL;
    int fd = make_tiff(&made, 1, "wl");
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    set_number(bytes, entry_of(bytes, 0, TIFFTAG_PREDICTOR) + 4, 4, 0x10000000); /* libtiff only warns */
    assert_tells(bytes, &budget_default, "1 damaged");
}

static void
test_broken_chain(void)
{
    static const guint32 wild[] = {0x7fffffff, 1, 0xffffffff};
    for (guint i = 0; i < G_N_ELEMENTS(wild); i++) {
        g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
        set_number(bytes, link_to(bytes, 2), 4, wild[i]);
        assert_tells(bytes, &budget_default, "2 read read + damaged");
    }
    /* bytes that pass for a directory, but no picture */
    g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
    set_number(bytes, link_to(bytes, 3), 4, bytes->len);
    g_byte_array_append(bytes, (const guint8 *)"\x01\0\x34\x12\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0", 18);
    assert_tells(bytes, &budget_default, "3 read read read + damaged");
}

static void
test_loops(void)
{
    for (guint to = 0; to < 3; to++) {
        g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
        set_number(bytes, link_to(bytes, 3), 4, get_number(bytes, link_to(bytes, to), 4));
        assert_tells(bytes, &budget_default, "3 read read read + damaged");
    }
}

static void
test_cut_off(void)
{
    /* directory at the end, as libtiff writes it */
    g_autoptr(GByteArray) bytes = three_pages(COMPRESSION_LZW);
    g_byte_array_set_size(bytes, bytes->len / 4);
    assert_tells(bytes, &budget_default, "0 + damaged");
    g_byte_array_set_size(bytes, 8);
    assert_tells(bytes, &budget_default, "0 + damaged");
    /* directory first: 22 of 55 strips are behind the cut */
    int fd = make_plain_tiff(100, 550, COMPRESSION_NONE, 55, 1000);
    g_autoptr(GByteArray) plain = file_bytes(fd);
    close(fd);
    assert_tells(plain, &budget_default, "1 read");
    g_byte_array_set_size(plain, plain->len - 21500);
    fd = memory_file(plain->data, plain->len);
    g_autofree char *text = dup_trouble(fd, 1, VERNO_ERROR_DAMAGED);
    g_assert_nonnull(strstr(text, "22 of 55 strips are damaged"));
    close(fd);
}

/* ---- fax: libtiff's decoder says it is well all the same ---- */

static GByteArray *
fax_bytes(guint32 *ret_offset, guint32 *ret_length)
{
    int fd = make_tiff(&fax_page, 1, "wl");
    GByteArray *bytes = file_bytes(fd);
    close(fd);
    *ret_offset = get_number(bytes, entry_of(bytes, 0, TIFFTAG_STRIPOFFSETS) + 8, 4);
    *ret_length = get_number(bytes, entry_of(bytes, 0, TIFFTAG_STRIPBYTECOUNTS) + 8, 4);
    return bytes;
}

static void
test_flipped_bits(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(19500516);
    for (guint trial = 0; trial < 30; trial++) {
        guint32 offset, length;
        g_autoptr(GByteArray) bytes = fax_bytes(&offset, &length);
        for (guint i = 0; i < 20; i++)
            bytes->data[offset + g_rand_int_range(rand, 0, length)] ^= 1 << g_rand_int_range(rand, 0, 8);
        assert_tells(bytes, &budget_default, "1 damaged");
    }
}

static void
test_missing_rows(void)
{
    guint32 offset, length;
    g_autoptr(GByteArray) bytes = fax_bytes(&offset, &length);
    set_number(bytes, entry_of(bytes, 0, TIFFTAG_IMAGELENGTH) + 8, 4, 1500);
    set_number(bytes, entry_of(bytes, 0, TIFFTAG_ROWSPERSTRIP) + 8, 4, 1500);
    assert_tells(bytes, &budget_default, "1 damaged");
}

/* ---- too big ---- */

static void
test_bombs(void)
{
    static const struct {
        guint width, height;
        guint16 compression;
    } rows[] = {
        {60000, 60000, COMPRESSION_CCITTFAX4},    {1000000, 10, COMPRESSION_CCITTFAX4},
        {30000, 30000, COMPRESSION_NONE},         {15000, 15000, COMPRESSION_LZW},
        {32767, 7000, COMPRESSION_ADOBE_DEFLATE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        int fd = make_plain_tiff(rows[i].width, rows[i].height, rows[i].compression, 1, 150);
        gint64 start = g_get_monotonic_time();
        g_autofree char *text = dup_trouble(fd, 1, VERNO_ERROR_UNSUPPORTED);
        g_assert_nonnull(strstr(text, "limit"));
        g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC / 2);
        close(fd);
    }
}

/* The size in the head of JBIG data, not the one in the tags. */
static void
test_jbig_bomb(void)
{
    Made made = fax_page;
    made.compression = COMPRESSION_JBIG;
    int fd = make_tiff(&made, 1, "wl");
    g_autoptr(GByteArray) bytes = file_bytes(fd);
    close(fd);
    assert_tells(bytes, &budget_default, "1 read");
    gsize head = get_number(bytes, entry_of(bytes, 0, TIFFTAG_STRIPOFFSETS) + 8, 4);
    bytes->data[head + 8] = 0x02; /* bits are reversed */
    assert_tells(bytes, &budget_default, "1 damaged");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TIFFSetWarningHandler(NULL); /* of the writer; readers have handlers of their own */
    g_test_add_func("/read/tiff/pages", test_pages);
    g_test_add_func("/read/tiff/thumbnails", test_thumbnails);
    g_test_add_func("/read/tiff/page-cap", test_page_cap);
    g_test_add_func("/read/tiff/lost-strip", test_lost_strip);
    g_test_add_func("/read/tiff/lost-directory", test_lost_directory);
    g_test_add_func("/read/tiff/lost-tag", test_lost_tag);
    g_test_add_func("/read/tiff/broken-chain", test_broken_chain);
    g_test_add_func("/read/tiff/loops", test_loops);
    g_test_add_func("/read/tiff/cut-off", test_cut_off);
    g_test_add_func("/read/tiff/flipped-bits", test_flipped_bits);
    g_test_add_func("/read/tiff/missing-rows", test_missing_rows);
    g_test_add_func("/read/tiff/bombs", test_bombs);
    g_test_add_func("/read/tiff/jbig-bomb", test_jbig_bomb);
    return g_test_run();
}
