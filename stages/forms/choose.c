/* choose.c - fields of a page against each other.
 *
 * A digit that one field leaves open is often plain in another: the telegram is received and sent on the day
 * that the typist's note gives. Of all combinations of what the fields may say, the one that is likeliest
 * together with the rules it keeps is taken. */
#include "reading.h"
#include <math.h>
#include <string.h>

#define MOST   5    /* fields whose candidates are combined */
#define BREACH 0.05 /* a rule is broken on one page of twenty, and by most wrong readings */

/* A field that may say several things. */
typedef struct {
    const char *name;
    Candidates *candidates;
    guint chosen;
} Open;

/* What the field says in this combination; NULL where it says nothing. */
static const char *
value_of(const FieldReading *reading, const GArray *open, const char *name)
{
    for (guint i = 0; i < open->len; i++) {
        const Open *field = &g_array_index(open, Open, i);
        if (strcmp(field->name, name) == 0)
            return ((const Candidate *)field->candidates->all->pdata[field->chosen])->value;
    }
    const Field *field = page_find_field(reading->page, name);
    return field ? field->value : NULL;
}

static RuleVerdict
judge(const FieldReading *reading, const GArray *open, const FormRule *rule)
{
    const char *second = rule->fields[1] ? value_of(reading, open, rule->fields[1]) : NULL;
    return rule_judge(rule, value_of(reading, open, rule->fields[0]), second);
}

/* Logarithm of how likely this combination is. */
static double
weigh(const FieldReading *reading, const GArray *open)
{
    double sum = 0;
    for (guint i = 0; i < open->len; i++) {
        const Open *field = &g_array_index(open, Open, i);
        sum += log(((const Candidate *)field->candidates->all->pdata[field->chosen])->weight + 1e-9);
    }
    const GPtrArray *rules = reading->zones.form->rules;
    for (guint i = 0; i < rules->len; i++) {
        const FormRule *rule = rules->pdata[i];
        if (rule->kind != RULE_COUNT && judge(reading, open, rule) == RULE_FAILS)
            sum += log(BREACH);
    }
    return sum;
}

/* The next combination, as a counter goes on; FALSE after the last. */
static gboolean
next_combination(GArray *open)
{
    for (guint i = 0; i < open->len; i++) {
        Open *field = &g_array_index(open, Open, i);
        if (++field->chosen < MIN(MOST, field->candidates->all->len))
            return TRUE;
        field->chosen = 0;
    }
    return FALSE;
}

/* Fields with candidates that some rule speaks of; of Open. */
static GArray *
find_open(const FieldReading *reading)
{
    GArray *open = g_array_new(FALSE, FALSE, sizeof(Open));
    const GPtrArray *rules = reading->zones.form->rules;
    for (guint i = 0; i < rules->len; i++)
        for (char **name = ((const FormRule *)rules->pdata[i])->fields; *name; name++) {
            Candidates *candidates = g_hash_table_lookup(reading->candidates, *name);
            gboolean known = !candidates || candidates->all->len == 0 || open->len == MOST;
            for (guint j = 0; j < open->len && !known; j++)
                known = strcmp(g_array_index(open, Open, j).name, *name) == 0;
            Open field = {*name, candidates, 0};
            if (!known)
                g_array_append_val(open, field);
        }
    return open;
}

/* The best combination's values come first in their lists. */
static void
choose(const FieldReading *reading, GArray *open)
{
    guint best[MOST] = {0};
    double most = -G_MAXDOUBLE;
    do {
        double weight = weigh(reading, open);
        if (weight <= most)
            continue;
        most = weight;
        for (guint i = 0; i < open->len; i++)
            best[i] = g_array_index(open, Open, i).chosen;
    } while (next_combination(open));
    for (guint i = 0; i < open->len; i++) {
        const Open *field = &g_array_index(open, Open, i);
        if (best[i] == 0)
            continue;
        gpointer chosen = g_ptr_array_steal_index(field->candidates->all, best[i]);
        g_ptr_array_insert(field->candidates->all, 0, chosen);
        Field *on_page = page_find_field(reading->page, field->name);
        reading_settle(reading, on_page, field->candidates);
    }
}

static void
apply(const FieldReading *reading, const FormRule *rule, RuleVerdict verdict)
{
    g_autofree char *reason = g_strconcat("rule_failed:", rule->id, NULL);
    for (char **name = rule->fields; *name; name++) {
        Field *field = page_find_field(reading->page, *name);
        field->evidence[verdict == RULE_FAILS ? EVIDENCE_BROKEN : EVIDENCE_KEPT]++;
        if (verdict == RULE_FAILS)
            field_add_reason(field, reason);
    }
}

void
reading_choose(const FieldReading *reading)
{
    g_autoptr(GArray) open = find_open(reading);
    if (open->len > 0)
        choose(reading, open);
    g_array_set_size(open, 0);
    const GPtrArray *rules = reading->zones.form->rules;
    for (guint i = 0; i < rules->len; i++) {
        const FormRule *rule = rules->pdata[i];
        RuleVerdict verdict = judge(reading, open, rule);
        if (verdict != RULE_UNKNOWN)
            apply(reading, rule, verdict);
    }
}
