/* listen.c - the one socket that the desk listens on. */
#include "review/listen.h"
#include "error.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define WAITING 512 /* connections not yet taken */

static int
fail(int fd, const char *where, GError **error)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot listen on %s: %s", where, g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

int
listen_port(guint *port, GError **error)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((guint16)*port)};
    socklen_t length = sizeof address;
    g_autofree char *where = g_strdup_printf("127.0.0.1:%u", *port);
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, WAITING) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) != 0)
        return fail(fd, where, error);
    *port = ntohs(address.sin_port);
    return fd;
}

/* Does anybody answer on it? */
static gboolean
is_alive(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    gboolean alive = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;
    if (fd >= 0)
        close(fd);
    return alive;
}

int
listen_socket(const char *path, GError **error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat there;
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return fail(-1, path, error);
    }
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    if (lstat(path, &there) == 0 && S_ISSOCK(there.st_mode) && !is_alive(&address))
        unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t mask = umask(0177);
    gboolean bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    umask(mask);
    return bound && listen(fd, WAITING) == 0 ? fd : fail(fd, path, error);
}
