/* outline.c - labels and zones of a form on a page. */
#include "outline.h"
#include "zone.h"

static void
outline_free(Outline *outline)
{
    g_free(outline->name);
    g_free(outline);
}

static void
add(GPtrArray *list, const char *name, gboolean zone, double score, Box box)
{
    Outline *outline = g_new0(Outline, 1);
    *outline = (Outline){g_strdup(name), zone, score, box};
    g_ptr_array_add(list, outline);
}

GPtrArray *
outline_form(const Form *form, const Page *page)
{
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)outline_free);
    g_autoptr(GlyphSheet) sheet = glyphs_new(page, form->latin);
    g_autofree Hit *hits = anchors_find(form, sheet, NULL);
    Zones zones = {form, sheet, hits};
    for (guint i = 0; i < form->anchors->len; i++)
        add(list, ((const FormAnchor *)form->anchors->pdata[i])->name, FALSE, hits[i].score, hits[i].box);
    for (guint i = 0; i < form->fields->len; i++) {
        const FormField *field = form->fields->pdata[i];
        Box box = {0};
        gboolean found = zone_area(&zones, field, &box);
        add(list, field->name, TRUE, found, box);
    }
    return list;
}
