/* median.h - the middle of some numbers. */
#pragma once
#include <glib.h>

/* Smaller first, for qsort() and g_array_sort() over double. */
int double_order(const void *a, const void *b);
/* The upper median of an array of double, which it sorts; 0 of none. */
double median_of(GArray *values);
