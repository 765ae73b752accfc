/* server.c - the desk over HTTP: libmicrohttpd, one thread for all that the desk knows, files built into the
 * program.
 *
 * Crops are cut on a second thread, while the first goes on with other requests. The library parses; what it
 * hands on is judged by guard.c before anything else happens, and a body is refused by its announced length
 * before a byte of it is kept. */
#include "review/server.h"
#include "error.h"
#include "review/confine.h"
#include "review/cutter.h"
#include "review/guard.h"
#include "review/listen.h"
#include "review/place.h"
#include "review/routes.h"
#include "review-web.h"
#include <gio/gio.h>
#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#define MOST_BODY        (64 * 1024)
#define MOST_CONNECTIONS 900
#define IDLE_S           15
#define MEMORY           (24 * 1024) /* of a connection */
#define WEB              "/verno/review/"

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

typedef struct {
    Desk *desk;
    Guard guard;
    Cutter *cutter;
    gint ending; /* atomic: crops are not cut any more */
} Server;

/* A request while its body comes in, or its crop is being cut: then its connection is suspended. */
typedef struct {
    GString *body;
    struct MHD_Connection *connection;
    gboolean cutting;
    GBytes *png;
} Pending;

/* The page's modules, all named with the page itself: the browser need not find them one by one. */
static char *
dup_preload(void)
{
    g_autoptr(GString) links = g_string_new(NULL);
    g_auto(GStrv) names = g_resources_enumerate_children(WEB, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    for (guint i = 0; names && names[i]; i++)
        if (g_str_has_suffix(names[i], ".js"))
            g_string_append_printf(links, "%s</%s>; rel=modulepreload", links->len ? ", " : "", names[i]);
    return g_string_free(g_steal_pointer(&links), FALSE);
}

static enum MHD_Result
send_bytes(struct MHD_Connection *connection, guint status, GBytes *bytes, const char *type, gboolean close)
{
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);
    static const char *const headers[][2] = {
        {"Content-Security-Policy", policy}, {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},         {"Referrer-Policy", "no-referrer"},
        {"Cache-Control", "no-store"},       {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)data, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", type);
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    if (g_str_has_prefix(type, "text/html")) {
        g_autofree char *links = dup_preload();
        MHD_add_response_header(response, "Link", links);
    }
    if (close)
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, Reply *reply, gboolean close)
{
    char *text = reply->json ? json_dumps(reply->json, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    g_autoptr(GBytes) bytes =
        reply->bytes ? g_bytes_ref(reply->bytes) : g_bytes_new(text ? text : "{}", text ? strlen(text) : 2);
    enum MHD_Result sent = send_bytes(connection, reply->status, bytes,
                                      reply->bytes ? reply->type : "application/json; charset=utf-8", close);
    free(text);
    json_decref(reply->json);
    g_clear_pointer(&reply->bytes, g_bytes_unref);
    return sent;
}

static enum MHD_Result
refuse(struct MHD_Connection *connection, guint status, const char *code)
{
    Reply reply = {0};
    reply_error(&reply, status, code, NULL);
    return send_reply(connection, &reply, TRUE);
}

static const char *
header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Files of the page itself, by their own names: nothing in a path leads anywhere else. */
static enum MHD_Result
send_file(struct MHD_Connection *connection, const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".svg", "image/svg+xml"}};
    const char *name = strcmp(path, "/") == 0 ? "index.html" : path + 1, *type = NULL;
    g_autofree char *inside = g_strconcat(WEB, name, NULL);
    g_autoptr(GBytes) bytes = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_str_has_suffix(name, types[i][0]))
            type = types[i][1];
    if (type && !strchr(name, '/'))
        bytes = g_resources_lookup_data(inside, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    return bytes ? send_bytes(connection, 200, bytes, type, FALSE) : refuse(connection, 404, "nothing");
}

static const char *
argument(const char *name, gconstpointer data)
{
    return MHD_lookup_connection_value((struct MHD_Connection *)data, MHD_GET_ARGUMENT_KIND, name);
}

/* A name of at most 60 characters, without what would not show. */
static char *
dup_who(struct MHD_Connection *connection)
{
    const char *given = header(connection, "X-Verno-Who");
    g_autofree char *name = given ? g_uri_unescape_string(given, NULL) : NULL;
    if (!name || !g_utf8_validate(name, -1, NULL) || g_utf8_strlen(name, -1) > 60)
        return g_strdup("");
    for (const char *c = name; *c; c = g_utf8_next_char(c))
        if (!g_unichar_isprint(g_utf8_get_char(c)))
            return g_strdup("");
    return g_strdup(g_strstrip(name));
}

/* On the cutter's thread. */
static void
on_cut(GBytes *png, gpointer data)
{
    Pending *pending = data;
    pending->png = png;
    MHD_resume_connection(pending->connection);
}

/* The connection waits for its crop, and is answered by send_crop(). */
static enum MHD_Result
ask_crop(Server *server, Pending *pending, Reply *reply)
{
    g_autofree char *picture = g_steal_pointer(&reply->picture);
    pending->cutting = TRUE;
    MHD_suspend_connection(pending->connection);
    if (!cutter_ask(server->cutter, picture, &reply->cut, on_cut, pending))
        MHD_resume_connection(pending->connection);
    return MHD_YES;
}

