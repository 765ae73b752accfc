/* faces.h - the fonts of the generator, as outlines.
 *
 * Text is shaped by Pango once, at 1000 units to the em and without hinting, and kept as a path; whoever
 * draws it scales the path to millimetres. So a letter is the same shape at every resolution and under every
 * tilt. A font that is not there is an error that names it and its Debian package: fontconfig's habit of
 * handing out something else is caught. */
#pragma once
#include <cairo.h>
#include <glib.h>

#define FACE_UNITS 1000.0 /* of a shape, to the em */

typedef struct {
    char *lacks;                 /* signs that the face draws wrongly: they are borrowed, too; may be NULL */
    char *id, *family, *package; /* package may be NULL: then the face comes from --fonts */
    char **roles, **families;    /* families: its own, then those it borrows signs from */
    int weight, borrowed_weight; /* PangoWeight */
    gboolean italic, extra, squeeze;
    double scale, em_mm, swell_mm; /* swell: thin faces are struck this much bolder all round */
    int variants;
} Face;

typedef struct {
    cairo_path_t *path;    /* origin on the baseline, y down */
    double x0, y0, x1, y1; /* the ink; x0 == x1 where there is none */
    double advance;
} Shape;

typedef struct FaceBook FaceBook;

/* `fonts_dirs` (may be NULL) are added to what fontconfig knows; `only` (may be NULL) limits the typewriter
 * faces to these family names or ids. Checks that every face which is not extra is there. */
FaceBook *face_book_new(const char *ini_path, char **fonts_dirs, char **only, GError **error);
void face_book_free(FaceBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FaceBook, face_book_free)

/* Faces for a role, in the order of the file; at least one, or an error. */
const GPtrArray *face_book_role(FaceBook *self, const char *role, GError **error);
/* By id or by family name. */
const Face *face_book_find(FaceBook *self, const char *name, GError **error);

/* The outline of `text`, a letter or a word. `spacing` is extra space after each letter, in ems; `variant`
 * picks one of the face's worn variants of a single letter. Lent. */
const Shape *face_shape(FaceBook *self, const Face *face, const char *text, double spacing, int variant,
                        GError **error);
