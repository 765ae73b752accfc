/* labels.h - what a folder's fields and words were weighed by, and whether they were right.
 *
 * Right by a truth (eval/gold.h), or by what persons decided in the folder: a value that somebody confirmed
 * was right, one that somebody changed was not. Documents, by the hash of their scan, are dealt into folds.
 */
#pragma once
#include "check/calibrator.h"
#include "eval/gold.h"

#define FOLDS 5

typedef struct {
    const char *name; /* interned */
    double quantities[N_WEIGHED];
    gboolean right, able; /* able: nothing but its odds keeps it from being accepted */
    guint fold;
    PageClass on;
} FieldLabel;

typedef struct {
    double quantities[N_WORD_WEIGHED];
    gboolean right;
    guint fold;
} WordLabel;

typedef struct {
    GArray *fields;          /* of FieldLabel */
    GArray *words;           /* of WordLabel */
    GArray *pages;           /* of double, N_LIKE a page */
    char *settings, *models; /* what read them; see StageEnv */
} Labels;

void labels_free(Labels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Labels, labels_free)

/* The models of a plan's text but the calibrator; to free. */
char *labels_dup_models(const char *plan_text);
/* From a folder and truths; `truth` NULL: from the decisions in the folder. A SETUP error where pages were
 * read by different plans, or none has evidence and truth. */
Labels *labels_from_folder(const char *folder, const char *truth, GError **error);
