/* picture.h - the pictures of a page that leave its process, as PNG bytes. */
#pragma once
#include "page.h"
#include "stage.h"

/* The page upright (orientation tag and quarter turns undone, not deskewed), square pixels, at most 200 dpi
 * for grey and colour, full size for bilevel. `ret_map`: stored pixel -> pixel of the picture. NULL where
 * nothing was decoded. */
GBytes *picture_upright(const Page *page, Affine *ret_map);

/* The kinds of the ink, pixel by pixel of the upright picture: grey, InkKind bits. `map` is what
 * picture_upright() returned. NULL where the page has no kinds. */
GBytes *picture_kinds(const Page *page, Affine map);

/* What a stage left: its kinds or ink where it gives those, lines, words and annotations drawn over the
 * picture where it gives those, else the working picture. */
GBytes *picture_of_step(const Page *page, const Stage *stage);
