/* run.c - runs a plan over scans.
 *
 * One queue of scans still to be looked at, one of pages still to be read; pages go first, so a directory of
 * a million scans is read from its first minute. The parent waits on its workers' sockets and writes each
 * reply into the store as it comes; what the folder holds does not depend on the order of replies. */
#include "run.h"
#include "error.h"
#include "frame.h"
#include "landing.h"
#include "scans.h"
#include "worker.h"
#include <errno.h>
#include <poll.h>
#include <string.h>

volatile int run_interrupt;

typedef struct {
    JobKind kind;
    const ScanFile *scan;
    char sha256[65];
    guint number, pages;
} Task;

typedef struct {
    const RunOrder *order;
    const RunEvents *events;
    RunCount *count;
    WorkEnv env;
    Store *store;
    char *fingerprint;
    GPtrArray *found;
    guint next_scan;
    GQueue pages;      /* of Task */
    GHashTable *begun; /* id of a page queued in this run -> how many scans brought it: it is read once */
    Worker *workers;
    Task **tasks; /* what each worker has in hand */
} Run;

static void
run_clear(Run *run)
{
    for (guint i = 0; run->workers && i < run->order->jobs; i++) {
        worker_stop(&run->workers[i]);
        g_free(run->tasks[i]);
    }
    g_free(run->workers);
    g_free(run->tasks);
    g_queue_clear_full(&run->pages, g_free);
    g_clear_pointer(&run->begun, g_hash_table_unref);
    g_clear_pointer(&run->found, g_ptr_array_unref);
    g_clear_pointer(&run->store, store_close);
    g_free(run->fingerprint);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

guint
run_count_failed(const RunCount *count)
{
    guint failed = 0;
    for (guint i = 0; i < N_STATES; i++)
        failed += i == STATE_DONE || i == STATE_BLANK ? 0 : count->by_state[i];
    return failed - count->sidecars;
}

static void
tell_page(Run *run, const ScanFile *scan, guint number, guint pages, PageState state, const char *cause,
          double took)
{
    run->count->by_state[state]++;
    if (run->events->page)
        run->events->page(scan->path, number, pages, state, cause, took, run->count, run->events->user_data);
}

/* A page that no child has to read: its trouble is known from outside. */
static gboolean
land_trouble(Run *run, const ScanFile *scan, const char *sha256, guint number, guint pages, PageState state,
             const char *cause, GError **error)
{
    g_autofree char *id = landing_dup_id(sha256, number);
    PageState before;
    run->count->sidecars += state == STATE_UNSUPPORTED && number == 1 && scans_is_sidecar(scan->path);
    if (store_page_state(run->store, id, run->fingerprint, run->order->retry_failed, &before) &&
        before == state) {
        run->count->pages_kept++;
        run->count->by_state[state]++;
        return TRUE;
    }
    if (!landing_put_trouble(run->store, sha256, number, state, cause, run->fingerprint, error))
        return FALSE;
    run->count->pages_read++;
    tell_page(run, scan, number, pages, state, cause, 0);
    return TRUE;
}

/* A scan that could not even be opened has no bytes to be known by: its path stands in. */
static gboolean
land_unopened(Run *run, const ScanFile *scan, PageState state, const char *cause, GError **error)
{
    ScanRow row = {.path = scan->path, .bytes = 0, .pages = 1};
    g_autofree char *key = g_strconcat("path:", scan->path, NULL);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    g_strlcpy(row.sha256, sum, sizeof row.sha256);
    return store_put_scan(run->store, &row, error) &&
           land_trouble(run, scan, row.sha256, 1, 1, state, cause, error);
}

static void
queue_page(Run *run, const ScanFile *scan, const char *sha256, guint number, guint pages)
{
    g_autofree char *id = landing_dup_id(sha256, number);
    gpointer waiting = NULL;
    gboolean begun = g_hash_table_lookup_extended(run->begun, id, NULL, &waiting);
    PageState state;
    if (waiting) { /* a scan with the same bytes has it under way: on_page() counts them all */
        g_hash_table_insert(run->begun, g_steal_pointer(&id),
                            GUINT_TO_POINTER(GPOINTER_TO_UINT(waiting) + 1));
        run->count->pages_kept++;
        return;
    }
    if (store_page_state(run->store, id, run->fingerprint, run->order->retry_failed && !begun, &state)) {
        run->count->pages_kept++;
        run->count->by_state[state]++;
        return;
    }
    g_hash_table_insert(run->begun, g_steal_pointer(&id), GUINT_TO_POINTER(1));
    Task *task = g_new0(Task, 1);
    task->kind = JOB_READ;
    task->scan = scan;
    task->number = number;
    task->pages = pages;
    g_strlcpy(task->sha256, sha256, sizeof task->sha256);
    g_queue_push_tail(&run->pages, task);
    run->count->pages_waiting++;
}

static gboolean
on_look(Run *run, const ScanFile *scan, GVariantDict *reply, GError **error)
{
    ScanRow row = {.path = scan->path};
    guint pages = 0, state = 0;
    const char *sha256 = "", *cause = NULL;
    run->count->scans_seen++;
    g_variant_dict_lookup(reply, "sha256", "&s", &sha256);
    g_variant_dict_lookup(reply, "bytes", "x", &row.bytes);
    g_variant_dict_lookup(reply, "pages", "u", &pages);
    gboolean trouble = g_variant_dict_lookup(reply, "state", "u", &state);
    g_variant_dict_lookup(reply, "cause", "&s", &cause);
    if (strlen(sha256) != 64)
        return land_unopened(run, scan, (PageState)state, cause, error);
    g_strlcpy(row.sha256, sha256, sizeof row.sha256);
    row.pages = MAX(1, pages + (trouble ? 1 : 0));
    if (!store_put_scan(run->store, &row, error))
        return FALSE;
    for (guint number = 1; number <= pages; number++)
        queue_page(run, scan, sha256, number, row.pages);
    return !trouble || land_trouble(run, scan, sha256, pages + 1, row.pages, (PageState)state, cause, error);
}

static gboolean
on_page(Run *run, const Task *task, GVariantDict *reply, GError **error)
{
    guint state = STATE_FAILED;
    double took = 0;
    const char *cause = NULL;
    landing_judge_reply(reply);
    g_variant_dict_lookup(reply, "state", "u", &state);
    g_variant_dict_lookup(reply, "cause", "&s", &cause);
    g_variant_dict_lookup(reply, "took", "d", &took);
    if (!landing_put_page(run->store, run->order->folder, task->sha256, task->number, run->fingerprint, reply,
                          error))
        return FALSE;
    g_autofree char *id = landing_dup_id(task->sha256, task->number);
    run->count->pages_waiting--;
    run->count->pages_read++;
    run->count->by_state[state] += GPOINTER_TO_UINT(g_hash_table_lookup(run->begun, id)) - 1;
    g_hash_table_insert(run->begun, g_steal_pointer(&id), NULL);
    tell_page(run, task->scan, task->number, task->pages, (PageState)state, cause, took);
    return TRUE;
}

/* The next task, or NULL when there is nothing to hand out now. Files with trouble of their own land on the
 * way. */
static Task *
next_task(Run *run, GError **error)
{
    while (!run_interrupt) {
        Task *task = g_queue_pop_head(&run->pages);
        if (task || run->next_scan >= run->found->len)
            return task;
        const ScanFile *scan = run->found->pdata[run->next_scan++];
        if (!scan->trouble) {
            task = g_new0(Task, 1);
            task->kind = JOB_LOOK;
            task->scan = scan;
            return task;
        }
        run->count->scans_seen++;
        if (!land_unopened(run, scan, STATE_UNSUPPORTED, scan->trouble, error))
            return NULL;
    }
    return NULL;
}

static gboolean
hand_out(Run *run, guint *ret_busy, GError **error)
{
    *ret_busy = 0;
    for (guint i = 0; i < run->order->jobs; i++) {
        g_autoptr(GError) trouble = NULL;
        if (!run->tasks[i])
            run->tasks[i] = next_task(run, &trouble);
        else {
            (*ret_busy)++;
            continue;
        }
        if (trouble) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return FALSE;
        }
        if (!run->tasks[i])
            continue;
        const Task *task = run->tasks[i];
        const Job job = {task->kind,   task->scan->file, task->scan->path,
                         task->sha256, task->number,     task->pages};
        worker_send(&run->workers[i], &job); /* a dead worker shows when its answer is read */
        (*ret_busy)++;
    }
    return TRUE;
}

