/* sheet.h - what stands where on a page, in millimetres, before anything is drawn.
 *
 * A layout file (samples/data/layouts/NAME.ini) lists items from top to bottom; `{key}` in an item's text is
 * replaced by a value of the document. A key that is a field's name (or begins with it and a full stop) marks
 * that piece of text as part of the field, so truth follows from the layout alone. The grammar is in
 * samples/README.md. */
#pragma once
#include <glib.h>

typedef enum { RUN_PRINTED, RUN_TYPED, RUN_HAND, RUN_SIGNATURE, RUN_DOTS, RUN_RULE } RunKind;

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } RunAlign;

typedef struct {
    char *name;
    guint start, end; /* bytes of the run's text */
} FieldSpan;

typedef struct {
    RunKind kind;
    RunAlign align;
    gboolean heading; /* printed: in the bold face */
    gboolean tight;   /* its piece of a field follows the one before without a blank */
    char *text;
    GArray *spans; /* FieldSpan, in order */
    double size_pt, spacing;
    double x, x_end, baseline;
    int row; /* runs with one number stand on one line of the paper */
} Run;

typedef struct {
    double width_mm, height_mm;
    char *form;   /* id of the form, or NULL */
    char *script; /* "Cyrl" or "Latn" */
    GPtrArray *runs;
    GHashTable *labels; /* field -> its label on the paper; only looked up */
    GHashTable *values; /* borrowed; key -> text */
    double flow_bottom; /* last baseline of the items that follow one another */
    double limit;       /* where these must end */
} Sheet;

/* Whether `name` is a field of the contract (DESIGN section 7). */
gboolean sheet_is_field(const char *name);

/* `values` must outlive the sheet. `pitch_mm` is the typewriter's; `leading_mm` the distance of typed lines.
 */
Sheet *sheet_new(GKeyFile *layout, GHashTable *values, double pitch_mm, double leading_mm, GError **error);
void sheet_free(Sheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)
