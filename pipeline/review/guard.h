/* guard.h - who may ask the desk anything: the browser page that it served itself, with its token.
 *
 * DNS rebinding is stopped by the list of hosts, other sites by Origin and Sec-Fetch-Site, other programs of
 * this machine by the token, a flood by a bucket of requests. */
#pragma once
#include <glib.h>

typedef struct {
    guint port;     /* 0: a UNIX socket, where any host will do */
    char token[65]; /* hex digits */
    double bucket;  /* requests that may come at once */
    gint64 filled;  /* when it was filled last, monotonic */
} Guard;

/* What a request says of itself; any may be NULL. */
typedef struct {
    const char *host, *origin, *site, *type, *token;
    gboolean post, api; /* api: asks for more than the page's own files */
} GuardHeaders;

/* A new token of 32 hex digits, or the one given. FALSE where that is not 16 to 64 hex digits. */
gboolean guard_begin(Guard *guard, guint port, const char *token);
/* 0, or the status that refuses it: 401, 403, 415, 429. `*ret_code` is the word for it. */
guint guard_judge(Guard *guard, const GuardHeaders *headers, const char **ret_code);
