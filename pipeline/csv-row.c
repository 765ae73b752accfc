/* csv-row.c - rows of CSV. */
#include "csv-row.h"
#include <math.h>
#include <string.h>

static void
separate(GString *row)
{
    if (row->len > 0 && row->str[row->len - 1] != '\n')
        g_string_append_c(row, ',');
}

void
csv_row_text(GString *row, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    gboolean guard = *valid && strchr("=+-@\t\r", *valid);
    gboolean quote = strpbrk(valid, ",\"\r\n") != NULL;
    gboolean first = row->len == 0 || row->str[row->len - 1] == '\n';
    separate(row);
    /* An empty first cell is quoted: separate() would take the row for one that has not begun. */
    if (quote || (first && !*valid))
        g_string_append_c(row, '"');
    if (guard)
        g_string_append_c(row, '\'');
    for (const char *c = valid; *c; c++) {
        if (*c == '"')
            g_string_append_c(row, '"');
        g_string_append_c(row, *c);
    }
    if (quote || (first && !*valid))
        g_string_append_c(row, '"');
}

void
csv_row_number(GString *row, double number, int decimals)
{
    char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
    double parts = pow(10, decimals);
    double rounded = isfinite(number) ? round(number * parts) / parts + 0.0 : 0; /* + 0.0: no minus zero */
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(text, sizeof text, format, rounded);
    if (strchr(text, '.')) {
        gsize length = strlen(text);
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
        text[length] = '\0';
    }
    separate(row);
    g_string_append(row, text);
}

void
csv_row_quad(GString *row, const Quad *quad)
{
    for (int i = 0; i < 4; i++) {
        csv_row_number(row, quad->p[i].x, 1);
        csv_row_number(row, quad->p[i].y, 1);
    }
}

void
csv_row_end(GString *row)
{
    g_string_append(row, "\r\n");
}
