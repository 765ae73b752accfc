/* draw.h - one page: what it says, how it was typed, what happened to it since and how it was scanned. */
#pragma once
#include "content.h"
#include "faces.h"
#include "hands.h"
#include "tiff-sink.h"
#include "tier.h"
#include <jansson.h>

typedef enum {
    DRAW_SCAN,     /* as the tier says */
    DRAW_FAX,      /* 204 x 98 dpi, bilevel */
    DRAW_FAX_FINE, /* the same at 204 x 196, whose pixels are nearly square */
} DrawAs;

typedef struct {
    const char *data_dir, *tier_name, *kind;
    const char *document; /* id, or NULL: by chance */
    FaceBook *book;
    const Hands *hands; /* real handwriting for the notes; may be NULL */
    const Texts *texts;
    const Tier *tier;
    guint64 seed;
    guint index;
    int page, pages;
    int rotation;   /* -1: by chance */
    gboolean small; /* at most 200 dpi; bilevel G4 or grey JPEG */
    gboolean kinds; /* say what each pixel's ink is, too */
    DrawAs as;
} DrawJob;

typedef struct {
    Raster *raster;
    TiffFormat format;
    guint8 *kinds; /* NULL, or InkKind bits, 8 a pixel, rows `kinds_stride` apart */
    int width, height, kinds_stride;
    json_t *truth; /* its "scan" is to be set by whoever names the file */
} DrawnPage;

void drawn_page_free(DrawnPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DrawnPage, drawn_page_free)

/* A function of the job alone: neither time nor earlier pages matter. */
DrawnPage *draw_page(const DrawJob *job, GError **error);
