/* check-scans.h - what a reader must make of a scan by make-scans.c. */
#pragma once
#include "make-scans.h"
#include "page.h"

/* Fails, naming `what`, unless `pix` has the depth and within `tolerance` the pixels that struct Reader
 * promises. */
void assert_pixels(const Made *made, PIX *pix, guint tolerance, const char *what);
