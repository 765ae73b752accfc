/* answer.h - what a reader found on a page: verno's own record, or a baseline's answer put in the same
 * shape. */
#pragma once
#include "gold.h"

typedef struct {
    Page *page;       /* never NULL; empty where nothing was read */
    GArray *marks;    /* of Mark */
    char *state;      /* "done", "blank", … of store.h; "waiting" where no attempt was made */
    gboolean has_all; /* the reader is verno, which tells skew, fields and annotations too */
} Answer;

Answer *answer_new(const char *state);
/* From a verno-page/1 record. */
Answer *answer_from_record(const char *state, const char *json, GError **error);
void answer_free(Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)

/* Was the page lost: ended in another state than done or blank? */
gboolean answer_is_lost(const Answer *answer);
