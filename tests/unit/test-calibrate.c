/* test-calibrate.c - bounds, fits, figures of a confidence, and the file that keeps them. */
#include "binomial.h"
#include "calibrate/fit.h"
#include "calibrate/isotonic.h"
#include "calibrate/logistic.h"
#include "error.h"
#include "eval/reliability.h"
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The table that every handbook has: 299 tries without error, 473 with one, 628 with two say "under 1 %". */
static void
test_binomial(void)
{
    static const guint least[] = {299, 473, 628, 773};
    for (guint errors = 0; errors < G_N_ELEMENTS(least); errors++) {
        g_assert_cmpfloat(binomial_upper(errors, least[errors], 0.95), <=, 0.01);
        g_assert_cmpfloat(binomial_upper(errors, least[errors] - 1, 0.95), >, 0.01);
        g_assert_true(binomial_keeps(errors, least[errors], 0.95, 0.01));
        g_assert_false(binomial_keeps(errors, least[errors] - 1, 0.95, 0.01));
    }
    g_assert_cmpfloat(binomial_upper(0, 0, 0.95), ==, 1);
    g_assert_cmpfloat(binomial_upper(7, 7, 0.95), ==, 1);
    g_assert_false(binomial_keeps(0, 0, 0.95, 0.99));
    g_assert_false(binomial_keeps(7, 7, 0.95, 0.99));
    g_assert_true(binomial_keeps(7, 7, 0.95, 1));
    g_assert_cmpfloat_with_epsilon(binomial_upper(3, 100, 0.95), 0.0757, 1e-4);
    g_assert_cmpfloat_with_epsilon(binomial_lower(3, 100, 0.95), 0.0082, 1e-4);
    g_assert_cmpfloat_with_epsilon(binomial_tail(2, 3, 0.5), 0.5, 1e-9);
    g_assert_cmpfloat(binomial_tail(0, 10, 0.1), ==, 1);
}

static GArray *
draw_labels(double *rows, guint count, const double *weights, GRand *chance)
{
    GArray *labels = g_array_new(FALSE, FALSE, sizeof(Label));
    for (guint i = 0; i < count; i++) {
        double *row = rows + 2 * i;
        row[0] = g_rand_double_range(chance, -2, 2);
        row[1] = g_rand_double_range(chance, -2, 2);
        double p = 1 / (1 + exp(-logistic_odds(weights, row, 2)));
        Label label = {row, g_rand_double(chance) < p};
        g_array_append_val(labels, label);
    }
    return labels;
}

static void
test_logistic(void)
{
    const double true_weights[] = {1, 2, -1};
    double weights[3], rows[8000];
    g_autoptr(GRand) chance = g_rand_new_with_seed(3);
    g_autoptr(GArray) labels = draw_labels(rows, 4000, true_weights, chance);
    logistic_fit(labels, 2, NULL, 0.1, weights);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon(weights[i], true_weights[i], 0.2);
    /* Ten labels say little: the weights stay where they are drawn to. */
    const double towards[] = {5, 0, 3};
    g_array_set_size(labels, 10);
    logistic_fit(labels, 2, towards, 1000, weights);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon(weights[i], towards[i], 0.05);
    /* All right: no weight runs away. */
    for (guint i = 0; i < labels->len; i++)
        g_array_index(labels, Label, i).right = TRUE;
    logistic_fit(labels, 2, towards, 1, weights);
    g_assert_true(isfinite(weights[0]) && fabs(weights[0]) < 20);
}

