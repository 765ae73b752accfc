/* scans.h - finds the files a run is given. */
#pragma once
#include <glib.h>

typedef struct {
    char *file;    /* to open: as given plus the way below it; bytes */
    char *path;    /* what the folder calls it: relative, unique in a run; bytes */
    char *trouble; /* why it cannot be read (a link, a socket, a directory without permission), or NULL */
} ScanFile;

/* All files below `given` (files or directories), sorted by path (bytes). Nothing is left out: hidden files,
 * links and devices are listed with their trouble. With one directory given, paths are relative to it; with
 * several, each path starts with the last part of its directory (numbered where two are alike). SETUP error:
 * something given that does not exist, or `folder` lies in, or around, what is given. */
GPtrArray *scans_find(const char *const *given, const char *folder, GError **error);

/* Is this, by its name, a file that lies beside scans without being one: checksums, notes, metadata, truth?
 * Such files are listed like all others (unsupported), but they are no failure of a run. */
gboolean scans_is_sidecar(const char *path);
