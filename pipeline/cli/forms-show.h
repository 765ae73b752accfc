/* forms-show.h - a form's labels and zones, drawn on a scan. */
#pragma once
#include <glib.h>

/* Reads page `number` (from 1) of the scan and draws the form `id` over its upright picture: a PNG at
 * `output`. What was found where is printed. SETUP error: no such form or page. */
gboolean forms_show(const char *models_dir, const char *id, const char *scan, guint number,
                    const char *output, GError **error);
