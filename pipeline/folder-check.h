/* folder-check.h - what pages of a folder say of each other: links, rules over the folder, and whether the
 * batch is like what its promise was measured on.
 *
 * Runs at the end of every run, over all pages that were read, and says the same however often it runs.
 * Links:
 *
 *   duplicate    the same telegram twice (two of its outgoing number, special number and day agree, on the
 *                same form), or a paper scanned twice (the same text)
 *   translation  an original and its translation: the same on another form
 *
 * A rule «rises» looks at all pages of a form in the order of their moments, year by year: pages whose number
 * breaks a rising row are sent to a person. Where fewer than four pages in five keep it (a folder of odd
 * papers, or of six and less), it says nothing.
 *
 * A threshold of confidence holds for pages like those it was fitted on. A tenth of the folder's pages should
 * lie below their tenth percentile of each quantity (contrast, confidence, …). Where surely more do, the
 * promise is withdrawn: the run warns, and what was accepted on those pages (on all, where they are more than
 * half) goes to a person, with the reason promise_withdrawn. */
#pragma once
#include "page.h"
#include "store.h"

typedef struct {
    const char *form;            /* id */
    const char *id;              /* of the rule */
    const char *number, *moment; /* names of fields */
} FolderRule;

/* What a page is measured by, and where the lowest tenth of the pages that a calibrator was fitted on ends.
 */
#define N_FOLDER_LIKE 4
typedef struct {
    const char *names[N_FOLDER_LIKE];
    double tenth[N_FOLDER_LIKE];
    void (*measure)(const Page *page, double *ret_values);
} FolderLike;

typedef struct {
    guint links;            /* pages with a link */
    guint broken;           /* fields sent to a person */
    const char *drifted;    /* the quantity that the batch is worse in; NULL: none */
    guint pages_low, pages; /* how many pages are so bad in it, of how many */
    guint withdrawn;        /* fields that were accepted and no more are */
} FolderFindings;

/* `rules` of FolderRule and `like` may be NULL. */
gboolean folder_check(Store *store, const GArray *rules, const FolderLike *like, FolderFindings *ret_findings,
                      GError **error);
