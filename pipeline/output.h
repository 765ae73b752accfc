/* output.h - files that appear whole or not at all: NAME.part in the same directory, synced, renamed.
 *
 * A process killed in between leaves NAME.part, which the next attempt writes over. Two processes must not
 * write the same file; the lock of a run (store.h) and of an export (export-manifest.h) see to that. Errors
 * are VERNO_ERROR_STORE and name the file and the system's reason. */
#pragma once
#include <glib.h>

typedef struct Output Output;

/* Begins a file; makes its directory where absent. */
Output *output_open(const char *path, GError **error);
gboolean output_put(Output *output, const char *data, gsize length, GError **error);
/* The file is there, and stays there if the power fails. */
gboolean output_commit(Output *output, GError **error);
/* Without a commit, nothing was written. */
void output_free(Output *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Output, output_free)

/* A writer's file of one page: DIR/NAME + SUFFIX (".json"), NAME from page->export.name. A file that is
 * already there with these very bytes is left as it is: an export of a large folder after a small change is
 * quick, and the dates of what did not change do not change. */
gboolean output_write(const char *dir, const char *name, const char *suffix, const void *data, gsize length,
                      GError **error);
