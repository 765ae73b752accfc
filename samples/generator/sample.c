/* sample.c - draws scans with their truth. */
#include "sample.h"
#include "draw.h"
#include "pipeline/error.h"
#include "samples/sample-paths.h"
#include <string.h>

static const struct {
    const char *name, *what;
    int weight;
} kinds[] = {
    {"form-17", "Форма № 17, printed, filled in on a Russian typewriter", 8},
    {"form-17-en", "its typed English translation", 3},
    {"letter-ru", "typed Russian letter", 5},
    {"letter-en", "typed English letter", 3},
    {"blank", "back of a sheet", 1},
};
static const char *const tiers[] = {"clean", "typical", "hard"};

typedef struct {
    const SampleOptions *options;
    const char *data_dir;
    FaceBook *book;
    Hands *hands;
    Texts *texts;
    Tier *tiers[G_N_ELEMENTS(tiers)];
    char *document_kind;
} Studio;

static void
studio_clear(Studio *self)
{
    face_book_free(self->book);
    hands_free(self->hands);
    texts_free(self->texts);
    for (guint i = 0; i < G_N_ELEMENTS(tiers); i++)
        tier_free(self->tiers[i]);
    g_free(self->document_kind);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Studio, studio_clear)

const char *
sample_data_dir(void)
{
    const char *given = g_getenv("VERNO_SAMPLE_DATA");
    if (given && *given)
        return given;
    return g_file_test(SAMPLE_DATA_SOURCE, G_FILE_TEST_IS_DIR) ? SAMPLE_DATA_SOURCE : SAMPLE_DATA_INSTALLED;
}

static gboolean
check_choice(const char *what, const char *given, gboolean known, GError **error)
{
    if (known || strcmp(given, "all") == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no such %s: '%s' (see --list)", what, given);
    return FALSE;
}

static gboolean
check_options(const SampleOptions *o, GError **error)
{
    gboolean tier = FALSE, kind = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(tiers); i++)
        tier |= strcmp(o->tier, tiers[i]) == 0;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        kind |= strcmp(o->kind, kinds[i].name) == 0;
    if (!check_choice("tier", o->tier, tier, error) || !check_choice("kind", o->kind, kind, error))
        return FALSE;
    if (o->pages < 1 || o->pages > 60 || (o->rotation >= 0 && (o->rotation % 90 || o->rotation > 270))) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "pages must be 1 to 60 and rotation 0, 90, 180 or 270");
        return FALSE;
    }
    if (o->name && o->n > 1) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "a name is for one scan, not %u", o->n);
        return FALSE;
    }
    return TRUE;
}

static gboolean
open_studio(Studio *s, const SampleOptions *o, GError **error)
{
    *s = (Studio){.options = o, .data_dir = o->data_dir ? o->data_dir : sample_data_dir()};
    g_autofree char *fonts = g_build_filename(s->data_dir, "fonts.ini", NULL);
    g_autofree char *tier_file = g_build_filename(s->data_dir, "tiers.ini", NULL);
    if (!check_options(o, error))
        return FALSE;
    if (o->document) {
        g_autofree char *file = g_strconcat(o->document, ".ini", NULL), *layout = NULL;
        g_autofree char *path = g_build_filename(s->data_dir, "documents", file, NULL);
        if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no such document: '%s' (see --list)",
                        o->document);
            return FALSE;
        }
        GHashTable *values = content_document(path, &s->document_kind, &layout, error);
        if (!values)
            return FALSE;
        g_hash_table_unref(values);
    }
    for (guint i = 0; i < G_N_ELEMENTS(tiers); i++)
        if (!(s->tiers[i] = tier_load(tier_file, tiers[i], error)))
            return FALSE;
    s->texts = texts_load(s->data_dir, o->text, error);
    s->book = s->texts ? face_book_new(fonts, o->fonts, o->faces, error) : NULL;
    if (s->book && o->hands && !(s->hands = hands_load(o->hands, error)))
        return FALSE;
    return s->book != NULL;
}

/* "All" deals the tiers out in turn and draws the kind by its weight; both depend on the index only. */
static void
choose(const Studio *s, DrawJob *job)
{
    guint tier = job->index % G_N_ELEMENTS(tiers);
    for (guint i = 0; i < G_N_ELEMENTS(tiers); i++)
        if (strcmp(s->options->tier, tiers[i]) == 0)
            tier = i;
    job->tier = s->tiers[tier];
    job->tier_name = tiers[tier];
    job->kind = s->document_kind ? s->document_kind : s->options->kind;
    if (strcmp(job->kind, "all") != 0)
        return;
    Chance chance;
    int total = 0;
    chance_init(&chance, job->seed, job->index, 0);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        total += kinds[i].weight;
    int at = chance_int(&chance, 0, total - 1);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); at -= kinds[i++].weight)
        if (at < kinds[i].weight) {
            job->kind = kinds[i].name;
            return;
        }
}

