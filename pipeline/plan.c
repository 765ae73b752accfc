/* plan.c - a checked list of stages, ready to run. */
#include "plan.h"
#include "error.h"
#include <string.h>

struct Plan {
    const Stage *const *stages;
    guint length;
    void **states;
    GString *models;
    GPtrArray *warnings; /* of char * */
};

static void *
stage_state_new(const Stage *stage)
{
    void *state = g_malloc0(MAX(stage->state_size, 1));
    options_set_defaults(stage->options, state);
    return state;
}

static gboolean
apply_setting(Plan *plan, const char *setting, GError **error)
{
    const char *equals = strchr(setting, '=');
    const char *dot = equals ? memchr(setting, '.', equals - setting) : NULL;
    if (!dot) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "“%s” is not of the form stage.option=value",
                    setting);
        return FALSE;
    }
    g_autofree char *stage = g_strndup(setting, dot - setting);
    g_autofree char *option = g_strndup(dot + 1, equals - dot - 1);
    g_autoptr(GString) known = g_string_new(NULL);
    for (guint i = 0; i < plan->length; i++) {
        if (strcmp(plan->stages[i]->name, stage) == 0) {
            if (options_set(plan->stages[i]->options, plan->states[i], option, equals + 1, error))
                return TRUE;
            g_prefix_error(error, "%s: ", stage);
            return FALSE;
        }
        g_string_append_printf(known, "%s%s", known->len ? ", " : "", plan->stages[i]->name);
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no stage “%s” (there are: %s)", stage, known->str);
    return FALSE;
}

static gboolean
check_needs(const Plan *plan, GError **error)
{
    PageParts there = PART_IMAGE;
    for (guint i = 0; i < plan->length; i++) {
        const Stage *stage = plan->stages[i];
        if ((stage->needs & there) != stage->needs) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                        "stage “%s” needs a part that no stage before it gives", stage->name);
            return FALSE;
        }
        there |= stage->gives;
    }
    return TRUE;
}

Plan *
plan_new(const Stage *const *stages, const char *const *settings, GError **error)
{
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    plan->stages = stages;
    plan->models = g_string_new(NULL);
    plan->warnings = g_ptr_array_new_with_free_func(g_free);
    while (stages[plan->length])
        plan->length++;
    plan->states = g_new0(void *, plan->length + 1);
    for (guint i = 0; i < plan->length; i++)
        plan->states[i] = stage_state_new(stages[i]);
    for (guint i = 0; settings && settings[i]; i++)
        if (!apply_setting(plan, settings[i], error))
            return NULL;
    if (!check_needs(plan, error))
        return NULL;
    return g_steal_pointer(&plan);
}

/* Stages may share a model: each is told once. */
static void
add_models(Plan *plan, const char *models)
{
    g_auto(GStrv) known = g_strsplit(plan->models->str, " ", -1);
    g_auto(GStrv) rows = g_strsplit(models, " ", -1);
    for (guint i = 0; rows[i]; i++)
        if (!g_strv_contains((const char *const *)known, rows[i]))
            g_string_append_printf(plan->models, "%s%s", plan->models->len ? " " : "", rows[i]);
}

/* "verno 0.1.0", then a line for each of the first stages with its settings; free it. */
static GString *
text_of_stages(const Plan *plan, guint count, gboolean aside)
{
    GString *text = g_string_new("verno " VERNO_VERSION "\n");
    for (guint i = 0; i < count; i++) {
        g_autofree char *options = options_dup_text(plan->stages[i]->options, plan->states[i], aside);
        g_string_append_printf(text, "%s %s\n", plan->stages[i]->name, options);
    }
    return text;
}

static char *
dup_settings_before(const Plan *plan, guint index)
{
    g_autoptr(GString) text = text_of_stages(plan, index, FALSE);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, -1);
}

char *
plan_text_dup_settings(const char *plan_text, const char *stage)
{
    g_autofree char *line = g_strdup_printf("\n%s ", stage);
    const char *end = strstr(plan_text, line);
    if (!end)
        return NULL;
    /* Without what stands behind bars. */
    g_autofree char *before = g_strndup(plan_text, end + 1 - plan_text);
    g_autoptr(GString) text = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(before, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        char *bar = strstr(lines[i], " |");
        if (bar)
            *bar = '\0';
        g_string_append_printf(text, "%s%s", lines[i], lines[i + 1] ? "\n" : "");
    }
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, -1);
}

gboolean
plan_open(Plan *plan, const StageEnv *env, GError **error)
{
    for (guint i = 0; i < plan->length; i++) {
        const Stage *stage = plan->stages[i];
        g_autofree char *settings = dup_settings_before(plan, i);
        StageEnv own = *env;
        own.settings = settings;
        own.models = plan->models->str;
        own.warnings = plan->warnings;
        if (stage->open && !stage->open(plan->states[i], &own, error)) {
            g_prefix_error(error, "%s: ", stage->name);
            return FALSE;
        }
        g_autofree char *models = stage->dup_models ? stage->dup_models(plan->states[i]) : NULL;
        if (models)
            add_models(plan, models);
    }
    return TRUE;
}

void
plan_free(Plan *plan)
{
    if (!plan)
        return;
    for (guint i = 0; i < plan->length; i++) {
        if (plan->stages[i]->clear)
            plan->stages[i]->clear(plan->states[i]);
        options_clear(plan->stages[i]->options, plan->states[i]);
        g_free(plan->states[i]);
    }
    g_string_free(plan->models, TRUE);
    g_ptr_array_unref(plan->warnings);
    g_free(plan->states);
    g_free(plan);
}

const GPtrArray *
plan_warnings(const Plan *plan)
{
    return plan->warnings;
}

const char *
plan_models(const Plan *plan)
{
    return plan->models->str;
}

char *
plan_dup_text(const Plan *plan)
{
    GString *text = text_of_stages(plan, plan->length, TRUE);
    g_string_append_printf(text, "models %s\n", plan->models->str);
    return g_string_free(text, FALSE);
}

char *
plan_dup_fingerprint(const Plan *plan)
{
    g_autofree char *text = plan_dup_text(plan);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* A part is the pointer that carries it: enough to notice a stage that replaces what it did not declare. */
static void
check_gives(const Stage *stage, const Page *before, const Page *after)
{
    if (!(stage->gives & PART_IMAGE))
        g_assert(after->image == before->image);
    if (!(stage->gives & (PART_IMAGE | PART_INK)))
        g_assert(after->ink == before->ink);
    if (!(stage->gives & (PART_IMAGE | PART_KINDS)))
        g_assert(after->kinds == before->kinds);
    if (!(stage->gives & PART_ANNOTATIONS))
        g_assert(after->annotations->len == before->annotations->len);
    if (!(stage->gives & PART_FIELDS))
        g_assert(after->fields->len == before->fields->len);
    g_assert(after->original == before->original);
}

gboolean
plan_run(Plan *plan, Page *page, const PlanTrace *trace, GError **error)
{
    for (guint i = 0; i < plan->length; i++) {
        const Stage *stage = plan->stages[i];
        if (page->blank && !stage->blank_too)
            continue;
        Page before = *page;
        gint64 start = g_get_monotonic_time();
        if (trace && trace->entering)
            trace->entering(stage, i, trace->user_data);
        if (!stage->process(plan->states[i], page, error)) {
            g_prefix_error(error, "%s: ", stage->name);
            return FALSE;
        }
        check_gives(stage, &before, page);
        if (trace && trace->left)
            trace->left(stage, i, page, (g_get_monotonic_time() - start) / 1000.0, trace->user_data);
    }
    return TRUE;
}
