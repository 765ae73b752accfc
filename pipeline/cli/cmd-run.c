/* cmd-run.c - verno run SCANS… -o FOLDER. */
#include "cli/commands.h"
#include "cli/percent.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "cli/promise.h"
#include "error.h"
#include "export.h"
#include "forms/form.h"
#include "run.h"
#include "sandbox.h"
#include "stages.h"
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    char *folder, *to, *form, *max_error;
    char **set, **scans;
    int jobs, wall_s;
    gboolean keep_steps, retry_failed, quiet;
} Asked;

static void
asked_clear(Asked *asked)
{
    g_free(asked->folder);
    g_free(asked->to);
    g_free(asked->form);
    g_free(asked->max_error);
    g_strfreev(asked->set);
    g_strfreev(asked->scans);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static void
on_interrupt(int number)
{
    run_interrupt = run_interrupt ? 2 : 1;
}

static char *
describe_budget(const Budget *b)
{
    return g_strdup_printf(
        "Limits on what is read (checked from a file's tags before it is decoded):\n"
        "  side of a page    %u px\n"
        "  size of a page    %.0f megapixels\n"
        "  pages of a scan   %u\n"
        "  decoded size      %" G_GINT64_FORMAT " times the file, above %" G_GINT64_FORMAT " MB\n"
        "  size of a scan    %" G_GINT64_FORMAT " MB\n"
        "Limits on a page's process:\n"
        "  wall time         %u s, then killed and tried once more (--wall)\n"
        "  processor time    %u s\n"
        "  address space     %" G_GINT64_FORMAT " MB; no network, no exec, no opening of files\n\n"
        "Settings of stages (--set STAGE.OPTION=VALUE) are listed by verno stages.\n"
        "Exit status: 0 all pages done or blank, 1 could not start, 2 some pages failed (verno status names "
        "them),\n"
        "130 interrupted: the same command goes on where it stopped.",
        b->side_px, b->pixels / 1e6, b->pages, b->ratio, b->ratio_free >> 20, b->file_bytes >> 20, b->wall_s,
        b->cpu_s, b->memory >> 20);
}

static gboolean
parse(int argc, char **argv, Asked *asked, GError **error)
{
    const GOptionEntry rows[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &asked->folder, "the folder to make or go on with",
         "FOLDER"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &asked->jobs, "pages read at the same time (default: cores)", "N"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &asked->to,
         "exports to write: json,csv,alto,text,boxes (default json,text)", "LIST"},
        {"form", 0, 0, G_OPTION_ARG_STRING, &asked->form, "the only form to look for (default: auto, all)",
         "ID"},
        {"max-error", 0, 0, G_OPTION_ARG_STRING, &asked->max_error,
         "share of wrong values among accepted fields that is promised (default 1%)", "P"},
        {"set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->set, "a stage's setting, may be repeated",
         "STAGE.OPTION=V"},
        {"keep-steps", 0, 0, G_OPTION_ARG_NONE, &asked->keep_steps,
         "keep the picture after every stage in steps/", NULL},
        {"retry-failed", 0, 0, G_OPTION_ARG_NONE, &asked->retry_failed,
         "read pages again that failed or timed out", NULL},
        {"wall", 0, 0, G_OPTION_ARG_INT, &asked->wall_s, "seconds a page may take", "SECONDS"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &asked->quiet, "no progress", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked->scans, NULL, "SCANS…"},
        {0},
    };
    g_autofree char *limits = describe_budget(&budget_default);
    g_autoptr(GOptionContext) context =
        g_option_context_new("- read scans (files or directories) into a folder");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(context, limits);
    if (!g_option_context_parse(context, &argc, &argv, error))
        return FALSE;
    const char *missing = !asked->scans                          ? "SCANS: a file or directory to read"
                          : !asked->folder                       ? "-o FOLDER: where to put what is read"
                          : asked->jobs < 0 || asked->jobs > 512 ? "--jobs from 1 to 512"
                          : asked->wall_s < 0                    ? "--wall of at least 1 second"
                                                                 : NULL;
    if (missing)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "run wants %s", missing);
    return !missing;
}

static gboolean
check_formats(char **formats, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (guint j = 0; all_writers[j]; j++)
        g_string_append_printf(known, "%s%s", j ? ", " : "", all_writers[j]->name);
    for (guint i = 0; formats[i]; i++) {
        guint j = 0;
        while (all_writers[j] && !g_str_equal(all_writers[j]->name, formats[i]))
            j++;
        if (!all_writers[j]) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no format “%s” (there are: %s)", formats[i],
                        known->str);
            return FALSE;
        }
    }
    return TRUE;
}

