/* rules.c - rules between fields. */
#include "rules.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"not-after", "same-day", "count", "value", "rises", NULL};

/* How many fields a rule of this kind is about. */
static guint
fields_of(RuleKind kind)
{
    return kind == RULE_VALUE ? 1 : 2;
}

void
rule_free(FormRule *rule)
{
    if (!rule)
        return;
    g_free(rule->id);
    g_strfreev(rule->fields);
    g_free(rule->value);
    g_free(rule);
}

FormRule *
rule_load(FormFile *file, const char *group)
{
    static const char *const keys[] = {"kind", "fields", "value", "days", NULL};
    g_autoptr(FormRule) rule = g_new0(FormRule, 1);
    g_autofree char *kind = form_file_text(file, group, "kind");
    form_file_check_keys(file, group, keys);
    if (!kind)
        form_file_wrong(file, group, "kind", "the rule has none");
    rule->id = g_strdup(group + strlen("rule "));
    rule->kind = (RuleKind)form_file_choice(file, group, "kind", kinds);
    rule->fields = form_file_list(file, group, "fields");
    rule->value = form_file_text(file, group, "value");
    rule->days = form_file_number(file, group, "days", 0, 0, 1000);
    gboolean whole = TRUE;
    if (!kind || !g_strv_contains(kinds, kind))
        return NULL;
    if (!rule->fields || g_strv_length(rule->fields) != fields_of(rule->kind))
        whole = form_file_wrong(file, group, "fields", "a rule “%s” is about %u", kinds[rule->kind],
                                fields_of(rule->kind));
    if (rule->kind == RULE_VALUE && !rule->value)
        whole = form_file_wrong(file, group, "value", "the rule has none");
    return whole ? g_steal_pointer(&rule) : NULL;
}

/* The moment in a value, in days: 1950-05-16T00:40 or a day somewhere in it; FALSE where there is none. */
static gboolean
moment_of(const char *value, double *ret)
{
    for (const char *p = value; *p; p++) {
        int year, month, day, hour = 0, minute = 0;
        if (!g_ascii_isdigit(*p) || sscanf(p, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) < 3)
            continue;
        if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
            continue;
        g_autoptr(GDate) date = g_date_new_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
        *ret = g_date_get_julian(date) + (hour * 60 + minute) / 1440.0;
        return TRUE;
    }
    return FALSE;
}

/* How many strings a JSON list holds. */
static guint
length_of(const char *list)
{
    guint count = 0;
    gboolean inside = FALSE;
    for (const char *p = list; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '"') {
            inside = !inside;
            count += inside;
        }
    }
    return count;
}

static RuleVerdict
judge_moments(const FormRule *rule, const char *first, const char *second)
{
    double a, b;
    if (!moment_of(first, &a) || !moment_of(second, &b))
        return RULE_UNKNOWN;
    if (rule->kind == RULE_NOT_AFTER)
        return a <= b + rule->days ? RULE_HOLDS : RULE_FAILS;
    return fabs(floor(a) - floor(b)) <= rule->days ? RULE_HOLDS : RULE_FAILS;
}

RuleVerdict
rule_judge(const FormRule *rule, const char *first, const char *second)
{
    if (!first || (fields_of(rule->kind) == 2 && !second))
        return RULE_UNKNOWN;
    switch (rule->kind) {
    case RULE_NOT_AFTER:
    case RULE_SAME_DAY:
        return judge_moments(rule, first, second);
    case RULE_COUNT:
        if (!g_ascii_isdigit(*first))
            return RULE_UNKNOWN;
        return strtoul(first, NULL, 10) == length_of(second) ? RULE_HOLDS : RULE_FAILS;
    case RULE_VALUE:
        return strcmp(first, rule->value) == 0 ? RULE_HOLDS : RULE_FAILS;
    case RULE_RISES:
        break;
    }
    return RULE_UNKNOWN;
}