static void
test_isotonic(void)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(4);
    g_autoptr(GArray) outcomes = g_array_new(FALSE, FALSE, sizeof(Outcome));
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) means = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < 3000; i++) {
        double odds = g_rand_double_range(chance, -3, 3);
        Outcome one = {odds, g_rand_double(chance) < (odds > 0 ? 0.9 : 0.3), 0, TRUE};
        g_array_append_val(outcomes, one);
    }
    isotonic_fit(outcomes, at, means);
    g_assert_cmpuint(at->len, ==, means->len);
    g_assert_cmpuint(at->len, >, 1);
    for (guint i = 0; i < at->len; i++) {
        double mean = g_array_index(means, double, i), where = g_array_index(at, double, i);
        if (i > 0)
            g_assert_cmpfloat(mean, >=, g_array_index(means, double, i - 1));
        g_assert_true(mean > 0 && mean < 1);
        if (fabs(where) > 0.3)
            g_assert_cmpfloat_with_epsilon(mean, where > 0 ? 0.9 : 0.3, 0.12);
    }
}

static void
add_judged(GArray *judged, double p, guint right, guint wrong)
{
    for (guint i = 0; i < right + wrong; i++) {
        Judged one = {p, i < right, i};
        g_array_append_val(judged, one);
    }
}

static void
test_reliability(void)
{
    g_autoptr(GArray) judged = g_array_new(FALSE, FALSE, sizeof(Judged));
    double share, bound;
    add_judged(judged, 0.9, 900, 100);
    add_judged(judged, 0.5, 250, 250);
    Reliability r = reliability_of(judged);
    g_assert_cmpuint(r.count, ==, 1500);
    g_assert_cmpuint(r.wrong, ==, 350);
    /* Right as often as it says: the bins that mix both are the only ones that may be off. */
    g_assert_cmpfloat_with_epsilon(r.brier, (1000 * 0.09 + 500 * 0.25) / 1500, 1e-9);
    /* A bin of 100 at 0.9 is off by 0.03 times 0.8 on average, one at 0.5 by 0.05 times 0.8. */
    g_assert_cmpfloat_with_epsilon(r.chance, sqrt(2 / G_PI) * (1000 * 0.03 + 500 * 0.05) / 1500, 1e-3);
    /* Pairs told apart: 900 of 1150 right ones lie above 250 wrong ones; equals count half. */
    double above = 900.0 * 250, equal = 900.0 * 100 / 2 + 250.0 * 250 / 2;
    g_assert_cmpfloat_with_epsilon(r.auroc, (above + equal) / (1150.0 * 350), 1e-9);
    g_array_set_size(judged, 0);
    add_judged(judged, 0.999, 500, 0);
    add_judged(judged, 0.9, 98, 2);
    reliability_of(judged);
    reliability_share(judged, 0.99, &share, &bound);
    g_assert_cmpfloat(share, ==, 1);                          /* 2 of 600 */
    g_assert_cmpfloat_with_epsilon(bound, 500.0 / 600, 1e-9); /* but the bound of 2 of 600 is over 1 % */
    reliability_share(judged, 0.999, &share, &bound);
    g_assert_cmpfloat_with_epsilon(share, 500.0 / 600, 1e-9);
    g_assert_cmpfloat(bound, ==, 0); /* 500 without error are too few for 99.9 % */
}

/* Labels whose score tells right from wrong; `sure` of them right for certain. */
static Labels *
make_labels(guint count, gboolean many_wrong)
{
    Labels *labels = g_new0(Labels, 1);
    g_autoptr(GRand) chance = g_rand_new_with_seed(5);
    labels->fields = g_array_new(FALSE, TRUE, sizeof(FieldLabel));
    labels->words = g_array_new(FALSE, TRUE, sizeof(WordLabel));
    labels->pages = g_array_new(FALSE, FALSE, sizeof(double));
    labels->settings = g_strdup("settings");
    labels->models = g_strdup("rus=sha256:1 forms/a=sha256:2");
    for (guint i = 0; i < count; i++) {
        Field made = {.raw = (char *)"1"};
        gboolean good = g_rand_double(chance) < (many_wrong ? 0.5 : 0.9);
        FieldLabel field = {
            .name = g_intern_string("number"), .able = TRUE, .fold = i % FOLDS, .on = PAGE_POOR};
        WordLabel word = {.fold = i % FOLDS};
        double like[N_LIKE] = {i / (double)count, 0.9, 1, 1};
        made.evidence[EVIDENCE_SCORE] = good ? 0.99f : 0.4f;
        field.right = many_wrong ? g_rand_boolean(chance) : good;
        word.right = good;
        word.quantities[0] = good ? 3 : -1;
        field_weighable(&made, field.quantities);
        g_array_append_val(labels->fields, field);
        g_array_append_val(labels->words, word);
        g_array_append_vals(labels->pages, like, N_LIKE);
    }
    return labels;
}

