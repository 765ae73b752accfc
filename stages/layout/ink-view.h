/* ink-view.h - a page as the network of `ink` sees it. */
#pragma once
#include "page.h"

#define INK_VIEW_DPI 100

/* The working picture at INK_VIEW_DPI, 32 bits a pixel, to destroy: red is how dark it is (255 black), green
 * and blue are its colour against the paper's own, red less green and blue less green (128: none, as on all
 * pages without colours). *ret_to_working maps its pixels to the working picture's. */
PIX *ink_view(const Page *page, Affine *ret_to_working);
