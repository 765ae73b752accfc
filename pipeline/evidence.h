/* evidence.h - what speaks for a field's value and against it: a row of numbers that a calibrator weighs
 * (stages/check/calibrator.h), kept in the record so that one can be fitted from a folder alone.
 *
 * All lie between 0 and 1 but for the counts. */
#pragma once
#include <glib.h>

/* Mean confidence of a page's characters from which it reads clearly. Below it, of what was not found, much
 * may well be there: of 44 fields that were passed over on 354 drawn pages 38 were on pages below it, as 85
 * of the 116 hard ones were and one of the others. */
#define CLEAR_PAGE 0.9

typedef enum {
    EVIDENCE_SCORE,     /* likelihood of the characters that make the value, mean over all looks */
    EVIDENCE_RUNNER_UP, /* weight of the next value against this one's; above 1 where rules overruled */
    EVIDENCE_AGREEMENT, /* share of the looks that found this value the likeliest; of a text: 1 / (1 + words
                           that looks read differently) */
    EVIDENCE_LOOKS,     /* count: how often the place was read */
    EVIDENCE_WORST,     /* the least sure character, of a text the least sure word */
    EVIDENCE_LIST,   /* 1: the value is in its list; less the farther from it; 0.5: it has no list; of a text:
                        1 / (1 + words that are in no dictionary, names as quarters) */
    EVIDENCE_KEPT,   /* count: rules kept */
    EVIDENCE_BROKEN, /* count: rules broken; of a text: places where no typist leaves it so */
    EVIDENCE_PLACE,  /* how well the form's labels stand where they should; 0.5 without a form */
    EVIDENCE_INK,    /* share of the place's ink that is no type: hands, stamps, strokes */
    EVIDENCE_UNREAD, /* share of the place's ink that no character accounts for */
    EVIDENCE_CONTRAST, /* of the page's ink to its paper */
    EVIDENCE_PAGE,     /* mean confidence of the page's characters */
    EVIDENCE_LENGTH,   /* count: characters of the value */
    EVIDENCE_BESIDE,   /* count: letters' worth of ink right beside the value that no label and no part of it
                          is;   of a text: words that a mark in the margin leans into */
    EVIDENCE_TYPES, /* 1: all its letters look like the page's own types that they were read as; less the more
                       one of them looks like another; 0.5: types tell nothing */
    N_EVIDENCE
} Evidence;

/* "runner_up": as the record calls it. */
const char *evidence_name(Evidence evidence);
gboolean evidence_from_name(const char *name, Evidence *ret_evidence);
