/* placing.h - how a printed form lies on a page.
 *
 * A form has one or more layouts: where its labels stand, in millimetres from any corner. Found labels vote
 * for shift and stretch of the layout, which may differ across and down (a typed translation has its own line
 * spacing); the placing that most of them agree with is refined by least squares over those that do (M.
 * Fischler and R. Bolles, RANSAC, 1981, with all pairs in place of random ones). */
#pragma once
#include "form.h"
#include "glyphs.h"

typedef struct {
    guint layout;
    double stretch_x, shift_x, stretch_y, shift_y; /* x' = stretch x + shift, millimetres */
    guint kept;                                    /* labels that stand where the layout has them */
    double share; /* their share of all labels that the layout has, by weight */
} Placing;

/* `hits`: one an anchor, in the form's order. FALSE where fewer than three labels agree. */
gboolean placing_fit(const Form *form, const Hit *hits, Placing *ret_placing);
/* Where an anchor's label should stand; FALSE where the layout does not say. The box is as high as a label
 * and as wide as its letters are on this page (`letter` millimetres each). */
gboolean placing_expect(const Form *form, const Placing *placing, guint anchor, double letter, Box *ret_box);
/* Does a box stand where it is expected? */
gboolean placing_agrees(Box box, Box expected);
