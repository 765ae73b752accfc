/* child.h - what happens inside the sandboxed process of one page. */
#pragma once
#include "worker.h"

/* Where the child stands, in memory shared with its worker: read when it dies without a word. */
typedef struct {
    char stage[64];
} ChildTrace;

/* Does the job on `scan_fd` and writes one frame of REPLY_TYPE to `reply_fd`. The sandbox is entered already.
 */
void child_do(const WorkEnv *env, const Job *job, int scan_fd, int reply_fd, ChildTrace *trace);

/* The state in which an error leaves a page. */
PageState state_from_error(const GError *error);
