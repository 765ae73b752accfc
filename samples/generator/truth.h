/* truth.h - what really stands on a page, gathered while it is drawn, and its file `verno-truth/1`. */
#pragma once
#include "pipeline/quad.h"
#include <glib.h>
#include <jansson.h>

typedef struct {
    char *text, *joined; /* joined: only of letter-spaced words */
    Quad quad;
} TruthWord;

typedef struct Truth Truth;

Truth *truth_new(void);
void truth_free(Truth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Truth, truth_free)

/* All quads are millimetres of the upright page. `words` (of TruthWord, whose strings are taken over) is
 * taken. Lines come out in the order of `order`. */
void truth_line(Truth *self, int order, int row, const char *kind, const char *script, const char *text,
                Quad quad, GArray *words);
/* Another piece of a field; `separator` joins it to the piece before. */
void truth_field(Truth *self, const char *name, const char *raw, const char *separator, Quad quad);
void truth_mark(Truth *self, const char *kind, Quad quad, guint32 rgb, const char *text);

guint truth_lines(const Truth *self);
/* Of a typed line; NULL when it is of another kind. */
const GArray *truth_typed_words(const Truth *self, guint line);
/* Whether a rectangle of the page lies free of all lines and marks so far. */
gboolean truth_is_free(const Truth *self, double x, double y, double width, double height);

typedef struct {
    const char *scan, *tier, *kind, *document, *form, *compression, *colour_mode;
    int page, pages, width, height, rotation;
    double xdpi, ydpi, skew_deg;
    guint64 seed;
    guint index;
    gboolean dpi_tag, blank;
    json_t *fonts; /* borrowed */
} TruthPage;

/* `labels` and `values`: as in Sheet. The caller owns the result. */
json_t *truth_json(const Truth *self, const TruthPage *page, Affine to_pixels, GHashTable *labels,
                   GHashTable *values);
