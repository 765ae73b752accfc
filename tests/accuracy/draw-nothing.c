/* draw-nothing.c - draw-nothing DIR N SEED: pages that hold nothing to read, or nothing that is a form: empty
 * paper, grain, specks, weave, halftone dots, strokes, blots, ruled grids. A page's kind is its number modulo
 * eight; whoever finds a field on one has invented it. */
#include <glib.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdio.h>

#define WIDTH  1240 /* A4 at 150 dpi */
#define HEIGHT 1754

typedef void (*Draw)(PIX *pix, GRand *chance);

static void
blend(PIX *pix, int x, int y, int level)
{
    if (x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT)
        pixSetPixel(pix, x, y, (l_uint32)CLAMP(level, 0, 255));
}

static void
draw_paper(PIX *pix, GRand *chance)
{
    int light = g_rand_int_range(chance, 180, 256);
    double slope = g_rand_double_range(chance, -30, 30);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            blend(pix, x, y, light + (int)(slope * x / WIDTH));
}

static void
draw_grain(PIX *pix, GRand *chance)
{
    double by = g_rand_double_range(chance, 5, 120);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            blend(pix, x, y, 200 + (int)(by * (g_rand_double(chance) + g_rand_double(chance) - 1)));
}

static void
draw_specks(PIX *pix, GRand *chance)
{
    for (int n = g_rand_int_range(chance, 500, 30000); n > 0; n--) {
        int x = g_rand_int_range(chance, 0, WIDTH), y = g_rand_int_range(chance, 0, HEIGHT);
        int size = g_rand_int_range(chance, 1, 7);
        for (int k = 0; k < size * size; k++)
            blend(pix, x + k % size, y + k / size, 20);
    }
}

static void
draw_weave(PIX *pix, GRand *chance)
{
    double across = g_rand_double_range(chance, 3, 25), down = g_rand_double_range(chance, 3, 25);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            blend(pix, x, y, (int)(150 + 60 * sin(x / across) * cos(y / down) + 60 * g_rand_double(chance)));
}

static void
draw_dots(PIX *pix, GRand *chance)
{
    int step = g_rand_int_range(chance, 6, 30), size = g_rand_int_range(chance, 2, step - 2);
    for (int y = 0; y < HEIGHT; y += step)
        for (int x = 0; x < WIDTH; x += step)
            for (int k = 0; k < size * size; k++)
                blend(pix, x + k % size, y + k / size, 30);
}

static void
draw_strokes(PIX *pix, GRand *chance)
{
    for (int n = g_rand_int_range(chance, 5, 400); n > 0; n--) {
        double x = g_rand_double_range(chance, 0, WIDTH), y = g_rand_double_range(chance, 0, HEIGHT);
        double turn = g_rand_double_range(chance, 0, 6.3), bend = g_rand_double_range(chance, -0.1, 0.1);
        for (int k = g_rand_int_range(chance, 10, 300); k > 0; k--, turn += bend)
            for (int dot = 0; dot < 9; dot++)
                blend(pix, (int)(x += cos(turn) / 9) + dot % 3, (int)(y += sin(turn) / 9) + dot / 3, 40);
    }
}

static void
draw_blots(PIX *pix, GRand *chance)
{
    for (int n = g_rand_int_range(chance, 3, 300); n > 0; n--) {
        int x = g_rand_int_range(chance, 0, WIDTH), y = g_rand_int_range(chance, 0, HEIGHT);
        int size = g_rand_int_range(chance, 4, 60), level = g_rand_int_range(chance, 10, 140);
        for (int dy = -size; dy <= size; dy++)
            for (int dx = -size; dx <= size; dx++)
                if (dx * dx + dy * dy < size * size + g_rand_int_range(chance, -size, size + 1))
                    blend(pix, x + dx, y + dy, level);
    }
}

static void
draw_grid(PIX *pix, GRand *chance)
{
    int across = g_rand_int_range(chance, 20, 200), down = g_rand_int_range(chance, 15, 90);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (x % across < 2 || y % down < 2)
                blend(pix, x, y, 30);
}

int
main(int argc, char **argv)
{
    static const Draw draws[] = {draw_paper, draw_grain,   draw_specks, draw_weave,
                                 draw_dots,  draw_strokes, draw_blots,  draw_grid};
    if (argc != 4) {
        fprintf(stderr, "usage: draw-nothing DIR N SEED\n");
        return 1;
    }
    for (int i = 0; i < atoi(argv[2]); i++) {
        g_autoptr(GRand) chance = g_rand_new_with_seed((guint32)(atoi(argv[3]) * 100003 + i));
        g_autofree char *path = g_strdup_printf("%s/nothing-%04d.tif", argv[1], i);
        PIX *pix = pixCreate(WIDTH, HEIGHT, 8);
        pixSetAllArbitrary(pix, 225);
        draws[i % G_N_ELEMENTS(draws)](pix, chance);
        pixSetResolution(pix, 150, 150);
        if (pixWrite(path, pix, IFF_TIFF_LZW)) {
            fprintf(stderr, "draw-nothing: cannot write %s\n", path);
            return 1;
        }
        pixDestroy(&pix);
    }
    return 0;
}
