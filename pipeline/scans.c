/* scans.c - finds the files a run is given. */
#include "scans.h"
#include "error.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
scan_file_free(void *data)
{
    ScanFile *scan = data;
    g_free(scan->file);
    g_free(scan->path);
    g_free(scan->trouble);
    g_free(scan);
}

static void
add(GPtrArray *found, const char *file, const char *path, const char *trouble)
{
    ScanFile *scan = g_new0(ScanFile, 1);
    scan->file = g_strdup(file);
    scan->path = g_strdup(path);
    scan->trouble = g_strdup(trouble);
    g_ptr_array_add(found, scan);
}

static gboolean
lies_within(const char *inner, const char *outer)
{
    gsize n = strlen(outer);
    return strncmp(inner, outer, n) == 0 &&
           (inner[n] == '\0' || inner[n] == '/' || (n > 0 && outer[n - 1] == '/'));
}

/* A link counts as the file it leads to only where that lies inside the directory given. */
static const char *
link_trouble(const char *file, const char *root)
{
    struct stat info;
    g_autofree char *target = realpath(file, NULL);
    if (!target || stat(target, &info) != 0)
        return "a link that leads nowhere";
    if (!S_ISREG(info.st_mode))
        return "a link to a directory or device, not followed";
    return lies_within(target, root) ? NULL : "a link that leads out of the directory, not followed";
}

static void walk(GPtrArray *found, const char *file, const char *path, const char *root);

static void
walk_directory(GPtrArray *found, const char *file, const char *path, const char *root)
{
    g_autoptr(GError) trouble = NULL;
    g_autoptr(GDir) dir = g_dir_open(file, 0, &trouble);
    if (!dir) {
        add(found, file, *path ? path : ".", trouble->message);
        return;
    }
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *below = g_build_filename(file, name, NULL);
        g_autofree char *shown = *path ? g_build_filename(path, name, NULL) : g_strdup(name);
        walk(found, below, shown, root);
    }
}

static void
walk(GPtrArray *found, const char *file, const char *path, const char *root)
{
    struct stat info;
    if (lstat(file, &info) != 0)
        add(found, file, path, g_strerror(errno));
    else if (S_ISDIR(info.st_mode))
        walk_directory(found, file, path, root);
    else if (S_ISLNK(info.st_mode))
        add(found, file, path, link_trouble(file, root));
    else
        add(found, file, path, S_ISREG(info.st_mode) ? NULL : "not a file but a pipe, socket or device");
}

/* The name under which a given directory or file appears in paths; numbered where it was there before. */
static char *
unique_name(GHashTable *used, const char *real)
{
    g_autofree char *base = g_path_get_basename(real);
    char *name = g_strdup(base);
    for (guint n = 2; !g_hash_table_add(used, g_strdup(name)); n++) {
        g_free(name);
        name = g_strdup_printf("%s-%u", base, n);
    }
    return name;
}

static int
by_path(const void *a, const void *b)
{
    return strcmp((*(ScanFile *const *)a)->path, (*(ScanFile *const *)b)->path);
}

/* Where `folder` is or will be: it and directories above it may not be there yet. */
static char *
real_folder(const char *folder)
{
    char *real = realpath(folder, NULL);
    if (real)
        return real;
    g_autofree char *parent = g_path_get_dirname(folder);
    g_autofree char *base = g_path_get_basename(folder);
    g_autofree char *real_parent = real_folder(parent);
    return g_build_filename(real_parent, base, NULL);
}

GPtrArray *
scans_find(const char *const *given, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(scan_file_free);
    g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *out = real_folder(folder);
    gboolean alone = given[0] && !given[1];
    for (guint i = 0; given[i]; i++) {
        g_autofree char *root = realpath(given[i], NULL);
        struct stat info;
        if (!root || stat(root, &info) != 0) {
            g_autofree char *shown = g_filename_display_name(given[i]);
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s: %s", shown, g_strerror(errno));
            return NULL;
        }
        gboolean is_dir = S_ISDIR(info.st_mode);
        if ((is_dir && lies_within(out, root)) || lies_within(root, out)) {
            g_autofree char *shown = g_filename_display_name(given[i]);
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                        "the folder %s and the scans %s lie one in the other; give -o a place of its own",
                        folder, shown);
            return NULL;
        }
        g_autofree char *name = is_dir && alone ? g_strdup("") : unique_name(used, root);
        if (is_dir)
            walk_directory(found, root, name, root);
        else
            walk(found, root, name, root);
    }
    g_ptr_array_sort(found, by_path);
    return g_steal_pointer(&found);
}

gboolean
scans_is_sidecar(const char *path)
{
    static const char *const suffixes[] = {".json", ".xml", ".txt",  ".tsv",    ".csv",
                                           ".md",   ".md5", ".sha1", ".sha256", ".sha512",
                                           ".xmp",  ".ini", ".log",  ".html",   ".db"};
    for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        gsize n = strlen(suffixes[i]), length = strlen(path);
        if (length > n && g_ascii_strcasecmp(path + length - n, suffixes[i]) == 0)
            return TRUE;
    }
    return FALSE;
}
