/* run.h - runs a plan over scans: hands out pages, collects records, owns the store while it runs. */
#pragma once
#include "folder-check.h"
#include "plan.h"
#include "reader.h"
#include "store.h"

typedef struct {
    const char *const *scans; /* files and directories as given */
    const char *folder;       /* the output */
    const char *arguments;    /* the command line, for the run's row */
    guint jobs;
    gboolean keep_steps, retry_failed;
    const Budget *budget;
    const Reader *const *readers;
    Plan *plan;             /* opened */
    const GArray *rules;    /* over the folder, of FolderRule; may be NULL */
    const FolderLike *like; /* what its pages should be like; may be NULL */
} RunOrder;

typedef struct {
    guint scans_all, scans_seen;  /* found, and looked at so far */
    guint pages_read, pages_kept; /* read in this run, and kept from an earlier one */
    guint pages_waiting;          /* known and not yet read */
    guint by_state[N_STATES];     /* of pages_read and pages_kept together, this run's scans */
    guint sidecars; /* of the unsupported: files beside the scans that are no images, by name too */
    gboolean interrupted;
    FolderFindings findings; /* of the whole folder */
} RunCount;

/* Pages that failed: all but done, blank and sidecars. */
guint run_count_failed(const RunCount *count);

/* What the command line wants to hear of; any may be NULL. `path` is bytes. */
typedef struct {
    void (*page)(const char *path, guint number, guint pages, PageState state, const char *cause,
                 double took_s, const RunCount *count, gpointer user_data);
    void (*tick)(const RunCount *count, gpointer user_data); /* a few times a second */
    gpointer user_data;
} RunEvents;

/* Set this to 1 (from a signal handler) to finish the pages in hand and stop; to 2 to stop at once. */
extern volatile int run_interrupt;

/* FALSE: the run could not start or the store failed. A page's failure is not a run's. */
gboolean run_scans(const RunOrder *order, const RunEvents *events, RunCount *ret_count, GError **error);
