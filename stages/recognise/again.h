/* again.h - part of a line, read anew in other ways: the last of them tells a field's first reading right or
 * doubtful.
 *
 * Two readings err together as far as they see the same picture through the same network. So the ways differ
 * in both: the bilevel ink instead of the grey picture, the picture darkened, and a second network on the
 * softened picture. Of 19 ways that were tried on drawn form fields these three served best together. */
#pragma once
#include "page.h"

typedef struct AgainReader AgainReader;
typedef struct AgainPart AgainPart;

#define AGAIN_WAYS  3
#define AGAIN_PLAIN AGAIN_WAYS /* one more way for what was not read at first: the picture as it is */

/* Loads both networks, see engine_load(). */
AgainReader *again_load(const char *models_dir, const char *own, const char *other, GError **error);
void again_free(AgainReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgainReader, again_free)
/* "rus=sha256:…" of both, to free. */
char *again_dup_models(const AgainReader *reader);

/* Columns x0 to x1, pixels of the working picture, of a line; NULL where they hold nothing. */
AgainPart *again_cut(const Page *page, const Line *line, double x0, double x1);
void again_part_free(AgainPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgainPart, again_part_free)

/* What the way-th way, below AGAIN_WAYS or AGAIN_PLAIN, reads there, with symbols and their alternatives: of
 * Word, quads in stored pixels, from left to right; to unref. */
GPtrArray *again_read(const AgainReader *reader, const AgainPart *part, guint way);
