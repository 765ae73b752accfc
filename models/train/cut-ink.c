/* cut-ink.c - pages as the network of `ink` sees them, each with the truth about its ink.
 *
 * cut-ink PAGES INK OUT [FIRST STEP]: PAGES and INK are what `verno sample PAGES --ink INK` drew. Each page
 * goes through verno's own stages up to `ink`; what the network will see goes to OUT/NAME.view.png, and to
 * OUT/NAME.kinds.png, grey, the InkKind bits of the same pixels (a kind that covers a fifth of a pixel is
 * there). FIRST and STEP take every STEP-th page only, for several processes. Pages that a stage refuses are
 * left out and named.
 *
 * A JPEG with NAME.alto.xml beside it is a real page whose typed lines are known: there the ink of the lines
 * is typed, and all else has the bit UNKNOWN: nobody learns from it. */
#include "eval/gold.h"
#include "ink-kind.h"
#include "plan.h"
#include "reader.h"
#include "stages.h"
#include "stages/layout/ink-view.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNKNOWN = 128 };

static Plan *
plan_before_ink(GError **error)
{
    static const Stage *stages[64];
    guint n = 0;
    for (; strcmp(all_stages[n]->name, "ink") != 0; n++)
        stages[n] = all_stages[n];
    return plan_new(stages, NULL, error);
}

static gboolean
read_page(Plan *plan, const char *scan, Page *page, GError **error)
{
    int fd = open(scan, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s cannot be opened", scan);
        return FALSE;
    }
    const Reader *reader = all_readers[g_str_has_suffix(scan, ".jpg") ? 2 : 0];
    gboolean done = reader->read(fd, 1, &budget_default, page, error) && plan_run(plan, page, NULL, error);
    close(fd);
    return done;
}

/* The kinds that cover a fifth of the stored pixels below one pixel of the view. */
static guint
kinds_at(PIX *kinds, Quad quad)
{
    double x0, y0, x1, y1;
    guint counts[8] = {0}, total = 0, bits = 0;
    quad_bounds(&quad, &x0, &y0, &x1, &y1);
    for (int y = MAX(0, (int)(y0 + 0.5));
         y < MIN((int)pixGetHeight(kinds), MAX((int)(y1 + 0.5), (int)(y0 + 1.5))); y++)
        for (int x = MAX(0, (int)(x0 + 0.5));
             x < MIN((int)pixGetWidth(kinds), MAX((int)(x1 + 0.5), (int)(x0 + 1.5))); x++, total++) {
            l_uint32 value = GET_DATA_BYTE(pixGetData(kinds) + (gsize)y * (gsize)pixGetWpl(kinds), x);
            for (int k = 0; value >> k; k++)
                counts[k] += value >> k & 1;
        }
    for (int k = 0; k < 8; k++)
        if (5 * counts[k] >= total && counts[k] > 0)
            bits |= 1u << k;
    return bits;
}

/* The drawn truth of each pixel of the view. */
static PIX *
drawn_kinds(const char *path, PIX *view, Affine to_stored, GError **error)
{
    PIX_AUTO *kinds = pixRead(path);
    if (!kinds) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s cannot be read", path);
        return NULL;
    }
    PIX *small = pixCreate(pixGetWidth(view), pixGetHeight(view), 8);
    for (int y = 0; y < (int)pixGetHeight(small); y++)
        for (int x = 0; x < (int)pixGetWidth(small); x++)
            SET_DATA_BYTE(pixGetData(small) + (gsize)y * (gsize)pixGetWpl(small), x,
                          kinds_at(kinds, affine_quad(to_stored, quad_from_rect(x, y, 1, 1))));
    return small;
}

/* Where the truth has typed lines, all is typed. */
static PIX *
real_kinds(const char *path, PIX *view, Affine to_stored, GError **error)
{
    g_autoptr(Gold) gold = gold_load(path, error);
    if (!gold)
        return NULL;
    PIX *small = pixCreate(pixGetWidth(view), pixGetHeight(view), 8);
    pixSetAllArbitrary(small, UNKNOWN);
    for (guint i = 0; i < gold->page->lines->len; i++) {
        double x0, y0, x1, y1;
        Quad quad = affine_quad(affine_invert(to_stored), ((Line *)gold->page->lines->pdata[i])->quad);
        quad_bounds(&quad, &x0, &y0, &x1, &y1);
        BOX *box = boxCreate((int)x0, (int)y0, (int)(x1 - x0) + 1, (int)(y1 - y0) + 1);
        pixSetInRectArbitrary(small, box, INK_TYPED);
        boxDestroy(&box);
    }
    return small;
}

static gboolean
cut_page(Plan *plan, char **dirs, const char *file, GError **error)
{
    gboolean real = g_str_has_suffix(file, ".jpg");
    g_autofree char *name = g_strndup(file, strlen(file) - 4);
    g_autofree char *scan = g_build_filename(dirs[0], file, NULL);
    g_autofree char *truth =
        g_strdup_printf("%s/%s%s", dirs[real ? 0 : 1], name, real ? ".alto.xml" : "-p1.ink.png");
    g_autofree char *view_path = g_strdup_printf("%s/%s.view.png", dirs[2], name);
    g_autofree char *kinds_path = g_strdup_printf("%s/%s.kinds.png", dirs[2], name);
    g_autoptr(Page) page = page_new();
    if (!read_page(plan, scan, page, error))
        return FALSE;
    Affine to_working;
    PIX_AUTO *view = ink_view(page, &to_working);
    Affine to_stored = affine_then(to_working, page->to_original);
    PIX_AUTO *kinds =
        real ? real_kinds(truth, view, to_stored, error) : drawn_kinds(truth, view, to_stored, error);
    if (!kinds)
        return FALSE;
    pixWrite(view_path, view, IFF_PNG);
    pixWrite(kinds_path, kinds, IFF_PNG);
    return TRUE;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int
main(int argc, char **argv)
{
    if (argc != 4 && argc != 6) {
        g_printerr("usage: cut-ink PAGES INK OUT [FIRST STEP]\n");
        return EXIT_FAILURE;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Plan) plan = plan_before_ink(&error);
    g_autoptr(GDir) dir =
        plan && plan_open(plan, &(StageEnv){0}, &error) ? g_dir_open(argv[1], 0, &error) : NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!dir) {
        g_printerr("cut-ink: %s\n", error->message);
        return EXIT_FAILURE;
    }
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        if (g_str_has_suffix(name, ".tif") || g_str_has_suffix(name, ".jpg"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    guint first = argc == 6 ? (guint)atoi(argv[4]) : 0, step = argc == 6 ? (guint)MAX(1, atoi(argv[5])) : 1;
    for (guint i = first; i < names->len; i += step)
        if (!cut_page(plan, argv + 1, names->pdata[i], &error)) {
            g_printerr("cut-ink: %s: %s\n", (char *)names->pdata[i], error->message);
            g_clear_error(&error);
        }
    return EXIT_SUCCESS;
}
