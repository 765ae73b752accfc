/* judge.h - probabilities and statuses of a page from its evidence and scores: the same for the stage
 * `confidence`, while the page is read, and for `verno calibrate --apply`, from its record. */
#pragma once
#include "calibrator.h"

typedef struct {
    const Calibrator *calibrator; /* NULL: nothing is calibrated, nothing accepted */
    const char *models;           /* what the page is read with, to know its form's description by */
    double max_error, audit;
} Judging;

/* Every field that has evidence gets its confidence, status and reasons, every word its confidence. What an
 * earlier judging said is taken back first. `like`: page_like(). */
void judge_page(const Judging *judging, Page *page, const double *like);
/* Is the reason one that judging gives, and takes back? */
gboolean judge_gives(const char *reason);
