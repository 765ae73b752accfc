/* anchors.h - a form's labels, found on a page. */
#pragma once
#include "form.h"
#include "glyphs.h"

/* A hit an anchor of the form, in the form's order; to free. Where two labels claim the same letters, the
 * better read one has them. */
Hit *anchors_find(const Form *form, const GlyphSheet *sheet);
/* Share of the labels' weight that was found, 0..1. */
double anchors_share(const Form *form, const Hit *hits);
/* Mean score of those that were found. */
double anchors_quality(const Form *form, const Hit *hits);
/* The hit of the anchor with this name; NULL where it was not found. */
const Hit *anchors_get(const Form *form, const Hit *hits, const char *name);
/* Does glyph i belong to a label? */
gboolean anchors_cover(const Form *form, const Hit *hits, guint glyph);
