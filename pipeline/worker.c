/* worker.c - a warm process that forks a sandboxed child for each page. */
#include "worker.h"
#include "child.h"
#include "error.h"
#include "frame.h"
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOB_TYPE "(uayaysuu)"

/* One try at one job, as the worker sees it. */
typedef struct {
    pid_t child;
    int reply_fd, talk_fd; /* the child's reply, the child's stderr */
    ChildTrace *trace;
    struct rusage used;
    int status;
} Try;

/* The child's descriptors are moved to 2 (talk), 3 (scan), 4 (reply): the sandbox keeps these and closes the
 * rest. */
static G_GNUC_NORETURN void
child_main(const WorkEnv *env, const Job *job, int scan_fd, int reply_fd, int talk_fd, ChildTrace *trace)
{
    static const int keep[] = {2, 3, 4};
    g_autoptr(GError) error = NULL;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int scan = fcntl(scan_fd, F_DUPFD, 10), reply = fcntl(reply_fd, F_DUPFD, 10),
        talk = fcntl(talk_fd, F_DUPFD, 10);
    if (dup2(talk, 2) < 0 || dup2(scan, 3) < 0 || dup2(reply, 4) < 0)
        _exit(3);
    if (!sandbox_enter(env->budget, keep, G_N_ELEMENTS(keep), &error)) {
        dprintf(2, "%s", error->message);
        _exit(3);
    }
    child_do(env, job, 3, 4, trace);
    _exit(0);
}

/* Opens a regular file for reading without ever blocking on it. */
static int
open_scan(const char *file, GError **error)
{
    struct stat info;
    int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot be opened: %s", g_strerror(errno));
        return -1;
    }
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        return fd;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "not a regular file");
    close(fd);
    return -1;
}

static gboolean
try_start(Try *try, const WorkEnv *env, const Job *job, int scan_fd, GError **error)
{
    int reply[2], talk[2];
    if (pipe2(reply, O_CLOEXEC) != 0 || pipe2(talk, O_CLOEXEC | O_NONBLOCK) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "pipe: %s", g_strerror(errno));
        return FALSE;
    }
    memset(try->trace, 0, sizeof *try->trace);
    try->child = fork();
    if (try->child == 0)
        child_main(env, job, scan_fd, reply[1], talk[1], try->trace);
    close(reply[1]);
    close(talk[1]);
    try->reply_fd = reply[0];
    try->talk_fd = talk[0];
    if (try->child > 0) {
        setpgid(try->child, try->child);
        return TRUE;
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "fork: %s", g_strerror(errno));
    return FALSE;
}

static void
try_end(Try *try)
{
    if (try->child > 0) {
        kill(-try->child, SIGKILL);
        while (wait4(try->child, &try->status, 0, &try->used) < 0 && errno == EINTR)
            ;
    }
    close(try->reply_fd);
    close(try->talk_fd);
}

/* The last line the child said before it died: often the allocator's or Leptonica's own words. */
static char *
last_words(int talk_fd)
{
    char buffer[2048];
    g_autoptr(GString) text = g_string_new(NULL);
    for (ssize_t n = read(talk_fd, buffer, sizeof buffer); n > 0; n = read(talk_fd, buffer, sizeof buffer))
        g_string_append_len(text, buffer, n);
    g_strchomp(text->str);
    const char *line = strrchr(text->str, '\n');
    return g_utf8_make_valid(line ? line + 1 : text->str,
                             MIN((gssize)strlen(line ? line + 1 : text->str), 200));
}

/* Why there was no whole reply. Called after the child was reaped. */
static PageState
explain_death(const Try *try, const WorkEnv *env, const char *said, gboolean late, char **ret_cause)
{
    const char *where = try->trace->stage[0] ? try->trace->stage : "start";
    int number = WIFSIGNALED(try->status) ? WTERMSIG(try->status) : 0;
    if (late || number == SIGXCPU) {
        *ret_cause =
            g_strdup_printf("stopped in %s after %u s of %s time", where,
                            late ? env->budget->wall_s : env->budget->cpu_s, late ? "wall" : "processor");
        return STATE_TIMEOUT;
    }
    if (number)
        *ret_cause =
            g_strdup_printf("crashed in %s: %s%s%s", where, g_strsignal(number), *said ? "; " : "", said);
    else
        *ret_cause = g_strdup_printf("gave no whole answer in %s (exit %d)%s%s", where,
                                     WEXITSTATUS(try->status), *said ? "; " : "", said);
    return STATE_FAILED;
}

