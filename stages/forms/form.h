/* form.h - the description of a printed form: models/forms/ID/form.ini, a GKeyFile.
 *
 *   [form]         title; script (Cyrl or Latn); least: share of the anchors' weight that makes it this form
 *   [anchor NAME]  text: the printed label, other wordings after semicolons; weight (1)
 *   [field NAME]   label; place and type as below; list: known values; width, off: millimetres;
 *                  rows: lines a block field has at most (1)
 *   [block]        top, bottom: anchors above and below the typed text
 *
 * Places: `right` of the anchor named by `anchor`, as far as `width` or the next anchor, at most `off` above
 * or below its middle; `anchor`: the anchor itself, printed; `row`: numbered rows below the anchor; `block`:
 * lines of the block that `match` (a regular expression, or nearly an entry of `list`), on the `side` left,
 * right or any, taken `from` top or bottom; `rest`: what the block's other fields leave, in one piece.
 *
 * Nothing is in pixels: sizes are millimetres on the paper, so a description holds for every resolution. */
#pragma once
#include "stage.h"

typedef struct {
    char *name;
    char **labels; /* as printed */
    char **texts;  /* the same, folded for comparison, see glyphs.h */
    double weight;
} FormAnchor;

typedef enum { PLACE_RIGHT, PLACE_ANCHOR, PLACE_ROW, PLACE_BLOCK, PLACE_REST } FormPlace;
typedef enum { SIDE_ANY, SIDE_LEFT, SIDE_RIGHT } FormSide;

typedef struct {
    char *name, *label;
    char *anchor; /* NULL for places block and rest */
    char *type;   /* a name of grammar.h */
    FormPlace place;
    FormSide side;
    gboolean from_bottom;
    double width, off; /* millimetres */
    guint rows;        /* of a block field, at most */
    char **list;       /* may be NULL */
    GRegex *match;     /* may be NULL */
} FormField;

typedef struct {
    char *id, *title;
    char *sha256; /* of the file */
    gboolean latin;
    double least;
    GPtrArray *anchors; /* of FormAnchor */
    GPtrArray *fields;  /* of FormField, in the file's order */
    char **top, **bottom;
} Form;

/* Every form below MODELS_DIR/forms, sorted by id; of Form, to unref. A SETUP error names file, group and
 * key. */
GPtrArray *forms_load(const char *models_dir, GError **error);
/* What the stages of forms hold; the first member of their states. The functions below are for their structs.
 */
typedef struct {
    GPtrArray *forms; /* of Form */
} FormsState;

gboolean forms_open(void *state, const StageEnv *env, GError **error);
/* "form-17=sha256:…" of each form. */
char *forms_dup_models(const void *state);
void forms_clear(void *state);
/* NULL where no form has this id; `id` may be NULL. */
const Form *forms_find(const FormsState *state, const char *id);

const FormAnchor *form_find_anchor(const Form *form, const char *name);
void form_free(Form *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Form, form_free)
