/* tiff-chain.c - the chain of directories: where the pages of a TIFF are.
 *
 * libtiff finds page n by reading its way there and stops at the first directory it dislikes, so one bad
 * directory costs all pages behind it. This walk looks only at what links directories: a directory with bad
 * tags is still a page (a damaged one) and the pages behind it are found. The chain breaks where a directory
 * is cut off, holds no tags or leads back to one already seen.
 *
 * Directories that say they are a reduced copy or a mask of another picture (thumbnails: NewSubfileType bits
 * 0 and 2, SubfileType 2) are no pages, unless all are. Pictures hung below a directory (SubIFDs) are never
 * pages. */
#include "tiff-read.h"
#include "error.h"
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TAGS 4096 /* libtiff's own limit */

typedef struct {
    int fd;
    gint64 size;
    gboolean big_endian, big;
} Chain;

typedef struct {
    guint64 offset, next;
    gboolean copy;    /* reduced or a mask */
    gboolean picture; /* has a width and a height */
} Directory;

gboolean
tiff_read_at(int fd, guint64 offset, void *data, gsize length)
{
    guint8 *to = data;
    while (length > 0) {
        if (offset > G_MAXINT64)
            return FALSE;
        gssize got = pread(fd, to, length, (off_t)offset);
        if (got <= 0)
            return FALSE;
        to += got;
        offset += got;
        length -= got;
    }
    return TRUE;
}

static guint64
number(const Chain *chain, const guint8 *at, guint bytes)
{
    guint64 value = 0;
    for (guint i = 0; i < bytes; i++)
        value = value << 8 | at[chain->big_endian ? i : bytes - 1 - i];
    return value;
}

static gboolean
broken(GError **error, guint nth, guint64 offset, const char *why)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "directory %u at offset %" G_GUINT64_FORMAT " %s",
                nth, offset, why);
    return FALSE;
}

static void
read_entry(const Chain *chain, const guint8 *entry, Directory *directory)
{
    guint64 tag = number(chain, entry, 2), type = number(chain, entry + 2, 2);
    const guint8 *value_at = entry + (chain->big ? 12 : 8);
    guint64 value = type == TIFF_SHORT  ? number(chain, value_at, 2)
                    : type == TIFF_LONG ? number(chain, value_at, 4)
                                        : 0;
    if (tag == TIFFTAG_SUBFILETYPE && value & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK))
        directory->copy = TRUE;
    if (tag == TIFFTAG_OSUBFILETYPE && value == OFILETYPE_REDUCEDIMAGE)
        directory->copy = TRUE;
    if (tag == TIFFTAG_IMAGEWIDTH || tag == TIFFTAG_IMAGELENGTH)
        directory->picture = TRUE;
}

static gboolean
read_directory(const Chain *chain, guint nth, Directory *directory, GError **error)
{
    guint count_bytes = chain->big ? 8 : 2, entry_bytes = chain->big ? 20 : 12,
          link_bytes = chain->big ? 8 : 4;
    guint64 offset = directory->offset;
    guint8 head[8], link[8];
    if (offset >= (guint64)chain->size)
        return broken(error, nth, offset, "lies behind the end of the file");
    if (!tiff_read_at(chain->fd, offset, head, count_bytes))
        return broken(error, nth, offset, "is cut off");
    guint64 count = number(chain, head, count_bytes);
    if (count == 0)
        return broken(error, nth, offset, "is empty");
    if (count > MAX_TAGS)
        return broken(error, nth, offset, "is no directory");
    g_autofree guint8 *entries = g_malloc(count * entry_bytes);
    if (!tiff_read_at(chain->fd, offset + count_bytes, entries, count * entry_bytes))
        return broken(error, nth, offset, "is cut off");
    for (guint i = 0; i < count; i++)
        read_entry(chain, entries + i * entry_bytes, directory);
    /* Some writers leave out the last link; libtiff too takes this for the end. */
    if (tiff_read_at(chain->fd, offset + count_bytes + count * entry_bytes, link, link_bytes))
        directory->next = number(chain, link, link_bytes);
    return TRUE;
}

static gboolean
read_header(Chain *chain, guint64 *ret_first, GError **error)
{
    guint8 head[16] = {0};
    struct stat status;
    if (fstat(chain->fd, &status) != 0 || !tiff_read_at(chain->fd, 0, head, 8)) {
        g_set_error_literal(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "the file header is cut off");
        return FALSE;
    }
    chain->size = status.st_size;
    chain->big_endian = head[0] == 'M';
    chain->big = number(chain, head + 2, 2) == 43;
    if (chain->big && !tiff_read_at(chain->fd, 0, head, 16)) {
        g_set_error_literal(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "the file header is cut off");
        return FALSE;
    }
    *ret_first = chain->big ? number(chain, head + 8, 8) : number(chain, head + 4, 4);
    if (*ret_first == 0) {
        g_set_error_literal(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "the file holds no directory");
        return FALSE;
    }
    return TRUE;
}

static gboolean
collect(const Chain *chain, guint64 first, const Budget *budget, GArray *directories, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint64 offset = first; offset != 0;) {
        guint nth = directories->len + 1;
        Directory directory = {.offset = offset};
        if (!g_hash_table_add(seen, g_memdup2(&offset, sizeof offset)))
            return broken(error, nth, offset, "is one already read: the chain of directories is a loop");
        if (!read_directory(chain, nth, &directory, error))
            return FALSE;
        if (directories->len == budget->pages) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "more pages than the limit of %u",
                        budget->pages);
            g_array_set_size(directories, 0);
            return FALSE;
        }
        g_array_append_val(directories, directory);
        offset = directory.next;
    }
    return TRUE;
}

/* A last link into the wild may hit bytes that pass for a directory. */
static void
drop_wild_tail(GArray *directories, GError **trouble)
{
    guint kept = directories->len;
    while (kept > 0 && !g_array_index(directories, Directory, kept - 1).picture)
        kept--;
    if (kept == directories->len)
        return;
    if (!*trouble)
        broken(trouble, kept + 1, g_array_index(directories, Directory, kept).offset, "describes no picture");
    g_array_set_size(directories, kept);
}

gboolean
tiff_chain_walk(int fd, const Budget *budget, GArray *offsets, GError **error)
{
    Chain chain = {.fd = fd};
    guint64 first;
    if (!read_header(&chain, &first, error))
        return FALSE;
    g_autoptr(GArray) directories = g_array_new(FALSE, FALSE, sizeof(Directory));
    g_autoptr(GError) trouble = NULL;
    collect(&chain, first, budget, directories, &trouble);
    drop_wild_tail(directories, &trouble);
    gboolean all_copies = TRUE;
    for (guint i = 0; i < directories->len; i++)
        all_copies = all_copies && g_array_index(directories, Directory, i).copy;
    for (guint i = 0; i < directories->len; i++) {
        const Directory *directory = &g_array_index(directories, Directory, i);
        if (all_copies || !directory->copy)
            g_array_append_val(offsets, directory->offset);
    }
    if (!trouble)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&trouble));
    return FALSE;
}
