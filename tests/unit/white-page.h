/* white-page.h - an empty page for tests to draw on. */
#pragma once
#include "page.h"

/* White at 300 dpi, with a working picture and ink of none; to page_free(). */
Page *white_page_new(int width, int height);
/* A typed line of letters 10 by 20 pixels, each read with this confidence, its words, too; lent. */
Line *white_page_put_line(Page *page, const char *text, double x, double y, double confidence);
/* Pixels of ink (1 bit) in a rectangle. */
int white_page_count_ink(PIX *ink, int x, int y, int w, int h);
