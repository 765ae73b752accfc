/* corrections.c - rows of what persons decided, replayed to what they come to. */
#include "corrections.h"
#include "record.h"
#include <string.h>

struct CorrectionReplay {
    GHashTable *stacks; /* field -> GPtrArray of Decision, the last one counts */
};

static void
decision_free(void *data)
{
    Decision *decision = data;
    g_free(decision->who);
    g_free(decision->at);
    g_free(decision->decision);
    g_free(decision->was);
    g_free(decision->value);
    g_free(decision->first_who);
    g_free(decision->first_value);
    g_free(decision);
}

CorrectionReplay *
correction_replay_new(void)
{
    CorrectionReplay *replay = g_new0(CorrectionReplay, 1);
    replay->stacks =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return replay;
}

void
correction_replay_free(CorrectionReplay *replay)
{
    if (!replay)
        return;
    g_hash_table_unref(replay->stacks);
    g_free(replay);
}

static GPtrArray *
find_stack(const CorrectionReplay *replay, const char *field)
{
    GPtrArray *stack = g_hash_table_lookup(replay->stacks, field);
    if (!stack) {
        stack = g_ptr_array_new_with_free_func(decision_free);
        g_hash_table_insert(replay->stacks, g_strdup(field), stack);
    }
    return stack;
}

static Decision *
decision_new(const CorrectionRow *row)
{
    gboolean same = g_strcmp0(row->was, row->becomes) == 0;
    Decision *decision = g_new0(Decision, 1);
    *decision = (Decision){
        .number = row->number,
        .batch = row->batch,
        .who = g_strdup(row->who),
        .at = g_strdup(row->at),
        .decision = g_strdup(row->decision ? row->decision
                             : same        ? "confirm"
                                           : "edit"),
        .was = g_strdup(row->was),
        .value = g_strdup(row->becomes),
        .seconds = row->seconds,
    };
    return decision;
}

/* A second reading answers the last first one. */
static void
answer_first(Decision *decision, const GPtrArray *stack)
{
    for (guint i = stack->len; i > 0; i--) {
        const Decision *first = stack->pdata[i - 1];
        if (strcmp(first->decision, "first") != 0)
            continue;
        decision->first_who = g_strdup(first->who);
        decision->first_value = g_strdup(first->value);
        decision->settled = g_strcmp0(first->value, decision->value) == 0;
        return;
    }
}

static void
settle(Decision *decision, const GPtrArray *stack)
{
    static const char *const open[] = {"unsure", "other", "first", NULL};
    if (strcmp(decision->decision, "second") == 0)
        answer_first(decision, stack);
    else
        decision->settled = !g_strv_contains(open, decision->decision);
}

static Quad
quad_in(const char *change)
{
    g_autoptr(GError) ignored = NULL;
    Annotation annotation = {0};
    gboolean removed;
    if (change && record_load_annotation_change(change, &annotation, &removed, &ignored))
        g_free(annotation.text);
    return annotation.quad;
}

/* A decision that leaves the place of an annotation as it is takes it from the one before. */
static void
place_annotation(Decision *decision, const GPtrArray *stack)
{
    const Decision *below = stack->len ? stack->pdata[stack->len - 1] : NULL;
    decision->added = below ? below->added : decision->was == NULL;
    decision->found = below ? below->found : quad_in(decision->was);
    decision->quad = quad_in(decision->value);
    if (quad_is_nowhere(&decision->quad))
        decision->quad = below ? below->quad : decision->found;
}

gboolean
correction_replay_row(const CorrectionRow *row, gpointer user_data, GError **error)
{
    const CorrectionReplay *replay = user_data;
    GPtrArray *stack = find_stack(replay, row->field);
    guint number;
    if (g_strcmp0(row->decision, "undo") == 0) {
        if (stack->len > 0)
            g_ptr_array_set_size(stack, (gint)stack->len - 1);
        return TRUE;
    }
    Decision *decision = decision_new(row);
    settle(decision, stack);
    if (correction_place(row->field, 'a', &number))
        place_annotation(decision, stack);
    g_ptr_array_add(stack, decision);
    return TRUE;
}

GHashTable *
correction_replay_end(CorrectionReplay *replay)
{
    GHashTable *decisions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, decision_free);
    GHashTableIter row;
    gpointer field, stack;
    g_hash_table_iter_init(&row, replay->stacks);
    while (g_hash_table_iter_next(&row, &field, &stack)) {
        guint depth = ((GPtrArray *)stack)->len;
        if (depth > 0)
            g_hash_table_insert(decisions, g_strdup(field), g_ptr_array_steal_index(stack, depth - 1));
    }
    correction_replay_free(replay);
    return decisions;
}

GHashTable *
corrections_load(Store *store, const char *page, GError **error)
{
    g_autoptr(CorrectionReplay) replay = correction_replay_new();
    if (!store_each_correction(store, page, correction_replay_row, replay, error))
        return NULL;
    return correction_replay_end(g_steal_pointer(&replay));
}

gboolean
correction_place(const char *field, char kind, guint *ret_number)
{
    guint64 number;
    if (field[0] != kind || !g_ascii_string_to_unsigned(field + 1, 10, 0, G_MAXUINT, &number, NULL))
        return FALSE;
    *ret_number = (guint)number;
    return TRUE;
}
