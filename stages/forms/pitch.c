/* pitch.c - steps from letter to letter. */
#include "pitch.h"
#include "median.h"

double
pitch_of(const GPtrArray *glyphs, gboolean across)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 1; i < glyphs->len; i++) {
        const Glyph *a = glyphs->pdata[i - 1], *b = glyphs->pdata[i];
        double step = (b->box.x0 + b->box.x1 - a->box.x0 - a->box.x1) / 2;
        if (across || a->word == b->word)
            g_array_append_val(steps, step);
    }
    return median_of(steps);
}

static double
centre_of(const Glyph *glyph)
{
    return (glyph->box.x0 + glyph->box.x1) / 2;
}

/* How far glyph i stands from the one before it. The box of a full stop is the roughest: where one stands
 * between them, the letter before it measures truer. */
static double
step_to(const GPtrArray *glyphs, guint i, double step)
{
    const Glyph *glyph = glyphs->pdata[i], *before = glyphs->pdata[i - 1];
    const Glyph *letter = i > 1 ? glyphs->pdata[i - 2] : NULL;
    if (letter && !g_unichar_isalnum(g_utf8_get_char(before->symbol->text)) && letter->line == glyph->line &&
        centre_of(before) - centre_of(letter) < 1.7 * step)
        return centre_of(glyph) - centre_of(letter) - step;
    /* A box may reach over the blank before it: then the right edges measure true. */
    return MIN(centre_of(glyph) - centre_of(before), glyph->box.x1 - before->box.x1);
}

gboolean
pitch_blank_before(const GPtrArray *glyphs, guint i, double step)
{
    const Glyph *glyph = glyphs->pdata[i], *before = glyphs->pdata[i - 1];
    double own = step_to(glyphs, i, step);
    gboolean next_row = own < 0 && glyph->box.y0 > before->box.y1;
    return glyph->word != before->word && (step <= 0 || next_row || own > 1.5 * step);
}
