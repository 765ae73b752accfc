/* dates.c - a moment, as it was typed. */
#include "dates.h"

static const char *const romans[12][2] = {
    {"1", "1"},    {"П", "11"},  {"Ш", "111"}, {"1У", "1У"}, {"У", "У"},   {"У1", "У1"},
    {"УП", "У11"}, {"УШ", "УШ"}, {"1Х", "1Х"}, {"Х", "Х"},   {"Х1", "Х1"}, {"ХП", "Х11"},
};
static const char *const russian[12] = {"января", "февраля", "марта",    "апреля",  "мая",    "июня",
                                        "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
static const char *const english[12] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

Moment
moment_draw(Chance *chance)
{
    Moment m = {.year = 1950, .month = chance_int(chance, 1, 12)};
    m.year = chance_int(chance, 1950, 1953);
    m.day = chance_int(chance, 1, days[m.month - 1]);
    m.hour = chance_int(chance, 0, 23);
    m.minute = chance_int(chance, 0, 11) * 5;
    return m;
}

Moment
moment_later(Moment m, int minutes)
{
    m.minute += minutes;
    m.hour += m.minute / 60;
    m.minute %= 60;
    if (m.hour > 23) {
        m.hour %= 24;
        m.day++;
    }
    if (m.day > days[m.month - 1]) {
        m.day = 1;
        m.month++;
    }
    if (m.month > 12) {
        m.month = 1;
        m.year++;
    }
    return m;
}

static const char *
roman(const Moment *m, int style)
{
    return romans[m->month - 1][style & 1];
}

char *
moment_day_typed(const Moment *m, int style)
{
    return g_strdup_printf("%d%c%s", m->day, style & 2 ? '/' : '.', roman(m, style));
}

char *
moment_iso(const Moment *m)
{
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d", m->year, m->month, m->day, m->hour, m->minute);
}

char *
moment_iso_date(const Moment *m)
{
    return g_strdup_printf("%04d-%02d-%02d", m->year, m->month, m->day);
}

char *
moment_date_typed(const Moment *m, int style)
{
    switch (style) {
    case 0:
        return g_strdup_printf("%d.%s.%02dг.", m->day, roman(m, 0), m->year % 100);
    case 1:
        return g_strdup_printf("%d/%s-%02d г.", m->day, roman(m, 1), m->year % 100);
    default:
        return g_strdup_printf("%d %s %d г.", m->day, russian[m->month - 1], m->year);
    }
}

char *
moment_english(const Moment *m)
{
    return g_strdup_printf("%d:%02d %s, %d %s %d", m->hour % 12 ? m->hour % 12 : 12, m->minute,
                           m->hour < 12 ? "am" : "pm", m->day, english[m->month - 1], m->year);
}

char *
moment_date_english(const Moment *m, int style)
{
    if (style == 0)
        return g_strdup_printf("%d %s %d", m->day, english[m->month - 1], m->year);
    return g_strdup_printf("%s %d, %d", english[m->month - 1], m->day, m->year);
}
