/* paper.h - the sheet and the scanner's bed around it. */
#pragma once
#include "canvas.h"
#include "chance.h"

typedef struct {
    double tone[3];   /* 0..1 */
    double fibre;     /* deviation of the fine texture, 0..255 */
    double blotch;    /* depth of the clouds of dirt, 0..255 */
    double shade;     /* light lost towards one side, share */
    double bed[3];    /* the scanner behind the paper */
    double ragged_mm; /* how uneven the edges are */
    double edge;      /* depth of the shadow along the paper's edge, 0..1 */
    int holes;        /* punched at the left margin */
    int folds;
    double fold_depth; /* 0..1 */
    int stains;
} Paper;

void paper_draw(Canvas *canvas, const Geometry *geometry, const Paper *paper, Chance *chance);
/* Folds and stains lie over the ink. */
void paper_wear(Canvas *canvas, const Geometry *geometry, const Paper *paper, Chance *chance);
