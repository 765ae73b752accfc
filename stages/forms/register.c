/* register.c - which printed form a page is, if any.
 *
 * The labels of every known form are sought in what was read, a third of a label's letters may be misread.
 * The form whose labels are there in the greatest share is the page's, if that share reaches the form's own
 * `least`; a page that is no form is never forced into one. */
#include "anchors.h"
#include "error.h"
#include "stage.h"

typedef struct {
    GPtrArray *forms;
} State;

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    state->forms = forms_load(env->models_dir, error);
    return state->forms != NULL;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    State *state = data;
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

static char *
dup_models(const void *data)
{
    return forms_dup_checksums(((const State *)data)->forms);
}

static void
clear(void *data)
{
    State *state = data;
    g_clear_pointer(&state->forms, g_ptr_array_unref);
}

const Stage stage_register = {
    .name = "register",
    .summary = "which printed form the page is, by its labels",
    .needs = PART_LINES | PART_WORDS,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = dup_models,
    .process = process,
    .clear = clear,
};
