/* test-stages.c - every stage on small pictures: each folder tests/stages/STAGE/CASE goes through the plan up
 * to STAGE.
 *
 *   in.tif       the picture (drawn by draw-cases.c)
 *   options.ini  [picture] drawn: how it was drawn; [settings] deskew.max-angle=5 and the like
 *   expect.ini   [page] what the page must be afterwards, by the names in measure.c: a word, a
 * number, 1.5±0.1, 250..255, or remarks=deskew:abstained !grain:smoothed; failure=… where the stage must fail
 *   expect.txt   the text that was read, a line a line; [page] text_errors=0..2 says how many letters may
 * differ
 *
 * test-stages TESTS/STAGES runs them; with --renew it writes what came out into expect.ini and expect.txt:
 * look at the difference before you believe it. */
#include "error.h"
#include "distance.h"
#include "measure.h"
#include "plan.h"
#include "reader.h"
#include "stages.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gboolean renew;

/* ---- expectations ---- */

static char *
text_number(double value, int places)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *format = g_strdup_printf("%%.%df", places);
    return g_strdup(g_ascii_formatd(text, sizeof text, format, value));
}

/* Is `value` what `want` allows? `ret_renewed` is `want` with the value in its place. */
static gboolean
number_fits(double value, const char *want, char **ret_renewed)
{
    const char *about = strstr(want, "±"), *range = strstr(want, "..");
    double first = g_ascii_strtod(want, NULL);
    const char *point = memchr(want, '.', about ? about - want : (gssize)strcspn(want, " "));
    g_autofree char *shown = text_number(value, point && !range ? 2 : 0);
    *ret_renewed = range ? g_strdup(want) : g_strdup_printf("%s%s", shown, about ? about : "");
    if (about)
        return fabs(value - first) <= g_ascii_strtod(about + strlen("±"), NULL) + 1e-9;
    if (range)
        return value >= first && value <= g_ascii_strtod(range + 2, NULL);
    return fabs(value - first) < 1e-6;
}

static gboolean
remarks_fit(const Page *page, const char *want)
{
    g_auto(GStrv) codes = g_strsplit(want, " ", -1);
    gboolean fit = TRUE;
    for (guint i = 0; codes[i] && *codes[i]; i++) {
        gboolean unwanted = *codes[i] == '!';
        g_auto(GStrv) parts = g_strsplit(codes[i] + unwanted, ":", 2);
        fit = fit && parts[1] && page_has_remark(page, parts[0], parts[1]) != unwanted;
    }
    return fit;
}

static char *
dup_remarks(const Page *page)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < page->remarks->len; i++) {
        const Remark *remark = page->remarks->pdata[i];
        g_string_append_printf(text, "%s%s:%s", i ? " " : "", remark->stage, remark->code);
    }
    return g_strdup(text->str);
}

static GArray *
letters(const char *text)
{
    GArray *array = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        guint32 letter = g_utf8_get_char(c);
        g_array_append_val(array, letter);
    }
    return array;
}

static double
text_errors(const Page *page, const char *dir)
{
    g_autofree char *file = g_build_filename(dir, "expect.txt", NULL);
    g_autofree char *want = NULL;
    g_autofree char *got = measure_dup_text(page);
    if (renew)
        g_assert_true(g_file_set_contents(file, got, -1, NULL));
    if (!g_file_get_contents(file, &want, NULL, NULL))
        return G_MAXINT;
    g_autoptr(GArray) a = letters(want);
    g_autoptr(GArray) b = letters(got);
    return edit_distance(a, b);
}

/* One line of expect.ini. Returns NULL where it holds, else what came out. */
static char *
judge(const Page *page, const GError *failure, const char *dir, GKeyFile *expect, const char *key)
{
    g_autofree char *want = g_key_file_get_string(expect, "page", key, NULL);
    if (strcmp(key, "failure") == 0)
        return failure && strstr(failure->message, want) ? NULL
                                                         : g_strdup(failure ? failure->message : "none");
    if (strcmp(key, "remarks") == 0)
        return remarks_fit(page, want) ? NULL : dup_remarks(page);
    g_autofree char *renewed = NULL;
    char *word = measure_dup_word(page, key);
    if (word) {
        if (strcmp(word, want) != 0)
            return word;
        g_free(word);
        return NULL;
    }
    double value = 0;
    if (strcmp(key, "text_errors") == 0)
        value = text_errors(page, dir);
    else if (!measure_number(page, key, &value))
        return g_strdup("a key that measure.c does not know");
    if (number_fits(value, want, &renewed))
        return NULL;
    return renew && strcmp(renewed, want) != 0 ? g_steal_pointer(&renewed) : text_number(value, 3);
}

