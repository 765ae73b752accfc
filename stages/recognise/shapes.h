/* shapes.h - letters of a page, brought to one size, and how much two of them are alike.
 *
 * The page is scaled once so that a small letter is SHAPE_SMALL cells high; a letter's shape is the window
 * round the place where it stands. On typescript that is where the typewriter's steps say, since the
 * recogniser's boxes of single letters are rough; on print it is the middle of the box. */
#pragma once
#include "page.h"

enum {
    SHAPE_WIDE = 16,
    SHAPE_HIGH = 27,
    SHAPE_CELLS = SHAPE_WIDE * SHAPE_HIGH,
    SHAPE_SMALL = 12,
    SHAPE_SHIFT = 3, /* cells that a window may be moved by, either way */
    SHAPE_UNITS = 8192
};

typedef struct Shapes Shapes;

/* A window's cells, dark high, mean 0 and length 1. */
typedef struct {
    float cell[SHAPE_CELLS];
} Shape;

/* The same as whole numbers, SHAPE_UNITS to 1: sums of those are fast, and the same everywhere. */
typedef struct {
    gint16 unit[SHAPE_HIGH][SHAPE_WIDE];
} ShapePattern;

/* A window with room to move it, dark high, and the spread of its cells in each place. */
typedef struct {
    gint16 cell[SHAPE_HIGH + 2 * SHAPE_SHIFT][SHAPE_WIDE + 2 * SHAPE_SHIFT];
    float spread[2 * SHAPE_SHIFT + 1][2 * SHAPE_SHIFT + 1];
} ShapeView;

typedef struct {
    int dx, dy;
} ShapeShift;

/* The letters of a page that was read; lends its symbols, which must stay meanwhile (their texts may change).
 */
Shapes *shapes_new(const Page *page);
void shapes_free(Shapes *shapes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shapes, shapes_free)

/* Does the symbol stand in a line of typescript, where the typewriter's steps have it? */
gboolean shapes_is_typed(const Shapes *shapes, const Symbol *symbol);

/* A letter's window with room to move it, its neighbours left out. FALSE where there is none: outside the
 * picture, or a symbol that the page has not. */
gboolean shapes_view(const Shapes *shapes, const Symbol *symbol, ShapeView *ret_view);
/* What the moved window shows; FALSE where all cells are alike. */
gboolean shape_cut(const ShapeView *view, ShapeShift shift, Shape *ret_shape);
ShapePattern shape_pattern(const Shape *shape);
/* Normalised correlation of the window with a pattern, the best of all shifts up to `reach` cells from `at`,
 * in -1 … 1. `ret_best` (NULL allowed): that shift. */
double shape_like(const ShapeView *view, const ShapePattern *pattern, ShapeShift at, int reach,
                  ShapeShift *ret_best);
/* Mean 0, length 1; FALSE where all cells are alike. */
gboolean shape_normalise(Shape *shape);

/* How well a word's letters fit where they are thought to stand; the larger the better. */
typedef double (*ShapesFit)(void *data, const Word *word);
/* Moves the letters of a word of typescript along its line to where `fit` likes them best: the recogniser
 * puts all boxes of some words half a letter off. TRUE if they were moved. */
gboolean shapes_place(Shapes *shapes, const Word *word, ShapesFit fit, void *data);
