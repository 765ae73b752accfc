/* form.h - the description of a printed form: models/forms/ID/form.ini, a GKeyFile.
 *
 *   [form]
 *     title     what people call it
 *     script    Cyrl or Latn
 *     least     share of the anchors' weight that makes a page this form (0.5)
 *     printed   no: the page is no form but a letter, whose fields tell themselves
 *   [anchor NAME]
 *     text      the printed label, other wordings after semicolons
 *     weight    (1)
 *     at        where its left top corner stands, "x,y" in millimetres from one point of the form, one a
 *               layout after semicolons: a label that is lost is sought and expected there
 *   [field NAME]
 *     label     as printed, for people
 *     place     see below; anchor, width, off, side, from belong to it
 *     type      a name of grammar.h (text)
 *     rows      lines a field of a block has at most (1)
 *     match     a regular expression; its bracket, if any, is the value
 *     list      all values it may have; `known`, too, where that is not given
 *     known     values it often has, or lists of them: @cities is ../lists/cities.txt, a value a line
 *     follow    yes: lines closely below the first belong to it
 *     number    what stands printed after the number of a row (Тов.)
 *     without   lines that `rest` leaves out, a letter or two misread
 *     skip      the same, as a regular expression
 *     after     of `rest`: a row, as a regular expression, that it stands below: what a letter begins with
 *     review    yes: a person has to see every value, for it is written by hand
 *     double    yes: two persons read it without seeing the machine's reading or each other's
 *     weight    what an error in it costs against one in others, for the order of review (3 for numbers and
 *               times, 1 for text and what is there or not, else 2)
 *     expected  yes: every page of the form has it, so a person looks for it where it was not found; fields
 *               with an anchor of their own, and `rest`, always are, and all others on pages that read badly
 *   [block]
 *     top, bottom   anchors above and below the typed text
 *   [rule ID]   see rules.h
 *
 * Places: `right` of the anchor named by `anchor`, as far as `width` or the next anchor, at most `off` above
 * or below its middle; `anchor`: the anchor itself, printed; `row`: numbered rows below the anchor; `block`:
 * lines of the block that `match` (or are nearly an entry of `list`), on the `side` left, right or any, taken
 * `from` top or bottom; `page`: the note by hand, anywhere, that reads best as the field's type; `rest`: what
 * the block's other fields leave, in one piece.
 *
 * Nothing is in pixels: sizes are millimetres on the paper, so a description holds for every resolution. */
#pragma once
#include "rules.h"
#include "stage.h"

typedef struct {
    char *name;
    char **labels; /* as printed */
    char **texts;  /* the same, folded for comparison, see glyphs.h */
    double weight;
    double *places; /* x, y of each layout */
    guint n_places;
} FormAnchor;

typedef enum { PLACE_RIGHT, PLACE_ANCHOR, PLACE_ROW, PLACE_BLOCK, PLACE_PAGE, PLACE_REST } FormPlace;
typedef enum { SIDE_ANY, SIDE_LEFT, SIDE_RIGHT } FormSide;

typedef struct {
    char *name, *label;
    char *anchor; /* NULL for places block and rest */
    char *type;   /* a name of grammar.h */
    FormPlace place;
    FormSide side;
    gboolean from_bottom, follow, review, expected, twice;
    double weight;                /* of an error in the review queue */
    double width, off;            /* millimetres */
    guint rows;                   /* of a block field, at most */
    char **list;                  /* may be NULL */
    char **without;               /* may be NULL */
    char *number;                 /* folded; may be NULL */
    GHashTable *known;            /* folded value, see glyphs_fold(), -> its spellings; may be NULL */
    GRegex *match, *skip, *after; /* may be NULL */
} FormField;

typedef struct {
    char *id, *title;
    char *sha256; /* of the file and its lists */
    gboolean latin, printed;
    double least;
    GPtrArray *anchors; /* of FormAnchor */
    GPtrArray *fields;  /* of FormField, in the file's order */
    GPtrArray *rules;   /* of FormRule */
    char **top, **bottom;
} Form;

/* What the file describes, as far as it can be made out, with what is wrong among the file's problems. To
 * free. */
Form *form_read(FormFile *file, const char *id);
/* Every form below MODELS_DIR/forms, sorted by id; of Form, to unref. A SETUP error names file, line,
 * group and key. */
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
/* The description for pages that are no printed form, in Latin or Cyrillic; NULL where there is none. */
const Form *forms_find_letter(const FormsState *state, gboolean latin);

/* Letters that may stand before a value of the field's list: a person's initials. */
guint form_initials(const FormField *field);
const FormField *form_find_field(const Form *form, const char *name);
const FormAnchor *form_find_anchor(const Form *form, const char *name);
void form_free(Form *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Form, form_free)
