/* routes.c - the table of what may be asked. */
#include "review/routes.h"
#include <string.h>

static const Route routes[] = {
    {FALSE, "/api/words", answer_words},
    {FALSE, "/api/folder", answer_folder},
    {FALSE, "/api/queue", answer_queue},
    {FALSE, "/api/groups", answer_groups},
    {FALSE, "/api/group", answer_group},
    {FALSE, "/api/confusions", answer_confusions},
    {FALSE, "/api/field/", answer_field},
    {FALSE, "/api/crop/", answer_crop},
    {FALSE, "/api/picture/", answer_picture},
    {FALSE, "/api/page/", answer_page},
    {FALSE, "/api/pages", answer_pages},
    {TRUE, "/api/lease", answer_lease},
    {TRUE, "/api/check", answer_check},
    {TRUE, "/api/decide", answer_decide},
    {TRUE, "/api/decide_group", answer_decide_group},
    {TRUE, "/api/undo", answer_undo},
    {TRUE, "/api/line", answer_line},
    {TRUE, "/api/annotation", answer_annotation},
};

const Route *
routes_find(gboolean post, const char *path, gint64 *ret_id)
{
    *ret_id = 0;
    for (guint i = 0; i < G_N_ELEMENTS(routes); i++) {
        const Route *route = &routes[i];
        gsize length = strlen(route->path);
        gboolean numbered = route->path[length - 1] == '/';
        if (route->post != post || strncmp(path, route->path, length) != 0)
            continue;
        const char *rest = path + length;
        if (!numbered && *rest == '\0')
            return route;
        /* Digits and nothing else: no path, no sign, no second meaning. */
        if (numbered && *rest && strlen(rest) <= 15 && strspn(rest, "0123456789") == strlen(rest)) {
            *ret_id = g_ascii_strtoll(rest, NULL, 10);
            return route;
        }
    }
    return NULL;
}

void
reply_error(Reply *reply, guint status, const char *code, const char *why)
{
    g_clear_pointer(&reply->json, json_decref);
    reply->status = status;
    reply->json = json_pack("{s:s, s:s?}", "error", code, "why", why);
}

json_t *
quad_json(const Quad *quad, const Affine *map)
{
    json_t *corners = json_array();
    Quad placed = affine_quad(*map, *quad);
    for (guint i = 0; i < 4; i++)
        json_array_append_new(corners, json_pack("[f, f]", placed.p[i].x, placed.p[i].y));
    return corners;
}
