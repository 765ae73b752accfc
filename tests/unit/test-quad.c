/* test-quad.c - maps and quadrilaterals: quarter turns, inverses, order of corners, and the page's map
 * through a chain of new pictures. */
#include "page.h"
#include <math.h>

#define NEAR 1e-9

static void
assert_point(Point got, double x, double y)
{
    g_assert_cmpfloat_with_epsilon(got.x, x, NEAR);
    g_assert_cmpfloat_with_epsilon(got.y, y, NEAR);
}

/* Where the corners of a 30 x 20 picture, clockwise from its top left, stand once it is turned. */
static const struct {
    int turns;
    Point corners[4];
} turned[] = {
    {0, {{0, 0}, {30, 0}, {30, 20}, {0, 20}}},  {1, {{20, 0}, {20, 30}, {0, 30}, {0, 0}}},
    {2, {{30, 20}, {0, 20}, {0, 0}, {30, 0}}},  {3, {{0, 30}, {0, 0}, {20, 0}, {20, 30}}},
    {-1, {{0, 30}, {0, 0}, {20, 0}, {20, 30}}}, {5, {{20, 0}, {20, 30}, {0, 30}, {0, 0}}},
};

static void
test_quarter_turns(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(turned); i++) {
        Quad quad = affine_quad(affine_quarter_turns(turned[i].turns, 30, 20), quad_from_rect(0, 0, 30, 20));
        for (guint c = 0; c < 4; c++)
            assert_point(quad.p[c], turned[i].corners[c].x, turned[i].corners[c].y);
    }
}

/* The map and what Leptonica does to the pixels are the same turn. */
static void
test_turns_pixels(void)
{
    for (int turns = 1; turns < 4; turns++) {
        PIX_AUTO *pix = pixCreate(30, 20, 8);
        pixSetPixel(pix, 4, 3, 200);
        PIX_AUTO *after = pixRotateOrth(pix, turns);
        Point at = affine_point(affine_quarter_turns(turns, 30, 20), (Point){4.5, 3.5});
        l_uint32 value = 0;
        pixGetPixel(after, (int)floor(at.x), (int)floor(at.y), &value);
        g_assert_cmpuint(value, ==, 200);
    }
}

static const Affine maps[] = {
    {1, 0, 0, 0, 1, 0},
    {1, 0, 17.5, 0, 1, -3},
    {2, 0, 0, 0, 0.25, 0},
    {0, -1, 300, 1, 0, 0},
    {0.9848, -0.1736, 40, 0.1736, 0.9848, -12},
    {1.3, 0.2, -900, -0.4, 0.7, 1e4},
};

static void
test_inverse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(maps); i++)
        for (guint j = 0; j < G_N_ELEMENTS(maps); j++) {
            Affine both = affine_then(maps[i], maps[j]);
            Point there = affine_point(both, (Point){123.25, 45.75});
            Point by_steps = affine_point(maps[j], affine_point(maps[i], (Point){123.25, 45.75}));
            g_assert_cmpfloat_with_epsilon(there.x, by_steps.x, 1e-6);
            g_assert_cmpfloat_with_epsilon(there.y, by_steps.y, 1e-6);
            Point back = affine_point(affine_invert(both), there);
            g_assert_cmpfloat_with_epsilon(back.x, 123.25, 1e-6);
            g_assert_cmpfloat_with_epsilon(back.y, 45.75, 1e-6);
        }
}

