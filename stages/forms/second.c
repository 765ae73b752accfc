/* second.c - the characters of a field, read anew. */
#include "second.h"

/* Millimetres of paper on both sides of the first reading's boxes, which are rough. */
#define LEFT  0.6
#define RIGHT 0.8

typedef struct {
    const Line *line;
    double x0, x1; /* millimetres */
} Run;

struct SecondLook {
    const AgainReader *reader;
    const Page *page;
    GArray *runs;     /* of Run: one a line that the glyphs stand on */
    GPtrArray *parts; /* of AgainPart or NULL, one a run */
    GPtrArray *words; /* of GPtrArray of Word: what the last look read */
    GArray *glyphs;   /* of Glyph */
    GPtrArray *lent;
};

static Run *
run_of(GArray *runs, const Line *line)
{
    for (guint i = 0; i < runs->len; i++)
        if (g_array_index(runs, Run, i).line == line)
            return &g_array_index(runs, Run, i);
    Run run = {line, G_MAXDOUBLE, 0};
    g_array_append_val(runs, run);
    return &g_array_index(runs, Run, runs->len - 1);
}

SecondLook *
second_new(const AgainReader *reader, const Page *page, const GPtrArray *glyphs, const Piece *unread)
{
    SecondLook *second = g_new0(SecondLook, 1);
    second->reader = reader;
    second->page = page;
    second->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    second->parts = g_ptr_array_new_with_free_func((GDestroyNotify)again_part_free);
    second->words = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    second->glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    second->lent = g_ptr_array_new();
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = glyphs->pdata[i];
        Run *run = run_of(second->runs, glyph->line);
        run->x0 = MIN(run->x0, glyph->box.x0);
        run->x1 = MAX(run->x1, glyph->box.x1);
    }
    if (unread) {
        Run *run = run_of(second->runs, unread->line);
        run->x0 = unread->box.x0;
        run->x1 = unread->box.x1;
    }
    double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    for (guint i = 0; i < second->runs->len; i++) {
        const Run *run = &g_array_index(second->runs, Run, i);
        g_ptr_array_add(second->parts,
                        again_cut(page, run->line, (run->x0 - LEFT) * px, (run->x1 + RIGHT) * px));
    }
    return second;
}

void
second_free(SecondLook *second)
{
    if (!second)
        return;
    g_array_unref(second->runs);
    g_ptr_array_unref(second->parts);
    g_ptr_array_unref(second->words);
    g_array_unref(second->glyphs);
    g_ptr_array_unref(second->lent);
    g_free(second);
}

const GPtrArray *
second_read(SecondLook *second, guint way)
{
    g_ptr_array_set_size(second->words, 0);
    g_array_set_size(second->glyphs, 0);
    g_ptr_array_set_size(second->lent, 0);
    for (guint i = 0; i < second->parts->len; i++) {
        const AgainPart *part = second->parts->pdata[i];
        GPtrArray *words = part ? again_read(second->reader, part, way) : g_ptr_array_new();
        g_ptr_array_add(second->words, words);
        for (guint j = 0; j < words->len; j++)
            glyphs_append(second->glyphs, second->page, g_array_index(second->runs, Run, i).line,
                          words->pdata[j]);
    }
    for (guint i = 0; i < second->glyphs->len; i++)
        g_ptr_array_add(second->lent, &g_array_index(second->glyphs, Glyph, i));
    return second->lent;
}
