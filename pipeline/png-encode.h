/* png-encode.h - a picture as PNG, quickly. */
#pragma once
#include <glib.h>
#include <leptonica/allheaders.h>

/* The picture's pixels without its resolution; NULL where there is no memory for them. Grey of 8 bits and
 * colour are packed with one filter for all rows: trying all five, as Leptonica does, takes two thirds longer
 * and saves a fiftieth of the size. To unref. */
GBytes *png_encode(PIX *pix);
