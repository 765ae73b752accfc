/* register.c - which printed form a page is, if any.
 *
 * The labels of every known form are sought in what was read, a third of a label's letters may be misread.
 * The form whose labels are there in the greatest share is the page's, if that share reaches the form's own
 * `least`, or enough of them stand as the form has them; a page that is no form is never forced into one. */
#include "anchors.h"
#include "error.h"
#include <string.h>

/* Share of labels that stand where the form has them, which is enough to know it by: other pages may hold a
 * few words of its labels, but not in their places. */
#define IN_PLACE 0.3

typedef struct {
    FormsState forms;
    char *only;
} State;

static const Option options[] = {
    {"form", "the only form that is sought; auto: all of them", OPTION_STRING, offsetof(State, only),
     .text = "auto", .aside = TRUE},
    {0},
};

static gboolean
is_auto(const State *state)
{
    return strcmp(state->only, "auto") == 0;
}

static gboolean
open(void *data, const StageEnv *env, GError **error)
{
    State *state = data;
    if (!forms_open(state, env, error))
        return FALSE;
    if (is_auto(state) || forms_find(&state->forms, state->only))
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no form “%s”; verno forms list names them",
                state->only);
    return FALSE;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    const Form *best = NULL;
    double share = 0, quality = 0;
    for (guint i = 0; i < state->forms.forms->len; i++) {
        const Form *form = state->forms.forms->pdata[i];
        if (!form->printed || (!is_auto(state) && strcmp(form->id, state->only) != 0))
            continue;
        g_autoptr(GlyphSheet) sheet = glyphs_new(page, form->latin);
        Placing placing;
        g_autofree Hit *hits = anchors_find(form, sheet, &placing);
        double found = anchors_share(form, sheet, hits, &placing);
        if ((found < form->least && placing.share < IN_PLACE) || found <= share)
            continue;
        best = form;
        share = found;
        quality = placing.kept > 0 ? placing.share : anchors_quality(form, hits);
    }
    g_free(page->form.id);
    page->form = (PageForm){best ? g_strdup(best->id) : NULL, share, quality};
    return TRUE;
}

const Stage stage_register = {
    .name = "register",
    .summary = "which printed form the page is, by its labels",
    .needs = PART_LINES | PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .open = open,
    .dup_models = forms_dup_models,
    .process = process,
    .clear = forms_clear,
};
