/* calendar.h - months as typed and as words, digits as typed. */
#pragma once
#include <glib.h>

/* Characters a typed digit may be drawn with, for a regular expression: [DIGITS]. */
#define DIGITS "0-9ОоOoЗзбIІil|!ТГ"
/* A Roman month of Cyrillic look-alikes, longest first, for a regular expression with the flag i. 7 before
 * strokes is a У, for there is no month 71. */
#define ROMANS                                                                                                                 \
    "УШ|VIII|[УV7]{1,2}[1IІТl|]{1,3}|[УV]П|[1IІТ][УV]{1,2}|[1IІТ][ХX]{1,2}|[ХX]П|[ХX][1IІТl|]{1,2}|[ХX]{1," \
    "2}|["                                                                                                                     \
    "УV]{1,2}|Ш|П|["                                                                                                        \
    "1IІТl|]{1,3}"

/* A number as typed, -1 where `text` holds anything but digits. */
int calendar_number(const char *text);
/* The same as digits, to free. */
char *calendar_digits(const char *text);
/* The strokes of a month as typed, in capitals: the recogniser may give one letter twice, in both cases. To
 * free. */
char *calendar_strokes(const char *text);
/* 1 to 12, or 0. */
int calendar_roman(const char *text);
/* A month's name in Russian (genitive) or English, a letter or two misread; 0 where it is none. */
int calendar_name(const char *text);
gboolean calendar_has_day(int year, int month, int day);
