/* faint.h - type that is too light for the cut between ink and paper. */
#pragma once
#include "page.h"

/* Adds to the ink (1 bit) of a normalised picture (8 bits, same size) what is darker than its paper, of a
 * letter's size and near letters that are ink already: how many letters. 0, and nothing is added, where they
 * are too few for a page of faint type. `mm`: pixels a millimetre. */
guint faint_add(PIX *ink, PIX *image, double mm);
