/* calendar.c - months and digits as typewriters without Latin letters made them. */
#include "calendar.h"
#include <string.h>

static const char *const names[12][2] = {
    {"января", "january"},  {"февраля", "february"}, {"марта", "march"},
    {"апреля", "april"},    {"мая", "may"},          {"июня", "june"},
    {"июля", "july"},       {"августа", "august"},   {"сентября", "september"},
    {"октября", "october"}, {"ноября", "november"},  {"декабря", "december"},
};

/* The figure that a character stands for; '?' where it is none: г and т small end a date. */
static char
figure_of(gunichar c)
{
    static const char *const figures[][2] = {{"0", "ОоOo"}, {"1", "IІіil|!ТГ"}, {"3", "Зз"}, {"6", "б"}};
    if (c < 128 && g_ascii_isdigit((char)c))
        return (char)c;
    for (guint i = 0; i < G_N_ELEMENTS(figures); i++)
        if (g_utf8_strchr(figures[i][1], -1, c))
            return *figures[i][0];
    return '?';
}

char *
calendar_digits(const char *text)
{
    GString *digits = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        g_string_append_c(digits, figure_of(g_utf8_get_char(p)));
    return g_string_free(digits, FALSE);
}

int
calendar_number(const char *text)
{
    g_autofree char *digits = calendar_digits(text);
    gsize length = strlen(digits);
    if (length == 0 || length > 9 || strspn(digits, "0123456789") != length)
        return -1;
    return (int)g_ascii_strtoll(digits, NULL, 10);
}

char *
calendar_strokes(const char *text)
{
    g_autoptr(GString) strokes = g_string_new(NULL);
    gunichar last = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar own = g_utf8_get_char(p);
        if (own == last || g_unichar_toupper(own) != g_unichar_toupper(last))
            g_string_append_unichar(strokes, own);
        last = own;
    }
    return g_utf8_strup(strokes->str, -1);
}

/* The month in strokes: П is II, Ш is III, У is V, Х is X. */
int
calendar_roman(const char *text)
{
    static const char *const romans[12] = {"I",   "II",   "III", "IV", "V",  "VI",
                                           "VII", "VIII", "IX",  "X",  "XI", "XII"};
    static const struct {
        const char *typed, *roman;
    } rows[] = {{"У", "V"}, {"V", "V"}, {"Х", "X"}, {"X", "X"}, {"П", "II"}, {"Ш", "III"}, {"1", "I"},
                {"I", "I"}, {"І", "I"}, {"Т", "I"}, {"L", "I"}, {"|", "I"},  {"7", "V"}};
    g_autofree char *strokes = calendar_strokes(text);
    g_autoptr(GString) roman = g_string_new(NULL);
    for (const char *p = strokes; *p; p = g_utf8_next_char(p)) {
        const char *found = NULL;
        for (guint i = 0; i < G_N_ELEMENTS(rows) && !found; i++)
            found = g_str_has_prefix(p, rows[i].typed) ? rows[i].roman : NULL;
        if (!found)
            return 0;
        g_string_append(roman, found);
    }
    for (int i = 0; i < 12; i++)
        if (strcmp(roman->str, romans[i]) == 0)
            return i + 1;
    return 0;
}

/* Letters of equal length that differ. */
static guint
differ(const char *a, const char *b)
{
    guint count = 0;
    for (; *a && *b; a = g_utf8_next_char(a), b = g_utf8_next_char(b))
        count += g_utf8_get_char(a) != g_utf8_get_char(b);
    return *a || *b ? G_MAXUINT : count;
}

int
calendar_name(const char *text)
{
    g_autofree char *small = g_utf8_strdown(text, -1);
    int best = 0;
    guint least = 2;
    for (int i = 0; i < 12; i++)
        for (int script = 0; script < 2; script++) {
            guint errors = differ(small, names[i][script]);
            if (errors > 1 || errors > least)
                continue;
            /* One letter off two months (июнь and июль, June and July) is neither. */
            best = errors == least && best != i + 1 && best != 0 ? -1 : i + 1;
            least = errors;
        }
    return MAX(best, 0);
}

gboolean
calendar_has_day(int year, int month, int day)
{
    return year >= 1900 && year < 2000 &&
           g_date_valid_dmy((GDateDay)CLAMP(day, 0, 40), (GDateMonth)CLAMP(month, 0, 13), (GDateYear)year);
}
