/* isotonic.c - pool adjacent violators. */
#include "calibrate/isotonic.h"

#define LEAST_SHARE 40 /* a step holds at least this part of all outcomes, … */
#define LEAST       20 /* … and so many */

typedef struct {
    double sum_odds, right, count;
} Block;

static int
by_odds(const void *a, const void *b)
{
    const Outcome *x = a, *y = b;
    return (x->odds > y->odds) - (x->odds < y->odds);
}

static double
mean_of(const Block *block)
{
    return (block->right + 0.5) / (block->count + 1);
}

static void
add_block(GArray *blocks, Block block)
{
    while (blocks->len > 0) {
        Block *last = &g_array_index(blocks, Block, blocks->len - 1);
        if (last->right / last->count < block.right / block.count)
            break;
        block.sum_odds += last->sum_odds;
        block.right += last->right;
        block.count += last->count;
        g_array_set_size(blocks, blocks->len - 1);
    }
    g_array_append_val(blocks, block);
}

void
isotonic_fit(GArray *outcomes, GArray *ret_at, GArray *ret_means)
{
    g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(Block));
    guint least = MAX(LEAST, outcomes->len / LEAST_SHARE);
    Block block = {0};
    g_array_sort(outcomes, by_odds);
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = &g_array_index(outcomes, Outcome, i);
        block.sum_odds += outcome->odds;
        block.right += outcome->right;
        block.count++;
        if (block.count < least && i + 1 < outcomes->len)
            continue;
        add_block(blocks, block);
        block = (Block){0};
    }
    double last = 0;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *one = &g_array_index(blocks, Block, i);
        double at = one->sum_odds / one->count, mean = last = MAX(mean_of(one), last);
        g_array_append_val(ret_at, at);
        g_array_append_val(ret_means, mean);
    }
}
