/* drawing.h - what the writers of pictures share: a page's picture, outlines on it, and the file it goes to.
 */
#pragma once
#include "page.h"

/* One of the folder's own pictures as RGB, to destroy. STORE error where there is none (`path` NULL) or it is
 * no sound PNG. */
PIX *drawing_load(const char *path, GError **error);
/* `rgb`: 0xRRGGBB. */
void drawing_outline(PIX *picture, Quad quad, int width_px, guint rgb);
/* As DIR/NAME and suffix, a PNG. */
gboolean drawing_write(PIX *picture, const char *dir, const char *name, const char *suffix, GError **error);
