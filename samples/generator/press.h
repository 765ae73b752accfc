/* press.h - puts a sheet's runs on a canvas and notes in the truth where each letter went. */
#pragma once
#include "canvas.h"
#include "sheet.h"
#include "truth.h"
#include "typewriter.h"

typedef struct {
    Canvas *canvas; /* NULL: only the truth is wanted */
    FaceBook *book;
    Typewriter *typewriter;
    Truth *truth;
    Chance *chance;
    const Face *printed, *heading, *hand;
    Ink ribbon, print, pen;
    Affine typed; /* how askew the paper sat in the typewriter: typed millimetres -> the page's */
    const char *script;
} Press;

gboolean press_sheet(Press *self, const Sheet *sheet, GError **error);

/* Words in a face at a size, on one line from (x, baseline); `wander` makes a hand of it: each word a little
 * turned and lifted, in parts of its height. Appends to `ret_words` (may be NULL) TruthWords in the space of
 * `cr`, and returns the ink's box. With `cr` NULL nothing is drawn. */
gboolean press_words(FaceBook *book, const Face *face, cairo_t *cr, double x, double baseline, double size_pt,
                     double spacing, const char *text, double wander, Chance *chance, GArray *ret_words,
                     Quad *ret_quad, GError **error);
/* How long these words are; 0 with an error. */
double press_width(FaceBook *book, const Face *face, double size_pt, double spacing, const char *text,
                   GError **error);
