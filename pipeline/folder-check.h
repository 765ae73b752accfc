/* folder-check.h - what pages of a folder say of each other: links, and rules over the folder.
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
 * papers, or of six and less), it says nothing. */
#pragma once
#include "store.h"

typedef struct {
    const char *form;            /* id */
    const char *id;              /* of the rule */
    const char *number, *moment; /* names of fields */
} FolderRule;

typedef struct {
    guint links;  /* pages with a link */
    guint broken; /* fields sent to a person */
} FolderFindings;

/* `rules` of FolderRule; may be NULL. */
gboolean folder_check(Store *store, const GArray *rules, FolderFindings *ret_findings, GError **error);