/* One try. The reply's `state` is always there for JOB_READ. */
static GVariantDict *
try_job(const WorkEnv *env, const Job *job, int scan_fd, ChildTrace *trace, gint64 *peak_bytes)
{
    g_autoptr(GError) error = NULL;
    Try try = {.trace = trace, .reply_fd = -1, .talk_fd = -1};
    gint64 deadline = g_get_monotonic_time() + (gint64)env->budget->wall_s * G_USEC_PER_SEC;
    g_autoptr(GVariant) reply = NULL;
    if (try_start(&try, env, job, scan_fd, &error))
        reply = frame_read(try.reply_fd, REPLY_TYPE, deadline, &error);
    gboolean late = g_error_matches(error, VERNO_ERROR, VERNO_ERROR_TIMEOUT);
    if (try.child > 0 && !late && !reply)
        waitid(P_PID, (id_t)try.child, &(siginfo_t){0}, WEXITED | WNOWAIT); /* let it die its own death */
    g_autofree char *said = try.talk_fd >= 0 && !reply ? last_words(try.talk_fd) : NULL;
    gboolean started = try.child > 0;
    try_end(&try);
    *peak_bytes = MAX(*peak_bytes, (gint64)try.used.ru_maxrss * 1024);
    GVariantDict *dict = g_variant_dict_new(reply);
    if (reply)
        return dict;
    g_autofree char *cause = NULL;
    PageState state = STATE_FAILED;
    if (started)
        state = explain_death(&try, env, said, late, &cause);
    g_variant_dict_insert(dict, "state", "u", (guint)state);
    g_variant_dict_insert(dict, "cause", "s", cause ? cause : error->message);
    g_variant_dict_insert(dict, "verdict", "s", "failed");
    return dict;
}

static GVariant *
do_job(const WorkEnv *env, const Job *job, ChildTrace *trace)
{
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time(), peak = 0;
    guint attempts = 0, state = 0;
    g_autoptr(GVariantDict) reply = NULL;
    int scan_fd = open_scan(job->file, &error);
    if (scan_fd < 0) {
        reply = g_variant_dict_new(NULL);
        g_variant_dict_insert(reply, "state", "u", (guint)state_from_error(error));
        g_variant_dict_insert(reply, "cause", "s", error->message);
    }
    while (scan_fd >= 0 && attempts < env->attempts) {
        g_clear_pointer(&reply, g_variant_dict_unref);
        reply = try_job(env, job, scan_fd, trace, &peak);
        attempts++;
        if (!g_variant_dict_lookup(reply, "state", "u", &state) || state != STATE_TIMEOUT)
            break;
    }
    if (scan_fd >= 0)
        close(scan_fd);
    g_variant_dict_insert(reply, "took", "d", (g_get_monotonic_time() - start) / 1e6);
    g_variant_dict_insert(reply, "peak", "x", peak);
    g_variant_dict_insert(reply, "attempts", "u", attempts);
    return g_variant_dict_end(reply);
}

static G_GNUC_NORETURN void
worker_main(const WorkEnv *env, int fd)
{
    signal(SIGINT, SIG_IGN); /* the parent decides; a page in hand is finished */
    signal(SIGPIPE, SIG_IGN);
    ChildTrace *trace = mmap(NULL, sizeof *trace, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (trace == MAP_FAILED)
        _exit(1);
    for (;;) {
        g_autoptr(GVariant) message = frame_read(fd, G_VARIANT_TYPE(JOB_TYPE), 0, NULL);
        if (!message)
            _exit(0);
        Job job;
        guint kind;
        g_variant_get(message, "(u^&ay^&ay&suu)", &kind, &job.file, &job.path, &job.sha256, &job.number,
                      &job.pages);
        job.kind = (JobKind)kind;
        if (!frame_write(fd, do_job(env, &job, trace)))
            _exit(0);
    }
}

gboolean
worker_start(Worker *worker, const WorkEnv *env, GError **error)
{
    int ends[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "socketpair: %s", g_strerror(errno));
        return FALSE;
    }
    worker->pid = fork();
    if (worker->pid == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        close(ends[0]);
        worker_main(env, ends[1]);
    }
    close(ends[1]);
    worker->fd = ends[0];
    if (worker->pid > 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "fork: %s", g_strerror(errno));
    close(ends[0]);
    return FALSE;
}

gboolean
worker_send(const Worker *worker, const Job *job)
{
    return frame_write(worker->fd, g_variant_new("(u^ay^aysuu)", (guint)job->kind, job->file, job->path,
                                                 job->sha256 ? job->sha256 : "", job->number, job->pages));
}

void
worker_stop(Worker *worker)
{
    if (worker->pid <= 0)
        return;
    kill(worker->pid, SIGKILL); /* its child dies with it: PDEATHSIG */
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    close(worker->fd);
    worker->pid = 0;
}
