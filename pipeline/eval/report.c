/* report.c - what an evaluation says. */
#include "report.h"
#include "csv-row.h"
#include "error.h"
#include <math.h>
#include <string.h>

const char report_rules[] = "How text is compared. Always: NFC; any quotes are \" or ', any dashes -, runs "
                            "of blanks one blank, ё is е, a leader\n"
                            "of dots or underscores one character; letter-spaced words are joined (but not "
                            "for `as typed`). Lenient: look-alikes\n"
                            "are one character: I І l | 1, О O 0, З 3, and Latin letters that look Cyrillic. "
                            "Without blanks: blanks left out, so\n"
                            "joined or divided words cost nothing. A word read belongs to the line of the "
                            "truth it lies on; a line of which\n"
                            "nothing was read counts as deleted. Text on no line is `extra`, on an "
                            "annotation `ink read as text`; neither is in\n"
                            "the CER. Truths without places are laid line by line on the text read, whatever "
                            "its order; words are then counted\n"
                            "as a bag. Handwriting and stamps are in no figure but their own. Intervals: 95 "
                            "%, bootstrap over pages.\n";

typedef struct {
    const char *name, *title;
    gboolean brief; /* told for every group; the others for all pages only */
    gboolean degrees;
} Row;

static const Row rows[] = {
    {"cer", "CER strict", TRUE},
    {"cer-lenient", "CER lenient"},
    {"cer-solid", "CER strict, without blanks", TRUE},
    {"cer-lenient-solid", "CER lenient, without blanks", TRUE},
    {"cer-typed", "CER strict, as typed"},
    {"wer", "WER strict", TRUE},
    {"wer-lenient", "WER lenient"},
    {"spaced-words", "letter-spaced words right"},
    {"lines-exact", "lines without error"},
    {"lines-missed", "lines of which nothing was read", TRUE},
    {"extra", "extra characters", TRUE},
    {"ink-as-text", "ink read as text"},
    {"rotation-right", "rotation right", TRUE},
    {"rotation-right-5", "rotation right, 5 lines or more"},
    {"skew-error-median", "skew error, median", FALSE, TRUE},
    {"skew-error-p95", "skew error, 95 %", FALSE, TRUE},
    {"blank-right", "blank or not, right"},
    {"pages-lost", "pages lost"},
    {"field-value", "fields, value right", TRUE},
    {"field-raw", "fields, raw right", TRUE},
    {"fields-accepted", "fields accepted", TRUE},
    {"fields-silent", "fields accepted and wrong", TRUE},
    {"fields-lost", "fields neither read nor queued", TRUE},
    {"fields-lost-good", "  and the page not queued either", TRUE},
    {"hand-as-text", "handwriting read as sure text", TRUE},
    {"annotation-f1", "annotations, F1 at IoU 0.5", TRUE},
    {"annotation-precision", "annotations, precision", TRUE},
    {"annotation-recall", "annotations, recall", TRUE},
};

#define TITLE_WIDTH 34
#define CELL_WIDTH  28

/* printf() pads by bytes; this one by characters. */
static void
print_padded(FILE *out, const char *text, int width)
{
    fputs(text, out);
    for (glong n = g_utf8_strlen(text, -1); n < width; n++)
        fputc(' ', out);
}

static char *
dup_cell(const Estimate *e, gboolean degrees, gboolean sign)
{
    double scale = degrees ? 1 : 100;
    return g_strdup_printf(sign ? "%+.2f%s [%+.2f, %+.2f]" : "%.2f%s [%.2f, %.2f]", scale * e->value,
                           degrees ? "°" : " %", scale * e->low, scale * e->high);
}

