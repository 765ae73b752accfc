/* anchors.h - a form's labels, found on a page. */
#pragma once
#include "form.h"
#include "glyphs.h"
#include "placing.h"

/* A hit an anchor of the form, in the form's order; to free. Where two labels claim the same letters, the
 * better read one has them. Where enough labels stand as one of the form's layouts has them (`ret_placing`,
 * all zero where they do not; may be NULL), one that stands elsewhere is not believed, and one that is lost
 * is sought once more near its place; a hit that was not found even there is `placed`. */
Hit *anchors_find(const Form *form, const GlyphSheet *sheet, Placing *ret_placing);
/* Share of the labels' weight that was found, 0..1. Where they stand as no layout has them, one amid the text
 * of its row counts half. */
double anchors_share(const Form *form, const GlyphSheet *sheet, const Hit *hits, const Placing *placing);
/* Mean score of those that were found. */
double anchors_quality(const Form *form, const Hit *hits);
/* The hit of the anchor with this name, found or placed; NULL where it is neither. */
const Hit *anchors_get(const Form *form, const Hit *hits, const char *name);
/* Does glyph i belong to a label? */
gboolean anchors_cover(const Form *form, const Hit *hits, guint glyph);

/* How many of the last glyphs (of Glyph) are the beginning of a label as it is printed, three letters of it
 * at least and a small one among them: values in capitals may end as labels begin (СОВ). Never all of them.
 */
guint anchors_at_end(const Form *form, const GPtrArray *glyphs);
