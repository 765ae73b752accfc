/* evidence.c - names of what speaks for a value and against it. */
#include "evidence.h"
#include <string.h>

static const char *const names[N_EVIDENCE] = {
    "score", "runner_up", "agreement", "looks",    "worst", "list",   "kept",   "broken",
    "place", "ink",       "unread",    "contrast", "page",  "length", "beside", "types",
};

const char *
evidence_name(Evidence evidence)
{
    return names[evidence];
}

gboolean
evidence_from_name(const char *name, Evidence *ret_evidence)
{
    for (guint i = 0; i < N_EVIDENCE; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_evidence = (Evidence)i;
            return TRUE;
        }
    return FALSE;
}
