/* score-ink.h - one page's ink against the truth: annotations by place, and kinds of ink pixel by pixel. */
#pragma once
#include "answer.h"
#include "tally.h"

/* Precision, recall and F1 at IoU 0.5 into the groups annotation:KIND and, F1 alone, `groups`. In
 * annotation:hand handwriting and signatures count as one kind. */
void score_marks(guint page, const Gold *truth, const Answer *answer, const char *const *groups,
                 Tally *tally);

/* Precision, recall and F1 of the kinds of the ink, in the groups ink:KIND. Both are pictures of InkKind
 * bits: `truth` in stored pixels, `found` where `to_found` takes them. Strokes that lie a pixel of `found`
 * beside the truth's are the same. FALSE with a STORE error where one cannot be read. */
gboolean score_ink(guint page, const char *truth, const char *found, Affine to_found, Tally *tally,
                   GError **error);
