/* faces.c - fonts.ini, fontconfig and Pango. */
#include "faces.h"
#include "pipeline/error.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FcPattern, FcPatternDestroy)
/* Pango 1.50 has cleanups for some of its types only. */
typedef PangoContext LayoutContext;
typedef PangoLayout LayoutText;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LayoutContext, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LayoutText, g_object_unref)

struct FaceBook {
    GPtrArray *faces;
    GHashTable *roles;  /* role -> GPtrArray of lent faces */
    GHashTable *shapes; /* only looked up, never walked */
    PangoFontMap *map;
    cairo_t *cr; /* a pixel to lay out on */
};

static void
face_free(void *data)
{
    Face *face = data;
    g_free(face->id);
    g_free(face->family);
    g_free(face->lacks);
    g_free(face->package);
    g_strfreev(face->roles);
    g_strfreev(face->families);
    g_free(face);
}

static void
shape_free(void *data)
{
    Shape *shape = data;
    cairo_path_destroy(shape->path);
    g_free(shape);
}

static double
number_or(GKeyFile *ini, const char *group, const char *key, double other)
{
    return g_key_file_has_key(ini, group, key, NULL) ? g_key_file_get_double(ini, group, key, NULL) : other;
}

/* Whether fontconfig really has the family: asked for an unknown one, it answers with a stranger. */
static gboolean
family_installed(const char *family)
{
    g_autoptr(FcPattern) pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    g_autoptr(FcPattern) match = FcFontMatch(NULL, pattern, &result);
    FcChar8 *name;
    for (int i = 0; match && FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (g_ascii_strcasecmp((const char *)name, family) == 0)
            return TRUE;
    return FALSE;
}

static Face *
face_load(GKeyFile *ini, const char *group, GError **error)
{
    Face *face = g_new0(Face, 1);
    face->id = g_strdup(group);
    face->family = g_key_file_get_string(ini, group, "family", error);
    if (!face->family) {
        face_free(face);
        return NULL;
    }
    g_autofree char *weight = g_key_file_get_string(ini, group, "weight", NULL);
    g_autofree char *slant = g_key_file_get_string(ini, group, "slant", NULL);
    face->package = g_key_file_get_string(ini, group, "package", NULL);
    face->roles = g_key_file_get_string_list(ini, group, "role", NULL, NULL);
    face->lacks = g_key_file_get_string(ini, group, "lacks", NULL);
    face->weight = g_strcmp0(weight, "bold") == 0 ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL;
    face->borrowed_weight =
        g_key_file_get_boolean(ini, group, "borrow_bold", NULL) ? PANGO_WEIGHT_BOLD : face->weight;
    face->italic = g_strcmp0(slant, "italic") == 0;
    face->extra = g_key_file_get_boolean(ini, group, "extra", NULL);
    face->squeeze = g_key_file_get_boolean(ini, group, "squeeze", NULL);
    face->scale = number_or(ini, group, "scale", 1);
    face->em_mm = number_or(ini, group, "em", 4.2);
    face->swell_mm = number_or(ini, group, "swell", 0);
    face->variants = (int)number_or(ini, group, "variants", 1);
    return face;
}

/* The families of a face and of those it borrows from, at most four steps down. */
static char **
family_chain(GKeyFile *ini, const char *group)
{
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    g_autofree char *at = g_strdup(group);
    for (int step = 0; at && step < 4; step++) {
        g_autofree char *family = g_key_file_get_string(ini, at, "family", NULL);
        if (family)
            g_strv_builder_add(list, family);
        char *next = g_key_file_get_string(ini, at, "fallback", NULL);
        g_free(at);
        at = next;
    }
    return g_strv_builder_end(list);
}

static gboolean
wanted(const Face *face, char **only)
{
    if (!only || !only[0] || !g_strv_contains((const char *const *)face->roles, "typed"))
        return TRUE;
    for (char **name = only; *name; name++)
        if (g_ascii_strcasecmp(*name, face->family) == 0 || strcmp(*name, face->id) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
add_dirs(char **dirs, GError **error)
{
    for (char **dir = dirs; dir && *dir; dir++)
        if (!g_file_test(*dir, G_FILE_TEST_IS_DIR) || !FcConfigAppFontAddDir(NULL, (const FcChar8 *)*dir)) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no fonts could be read from '%s'", *dir);
            return FALSE;
        }
    return TRUE;
}

static void
add_to_roles(FaceBook *self, Face *face)
{
    for (char **role = face->roles; role && *role; role++) {
        GPtrArray *list = g_hash_table_lookup(self->roles, *role);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(self->roles, g_strdup(*role), list);
        }
        g_ptr_array_add(list, face);
    }
}

static gboolean
load_faces(FaceBook *self, GKeyFile *ini, char **only, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
    for (char **group = groups; *group; group++) {
        Face *face = face_load(ini, *group, error);
        if (!face)
            return FALSE;
        face->families = family_chain(ini, *group);
        g_ptr_array_add(self->faces, face);
        if (!wanted(face, only))
            continue;
        if (family_installed(face->family)) {
            add_to_roles(self, face);
        } else if (!face->extra) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                        "font '%s' is not installed; it is in the Debian package %s", face->family,
                        face->package ? face->package : "(unknown)");
            return FALSE;
        }
    }
    for (char **name = only; name && *name; name++)
        if (!face_book_find(self, *name, error))
            return FALSE;
    return face_book_role(self, "typed", error) != NULL;
}