static gboolean
collect(Run *run, guint i, GError **error)
{
    g_autoptr(GError) gone = NULL;
    g_autofree Task *task = g_steal_pointer(&run->tasks[i]);
    g_autoptr(GVariant) message = frame_read(run->workers[i].fd, REPLY_TYPE, 0, &gone);
    g_autoptr(GVariantDict) reply = g_variant_dict_new(message);
    if (!message) {
        g_variant_dict_insert(reply, "state", "u", (guint)STATE_FAILED);
        g_variant_dict_insert(reply, "cause", "s", "the worker process was killed from outside");
        worker_stop(&run->workers[i]);
        if (!worker_start(&run->workers[i], &run->env, error))
            return FALSE;
    }
    return task->kind == JOB_LOOK ? on_look(run, task->scan, reply, error) : on_page(run, task, reply, error);
}

static gboolean
wait_for_replies(Run *run, GError **error)
{
    g_autofree struct pollfd *slots = g_new0(struct pollfd, run->order->jobs);
    for (guint i = 0; i < run->order->jobs; i++)
        slots[i] = (struct pollfd){.fd = run->tasks[i] ? run->workers[i].fd : -1, .events = POLLIN};
    int n = poll(slots, run->order->jobs, 200);
    if (n < 0 && errno != EINTR) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "poll: %s", g_strerror(errno));
        return FALSE;
    }
    for (guint i = 0; n > 0 && i < run->order->jobs; i++)
        if (slots[i].revents && !collect(run, i, error))
            return FALSE;
    if (run->events->tick)
        run->events->tick(run->count, run->events->user_data);
    return TRUE;
}

