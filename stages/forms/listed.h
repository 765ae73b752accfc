/* listed.h - a field of the block that holds one or more entries of a short list, each in a row of its own:
 * ВНЕ ОЧЕРЕДИ, below it О С О Б А Я. */
#pragma once
#include "reading.h"

/* Reads the field from the rows (of ZoneRow, top down) that are nearly entries of its list, and from rows
 * right above and below them that further looks make one; `leading`: millimetres from line to line. Where no
 * row is nearly an entry, the likeliest of those that stand apart from the text is looked at, too. A row that
 * might be one and cannot be read as one goes to a person with the others. Marks the rows taken. */
void listed_read(const FieldReading *reading, const FormField *form, const GPtrArray *rows, double leading);