FaceBook *
face_book_new(const char *ini_path, char **fonts_dirs, char **only, GError **error)
{
    g_autoptr(GKeyFile) ini = g_key_file_new();
    g_autoptr(FaceBook) self = g_new0(FaceBook, 1);
    self->faces = g_ptr_array_new_with_free_func(face_free);
    self->roles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    self->shapes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, shape_free);
    if (!g_key_file_load_from_file(ini, ini_path, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", ini_path);
        return NULL;
    }
    if (!add_dirs(fonts_dirs, error) || !load_faces(self, ini, only, error))
        return NULL;
    self->map = pango_cairo_font_map_new();
    cairo_surface_t *pixel = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    self->cr = cairo_create(pixel);
    cairo_surface_destroy(pixel);
    return g_steal_pointer(&self);
}

void
face_book_free(FaceBook *self)
{
    if (!self)
        return;
    g_clear_pointer(&self->shapes, g_hash_table_unref);
    g_clear_pointer(&self->roles, g_hash_table_unref);
    g_clear_pointer(&self->faces, g_ptr_array_unref);
    g_clear_pointer(&self->cr, cairo_destroy);
    g_clear_object(&self->map);
    g_free(self);
}

const GPtrArray *
face_book_role(FaceBook *self, const char *role, GError **error)
{
    const GPtrArray *list = g_hash_table_lookup(self->roles, role);
    if (!list)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no font for the role '%s'", role);
    return list;
}

const Face *
face_book_find(FaceBook *self, const char *name, GError **error)
{
    for (guint i = 0; i < self->faces->len; i++) {
        const Face *face = self->faces->pdata[i];
        if (strcmp(face->id, name) != 0 && g_ascii_strcasecmp(face->family, name) != 0)
            continue;
        if (family_installed(face->family))
            return face;
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "font '%s' is not installed; %s%s", face->family,
                    face->package ? "it is in the Debian package " : "give its folder with --fonts",
                    face->package ? face->package : "");
        return NULL;
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "font '%s' is not listed in fonts.ini", name);
    return NULL;
}

