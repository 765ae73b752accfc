/* scanner.h - light, lens and sensor: from the drawn picture to stored samples. */
#pragma once
#include "canvas.h"
#include "chance.h"

typedef enum { SCAN_COLOUR, SCAN_GREY, SCAN_BILEVEL } ScanMode;

typedef struct {
    ScanMode mode;
    double   blur_px;   /* of the lens */
    double   noise;     /* deviation, 0..255 */
    double   contrast;  /* 1: as it is; less: washed out towards grey */
    double   threshold; /* of bilevel scans, share of the paper's brightness */
    double   specks;    /* dust, per square centimetre */
    int      streaks;   /* lines along the scanner's path */
} Scanner;

typedef struct {
    int     width, height, channels; /* 1 or 3 */
    int     bits;                    /* 8, or 1: packed, 1 is black */
    gsize   stride;
    guint8 *data;
} Raster;

void raster_free(Raster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raster, raster_free)

/* Spoils `canvas` on the way. `paper_level` is the paper's brightness, 0..255. */
Raster *scanner_scan(Canvas *canvas, const Scanner *scanner, double paper_level, Chance *chance);
