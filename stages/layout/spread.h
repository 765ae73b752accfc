/* spread.h - two pages of a book on one picture. */
#pragma once
#include "bands.h"

/* x of the gutter between two pages beside each other on a picture of this size; 0 where there is one page.
 */
double spread_gutter(const GArray *bands, int width, int height);
