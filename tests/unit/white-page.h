/* white-page.h - an empty page for tests to draw on. */
#pragma once
#include "page.h"

/* White at 300 dpi, with a working picture and ink of none; to page_free(). */
Page *white_page_new(int width, int height);
