/* record.h - a page as JSON, `verno-page/1`, and back.
 *
 * The JSON Schema is pipeline/verno-page-1.schema.json; every record validates. Same page, same bytes: keys
 * in a fixed order, coordinates rounded to 0.1 px, probabilities to 4 digits, no times or host names. */
#pragma once
#include "page.h"

/* The record as one line of UTF-8 JSON; free it. `provenance` NULL: the page's own, as record_load() left it.
 */
char *record_dup_json(const Page *page, const Provenance *provenance);

/* A page without pictures from a record; everything in `lines`, `fields`, `remarks`, `source`, `image`,
 * `provenance` comes back as it was (source.path too: as bytes). STORE error names what in the record is not
 * as it should be. */
Page *record_load(const char *json, GError **error);
/* What a person makes of an annotation, as corrections hold it: {"kind","text","quad","removed"}. A quad that
 * is nowhere is null, which leaves it where it was. */
char *record_dup_annotation_change(const Annotation *annotation, gboolean removed);
/* And back: kind, text (to free) and quad of it. */
gboolean record_load_annotation_change(const char *json, Annotation *ret_annotation, gboolean *ret_removed,
                                       GError **error);
/* Is it a list of texts, as JSON? */
gboolean record_is_list(const char *text);
/* The record's provenance: the two strings, to free. */
gboolean record_dup_provenance(const char *json, char **ret_plan, char **ret_models, GError **error);

/* A file name as text for JSON, CSV and messages: valid UTF-8 as it is, except that a backslash is doubled
 * and a byte that is no UTF-8, or a control character, becomes \xNN. Reversible. Free the result. */
char *path_dup_text(const char *path);
char *path_dup_bytes(const char *text);
