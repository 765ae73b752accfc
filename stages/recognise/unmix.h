/* unmix.h - type below coloured ink, told from it by colour. */
#pragma once
#include "page.h"

/* Takes handwriting, signatures and stamps whose colour is not the type's off `image` and `ink`, copies of
 * the page's: where they lie, what is left is as dark as the type below them is. Returns a mask of those
 * places, to destroy; NULL where the scan has no colours or no such ink. */
PIX *unmix(const Page *page, PIX *image, PIX *ink);
