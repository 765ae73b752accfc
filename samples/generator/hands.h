/* hands.h - pictures of real handwriting, to be laid on drawn pages as notes. */
#pragma once
#include "chance.h"
#include <cairo.h>

typedef struct Hands Hands;

/* All PNG and JPEG pictures of a folder: dark writing on light paper, a phrase each; NAME.gt.txt beside one
 * tells what it says. Sorted by name. An error where there is none. */
Hands *hands_load(const char *dir, GError **error);
void hands_free(Hands *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hands, hands_free)

typedef struct {
    cairo_surface_t *strokes; /* A8: the writing, cut to its ink; lent */
    const char *text;         /* NULL: nobody knows; lent */
    int width, height;        /* px */
} Hand;

Hand hands_pick(const Hands *self, Chance *chance);
