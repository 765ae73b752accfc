/* progress.c - a bar on a terminal, a line a page elsewhere. */
#include "cli/progress.h"
#include "record.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct Progress {
    gboolean quiet, terminal;
    gint64 start, drawn;
    RunEvents events;
};

static void
draw_bar(Progress *progress, const RunCount *count)
{
    static const char full[] = "==============================";
    double minutes = (g_get_monotonic_time() - progress->start) / 60e6;
    double rate = minutes > 0 ? count->pages_read / minutes : 0;
    guint known = count->pages_read + count->pages_kept + count->pages_waiting;
    /* Scans not yet looked at are guessed to hold as many pages as those seen so far. */
    double share_seen = count->scans_all ? (double)count->scans_seen / count->scans_all : 1;
    double expected = share_seen > 0 ? known / share_seen : known;
    double done = count->pages_read + count->pages_kept;
    double left = rate > 0 ? (expected - done) / rate : 0;
    int width = expected > 0 ? (int)(30 * done / expected) : 0;
    fprintf(stderr, "\r\033[K[%-30.*s] %u of %s%.0f pages, %.1f a minute, %.0f min %02.0f s left",
            CLAMP(width, 0, 30), full, (guint)done, share_seen < 1 ? "about " : "", expected, rate,
            (double)(int)left, 60 * (left - (int)left));
    fflush(stderr);
    progress->drawn = g_get_monotonic_time();
}

static void
on_page(const char *path, guint number, guint pages, PageState state, const char *cause, double took_s,
        const RunCount *count, gpointer user_data)
{
    Progress *progress = user_data;
    gboolean bad = state != STATE_DONE && state != STATE_BLANK;
    if (progress->quiet || (progress->terminal && !bad))
        return;
    g_autofree char *shown = path_dup_text(path);
    if (progress->terminal)
        fprintf(stderr, "\r\033[K");
    fprintf(stderr, "%s page %u of %u: %s, %.1f s%s%s\n", shown, number, pages, state_name(state), took_s,
            cause ? ": " : "", cause ? cause : "");
}

static void
on_tick(const RunCount *count, gpointer user_data)
{
    Progress *progress = user_data;
    if (!progress->quiet && progress->terminal && g_get_monotonic_time() - progress->drawn > 200 * 1000)
        draw_bar(progress, count);
}

Progress *
progress_new(gboolean quiet)
{
    Progress *progress = g_new0(Progress, 1);
    progress->quiet = quiet;
    progress->terminal = isatty(STDERR_FILENO);
    progress->start = g_get_monotonic_time();
    progress->events = (RunEvents){on_page, on_tick, progress};
    return progress;
}

const RunEvents *
progress_events(Progress *progress)
{
    return &progress->events;
}

void
progress_finish(Progress *progress, const RunCount *count, const char *folder)
{
    guint all = 0, failed = run_count_failed(count);
    for (guint i = 0; i < N_STATES; i++)
        all += count->by_state[i];
    if (count->findings.drifted)
        fprintf(
            stderr,
            "verno: warning: the promise is withdrawn for a part of the folder: on %u of its %u pages %s is "
            "as "
            "low as on\nonly a tenth of the pages that it was measured on. %u fields that would have been "
            "accepted there go to a person.\n",
            count->findings.pages_low, count->findings.pages, count->findings.drifted,
            count->findings.withdrawn);
    if (progress->quiet && failed == 0)
        return;
    g_autoptr(GString) states = g_string_new(NULL);
    for (guint i = 0; i < N_STATES; i++)
        if (count->by_state[i])
            g_string_append_printf(states, "%s%u %s", states->len ? ", " : "", count->by_state[i],
                                   state_name((PageState)i));
    if (progress->terminal && !progress->quiet)
        fprintf(stderr, "\r\033[K");
    fprintf(stderr, "%u pages of %u scans: %s (%u read now, %u kept from before)\n", all, count->scans_seen,
            states->len ? states->str : "none", count->pages_read, count->pages_kept);
    if (count->interrupted)
        fprintf(stderr, "interrupted; the same command goes on where it stopped\n");
    else if (failed)
        fprintf(stderr, "%u failed: verno status %s names them, %s/failures.csv lists them\n", failed, folder,
                folder);
    if (count->findings.links || count->findings.broken)
        fprintf(stderr,
                "%u pages of the folder say the same as another (links); %u numbers break their row\n",
                count->findings.links, count->findings.broken);
    if (count->sidecars)
        fprintf(stderr, "%u of the unsupported are files beside the scans (by name and content no images)\n",
                count->sidecars);
}

void
progress_free(Progress *progress)
{
    g_free(progress);
}
