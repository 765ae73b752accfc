/* look.h - the chance decisions about one page, taken before anything is drawn. */
#pragma once
#include "draw.h"
#include "paper.h"
#include "typewriter.h"

enum {
    STREAM_CONTENT = 1,
    STREAM_MACHINE,
    STREAM_STRIKES,
    STREAM_MARKS,
    STREAM_PAPER,
    STREAM_SCAN,
    STREAM_NOISE
};

/* The typewriter, its ribbon and the form's print: the same for all pages of a letter. */
typedef struct {
    const Face *typed, *printed, *heading, *hand;
    TypeWear wear;
    guint64 machine; /* seed of the type bars */
    Ink ribbon, print, pen;
    double leading_mm;
    Affine askew;
} Machine;

/* The sheet and the scanner: each page its own. */
typedef struct {
    Geometry geometry;
    Paper paper;
    Scanner scanner;
    TiffFormat format;
    double paper_level; /* 0..255 */
    double bleed;       /* density of the other side's ink; 0: none */
} Scanning;

gboolean machine_choose(Machine *self, const DrawJob *job, GError **error);
void scanning_choose(Scanning *self, const DrawJob *job, double width_mm, double height_mm);
/* The stream of a concern; `page` 0 for what all pages of a scan share. */
void look_chance(Chance *chance, const DrawJob *job, int stream, int page);
