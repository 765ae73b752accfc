/* labels.c - what a folder's fields and words were weighed by, and whether they were right. */
#include "calibrate/labels.h"
#include "check/judge.h"
#include "corrections.h"
#include "error.h"
#include "eval/assign.h"
#include "eval/eval-pages.h"
#include "eval/score.h"
#include "plan.h"
#include "record.h"
#include "store.h"
#include <string.h>

void
labels_free(Labels *labels)
{
    if (!labels)
        return;
    g_array_unref(labels->fields);
    g_array_unref(labels->words);
    g_array_unref(labels->pages);
    g_free(labels->settings);
    g_free(labels->models);
    g_free(labels);
}

static Labels *
labels_new(void)
{
    Labels *labels = g_new0(Labels, 1);
    labels->fields = g_array_new(FALSE, TRUE, sizeof(FieldLabel));
    labels->words = g_array_new(FALSE, TRUE, sizeof(WordLabel));
    labels->pages = g_array_new(FALSE, FALSE, sizeof(double));
    return labels;
}

/* By the first hash digits of the scan: pages of one document stay together. */
static guint
fold_of(const Page *page)
{
    g_autofree char *head = g_strndup(page->source.sha256, 7);
    return (guint)(g_ascii_strtoull(head, NULL, 16) % FOLDS);
}

/* Could the field be accepted if it were sure enough? What the check stage itself adds says nothing. */
static gboolean
is_able(const Field *field)
{
    for (guint i = 0; field->reasons && field->reasons[i]; i++)
        if (!judge_gives(field->reasons[i]) && strcmp(field->reasons[i], "double") != 0)
            return FALSE;
    return TRUE;
}

static void
add_field(Labels *labels, const Field *field, gboolean right, guint fold)
{
    FieldLabel label = {.name = g_intern_string(field->name),
                        .right = right,
                        .able = is_able(field),
                        .fold = fold,
                        .on = field_page_class(field)};
    field_weighable(field, label.quantities);
    g_array_append_val(labels->fields, label);
}

static void
add_words(Labels *labels, const Page *page, const Gold *truth, double confidence, guint fold)
{
    g_autoptr(GPtrArray) stray = g_ptr_array_new();
    g_autoptr(GPtrArray) lists = assign_words(truth->page, page, stray);
    for (guint i = 0; i < lists->len; i++) {
        const GPtrArray *words = lists->pdata[i];
        g_autofree gboolean *right = score_words_right(((Line *)truth->page->lines->pdata[i])->text, words);
        for (guint j = 0; j < words->len; j++) {
            const Word *word = words->pdata[j];
            WordLabel label = {.right = right[j], .fold = fold};
            word_weighable(word, confidence, label.quantities);
            g_array_append_val(labels->words, label);
        }
    }
}

static void
add_page(Labels *labels, const Page *page, const Gold *truth)
{
    double like[N_LIKE];
    guint fold = fold_of(page);
    page_like(page, like);
    g_array_append_vals(labels->pages, like, N_LIKE);
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        if (field->weighed && field->value)
            add_field(labels, field, score_field_right(truth->page, field), fold);
    }
    if (truth->places && !truth->partial)
        add_words(labels, page, truth, like[LIKE_CONFIDENCE], fold);
}

static gboolean
add_truths(Labels *labels, const char *folder, const char *truth, GError **error)
{
    guint unreadable;
    g_autoptr(GoldIndex) truths = gold_index_new(truth, error);
    g_autoptr(GPtrArray) pages = truths ? eval_pages_from_folder(folder, error) : NULL;
    if (!pages)
        return FALSE;
    eval_pages_load_truth(pages, truths, &unreadable);
    for (guint i = 0; i < pages->len; i++) {
        const EvalPage *scored = pages->pdata[i];
        if (!scored->truth || !scored->truth->geometry || !scored->record)
            continue;
        g_autoptr(Page) page = record_load(scored->record, error);
        if (!page) {
            g_prefix_error(error, "%s: ", scored->scan);
            return FALSE;
        }
        if (!page->blank)
            add_page(labels, page, scored->truth);
    }
    return TRUE;
}

typedef struct {
    Labels *labels;
    Store *store;
    GHashTable *seen; /* ids: scans of the same bytes share a page */
} Decisions;

static gboolean
add_decisions(const PageEntry *entry, gpointer user_data, GError **error)
{
    Decisions *job = user_data;
    double like[N_LIKE];
    if (!entry->page || !entry->page->record || !g_hash_table_add(job->seen, g_strdup(entry->page->id)))
        return TRUE;
    g_autoptr(Page) page = record_load(entry->page->record, error);
    if (!page)
        return FALSE;
    page_like(page, like);
    if (!page->blank)
        g_array_append_vals(job->labels->pages, like, N_LIKE);
    g_autoptr(GHashTable) decided = corrections_load(job->store, entry->page->id, error);
    for (guint i = 0; decided && i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        const Decision *decision = g_hash_table_lookup(decided, field->name);
        if (decision && decision->settled && field->weighed && field->value)
            add_field(job->labels, field, g_strcmp0(decision->value, field->value) == 0, fold_of(page));
    }
    return decided != NULL;
}

/* The plan of the last run that ended, for the settings that read the folder. */
static gboolean
keep_plan(const RunRow *run, gpointer user_data, GError **error)
{
    char **text = user_data;
    g_free(*text);
    *text = g_strdup(run->plan_text);
    return TRUE;
}

char *
labels_dup_models(const char *plan_text)
{
    const char *line = strstr(plan_text, "\nmodels ");
    g_auto(GStrv) rows = g_strsplit_set(line ? line + strlen("\nmodels ") : "", " \n", -1);
    g_autoptr(GString) models = g_string_new(NULL);
    for (guint i = 0; rows[i]; i++)
        if (*rows[i] && !g_str_has_prefix(rows[i], "confidence/"))
            g_string_append_printf(models, "%s%s", models->len ? " " : "", rows[i]);
    return g_string_free(g_steal_pointer(&models), FALSE);
}

static gboolean
read_plan(Labels *labels, Store *store, GError **error)
{
    g_autofree char *plan_text = NULL;
    if (!store_each_run(store, keep_plan, &plan_text, error))
        return FALSE;
    labels->settings = plan_text ? plan_text_dup_settings(plan_text, "confidence") : NULL;
    labels->models = plan_text ? labels_dup_models(plan_text) : NULL;
    if (labels->settings)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                "the folder was read before confidence was calibrated: run verno over its scans again");
    return FALSE;
}

static gboolean
add_folder(Labels *labels, const char *folder, const char *truth, GError **error)
{
    g_autoptr(Store) store = store_open(folder, FALSE, error);
    if (!store || !read_plan(labels, store, error))
        return FALSE;
    if (truth)
        return add_truths(labels, folder, truth, error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Decisions job = {labels, store, seen};
    return store_each_page(store, add_decisions, &job, error);
}

Labels *
labels_from_folder(const char *folder, const char *truth, GError **error)
{
    g_autoptr(Labels) labels = labels_new();
    if (!add_folder(labels, folder, truth, error))
        return NULL;
    if (labels->fields->len > 0)
        return g_steal_pointer(&labels);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                truth ? "no field of the folder has both evidence and a truth in %s"
                      : "nobody has decided anything in %s yet: give --truth DIR, or review it first",
                truth ? truth : folder);
    return NULL;
}
