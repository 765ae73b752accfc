/* cmd-eval.c - verno eval FOLDER --truth DIR: how well were the pages read? */
#include "commands.h"
#include "error.h"
#include "eval/baseline.h"
#include "eval/eval-pages.h"
#include "eval/outcomes.h"
#include "eval/report.h"
#include "eval/score-ink.h"
#include "export.h"
#include "record.h"
#include <string.h>

enum { RESAMPLES = 1000, TOLD = 12 /* pages without truth named one by one */ };

typedef struct {
    char *truth, *scans, *baseline, *cache, *csv, *ink, *plot;
    gboolean lines;
    int worst, jobs;
    char **folder; /* what stands without an option: one or none */
} Options;

static gboolean
parse(Options *options, int argc, char **argv, GError **error)
{
    const GOptionEntry entries[] = {
        {"truth", 0, 0, G_OPTION_ARG_FILENAME, &options->truth, "Truth files, by the scans' names", "DIR"},
        {"scans", 0, 0, G_OPTION_ARG_FILENAME, &options->scans, "The scans, for --baseline [the truth's DIR]",
         "DIR"},
        {"baseline", 0, 0, G_OPTION_ARG_STRING, &options->baseline,
         "Read the same pages with the stock command [--psm 1 -l rus+eng; --psm 7 with --lines]",
         "tesseract[:ARGS]"},
        {"cache", 0, 0, G_OPTION_ARG_FILENAME, &options->cache, "Keep the baseline's answers here", "DIR"},
        {"jobs", 0, 0, G_OPTION_ARG_INT, &options->jobs, "Baseline commands at a time [1]", "N"},
        {"lines", 0, 0, G_OPTION_ARG_NONE, &options->lines, "Each page is a picture of one line", NULL},
        {"csv", 0, 0, G_OPTION_ARG_FILENAME, &options->csv, "Write all figures", "FILE"},
        {"ink", 0, 0, G_OPTION_ARG_FILENAME, &options->ink,
         "Score every pixel's ink, too, against what verno sample --ink wrote", "DIR"},
        {"plot", 0, 0, G_OPTION_ARG_FILENAME, &options->plot,
         "Draw the reliability of fields and risk against coverage: an SVG", "FILE"},
        {"worst", 0, 0, G_OPTION_ARG_INT, &options->worst, "List the N worst pages and lines", "N"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->folder, NULL, "[FOLDER]"},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new("- score what was read against the truth");
    g_autofree char *description =
        g_strdup_printf("Truths, best first: STEM-pN.truth.json (verno sample), STEM.alto.xml, STEM.json "
                        "(FUNSD), STEM.gt.txt, STEM.txt.\n"
                        "Without FOLDER only the baseline is scored, on the scans that have a truth.\n\n%s",
                        report_rules);
    g_option_context_set_description(context, description);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, error))
        return FALSE;
    guint folders = options->folder ? g_strv_length(options->folder) : 0;
    if (!options->truth || folders > 1 || (folders == 0 && !options->baseline)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "usage: verno eval FOLDER --truth DIR (see verno eval --help)");
        return FALSE;
    }
    if (!options->scans)
        options->scans = g_strdup(options->truth);
    return TRUE;
}

static void
options_free(Options *options)
{
    g_free(options->truth);
    g_free(options->scans);
    g_free(options->baseline);
    g_free(options->cache);
    g_free(options->csv);
    g_free(options->ink);
    g_free(options->plot);
    g_strfreev(options->folder);
}

/* The page's name in messages: path, and number where there are several. */
static char *
dup_name(const EvalPage *page)
{
    g_autofree char *path = path_dup_text(page->scan);
    return page->pages > 1 ? g_strdup_printf("%s, page %u", path, page->number) : g_strdup(path);
}

/* Pages without truth are told and leave the list. */
static void
keep_pages_with_truth(GPtrArray *pages)
{
    guint told = 0;
    for (guint i = 0; i < pages->len;) {
        EvalPage *page = pages->pdata[i];
        if (page->truth) {
            i++;
            continue;
        }
        g_autofree char *name = dup_name(page);
        if (told++ < TOLD)
            g_printerr("verno eval: %s: not scored: %s\n", name, page->trouble);
        g_ptr_array_remove_index(pages, i);
    }
    if (told > TOLD)
        g_printerr("verno eval: and %u more without truth\n", told - TOLD);
}

