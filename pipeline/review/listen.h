/* listen.h - the one socket that the desk listens on. */
#pragma once
#include <glib.h>

/* On 127.0.0.1; port 0 becomes the one that was free. -1 with a SETUP error. */
int listen_port(guint *port, GError **error);
/* A UNIX socket for the owner alone; a dead one in its place is removed, anything else is an error. */
int listen_socket(const char *path, GError **error);
