/* promise.c - what a folder's accepted fields are promised. */
#include "cli/promise.h"
#include "binomial.h"
#include "cli/place.h"
#include "forms/form.h"
#include "plan.h"
#include <string.h>

/* The value of a setting in a stage's line of the plan's text, to free; NULL where it is not there. */
static char *
dup_setting(const char *plan_text, const char *name)
{
    g_autofree char *key = g_strdup_printf(" %s=", name);
    const char *line = strstr(plan_text, "\nconfidence ");
    const char *end = line ? strchr(line + 1, '\n') : NULL;
    g_autofree char *own = end ? g_strndup(line, end - line) : NULL;
    const char *at = own ? strstr(own, key) : NULL;
    return at ? g_strndup(at + strlen(key), strcspn(at + strlen(key), " ")) : NULL;
}

static double
number_of(const char *text)
{
    return text ? g_ascii_strtod(text, NULL) : 0;
}

/* The plan's models, from its text. */
static char *
dup_models(const char *plan_text)
{
    const char *line = strstr(plan_text, "\nmodels ");
    const char *models = line ? line + strlen("\nmodels ") : "";
    return g_strndup(models, strcspn(models, "\n"));
}

Promise *
promise_new(const char *plan_text, GError **error)
{
    g_autofree char *name = dup_setting(plan_text, "calibrator");
    g_autofree char *most = dup_setting(plan_text, "max-error"), *audit = dup_setting(plan_text, "audit");
    g_autoptr(Promise) promise = g_new0(Promise, 1);
    promise->max_error = number_of(most);
    promise->audit = number_of(audit);
    if (!name || strcmp(name, "none") == 0)
        return g_steal_pointer(&promise);
    g_autofree char *path = calibrator_dup_path(place_models(), name);
    g_autofree char *settings = plan_text_dup_settings(plan_text, "confidence");
    g_autofree char *models = dup_models(plan_text);
    promise->calibrator = calibrator_load(path, error);
    if (!promise->calibrator)
        return NULL;
    promise->mismatch = calibrator_dup_mismatch(promise->calibrator, settings, models);
    if (!promise->mismatch && !strstr(models, calibrator_model(promise->calibrator)))
        promise->mismatch = g_strdup("the calibrator has changed since the folder was read");
    return g_steal_pointer(&promise);
}

void
promise_free(Promise *promise)
{
    if (!promise)
        return;
    g_clear_pointer(&promise->calibrator, calibrator_free);
    g_free(promise->mismatch);
    g_free(promise);
}

gboolean
promise_like(const Promise *promise, FolderLike *ret_like)
{
    if (!promise->calibrator || promise->mismatch)
        return FALSE;
    *ret_like = (FolderLike){.measure = page_like};
    for (guint i = 0; i < N_LIKE; i++) {
        ret_like->names[i] = page_like_names[i];
        ret_like->tenth[i] = calibrator_page_quantile(promise->calibrator, (PageLike)i, 2);
    }
    return TRUE;
}

static const char *const classes[N_PAGE_CLASSES] = {"clear", "poor"};

static void
print_field(FILE *out, const Promise *promise, const char *name)
{
    Threshold least;
    for (guint on = 0; on < N_PAGE_CLASSES; on++)
        if (calibrator_threshold(promise->calibrator, name, (PageClass)on, promise->max_error, &least))
            fprintf(out, "  %-20s on %-5s pages from p %.4f on: %u of %u wrong, bound %.2f %%\n", name,
                    classes[on], calibrator_field_probability(promise->calibrator, name, least.odds),
                    least.errors, least.accepted, 100 * binomial_upper(least.errors, least.accepted, 0.95));
}

static void
add_name(GString *list, const char *name)
{
    g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", name);
}

/* The shorter list is printed: of the names that are promised, or of those that are not. */
static void
print_class(FILE *out, const Promise *promise, PageClass on)
{
    const char *const *names = calibrator_fields(promise->calibrator);
    g_autoptr(GString) promised = g_string_new(NULL);
    g_autoptr(GString) refused = g_string_new(NULL);
    guint count = 0, kept = 0, sum = 0, wrong = 0;
    for (; names[count]; count++) {
        Threshold least;
        if (!calibrator_threshold(promise->calibrator, names[count], on, promise->max_error, &least)) {
            add_name(refused, names[count]);
            continue;
        }
        add_name(promised, names[count]);
        kept++;
        sum += least.accepted;
        wrong += least.errors;
    }
    if (kept == 0) {
        fprintf(out, "             on %s pages: none, for the evidence is too thin: refused for all names\n",
                classes[on]);
        return;
    }
    fprintf(out, "             on %s pages: %u names, %u of %u accepted were wrong, bound %.2f %%\n",
            classes[on], kept, wrong, sum, 100 * binomial_upper(wrong, sum, 0.95));
    if (2 * kept < count)
        fprintf(out, "             only %s; for others the evidence is too thin\n", promised->str);
    else if (kept < count)
        fprintf(out, "             refused there, for the evidence is too thin: %s\n", refused->str);
}

void
promise_print(FILE *out, const Promise *promise, gboolean all)
{
    if (!promise->calibrator || promise->mismatch) {
        fprintf(out, "promise      none, and no field is accepted: %s\n",
                promise->mismatch ? promise->mismatch : "read without a calibrator");
        return;
    }
    const char *const *names = calibrator_fields(promise->calibrator);
    fprintf(
        out,
        "promise      at most %g %% of the accepted fields of a name are wrong, on pages that read clearly "
        "and on poor\n             ones each (95 %% bound on held-out documents)\n",
        100 * promise->max_error);
    for (guint on = 0; on < N_PAGE_CLASSES; on++)
        print_class(out, promise, (PageClass)on);
    for (guint i = 0; all && names[i]; i++)
        print_field(out, promise, names[i]);
}

GArray *
promise_rules(const GPtrArray *forms)
{
    GArray *rules = g_array_new(FALSE, FALSE, sizeof(FolderRule));
    for (guint i = 0; forms && i < forms->len; i++) {
        const Form *form = forms->pdata[i];
        for (guint j = 0; j < form->rules->len; j++) {
            const FormRule *rule = form->rules->pdata[j];
            FolderRule row = {form->id, rule->id, rule->fields[0], rule->fields[1]};
            if (rule->kind == RULE_RISES)
                g_array_append_val(rules, row);
        }
    }
    return rules;
}
