/* apply.h - another calibrator on what a folder holds, without reading a page again.
 *
 * Records keep the evidence, so fields and words are judged anew from them, as a run with
 * `--set confidence.calibrator=FILE` over the same scans would have: the folder is that run's afterwards.
 * What persons decided stays. */
#pragma once
#include "folder-check.h"

typedef struct {
    const char *folder, *models_dir;
    const char *calibrator; /* a path, or a name in models/confidence */
    double max_error;       /* 0: as the folder has it */
    const GArray *rules;    /* over the folder, of FolderRule; may be NULL */
} ApplyOrder;

/* Refuses a calibrator that was fitted on other settings or models. `*ret_pages`: how many were judged. */
gboolean calibrate_apply(const ApplyOrder *order, guint *ret_pages, FolderFindings *ret_findings,
                         GError **error);
