/* calibrator.c - reads a calibrator and applies it. */
#include "calibrator.h"
#include "binomial.h"
#include "error.h"
#include <math.h>
#include <string.h>

#define VERSION   2
#define EXTREME   12.0 /* log-odds beyond which nothing is told apart */
#define GROUP     "field "
#define QUANTILES 4

/* Held-out fields above falling log-odds. */
typedef struct {
    double *accept, *accepted;
    gsize n;
} Steps;

/* A weighing of quantities into log-odds, and the odds' meaning. */
typedef struct {
    double *weights; /* a constant, then one a quantity */
    double *at, *means;
    gsize n_knots;
    Steps steps[N_PAGE_CLASSES];
} Weighing;

struct Calibrator {
    char *model, *settings, *models;
    double mean[N_WEIGHED], spread[N_WEIGHED];
    double word_mean[N_WORD_WEIGHED], word_spread[N_WORD_WEIGHED];
    Weighing *pooled, *words;
    GHashTable *fields; /* name -> Weighing */
    char **names;
    double pages[N_LIKE][QUANTILES];
};

static void
weighing_free(Weighing *weighing)
{
    if (!weighing)
        return;
    g_free(weighing->weights);
    g_free(weighing->at);
    g_free(weighing->means);
    for (guint i = 0; i < N_PAGE_CLASSES; i++) {
        g_free(weighing->steps[i].accept);
        g_free(weighing->steps[i].accepted);
    }
    g_free(weighing);
}

void
calibrator_free(Calibrator *calibrator)
{
    if (!calibrator)
        return;
    g_free(calibrator->model);
    g_free(calibrator->settings);
    g_free(calibrator->models);
    weighing_free(calibrator->pooled);
    weighing_free(calibrator->words);
    g_clear_pointer(&calibrator->fields, g_hash_table_unref);
    g_strfreev(calibrator->names);
    g_free(calibrator);
}

/* `n` numbers of a key into `ret`. */
static gboolean
read_numbers(GKeyFile *file, const char *group, const char *key, gsize n, double *ret, GError **error)
{
    gsize length = 0;
    g_autofree double *numbers = g_key_file_get_double_list(file, group, key, &length, error);
    if (!numbers)
        return FALSE;
    if (length != n) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] %s: %zu numbers where there should be %zu",
                    group, key, length, n);
        return FALSE;
    }
    memcpy(ret, numbers, n * sizeof *numbers);
    return TRUE;
}

/* Two lists of one length that a group may have. */
static gboolean
read_pair(GKeyFile *file, const char *group, const char *const keys[2], double **ret_a, double **ret_b,
          gsize *ret_n, GError **error)
{
    gsize other = 0;
    *ret_a = g_key_file_get_double_list(file, group, keys[0], ret_n, NULL);
    *ret_b = g_key_file_get_double_list(file, group, keys[1], &other, NULL);
    if (*ret_n == other)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "[%s] %s and %s are not of one length", group, keys[0],
                keys[1]);
    return FALSE;
}

static Weighing *
read_weighing(GKeyFile *file, const char *group, gsize quantities, GError **error)
{
    static const char *const knots[2] = {"at", "means"};
    static const char *const steps[N_PAGE_CLASSES][2] = {{"accept", "accepted"},
                                                         {"accept-poor", "accepted-poor"}};
    Steps *clear, *poor;
    Weighing *weighing = g_new0(Weighing, 1);
    weighing->weights = g_new0(double, quantities + 1);
    clear = &weighing->steps[PAGE_CLEAR];
    poor = &weighing->steps[PAGE_POOR];
    if (read_numbers(file, group, "weights", quantities + 1, weighing->weights, error) &&
        read_pair(file, group, knots, &weighing->at, &weighing->means, &weighing->n_knots, error) &&
        read_pair(file, group, steps[PAGE_CLEAR], &clear->accept, &clear->accepted, &clear->n, error) &&
        read_pair(file, group, steps[PAGE_POOR], &poor->accept, &poor->accepted, &poor->n, error))
        return weighing;
    weighing_free(weighing);
    return NULL;
}

static gboolean
read_fields(Calibrator *calibrator, GKeyFile *file, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    calibrator->fields =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)weighing_free);
    for (guint i = 0; groups[i]; i++) {
        if (!g_str_has_prefix(groups[i], GROUP))
            continue;
        Weighing *weighing = read_weighing(file, groups[i], N_WEIGHED, error);
        if (!weighing)
            return FALSE;
        const char *name = groups[i] + strlen(GROUP);
        g_hash_table_insert(calibrator->fields, g_strdup(name), weighing);
        g_strv_builder_add(names, name);
    }
    calibrator->names = g_strv_builder_end(names);
    return TRUE;
}

static gboolean
read_all(Calibrator *calibrator, GKeyFile *file, GError **error)
{
    int version = g_key_file_get_integer(file, "calibrator", "version", NULL);
    if (version != VERSION) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "version %d, not %d", version, VERSION);
        return FALSE;
    }
    for (guint i = 0; i < N_LIKE; i++)
        if (!read_numbers(file, "pages", page_like_names[i], QUANTILES, calibrator->pages[i], error))
            return FALSE;
    return (calibrator->settings = g_key_file_get_string(file, "calibrator", "settings", error)) &&
           (calibrator->models = g_key_file_get_string(file, "calibrator", "models", error)) &&
           read_numbers(file, "scale", "mean", N_WEIGHED, calibrator->mean, error) &&
           read_numbers(file, "scale", "spread", N_WEIGHED, calibrator->spread, error) &&
           read_numbers(file, "words", "mean", N_WORD_WEIGHED, calibrator->word_mean, error) &&
           read_numbers(file, "words", "spread", N_WORD_WEIGHED, calibrator->word_spread, error) &&
           (calibrator->pooled = read_weighing(file, "pooled", N_WEIGHED, error)) &&
           (calibrator->words = read_weighing(file, "words", N_WORD_WEIGHED, error)) &&
           read_fields(calibrator, file, error);
}

