/* apply.c - another calibrator on what a folder holds. */
#include "calibrate/apply.h"
#include "calibrate/labels.h"
#include "check/judge.h"
#include "error.h"
#include "plan.h"
#include "record.h"
#include <string.h>

typedef struct {
    Store *store;
    Judging judging;
    Provenance provenance; /* what the pages are made by from now on */
    const char *old_plan;
    GHashTable *done; /* ids */
} Job;

/* The plan's text as it would be with this calibrator. */
static char *
dup_new_text(const char *plan_text, const ApplyOrder *order, const char *models, const char *own_model)
{
    g_auto(GStrv) lines = g_strsplit(plan_text, "\n", -1);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    for (guint i = 0; lines[i]; i++) {
        if (g_str_has_prefix(lines[i], "models ")) {
            g_free(lines[i]);
            lines[i] = g_strdup_printf("models %s %s", models, own_model);
        }
        if (!g_str_has_prefix(lines[i], "confidence "))
            continue;
        g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);
        for (guint k = 0; words[k]; k++) {
            char *new = NULL;
            if (g_str_has_prefix(words[k], "calibrator="))
                new = g_strconcat("calibrator=", order->calibrator, NULL);
            else if (order->max_error > 0 && g_str_has_prefix(words[k], "max-error="))
                new = g_strconcat(
                    "max-error=", g_ascii_formatd(number, sizeof number, "%g", order->max_error), NULL);
            if (new) {
                g_free(words[k]);
                words[k] = new;
            }
        }
        g_free(lines[i]);
        lines[i] = g_strjoinv(" ", words);
    }
    return g_strjoinv("\n", lines);
}

/* A number of the plan's line for the stage; 0 where it is not there. */
static double
number_of(const char *plan_text, const char *key)
{
    const char *line = strstr(plan_text, "\nconfidence "), *at = line ? strstr(line, key) : NULL;
    return at ? g_ascii_strtod(at + strlen(key), NULL) : 0;
}

static gboolean
judge(const PageEntry *entry, gpointer user_data, GError **error)
{
    Job *job = user_data;
    double like[N_LIKE];
    if (!entry->page || !entry->page->record || strcmp(entry->page->plan, job->old_plan) != 0 ||
        !g_hash_table_add(job->done, g_strdup(entry->page->id)))
        return TRUE;
    g_autoptr(Page) page = record_load(entry->page->record, error);
    if (!page)
        return FALSE;
    page_like(page, like);
    if (!page->blank)
        judge_page(&job->judging, page, like);
    g_autofree char *record = record_dup_json(page, &job->provenance);
    return store_put_record(job->store, entry->page->id, record, job->provenance.plan, error);
}

static gboolean
keep_run(const RunRow *run, gpointer user_data, GError **error)
{
    char **texts = user_data;
    g_free(texts[0]);
    g_free(texts[1]);
    texts[0] = g_strdup(run->plan);
    texts[1] = g_strdup(run->plan_text);
    return TRUE;
}

static gboolean
judge_all(Job *job, const ApplyOrder *order, const char *text, FolderFindings *ret_findings, GError **error)
{
    FolderLike like = {.measure = page_like};
    for (guint i = 0; i < N_LIKE; i++) {
        like.names[i] = page_like_names[i];
        like.tenth[i] = calibrator_page_quantile(job->judging.calibrator, (PageLike)i, 2);
    }
    g_autofree char *arguments = g_strdup_printf("calibrate %s --apply %s", order->folder, order->calibrator);
    if (!store_begin_run(job->store, arguments, job->provenance.plan, text, error))
        return FALSE;
    gboolean done = store_each_page(job->store, judge, job, error) &&
                    folder_check(job->store, order->rules, &like, ret_findings, error);
    gboolean ended = store_end_run(job->store, done ? "finished" : "failed", done ? error : NULL);
    return done && ended && store_write_summaries(job->store, order->folder, error);
}

gboolean
calibrate_apply(const ApplyOrder *order, guint *ret_pages, FolderFindings *ret_findings, GError **error)
{
    char *run[2] = {NULL, NULL};
    g_autofree char *path = calibrator_dup_path(order->models_dir, order->calibrator);
    g_autoptr(Calibrator) calibrator = calibrator_load(path, error);
    g_autoptr(Store) store = calibrator ? store_open(order->folder, FALSE, error) : NULL;
    if (!store || !store_each_run(store, keep_run, run, error))
        return FALSE;
    g_autofree char *old_plan = run[0], *text = run[1];
    g_autofree char *models = labels_dup_models(text ? text : "");
    g_autofree char *settings = plan_text_dup_settings(text ? text : "", "confidence");
    g_autofree char *mismatch = settings ? calibrator_dup_mismatch(calibrator, settings, models)
                                         : g_strdup("the folder was read before confidence was calibrated");
    if (mismatch) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "calibrator %s: %s", path, mismatch);
        return FALSE;
    }
    g_autofree char *new_text = dup_new_text(text, order, models, calibrator_model(calibrator));
    g_autofree char *new_plan = g_compute_checksum_for_string(G_CHECKSUM_SHA256, new_text, -1);
    g_autofree char *all_models = g_strdup_printf("%s %s", models, calibrator_model(calibrator));
    g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Job job = {.store = store, .old_plan = old_plan, .done = done};
    job.provenance = (Provenance){new_plan, all_models, NULL};
    job.judging =
        (Judging){calibrator, models, number_of(new_text, " max-error="), number_of(new_text, " audit=")};
    if (!judge_all(&job, order, new_text, ret_findings, error))
        return FALSE;
    *ret_pages = g_hash_table_size(done);
    return TRUE;
}
