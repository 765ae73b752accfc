/* desk-lease.c - who has which field in hand. In memory: a desk that is started anew has forgotten, and the
 * version of each decision still keeps two persons apart. */
#include "review/desk.h"
#include <string.h>

static void
lease_free(void *data)
{
    g_free(((DeskLease *)data)->who);
    g_free(data);
}

GHashTable *
desk_leases_new(void)
{
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, lease_free);
}

const char *
desk_leased_to(const Desk *desk, gint64 id, const char *but, double *ret_seconds)
{
    const DeskLease *lease = g_hash_table_lookup(desk->leases, &id);
    double left = lease ? (double)(lease->until - g_get_monotonic_time()) / G_USEC_PER_SEC : 0;
    *ret_seconds = left;
    return left > 0 && strcmp(lease->who, but) != 0 ? lease->who : NULL;
}

void
desk_release(Desk *desk, gint64 id)
{
    g_hash_table_remove(desk->leases, &id);
}

static gboolean
is_of(gpointer key, gpointer value, gpointer who)
{
    const DeskLease *lease = value;
    return strcmp(lease->who, who) == 0 || lease->until < g_get_monotonic_time();
}

gboolean
desk_lease(Desk *desk, gint64 id, const char *who, const char **ret_who, double *ret_seconds)
{
    *ret_who = desk_leased_to(desk, id, who, ret_seconds);
    if (*ret_who)
        return FALSE;
    g_hash_table_foreach_remove(desk->leases, is_of, (gpointer)who); /* one at a time */
    DeskLease *lease = g_new0(DeskLease, 1);
    *lease = (DeskLease){g_strdup(who), g_get_monotonic_time() + (gint64)(desk->lease_s * G_USEC_PER_SEC)};
    gint64 *key = g_new(gint64, 1);
    *key = id;
    g_hash_table_replace(desk->leases, key, lease);
    return TRUE;
}
