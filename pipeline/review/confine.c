/* confine.c - what the desk's process may still do: Landlock for files, seccomp for the rest. */
#include "review/confine.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that the oldest Landlock knows; what it does not know it cannot take away. */
#define ALL_RIGHTS                                                                                           \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |             \
     LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |          \
     LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |              \
     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |           \
     LANDLOCK_ACCESS_FS_MAKE_SYM)

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#else
#define UNDER_ASAN 0
#endif

static gboolean
fail(const char *what, GError **error)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "the desk cannot be sealed off: %s: %s", what,
                g_strerror(errno));
    return FALSE;
}

static gboolean
allow(int rules, const char *path, guint64 rights, GError **error)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    if (fd < 0)
        return errno == ENOENT || fail(path, error);
    gboolean added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    if (!added)
        fail(path, error);
    close(fd);
    return added;
}

static gboolean
restrict_files(const char *folder, char **ret_why, GError **error)
{
    static const char *const files[] = {"verno.db", "verno.db-wal", "verno.db-shm"};
    const struct landlock_ruleset_attr attr = {.handled_access_fs = ALL_RIGHTS};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (rules < 0 && (errno == ENOSYS || errno == EOPNOTSUPP)) {
        *ret_why = g_strdup("this kernel has no Landlock: files are not sealed off");
        return TRUE;
    }
    if (rules < 0)
        return fail("Landlock", error);
    gboolean done = allow(rules, folder, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, error);
    if (done && UNDER_ASAN)
        done = allow(rules, "/proc", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, error);
    for (guint i = 0; done && i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i], NULL);
        done = allow(rules, path, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE, error);
    }
    if (done && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        done = fail("Landlock", error);
    close(rules);
    return done;
}

/* Programs, other processes, mounts, and connections that nobody asked for. */
static gboolean
restrict_calls(GError **error)
{
    static const int denied[] = {
        SCMP_SYS(execve),
        SCMP_SYS(execveat),
        SCMP_SYS(fork),
        SCMP_SYS(vfork),
        SCMP_SYS(connect),
        SCMP_SYS(socket),
        SCMP_SYS(bind),
        SCMP_SYS(mount),
        SCMP_SYS(umount2),
        SCMP_SYS(unlink),
        SCMP_SYS(rename),
        SCMP_SYS(chmod),
        SCMP_SYS(chown),
        SCMP_SYS(open_by_handle_at),
        SCMP_SYS(kill),
        SCMP_SYS(bpf),
        SCMP_SYS(keyctl),
        SCMP_SYS(setns),
        SCMP_SYS(process_vm_writev),
        SCMP_SYS(unlinkat),
        SCMP_SYS(renameat),
        SCMP_SYS(ptrace), /* last: see below */
    };
    /* The leak checker looks at its own process when that ends. */
    guint count = G_N_ELEMENTS(denied) - UNDER_ASAN;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int status = filter ? 0 : -ENOMEM;
    for (guint i = 0; status == 0 && i < count; i++)
        status = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
    if (status == 0)
        status = seccomp_load(filter);
    seccomp_release(filter);
    if (status == 0)
        return TRUE;
    errno = -status;
    return fail("seccomp", error);
}

gboolean
confine_enter(const char *folder, char **ret_why, GError **error)
{
    *ret_why = NULL;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail("prctl", error);
    return restrict_files(folder, ret_why, error) && restrict_calls(error);
}
