/* score.h - one page of truth against one answer, into figures.
 *
 * Text figures stand in the groups all, tier:… and kind:… for typed and printed lines together, and in
 * lines:KIND for each kind of line; handwriting and stamps are in their own groups only. */
#pragma once
#include "answer.h"
#include "tally.h"

/* A line of the truth and what was read of it, for looking at. */
typedef struct {
    guint page;
    LineKind kind;
    char *truth, *read;   /* as is, no folding (folded where the truth has no places) */
    guint errors, length; /* strict, with blanks */
} LinePair;

typedef enum {
    SCORE_BY_PLACE, /* words belong to the line they lie on; page texts without places are laid on the text
                       read */
    SCORE_WHOLE,    /* the page is one line: everything read, in order, against the whole text */
} ScoreMode;

/* `group`: one more group for the page's figures, or NULL. `pairs` (of LinePair; may be NULL) gets its lines.
 */
void score_page(guint page, const Gold *truth, const Answer *answer, ScoreMode mode, const char *group,
                Tally *tally, GArray *pairs);

/* Does the truth give the field this value? A field that the truth has not is wrong. */
gboolean score_field_right(const Page *truth, const Field *field);
/* For each of a line's words that were read (of Word), whether it is one of the truth's: to free. A word of
 * blanks inside counts as its first part. */
gboolean *score_words_right(const char *truth, const GPtrArray *words);

/* An array of LinePair that owns its texts. */
GArray *line_pairs_new(void);

/* The parts of a page's score that are not text: state, rotation, skew, fields, annotations. `groups`:
 * NULL-terminated. */
void score_layout(guint page, const Gold *truth, const Answer *answer, const char *const *groups,
                  Tally *tally);
void score_fields(guint page, const Gold *truth, const Answer *answer, const char *const *groups,
                  Tally *tally);
