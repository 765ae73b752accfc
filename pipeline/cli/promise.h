/* promise.h - what a folder's accepted fields are promised, from the plan that read them. */
#pragma once
#include "check/calibrator.h"
#include "folder-check.h"
#include <stdio.h>

typedef struct {
    Calibrator *calibrator; /* NULL: nothing is accepted */
    double max_error, audit;
    char *mismatch; /* why the calibrator cannot speak; NULL: it can */
} Promise;

/* From the text of a plan (plan_dup_text()): the settings of its stage `confidence`, and the calibrator they
 * name. To free; NULL with a SETUP error where that cannot be loaded any more. */
Promise *promise_new(const char *plan_text, GError **error);
void promise_free(Promise *promise);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Promise, promise_free)

/* What pages are compared with at the end of a run; FALSE: with nothing. */
gboolean promise_like(const Promise *promise, FolderLike *ret_like);
/* Rules over the folder, of FolderRule, from descriptions of forms (of Form), which they lend from; to unref.
 */
GArray *promise_rules(const GPtrArray *forms);
/* The promise in a few lines: what was accepted on held-out documents, with how many errors and which bound,
 * and which fields it is refused for. With `all` a line for each field. */
void promise_print(FILE *out, const Promise *promise, gboolean all);
