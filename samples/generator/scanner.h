/* scanner.h - light, lens and sensor: from the drawn picture to stored samples. */
#pragma once
#include "canvas.h"
#include "chance.h"

typedef enum { SCAN_COLOUR, SCAN_GREY, SCAN_BILEVEL } ScanMode;

typedef struct {
    ScanMode mode;
    double blur_px;   /* of the lens */
    double noise;     /* deviation, 0..255 */
    double contrast;  /* 1: as it is; less: washed out towards grey */
    double threshold; /* of bilevel scans: 0 at the paper's brightness, 1 at the ink's */
    double specks;    /* dust, per square centimetre */
    int streaks;      /* lines along the scanner's path */
} Scanner;

typedef struct {
    int width, height, channels; /* 1 or 3 */
    int bits;                    /* 8, or 1: packed, 1 is black */
    gsize stride;
    guint8 *data;
} Raster;

void raster_free(Raster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raster, raster_free)

/* Spoils `canvas` on the way. The levels are the brightness of paper and of typing, 0..255: whoever scanned
 * set the threshold by them. */
Raster *scanner_scan(Canvas *canvas, const Scanner *scanner, double paper_level, double ink_level,
                     Chance *chance);
