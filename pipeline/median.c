/* median.c - the middle of some numbers. */
#include "median.h"

int
double_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double
median_of(GArray *values)
{
    g_array_sort(values, double_order);
    return values->len > 0 ? g_array_index(values, double, values->len / 2) : 0;
}
