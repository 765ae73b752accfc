/* sketch.c - MinHash over runs of five letters. */
#include "sketch.h"

#define RUN 5

/* The finaliser of SplitMix64 (G. Steele et al., Fast splittable pseudorandom number generators, 2014). */
static guint64
mix(guint64 x)
{
    x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void
add_run(Sketch *sketch, const gunichar *letters)
{
    guint64 run = 0;
    for (guint i = 0; i < RUN; i++)
        run = run * 1000003 + letters[i];
    for (guint i = 0; i < SKETCH_SIZE; i++) {
        guint32 hash = (guint32)(mix(run + (guint64)(i + 1) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)) >> 32);
        sketch->least[i] = MIN(sketch->least[i], hash);
    }
    sketch->runs++;
}

void
sketch_make(Sketch *ret_sketch, const char *text)
{
    g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_unichar_tolower(g_utf8_get_char(p));
        if (g_unichar_isalnum(c))
            g_array_append_val(letters, c);
    }
    ret_sketch->runs = 0;
    for (guint i = 0; i < SKETCH_SIZE; i++)
        ret_sketch->least[i] = G_MAXUINT32;
    for (guint i = 0; i + RUN <= letters->len; i++)
        add_run(ret_sketch, &g_array_index(letters, gunichar, i));
}

double
sketch_compare(const Sketch *a, const Sketch *b)
{
    guint same = 0;
    for (guint i = 0; i < SKETCH_SIZE; i++)
        same += a->least[i] == b->least[i];
    return a->runs > 0 && b->runs > 0 ? (double)same / SKETCH_SIZE : 0;
}

guint64
sketch_band(const Sketch *sketch, guint band)
{
    guint64 sum = band;
    for (guint i = 0; i < SKETCH_SIZE / SKETCH_BANDS; i++)
        sum = mix(sum ^ sketch->least[band * (SKETCH_SIZE / SKETCH_BANDS) + i]);
    return sum;
}