static Calibrator *
load_text(const char *text, GError **error)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("verno-XXXXXX.ini", &path, NULL);
    g_assert_true(fd >= 0 && g_file_set_contents(path, text, -1, NULL));
    Calibrator *calibrator = calibrator_load(path, error);
    g_unlink(path);
    g_close(fd, NULL);
    return calibrator;
}

static void
test_fit(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Labels) labels = make_labels(2000, FALSE);
    g_autoptr(Fit) fit = fit_new(labels, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(Calibrator) calibrator = load_text(fit->text, &error);
    g_assert_no_error(error);
    Field field = {.name = (char *)"number", .raw = (char *)"1", .value = (char *)"1"};
    double odds;
    Threshold least;
    g_assert_true(calibrator_threshold(calibrator, "number", PAGE_POOR, 0.01, &least));
    g_assert_cmpfloat(binomial_upper(least.errors, least.accepted, 0.95), <=, 0.01);
    g_assert_cmpuint(least.accepted, >, 1700);
    g_assert_false(calibrator_threshold(calibrator, "number", PAGE_CLEAR, 0.01, &least));
    g_assert_cmpuint(least.accepted, ==, 0);
    g_assert_true(calibrator_threshold(calibrator, "number", PAGE_POOR, 0.01, &least));
    field.evidence[EVIDENCE_SCORE] = 0.99f;
    odds = calibrator_field_odds(calibrator, &field);
    g_assert_cmpfloat(odds, >=, least.odds);
    g_assert_cmpfloat(calibrator_field_probability(calibrator, "number", odds), >, 0.98);
    field.evidence[EVIDENCE_SCORE] = 0.4f;
    odds = calibrator_field_odds(calibrator, &field);
    g_assert_cmpfloat(calibrator_field_probability(calibrator, "number", odds), <, 0.05);
    g_assert_false(calibrator_threshold(calibrator, "other", PAGE_POOR, 0.01, &least));
    g_assert_cmpfloat_with_epsilon(calibrator_page_quantile(calibrator, LIKE_CONTRAST, 2), 0.1, 0.01);
}