static PangoLayout *
layout_new(FaceBook *self, const Face *face, char **families, const char *text, double spacing)
{
    g_autoptr(LayoutContext) context = pango_font_map_create_context(self->map);
    g_autofree char *joined = g_strjoinv(",", families);
    PangoFontDescription *description = pango_font_description_new();
    cairo_font_options_t *options = cairo_font_options_create();
    PangoAttrList *attributes = pango_attr_list_new();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_font_description_set_family(description, joined);
    pango_font_description_set_weight(
        description, (PangoWeight)(families == face->families ? face->weight : face->borrowed_weight));
    if (face->italic)
        pango_font_description_set_style(description, PANGO_STYLE_ITALIC);
    pango_font_description_set_absolute_size(description, FACE_UNITS * PANGO_SCALE);
    PangoLayout *layout = pango_layout_new(context);
    if (spacing != 0) {
        pango_attr_list_insert(attributes,
                               pango_attr_letter_spacing_new((int)(spacing * FACE_UNITS * PANGO_SCALE)));
        pango_layout_set_attributes(layout, attributes);
    }
    pango_layout_set_font_description(layout, description);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, text, -1);
    pango_font_description_free(description);
    cairo_font_options_destroy(options);
    pango_attr_list_unref(attributes);
    return layout;
}

/* Pango takes any font that has the letter; only the face's own families will do. */
static gboolean
check_runs(char **families, PangoLayoutLine *line, const char *text, GError **error)
{
    for (GSList *at = line->runs; at; at = at->next) {
        const PangoLayoutRun *run = at->data;
        PangoFontDescription *is = pango_font_describe(run->item->analysis.font);
        gboolean known = FALSE;
        for (char **family = families; *family && !known; family++)
            known = g_ascii_strcasecmp(pango_font_description_get_family(is), *family) == 0;
        pango_font_description_free(is);
        for (int i = 0; i < run->glyphs->num_glyphs && known; i++)
            known = !(run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG);
        if (known)
            continue;
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "font '%s' lacks a sign of '%s'", families[0],
                    text);
        return FALSE;
    }
    return TRUE;
}

/* The path of one glyph out of a run of the same letter: contextual alternates make them differ. */
static void
variant_path(cairo_t *cr, PangoLayoutLine *line, int variant)
{
    const PangoLayoutRun *run = line->runs->data;
    PangoGlyphInfo glyph = run->glyphs->glyphs[MIN(variant, run->glyphs->num_glyphs - 1)];
    int cluster = 0;
    PangoGlyphString one = {1, &glyph, &cluster, 0};
    pango_cairo_glyph_string_path(cr, run->item->analysis.font, &one);
}

const Shape *
face_shape(FaceBook *self, const Face *face, const char *text, double spacing, int variant, GError **error)
{
    g_autofree char *key = g_strdup_printf("%s|%.3f|%d|%s", face->id, spacing, variant, text);
    Shape *shape = g_hash_table_lookup(self->shapes, key);
    if (shape)
        return shape;
    const int copies = face->variants > 1 && g_utf8_strlen(text, 3) == 1 ? face->variants : 1;
    g_autoptr(GString) run_text = g_string_new(NULL);
    for (int i = 0; i < copies; i++)
        g_string_append(run_text, text);
    const gboolean borrowed = face->lacks && face->families[1] && strstr(face->lacks, text) != NULL;
    char **families = face->families + (borrowed && *text != ' ' ? 1 : 0);
    g_autoptr(LayoutText) layout = layout_new(self, face, families, run_text->str, spacing);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    if (!check_runs(families, line, text, error))
        return NULL;
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    shape = g_new0(Shape, 1);
    shape->advance = (double)logical.width / PANGO_SCALE / copies;
    cairo_new_path(self->cr);
    if (copies > 1 && line->runs)
        variant_path(self->cr, line, variant);
    else
        pango_cairo_layout_line_path(self->cr, line);
    cairo_fill_extents(self->cr, &shape->x0, &shape->y0, &shape->x1, &shape->y1);
    shape->path = cairo_copy_path(self->cr);
    cairo_new_path(self->cr);
    g_hash_table_insert(self->shapes, g_steal_pointer(&key), shape);
    return shape;
}