static enum MHD_Result
send_crop(Server *server, Pending *pending)
{
    Reply reply = {.status = 200, .bytes = g_steal_pointer(&pending->png), .type = "image/png"};
    if (!reply.bytes && g_atomic_int_get(&server->ending))
        reply_error(&reply, 503, "ending", "the desk is being closed"); /* to be asked for again */
    else if (!reply.bytes)
        reply_error(&reply, 404, "nothing", "the picture is gone");
    return send_reply(pending->connection, &reply, FALSE);
}

static enum MHD_Result
answer(Server *server, Pending *pending, const char *path, gboolean post)
{
    struct MHD_Connection *connection = pending->connection;
    const GString *body = pending->body;
    Reply reply = {.status = 200};
    g_autoptr(GError) error = NULL;
    g_autofree char *who = dup_who(connection);
    Request request = {.who = who, .argument = argument, .data = connection};
    const Route *route = routes_find(post, path, &request.id);
    if (!route)
        return refuse(connection, 404, "nothing");
    json_t *object = post ? json_loadb(body->str, body->len, JSON_REJECT_DUPLICATES, NULL) : NULL;
    request.body = object;
    if (post && !json_is_object(object))
        reply_error(&reply, 422, "invalid", "the body is no JSON object");
    else if (!desk_refresh(server->desk, &error))
        reply_error(&reply, 503, "store", error->message);
    else
        route->answer(server->desk, &request, &reply);
    json_decref(object);
    return reply.picture ? ask_crop(server, pending, &reply) : send_reply(connection, &reply, FALSE);
}

/* 0, or the status that a request is refused with. */
static guint
judge(Server *server, struct MHD_Connection *connection, const char *path, gboolean post,
      const char **ret_code)
{
    const char *length = header(connection, "Content-Length");
    const GuardHeaders headers = {
        .host = header(connection, "Host"),
        .origin = header(connection, "Origin"),
        .site = header(connection, "Sec-Fetch-Site"),
        .type = header(connection, "Content-Type"),
        .token = header(connection, "X-Verno-Token"),
        .post = post,
        .api = g_str_has_prefix(path, "/api/"),
    };
    guint status = guard_judge(&server->guard, &headers, ret_code);
    if (status == 0 && length && g_ascii_strtoull(length, NULL, 10) > MOST_BODY) {
        *ret_code = "too_large";
        status = 413;
    }
    return status;
}

static enum MHD_Result
on_request(void *data, struct MHD_Connection *connection, const char *path, const char *method,
           const char *version, const char *upload, size_t *upload_size, void **state)
{
    Server *server = data;
    gboolean post = strcmp(method, "POST") == 0;
    const char *code = NULL;
    Pending *pending = *state;
    if (!pending) { /* the head is there */
        guint status = judge(server, connection, path, post, &code);
        if (status != 0)
            return refuse(connection, status, code);
        if (!post && strcmp(method, "GET") != 0)
            return refuse(connection, 405, "method");
        *state = pending = g_new0(Pending, 1);
        pending->body = g_string_new(NULL);
        pending->connection = connection;
        return MHD_YES;
    }
    if (pending->cutting)
        return send_crop(server, pending);
    if (*upload_size > 0) {
        /* One in chunks announces no length; what is too much is dropped, and refused at its end. */
        if (pending->body->len <= MOST_BODY)
            g_string_append_len(pending->body, upload, (gssize)MIN(*upload_size, MOST_BODY + 1));
        *upload_size = 0;
        return MHD_YES;
    }
    if (pending->body->len > MOST_BODY)
        return refuse(connection, 413, "too_large");
    if (!post && !g_str_has_prefix(path, "/api/"))
        return send_file(connection, path);
    return answer(server, pending, path, post);
}

static void
on_completed(void *data, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
    Pending *pending = *state;
    if (pending) {
        g_string_free(pending->body, TRUE);
        g_clear_pointer(&pending->png, g_bytes_unref);
    }
    g_free(pending);
    *state = NULL;
}

static gboolean
serve(Server *server, int fd, volatile int *stop, GError **error)
{
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
    if (!daemon) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "the desk cannot be served: libmicrohttpd refuses");
        return FALSE;
    }
    while (!*stop)
        g_usleep(G_USEC_PER_SEC / 10);
    g_atomic_int_set(&server->ending, 1);
    cutter_end(server->cutter); /* nothing is suspended any more */
    MHD_stop_daemon(daemon);    /* closes the socket */
    return TRUE;
}

gboolean
server_run(const ServerOrder *order, volatile int *stop,
           void (*ready)(const char *address, const char *warning), GError **error)
{
    guint port = order->port;
    Server server = {.desk = desk_open(order->folder, order->models_dir, error)};
    g_autoptr(Desk) desk = server.desk;
    g_autofree char *why = NULL;
    if (!desk)
        return FALSE;
    if (order->lease_s > 0)
        desk->lease_s = order->lease_s;
    review_web_register_resource();
    int fd = order->socket ? listen_socket(order->socket, error) : listen_port(&port, error);
    if (fd < 0)
        return FALSE;
    if (!guard_begin(&server.guard, order->socket ? 0 : port, order->token)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "a token is 16 to 64 hex digits");
        close(fd);
        return FALSE;
    }
    if (!confine_enter(order->folder, &why, error)) {
        close(fd);
        return FALSE;
    }
    g_autofree char *address = order->socket
                                   ? g_strdup_printf("unix:%s#%s", order->socket, server.guard.token)
                                   : g_strdup_printf("http://127.0.0.1:%u/#%s", port, server.guard.token);
    ready(address, why);
    g_autoptr(Cutter) cutter = server.cutter = cutter_new();
    gboolean served = serve(&server, fd, stop, error);
    place_forget();
    return served;
}
