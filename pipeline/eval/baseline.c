/* baseline.c - the stock `tesseract` command on the same pages. */
#include "baseline.h"
#include "error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Baseline {
    char *name;
    char **arguments;
    char *cache; /* directory or NULL */
    char *key;   /* of version and arguments, in the names of cached files */
};

static char *
dup_version(GError **error)
{
    char *argv[] = {"tesseract", "--version", NULL};
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, NULL, &cause)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot start the baseline: %s", cause->message);
        return NULL;
    }
    char *line = *out ? out : err;
    return g_strndup(line, strcspn(line, "\n"));
}

Baseline *
baseline_new(const char *spec, const char *usual, const char *cache, GError **error)
{
    if (strcmp(spec, "tesseract") != 0 && !g_str_has_prefix(spec, "tesseract:")) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "unknown baseline `%s`: only tesseract[:ARGS] is known", spec);
        return NULL;
    }
    const char *colon = strchr(spec, ':'), *text = colon ? colon + 1 : usual;
    g_autoptr(GError) cause = NULL;
    g_autoptr(Baseline) baseline = g_new0(Baseline, 1);
    if (!g_shell_parse_argv(text, NULL, &baseline->arguments, &cause)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "baseline arguments `%s`: %s", text,
                    cause->message);
        return NULL;
    }
    g_autofree char *version = dup_version(error);
    if (!version)
        return NULL;
    baseline->name = g_strdup_printf("%s %s", version, text);
    if (cache && g_mkdir_with_parents(cache, 0755) != 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot make the cache %s: %s", cache,
                    g_strerror(errno));
        return NULL;
    }
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, baseline->name, -1);
    baseline->key = g_strndup(sum, 12);
    baseline->cache = g_strdup(cache);
    return g_steal_pointer(&baseline);
}

void
baseline_free(Baseline *baseline)
{
    if (!baseline)
        return;
    g_free(baseline->name);
    g_strfreev(baseline->arguments);
    g_free(baseline->cache);
    g_free(baseline->key);
    g_free(baseline);
}

const char *
baseline_name(const Baseline *baseline)
{
    return baseline->name;
}

/* The command's TSV; NULL without error where it fails on this page. */
static char *
dup_tsv(const Baseline *baseline, const char *scan, guint number, guint pages, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(argv, g_strdup("tesseract"));
    g_ptr_array_add(argv, g_canonicalize_filename(scan, NULL));
    g_ptr_array_add(argv, g_strdup("stdout"));
    for (guint i = 0; baseline->arguments[i]; i++)
        g_ptr_array_add(argv, g_strdup(baseline->arguments[i]));
    if (pages > 1) {
        g_ptr_array_add(argv, g_strdup("-c"));
        g_ptr_array_add(argv, g_strdup_printf("tessedit_page_number=%u", number - 1));
    }
    g_ptr_array_add(argv, g_strdup("tsv"));
    g_ptr_array_add(argv, NULL);
    g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "OMP_THREAD_LIMIT", "1", TRUE);
    g_autofree char *out = NULL;
    g_autoptr(GError) cause = NULL;
    int status;
    if (!g_spawn_sync(NULL, (char **)argv->pdata, environment,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status,
                      &cause)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "cannot start the baseline: %s", cause->message);
        return NULL;
    }
    return g_spawn_check_wait_status(status, NULL) ? g_steal_pointer(&out) : NULL;
}

static char *
dup_cache_path(const Baseline *baseline, const char *scan, guint number, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(scan, FALSE, &cause);
    if (!file) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s", cause->message);
        return NULL;
    }
    g_autoptr(GBytes) bytes = g_mapped_file_get_bytes(file);
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    return g_strdup_printf("%s/%s-%u-%s.tsv", baseline->cache ? baseline->cache : "", sum, number,
                           baseline->key);
}

Answer *
baseline_read(const Baseline *baseline, const char *scan, guint number, guint pages, GError **error)
{
    g_autofree char *path = dup_cache_path(baseline, scan, number, error);
    if (!path)
        return NULL;
    g_autofree char *tsv = NULL;
    g_autoptr(GError) cause = NULL;
    if (!baseline->cache || !g_file_get_contents(path, &tsv, NULL, NULL)) {
        tsv = dup_tsv(baseline, scan, number, pages, &cause);
        if (cause) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return NULL;
        }
        if (baseline->cache && !g_file_set_contents(path, tsv ? tsv : "", -1, &cause)) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "%s", cause->message);
            return NULL;
        }
    }
    Answer *answer = answer_new("failed");
    if (tsv)
        baseline_read_tsv(answer, tsv);
    return answer;
}

/* Which way most words follow one another, in clockwise quarter turns from left to right. */
static int
find_rotation(const Page *page)
{
    double votes[4] = {0};
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint k = 1; k < line->words->len; k++) {
            const Quad *a = &((Word *)line->words->pdata[k - 1])->quad,
                       *b = &((Word *)line->words->pdata[k])->quad;
            double dx = b->p[0].x + b->p[2].x - a->p[0].x - a->p[2].x,
                   dy = b->p[0].y + b->p[2].y - a->p[0].y - a->p[2].y;
            int turn = fabs(dx) >= fabs(dy) ? (dx >= 0 ? 0 : 2) : (dy >= 0 ? 1 : 3);
            votes[turn] += 1;
        }
    }
    int best = 0;
    for (int turn = 1; turn < 4; turn++)
        if (votes[turn] > votes[best])
            best = turn;
    return best * 90;
}

void
baseline_read_tsv(Answer *answer, const char *tsv)
{
    enum { LEVEL, LEFT = 6, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT, N_COLUMNS };
    g_auto(GStrv) rows = g_strsplit(tsv, "\n", -1);
    Page *page = answer->page;
    Line *line = NULL;
    for (guint i = 1; rows[i]; i++) {
        g_auto(GStrv) cell = g_strsplit(rows[i], "\t", N_COLUMNS);
        if (g_strv_length(cell) < N_COLUMNS)
            continue;
        int level = atoi(cell[LEVEL]);
        Quad quad = quad_from_rect(atof(cell[LEFT]), atof(cell[TOP]), atof(cell[WIDTH]), atof(cell[HEIGHT]));
        if (level == 1) {
            g_free(answer->state);
            answer->state = g_strdup("done");
        } else if (level == 4) {
            line = page_add_line(page, LINE_PRINTED, quad);
        } else if (level == 5 && line && *g_strstrip(cell[TEXT])) {
            line_add_word(line, cell[TEXT], quad, CLAMP(g_ascii_strtod(cell[CONFIDENCE], NULL) / 100, 0, 1));
        }
    }
    gboolean any = FALSE;
    for (guint i = 0; i < page->lines->len; i++) {
        line_refresh(page->lines->pdata[i]);
        any |= ((Line *)page->lines->pdata[i])->words->len > 0;
    }
    page->blank = !any;
    page->rotation = find_rotation(page);
}
