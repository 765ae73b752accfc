/* landing.c - puts a page's reply into the folder. */
#include "landing.h"
#include "error.h"
#include "record.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

char *
landing_dup_id(const char *sha256, guint number)
{
    return g_strdup_printf("%.16s-%u", sha256, number);
}

/* A run that was killed while it wrote the picture leaves NAME.png.XXXXXX behind; the page is read again, so
 * whoever writes NAME.png clears that away. */
static void
remove_leftovers(const char *dir, const char *file)
{
    g_autofree char *name = g_path_get_basename(file);
    g_autofree char *prefix = g_strconcat(name, ".", NULL);
    g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
    for (const char *entry; entries && (entry = g_dir_read_name(entries));) {
        g_autofree char *path = g_build_filename(dir, entry, NULL);
        if (g_str_has_prefix(entry, prefix))
            g_unlink(path);
    }
}

static gboolean
write_picture(const char *file, GVariant *png, GError **error)
{
    gsize length;
    const void *data = g_variant_get_fixed_array(png, &length, 1);
    g_autofree char *dir = g_path_get_dirname(file);
    remove_leftovers(dir, file);
    if (g_mkdir_with_parents(dir, 0777) == 0 &&
        g_file_set_contents_full(file, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error))
        return TRUE;
    if (error && !*error)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s: %s", dir, g_strerror(errno));
    return FALSE;
}

/* The page's kinds of ink beside its picture, or none from an earlier run either. */
static gboolean
write_kinds(const char *folder, const char *id, GVariantDict *reply, GError **error)
{
    g_autofree char *file = g_strdup_printf("%s/images/%.2s/%s.ink.png", folder, id, id);
    g_autoptr(GVariant) kinds = g_variant_dict_lookup_value(reply, "kinds", G_VARIANT_TYPE_BYTESTRING);
    if (kinds)
        return write_picture(file, kinds, error);
    g_unlink(file);
    return TRUE;
}

static gboolean
write_steps(const char *folder, const char *id, GVariantDict *reply, GError **error)
{
    g_autoptr(GVariant) steps = g_variant_dict_lookup_value(reply, "steps", G_VARIANT_TYPE("a(say)"));
    for (gsize i = 0; steps && i < g_variant_n_children(steps); i++) {
        const char *name;
        g_autoptr(GVariant) png = NULL;
        g_variant_get_child(steps, i, "(&s@ay)", &name, &png);
        g_autofree char *file = g_strdup_printf("%s/steps/%s/%s.png", folder, id, name);
        if (!write_picture(file, png, error))
            return FALSE;
    }
    return TRUE;
}

void
landing_judge_reply(GVariantDict *reply)
{
    static const char *const verdicts[] = {"good", "doubtful", "failed", NULL};
    const char *record = NULL, *verdict = "failed";
    g_autoptr(GError) error = NULL;
    g_variant_dict_lookup(reply, "verdict", "&s", &verdict);
    if (!g_variant_dict_lookup(reply, "record", "&s", &record))
        return;
    g_autoptr(Page) page = record_load(record, &error);
    if (page && g_strv_contains(verdicts, verdict))
        return;
    g_autofree char *cause =
        g_strdup_printf("its process sent no valid record: %s", error ? error->message : "unknown verdict");
    g_variant_dict_remove(reply, "record");
    g_variant_dict_insert(reply, "verdict", "s", "failed");
    g_variant_dict_insert(reply, "state", "u", (guint)STATE_FAILED);
    g_variant_dict_insert(reply, "cause", "s", cause);
}

gboolean
landing_put_page(Store *store, const char *folder, const char *sha256, guint number, const char *plan,
                 GVariantDict *reply, GError **error)
{
    PageRow row = {.state = STATE_FAILED, .verdict = "failed", .plan = plan};
    guint state = STATE_FAILED;
    gsize n_map = 0;
    g_autofree char *id = landing_dup_id(sha256, number);
    g_autofree char *file = g_strdup_printf("%s/images/%.2s/%s.png", folder, id, id);
    g_autoptr(GVariant) picture = g_variant_dict_lookup_value(reply, "picture", G_VARIANT_TYPE_BYTESTRING);
    g_autoptr(GVariant) map = g_variant_dict_lookup_value(reply, "map", G_VARIANT_TYPE("ad"));
    g_strlcpy(row.id, id, sizeof row.id);
    g_variant_dict_lookup(reply, "state", "u", &state);
    row.state = (PageState)state;
    g_variant_dict_lookup(reply, "cause", "&s", &row.cause);
    g_variant_dict_lookup(reply, "verdict", "&s", &row.verdict);
    g_variant_dict_lookup(reply, "record", "&s", &row.record);
    g_variant_dict_lookup(reply, "took", "d", &row.took_s);
    g_variant_dict_lookup(reply, "peak", "x", &row.peak_bytes);
    g_variant_dict_lookup(reply, "attempts", "u", &row.attempts);
    g_variant_dict_lookup(reply, "times", "&s", &row.times);
    if (map)
        row.picture_map = g_variant_get_fixed_array(map, &n_map, sizeof(double));
    if (!write_kinds(folder, id, reply, error) || (picture && !write_picture(file, picture, error)))
        return FALSE;
    return write_steps(folder, id, reply, error) && store_put_page(store, &row, error);
}

gboolean
landing_put_trouble(Store *store, const char *sha256, guint number, PageState state, const char *cause,
                    const char *plan, GError **error)
{
    PageRow row = {.state = state, .cause = cause, .verdict = "failed", .plan = plan};
    g_autofree char *id = landing_dup_id(sha256, number);
    g_strlcpy(row.id, id, sizeof row.id);
    return store_put_page(store, &row, error);
}
