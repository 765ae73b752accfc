/* anchors.c - labels on the page. */
#include "anchors.h"
#include <string.h>

Hit *
anchors_find(const Form *form, const GlyphSheet *sheet)
{
    guint count = form->anchors->len;
    Hit *hits = g_new0(Hit, count + 1);
    for (guint i = 0; i < count; i++)
        hits[i] = glyphs_find(sheet, ((const FormAnchor *)form->anchors->pdata[i])->texts);
    for (guint i = 0; i < count; i++)
        for (guint j = 0; j < count; j++)
            if (i != j && hits[i].score > 0 && hits[j].score >= hits[i].score &&
                hits[i].first < hits[j].end && hits[j].first < hits[i].end)
                hits[i].score = 0;
    return hits;
}

double
anchors_share(const Form *form, const Hit *hits)
{
    double found = 0, all = 0;
    for (guint i = 0; i < form->anchors->len; i++) {
        double weight = ((const FormAnchor *)form->anchors->pdata[i])->weight;
        found += hits[i].score > 0 ? weight : 0;
        all += weight;
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
            return hits[i].score > 0 ? &hits[i] : NULL;
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
