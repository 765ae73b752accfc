/* content.h - what the page says: values for a layout's {keys}, drawn by chance or read from a document. */
#pragma once
#include "chance.h"

typedef struct Texts Texts;

/* `data_dir` is samples/data. `lines_path` (may be NULL): a text file whose lines serve as sentences as well.
 */
Texts *texts_load(const char *data_dir, const char *lines_path, GError **error);
void texts_free(Texts *self);
GKeyFile *texts_lists(const Texts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Texts, texts_free)

/* Values for a page of `kind`. `page` counts from 1; pages after the first of a letter go on with its text.
 * `fill` (0..1) says how long the body is to be. The caller owns the table (strings to strings). */
GHashTable *content_make(const Texts *self, const char *kind, int page, int pages, double fill,
                         Chance *chance);
/* The values of a document file; also its kind and its layout's name (free them). */
GHashTable *content_document(const char *path, char **ret_kind, char **ret_layout, GError **error);
/* Some typists strike no blank after a comma or a full stop: takes out a part of them from the body. */
void content_close_up(GHashTable *values, Chance *chance);
/* Sentences for the ghost of another page that shines through. */
char *content_ghost(const Texts *self, gboolean russian, Chance *chance);