static Answer *
read_verno(const EvalPage *page, GError **error)
{
    if (page->record)
        return answer_from_record(page->state, page->record, error);
    Answer *answer = answer_new(page->state);
    answer->has_all = TRUE;
    answer->page->blank = strcmp(page->state, "blank") == 0;
    return answer;
}

typedef struct {
    const Baseline *baseline;
    const char *scans;
    const GPtrArray *pages;
    Answer **answers; /* one a page, filled by the threads */
    GError **errors;
} Job;

static void
read_one(gpointer data, gpointer user_data)
{
    const Job *job = user_data;
    guint place = GPOINTER_TO_UINT(data) - 1;
    const EvalPage *page = job->pages->pdata[place];
    g_autofree char *path = g_build_filename(job->scans, page->scan, NULL);
    job->answers[place] = baseline_read(job->baseline, path, page->number, page->pages, &job->errors[place]);
}

/* Answers to all pages, in their order; NULL with *error set where one could not be had. */
static GPtrArray *
read_baseline(const Options *options, const Baseline *baseline, const GPtrArray *pages, GError **error)
{
    g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func((GDestroyNotify)answer_free);
    g_autofree GError **errors = g_new0(GError *, pages->len + 1);
    g_ptr_array_set_size(answers, (gint)pages->len);
    Job job = {baseline, options->scans, pages, (Answer **)answers->pdata, errors};
    GThreadPool *pool = g_thread_pool_new(read_one, &job, MAX(options->jobs, 1), FALSE, NULL);
    for (guint i = 0; i < pages->len; i++)
        g_thread_pool_push(pool, GUINT_TO_POINTER(i + 1), NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
    GError *first = NULL;
    for (guint i = 0; i < pages->len; i++) {
        if (!first)
            first = g_steal_pointer(&errors[i]);
        g_clear_error(&errors[i]);
    }
    if (!first)
        return g_steal_pointer(&answers);
    g_propagate_error(error, first);
    return NULL;
}

/* For each page the group of those that no reader lost; all NULL where that would be every page. */
static const char **
find_shared(const GPtrArray *pages, const GPtrArray *answers)
{
    const char **shared = g_new0(const char *, pages->len + 1);
    guint count = 0;
    for (guint i = 0; answers && i < pages->len; i++) {
        const EvalPage *page = pages->pdata[i];
        gboolean lost = page->state && strcmp(page->state, "done") != 0 && strcmp(page->state, "blank") != 0;
        shared[i] = lost || answer_is_lost(answers->pdata[i]) ? NULL : EVAL_SHARED;
        count += shared[i] != NULL;
    }
    if (count == pages->len)
        memset(shared, 0, pages->len * sizeof *shared);
    return shared;
}

/* Where both the folder and the truth have kinds of ink for the page. */
static gboolean
score_pixels(const Options *options, const EvalPage *page, guint index, Tally *tally, GError **error)
{
    g_autofree char *name = g_path_get_basename(page->scan);
    char *dot = strrchr(name, '.');
    if (!page->id || page->to_picture.a * page->to_picture.e == page->to_picture.b * page->to_picture.d)
        return TRUE;
    g_autofree char *truth =
        g_strdup_printf("%s/%.*s-p%u.ink.png", options->ink, (int)(dot ? dot - name : (long)strlen(name)),
                        name, page->number);
    g_autofree char *found = export_dup_kinds(options->folder[0], page->id);
    if (!g_file_test(truth, G_FILE_TEST_EXISTS) || !g_file_test(found, G_FILE_TEST_EXISTS))
        return TRUE;
    return score_ink(index, truth, found, page->to_picture, tally, error);
}

/* `answers` NULL: verno's own records. */
static gboolean
score_column(const Options *options, const GPtrArray *pages, const GPtrArray *answers, const char **shared,
             Column *column, GArray *outcomes, GError **error)
{
    guint document = 0;
    ScoreMode mode = options->lines ? SCORE_WHOLE : SCORE_BY_PLACE;
    for (guint i = 0; i < pages->len; i++) {
        const EvalPage *page = pages->pdata[i];
        g_autoptr(Answer) own = answers ? NULL : read_verno(page, error);
        if (!own && !answers) {
            g_autofree char *name = dup_name(page);
            g_prefix_error(error, "%s: ", name);
            return FALSE;
        }
        score_page(i, page->truth, own ? own : answers->pdata[i], mode, shared[i], column->tally,
                   column->pairs);
        document += i > 0 && strcmp(page->scan, ((const EvalPage *)pages->pdata[i - 1])->scan) != 0;
        if (own && page->truth->geometry)
            outcomes_add(outcomes, document, page->truth, own->page);
        if (options->ink && !answers && !score_pixels(options, page, i, column->tally, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
report(const Options *options, const GPtrArray *pages, const Column *columns, guint n, const GArray *outcomes,
       GError **error)
{
    g_autoptr(Resamples) resamples = resamples_new(pages->len, RESAMPLES);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < pages->len; i++)
        g_ptr_array_add(names, dup_name(pages->pdata[i]));
    report_table(stdout, columns, n, resamples);
    outcomes_report(stdout, outcomes);
    if (options->plot && !outcomes_plot(options->plot, outcomes, error))
        return FALSE;
    if (options->worst > 0)
        report_worst(stdout, columns, n, names, (guint)options->worst);
    return !options->csv || report_csv(options->csv, columns, n, resamples, error);
}

static gboolean
score_columns(const Options *options, const GPtrArray *pages, GError **error)
{
    g_autoptr(Baseline) baseline = NULL;
    g_autoptr(GPtrArray) answers = NULL;
    const char *usual = options->lines ? "--psm 7 -l rus+eng" : "--psm 1 -l rus+eng";
    if (options->baseline && (!(baseline = baseline_new(options->baseline, usual, options->cache, error)) ||
                              !(answers = read_baseline(options, baseline, pages, error))))
        return FALSE;
    g_autofree const char **shared = find_shared(pages, options->folder ? answers : NULL);
    g_autoptr(GArray) outcomes = outcomes_new();
    Column columns[2];
    guint n = 0;
    if (options->folder)
        columns[n++] = (Column){"verno", tally_new(), line_pairs_new()};
    if (baseline)
        columns[n++] = (Column){baseline_name(baseline), tally_new(), line_pairs_new()};
    gboolean ok =
        !options->folder || score_column(options, pages, NULL, shared, &columns[0], outcomes, error);
    ok = ok && (!baseline || score_column(options, pages, answers, shared, &columns[n - 1], outcomes, error));
    ok = ok && report(options, pages, columns, n, outcomes, error);
    for (guint i = 0; i < n; i++) {
        tally_free(columns[i].tally);
        g_array_unref(columns[i].pairs);
    }
    return ok;
}

/* Exit status, as verno's: 0, 2 where some truth could not be used, 1 with *error set. */
static int
evaluate(const Options *options, GError **error)
{
    const char *folder = options->folder ? options->folder[0] : NULL, *example;
    g_autoptr(GoldIndex) truths = gold_index_new(options->truth, error);
    if (!truths)
        return 1;
    g_autoptr(GPtrArray) pages =
        folder ? eval_pages_from_folder(folder, error) : eval_pages_from_scans(options->scans, truths, error);
    if (!pages)
        return 1;
    guint listed = pages->len, unreadable, scored = eval_pages_load_truth(pages, truths, &unreadable);
    guint unused = gold_index_unused(truths, &example);
    keep_pages_with_truth(pages);
    printf("%u pages scored, %u without usable truth (%u of them unreadable)\n", scored, listed - scored,
           unreadable);
    if (unused > 0)
        printf("%u truths whose page is not there, such as %s\n", unused, example);
    if (scored == 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no page has a truth in %s", options->truth);
        return 1;
    }
    if (!score_columns(options, pages, error))
        return 1;
    return unreadable > 0 ? 2 : 0;
}

int
cmd_eval(int argc, char **argv)
{
    Options options = {.jobs = 1};
    g_autoptr(GError) error = NULL;
    int status = parse(&options, argc, argv, &error) ? evaluate(&options, &error) : 1;
    if (error)
        g_printerr("verno eval: %s\n", error->message);
    options_free(&options);
    return status;
}
