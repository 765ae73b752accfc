/* signs.h - full stops, commas, dashes and apostrophes by the size and the height of their ink. */
#pragma once
#include "page.h"
#include "places.h"

/* What was read as a letter or a larger sign and is, by its ink, no higher than a sign becomes that sign;
 * what it was stays as an alternative. The number of signs mended. */
guint signs_mend(const Page *page, Line *line, const Face *face);