/* Fifty labels, or labels that nothing tells apart, promise nothing. */
static void
test_thin(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Labels) few = make_labels(50, FALSE), some = make_labels(290, FALSE),
                      mixed = make_labels(2000, TRUE);
    g_assert_null(fit_new(few, NULL, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_clear_error(&error);
    const Labels *const thin[] = {some, mixed};
    for (guint i = 0; i < 2; i++) {
        Threshold least;
        g_autoptr(Fit) fit = fit_new(thin[i], NULL, &error);
        g_assert_no_error(error);
        g_autoptr(Calibrator) calibrator = load_text(fit->text, &error);
        g_assert_no_error(error);
        g_assert_false(calibrator_threshold(calibrator, "number", PAGE_POOR, 0.01, &least));
        if (i == 0)
            g_assert_true(calibrator_threshold(calibrator, "number", PAGE_POOR, 0.7, &least));
    }
}

/* Fields that all are right on clear pages, and half of them wrong on poor ones: what the clear ones promise
 * the poor ones do not get. */
static void
test_classes(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Labels) labels = make_labels(2000, FALSE);
    for (guint i = 0; i < labels->fields->len; i++) {
        FieldLabel *label = &g_array_index(labels->fields, FieldLabel, i);
        label->on = i / FOLDS % 2 ? PAGE_CLEAR : PAGE_POOR;
        label->right = label->on == PAGE_CLEAR || i / FOLDS % 4 == 0;
    }
    g_autoptr(Fit) fit = fit_new(labels, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(Calibrator) calibrator = load_text(fit->text, &error);
    g_assert_no_error(error);
    Threshold clear, poor;
    g_assert_true(calibrator_threshold(calibrator, "number", PAGE_CLEAR, 0.01, &clear));
    g_assert_cmpuint(clear.errors, ==, 0);
    g_assert_cmpuint(clear.accepted, ==, 1000);
    g_assert_false(calibrator_threshold(calibrator, "number", PAGE_POOR, 0.01, &poor));
    Field field = {.name = (char *)"number"};
    field.evidence[EVIDENCE_PAGE] = CLEAR_PAGE + 0.001f;
    g_assert_cmpint(field_page_class(&field), ==, PAGE_CLEAR);
    field.evidence[EVIDENCE_PAGE] = CLEAR_PAGE - 0.001f;
    g_assert_cmpint(field_page_class(&field), ==, PAGE_POOR);
}

/* Decisions hold no words: that part comes from the calibrator that was there before. */
static void
test_base(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Labels) whole = make_labels(400, FALSE), decided = make_labels(400, FALSE);
    g_array_set_size(decided->words, 0);
    g_autoptr(Fit) base = fit_new(whole, NULL, &error);
    g_assert_null(fit_new(decided, NULL, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_clear_error(&error);
    g_autoptr(Fit) fit = fit_new(decided, base->text, &error);
    g_assert_no_error(error);
    g_autoptr(Calibrator) calibrator = load_text(fit->text, &error);
    g_assert_no_error(error);
}

static void
test_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Labels) labels = make_labels(400, FALSE);
    g_autoptr(Fit) fit = fit_new(labels, NULL, &error);
    g_autoptr(Calibrator) calibrator = load_text(fit->text, &error);
    g_assert_no_error(error);
    g_autofree char *fits =
        calibrator_dup_mismatch(calibrator, "settings", "forms/a=sha256:2 x=y rus=sha256:1");
    g_autofree char *form = calibrator_dup_mismatch(calibrator, "settings", "forms/a=sha256:9 rus=sha256:1");
    g_autofree char *model = calibrator_dup_mismatch(calibrator, "settings", "forms/a=sha256:2 rus=sha256:8");
    g_autofree char *settings =
        calibrator_dup_mismatch(calibrator, "others", "forms/a=sha256:2 rus=sha256:1");
    g_assert_null(fits);
    g_assert_null(form); /* a form that changed costs its own pages only */
    g_assert_nonnull(strstr(model, "rus"));
    g_assert_nonnull(settings);
    g_assert_true(calibrator_knows_form(calibrator, "a", "rus=sha256:1 forms/a=sha256:2"));
    g_assert_false(calibrator_knows_form(calibrator, "a", "rus=sha256:1 forms/a=sha256:9"));
    g_assert_false(calibrator_knows_form(calibrator, "b", "forms/a=sha256:2 forms/b=sha256:3"));
    g_assert_null(load_text("[calibrator]\nversion=99\n", &error));
    g_assert_nonnull(strstr(error->message, "version 99"));
    g_clear_error(&error);
    g_assert_null(load_text("no key file", &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/calibrate/binomial", test_binomial);
    g_test_add_func("/calibrate/logistic", test_logistic);
    g_test_add_func("/calibrate/isotonic", test_isotonic);
    g_test_add_func("/calibrate/reliability", test_reliability);
    g_test_add_func("/calibrate/fit", test_fit);
    g_test_add_func("/calibrate/thin", test_thin);
    g_test_add_func("/calibrate/classes", test_classes);
    g_test_add_func("/calibrate/base", test_base);
    g_test_add_func("/calibrate/refused", test_refused);
    return g_test_run();
}
