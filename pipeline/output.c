/* output.c - files that appear whole or not at all. */
#include "output.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Output {
    char *path, *part;
    FILE *stream;
};

static gboolean
fail(const char *path, GError **error)
{
    int why = errno;
    g_autofree char *shown = g_filename_display_name(path);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "cannot write %s: %s", shown, g_strerror(why));
    return FALSE;
}

Output *
output_open(const char *path, GError **error)
{
    g_autoptr(Output) output = g_new0(Output, 1);
    g_autofree char *dir = g_path_get_dirname(path);
    output->path = g_strdup(path);
    output->part = g_strconcat(path, ".part", NULL);
    if (g_mkdir_with_parents(dir, 0777) != 0) {
        fail(dir, error);
        return NULL;
    }
    int fd = open(output->part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    output->stream = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!output->stream) {
        fail(output->part, error);
        return NULL;
    }
    return g_steal_pointer(&output);
}

gboolean
output_put(Output *output, const char *data, gsize length, GError **error)
{
    return fwrite(data, 1, length, output->stream) == length || fail(output->part, error);
}

/* A rename lasts once its directory is on the disk. */
static void
sync_directory(const char *path)
{
    g_autofree char *dir = g_path_get_dirname(path);
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd); /* some file systems cannot; the rename itself is done */
        close(fd);
    }
}

/* Closes the stream whatever happens. */
static gboolean
finish(Output *output, GError **error)
{
    gboolean whole = fflush(output->stream) == 0 && fsync(fileno(output->stream)) == 0;
    if (!whole)
        fail(output->part, error);
    gboolean closed = fclose(g_steal_pointer(&output->stream)) == 0;
    if (!whole)
        return FALSE;
    return (closed && g_rename(output->part, output->path) == 0) || fail(output->path, error);
}

gboolean
output_commit(Output *output, GError **error)
{
    if (!finish(output, error)) {
        g_unlink(output->part);
        return FALSE;
    }
    sync_directory(output->path);
    return TRUE;
}

void
output_free(Output *output)
{
    if (!output)
        return;
    if (output->stream) {
        fclose(output->stream);
        g_unlink(output->part);
    }
    g_free(output->path);
    g_free(output->part);
    g_free(output);
}

static gboolean
is_there(const char *path, const void *data, gsize length)
{
    struct stat info;
    g_autofree char *old = NULL;
    gsize old_length;
    return lstat(path, &info) == 0 && S_ISREG(info.st_mode) && (gsize)info.st_size == length &&
           g_file_get_contents(path, &old, &old_length, NULL) && old_length == length &&
           memcmp(old, data, length) == 0;
}

gboolean
output_write(const char *dir, const char *name, const char *suffix, const void *data, gsize length,
             GError **error)
{
    g_autofree char *file = g_strconcat(name, suffix, NULL);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    if (is_there(path, data, length))
        return TRUE;
    g_autoptr(Output) output = output_open(path, error);
    if (!output || !output_put(output, data, length, error))
        return FALSE;
    if (finish(output, error))
        return TRUE;
    g_unlink(output->part);
    return FALSE;
}
