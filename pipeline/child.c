/* child.c - what happens inside the sandboxed process of one page. */
#include "child.h"
#include "error.h"
#include "frame.h"
#include "picture.h"
#include "record.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    ChildTrace *trace;
    gboolean keep_steps;
    GVariantBuilder steps;
    GString *times;
} Watch;

PageState
state_from_error(const GError *error)
{
    if (error->domain != VERNO_ERROR)
        return STATE_FAILED;
    switch ((VernoError)error->code) {
    case VERNO_ERROR_DAMAGED:
        return STATE_DAMAGED;
    case VERNO_ERROR_UNSUPPORTED:
        return STATE_UNSUPPORTED;
    case VERNO_ERROR_TIMEOUT:
        return STATE_TIMEOUT;
    default:
        return STATE_FAILED;
    }
}

static void
stage_entering(const Stage *stage, guint index, gpointer user_data)
{
    Watch *watch = user_data;
    g_strlcpy(watch->trace->stage, stage->name, sizeof watch->trace->stage);
}

static void
stage_left(const Stage *stage, guint index, const Page *page, double took_ms, gpointer user_data)
{
    Watch *watch = user_data;
    g_string_append_printf(watch->times, "%s=%.1f ", stage->name, took_ms);
    if (!watch->keep_steps)
        return;
    g_autoptr(GBytes) png = picture_of_step(page, stage);
    g_autofree char *name = g_strdup_printf("%02u-%s", index + 1, stage->name);
    g_variant_builder_add(&watch->steps, "(s@ay)", name,
                          g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, png, TRUE));
}

static const Reader *
find_reader(const WorkEnv *env, int fd, GError **error)
{
    guint8 head[64];
    ssize_t n = pread(fd, head, sizeof head, 0);
    if (n < 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot be read: %s", g_strerror(errno));
        return NULL;
    }
    for (guint i = 0; env->readers[i]; i++)
        if (env->readers[i]->sniff(head, (gsize)n))
            return env->readers[i];
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED, "%s",
                n == 0 ? "an empty file" : "not a TIFF, PNG or JPEG by its content");
    return NULL;
}

static gboolean
hash_scan(int fd, char ret_sha256[65], gint64 *ret_bytes, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree guint8 *block = g_malloc(1 << 18);
    gint64 at = 0;
    for (;;) {
        ssize_t n = pread(fd, block, 1 << 18, at);
        if (n < 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot be read: %s", g_strerror(errno));
            return FALSE;
        }
        if (n == 0)
            break;
        g_checksum_update(sum, block, n);
        at += n;
    }
    g_strlcpy(ret_sha256, g_checksum_get_string(sum), 65);
    *ret_bytes = at;
    return TRUE;
}

static gboolean
count_pages(const WorkEnv *env, int fd, gint64 bytes, guint *ret_pages, GError **error)
{
    *ret_pages = 0;
    if (bytes > env->budget->file_bytes) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "%" G_GINT64_FORMAT " bytes are over the limit of %" G_GINT64_FORMAT, bytes,
                    env->budget->file_bytes);
        return FALSE;
    }
    const Reader *reader = find_reader(env, fd, error);
    return reader && reader->count(fd, env->budget, ret_pages, error);
}

static void
look(const WorkEnv *env, int fd, GVariantDict *reply, ChildTrace *trace)
{
    char sha256[65] = "";
    gint64 bytes = 0;
    guint pages = 0;
    g_autoptr(GError) error = NULL;
    g_strlcpy(trace->stage, "counting pages", sizeof trace->stage);
    gboolean sound = hash_scan(fd, sha256, &bytes, &error) && count_pages(env, fd, bytes, &pages, &error);
    g_variant_dict_insert(reply, "sha256", "s", sha256);
    g_variant_dict_insert(reply, "bytes", "x", bytes);
    g_variant_dict_insert(reply, "pages", "u", pages);
    if (!sound) {
        g_variant_dict_insert(reply, "state", "u", (guint)state_from_error(error));
        g_variant_dict_insert(reply, "cause", "s", error->message);
    }
}

static gboolean
read_page(const WorkEnv *env, const Job *job, int fd, Page *page, Watch *watch, GError **error)
{
    const PlanTrace trace = {stage_entering, stage_left, watch};
    g_strlcpy(watch->trace->stage, "reader", sizeof watch->trace->stage);
    const Reader *reader = find_reader(env, fd, error);
    if (!reader || !reader->read(fd, job->number, env->budget, page, error))
        return FALSE;
    return plan_run(env->plan, page, &trace, error);
}

static void
put_picture(const Page *page, GVariantDict *reply)
{
    Affine map;
    g_autoptr(GBytes) png = picture_upright(page, &map);
    if (!png)
        return;
    g_autoptr(GBytes) kinds = picture_kinds(page, map);
    if (kinds)
        g_variant_dict_insert_value(reply, "kinds",
                                    g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, kinds, TRUE));
    const double numbers[] = {map.a, map.b, map.c, map.d, map.e, map.f};
    g_variant_dict_insert_value(reply, "picture",
                                g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, png, TRUE));
    g_variant_dict_insert_value(reply, "map",
                                g_variant_new_fixed_array(G_VARIANT_TYPE_DOUBLE, numbers, 6, 8));
}

static void
read_job(const WorkEnv *env, const Job *job, int fd, GVariantDict *reply, ChildTrace *trace)
{
    g_autoptr(Page) page = page_new();
    g_autoptr(GError) error = NULL;
    Watch watch = {.trace = trace, .keep_steps = env->keep_steps, .times = g_string_new(NULL)};
    g_variant_builder_init(&watch.steps, G_VARIANT_TYPE("a(say)"));
    page->source.path = g_strdup(job->path);
    page->source.number = job->number;
    page->source.pages = job->pages;
    g_strlcpy(page->source.sha256, job->sha256, sizeof page->source.sha256);
    if (read_page(env, job, fd, page, &watch, &error)) {
        g_strlcpy(trace->stage, "record", sizeof trace->stage);
        g_autofree char *plan = plan_dup_fingerprint(env->plan);
        const Provenance provenance = {plan, plan_models(env->plan)};
        g_autofree char *record = record_dup_json(page, &provenance);
        g_variant_dict_insert(reply, "state", "u", (guint)(page->blank ? STATE_BLANK : STATE_DONE));
        g_variant_dict_insert(reply, "verdict", "s", verdict_name(page->verdict));
        g_variant_dict_insert(reply, "record", "s", record);
    } else {
        g_variant_dict_insert(reply, "state", "u", (guint)state_from_error(error));
        g_variant_dict_insert(reply, "verdict", "s", "failed");
        g_variant_dict_insert(reply, "cause", "s", error->message);
    }
    put_picture(page, reply);
    g_variant_dict_insert_value(reply, "steps", g_variant_builder_end(&watch.steps));
    g_variant_dict_insert(reply, "times", "s", watch.times->str);
    g_string_free(watch.times, TRUE);
}

void
child_do(const WorkEnv *env, const Job *job, int scan_fd, int reply_fd, ChildTrace *trace)
{
    g_auto(GVariantDict) reply = G_VARIANT_DICT_INIT(NULL);
    if (job->kind == JOB_LOOK)
        look(env, scan_fd, &reply, trace);
    else
        read_job(env, job, scan_fd, &reply, trace);
    g_strlcpy(trace->stage, "reply", sizeof trace->stage);
    frame_write(reply_fd, g_variant_dict_end(&reply));
}
