/* progress.h - a bar with rate and time left on a terminal, a line a page elsewhere; all on stderr. */
#pragma once
#include "run.h"

typedef struct Progress Progress;

Progress *progress_new(gboolean quiet);
const RunEvents *progress_events(Progress *progress); /* lent */
/* The closing lines: counts by state, where the folder is. Printed even when quiet if pages failed. */
void progress_finish(Progress *progress, const RunCount *count, const char *folder);
void progress_free(Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_free)
