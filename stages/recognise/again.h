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
/* The readers of a stage that reads both scripts. */
typedef struct {
    AgainReader *cyrillic, *latin;
} AgainPair;

/* What each of them is loaded by: its own network and the other one. */
typedef struct {
    const char *own, *other, *own_latin, *other_latin;
} AgainModels;

/* Clear the pair after a failure, too. */
gboolean again_pair_load(AgainPair *pair, const char *models_dir, AgainModels models, GError **error);
void again_pair_clear(AgainPair *pair);
/* "rus_typed=sha256:… rus=sha256:… eng_typed=sha256:… eng=sha256:…", to free. */
char *again_pair_dup_models(const AgainPair *pair);

/* Columns x0 to x1, pixels of the working picture, of a line; NULL where they hold nothing. */
AgainPart *again_cut(const Page *page, const Line *line, double x0, double x1);
void again_part_free(AgainPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgainPart, again_part_free)

/* What the way-th way, below AGAIN_WAYS or AGAIN_PLAIN, reads there, with symbols and their alternatives: of
 * Word, quads in stored pixels, from left to right; to unref. */
GPtrArray *again_read(const AgainReader *reader, const AgainPart *part, guint way);
