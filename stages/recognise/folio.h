/* folio.h - the number of a page between two dashes, alone on its line. */
#pragma once
#include "crop.h"
#include "engine.h"

/* What such a line says, with a symbol for every dash and figure, quads in pixels of the crop; to free. NULL
 * where the line is nothing like it, or where its figures could not be read: it is read as any other.
 * `latin`: the page's script. */
Reading *folio_read(const EnginePair *engines, gboolean latin, const LineCrop *crop);
