/* white-page.c - an empty page for tests to draw on. */
#include "white-page.h"

Page *
white_page_new(int width, int height)
{
    Page *page = page_new();
    PIX *white = pixCreate(width, height, 8);
    pixSetAll(white);
    page_take_original(page, white);
    page_take_image(page, pixCopy(NULL, white), NULL);
    page_take_ink(page, pixCreate(width, height, 1));
    page->image_dpi = 300;
    return page;
}
