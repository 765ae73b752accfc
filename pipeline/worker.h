/* worker.h - a warm process that has the models loaded and forks a sandboxed child for each page.
 *
 * The parent hands a job through a socket; the worker opens the scan read-only, forks, waits for the child's
 * one framed reply under the page's limits, kills its process group at the wall limit and tries once more.
 * What the child did to itself (crash, memory, spin) costs that page alone. */
#pragma once
#include "budget.h"
#include "plan.h"
#include "reader.h"
#include "store.h"
#include <sys/types.h>

typedef enum {
    JOB_LOOK, /* hash the scan, tell its kind and count its pages */
    JOB_READ, /* read one page */
} JobKind;

typedef struct {
    JobKind kind;
    const char *file;   /* to open; bytes */
    const char *path;   /* its name in the folder; bytes */
    const char *sha256; /* JOB_READ: of the scan */
    guint number, pages;
} Job;

typedef struct {
    const Reader *const *readers;
    Plan *plan;
    const Budget *budget;
    gboolean keep_steps;
    guint attempts; /* how often a page is tried at `timeout`: 2 */
} WorkEnv;

typedef struct {
    pid_t pid;
    int fd;
} Worker;

/* The type of every reply: keys
 *   LOOK: sha256 s, bytes x, pages u, and, where there is trouble, state u, cause s
 *   READ: state u, cause s (absent where none), verdict s, record s, map ad, picture ay, kinds ay, steps
 * a(say) both: took d, peak x, attempts u */
#define REPLY_TYPE G_VARIANT_TYPE_VARDICT

/* Forks a worker; it serves until its socket closes. */
gboolean worker_start(Worker *worker, const WorkEnv *env, GError **error);
/* Sends a job; FALSE when the worker is gone. */
gboolean worker_send(const Worker *worker, const Job *job);
/* Kills what it is doing, closes the socket and reaps it. */
void worker_stop(Worker *worker);
