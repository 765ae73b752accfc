/* folder-facts.h - pages of a folder while folder-check looks at them. */
#pragma once
#include "folder-check.h"
#include "page.h"
#include "sketch.h"

/* What the check knows of a page. */
typedef struct {
    char id[32];
    char *form; /* NULL: no form */
    char *outgoing, *special, *day;
    GHashTable *values; /* field name -> value, those that a rule asks for */
    Sketch sketch;
    double like[N_FOLDER_LIKE];
    gboolean withdrawn; /* nothing on the page is promised any more */
    GPtrArray *links;   /* of PageLink */
    GPtrArray *broken;  /* "field\nrule", to free: what the folder's rules say against the page */
} Facts;

typedef struct {
    const GArray *rules;
    const FolderLike *like; /* may be NULL */
    GPtrArray *pages;       /* of Facts, by path */
    GHashTable *seen;       /* ids */
} Check;

/* Pages by a key that some share: GPtrArray of Facts under `key`, which it takes. */
void facts_put_under(GHashTable *buckets, char *key, Facts *facts);

/* Links pages that are one telegram, an original and its translation, or one paper (folder-links.c). */
void facts_link(const Check *check);
/* Finds out whether the promise holds for the batch, and on which pages it does not (folder-drift.c). */
void facts_drift(const Check *check, FolderFindings *findings);
/* Notes the pages that break a rising row (folder-rises.c). */
void facts_judge(const Check *check, const FolderRule *rule);
