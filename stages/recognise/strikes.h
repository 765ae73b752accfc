/* strikes.h - type below a strike-out. */
#pragma once
#include "page.h"

/* Takes the strokes of strike-outs (annotations of the page) off `image` and `ink`, copies of the page's, and
 * sets what was taken off in `gone`, of the same size: where a stroke runs between letters it goes, where it
 * is of one piece with a letter's own strokes the letter stays as it is. */
void strikes_take_off(const Page *page, PIX *image, PIX *ink, PIX *gone);
