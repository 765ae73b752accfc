/* eval-pages.h - the pages to score: those of a folder's store, or, without a folder, the scans that have a
 * truth. */
#pragma once
#include "gold.h"

typedef struct {
    char *scan; /* relative path, bytes */
    guint number, pages;
    char *state;       /* of store.h, "waiting" without a row; NULL where there is no folder */
    char *record;      /* verno-page/1, or NULL */
    char *id;          /* of the page in the folder; NULL without */
    Affine to_picture; /* stored pixels -> pixels of its pictures; all zero without */
    Gold *truth;       /* NULL: none; `trouble` says why */
    char *trouble;
} EvalPage;

/* Arrays of EvalPage by path and number, without truths; free with g_ptr_array_unref(). */
GPtrArray *eval_pages_from_folder(const char *folder, GError **error);
GPtrArray *eval_pages_from_scans(const char *scans, GoldIndex *truths, GError **error);

/* Finds and loads every page's truth. Returns how many pages have one; *ret_unreadable counts truth files
 * that exist and cannot be used. */
guint eval_pages_load_truth(GPtrArray *pages, GoldIndex *truths, guint *ret_unreadable);