/* FALSE where no column has the figure. */
static gboolean
print_row(FILE *out, const Row *row, const char *group, const Column *columns, guint n,
          const Resamples *resamples)
{
    const Figure *figures[2] = {NULL, NULL};
    Estimate e;
    gboolean any = FALSE;
    for (guint i = 0; i < n; i++) {
        figures[i] = tally_find(columns[i].tally, row->name, group);
        if (figures[i] && !figure_estimate(figures[i], resamples, &e))
            figures[i] = NULL;
        any |= figures[i] != NULL;
    }
    if (!any)
        return FALSE;
    fputs("  ", out);
    print_padded(out, row->title, TITLE_WIDTH);
    for (guint i = 0; i < n; i++) {
        g_autofree char *cell = figures[i] && figure_estimate(figures[i], resamples, &e)
                                    ? dup_cell(&e, row->degrees, FALSE)
                                    : g_strdup("-");
        print_padded(out, cell, CELL_WIDTH);
    }
    if (figures[0] && figures[1] && figure_difference(figures[0], figures[1], resamples, &e)) {
        g_autofree char *cell = dup_cell(&e, row->degrees, TRUE);
        fputs(cell, out);
    }
    fputc('\n', out);
    return TRUE;
}

/* All groups of the columns, in a fixed order of their kinds and by name within. */
static int
by_group(gconstpointer a, gconstpointer b)
{
    static const char *const order[] = {
        "all", "tier:", "kind:", "lines:", "field:", "annotation:", "ink:", "confidence:"};
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    int rank[2] = {0, 0};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        rank[0] = g_str_has_prefix(x, order[i]) ? (int)i : rank[0];
        rank[1] = g_str_has_prefix(y, order[i]) ? (int)i : rank[1];
    }
    return rank[0] != rank[1] ? rank[0] - rank[1] : strcmp(x, y);
}

static GPtrArray *
list_groups(const Column *columns, guint n)
{
    GPtrArray *groups = g_ptr_array_new();
    for (guint i = 0; i < n; i++) {
        const GPtrArray *figures = tally_figures(columns[i].tally);
        for (guint k = 0; k < figures->len; k++) {
            char *group = ((Figure *)figures->pdata[k])->group;
            if (!g_ptr_array_find_with_equal_func(groups, group, g_str_equal, NULL))
                g_ptr_array_add(groups, group);
        }
    }
    g_ptr_array_sort(groups, by_group);
    return groups;
}

static guint
count_pages(const Column *columns, guint n, const char *group)
{
    guint most = 0;
    for (guint i = 0; i < n; i++) {
        const GPtrArray *figures = tally_figures(columns[i].tally);
        for (guint k = 0; k < figures->len; k++) {
            const Figure *figure = figures->pdata[k];
            if (strcmp(figure->group, group) == 0)
                most = MAX(most, figure->entries->len);
        }
    }
    return most;
}

/* A group that is the only one of its kind says the same as all pages do. */
static gboolean
is_alone(const GPtrArray *groups, const char *group)
{
    const char *colon = strchr(group, ':');
    guint same = 0;
    for (guint i = 0; i < groups->len && colon; i++)
        same += strncmp(groups->pdata[i], group, (gsize)(colon - group) + 1) == 0;
    return same == 1 && strncmp(group, "tier:", 5) != 0;
}

/* How far confidence is from the share of right words, over the bins of one reader. */
static void
print_calibration(FILE *out, const Column *column, const GPtrArray *groups, const Resamples *resamples)
{
    double gap = 0, words = 0;
    gboolean told = FALSE;
    for (guint i = 0; i < groups->len; i++) {
        const Figure *right = tally_find(column->tally, "words-right", groups->pdata[i]);
        const Figure *sure = tally_find(column->tally, "mean-confidence", groups->pdata[i]);
        Estimate r, s;
        if (!right || !sure || !figure_estimate(right, resamples, &r) ||
            !figure_estimate(sure, resamples, &s))
            continue;
        if (!told)
            fprintf(out, "\nword confidence, %s\n", column->name);
        told = TRUE;
        fprintf(out, "  %-12s mean %.3f  right %.3f [%.3f, %.3f]  %.0f words\n",
                strchr(groups->pdata[i], ':') + 1, s.value, r.value, r.low, r.high, r.bottom);
        gap += fabs(r.value - s.value) * r.bottom;
        words += r.bottom;
    }
    if (told)
        fprintf(out, "  expected calibration error %.4f over %.0f words\n", gap / words, words);
}

/* A field's and an annotation's figures take a line each, named by the group; without any that is right, the
 * line for all of them has said so. */