char *
calibrator_dup_path(const char *models_dir, const char *name)
{
    g_autofree char *file = g_strconcat(name, ".ini", NULL);
    return strchr(name, '/') ? g_strdup(name) : g_build_filename(models_dir, "confidence", file, NULL);
}

Calibrator *
calibrator_load(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(Calibrator) calibrator = g_new0(Calibrator, 1);
    g_autoptr(GError) cause = NULL;
    if (g_file_get_contents(path, &text, &length, &cause) &&
        g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, &cause) &&
        read_all(calibrator, file, &cause)) {
        g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)text, length);
        calibrator->model = g_strconcat("confidence/verno=sha256:", sum, NULL);
        return g_steal_pointer(&calibrator);
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "calibrator %s: %s", path, cause->message);
    return NULL;
}

const char *
calibrator_model(const Calibrator *calibrator)
{
    return calibrator->model;
}

/* Does the list "name=sha256:… …" hold the row? */
static gboolean
has_row(const char *models, const char *row)
{
    g_auto(GStrv) rows = g_strsplit(models, " ", -1);
    return g_strv_contains((const char *const *)rows, row);
}

char *
calibrator_dup_mismatch(const Calibrator *calibrator, const char *settings, const char *models)
{
    g_auto(GStrv) rows = g_strsplit(calibrator->models, " ", -1);
    if (strcmp(calibrator->settings, settings) != 0)
        return g_strdup("the stages' settings differ from those it was fitted on");
    for (guint i = 0; rows[i]; i++)
        if (!g_str_has_prefix(rows[i], "forms/") && !has_row(models, rows[i]))
            return g_strdup_printf("it was fitted on another model than the one loaded: %.*s",
                                   (int)strcspn(rows[i], "="), rows[i]);
    return NULL;
}

/* The row "forms/ID=sha256:…" of the list, to free; NULL where there is none. */
static char *
form_row(const char *models, const char *form)
{
    g_auto(GStrv) rows = g_strsplit(models, " ", -1);
    g_autofree char *prefix = g_strdup_printf("forms/%s=", form);
    for (guint i = 0; rows[i]; i++)
        if (g_str_has_prefix(rows[i], prefix))
            return g_strdup(rows[i]);
    return NULL;
}

gboolean
calibrator_knows_form(const Calibrator *calibrator, const char *form, const char *models)
{
    g_autofree char *row = form_row(models, form);
    return row && has_row(calibrator->models, row);
}

static double
weigh(const double *weights, const double *quantities, const double *mean, const double *spread, guint n)
{
    double odds = weights[0];
    for (guint i = 0; i < n; i++)
        odds += weights[i + 1] * (quantities[i] - mean[i]) / spread[i];
    return CLAMP(odds, -EXTREME, EXTREME);
}

/* What the odds mean: along the knots where there are any, else the logistic curve. */
static double
meaning(const Weighing *weighing, double odds)
{
    gsize n = weighing->n_knots;
    if (n == 0)
        return 1 / (1 + exp(-odds));
    if (odds <= weighing->at[0])
        return weighing->means[0];
    for (gsize i = 1; i < n; i++)
        if (odds <= weighing->at[i]) {
            double part = (odds - weighing->at[i - 1]) / MAX(weighing->at[i] - weighing->at[i - 1], 1e-9);
            return weighing->means[i - 1] + part * (weighing->means[i] - weighing->means[i - 1]);
        }
    return weighing->means[n - 1];
}

static const Weighing *
weighing_of(const Calibrator *calibrator, const char *name)
{
    const Weighing *own = g_hash_table_lookup(calibrator->fields, name);
    return own ? own : calibrator->pooled;
}

double
calibrator_field_odds(const Calibrator *calibrator, const Field *field)
{
    double quantities[N_WEIGHED];
    field_weighable(field, quantities);
    return weigh(weighing_of(calibrator, field->name)->weights, quantities, calibrator->mean,
                 calibrator->spread, N_WEIGHED);
}

double
calibrator_field_probability(const Calibrator *calibrator, const char *name, double odds)
{
    return meaning(weighing_of(calibrator, name), odds);
}

double
calibrator_word_probability(const Calibrator *calibrator, const double *quantities)
{
    return meaning(calibrator->words, weigh(calibrator->words->weights, quantities, calibrator->word_mean,
                                            calibrator->word_spread, N_WORD_WEIGHED));
}

gboolean
calibrator_threshold(const Calibrator *calibrator, const char *name, PageClass on, double max_error,
                     Threshold *ret_threshold)
{
    const Weighing *weighing = g_hash_table_lookup(calibrator->fields, name);
    const Steps *steps = weighing ? &weighing->steps[on] : NULL;
    *ret_threshold = (Threshold){0};
    for (gsize i = steps ? steps->n : 0; i-- > 0;)
        if (binomial_keeps((guint)i, (guint)steps->accepted[i], 0.95, max_error)) {
            *ret_threshold = (Threshold){steps->accept[i], (guint)steps->accepted[i], (guint)i};
            return TRUE;
        }
    return FALSE;
}

const char *const *
calibrator_fields(const Calibrator *calibrator)
{
    return (const char *const *)calibrator->names;
}

double
calibrator_page_quantile(const Calibrator *calibrator, PageLike like, guint quantile)
{
    return calibrator->pages[like][quantile];
}
