/* test-plan.c - a checked list of stages: what is refused, who is named, who sees blank pages, what the
 * fingerprint tells apart. The stages here are made up; the real list is checked too. */
#include "error.h"
#include "plan.h"
#include "stages.h"
#include <string.h>

typedef struct {
    int level;
    gboolean opened;
} State;

static const Option options[] = {
    {"level", "how much", OPTION_INT, offsetof(State, level), 5, 0, 9},
    {0},
};

static GString *said; /* what the stages did, in order */

static gboolean
open_stage(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    if (state->level == 9) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no model “%s”", "nine");
        return FALSE;
    }
    state->opened = TRUE;
    return TRUE;
}

static char *
dup_models(const void *data)
{
    return g_strdup_printf("m%d=sha256:0", ((const State *)data)->level);
}

static void
clear(void *data)
{
    g_string_append_c(said, 'c');
}

static gboolean
to_ink(void *data, Page *page, GError **error)
{
    g_assert_true(((State *)data)->opened);
    page_take_ink(page, pixCreate(pixGetWidth(page->image), pixGetHeight(page->image), 1));
    g_string_append_c(said, 'i');
    return TRUE;
}

static gboolean
to_blank(void *data, Page *page, GError **error)
{
    page->blank = TRUE;
    g_string_append_c(said, 'b');
    return TRUE;
}

static gboolean
from_ink(void *data, Page *page, GError **error)
{
    g_string_append_c(said, 'l');
    return TRUE;
}

static gboolean
failing(void *data, Page *page, GError **error)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "level %d is no level", ((State *)data)->level);
    return FALSE;
}

static const Stage ink = {.name = "ink",
                          .needs = PART_IMAGE,
                          .gives = PART_INK,
                          .options = options,
                          .state_size = sizeof(State),
                          .open = open_stage,
                          .process = to_ink,
                          .dup_models = dup_models,
                          .clear = clear};
static const Stage blank = {.name = "blank", .needs = PART_INK, .process = to_blank};
static const Stage lines = {.name = "lines", .needs = PART_INK, .gives = PART_LINES, .process = from_ink};
static const Stage always = {.name = "always", .blank_too = TRUE, .process = from_ink};
static const Stage broken = {
    .name = "broken", .options = options, .state_size = sizeof(State), .process = failing};
static const Stage liar = {
    .name = "liar", .gives = PART_LINES, .open = open_stage, .state_size = sizeof(State), .process = to_ink};

static const Stage *const inked[] = {&ink, &lines, NULL};

static const struct {
    const Stage *stages[4];
    const char *setting, *refused; /* NULL: accepted */
} plans[] = {
    {{&ink, &lines}, NULL, NULL},
    {{&ink, &lines}, "ink.level=0", NULL},
    {{&ink, &lines}, "ink.level=10", "ink: level takes a whole number from 0 to 9, not “10”"},
    {{&ink, &lines}, "ink.depth=1", "ink: no option “depth” (it has: level)"},
    {{&ink, &lines}, "lines.level=1", "lines: no option “level” (it has: none)"},
    {{&ink, &lines}, "inky.level=1", "no stage “inky” (there are: ink, lines)"},
    {{&ink, &lines}, "ink.level", "“ink.level” is not of the form stage.option=value"},
    {{&ink, &lines}, "level=1", "“level=1” is not of the form stage.option=value"},
    {{&ink, &lines}, "level=1.5", "“level=1.5” is not of the form stage.option=value"},
    {{&ink, &lines}, "", "“” is not of the form stage.option=value"},
    {{&lines, &ink}, NULL, "stage “lines” needs a part that no stage before it gives"},
    {{&always, &lines}, NULL, "stage “lines” needs a part that no stage before it gives"},
    {{NULL}, NULL, NULL},
};

static void
test_checked(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(plans); i++) {
        g_autoptr(GError) error = NULL;
        const char *settings[] = {plans[i].setting, NULL};
        g_autoptr(Plan) plan = plan_new(plans[i].stages, settings, &error);
        if (plans[i].refused) {
            g_assert_null(plan);
            g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
            g_assert_cmpstr(error->message, ==, plans[i].refused);
        } else {
            g_assert_no_error(error);
            g_assert_nonnull(plan);
        }
    }
}

static void
test_open_fails(void)
{
    g_autoptr(GError) error = NULL;
    const char *settings[] = {"ink.level=9", NULL};
    g_string_truncate(said, 0);
    Plan *plan = plan_new(inked, settings, &error);
    g_assert_false(plan_open(plan, &(StageEnv){0}, &error));
    g_assert_cmpstr(error->message, ==, "ink: no model “nine”");
    plan_free(plan);
    g_assert_cmpstr(said->str, ==, "c"); /* cleared even so */
}

