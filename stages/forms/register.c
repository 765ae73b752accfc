/* register.c - which printed form a page is, if any.
 *
 * The labels of every known form are sought in what was read, a third of a label's letters may be misread.
 * The form whose labels are there in the greatest share is the page's, if that share reaches the form's own
 * `least`; a page that is no form is never forced into one. */
#include "anchors.h"

static gboolean
process(void *data, Page *page, GError **error)
{
    const FormsState *state = data;
    const Form *best = NULL;
    double share = 0, quality = 0;
    for (guint i = 0; i < state->forms->len; i++) {
        const Form *form = state->forms->pdata[i];
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, form->latin);
        g_autofree Hit *hits = anchors_find(form, sheet);
        double found = anchors_share(form, hits);
        if (found < form->least || found <= share)
            continue;
        best = form;
        share = found;
        quality = anchors_quality(form, hits);
    }
    g_free(page->form.id);
    page->form = (PageForm){best ? g_strdup(best->id) : NULL, share, quality};
    return TRUE;
}

const Stage stage_register = {
    .name = "register",
    .summary = "which printed form the page is, by its labels",
    .needs = PART_LINES | PART_WORDS,
    .state_size = sizeof(FormsState),
    .open = forms_open,
    .dup_models = forms_dup_models,
    .process = process,
    .clear = forms_clear,
};
