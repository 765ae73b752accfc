/* csv-row.h - rows of CSV: RFC 4180, UTF-8, CRLF. The one place that quotes.
 *
 * Text from a page may look like a formula to a spreadsheet: a cell that begins with = + - @, a tab or a
 * carriage return gets a leading apostrophe. Numbers that verno prints itself are exempt. */
#pragma once
#include "quad.h"

/* A cell of text; NULL is an empty cell. Bytes that are no UTF-8 become U+FFFD. */
void csv_row_text(GString *row, const char *text);
/* A cell with a number: `decimals` at most, no trailing zeros, always a point. */
void csv_row_number(GString *row, double number, int decimals);
/* Eight cells: x0, y0 … x3, y3. */
void csv_row_quad(GString *row, const Quad *quad);
/* Ends the row. */
void csv_row_end(GString *row);
