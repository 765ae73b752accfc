/* strokes.h - a pen's strokes, followed where the network of `ink` sees them. */
#pragma once
#include "page.h"

typedef struct {
    Quad quad;         /* in the working picture */
    double confidence; /* mean probability of what it covers, 0..1 */
    guint32 colour;    /* 0xRRGGBB as the scan shows it */
    gboolean level;
} Stroke;

/* Strokes of the page, level ones first; of Stroke, to free. None where the page has no map of them. */
GArray *strokes_find(const Page *page);
