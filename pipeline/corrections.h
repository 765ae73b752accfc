/* corrections.h - what persons decided of a page: rows of the store replayed, and put on the page.
 *
 * The rows of one field are replayed in order on a stack: `undo` takes back the last one that is not taken
 * back yet, any other goes on top, and the one on top at the end is the field's decision. Kinds:
 *
 *     confirm, edit, override   the value from now on: status corrected
 *     unsure                    the value stays and another person has to look: review, reason unsure
 *     illegible                 no value: corrected, reason illegible
 *     absent                    the paper has none: status absent
 *     other                     what was read is not this field: no value, review, reason not_this_field
 *     first                     a blind reading; changes nothing
 *     second                    another; decides where it says the same as the last first, else changes
 * nothing arbiter                   decides where the two differ undo                      takes back
 *
 * A row of format 1 has no kind: it is a confirm where it changes nothing, else an edit. A field is a name,
 * "l3" for the third line of text or "a0" for the first annotation (record_load_annotation_change()). */
#pragma once
#include "page.h"
#include "store.h"

typedef struct {
    gint64 number, batch; /* of its row; batch 0: it stands alone */
    char *who, *at;
    char *decision; /* a kind, never "undo" */
    char *was;      /* the value before it; may be NULL */
    char *value;    /* as the row has it, settled or not; NULL: none */
    double seconds;
    gboolean settled; /* FALSE: another person has to look: unsure, other, first, second that differs */
    char *first_who, *first_value; /* a second: whose first it answers, and what that says */
    Quad found, quad; /* an annotation: where the machine had it, and where it is now; may be nowhere */
    gboolean added;   /* an annotation: the machine did not have it */
} Decision;

typedef struct CorrectionReplay CorrectionReplay;

CorrectionReplay *correction_replay_new(void);
/* A CorrectionVisit: the next row; `user_data` is the replay. All rows have to be of one page. */
gboolean correction_replay_row(const CorrectionRow *row, gpointer user_data, GError **error);
/* What the rows come to: field (char *) -> Decision *. Undecided fields are not in it. Frees the replay. */
GHashTable *correction_replay_end(CorrectionReplay *replay);
void correction_replay_free(CorrectionReplay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CorrectionReplay, correction_replay_free)

/* All three at once for a page of the store: to unref; NULL with an error. */
GHashTable *corrections_load(Store *store, const char *page, GError **error);

/* "l3" or "a0" with `kind` 'l' or 'a': its number. */
gboolean correction_place(const char *field, char kind, guint *ret_number);

/* Changes a page as it comes from its record. `raw` and `confidence` of fields stay the machine's. A decided
 * field that the reading lacks is added. A line or an annotation is known again by what it said or where it
 * was when the page was read anew; a decision about a line that is gone becomes a doubt, "line_lost". */
void corrections_apply(Page *page, GHashTable *decisions);
