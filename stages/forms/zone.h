/* zone.h - which characters of the page belong to a field. */
#pragma once
#include "anchors.h"

typedef struct {
    const Form *form;
    const GlyphSheet *sheet;
    const Hit *hits;
} Zones;

/* A row of the typed text: pieces side by side, as a reader sees a line. */
typedef struct {
    GPtrArray *glyphs; /* lent */
    char *text;        /* as typed, words parted by one blank */
    double confidence; /* of its worst word */
    Box box;
    double pitch;   /* see pitch_of() */
    gboolean taken; /* by a field */
} ZoneRow;

/* Glyphs right of the field's anchor, left to right; pointers lent by the sheet, the array to unref. Empty
 * where the anchor was not found. */
GPtrArray *zone_right(const Zones *zones, const FormField *field);

/* Words from left to right, the characters of each as read. */
void zone_sort(GPtrArray *glyphs);

/* A line that was found and given up by the recogniser, right of the field's anchor or right below a box;
 * NULL where there is none. Lent by the sheet. */
const Piece *zone_unread_right(const Zones *zones, const FormField *field);
const Piece *zone_unread_below(const Zones *zones, Box above);

/* Drops what follows a gap wider than three or four letters: typed values have none, notes by hand and stamps
 * stand behind one. */
void zone_cut_at_gap(GPtrArray *glyphs);

/* How far a row's printed label, «Тов.», with a number before it, reaches: the glyph after it; 0 where the
 * row does not begin so. `label` is folded. */
guint zone_row_label(const ZoneRow *row, const char *label, gboolean latin);

/* Where a field is sought; FALSE where nothing tells, for its anchor was not found. */
gboolean zone_area(const Zones *zones, const FormField *field, Box *ret_box);

/* Is something written by hand right of a label, as far as `width` millimetres, that is no number: a
 * signature? */
gboolean zone_is_signed(const Page *page, Box label, double width);

#define SAME_LINE 1.6 /* millimetres between the middles of two pieces typed on one line */

/* Rows from `top` to `bottom` millimetres that hold no label, top down; of ZoneRow, to unref. Pieces whose
 * middles are no more than `level` apart stand in one row. */
GPtrArray *zone_rows(const Zones *zones, double top, double bottom, double level);
/* The limits of the form's block. */
void zone_block(const Zones *zones, double *ret_top, double *ret_bottom);
