/* lattice.h - what else a run of characters may say, likeliest first.
 *
 * Every character has the readings that the recogniser offered: its own, its alternatives and what a second
 * look at the word read in its place. Nothing else can come out: a value is made of glyphs that were offered.
 */
#pragma once
#include "glyphs.h"

typedef struct Lattice Lattice;

/* Glyphs are lent, left to right; before each stands what `before` says: 0, ' ' or '\n'. */
Lattice *lattice_new(const Glyph *const *glyphs, guint count, const char *before);
void lattice_free(Lattice *lattice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lattice, lattice_free)

/* The next likely reading, to free, with its probability (the product over characters); NULL when they are
 * used up or after LATTICE_MOST. */
#define LATTICE_MOST 400
char *lattice_next(Lattice *lattice, double *ret_probability);
