/* test-sandbox.c - what a page's process may still do, each tried in a forked child that is locked in. */
#include "sandbox.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int scan_fd, reply_fd, secret_fd;

/* Each returns the errno of what it tried, 0 where it was let through. */
#define TRY(call) ((call) < 0 ? errno : 0)

static int
open_to_read(void)
{
    return TRY(open("/etc/passwd", O_RDONLY));
}

static int
open_to_write(void)
{
    return TRY(open("verno-sandbox-test", O_WRONLY | O_CREAT, 0666));
}

static int
open_by_openat2(void)
{
    return TRY(syscall(437, AT_FDCWD, "/etc/passwd", (guint64[]){O_RDONLY, 0, 0}, 24));
}

static int
make_socket(void)
{
    return TRY(socket(AF_INET, SOCK_STREAM, 0)) == EPERM ? TRY(socket(AF_UNIX, SOCK_STREAM, 0)) : 0;
}

static int
run_program(void)
{
    return TRY(execl("/bin/true", "true", NULL));
}

static int
make_process(void)
{
    return TRY(fork());
}

static int
kill_another(void)
{
    return TRY(kill(getppid(), 0));
}

static int
remove_file(void)
{
    return TRY(unlink("verno-sandbox-test"));
}

static int
look_into_another(void)
{
    return TRY(syscall(310, getppid(), NULL, 0, NULL, 0, 0)); /* process_vm_readv */
}

static int
use_another_descriptor(void)
{
    char byte;
    return TRY(read(secret_fd, &byte, 1));
}

static int
raise_limits(void)
{
    struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    return TRY(setrlimit(RLIMIT_CPU, &more));
}

static int
read_scan(void)
{
    char bytes[4] = "";
    int rc = TRY(pread(scan_fd, bytes, 4, 0));
    return rc ? rc : memcmp(bytes, "scan", 4) == 0 ? 0 : EIO;
}

static int
write_reply(void)
{
    return TRY(write(reply_fd, "reply", 5));
}

static int
use_memory(void)
{
    g_autofree char *block = g_try_malloc(64 << 20);
    if (!block)
        return ENOMEM;
    memset(block, 7, 64 << 20);
    return block[12345] == 7 ? 0 : EIO;
}

static int
use_too_much_memory(void)
{
    return mmap(NULL, (gsize)8 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0) == MAP_FAILED
               ? errno
               : 0;
}

static const struct {
    const char *name;
    int (*attempt)(void);
    int expect;
} rows[] = {
    {"open-to-read", open_to_read, EPERM},
    {"open-to-write", open_to_write, EPERM},
    {"open-by-openat2", open_by_openat2, EPERM},
    {"socket", make_socket, EPERM},
    {"execve", run_program, EPERM},
    {"fork", make_process, EPERM},
    {"kill-another", kill_another, EPERM},
    {"unlink", remove_file, EPERM},
    {"process-vm-readv", look_into_another, EPERM},
    {"other-descriptors", use_another_descriptor, EBADF},
    {"raise-limits", raise_limits, EPERM},
    {"read-the-scan", read_scan, 0},
    {"write-the-reply", write_reply, 0},
    {"memory", use_memory, 0},
#ifndef __SANITIZE_ADDRESS__
    {"memory-over-limit", use_too_much_memory, ENOMEM},
#endif
};

/* What the attempt got in a child of its own, locked in; -1 where it could not be. */
static int
attempt_locked_in(int (*attempt)(void), int signal_expected)
{
    g_assert_cmpint(scan_fd, <, reply_fd);
    pid_t child = fork();
    if (child == 0) {
        const int keep[] = {2, scan_fd, reply_fd};
        Budget budget = budget_default;
        budget.memory = (gint64)2 << 30;
        budget.cpu_s = 1;
        if (!sandbox_enter(&budget, keep, G_N_ELEMENTS(keep), NULL))
            _exit(255);
        _exit(attempt());
    }
    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    if (signal_expected) {
        g_assert_true(WIFSIGNALED(status));
        return WTERMSIG(status);
    }
    g_assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
test_attempt(gconstpointer data)
{
    const guint i = GPOINTER_TO_UINT(data);
    g_assert_cmpint(attempt_locked_in(rows[i].attempt, 0), ==, rows[i].expect);
}

static int
spin(void)
{
    for (volatile guint64 i = 0; i != G_MAXUINT64; i++)
        ;
    return 0;
}

static int
fall(void)
{
    abort();
}

static void
test_processor_time(void)
{
    g_assert_cmpint(attempt_locked_in(spin, TRUE), ==, SIGXCPU);
}

static void
test_abort(void)
{
    g_assert_cmpint(attempt_locked_in(fall, TRUE), ==, SIGABRT);
}

static void
test_works(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(sandbox_works(&error));
    g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    int ends[2];
    scan_fd = memfd_create("scan", 0);
    g_assert_cmpint(pipe(ends), ==, 0);
    reply_fd = ends[1];
    secret_fd = dup(scan_fd);
    g_assert_cmpint(write(scan_fd, "scan", 4), ==, 4);
    g_test_add_func("/sandbox/works", test_works);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("/sandbox/", rows[i].name, NULL);
        g_test_add_data_func(name, GUINT_TO_POINTER(i), test_attempt);
    }
#ifndef __SANITIZE_ADDRESS__ /* its handlers take both signals */
    g_test_add_func("/sandbox/processor-time", test_processor_time);
    g_test_add_func("/sandbox/abort", test_abort);
#endif
    return g_test_run();
}
