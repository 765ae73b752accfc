/* cmd-status.c - verno status FOLDER: one walk over the folder, so that counts and lists agree. */
#include "binomial.h"
#include "cli/commands.h"
#include "cli/promise.h"
#include "counts.h"
#include "error.h"
#include "record.h"
#include "store.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    guint pages, scans, waiting, doubtful, by_state[N_STATES];
    double took_s;        /* of all pages together */
    gint64 peak_bytes;    /* of the hungriest page */
    GHashTable *doubts;   /* "stage:code" -> how many pages */
    json_t *failures;     /* [{path, page, state, cause}] */
    json_t *waiting_list; /* [{path, page}] */
    json_t *run;          /* the last one, or null */
    json_t *fields;       /* {status: how many fields} */
    json_t *reasons;      /* {reason: how many fields give it}, most frequent first */
    StoreAudit audit;
    char *plan_text; /* of the last run */
    guint corrections;
    GError *forged; /* a correction that is not as it was written */
    char *last_path;
} Status;

static void
status_clear(Status *status)
{
    g_clear_pointer(&status->doubts, g_hash_table_unref);
    json_decref(status->failures);
    json_decref(status->waiting_list);
    json_decref(status->run);
    json_decref(status->fields);
    json_decref(status->reasons);
    g_free(status->plan_text);
    g_clear_error(&status->forged);
    g_free(status->last_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Status, status_clear)

static json_t *
place(const PageEntry *entry)
{
    g_autofree char *path = path_dup_text(entry->scan->path);
    return json_pack("{s:s, s:i}", "path", path, "page", (int)entry->number);
}

static void
add_doubts(Status *status, const char *doubts)
{
    g_auto(GStrv) codes = g_strsplit(doubts, " ", -1);
    for (guint i = 0; codes[i]; i++) {
        if (!*codes[i])
            continue;
        counts_add(status->doubts, codes[i]);
    }
}

static gboolean
add_page(const PageEntry *entry, gpointer user_data, GError **error)
{
    Status *status = user_data;
    const PageRow *page = entry->page;
    status->pages++;
    if (g_strcmp0(status->last_path, entry->scan->path) != 0) {
        status->scans++;
        g_free(status->last_path);
        status->last_path = g_strdup(entry->scan->path);
    }
    if (!page) {
        status->waiting++;
        json_array_append_new(status->waiting_list, place(entry));
        return TRUE;
    }
    status->by_state[page->state]++;
    status->took_s += page->took_s;
    status->peak_bytes = MAX(status->peak_bytes, page->peak_bytes);
    if (strcmp(page->verdict, "doubtful") == 0)
        status->doubtful++;
    add_doubts(status, page->doubts);
    if (page->state == STATE_DONE || page->state == STATE_BLANK)
        return TRUE;
    json_t *failure = place(entry);
    json_object_set_new(failure, "state", json_string(state_name(page->state)));
    json_object_set_new(failure, "cause", json_string(page->cause));
    json_array_append_new(status->failures, failure);
    return TRUE;
}

static gboolean
keep_last_run(const RunRow *run, gpointer user_data, GError **error)
{
    Status *status = user_data;
    json_decref(status->run);
    g_free(status->plan_text);
    status->plan_text = g_strdup(run->plan_text);
    status->run = json_pack("{s:I, s:s, s:s?, s:s, s:s, s:s, s:s}", "number", (json_int_t)run->number,
                            "started", run->started, "ended", run->ended, "how", run->how ? run->how : "runs",
                            "arguments", run->arguments, "plan", run->plan, "verno", run->verno);
    return TRUE;
}

static gboolean
add_fields(const char *name, const char *reason, guint count, gpointer user_data, GError **error)
{
    Status *status = user_data;
    json_object_set_new(reason ? status->reasons : status->fields, reason ? reason : name,
                        json_integer(count));
    return TRUE;
}

static gboolean
look(Status *status, const char *folder, GError **error)
{
    g_autoptr(Store) store = store_open(folder, FALSE, error);
    status->doubts = counts_new();
    status->failures = json_array();
    status->waiting_list = json_array();
    status->run = json_null();
    status->fields = json_object();
    status->reasons = json_object();
    if (!store || !store_each_page_brief(store, add_page, status, error) ||
        !store_each_run(store, keep_last_run, status, error) ||
        !store_count_fields(store, add_fields, status, error) ||
        !store_count_audit(store, &status->audit, error))
        return FALSE;
    store_check_corrections(store, &status->corrections, &status->forged);
    return TRUE;
}

static void
print_json(const Status *status)
{
    g_autoptr(GPtrArray) codes = counts_sorted(status->doubts);
    json_t *states = json_object(), *doubts = json_object();
    for (guint i = 0; i < N_STATES; i++)
        json_object_set_new(states, state_name((PageState)i), json_integer(status->by_state[i]));
    for (guint i = 0; i < codes->len; i++)
        json_object_set_new(doubts, codes->pdata[i],
                            json_integer(counts_get(status->doubts, codes->pdata[i])));
    json_auto_t *root =
        json_pack("{s:i, s:i, s:i, s:o, s:i, s:o, s:O, s:O, s:i, s:f, s:I, s:O}", "scans", (int)status->scans,
                  "pages", (int)status->pages, "waiting", (int)status->waiting, "states", states, "doubtful",
                  (int)status->doubtful, "doubts", doubts, "failures", status->failures, "waiting_pages",
                  status->waiting_list, "corrections", (int)status->corrections, "took_s", status->took_s,
                  "peak_bytes", (json_int_t)status->peak_bytes, "last_run", status->run);
    json_object_set(root, "fields", status->fields);
    json_object_set(root, "field_reasons", status->reasons);
    json_object_set_new(root, "audit",
                        json_pack("{s:i, s:i, s:i, s:f}", "sampled", (int)status->audit.sampled, "decided",
                                  (int)status->audit.decided, "wrong", (int)status->audit.wrong, "bound",
                                  binomial_upper(status->audit.wrong, status->audit.decided, 0.95)));
    if (status->forged)
        json_object_set_new(root, "corrections_trouble", json_string(status->forged->message));
    g_autofree char *text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
    printf("%s\n", text);
}

static const char *
member(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void
print_places(const char *title, json_t *list, guint most)
{
    gsize n = json_array_size(list), shown = most ? MIN(n, most) : n;
    if (n > 0)
        printf("\n%s\n", title);
    for (gsize i = 0; i < shown; i++) {
        json_t *row = json_array_get(list, i);
        g_autofree char *cause = path_dup_text(member(row, "cause"));
        printf("  %s page %d", member(row, "path"), (int)json_integer_value(json_object_get(row, "page")));
        if (*cause)
            printf(": %s: %s", member(row, "state"), cause);
        printf("\n");
    }
    if (shown < n)
        printf("  … and %zu more (--all)\n", n - shown);
}

static void
print_run(json_t *run)
{
    if (!json_is_object(run))
        return;
    const char *how = member(run, "how"), *ended = member(run, "ended");
    printf("last run     %d, %s%s%s, started %s: verno %s\n",
           (int)json_integer_value(json_object_get(run, "number")), how, *ended ? " " : "", ended,
           member(run, "started"), member(run, "arguments"));
}

/* fields       812 (640 accepted, 12 missing, 160 review) */
static void
print_fields(const Status *status)
{
    const char *name;
    json_t *count;
    json_int_t all = 0;
    g_autoptr(GString) parts = g_string_new(NULL);
    json_object_foreach(status->fields, name, count)
    {
        all += json_integer_value(count);
        g_string_append_printf(parts, "%s%d %s", parts->len ? ", " : "", (int)json_integer_value(count),
                               name);
    }
    if (all == 0)
        return;
    printf("\nfields       %d (%s)\n", (int)all, parts->str);
    json_object_foreach(status->reasons, name, count)
    {
        g_autofree char *shown = path_dup_text(name);
        printf("  %6d  %s\n", (int)json_integer_value(count), shown);
    }
}

/* What was promised, and what the sample of accepted fields says of it so far. */
static void
print_promise(const Status *status, gboolean all)
{
    const StoreAudit *audit = &status->audit;
    g_autoptr(GError) trouble = NULL;
    g_autoptr(Promise) promise = status->plan_text ? promise_new(status->plan_text, &trouble) : NULL;
    if (promise)
        promise_print(stdout, promise, all);
    else if (trouble)
        printf("promise      unknown: %s\n", trouble->message);
    if (audit->sampled == 0)
        return;
    printf("audit        %u accepted fields for a person to look at, %u done", audit->sampled,
           audit->decided);
    if (audit->decided > 0)
        printf(": %u wrong, so at most %.2f %% of the accepted are (95 %%)", audit->wrong,
               100 * binomial_upper(audit->wrong, audit->decided, 0.95));
    printf("\n");
}

static void
print_text(const Status *status, const char *folder, gboolean all)
{
    g_autoptr(GPtrArray) codes = counts_sorted(status->doubts);
    g_autofree char *shown = path_dup_text(folder);
    guint read = status->pages - status->waiting;
    printf("%s: %u pages of %u scans\n\n", shown, status->pages, status->scans);
    for (guint i = 0; i < N_STATES; i++)
        if (status->by_state[i] || i == STATE_DONE)
            printf("%-12s %u\n", state_name((PageState)i), status->by_state[i]);
    if (status->waiting)
        printf("%-12s %u (not read yet: the same verno run goes on)\n", "waiting", status->waiting);
    printf("\ndoubtful     %u (for a person to look at)\n", status->doubtful);
    for (guint i = 0; i < codes->len; i++)
        printf("  %6u  %s\n", counts_get(status->doubts, codes->pdata[i]), (char *)codes->pdata[i]);
    print_fields(status);
    print_promise(status, all);
    printf("corrections  %u\n", status->corrections);
    if (read)
        printf("read in      %.2f s a page, %.0f MiB at most\n", status->took_s / read,
               (double)status->peak_bytes / (1 << 20));
    print_run(status->run);
    print_places("Failures:", status->failures, all ? 0 : 50);
    print_places("Waiting:", status->waiting_list, all ? 0 : 10);
}

int
cmd_status(int argc, char **argv)
{
    gboolean as_json = FALSE, all = FALSE;
    g_auto(GStrv) folders = NULL;
    g_auto(Status) status = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry rows[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "print everything as JSON, for scripts", NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "list all failures and all pages that wait", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER"},
        {0},
    };
    g_set_prgname("verno status"); /* the usage line starts with it */
    g_autoptr(GOptionContext) context =
        g_option_context_new("- tell what a folder holds and what went wrong");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(
        context,
        "States of a page: done, blank, damaged (the file is broken), unsupported (verno does not read such "
        "a\n"
        "file, or it is over a limit), timeout, failed. They and the pages that wait add up to all pages.\n"
        "May be asked while a run goes on.\n\nExit status: 0; 1 if the folder cannot be read; 2 if a "
        "correction in it is not as it was written.");
    if (!g_option_context_parse(context, &argc, &argv, &error) || !folders || folders[1]) {
        fprintf(stderr, "verno: %s; verno status --help tells how\n",
                error ? error->message : "status wants one FOLDER, made by verno run");
        return EXIT_NO_START;
    }
    if (!look(&status, folders[0], &error)) {
        fprintf(stderr, "verno: %s\n", error->message);
        return EXIT_NO_START;
    }
    if (as_json)
        print_json(&status);
    else
        print_text(&status, folders[0], all);
    if (status.forged)
        fprintf(stderr, "verno: %s\n", status.forged->message);
    return status.forged ? EXIT_SOME_FAILED : EXIT_ALL_DONE;
}
