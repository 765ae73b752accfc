/* landing.h - puts a page's reply into the folder: pictures first, then its row, so that a row never speaks
 * of a picture that is not there. */
#pragma once
#include "store.h"

/* First 16 hex digits of the scan's SHA-256, a dash, the page number; free it. */
char *landing_dup_id(const char *sha256, guint number);

/* What a child sent is believed only if its record reads as one: a bad one turns the reply into a failure
 * with its cause, so that it costs its page, not the run. Before anything is counted or stored. */
void landing_judge_reply(GVariantDict *reply);

/* `reply` as in worker.h (READ). */
gboolean landing_put_page(Store *store, const char *folder, const char *sha256, guint number,
                          const char *plan, GVariantDict *reply, GError **error);

/* A page without reply: its scan is no image, is broken from there on, or cannot be opened. */
gboolean landing_put_trouble(Store *store, const char *sha256, guint number, PageState state,
                             const char *cause, const char *plan, GError **error);
