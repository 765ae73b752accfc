/* lstmf.h - writes the line files that `lstmtraining` reads.
 *
 * The format is Tesseract 5's DocumentData (ccstruct/imagedata.cpp), little-endian, without boxes: the
 * trainer aligns text and picture itself. A file holds many lines. */
#pragma once
#include <glib.h>

typedef struct Lstmf Lstmf;

/* `language` is the traineddata's name; the files begin with `stem` ("…/train-" gives …/train-0000.lstmf). */
Lstmf *lstmf_new(const char *stem, const char *language);
/* Adds a line: the picture as PNG bytes, what it says, and a name for the trainer's messages. Every hundred
 * lines a file is full and written. */
gboolean lstmf_add(Lstmf *self, const char *name, GBytes *png, const char *text, GError **error);
/* Writes what is left and the list of all files, STEM.list, for --train_listfile. Frees self in any case. */
gboolean lstmf_close(Lstmf *self, GError **error);
