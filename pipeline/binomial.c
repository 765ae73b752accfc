/* binomial.c - exact bounds of a rate of errors. */
#include "binomial.h"
#include <math.h>

#define HALVINGS 60

/* Chance of at most `most` among `tries`. */
static double
chance_of_at_most(guint most, guint tries, double rate)
{
    if (rate <= 0)
        return 1;
    if (rate >= 1)
        return most >= tries;
    double sum = 0, whole = lgamma(tries + 1.0);
    for (guint k = 0; k <= MIN(most, tries); k++)
        sum += exp(whole - lgamma(k + 1.0) - lgamma(tries - k + 1.0) + k * log(rate) +
                   (tries - k) * log1p(-rate));
    return MIN(sum, 1);
}

double
binomial_upper(guint errors, guint tries, double level)
{
    double low = 0, high = 1;
    if (errors >= tries)
        return 1;
    for (guint i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (chance_of_at_most(errors, tries, middle) > 1 - level)
            low = middle;
        else
            high = middle;
    }
    return high;
}

gboolean
binomial_keeps(guint errors, guint tries, double level, double rate)
{
    return rate >= 1 || (errors < tries && chance_of_at_most(errors, tries, rate) <= 1 - level);
}

double
binomial_lower(guint errors, guint tries, double level)
{
    return errors == 0 ? 0 : 1 - binomial_upper(tries - errors, tries, level);
}

double
binomial_tail(guint least, guint tries, double rate)
{
    return least == 0 ? 1 : 1 - chance_of_at_most(least - 1, tries, rate);
}
