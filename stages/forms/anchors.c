/* anchors.c - labels on the page. */
#include "anchors.h"
#include <string.h>

static gboolean
overlap(const Hit *a, const Hit *b)
{
    return a->end > a->first && b->end > b->first && a->first < b->end && b->first < a->end;
}

/* Where two labels claim the same letters, the better read one has them. */
static void
drop_overlaps(Hit *hits, guint count)
{
    for (guint i = 0; i < count; i++)
        for (guint j = 0; j < count; j++)
            if (i != j && hits[i].score > 0 && hits[j].score >= hits[i].score && overlap(&hits[i], &hits[j]))
                hits[i].score = 0;
}

/* Millimetres a letter of the labels that were found. */
static double
letter_width(const Form *form, const Hit *hits)
{
    double width = 0, letters = 0;
    for (guint i = 0; i < form->anchors->len; i++) {
        const FormAnchor *anchor = form->anchors->pdata[i];
        if (hits[i].score <= 0)
            continue;
        width += hits[i].box.x1 - hits[i].box.x0;
        letters += (double)g_utf8_strlen(anchor->labels[hits[i].text], -1);
    }
    return letters > 0 ? width / letters : 2;
}

/* The label at its place, if half of it can be read there; else the place itself. */
static Hit
find_lost(const Form *form, const GlyphSheet *sheet, const Hit *hits, guint anchor, Box expected)
{
    const FormAnchor *own = form->anchors->pdata[anchor];
    Hit hit = glyphs_find_near(sheet, own->texts, expected);
    for (guint i = 0; i < form->anchors->len; i++)
        if (hits[i].score > 0 && overlap(&hits[i], &hit))
            hit.score = 0;
    return hit.score > 0 ? hit : (Hit){.box = expected, .placed = TRUE};
}

static void
place_lost(const Form *form, const GlyphSheet *sheet, Hit *hits, const Placing *placing)
{
    double letter = letter_width(form, hits);
    for (guint i = 0; i < form->anchors->len; i++) {
        Box expected;
        if (!placing_expect(form, placing, i, letter, &expected) ||
            (hits[i].score > 0 && placing_agrees(hits[i].box, expected)))
            continue;
        hits[i].score = 0;
        hits[i] = find_lost(form, sheet, hits, i, expected);
    }
}

Hit *
anchors_find(const Form *form, const GlyphSheet *sheet, Placing *ret_placing)
{
    guint count = form->anchors->len;
    Placing placing;
    Hit *hits = g_new0(Hit, count + 1);
    for (guint i = 0; i < count; i++)
        hits[i] = glyphs_find(sheet, ((const FormAnchor *)form->anchors->pdata[i])->texts);
    drop_overlaps(hits, count);
    if (placing_fit(form, hits, &placing) && placing.kept >= 4)
        place_lost(form, sheet, hits, &placing);
    else
        placing = (Placing){0};
    if (ret_placing)
        *ret_placing = placing;
    return hits;
}

/* A label opens its piece of a row; prose has its words, more or less, anywhere. */
static gboolean
opens_piece(const GlyphSheet *sheet, const Hit *hit)
{
    guint before = hit->first;
    while (before > glyphs_piece(sheet, hit->piece)->first && !sheet->letters[before - 1])
        before--;
    return before == glyphs_piece(sheet, hit->piece)->first;
}

double
anchors_share(const Form *form, const GlyphSheet *sheet, const Hit *hits, const Placing *placing)
{
    double found = 0, all = 0;
    for (guint i = 0; i < form->anchors->len; i++) {
        double weight = ((const FormAnchor *)form->anchors->pdata[i])->weight;
        all += weight;
        if (hits[i].score > 0)
            found += placing->kept > 0 || opens_piece(sheet, &hits[i]) ? weight : weight / 2;
    }
    return all > 0 ? found / all : 0;
}

double
anchors_quality(const Form *form, const Hit *hits)
{
    double sum = 0;
    guint found = 0;
    for (guint i = 0; i < form->anchors->len; i++) {
        sum += MIN(hits[i].score, 1);
        found += hits[i].score > 0;
    }
    return found > 0 ? sum / found : 0;
}

const Hit *
anchors_get(const Form *form, const Hit *hits, const char *name)
{
    for (guint i = 0; i < form->anchors->len; i++)
        if (strcmp(((const FormAnchor *)form->anchors->pdata[i])->name, name) == 0)
            return hits[i].score > 0 || hits[i].placed ? &hits[i] : NULL;
    return NULL;
}

gboolean
anchors_cover(const Form *form, const Hit *hits, guint glyph)
{
    for (guint i = 0; i < form->anchors->len; i++)
        if (hits[i].score > 0 && glyph >= hits[i].first && glyph < hits[i].end)
            return TRUE;
    return FALSE;
}

static gboolean
has_small_letter(const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_islower(g_utf8_get_char(text)))
            return TRUE;
    return FALSE;
}

guint
anchors_at_end(const Form *form, const GPtrArray *glyphs)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint count = 1; count < glyphs->len; count++) {
        g_string_prepend(text, ((const Glyph *)glyphs->pdata[glyphs->len - count])->symbol->text);
        for (guint i = 0; count >= 3 && has_small_letter(text->str) && i < form->anchors->len; i++)
            for (char *const *label = ((const FormAnchor *)form->anchors->pdata[i])->labels; *label; label++)
                if (g_str_has_prefix(*label, text->str))
                    return count;
    }
    return 0;
}