static void
print_named(FILE *out, const char *group, const Column *columns, guint n, const Resamples *resamples)
{
    static const struct {
        const char *name, *of;
    } parts[] = {{"field-value", ", value"},
                 {"field-raw", ", raw"},
                 {"fields-accepted", ", accepted"},
                 {"fields-silent", ", accepted and wrong"},
                 {"fields-lost", ", lost"},
                 {"annotation-f1", ", F1"},
                 {"annotation-precision", ", precision"},
                 {"annotation-recall", ", recall"},
                 {"ink-f1", " ink, F1"},
                 {"ink-precision", " ink, precision"},
                 {"ink-recall", " ink, recall"}};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        gboolean any = FALSE;
        for (guint k = 0; k < n; k++) {
            const Figure *all = tally_find(columns[k].tally, parts[i].name, "all");
            if (!all)
                all = tally_find(columns[k].tally, parts[i].name, group);
            Estimate e;
            any |= all && figure_estimate(all, resamples, &e) && e.top > 0;
        }
        g_autofree char *title = g_strconcat(strchr(group, ':') + 1, parts[i].of, NULL);
        Row row = {parts[i].name, title, TRUE, FALSE};
        if (any)
            print_row(out, &row, group, columns, n, resamples);
    }
}

static void
print_group(FILE *out, const char *group, const Column *columns, guint n, const Resamples *resamples)
{
    gboolean all = strcmp(group, "all") == 0;
    if (g_str_has_prefix(group, "field:") || g_str_has_prefix(group, "annotation:") ||
        g_str_has_prefix(group, "ink:")) {
        print_named(out, group, columns, n, resamples);
        return;
    }
    fprintf(out, "\n%s (%u pages)\n", group, count_pages(columns, n, group));
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (all || rows[i].brief)
            print_row(out, &rows[i], group, columns, n, resamples);
}

void
report_table(FILE *out, const Column *columns, guint n_columns, const Resamples *resamples)
{
    g_autoptr(GPtrArray) groups = list_groups(columns, n_columns);
    for (guint i = 0; i < n_columns; i++)
        fprintf(out, "column %u: %s\n", i + 1, columns[i].name);
    if (n_columns == 2)
        fprintf(out, "column 3: difference, column 1 less column 2\n");
    for (guint g = 0; g < groups->len; g++)
        if (!g_str_has_prefix(groups->pdata[g], "confidence:") && !is_alone(groups, groups->pdata[g]))
            print_group(out, groups->pdata[g], columns, n_columns, resamples);
    for (guint i = 0; i < n_columns; i++)
        print_calibration(out, &columns[i], groups, resamples);
    fprintf(out, "\n%s", report_rules);
}

static void
append_figure(GString *csv, const char *reader, const Figure *figure, const Resamples *resamples)
{
    Estimate e;
    if (!figure_estimate(figure, resamples, &e))
        return;
    csv_row_text(csv, reader);
    csv_row_text(csv, figure->name);
    csv_row_text(csv, figure->group);
    csv_row_number(csv, e.value, 6);
    csv_row_number(csv, e.low, 6);
    csv_row_number(csv, e.high, 6);
    csv_row_number(csv, e.pages, 0);
    csv_row_number(csv, e.top, 3);
    csv_row_number(csv, e.bottom, 3);
    csv_row_end(csv);
}

gboolean
report_csv(const char *path, const Column *columns, guint n_columns, const Resamples *resamples,
           GError **error)
{
    static const char *const head[] = {"reader", "figure", "group", "value", "low",
                                       "high",   "pages",  "top",   "bottom"};
    g_autoptr(GString) csv = g_string_new(NULL);
    g_autoptr(GError) cause = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(head); i++)
        csv_row_text(csv, head[i]);
    csv_row_end(csv);
    for (guint i = 0; i < n_columns; i++) {
        const GPtrArray *figures = tally_figures(columns[i].tally);
        for (guint k = 0; k < figures->len; k++)
            append_figure(csv, columns[i].name, figures->pdata[k], resamples);
    }
    if (g_file_set_contents(path, csv->str, (gssize)csv->len, &cause))
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot write the figures: %s", cause->message);
    return FALSE;
}
