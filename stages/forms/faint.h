/* faint.h - type that is too light for the page's cut between ink and paper. */
#pragma once
#include "glyphs.h"

/* The page's ink in a place (millimetres), whole page size, and with it what is of a letter's size there and
 * darker than the paper by a good share of what `value` (NULL allowed) in that place is; to destroy. NULL
 * where there is nothing more. */
PIX *faint_ink(const Page *page, Box place, const Box *value);
