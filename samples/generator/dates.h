/* dates.h - a moment, as Soviet typists and English translators typed it. */
#pragma once
#include "chance.h"

typedef struct {
    int year, month, day, hour, minute;
} Moment;

/* A moment of 1946-53. */
Moment moment_draw(Chance *chance);
/* Some minutes later; stays within the calendar. */
Moment moment_later(Moment self, int minutes);
/* "16.У", "14/У1": the month in letters that look Roman, since the machine has none. */
char *moment_day_typed(const Moment *self, int style);
/* "1950-05-16T00:40" and "1950-05-16". */
char *moment_iso(const Moment *self);
char *moment_iso_date(const Moment *self);
/* "16.У.50г.", "14/У-50 г.", "16 мая 1950 г." by `style` 0..2. */
char *moment_date_typed(const Moment *self, int style);
/* "4:10 am, 14 May 1950", "14 May 1950", "May 14, 1950". */
char *moment_english(const Moment *self);
char *moment_date_english(const Moment *self, int style);