static Page *
run_page(const Stage *const *stages, GError **error)
{
    Page *page = page_new();
    page_take_original(page, pixCreate(3, 3, 8));
    g_string_truncate(said, 0);
    g_autoptr(Plan) plan = plan_new(stages, NULL, NULL);
    g_assert_true(plan_open(plan, &(StageEnv){0}, NULL));
    plan_run(plan, page, NULL, error);
    return page;
}

static void
test_failure_names_stage(void)
{
    const Stage *const stages[] = {&ink, &broken, &lines, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = run_page(stages, &error);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED);
    g_assert_cmpstr(error->message, ==, "broken: level 5 is no level");
    g_assert_cmpstr(said->str, ==, "ic"); /* nothing after the failure but clear */
}

static void
test_blank_passes_by(void)
{
    const Stage *const stages[] = {&ink, &blank, &lines, &always, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = run_page(stages, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(said->str, ==, "iblc"); /* one l: lines was left out, always was not */
}

static void
test_undeclared_part(void)
{
    const Stage *const stages[] = {&liar, NULL};
    if (g_test_subprocess()) {
        g_autoptr(Page) page = run_page(stages, NULL);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

typedef struct {
    GString *text;
} Trace;

static void
entering(const Stage *stage, guint index, gpointer user_data)
{
    g_string_append_printf(((Trace *)user_data)->text, ">%u%s", index, stage->name);
}

static void
left(const Stage *stage, guint index, const Page *page, double took_ms, gpointer user_data)
{
    g_assert_cmpfloat(took_ms, >=, 0);
    g_string_append_printf(((Trace *)user_data)->text, "<%u", index);
}

static void
test_trace(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(Page) page = page_new();
    page_take_original(page, pixCreate(3, 3, 8));
    g_autoptr(Plan) plan = plan_new(inked, NULL, NULL);
    g_assert_true(plan_open(plan, &(StageEnv){0}, NULL));
    g_assert_true(plan_run(plan, page, &(PlanTrace){entering, left, &(Trace){text}}, NULL));
    g_assert_cmpstr(text->str, ==, ">0ink<0>1lines<1");
}

static void
test_fingerprint(void)
{
    static const Stage *const other[] = {&ink, &lines, &always, NULL};
    static const struct {
        const Stage *const *stages;
        const char *setting;
        gboolean same;
    } rows[] = {{inked, NULL, TRUE},
                {inked, "ink.level=5", TRUE},
                {inked, "ink.level=6", FALSE},
                {other, NULL, FALSE}};
    g_autofree char *first = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *settings[] = {rows[i].setting, NULL};
        g_autoptr(Plan) plan = plan_new(rows[i].stages, settings, NULL);
        g_assert_true(plan_open(plan, &(StageEnv){0}, NULL));
        g_autofree char *sum = plan_dup_fingerprint(plan);
        g_autofree char *text = plan_dup_text(plan);
        g_assert_cmpuint(strlen(sum), ==, 64);
        g_assert_true(strstr(text, plan_models(plan)) != NULL); /* another model is another plan */
        if (!first)
            first = g_strdup(sum);
        g_assert_cmpint(strcmp(first, sum) == 0, ==, rows[i].same);
    }
}

static void
test_real_list(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Plan) plan = plan_new(all_stages, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; all_stages[i]; i++)
        g_assert_true(g_hash_table_add(names, (char *)all_stages[i]->name));
    /* A writer may bear a stage's name: run --set is for stages, export --set for writers. */
    g_hash_table_remove_all(names);
    for (guint i = 0; all_writers[i]; i++)
        g_assert_true(g_hash_table_add(names, (char *)all_writers[i]->name));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    said = g_string_new(NULL);
    g_test_add_func("/plan/checked", test_checked);
    g_test_add_func("/plan/open-fails", test_open_fails);
    g_test_add_func("/plan/failure-names-stage", test_failure_names_stage);
    g_test_add_func("/plan/blank-passes-by", test_blank_passes_by);
    g_test_add_func("/plan/undeclared-part", test_undeclared_part);
    g_test_add_func("/plan/trace", test_trace);
    g_test_add_func("/plan/fingerprint", test_fingerprint);
    g_test_add_func("/plan/real-list", test_real_list);
    int failed = g_test_run();
    g_string_free(said, TRUE);
    return failed;
}
