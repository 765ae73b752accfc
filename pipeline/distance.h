/* distance.h - edit distance over arrays of guint32: characters or word numbers alike.
 *
 * A substitution, a deletion and an insertion cost 1 each. Plain dynamic programming: lines are short. */
#pragma once
#include <glib.h>

guint edit_distance(const GArray *truth, const GArray *read);

/* Marks in ret_right[i], for each element of `read`, whether a best alignment pairs it with its equal in
 * `truth`. */
guint edit_matches(const GArray *truth, const GArray *read, gboolean *ret_right);

/* The stretch of `read` that `truth` fits best: distance to read[start, end). An empty stretch, at cost
 * truth->len, is allowed. Of equally good ones the first to end is taken. */
guint edit_find(const GArray *truth, const GArray *read, guint *ret_start, guint *ret_end);
