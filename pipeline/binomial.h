/* binomial.h - what so many errors among so many tries allow to say.
 *
 * C. Clopper, E. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial,
 * Biometrika 26, 1934: exact bounds, found here by halving on the binomial distribution itself. */
#pragma once
#include <glib.h>

/* The least rate of error that `errors` or fewer among `tries` would contradict at `level` (0.95): the true
 * rate lies below it in that share of cases. 1 without tries. */
double binomial_upper(guint errors, guint tries, double level);
/* Is that at most `rate`? Sixty times as fast as asking for the bound itself. */
gboolean binomial_keeps(guint errors, guint tries, double level, double rate);
/* The greatest rate that `errors` or more would contradict; 0 without errors. */
double binomial_lower(guint errors, guint tries, double level);
/* Chance of `least` or more among `tries` where each has the chance `rate`. */
double binomial_tail(guint least, guint tries, double rate);
