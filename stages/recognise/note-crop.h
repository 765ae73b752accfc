/* note-crop.h - cuts stamps and what hands wrote out of the page for the recogniser. */
#pragma once
#include "page.h"

/* Rows of a level picture: from y0 to before y1. */
typedef struct {
    int y0, y1;
} NoteRow;

/* The annotation's ink, level: 1 bit, to destroy. `ink` is all ink of its sort, in the working picture, where
 * *ret_to_working takes the pixels returned. */
PIX *note_level(const Page *page, PIX *ink, const Annotation *annotation, Affine *ret_to_working);
/* A row as the recogniser wants it: grey, black on white, padded, to destroy; *ret_to_ink takes its pixels
 * back. `grey`: the picture that the ink was found in, or NULL for the ink itself. NULL where the row is
 * empty. */
PIX *note_row(PIX *ink, PIX *grey, const NoteRow *row, Affine *ret_to_ink);
/* What a hand wrote, as one row, likewise; NULL where it is too high or too low to be one. */
PIX *note_picture(const Page *page, PIX *hands, const Annotation *note, Affine *ret_to_working);
