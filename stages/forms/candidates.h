/* candidates.h - what a field may say: values its grammar takes, weighed over all looks at it.
 *
 * A look gives each value the likelihood of the characters it is made of; looks add up, and a value's
 * probability is its share of what all looks give at most. A value that stands in the field's list is worth
 * more than one beside it; one that no look offered is no candidate. */
#pragma once
#include "form.h"
#include "glyphs.h"
#include "lattice.h"

typedef struct {
    char *raw, *value;
    double weight;
    guint votes; /* looks that found it the likeliest */
} Candidate;

typedef struct {
    GPtrArray *all; /* of Candidate, best first */
    guint looks;
} Candidates;

Candidates *candidates_new(void);
void candidates_free(Candidates *candidates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Candidates, candidates_free)

/* One more look: glyphs of the field from left to right, may be none. */
void candidates_look(Candidates *candidates, const FormField *form, gboolean latin, const GPtrArray *glyphs);
/* Not calibrated: the best value's mean weight over the looks; 0 where there is none. */
double candidates_confidence(const Candidates *candidates);

/* The characters as words, lines as lines; words without letter or digit at the ends are dots and rules of
 * the form. `as_read`: blanks stand where the recogniser saw them, else where the pitch has room for one.
 * `as_typed`: letter-spaced words keep their spacing. To free. */
char *candidates_words(const GPtrArray *glyphs, gboolean as_read, gboolean as_typed);
/* What else the glyphs may say, to free. */
Lattice *candidates_lattice(const GPtrArray *glyphs);
/* The likelihood of a reading of eight characters: long values are not punished for their length. */
double candidates_level(double probability, guint characters);
