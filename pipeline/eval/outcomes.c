/* outcomes.c - what a confidence was worth. */
#include "outcomes.h"
#include "score.h"
#include <math.h>
#include <string.h>

#define RESAMPLES 200 /* of the interval of a share */

GArray *
outcomes_new(void)
{
    return g_array_new(FALSE, TRUE, sizeof(FieldOutcome));
}

void
outcomes_add(GArray *outcomes, guint document, const Gold *truth, const Page *page)
{
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        FieldOutcome outcome = {
            .name = g_intern_string(field->name),
            .tier = g_intern_string(truth->tier),
            .kind = g_intern_string(truth->kind),
            .judged = {field->confidence, score_field_right(truth->page, field), document},
        };
        if (field->weighed && field->value)
            g_array_append_val(outcomes, outcome);
    }
}

/* Those of a group: "all", or of one tier, kind or name; of Judged. */
static GArray *
pick(const GArray *outcomes, const char *group)
{
    GArray *judged = g_array_new(FALSE, FALSE, sizeof(Judged));
    const char *colon = strchr(group, ':');
    for (guint i = 0; i < outcomes->len; i++) {
        const FieldOutcome *one = &g_array_index(outcomes, FieldOutcome, i);
        const char *own = g_str_has_prefix(group, "tier:")   ? one->tier
                          : g_str_has_prefix(group, "kind:") ? one->kind
                                                             : one->name;
        if (!colon || g_strcmp0(own, colon + 1) == 0)
            g_array_append_val(judged, one->judged);
    }
    return judged;
}

static int
by_document(const void *a, const void *b)
{
    const Judged *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The 95 % interval of the share at a precision: documents are drawn again, with return. */
static void
share_interval(const GArray *judged, double precision, double *ret_low, double *ret_high)
{
    g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(Judged));
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GRand) chance = g_rand_new_with_seed(1);
    double shares[RESAMPLES];
    g_array_append_vals(sorted, judged->data, judged->len);
    g_array_sort(sorted, by_document);
    for (guint i = 0; i < sorted->len; i++)
        if (i == 0 || by_document(&g_array_index(sorted, Judged, i), &g_array_index(sorted, Judged, i - 1)))
            g_array_append_val(starts, i);
    for (guint k = 0; k < RESAMPLES; k++) {
        g_autoptr(GArray) drawn = g_array_new(FALSE, FALSE, sizeof(Judged));
        double bound;
        for (guint i = 0; i < starts->len; i++) {
            guint document = (guint)g_rand_int_range(chance, 0, (gint)starts->len);
            guint first = g_array_index(starts, guint, document);
            guint end = document + 1 < starts->len ? g_array_index(starts, guint, document + 1) : sorted->len;
            g_array_append_vals(drawn, &g_array_index(sorted, Judged, first), end - first);
        }
        reliability_of(drawn); /* sorts */
        reliability_share(drawn, precision, &shares[k], &bound);
    }
    qsort(shares, RESAMPLES, sizeof *shares, by_value);
    *ret_low = shares[(guint)(0.025 * RESAMPLES)];
    *ret_high = shares[(guint)(0.975 * RESAMPLES)];
}

static void
print_group(FILE *out, const GArray *outcomes, const char *group)
{
    g_autoptr(GArray) judged = pick(outcomes, group);
    Reliability r = reliability_of(judged);
    if (r.count == 0)
        return;
    fprintf(out, "  %-26s %6u %5u  %.4f  %.4f  %.4f  ", group, r.count, r.wrong, r.ece, r.chance, r.brier);
    fprintf(out, isnan(r.auroc) ? "  -     " : "%.4f  ", r.auroc);
    fprintf(out, "%.4f ", r.aurc);
    for (guint i = 0; i < 2; i++) {
        double share, bound, low, high;
        reliability_share(judged, i ? 0.999 : 0.99, &share, &bound);
        share_interval(judged, i ? 0.999 : 0.99, &low, &high);
        fprintf(out, "  %5.1f [%5.1f, %5.1f]", 100 * share, 100 * low, 100 * high);
    }
    fprintf(out, "\n");
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Groups of the outcomes, "field:…", "kind:…", "tier:…", sorted; of char *. */
static GPtrArray *
list_groups(const GArray *outcomes)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < outcomes->len; i++) {
        const FieldOutcome *one = &g_array_index(outcomes, FieldOutcome, i);
        const char *const parts[][2] = {{"tier:", one->tier}, {"kind:", one->kind}, {"field:", one->name}};
        for (guint k = 0; k < G_N_ELEMENTS(parts); k++) {
            g_autofree char *group = g_strconcat(parts[k][0], parts[k][1], NULL);
            if (parts[k][1] && !g_ptr_array_find_with_equal_func(groups, group, g_str_equal, NULL))
                g_ptr_array_add(groups, g_steal_pointer(&group));
        }
    }
    g_ptr_array_sort(groups, by_name);
    return groups;
}

