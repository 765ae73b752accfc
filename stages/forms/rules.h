/* rules.h - what must hold between the fields of a page, as data: [rule ID] of a form's description.
 *
 *   kind    not-after  the first field's moment lies at most `days` (0) after the second's
 *           same-day   their days are at most `days` apart
 *           count      the number that begins the first field is the length of the second's list
 *           value      the field is `value`
 *           rises      over a folder: the first field's number rises with the second's moment
 *   fields  one name or two
 *
 * A rule that fails names itself in the field's reasons (rule_failed:ID) and sends the field to a person; one
 * that holds is evidence for them. Where a field may say several things, what agrees with the others is the
 * likelier: `not-after`, `same-day` and `value` choose among what was offered, and nothing else. */
#pragma once
#include "form-file.h"

typedef enum { RULE_NOT_AFTER, RULE_SAME_DAY, RULE_COUNT, RULE_VALUE, RULE_RISES } RuleKind;

typedef struct {
    char *id;
    RuleKind kind;
    char **fields;
    double days;
    char *value;
} FormRule;

typedef enum { RULE_UNKNOWN, RULE_HOLDS, RULE_FAILS } RuleVerdict;

/* To free; NULL where the group makes no rule: a problem of the file. */
FormRule *rule_load(FormFile *file, const char *group);
void rule_free(FormRule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormRule, rule_free)

/* Unknown where a value is missing or does not hold what the rule is about. `second` may be NULL. */
RuleVerdict rule_judge(const FormRule *rule, const char *first, const char *second);
