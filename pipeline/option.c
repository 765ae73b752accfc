/* option.c - a stage's settings as rows. */
#include "option.h"
#include "error.h"
#include <string.h>

static void *
place(const Option *row, void *state)
{
    return (char *)state + row->offset;
}

void
options_set_defaults(const Option *rows, void *state)
{
    for (const Option *row = rows; row && row->type != OPTION_END; row++) {
        switch (row->type) {
        case OPTION_BOOL:
            *(gboolean *)place(row, state) = row->normal != 0;
            break;
        case OPTION_INT:
            *(int *)place(row, state) = (int)row->normal;
            break;
        case OPTION_DOUBLE:
            *(double *)place(row, state) = row->normal;
            break;
        case OPTION_STRING:
            *(char **)place(row, state) = g_strdup(row->text);
            break;
        case OPTION_END:
            break;
        }
    }
}

static gboolean
set_number(const Option *row, void *state, const char *value, GError **error)
{
    char *end = NULL;
    double number = g_ascii_strtod(value, &end);
    gboolean whole = row->type == OPTION_DOUBLE || number == (double)(int)number;
    if (end == value || *end != '\0' || !whole || !(number >= row->min && number <= row->max)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s takes a %s from %g to %g, not “%s”", row->name,
                    row->type == OPTION_INT ? "whole number" : "number", row->min, row->max, value);
        return FALSE;
    }
    if (row->type == OPTION_INT)
        *(int *)place(row, state) = (int)number;
    else
        *(double *)place(row, state) = number;
    return TRUE;
}

static gboolean
set_bool(const Option *row, void *state, const char *value, GError **error)
{
    static const char *const yes[] = {"yes", "true", "on", "1", NULL};
    static const char *const no[] = {"no", "false", "off", "0", NULL};
    if (!g_strv_contains(yes, value) && !g_strv_contains(no, value)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s takes yes or no, not “%s”", row->name, value);
        return FALSE;
    }
    *(gboolean *)place(row, state) = g_strv_contains(yes, value);
    return TRUE;
}

gboolean
options_set(const Option *rows, void *state, const char *name, const char *value, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (const Option *row = rows; row && row->type != OPTION_END; row++) {
        g_string_append_printf(known, "%s%s", known->len ? ", " : "", row->name);
        if (strcmp(row->name, name) != 0)
            continue;
        if (row->type == OPTION_BOOL)
            return set_bool(row, state, value, error);
        if (row->type != OPTION_STRING)
            return set_number(row, state, value, error);
        char **text = place(row, state);
        g_free(*text);
        *text = g_strdup(value);
        return TRUE;
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no option “%s” (it has: %s)", name,
                known->len ? known->str : "none");
    return FALSE;
}

void
options_clear(const Option *rows, void *state)
{
    for (const Option *row = rows; row && row->type != OPTION_END; row++)
        if (row->type == OPTION_STRING)
            g_clear_pointer((char **)place(row, state), g_free);
}

static void
append_row(GString *text, const Option *row, const void *at)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (text->len)
        g_string_append_c(text, ' ');
    if (row->type == OPTION_STRING)
        g_string_append_printf(text, "%s=%s", row->name, *(char *const *)at);
    else if (row->type == OPTION_BOOL)
        g_string_append_printf(text, "%s=%s", row->name, *(const gboolean *)at ? "yes" : "no");
    else
        g_string_append_printf(
            text, "%s=%s", row->name,
            g_ascii_formatd(number, sizeof number, "%g",
                            row->type == OPTION_INT ? *(const int *)at : *(const double *)at));
}

char *
options_dup_text(const Option *rows, const void *state, gboolean aside)
{
    GString *text = g_string_new(NULL);
    gboolean barred = FALSE;
    for (const Option *row = rows; row && row->type != OPTION_END; row++)
        if (!row->aside)
            append_row(text, row, (const char *)state + row->offset);
    for (const Option *row = rows; aside && row && row->type != OPTION_END; row++) {
        if (!row->aside)
            continue;
        if (!barred)
            g_string_append(text, " |");
        barred = TRUE;
        append_row(text, row, (const char *)state + row->offset);
    }
    return g_string_free(text, FALSE);
}