static void
test_no_inverse(void)
{
    if (g_test_subprocess()) {
        affine_invert((Affine){1, 2, 0, 2, 4, 0});
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

static void
test_bounds_and_area(void)
{
    static const struct {
        Quad quad;
        double bounds[4], area;
    } rows[] = {
        {{{{0, 0}, {4, 0}, {4, 3}, {0, 3}}}, {0, 0, 4, 3}, 12},
        {{{{4, 3}, {0, 3}, {0, 0}, {4, 0}}}, {0, 0, 4, 3}, 12}, /* upside down */
        {{{{2, 0}, {4, 2}, {2, 4}, {0, 2}}}, {0, 0, 4, 4}, 8},
        {{{{-1, -2}, {1, -2}, {1, 2}, {-1, 2}}}, {-1, -2, 1, 2}, 8},
        {{{{5, 5}, {5, 5}, {5, 5}, {5, 5}}}, {5, 5, 5, 5}, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        double b[4];
        quad_bounds(&rows[i].quad, &b[0], &b[1], &b[2], &b[3]);
        for (guint k = 0; k < 4; k++)
            g_assert_cmpfloat_with_epsilon(b[k], rows[i].bounds[k], NEAR);
        g_assert_cmpfloat_with_epsilon(quad_area(&rows[i].quad), rows[i].area, NEAR);
    }
}

/* ---- the page's map ---- */

static const struct {
    int turns, rotation;
} rotations[] = {{0, 0}, {1, 270}, {2, 180}, {3, 90}};

/* Turned upright by `turns` clockwise, scaled, cropped: the first corner of a word is still the text's own
 * top left. */
static void
test_page_map(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rotations); i++) {
        g_autoptr(Page) page = page_new();
        page_take_original(page, pixCreate(300, 200, 8));
        Affine turn = affine_quarter_turns(rotations[i].turns, 300, 200);
        page_take_image(page, pixRotateOrth(page->original, rotations[i].turns), &turn);
        double w = pixGetWidth(page->image), h = pixGetHeight(page->image);
        Affine scale = affine_scale(2, 2), crop = affine_translate(-20, -40);
        page_take_image(page, pixCreate(2 * w, 2 * h, 8), &scale);
        page_take_image(page, pixCreate(2 * w - 20, 2 * h - 40, 8), &crop);
        page_refresh_rotation(page);
        g_assert_cmpint(page->rotation, ==, rotations[i].rotation);
        /* The top left pixel of the working picture is pixel 10, 20 of the turned one. */
        Quad stored = page_to_stored(page, quad_from_rect(0, 0, 40, 10));
        Quad want = affine_quad(affine_invert(turn), quad_from_rect(10, 20, 20, 5));
        Quad back = page_from_stored(page, stored);
        for (guint c = 0; c < 4; c++) {
            assert_point(stored.p[c], want.p[c].x, want.p[c].y);
            assert_point(back.p[c], c == 1 || c == 2 ? 40 : 0, c > 1 ? 10 : 0);
        }
    }
}

static void
test_page_ink(void)
{
    g_autoptr(Page) page = page_new();
    page_take_original(page, pixCreate(30, 20, 8));
    page_take_ink(page, pixCreate(30, 20, 1));
    page_take_image(page, pixCreate(30, 20, 8), NULL); /* only re-toned: the ink stays */
    g_assert_nonnull(page->ink);
    g_assert_true(page->parts & PART_INK);
    Affine scale = affine_scale(2, 2);
    page_take_image(page, pixCreate(60, 40, 8), &scale);
    g_assert_null(page->ink);
    g_assert_false(page->parts & PART_INK);
    g_assert_cmpint(pixGetWidth(page->original), ==, 30);
}

static void
test_page_ink_of_other_size(void)
{
    if (g_test_subprocess()) {
        g_autoptr(Page) page = page_new();
        page_take_original(page, pixCreate(30, 20, 8));
        page_take_ink(page, pixCreate(31, 20, 1));
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

static void
test_page_verdict(void)
{
    g_autoptr(Page) page = page_new();
    page_remark(page, "deskew", "abstained", "%d lines", 2);
    g_assert_cmpint(page->verdict, ==, VERDICT_GOOD);
    g_assert_true(page_has_remark(page, "deskew", "abstained"));
    g_assert_false(page_has_remark(page, "deskew", "abstain"));
    page_doubt(page, "doubts", "low-confidence", "%d %%", 40);
    g_assert_cmpint(page->verdict, ==, VERDICT_DOUBTFUL);
}

static void
test_line_text(void)
{
    g_autoptr(Page) page = page_new();
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(0, 0, 100, 10));
    line_add_word(line, "об\"единение", quad_from_rect(0, 0, 50, 10), 1);
    line_add_word(line, "я", quad_from_rect(60, 0, 5, 10), 0.4);
    line_refresh(line);
    g_assert_cmpstr(line->text, ==, "об\"единение я");
    g_assert_null(line->raw);
    g_assert_cmpfloat_with_epsilon(line->confidence, (11 + 0.4) / 12, NEAR); /* by characters, not bytes */
    Word *spaced = line_add_word(line, "ПЕКИН", quad_from_rect(70, 0, 30, 10), 1);
    spaced->raw = g_strdup("П Е К И Н");
    line_refresh(line);
    g_assert_cmpstr(line->raw, ==, "об\"единение я П Е К И Н");
    line_clear_words(line);
    g_assert_cmpstr(line->text, ==, "");
    g_assert_null(line->raw);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quad/quarter-turns", test_quarter_turns);
    g_test_add_func("/quad/turns-pixels", test_turns_pixels);
    g_test_add_func("/quad/inverse", test_inverse);
    g_test_add_func("/quad/no-inverse", test_no_inverse);
    g_test_add_func("/quad/bounds-and-area", test_bounds_and_area);
    g_test_add_func("/page/map", test_page_map);
    g_test_add_func("/page/ink", test_page_ink);
    g_test_add_func("/page/ink-of-other-size", test_page_ink_of_other_size);
    g_test_add_func("/page/verdict", test_page_verdict);
    g_test_add_func("/page/line-text", test_line_text);
    return g_test_run();
}
