/* export.h - runs writers over what a folder holds: `run --to` and `verno export`.
 *
 * A writer sees a Page as persons corrected it (corrections.h); what the machine said stands beside. Pages
 * come by path and page number, one at a time, from one view of the database. Pages that were not read
 * (damaged, timeout …) are not written: failures.csv lists them. */
#pragma once
#include "store.h"

/* Checks the names of formats against stages.h. SETUP error: an unknown one, with the known listed. */
gboolean export_check_formats(const char *const *formats, GError **error);

typedef struct {
    const char *folder;
    const char *const *formats;  /* NULL-terminated names of writers */
    const char *const *settings; /* "alto.glyphs=yes", NULL-terminated; may be NULL */
    const char *output_dir;      /* files go to DIR/FORMAT; NULL: to FOLDER/export/FORMAT */
    const char *models_dir;
} ExportOrder;

/* Writes all formats in one walk over the folder. A file appears whole or not at all; one that a former
 * export of this folder wrote there and that no page stands behind any more is removed (export-manifest.h).
 */
gboolean export_pages(Store *store, const ExportOrder *order, GError **error);
/* The same without settings. */
gboolean export_run(Store *store, const char *folder, const char *const *formats, const char *output_dir,
                    const char *models_dir, GError **error);

/* Where a page's files go below DIR/FORMAT, without suffix; free it: "box3/0057-p1" for page 1 of
 * box3/0057.tif.
 *
 * No two pages of a folder share a name, and each name can be made a file: where two scans of a directory
 * differ in their suffix only, both keep it (a.tif-p1, a.png-p1); a name that would be too long is cut and
 * ends in "~" and 8 hex digits of the path's SHA-256; so does one with "." or ".." for a part of it. Bytes
 * that are no UTF-8 stay. */
char *export_dup_name(Store *store, const char *path, guint number);
/* The picture of a page: FOLDER/images/ab/ID.png, and of the kinds of its ink, ID.ink.png; free it. */
char *export_dup_picture(const char *folder, const char *id);
char *export_dup_kinds(const char *folder, const char *id);
