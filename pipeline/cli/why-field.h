/* why-field.h - the story of a field's value, printed. */
#pragma once
#include "page.h"

/* Value, reading, place, confidence, what it might say instead, why it waits; and the words it stands on. */
void why_print_field(const Page *page, const Field *field);
void why_print_box(const Quad *quad);