static gboolean
judge_all(const Page *page, const GError *failure, const char *dir)
{
    g_autoptr(GKeyFile) expect = g_key_file_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *file = g_build_filename(dir, "expect.ini", NULL);
    gboolean sound = TRUE, expected_failure = FALSE;
    if (!g_key_file_load_from_file(expect, file, G_KEY_FILE_KEEP_COMMENTS, &error))
        g_error("%s: %s", file, error->message);
    g_auto(GStrv) keys = g_key_file_get_keys(expect, "page", NULL, NULL);
    for (guint i = 0; keys && keys[i]; i++) {
        g_autofree char *got = judge(page, failure, dir, expect, keys[i]);
        g_autofree char *want = g_key_file_get_string(expect, "page", keys[i], NULL);
        expected_failure |= strcmp(keys[i], "failure") == 0;
        if (!got)
            continue;
        g_test_message("%s is %s, not %s", keys[i], got, want);
        sound = FALSE;
        if (renew)
            g_key_file_set_string(expect, "page", keys[i], got);
    }
    if (failure && !expected_failure)
        g_test_message("%s", failure->message);
    if (renew && !sound)
        g_key_file_save_to_file(expect, file, NULL);
    return renew || (sound && keys && keys[0] && (!failure || expected_failure));
}

/* ---- running ---- */

static void
load_settings(const char *dir, GPtrArray *settings)
{
    g_autoptr(GKeyFile) options = g_key_file_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *file = g_build_filename(dir, "options.ini", NULL);
    if (!g_key_file_load_from_file(options, file, G_KEY_FILE_NONE, &error))
        g_error("%s: %s", file, error->message);
    g_auto(GStrv) keys = g_key_file_get_keys(options, "settings", NULL, NULL);
    for (guint i = 0; keys && keys[i]; i++) {
        g_autofree char *value = g_key_file_get_string(options, "settings", keys[i], NULL);
        g_ptr_array_add(settings, g_strdup_printf("%s=%s", keys[i], value));
    }
    g_ptr_array_add(settings, NULL);
}

/* Reads in.tif and runs the plan up to the stage at `last`. */
static gboolean
run_stages(const char *dir, guint last, Page *page, GError **error)
{
    g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func(g_free);
    g_autofree const Stage **stages = g_new0(const Stage *, last + 2);
    g_autofree char *file = g_build_filename(dir, "in.tif", NULL);
    g_autofree char *models = g_build_filename(VERNO_SOURCE_DIR, "models", NULL);
    memcpy(stages, all_stages, (last + 1) * sizeof *stages);
    load_settings(dir, settings);
    g_autoptr(Plan) plan = plan_new(stages, (const char *const *)settings->pdata, error);
    if (!plan || !plan_open(plan, &(StageEnv){.models_dir = models}, error))
        return FALSE;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        g_error("%s cannot be opened", file);
    gboolean done =
        all_readers[0]->read(fd, 1, &budget_default, page, error) && plan_run(plan, page, NULL, error);
    close(fd);
    return done;
}

typedef struct {
    char *dir;
    guint last;
} Case;

static void
test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) failure = NULL;
    g_autoptr(Page) page = page_new();
    run_stages(c->dir, c->last, page, &failure);
    if (!judge_all(page, failure, c->dir))
        g_test_fail();
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static guint
add_cases(const char *root, guint last)
{
    g_autofree char *below = g_build_filename(root, all_stages[last]->name, NULL);
    g_autoptr(GDir) dir = g_dir_open(below, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        Case *c = g_new(Case, 1);
        g_autofree char *test =
            g_strdup_printf("/stages/%s/%s", all_stages[last]->name, (char *)names->pdata[i]);
        *c = (Case){g_build_filename(below, names->pdata[i], NULL), last};
        g_test_add_data_func(test, c, test_case); /* kept until the program ends */
    }
    return names->len;
}

int
main(int argc, char **argv)
{
    setenv("OMP_THREAD_LIMIT", "1", 1);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    renew = argc == 3 && strcmp(argv[2], "--renew") == 0;
    if (argc != 2 && !renew) {
        g_printerr("usage: test-stages TESTS/STAGES [--renew]\n");
        return 1;
    }
    guint found = 0;
    for (guint i = 0; all_stages[i]; i++)
        found += add_cases(argv[1], i);
    g_assert_cmpuint(found, >, 0);
    return g_test_run();
}
