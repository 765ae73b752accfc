/* lattice.c - n best readings of independent characters, by best-first search. */
#include "lattice.h"
#include <math.h>
#include <string.h>

#define CHOICES 5

typedef struct {
    const char *text[CHOICES];
    double cost[CHOICES]; /* -ln p, rising */
    guint count;
    char before; /* a blank, a line's end or nothing */
} Slot;

typedef struct {
    double cost;
    guint last; /* slots before it are not changed any more: no reading comes twice */
    guint8 *choice;
} Node;

struct Lattice {
    Slot *slots;
    guint count, given;
    GSequence *open; /* of Node by cost */
    GPtrArray *texts;
};

static void
node_free(Node *node)
{
    g_free(node->choice);
    g_free(node);
}

static int
by_cost(const void *a, const void *b, void *unused)
{
    double x = ((const Node *)a)->cost, y = ((const Node *)b)->cost;
    return (x > y) - (x < y);
}

static void
add_choice(Slot *slot, const char *text, double probability)
{
    if (probability < 0.002 || slot->count == CHOICES || !*text)
        return;
    for (guint i = 0; i < slot->count; i++)
        if (strcmp(slot->text[i], text) == 0)
            return;
    double cost = MAX(-log(probability), slot->count > 0 ? slot->cost[slot->count - 1] : 0);
    slot->text[slot->count] = text;
    slot->cost[slot->count++] = cost;
}

/* What second looks at the word read where this glyph stands; only looks of as many characters tell. */
static void
add_looks(Lattice *lattice, Slot *slot, const Glyph *glyph)
{
    const GArray *looks = glyph->word->alternatives;
    for (guint i = 0; looks && i < looks->len; i++) {
        const Alternative *look = &g_array_index(looks, Alternative, i);
        if (g_utf8_strlen(look->text, -1) != (glong)glyph->word->symbols->len)
            continue;
        char *letter = g_utf8_substring(look->text, glyph->at, glyph->at + 1);
        g_ptr_array_add(lattice->texts, letter);
        add_choice(slot, letter, 0.3 * MAX(look->probability, 0.05));
    }
}

Lattice *
lattice_new(const Glyph *const *glyphs, guint count, const char *before)
{
    Lattice *lattice = g_new0(Lattice, 1);
    lattice->slots = g_new0(Slot, MAX(count, 1));
    lattice->count = count;
    lattice->texts = g_ptr_array_new_with_free_func(g_free);
    lattice->open = g_sequence_new((GDestroyNotify)node_free);
    Node *start = g_new0(Node, 1);
    start->choice = g_new0(guint8, count + 1);
    for (guint i = 0; i < count; i++) {
        Slot *slot = &lattice->slots[i];
        const Symbol *symbol = glyphs[i]->symbol;
        slot->before = before[i];
        add_choice(slot, symbol->text, CLAMP(symbol->confidence, 0.01, 1));
        for (guint j = 0; symbol->alternatives && j < symbol->alternatives->len; j++) {
            const Alternative *row = &g_array_index(symbol->alternatives, Alternative, j);
            add_choice(slot, row->text, row->probability);
        }
        add_looks(lattice, slot, glyphs[i]);
        start->cost += slot->count > 0 ? slot->cost[0] : 0;
    }
    g_sequence_insert_sorted(lattice->open, start, by_cost, NULL);
    return lattice;
}

void
lattice_free(Lattice *lattice)
{
    if (!lattice)
        return;
    g_sequence_free(lattice->open);
    g_ptr_array_unref(lattice->texts);
    g_free(lattice->slots);
    g_free(lattice);
}

static void
push_next(Lattice *lattice, const Node *node)
{
    for (guint i = node->last; i < lattice->count; i++) {
        const Slot *slot = &lattice->slots[i];
        guint now = node->choice[i];
        if (now + 1 >= slot->count)
            continue;
        Node *next = g_new0(Node, 1);
        next->choice = g_memdup2(node->choice, lattice->count + 1);
        next->choice[i]++;
        next->last = i;
        next->cost = node->cost + slot->cost[now + 1] - slot->cost[now];
        g_sequence_insert_sorted(lattice->open, next, by_cost, NULL);
    }
}

char *
lattice_next(Lattice *lattice, double *ret_probability)
{
    GSequenceIter *first = g_sequence_get_begin_iter(lattice->open);
    if (g_sequence_iter_is_end(first) || lattice->given >= LATTICE_MOST)
        return NULL;
    lattice->given++;
    const Node *node = g_sequence_get(first);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lattice->count; i++) {
        const Slot *slot = &lattice->slots[i];
        if (slot->before)
            g_string_append_c(text, slot->before);
        if (slot->count > 0)
            g_string_append(text, slot->text[node->choice[i]]);
    }
    *ret_probability = exp(-node->cost);
    push_next(lattice, node);
    g_sequence_remove(first);
    return g_string_free(text, FALSE);
}
