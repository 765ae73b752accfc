/* counts.h - how often each of some texts occurs: a GHashTable from text to GUINT_TO_POINTER(count). */
#pragma once
#include <glib.h>

/* Empty; owns its texts. */
GHashTable *counts_new(void);
void counts_add(GHashTable *counts, const char *text);
guint counts_get(GHashTable *counts, const char *text);
/* The texts, most frequent first, then by name; of const char *, lent by the table; to unref. */
GPtrArray *counts_sorted(GHashTable *counts);
