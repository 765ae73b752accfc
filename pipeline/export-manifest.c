/* export-manifest.c - which files an export wrote. */
#include "export-manifest.h"
#include "error.h"
#include "output.h"
#include "record.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define HEAD "verno-export/1 of "

struct Manifest {
    char *dir, *path, *head;
    int fd;            /* holds the lock; new names are appended */
    GHashTable *known; /* name -> was it written this time */
    GPtrArray *names;  /* written this time, in order; lent by `known` */
};

static gboolean
fail(const char *path, const char *what, GError **error)
{
    g_autofree char *shown = g_filename_display_name(path);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: %s", shown, what);
    return FALSE;
}

static gboolean
append(Manifest *manifest, const char *line, GError **error)
{
    g_autofree char *text = g_strconcat(line, "\n", NULL);
    gssize length = (gssize)strlen(text);
    return write(manifest->fd, text, (gsize)length) == length ||
           fail(manifest->path, g_strerror(errno), error);
}

/* Takes the lock and reads what former exports left. The last line may be cut short by a kill; its file was
 * not begun. */
static gboolean
load(Manifest *manifest, GError **error)
{
    g_autofree char *text = NULL;
    if (flock(manifest->fd, LOCK_EX | LOCK_NB) != 0)
        return fail(manifest->dir, "another verno exports to it now", error);
    if (!g_file_get_contents(manifest->path, &text, NULL, NULL))
        return fail(manifest->path, "cannot be read", error);
    char *end = strrchr(text, '\n');
    if (!end)
        return ftruncate(manifest->fd, 0) == 0 && append(manifest, manifest->head, error);
    *end = '\0';
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    if (strcmp(lines[0], manifest->head) != 0) {
        g_autofree char *what = g_str_has_prefix(lines[0], HEAD)
                                    ? g_strdup_printf("holds the export of %s; give -o a place of its own",
                                                      lines[0] + strlen(HEAD))
                                    : g_strdup_printf("its file .verno-export is not verno's");
        return fail(manifest->dir, what, error);
    }
    for (guint i = 1; lines[i]; i++)
        g_hash_table_insert(manifest->known, path_dup_bytes(lines[i]), GINT_TO_POINTER(FALSE));
    /* A line cut short must not swallow the next one. */
    return ftruncate(manifest->fd, end - text + 1) == 0 || fail(manifest->path, g_strerror(errno), error);
}

Manifest *
manifest_open(const char *dir, const char *owner, GError **error)
{
    g_autoptr(Manifest) manifest = g_new0(Manifest, 1);
    g_autofree char *shown = path_dup_text(owner);
    manifest->dir = g_strdup(dir);
    manifest->path = g_build_filename(dir, ".verno-export", NULL);
    manifest->head = g_strconcat(HEAD, shown, NULL);
    manifest->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    manifest->names = g_ptr_array_new();
    manifest->fd = -1;
    if (g_mkdir_with_parents(dir, 0777) == 0)
        manifest->fd = open(manifest->path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (manifest->fd < 0) {
        fail(dir, g_strerror(errno), error);
        return NULL;
    }
    return load(manifest, error) ? g_steal_pointer(&manifest) : NULL;
}

gboolean
manifest_add(Manifest *manifest, const char *name, GError **error)
{
    char *key = g_strdup(name);
    if (!g_hash_table_contains(manifest->known, name)) {
        g_autofree char *line = path_dup_text(name);
        if (!append(manifest, line, error)) {
            g_free(key);
            return FALSE;
        }
    }
    g_hash_table_replace(manifest->known, key, GINT_TO_POINTER(TRUE));
    g_ptr_array_add(manifest->names, key);
    return TRUE;
}

static gboolean
remove_file(const Manifest *manifest, const char *name, const char *suffix, GError **error)
{
    g_autofree char *file = g_strconcat(name, suffix, NULL);
    g_autofree char *path = g_build_filename(manifest->dir, file, NULL);
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    g_unlink(part);
    if (g_unlink(path) != 0 && errno != ENOENT && errno != ENOTDIR)
        return fail(path, g_strerror(errno), error);
    /* Directories go as long as they are empty; the first that is not, stays, and all above it. */
    gsize top = strlen(manifest->dir);
    for (char *slash = strrchr(path, '/'); slash && (gsize)(slash - path) > top; slash = strrchr(path, '/')) {
        *slash = '\0';
        if (g_rmdir(path) != 0)
            break;
    }
    return TRUE;
}

gboolean
manifest_finish(Manifest *manifest, const char *suffix, GError **error)
{
    GHashTableIter row;
    gpointer name, written;
    g_hash_table_iter_init(&row, manifest->known);
    while (suffix && g_hash_table_iter_next(&row, &name, &written))
        if (!written && !remove_file(manifest, name, suffix, error))
            return FALSE;
    g_autoptr(Output) list = output_open(manifest->path, error);
    if (!list || !output_put(list, manifest->head, strlen(manifest->head), error) ||
        !output_put(list, "\n", 1, error))
        return FALSE;
    for (guint i = 0; i < manifest->names->len; i++) {
        g_autofree char *text = path_dup_text(manifest->names->pdata[i]);
        if (!output_put(list, text, strlen(text), error) || !output_put(list, "\n", 1, error))
            return FALSE;
    }
    return output_commit(list, error);
}

void
manifest_free(Manifest *manifest)
{
    if (!manifest)
        return;
    if (manifest->fd >= 0)
        close(manifest->fd);
    g_ptr_array_unref(manifest->names);
    g_hash_table_unref(manifest->known);
    g_free(manifest->dir);
    g_free(manifest->path);
    g_free(manifest->head);
    g_free(manifest);
}
