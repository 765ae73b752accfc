/* store.h - verno.db: scans, pages with their record, fields, corrections, runs. The one truth of a folder.
 *
 * One process writes at a time (the `run` holds a lock row: a second one is refused by name and pid; a lock
 * of a dead process is taken over); readers may come at any time (WAL). A page's state, record and fields
 * land in one transaction. Everything else in the folder can be made again from this file. All errors are
 * VERNO_ERROR_STORE and name the folder and SQLite's own message. The schema, every column commented, is
 * store.sql. */
#pragma once
#include <glib.h>

typedef enum {
    STATE_DONE,
    STATE_BLANK,
    STATE_DAMAGED,
    STATE_UNSUPPORTED,
    STATE_TIMEOUT,
    STATE_FAILED,
} PageState;
#define N_STATES 6

const char *state_name(PageState state);
gboolean state_from_name(const char *name, PageState *ret_state);

typedef struct Store Store;

/* Opens FOLDER/verno.db. With `create` the folder and database are made where absent; without, a missing or
 * foreign database is an error that says so. A database of an older format is brought up to this one, but for
 * one that cannot be written, which is read as it is. */
Store *store_open(const char *folder, gboolean create, GError **error);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* Takes the write lock and notes a run: what was asked, plan fingerprint, verno's version, start time. */
gboolean store_begin_run(Store *store, const char *arguments, const char *plan, const char *plan_text,
                         GError **error);
/* Ends it: "finished", "interrupted", "failed"; gives the lock back. */
gboolean store_end_run(Store *store, const char *how, GError **error);

typedef struct {
    gint64 number;
    const char *started, *ended; /* UTC; ended NULL while it runs, or when it was killed */
    const char *how;             /* "finished", "interrupted", "failed", "killed"; NULL while it runs */
    const char *arguments, *plan, *plan_text, *verno;
} RunRow;
typedef gboolean (*RunVisit)(const RunRow *run, gpointer user_data, GError **error);
/* Every run, first to last. Callbacks here and below return FALSE, with the error set, to stop. */
gboolean store_each_run(Store *store, RunVisit visit, gpointer user_data, GError **error);

typedef struct {
    const char *path; /* relative, bytes */
    char sha256[65];
    gint64 bytes;
    guint pages; /* rows it has in the folder: at least 1 */
} ScanRow;

/* Notes a scan found (insert or replace by path). */
gboolean store_put_scan(Store *store, const ScanRow *scan, GError **error);

typedef struct {
    char id[32]; /* first 16 hex digits of the SHA-256, "-", page number */
    PageState state;
    const char *cause;   /* why it is not done; NULL for done and blank */
    const char *record;  /* verno-page/1, NULL where nothing was read */
    const char *plan;    /* fingerprint of the plan that made it */
    const char *verdict; /* "good", "doubtful", "failed" */
    double took_s;       /* wall time of the last attempt */
    gint64 peak_bytes;   /* resident memory of the page's process at its peak */
    guint attempts;
    const char *times; /* "grey=12.1 square=0.3 …" milliseconds a stage; NULL where none */
    const double
        *picture_map; /* 6 numbers a..f: stored pixel -> pixel of images/ab/ID.png; NULL without picture */
    /* The store takes these from the record; what store_put_page() is given here does not count. */
    guint lines;        /* lines of text */
    double confidence;  /* mean over the characters; negative where nothing was read */
    const char *doubts; /* "stage:code …" of the remarks that send it to a person */
} PageRow;

/* The id of page `number` (from 1) of the scan with this SHA-256. */
void store_make_id(char ret_id[32], const char *sha256, guint number);

/* Writes a page's row, its fields (from the record) and its state in one transaction; replaces an earlier row
 * of the same id, never a correction. */
gboolean store_put_page(Store *store, const PageRow *page, GError **error);

/* A new record for a page that has a row, in one transaction with its fields; the rest of the row stays, its
 * plan too where `plan` is NULL. */
gboolean store_put_record(Store *store, const char *id, const char *record, const char *plan, GError **error);

