/* sandbox.c - what a page's process may still do. */
#include "sandbox.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#else
#define UNDER_ASAN 0
#endif

/* Calls on open descriptors, memory, time and own signals: what decoders, Tesseract and an abort() need. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(close),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(clock_getres),
    SCMP_SYS(getrusage),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(poll),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),
    SCMP_SYS(fcntl),
};

static gboolean
limit(int what, rlim_t soft, rlim_t hard, const char *name, GError **error)
{
    struct rlimit rl = {soft, hard};
    if (setrlimit(what, &rl) == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "sandbox: setrlimit %s: %s", name, g_strerror(errno));
    return FALSE;
}

static gboolean
close_all_but(const int *keep_fds, guint n_keep, GError **error)
{
    unsigned from = 0;
    for (guint i = 0; i <= n_keep; i++) {
        unsigned to = i < n_keep ? (unsigned)keep_fds[i] - 1 : ~0U;
        if ((i == n_keep || (unsigned)keep_fds[i] > from) && close_range(from, to, 0) != 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "sandbox: close_range: %s",
                        g_strerror(errno));
            return FALSE;
        }
        if (i < n_keep)
            from = (unsigned)keep_fds[i] + 1;
    }
    return TRUE;
}

static gboolean
load_filter(GError **error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int rc = filter ? 0 : -ENOMEM;
    for (guint i = 0; rc == 0 && i < G_N_ELEMENTS(allowed); i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    if (rc != 0)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "sandbox: seccomp: %s", g_strerror(-rc));
    return rc == 0;
}

gboolean
sandbox_enter(const Budget *budget, const int *keep_fds, guint n_keep, GError **error)
{
    if (!close_all_but(keep_fds, n_keep, error))
        return FALSE;
    if (!UNDER_ASAN && !limit(RLIMIT_AS, (rlim_t)budget->memory, (rlim_t)budget->memory, "AS", error))
        return FALSE;
    /* SIGXCPU comes at the soft limit, by which the worker knows it; at the hard one the kernel kills. */
    if (!limit(RLIMIT_CPU, budget->cpu_s, budget->cpu_s + 1, "CPU", error) ||
        !limit(RLIMIT_FSIZE, 0, 0, "FSIZE", error) || !limit(RLIMIT_CORE, 0, 0, "CORE", error))
        return FALSE;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "sandbox: no-new-privileges: %s",
                    g_strerror(errno));
        return FALSE;
    }
    return load_filter(error);
}

/* 0: locked in and a socket was refused. */
static int
try_in_child(void)
{
    const int keep[] = {2};
    if (!sandbox_enter(&budget_default, keep, 1, NULL))
        return 1;
    return socket(AF_INET, SOCK_STREAM, 0) == -1 && open("/dev/null", O_WRONLY) == -1 ? 0 : 2;
}

gboolean
sandbox_works(GError **error)
{
    pid_t child = fork();
    if (child == 0)
        _exit(try_in_child());
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot fork: %s", g_strerror(errno));
        return FALSE;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                "this kernel or container does not allow seccomp filters, without which no scan is opened");
    return FALSE;
}
