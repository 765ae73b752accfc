/* guard.c - who may ask the desk anything. */
#include "review/guard.h"
#include <string.h>
#include <sys/random.h>

#define AT_ONCE    1500.0 /* requests */
#define PER_SECOND 500.0

static gboolean
is_token(const char *text)
{
    gsize length = strlen(text);
    return length >= 16 && length <= 64 && strspn(text, "0123456789abcdef") == length;
}

gboolean
guard_begin(Guard *guard, guint port, const char *token)
{
    guint8 chance[16];
    *guard = (Guard){.port = port, .bucket = AT_ONCE, .filled = g_get_monotonic_time()};
    if (token && !is_token(token))
        return FALSE;
    if (token) {
        g_strlcpy(guard->token, token, sizeof guard->token);
        return TRUE;
    }
    if (getrandom(chance, sizeof chance, 0) != sizeof chance)
        return FALSE;
    for (guint i = 0; i < sizeof chance; i++)
        g_snprintf(guard->token + 2 * i, 3, "%02x", chance[i]);
    return TRUE;
}

/* "127.0.0.1:8123" and "localhost:8123", nothing else. */
static gboolean
is_own_host(const Guard *guard, const char *host)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    for (guint i = 0; host && i < G_N_ELEMENTS(names); i++) {
        g_autofree char *own = g_strdup_printf("%s:%u", names[i], guard->port);
        if (g_ascii_strcasecmp(host, own) == 0)
            return TRUE;
    }
    return guard->port == 0 && host;
}

static gboolean
is_own_origin(const Guard *guard, const char *origin)
{
    return g_str_has_prefix(origin, "http://") && is_own_host(guard, origin + strlen("http://"));
}

/* Takes as long for a token that is nearly right. */
static gboolean
is_same(const char *a, const char *b)
{
    gsize length = strlen(a);
    guint differs = 0;
    if (strlen(b) != length)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        differs |= (guint)(a[i] ^ b[i]);
    return differs == 0;
}

static gboolean
has_room(Guard *guard)
{
    gint64 now = g_get_monotonic_time();
    guard->bucket += PER_SECOND * (double)(now - guard->filled) / G_USEC_PER_SEC;
    guard->bucket = MIN(guard->bucket, AT_ONCE);
    guard->filled = now;
    if (guard->bucket < 1)
        return FALSE;
    guard->bucket--;
    return TRUE;
}

guint
guard_judge(Guard *guard, const GuardHeaders *headers, const char **ret_code)
{
    *ret_code = "too_fast";
    if (!has_room(guard))
        return 429;
    *ret_code = "host";
    if (!is_own_host(guard, headers->host))
        return 403;
    *ret_code = "origin";
    if (headers->origin && !is_own_origin(guard, headers->origin))
        return 403;
    if (headers->site && headers->api && strcmp(headers->site, "same-origin") != 0)
        return 403;
    *ret_code = "token";
    if (headers->api && (!headers->token || !is_same(guard->token, headers->token)))
        return 401;
    *ret_code = "type";
    if (headers->post && (!headers->type || !g_str_has_prefix(headers->type, "application/json")))
        return 415;
    *ret_code = NULL;
    return 0;
}