/* Is there a row for this id made by this plan, and what state has it? (Any state counts: a damaged page is
 * not tried again under the same settings; with `retry_failed` rows in state timeout or failed do not count.)
 */
gboolean store_page_state(Store *store, const char *id, const char *plan, gboolean retry_failed,
                          PageState *ret_state);

/* One page of one scan, as lent to the callback: the row of the page, the scan it belongs to and its place.
 */
typedef struct {
    const ScanRow *scan;
    guint number;        /* 1-based */
    const PageRow *page; /* NULL: the scan is known, this page has no row (an interrupted run) */
} PageEntry;
/* Return FALSE to stop; then store_each_page() returns FALSE with the error you set. */
typedef gboolean (*PageVisit)(const PageEntry *entry, gpointer user_data, GError **error);
/* Every page of every scan, by path (bytes) and page number. Two scans with the same bytes are both listed.
 */
gboolean store_each_page(Store *store, PageVisit visit, gpointer user_data, GError **error);
/* The same with page->record NULL throughout: a hundred times faster, for lists and counts. */
gboolean store_each_page_brief(Store *store, PageVisit visit, gpointer user_data, GError **error);
/* The page with this id, once for each scan that holds it: by path. No visit where there is none. */
gboolean store_each_place(Store *store, const char *id, PageVisit visit, gpointer user_data, GError **error);

/* Does `stem`, the path of a scan without its suffix, also stand for another scan of that directory? (box3/a
 * for box3/a.tif, beside which there is box3/a.png, or a box3/a without suffix.) */
gboolean store_has_twin(Store *store, const char *path, const char *stem);

typedef struct {
    guint scans, pages, waiting, doubtful, by_state[N_STATES];
} StoreCounts;
/* `waiting`: pages without a row. scans, pages and states add up: pages = waiting + sum of by_state. */
gboolean store_count(Store *store, StoreCounts *ret_counts, GError **error);

/* How many fields have a status (`reason` NULL), and how many of these give a reason; most frequent first. */
typedef gboolean (*FieldVisit)(const char *status, const char *reason, guint count, gpointer user_data,
                               GError **error);
gboolean store_count_fields(Store *store, FieldVisit visit, gpointer user_data, GError **error);

/* Fields that were accepted and went to a person all the same (reason `audit`): all of them, those decided,
 * and of these how many the last decision changed. */
typedef struct {
    guint sampled, decided, wrong;
} StoreAudit;
gboolean store_count_audit(Store *store, StoreAudit *ret_audit, GError **error);

/* summary.csv and failures.csv: a row a page / a failure; written to a temporary name, synced, renamed. */
gboolean store_write_summaries(Store *store, const char *folder, GError **error);

typedef struct {
    gint64 number;  /* 1, 2, 3 …; given by the store */
    const char *at; /* when, UTC, ISO 8601 */
    const char *who;
    const char *page;     /* id */
    const char *field;    /* name of the field, "l3" for a line of text, "a0" for an annotation */
    const char *was;      /* NULL: there was none */
    const char *becomes;  /* NULL: there is none */
    double seconds;       /* how long the person looked at it */
    const char *decision; /* "confirm" …, see corrections.h; NULL in rows of format 1 */
    gint64 batch;         /* number of the first of a group that is taken back as one; 0: it stands alone */
} CorrectionRow;
typedef gboolean (*CorrectionVisit)(const CorrectionRow *row, gpointer user_data, GError **error);

/* Adds to the end of what persons decided. Nothing in it is ever changed or deleted: triggers refuse it, and
 * each row holds a hash over itself and the row before. What the rows of a page come to is corrections.h. */
gboolean store_add_correction(Store *store, const CorrectionRow *row, GError **error);
/* Corrections of a page, or all with `page` NULL, first to last. */
gboolean store_each_correction(Store *store, const char *page, CorrectionVisit visit, gpointer user_data,
                               GError **error);
/* Goes through the chain of hashes: an error names the first correction that is not as it was written. */
gboolean store_check_corrections(Store *store, guint *ret_count, GError **error);
