/* outline.h - where a form's labels were found on a page and where its fields are sought: for people who
 * write descriptions. */
#pragma once
#include "form.h"
#include "glyphs.h"

typedef struct {
    char *name;    /* of the anchor or field */
    gboolean zone; /* a field's place; else a label */
    double score;  /* of a label: 0 where it was not found; of a zone: 1, 0 where its anchor was not found */
    Box box;       /* millimetres from the page's top left corner */
} Outline;

/* Labels first, then zones, in the form's order; of Outline, to unref. `page` holds lines with words; its
 * to_original and image_dpi say where they stand. */
GPtrArray *outline_form(const Form *form, const Page *page);