static gboolean
write_truth(const char *dir, const char *name, json_t *truth, int page, const char *scan, GError **error)
{
    g_autofree char *file = g_strdup_printf("%s-p%d.truth.json", name, page);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    json_object_set_new(truth, "scan", json_string(scan));
    /* Seven digits are more than the tenth of a pixel that quads are rounded to. */
    char *text = json_dumps(truth, JSON_INDENT(1) | JSON_REAL_PRECISION(7) | JSON_PRESERVE_ORDER);
    GString *out = g_string_new(text);
    free(text);
    g_string_append_c(out, '\n');
    gboolean done = g_file_set_contents(path, out->str, (gssize)out->len, error);
    g_string_free(out, TRUE);
    return done;
}

/* A grey PNG whose values are the bits of the kinds. */
static gboolean
write_kinds(const char *dir, const char *name, const DrawnPage *page, int number, GError **error)
{
    g_autofree char *file = g_strdup_printf("%s-p%d.ink.png", name, number);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(page->kinds, CAIRO_FORMAT_A8, page->width,
                                                                   page->height, page->kinds_stride);
    cairo_status_t status = cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "%s: %s", path, cairo_status_to_string(status));
    return status == CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_scan(const Studio *s, DrawJob *job, const char *name, SampleDone done, void *data, GError **error)
{
    const char *dir = s->options->dir;
    g_autofree char *scan = g_strconcat(name, ".tif", NULL);
    g_autofree char *path = g_build_filename(dir, scan, NULL);
    g_autoptr(TiffSink) file = tiff_sink_create(path, error);
    for (job->page = 1; file && job->page <= job->pages; job->page++) {
        g_autoptr(DrawnPage) page = draw_page(job, error);
        if (!page || !tiff_sink_add(file, page->raster, &page->format, job->page, job->pages, error) ||
            !write_truth(dir, name, page->truth, job->page, scan, error) ||
            (page->kinds && !write_kinds(s->options->ink_dir, name, page, job->page, error))) {
            g_prefix_error(error, "%s, page %d: ", scan, job->page);
            return FALSE;
        }
    }
    if (!file || !tiff_sink_close(file, error))
        return FALSE;
    if (done)
        done(path, data);
    return TRUE;
}

static char *
scan_name(const Studio *s, const DrawJob *job)
{
    if (s->options->name)
        return g_strdup(s->options->name);
    if (s->options->document)
        return s->options->n == 1
                   ? g_strdup(s->options->document)
                   : g_strdup_printf("%s-%s-%04u", job->tier_name, s->options->document, job->index);
    return g_strdup_printf("%s-%s-%04u", job->tier_name, job->kind, job->index);
}

gboolean
sample_draw(const SampleOptions *options, SampleDone done, void *data, GError **error)
{
    g_auto(Studio) studio = {0};
    if (!open_studio(&studio, options, error))
        return FALSE;
    const char *dirs[] = {options->dir, options->ink_dir};
    for (guint i = 0; i < G_N_ELEMENTS(dirs); i++)
        if (dirs[i] && g_mkdir_with_parents(dirs[i], 0777) != 0) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot make the folder '%s'", dirs[i]);
            return FALSE;
        }
    for (guint i = 0; i < options->n; i++) {
        DrawJob job = {.data_dir = studio.data_dir,
                       .book = studio.book,
                       .hands = studio.hands,
                       .texts = studio.texts,
                       .seed = options->seed,
                       .index = options->first + i,
                       .rotation = options->rotation,
                       .document = options->document,
                       .small = options->small,
                       .kinds = options->ink_dir != NULL};
        choose(&studio, &job);
        /* Only letters go on for several pages. */
        job.pages = g_str_has_prefix(job.kind, "letter") && !options->document ? options->pages : 1;
        g_autofree char *name = scan_name(&studio, &job);
        if (!draw_scan(&studio, &job, name, done, data, error))
            return FALSE;
        for (int as = DRAW_FAX; options->fax && as <= DRAW_FAX_FINE; as++) {
            g_autofree char *twin = g_strconcat(name, as == DRAW_FAX ? "-fax" : "-fine", NULL);
            job.as = (DrawAs)as;
            if (!draw_scan(&studio, &job, twin, done, data, error))
                return FALSE;
        }
    }
    return TRUE;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
sample_list(const char *data_dir, GError **error)
{
    g_autofree char *folder = g_build_filename(data_dir, "documents", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *out = g_ptr_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_ptr_array_add(out, g_strdup_printf("%s\t%s", kinds[i].name, kinds[i].what));
    for (const char *file = dir ? g_dir_read_name(dir) : NULL; file; file = g_dir_read_name(dir))
        if (g_str_has_suffix(file, ".ini"))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - 4));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_strdup_printf("%s/%s.ini", folder, (char *)names->pdata[i]);
        g_autofree char *kind = NULL, *layout = NULL;
        GHashTable *values = content_document(path, &kind, &layout, NULL);
        if (values)
            g_ptr_array_add(out, g_strdup_printf("%s\tdocument, %s", (char *)names->pdata[i], kind));
        g_clear_pointer(&values, g_hash_table_unref);
    }
    g_ptr_array_add(out, NULL);
    return (char **)g_ptr_array_free(out, FALSE);
}
