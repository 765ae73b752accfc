/* distance.c - edit distance over arrays of guint32. */
#include "distance.h"

#define AT(array, i) g_array_index(array, guint32, i)

guint
edit_distance(const GArray *truth, const GArray *read)
{
    guint n = read->len;
    g_autofree guint *row = g_new(guint, n + 1);
    for (guint j = 0; j <= n; j++)
        row[j] = j;
    for (guint i = 0; i < truth->len; i++) {
        guint diagonal = row[0];
        row[0] = i + 1;
        for (guint j = 0; j < n; j++) {
            guint above = row[j + 1];
            guint swap = diagonal + (AT(truth, i) != AT(read, j));
            row[j + 1] = MIN(swap, MIN(above, row[j]) + 1);
            diagonal = above;
        }
    }
    return row[n];
}

guint
edit_matches(const GArray *truth, const GArray *read, gboolean *ret_right)
{
    guint m = truth->len, n = read->len, width = n + 1;
    g_autofree guint *cost = g_new(guint, (gsize)(m + 1) * width);
    for (guint j = 0; j <= n; j++)
        cost[j] = j;
    for (guint i = 1; i <= m; i++) {
        cost[i * width] = i;
        for (guint j = 1; j <= n; j++) {
            guint swap = cost[(i - 1) * width + j - 1] + (AT(truth, i - 1) != AT(read, j - 1));
            cost[i * width + j] = MIN(swap, MIN(cost[(i - 1) * width + j], cost[i * width + j - 1]) + 1);
        }
    }
    for (guint j = 0; j < n; j++)
        ret_right[j] = FALSE;
    for (guint i = m, j = n; i > 0 && j > 0;) {
        gboolean equal = AT(truth, i - 1) == AT(read, j - 1);
        guint here = cost[i * width + j];
        if (here == cost[(i - 1) * width + j - 1] + !equal) {
            ret_right[j - 1] = equal;
            i--;
            j--;
        } else if (here == cost[(i - 1) * width + j] + 1) {
            i--;
        } else {
            j--;
        }
    }
    return cost[m * width + n];
}

guint
edit_find(const GArray *truth, const GArray *read, guint *ret_start, guint *ret_end)
{
    guint n = read->len;
    g_autofree guint *cost = g_new0(guint, n + 1);
    g_autofree guint *start = g_new(guint, n + 1);
    for (guint j = 0; j <= n; j++)
        start[j] = j;
    for (guint i = 0; i < truth->len; i++) {
        guint diagonal = cost[0], diagonal_start = start[0];
        cost[0] = i + 1;
        for (guint j = 0; j < n; j++) {
            guint above = cost[j + 1], above_start = start[j + 1];
            guint best = diagonal + (AT(truth, i) != AT(read, j));
            guint from = diagonal_start;
            if (above + 1 < best) {
                best = above + 1;
                from = above_start;
            }
            if (cost[j] + 1 < best) {
                best = cost[j] + 1;
                from = start[j];
            }
            diagonal = above;
            diagonal_start = above_start;
            cost[j + 1] = best;
            start[j + 1] = from;
        }
    }
    guint end = 0;
    for (guint j = 1; j <= n; j++)
        if (cost[j] < cost[end])
            end = j;
    *ret_start = start[end];
    *ret_end = end;
    return cost[end];
}
