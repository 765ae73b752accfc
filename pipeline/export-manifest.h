/* export-manifest.h - which files an export wrote, so that the next one can tell what is stale.
 *
 * The list lies beside the files, as ".verno-export": the first line says which folder it is an export of,
 * then a line for each page or file. A name is on the list before its file is written, so a file of ours is
 * never forgotten, even by an export that was killed; a file that is not on the list is not ours and never
 * touched. What is on the list and was not written again is removed at the end. The list is locked: two
 * exports do not write to one place. */
#pragma once
#include <glib.h>

typedef struct Manifest Manifest;

/* `owner`: the folder exported. STORE errors: the place holds the export of another folder, or is being
 * written. */
Manifest *manifest_open(const char *dir, const char *owner, GError **error);
/* Before the page's file is written. Where a page has several, `name` is a file's own, and the suffix "". */
gboolean manifest_add(Manifest *manifest, const char *name, GError **error);
/* Removes stale files (NAME + suffix, and directories that get empty) and writes the list anew. With a NULL
 * suffix there are no files by page. */
gboolean manifest_finish(Manifest *manifest, const char *suffix, GError **error);
void manifest_free(Manifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manifest, manifest_free)
