/* test-budget.c - limits: the value itself is let through, one more is refused, and the message tells both.
 */
#include "budget.h"
#include "error.h"
#include <string.h>

static const Budget small = {.side_px = 1000, .pixels = 500000, .ratio = 10, .ratio_free = 1000};

static const struct {
    guint width, height, bits;
    gint64 bytes;
    int code; /* -1: let through */
    const char *message;
} rows[] = {
    {1, 1, 1, 1, -1, NULL},
    {0, 100, 8, 100, VERNO_ERROR_DAMAGED, "the page is 0 x 100 pixels"},
    {100, 0, 8, 100, VERNO_ERROR_DAMAGED, "the page is 100 x 0 pixels"},
    {1000, 10, 8, 10000, -1, NULL},
    {1001, 10, 8, 10000, VERNO_ERROR_UNSUPPORTED, "1001 x 10 pixels: a side is over the limit of 1000 px"},
    {10, 1001, 8, 10000, VERNO_ERROR_UNSUPPORTED, "10 x 1001 pixels: a side is over the limit of 1000 px"},
    {1000, 500, 8, 100000, -1, NULL},
    {1000, 501, 8, 100000, VERNO_ERROR_UNSUPPORTED,
     "1000 x 501 pixels: 1 megapixels are over the limit of 0"},
    {G_MAXUINT, G_MAXUINT, 64, 10, VERNO_ERROR_UNSUPPORTED, "over the limit of 1000 px"},
    {50, 20, 8, 1, -1, NULL},   /* 1000 bytes are free of the ratio */
    {51, 20, 8, 102, -1, NULL}, /* 1020 bytes from 102: 10 to 1 */
    {51, 20, 8, 92, VERNO_ERROR_UNSUPPORTED, "92 bytes decode to 1020: over the limit of 10 to 1"},
    {51, 20, 8, 1, VERNO_ERROR_UNSUPPORTED, "1 bytes decode to 1020: over the limit of 10 to 1"},
    {51, 160, 1, 102, -1, NULL}, /* bits a pixel count */
    {51, 20, 8, 0, -1, NULL},    /* size of the file unknown */
};

static void
test_edges(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gboolean passed =
            budget_check_page(&small, rows[i].width, rows[i].height, rows[i].bits, rows[i].bytes, &error);
        g_test_message("%u x %u, %u bits, %d bytes: %s", rows[i].width, rows[i].height, rows[i].bits,
                       (int)rows[i].bytes, error ? error->message : "passed");
        g_assert_cmpint(passed, ==, rows[i].code < 0);
        if (passed)
            continue;
        g_assert_error(error, VERNO_ERROR, rows[i].code);
        g_assert_nonnull(strstr(error->message, rows[i].message));
    }
}

/* The pages an archive holds pass by default: A4 at 600 dpi in colour, A3 at 400, a blank A4 page in Group 4.
 */
static void
test_default(void)
{
    const Budget *b = &budget_default;
    g_assert_true(budget_check_page(b, 4960, 7016, 24, 50 << 20, NULL));
    g_assert_true(budget_check_page(b, 4677, 6614, 24, 1 << 20, NULL));
    g_assert_true(budget_check_page(b, 4960, 7016, 1, 400, NULL));
    g_assert_false(budget_check_page(b, b->side_px + 1, 10, 1, 1 << 20, NULL));
    g_assert_true(budget_check_page(b, 15000, 16000, 8, 1 << 20, NULL));
    g_assert_false(budget_check_page(b, 16000, 16000, 8, 1 << 20, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/budget/edges", test_edges);
    g_test_add_func("/budget/default", test_default);
    return g_test_run();
}