static gboolean
run_all(Run *run, GError **error)
{
    guint busy = 0;
    while (run_interrupt < 2) {
        if (!hand_out(run, &busy, error))
            return FALSE;
        if (busy == 0)
            break;
        if (!wait_for_replies(run, error))
            return FALSE;
    }
    run->count->interrupted = run_interrupt != 0;
    return TRUE;
}

gboolean
run_scans(const RunOrder *order, const RunEvents *events, RunCount *ret_count, GError **error)
{
    g_auto(Run) run = {.order = order, .events = events, .count = ret_count};
    memset(ret_count, 0, sizeof *ret_count);
    run.env = (WorkEnv){order->readers, order->plan, order->budget, order->keep_steps, 2};
    run.begun = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    run.fingerprint = plan_dup_fingerprint(order->plan);
    run.found = scans_find(order->scans, order->folder, error);
    if (!run.found)
        return FALSE;
    ret_count->scans_all = run.found->len;
    run.workers = g_new0(Worker, order->jobs);
    run.tasks = g_new0(Task *, order->jobs);
    for (guint i = 0; i < order->jobs; i++)
        if (!worker_start(&run.workers[i], &run.env, error))
            return FALSE;
    run.store = store_open(order->folder, TRUE, error);
    g_autofree char *plan_text = plan_dup_text(order->plan);
    if (!run.store || !store_begin_run(run.store, order->arguments, run.fingerprint, plan_text, error))
        return FALSE;
    gboolean whole = run_all(&run, error);
    if (whole && !ret_count->interrupted)
        whole = folder_check(run.store, order->rules, order->like, &ret_count->findings, error);
    gboolean ended = store_end_run(run.store,
                                   !whole                   ? "failed"
                                   : ret_count->interrupted ? "interrupted"
                                                            : "finished",
                                   whole ? error : NULL);
    return whole && ended && store_write_summaries(run.store, order->folder, error);
}
