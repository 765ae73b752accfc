/* option.h - a stage's settings as rows: name, type, place, default, range and help stand once; parsing,
 * --help, the manual and the record of what was run all come from them. */
#pragma once
#include <glib.h>
#include <stddef.h>

typedef enum { OPTION_END = 0, OPTION_BOOL, OPTION_INT, OPTION_DOUBLE, OPTION_STRING } OptionType;

typedef struct {
    const char *name;
    const char *help;
    OptionType type;
    gsize offset;     /* into the stage's state: gboolean, int, double or char * (owned) */
    double normal;    /* default of bool, int, double */
    double min, max;  /* allowed range of int and double */
    const char *text; /* default of a string */
    gboolean aside;   /* changes no reading and no evidence: a calibrator holds whatever it is set to */
} Option;

/* Writes every row's default into `state`. */
void options_set_defaults(const Option *rows, void *state);
/* Sets one option from text. SETUP error names the option, the value and the range. */
gboolean options_set(const Option *rows, void *state, const char *name, const char *value, GError **error);
/* Frees the strings. */
void options_clear(const Option *rows, void *state);
/* "name=value name=value", always the same for the same settings; free it. With `aside`, those set aside
 * follow behind a bar: "a=1 | b=2". */
char *options_dup_text(const Option *rows, const void *state, gboolean aside);