/* What --set says, and --form and --max-error, which are short for settings; to free. */
static char **
settings_of(const Asked *asked, GError **error)
{
    double share = 0;
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (asked->max_error && !percent_parse(asked->max_error, &share, error)) {
        g_prefix_error(error, "--max-error: ");
        return NULL;
    }
    g_autoptr(GStrvBuilder) settings = g_strv_builder_new();
    if (asked->set)
        g_strv_builder_addv(settings, (const char **)asked->set);
    g_autofree char *form = g_strconcat("register.form=", asked->form, NULL);
    if (asked->form)
        g_strv_builder_add(settings, form);
    g_autofree char *most =
        g_strconcat("confidence.max-error=", g_ascii_formatd(number, sizeof number, "%g", share), NULL);
    if (asked->max_error)
        g_strv_builder_add(settings, most);
    return g_strv_builder_end(settings);
}

static void
watch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void
tell_warnings(const Plan *plan)
{
    const GPtrArray *warnings = plan_warnings(plan);
    for (guint i = 0; i < warnings->len; i++)
        fprintf(stderr, "verno: warning: %s\n", (char *)warnings->pdata[i]);
}

static gboolean
run_and_export(const Asked *asked, const Budget *budget, Plan *plan, const char *arguments, char **formats,
               RunCount *count, GError **error)
{
    g_autoptr(GPtrArray) forms = forms_load(place_models(), error);
    if (!forms)
        return FALSE;
    g_autoptr(GArray) rules = promise_rules(forms);
    g_autofree char *plan_text = plan_dup_text(plan);
    g_autoptr(Promise) promise = promise_new(plan_text, error);
    FolderLike like;
    if (!promise)
        return FALSE;
    tell_warnings(plan);
    const RunOrder order = {
        .scans = (const char *const *)asked->scans,
        .folder = asked->folder,
        .arguments = arguments,
        .jobs = asked->jobs ? (guint)asked->jobs : g_get_num_processors(),
        .keep_steps = asked->keep_steps,
        .retry_failed = asked->retry_failed,
        .budget = budget,
        .readers = all_readers,
        .plan = plan,
        .rules = rules,
        .like = promise_like(promise, &like) ? &like : NULL,
    };
    g_autoptr(Progress) progress = progress_new(asked->quiet);
    if (!run_scans(&order, progress_events(progress), count, error))
        return FALSE;
    progress_finish(progress, count, asked->folder);
    if (!asked->quiet && !count->interrupted)
        promise_print(stderr, promise, FALSE);
    if (count->interrupted)
        return TRUE;
    g_autoptr(Store) store = store_open(asked->folder, FALSE, error);
    return store &&
           export_run(store, asked->folder, (const char *const *)formats, NULL, place_models(), error);
}

int
cmd_run(int argc, char **argv)
{
    g_auto(Asked) asked = {0};
    g_autoptr(GError) error = NULL;
    g_autofree char *arguments = g_strjoinv(" ", argv);
    RunCount count = {0};
    Budget budget = budget_default;
    if (!parse(argc, argv, &asked, &error)) {
        fprintf(stderr, "verno: %s; verno run --help tells how\n", error->message);
        return EXIT_NO_START;
    }
    if (asked.wall_s) {
        budget.wall_s = (guint)asked.wall_s;
        budget.cpu_s = MAX(budget.cpu_s, budget.wall_s);
    }
    g_auto(GStrv) formats = g_strsplit(asked.to ? asked.to : "json,text", ",", -1);
    const StageEnv env = {.models_dir = place_models()};
    g_auto(GStrv) settings = settings_of(&asked, &error);
    g_autoptr(Plan) plan = settings ? plan_new(all_stages, (const char *const *)settings, &error) : NULL;
    watch_interrupts();
    if (!plan || !check_formats(formats, &error) || !sandbox_works(&error) ||
        !plan_open(plan, &env, &error) ||
        !run_and_export(&asked, &budget, plan, arguments, formats, &count, &error)) {
        fprintf(stderr, "verno: %s\n", error->message);
        return EXIT_NO_START;
    }
    return count.interrupted ? EXIT_INTERRUPTED : run_count_failed(&count) ? EXIT_SOME_FAILED : EXIT_ALL_DONE;
}
