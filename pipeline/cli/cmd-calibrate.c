/* cmd-calibrate.c - verno calibrate FOLDER: confidence made probability. */
#include "binomial.h"
#include "calibrate/apply.h"
#include "calibrate/fit.h"
#include "cli/commands.h"
#include "cli/percent.h"
#include "cli/place.h"
#include "cli/promise.h"
#include "error.h"
#include "forms/form.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    char *truth, *output, *max_error, *apply;
    char **folders;
} Asked;

static void
asked_clear(Asked *asked)
{
    g_free(asked->truth);
    g_free(asked->output);
    g_free(asked->max_error);
    g_free(asked->apply);
    g_strfreev(asked->folders);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static gboolean
parse(int argc, char **argv, Asked *asked, GError **error)
{
    const GOptionEntry rows[] = {
        {"truth", 't', 0, G_OPTION_ARG_FILENAME, &asked->truth,
         "truths of the folder's pages; without, what persons decided in the folder", "DIR"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &asked->output,
         "where the calibrator goes (default FOLDER/confidence.ini)", "FILE"},
        {"apply", 0, 0, G_OPTION_ARG_FILENAME, &asked->apply,
         "judge the folder anew by this calibrator, from what was read; fits nothing", "FILE"},
        {"max-error", 0, 0, G_OPTION_ARG_STRING, &asked->max_error,
         "the promise that the table tells of, or that --apply keeps (default 1%)", "P"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked->folders, NULL, "FOLDER"},
        {0},
    };
    g_set_prgname("verno calibrate");
    g_autoptr(GOptionContext) context = g_option_context_new("- fit what makes confidence a probability");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(
        context, "Says for each field how well it is calibrated on documents that the fit had not seen, and "
                 "what share could\nbe accepted so that the 95 % bound of the error among accepted fields is "
                 "under P,\non pages that read clearly and on poor ones each. To use the file:\n  verno run "
                 "SCANS -o OTHER --set confidence.calibrator=FILE\n"
                 "  verno calibrate FOLDER --apply FILE     the same for what was read already\n"
                 "It holds for these models and settings only; verno run says so where they differ.\n"
                 "models/confidence/verno.ini is the one that verno comes with.\n\n"
                 "Exit status: 0, or 1 if nothing could be fitted.");
    if (!g_option_context_parse(context, &argc, &argv, error))
        return FALSE;
    if (asked->folders && !asked->folders[1])
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "calibrate wants one FOLDER, made by verno run");
    return FALSE;
}

/* What is promised of a name on pages of a class: the share of those that may be accepted, and its errors. */
static void
print_promise(const FitRow *row, const Calibrator *calibrator, PageClass on, double max_error)
{
    Threshold least;
    if (calibrator_threshold(calibrator, row->name, on, max_error, &least))
        printf("%5.1f %% (%2u of %4u wrong, %.2f %%)", 100.0 * least.accepted / row->able[on], least.errors,
               least.accepted, 100 * binomial_upper(least.errors, least.accepted, 0.95));
    else
        printf("none of %4u                   ", row->able[on]);
}

static void
print_row(const FitRow *row, const Calibrator *calibrator, double max_error)
{
    const Reliability *r = &row->reliability;
    printf("%-20s %7u %6u  %-8s %.4f  %.4f  ", row->name, r->count, r->wrong,
           row->isotonic ? "isotonic" : "logistic", r->ece, r->brier);
    if (isnan(r->auroc))
        printf("   -    ");
    else
        printf("%.4f  ", r->auroc);
    if (strcmp(row->name, "all") != 0 && strcmp(row->name, "words") != 0) {
        print_promise(row, calibrator, PAGE_CLEAR, max_error);
        printf("  ");
        print_promise(row, calibrator, PAGE_POOR, max_error);
    }
    printf("\n");
}

static gboolean
write_and_tell(const Fit *fit, const char *path, double max_error, GError **error)
{
    if (!g_file_set_contents_full(path, fit->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error))
        return FALSE;
    g_autoptr(Calibrator) calibrator = calibrator_load(path, error);
    if (!calibrator)
        return FALSE;
    printf("%-20s %7s %6s  %-8s %-6s  %-6s  %-6s  at %g %% on clear pages (bound)    on poor pages\n",
           "held out", "labels", "wrong", "curve", "ECE", "Brier", "AUROC", 100 * max_error);
    for (guint i = 0; i < fit->rows->len; i++)
        print_row(&g_array_index(fit->rows, FitRow, i), calibrator, max_error);
    printf("\n%s\n", path);
    return TRUE;
}

static gboolean
calibrate(const Asked *asked, GError **error)
{
    double max_error = 0.01;
    if (asked->max_error && !percent_parse(asked->max_error, &max_error, error))
        return FALSE;
    g_autofree char *shipped = g_build_filename(place_models(), "confidence", "verno.ini", NULL);
    g_autofree char *base = NULL;
    g_file_get_contents(shipped, &base, NULL, NULL);
    g_autoptr(Labels) labels = labels_from_folder(asked->folders[0], asked->truth, error);
    g_autoptr(Fit) fit = labels ? fit_new(labels, base, error) : NULL;
    g_autofree char *path =
        asked->output ? g_strdup(asked->output) : g_build_filename(asked->folders[0], "confidence.ini", NULL);
    return fit && write_and_tell(fit, path, max_error, error);
}

static gboolean
apply(const Asked *asked, GError **error)
{
    double max_error = 0;
    guint pages = 0;
    FolderFindings findings = {0};
    if (asked->max_error && !percent_parse(asked->max_error, &max_error, error))
        return FALSE;
    g_autoptr(GPtrArray) forms = forms_load(place_models(), error);
    g_autoptr(GArray) rules = forms ? promise_rules(forms) : NULL;
    const ApplyOrder order = {asked->folders[0], place_models(), asked->apply, max_error, rules};
    if (!forms || !calibrate_apply(&order, &pages, &findings, error))
        return FALSE;
    printf("%u pages judged by %s; verno status %s tells what is accepted\n", pages, asked->apply,
           asked->folders[0]);
    if (findings.drifted)
        printf("the promise is withdrawn for a part of the folder: on %u of its %u pages %s is as low as on "
               "only "
               "a tenth of the pages that it was measured on; %u fields go to a person\n",
               findings.pages_low, findings.pages, findings.drifted, findings.withdrawn);
    return TRUE;
}

int
cmd_calibrate(int argc, char **argv)
{
    g_auto(Asked) asked = {0};
    g_autoptr(GError) error = NULL;
    if (!parse(argc, argv, &asked, &error)) {
        fprintf(stderr, "verno: %s; verno calibrate --help tells how\n", error->message);
        return EXIT_NO_START;
    }
    if (asked.apply ? !apply(&asked, &error) : !calibrate(&asked, &error)) {
        fprintf(stderr, "verno: %s\n", error->message);
        return EXIT_NO_START;
    }
    return EXIT_ALL_DONE;
}
