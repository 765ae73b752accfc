/* looks.h - the first reading of a line and the second looks at what is doubtful in it. */
#pragma once
#include "crop.h"
#include "engine.h"

typedef struct {
    int pad;          /* white pixels round the ink of the crop */
    double line;      /* a line read with less confidence is read again as a whole */
    double word;      /* else words with less confidence are, each with its neighbours */
    gboolean choices; /* keep each symbol's alternatives */
} Looks;

/* The best reading of the crop, to free. A word that two looks read differently carries the other reading in
 * `alternatives`, with that look's confidence. */
Reading *looks_read(Engine *engine, const LineCrop *crop, const Looks *looks);
/* Where both readings see the same words in the same places, `a` takes the better of each two, and what the
 * other look read stays with it as an alternative; `b` keeps the rest. FALSE where they do not: nothing is
 * changed. */
gboolean looks_join_words(Reading *a, Reading *b);
