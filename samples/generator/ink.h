/* ink.h - what becomes of clean strokes on their way through a ribbon, a carbon sheet or a rubber stamp. */
#pragma once
#include "pipeline/quad.h"
#include <cairo.h>
#include <glib.h>

typedef struct {
    double red, green, blue; /* 0..1 */
    double density;          /* how much of it reaches the paper, 0..1 */
    double weave;            /* 0..1: the threads of the ribbon show */
    double weave_mm;         /* distance of the threads */
    double mottle;           /* 0..1: patches without ink */
    double mottle_mm;        /* size of the patches */
    double grain;            /* 0..1: single pixels lost */
    double blur_mm;          /* carbon copies; 0: none */
    double gain;             /* after the blur: above 1 the stroke spreads */
} Ink;

/* Wears the strokes on an A8 surface. `to_mm` maps its pixels to the page, so that the ribbon keeps its
 * direction when the page is tilted; `seed` fixes the pattern. */
void ink_wear(cairo_surface_t *strokes, Affine to_mm, const Ink *ink, guint32 seed);

/* Box blur three times over: near enough to a Gaussian with deviation `sigma_px`. */
void ink_blur(guint8 *a8, int width, int height, int stride, double sigma_px);
