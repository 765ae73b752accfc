/* server.h - the desk over HTTP, on this machine only. */
#pragma once
#include <glib.h>

typedef struct {
    const char *folder, *models_dir;
    guint port;         /* 0: any that is free */
    const char *socket; /* path of a UNIX socket instead of a port; may be NULL */
    const char *token;  /* NULL: a new one */
    guint lease_s;      /* how long a field stays with one reviewer; 0: a minute */
} ServerOrder;

/* Serves until *stop is set (by a signal handler). `ready` is called once, with the address to open. */
gboolean server_run(const ServerOrder *order, volatile int *stop,
                    void (*ready)(const char *address, const char *warning), GError **error);
