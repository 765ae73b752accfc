/* record-json.h - what the files that read records share; nobody else includes it. All errors are STORE
 * errors that begin with "record: ". */
#pragma once
#include "page.h"
#include <jansson.h>

/* json_unpack() with a GError. The format is jansson's. */
gboolean record_unpack(json_t *value, GError **error, const char *format, ...);
/* FALSE, with an error "WHAT is "VALUE"". */
gboolean record_complain(GError **error, const char *what, const char *value);
/* NULL stands for a list that may be left out. */
gboolean record_check_list(json_t *value, const char *what, GError **error);
/* A string or null; free it. */
gboolean record_nullable(json_t *value, const char *what, char **ret_text, GError **error);
gboolean record_quad(json_t *value, Quad *ret_quad, GError **error);
gboolean record_alternatives(json_t *list, GArray **ret_list, GError **error);

/* Items of the record's lists, added to the page. */
gboolean record_load_line(json_t *object, Page *page, GError **error);
gboolean record_load_field(json_t *object, Page *page, GError **error);
gboolean record_load_annotation(json_t *object, Page *page, GError **error);