void
outcomes_report(FILE *out, const GArray *outcomes)
{
    if (outcomes->len == 0)
        return;
    g_autoptr(GPtrArray) groups = list_groups(outcomes);
    g_autoptr(GArray) all = pick(outcomes, "all");
    Reliability r = reliability_of(all);
    fprintf(out, "\nconfidence of fields      %8s %5s  %-6s  %-6s  %-6s  %-6s  %-6s  %-22s%s\n", "read",
            "wrong", "ECE", "chance", "Brier", "AUROC", "AURC", " % at 99 % precision", " % at 99.9 %");
    print_group(out, outcomes, "all");
    for (guint i = 0; i < groups->len; i++)
        print_group(out, outcomes, groups->pdata[i]);
    fprintf(out, "  chance: the ECE that so many would have if each were right as often as it says\n");
    fprintf(out, "\nreliability, all fields: %d bins of equal mass\n  confidence   right   fields\n",
            RELIABILITY_BINS);
    for (guint i = 0; i < RELIABILITY_BINS; i++)
        if (r.bins[i].count > 0)
            fprintf(out, "  %.4f       %.4f  %6u\n", r.bins[i].mean_p, r.bins[i].right, r.bins[i].count);
}

#define SIDE  300.0 /* of a plot */
#define LEFT  60.0
#define APART 420.0

static void
draw_frame(GString *svg, double left, const char *title, const char *across, const char *up)
{
    g_string_append_printf(
        svg,
        "<g font-size=\"13\"><rect x=\"%g\" y=\"40\" width=\"%g\" height=\"%g\" fill=\"none\" "
        "stroke=\"#888\"/><text x=\"%g\" y=\"28\">%s</text><text x=\"%g\" y=\"%g\">%s</text>"
        "<text transform=\"translate(%g,%g) rotate(-90)\">%s</text></g>\n",
        left, SIDE, SIDE, left, title, left + SIDE / 2 - 40, SIDE + 75, across, left - 38, 40 + SIDE / 2 + 40,
        up);
}

static void
draw_label(GString *svg, double x, double y, const char *anchor, double value)
{
    g_string_append_printf(svg, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\" text-anchor=\"%s\">%g</text>\n",
                           x, y, anchor, value);
}

gboolean
outcomes_plot(const char *path, const GArray *outcomes, GError **error)
{
    g_autoptr(GArray) all = pick(outcomes, "all");
    Reliability r = reliability_of(all);
    g_autoptr(GString) svg = g_string_new(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"820\" height=\"400\" font-family=\"sans-serif\">\n"
        "<rect width=\"820\" height=\"400\" fill=\"#fff\"/>\n");
    double most = 0.01, right = LEFT + APART, wrong = 0;
    draw_frame(svg, LEFT, "reliability", "confidence", "share right");
    draw_frame(svg, right, "risk and coverage", "share accepted", "share wrong");
    g_string_append_printf(svg, "<path d=\"M%g %g L%g 40\" stroke=\"#bbb\"/>\n", LEFT, 40 + SIDE,
                           LEFT + SIDE);
    for (guint i = 0; i < RELIABILITY_BINS; i++)
        if (r.bins[i].count > 0)
            g_string_append_printf(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1c46d0\"/>\n",
                                   LEFT + SIDE * r.bins[i].mean_p, 40 + SIDE * (1 - r.bins[i].right));
    if (all->len > 0)
        most = MAX(most, (double)r.wrong / all->len);
    g_string_append(svg, "<path fill=\"none\" stroke=\"#d8232a\" stroke-width=\"2\" d=\"");
    for (guint i = 0; i < all->len; i++) {
        wrong += !g_array_index(all, Judged, i).right;
        if (i % MAX(1, all->len / 300) == 0 || i + 1 == all->len)
            g_string_append_printf(svg, "%s%.1f %.1f", i == 0 ? "M" : " L", right + SIDE * (i + 1) / all->len,
                                   40 + SIDE * (1 - MIN(1, wrong / (i + 1) / most)));
    }
    g_string_append(svg, "\"/>\n");
    for (guint i = 0; i < 3; i++) {
        double part = i / 2.0;
        draw_label(svg, LEFT + SIDE * part, SIDE + 56, "middle", part);
        draw_label(svg, LEFT - 6, 44 + SIDE * (1 - part), "end", part);
        draw_label(svg, right + SIDE * part, SIDE + 56, "middle", part);
        draw_label(svg, right - 6, 44 + SIDE * (1 - part), "end", round(part * most * 1e4) / 1e4);
    }
    g_string_append(svg, "</svg>\n");
    return g_file_set_contents(path, svg->str, (gssize)svg->len, error);
}
