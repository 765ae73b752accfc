/* glyphs.h - a page's characters as a form sees them: upright, in millimetres, with labels sought among them.
 */
#pragma once
#include "page.h"

typedef struct {
    double x0, y0, x1, y1; /* millimetres from the working picture's top left corner */
} Box;

typedef struct {
    const Symbol *symbol; /* lent by the page */
    const Word *word;
    const Line *line;
    guint at;         /* its place among the word's symbols */
    double word_left; /* of its word, millimetres */
    Box box;
} Glyph;

/* A line of the page: one piece of a row where the row has wide gaps. */
typedef struct {
    const Line *line;
    guint first, end; /* its glyphs */
    Box box;
    double middle; /* height of its middle */
} Piece;

typedef struct {
    GArray *glyphs;   /* of Glyph, piece by piece, each from left to right */
    GArray *pieces;   /* of Piece, in the page's order */
    guint32 *letters; /* a folded letter a glyph, 0 for signs; see glyphs_fold() */
} GlyphSheet;

GlyphSheet *glyphs_new(const Page *page, gboolean latin);
void glyphs_free(GlyphSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GlyphSheet, glyphs_free)

/* The word's characters, appended to an array of Glyph. */
void glyphs_append(GArray *glyphs, const Page *page, const Line *line, const Word *word);

/* Small letters without blanks and signs other than №, look-alikes of the other script brought to this one;
 * to free. */
char *glyphs_fold(const char *text, gboolean latin);

/* Letters to change, add or drop between two folded texts (edit_distance()). */
guint glyphs_distance(const char *a, const char *b);

/* Where a label was found: glyphs [first, end) of one piece. */
typedef struct {
    guint piece, first, end, text; /* `text`: which of the label's wordings */
    Box box;
    double score;    /* 1 - errors / letters; 0: not found */
    gboolean placed; /* not found, or hardly: `box` is where it should stand; first and end may be equal */
} Hit;

/* The best place for any of the folded `texts` (edit_find(): P. Sellers, J. Algorithms 1, 1980). A third of a
 * long label's letters may be misread, none of a label of three. */
Hit glyphs_find(const GlyphSheet *sheet, char *const *texts);

/* The same near a place where the label is expected: half of its letters may be misread. */
Hit glyphs_find_near(const GlyphSheet *sheet, char *const *texts, Box place);

const Glyph *glyphs_get(const GlyphSheet *sheet, guint i);
const Piece *glyphs_piece(const GlyphSheet *sheet, guint i);
Box box_join(Box a, Box b);
/* Round all of an array of Glyph, at least one. */
Box glyphs_box(const GPtrArray *glyphs);
/* Of what two lines read in one place, the surer reading stays in an array of Glyph. */
void glyphs_drop_doubles(GPtrArray *glyphs);
/* The quad in stored pixels round a box. */
Quad glyphs_quad(const Page *page, Box box);
