/* store-review.h - what the review desk asks of a folder's database, and its own rows in it. */
#pragma once
#include "store.h"

/* A field that may wait for a person, as the machine left it. */
typedef struct {
    gint64 row;       /* of its page in the database: the page's number for the desk */
    const char *page; /* id */
    const char *path; /* of the first scan that holds it, bytes */
    guint number;     /* page of the scan */
    const char *form; /* id, NULL: no form */
    guint position;   /* among the page's fields */
    const char *name, *raw, *value, *status, *reasons; /* reasons: JSON list */
    double confidence;
} ReviewField;
typedef gboolean (*ReviewVisit)(const ReviewField *field, gpointer user_data, GError **error);

/* Every field of the folder's pages with this status ("review", "missing", "accepted"), or with two of them;
 * by path, page and position. */
gboolean store_each_field(Store *store, const char *status, const char *or_status, ReviewVisit visit,
                          gpointer user_data, GError **error);
/* The page with this row, for the first scan that holds it; no visit where there is none. */
gboolean store_find_page(Store *store, gint64 row, PageVisit visit, gpointer user_data, GError **error);
/* Pages that were read, with their rows, by path and number. */
typedef gboolean (*PageListVisit)(gint64 row, const char *path, guint number, const char *verdict,
                                  gpointer user_data, GError **error);
gboolean store_list_pages(Store *store, PageListVisit visit, gpointer user_data, GError **error);
/* Changes whenever another process writes to the database. */
gint64 store_data_version(Store *store);
/* Readies a database for a process that may make no files: its log stays, nothing goes to temporary files. */
gboolean store_settle(Store *store, GError **error);

/* Adds decisions in one transaction, if the last row on each field is still the `expected` one (0: none).
 * FALSE without an error where it is not: `*ret_conflict` is which. Sets the rows' numbers; a group's first
 * row has the batch REVIEW_GROUP and the others whatever: all get its number. */
#define REVIEW_GROUP (-1)
gboolean store_decide(Store *store, CorrectionRow *rows, const gint64 *expected, guint count,
                      guint *ret_conflict, GError **error);

/* What became of an error that was planted to see whether it is noticed. */
typedef struct {
    const char *at, *who, *page, *field;
    const char *planted; /* the wrong value that was shown */
    const char *right;
    const char *decision, *value; /* what the person said */
    gboolean caught;
} SeedRow;
typedef gboolean (*SeedVisit)(const SeedRow *row, gpointer user_data, GError **error);
gboolean store_add_seed(Store *store, const SeedRow *row, GError **error);
gboolean store_each_seed(Store *store, SeedVisit visit, gpointer user_data, GError **error);
