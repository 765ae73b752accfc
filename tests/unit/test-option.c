/* test-option.c - a stage's settings: defaults, ranges, messages, and the text that names a run. */
#include "error.h"
#include "option.h"

typedef struct {
    gboolean wide;
    int lines;
    double angle;
    char *model;
} State;

static const Option rows[] = {
    {"wide", "a switch", OPTION_BOOL, offsetof(State, wide), TRUE},
    {"lines", "a count", OPTION_INT, offsetof(State, lines), 3, 0, 99},
    {"max-angle", "degrees", OPTION_DOUBLE, offsetof(State, angle), 7.5, -45, 45},
    {"model", "a name", OPTION_STRING, offsetof(State, model), .text = "rus"},
    {0},
};

/* What a value makes of the settings' text, or why it is refused. */
static const struct {
    const char *name, *value, *text, *refused;
} values[] = {
    {"wide", "no", "wide=no lines=3 max-angle=7.5 model=rus", NULL},
    {"wide", "off", "wide=no lines=3 max-angle=7.5 model=rus", NULL},
    {"wide", "true", "wide=yes lines=3 max-angle=7.5 model=rus", NULL},
    {"wide", "1", "wide=yes lines=3 max-angle=7.5 model=rus", NULL},
    {"wide", "maybe", NULL, "wide takes yes or no, not “maybe”"},
    {"wide", "", NULL, "wide takes yes or no, not “”"},
    {"lines", "0", "wide=yes lines=0 max-angle=7.5 model=rus", NULL},
    {"lines", "99", "wide=yes lines=99 max-angle=7.5 model=rus", NULL},
    {"lines", "100", NULL, "lines takes a whole number from 0 to 99, not “100”"},
    {"lines", "-1", NULL, "lines takes a whole number from 0 to 99, not “-1”"},
    {"lines", "2.5", NULL, "lines takes a whole number from 0 to 99, not “2.5”"},
    {"lines", "4x", NULL, "lines takes a whole number from 0 to 99, not “4x”"},
    {"lines", "", NULL, "lines takes a whole number from 0 to 99, not “”"},
    {"lines", "1e300", NULL, "lines takes a whole number from 0 to 99, not “1e300”"},
    {"lines", "nan", NULL, "lines takes a whole number from 0 to 99, not “nan”"},
    {"max-angle", "-45", "wide=yes lines=3 max-angle=-45 model=rus", NULL},
    {"max-angle", "0.125", "wide=yes lines=3 max-angle=0.125 model=rus", NULL},
    {"max-angle", "45.001", NULL, "max-angle takes a number from -45 to 45, not “45.001”"},
    {"max-angle", "0,5", NULL, "max-angle takes a number from -45 to 45, not “0,5”"},
    {"max-angle", "nan", NULL, "max-angle takes a number from -45 to 45, not “nan”"},
    {"max-angle", "inf", NULL, "max-angle takes a number from -45 to 45, not “inf”"},
    {"model", "", "wide=yes lines=3 max-angle=7.5 model=", NULL},
    {"model", "rus+eng", "wide=yes lines=3 max-angle=7.5 model=rus+eng", NULL},
    {"angle", "1", NULL, "no option “angle” (it has: wide, lines, max-angle, model)"},
    {"", "1", NULL, "no option “” (it has: wide, lines, max-angle, model)"},
};

static void
test_values(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GError) error = NULL;
        State state = {0};
        options_set_defaults(rows, &state);
        gboolean set = options_set(rows, &state, values[i].name, values[i].value, &error);
        g_autofree char *text = options_dup_text(rows, &state, TRUE);
        g_assert_cmpint(set, ==, values[i].refused == NULL);
        g_assert_cmpstr(text, ==, set ? values[i].text : "wide=yes lines=3 max-angle=7.5 model=rus");
        if (!set) {
            g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
            g_assert_cmpstr(error->message, ==, values[i].refused);
        }
        options_clear(rows, &state);
    }
}

static void
test_none(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = options_dup_text(NULL, NULL, TRUE);
    g_assert_cmpstr(text, ==, "");
    g_assert_false(options_set(NULL, NULL, "lines", "1", &error));
    g_assert_cmpstr(error->message, ==, "no option “lines” (it has: none)");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/option/values", test_values);
    g_test_add_func("/option/none", test_none);
    return g_test_run();
}
