/* export.c - runs writers over what a folder holds. */
#include "export.h"
#include "corrections.h"
#include "error.h"
#include "export-manifest.h"
#include "record.h"
#include "stages.h"
#include <string.h>

typedef struct {
    const Stage *stage;
    void *state;
    Manifest *manifest;
} Writer;

typedef struct {
    Store *store;
    const char *folder;
    GPtrArray *writers; /* of Writer */
} Export;

static void
writer_free(void *data)
{
    Writer *writer = data;
    if (writer->stage->clear)
        writer->stage->clear(writer->state);
    options_clear(writer->stage->options, writer->state);
    manifest_free(writer->manifest);
    g_free(writer->state);
    g_free(writer);
}

static const Stage *
find_format(const char *name, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (guint i = 0; all_writers[i]; i++) {
        if (strcmp(all_writers[i]->name, name) == 0)
            return all_writers[i];
        g_string_append_printf(known, "%s%s", i ? ", " : "", all_writers[i]->name);
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no format “%s” (there are: %s)", name, known->str);
    return NULL;
}

gboolean
export_check_formats(const char *const *formats, GError **error)
{
    for (guint i = 0; formats[i]; i++)
        if (!find_format(formats[i], error))
            return FALSE;
    if (!formats[0])
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no format given");
    return formats[0] != NULL;
}

/* "alto.glyphs=yes" for the writer it names; a setting that no chosen writer takes is an error. */
static gboolean
apply_setting(const Export *export, const char *setting, GError **error)
{
    g_auto(GStrv) sides = g_strsplit(setting, "=", 2);
    char *dot = strchr(sides[0], '.');
    if (!dot || !sides[1]) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "“%s” is not of the form format.option=value",
                    setting);
        return FALSE;
    }
    *dot = '\0';
    for (guint i = 0; i < export->writers->len; i++) {
        const Writer *writer = export->writers->pdata[i];
        if (strcmp(writer->stage->name, sides[0]) == 0) {
            if (options_set(writer->stage->options, writer->state, dot + 1, sides[1], error))
                return TRUE;
            g_prefix_error(error, "%s: ", sides[0]);
            return FALSE;
        }
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "“%s” sets a format that is not asked for", setting);
    return FALSE;
}

static gboolean
add_writer(Export *export, const char *name, GError **error)
{
    const Stage *stage = find_format(name, error);
    if (!stage)
        return FALSE;
    for (guint i = 0; i < export->writers->len; i++)
        if (((Writer *)export->writers->pdata[i])->stage == stage)
            return TRUE; /* named twice */
    Writer *writer = g_new0(Writer, 1);
    writer->stage = stage;
    writer->state = g_malloc0(MAX(stage->state_size, 1));
    options_set_defaults(stage->options, writer->state);
    g_ptr_array_add(export->writers, writer);
    return TRUE;
}

static gboolean
open_writer(Writer *writer, const ExportOrder *order, GError **error)
{
    const char *name = writer->stage->name;
    g_autofree char *dir = order->output_dir ? g_build_filename(order->output_dir, name, NULL)
                                             : g_build_filename(order->folder, "export", name, NULL);
    /* A folder may be moved with the exports in it; one that lies elsewhere belongs to the folder by its full
     * name. */
    g_autofree char *owner = order->output_dir ? g_canonicalize_filename(order->folder, NULL) : g_strdup(".");
    const StageEnv env = {.models_dir = order->models_dir, .output_dir = dir};
    writer->manifest = manifest_open(dir, owner, error);
    if (!writer->manifest)
        return FALSE;
    if (writer->stage->open && !writer->stage->open(writer->state, &env, error)) {
        g_prefix_error(error, "%s: ", name);
        return FALSE;
    }
    return TRUE;
}

static gboolean
announce(void *manifest, const char *name, GError **error)
{
    return manifest_add(manifest, name, error);
}

static gboolean
write_page(const Writer *writer, Page *page, GError **error)
{
    if (page->blank && !writer->stage->blank_too)
        return TRUE;
    const char *suffix = writer->stage->suffix;
    if (suffix && *suffix && !manifest_add(writer->manifest, page->export.name, error))
        return FALSE;
    page->export.announce = announce;
    page->export.announce_data = writer->manifest;
    if (writer->stage->process(writer->state, page, error))
        return TRUE;
    g_prefix_error(error, "%s: ", writer->stage->name);
    return FALSE;
}

/* Two scans with the same bytes share a record, so where the page lies comes from its scan. */
static Page *
load_page(Store *store, const PageEntry *entry, GError **error)
{
    g_autoptr(Page) page = record_load(entry->page->record, error);
    g_autoptr(GHashTable) decisions = page ? corrections_load(store, entry->page->id, error) : NULL;
    if (!decisions)
        return NULL;
    corrections_apply(page, decisions);
    g_free(page->source.path);
    page->source.path = g_strdup(entry->scan->path);
    return g_steal_pointer(&page);
}

static gboolean
export_page(const PageEntry *entry, gpointer user_data, GError **error)
{
    const Export *export = user_data;
    const PageRow *row = entry->page;
    if (!row || !row->record || (row->state != STATE_DONE && row->state != STATE_BLANK))
        return TRUE;
    g_autofree char *name = export_dup_name(export->store, entry->scan->path, entry->number);
    g_autofree char *picture = row->picture_map ? export_dup_picture(export->folder, row->id) : NULL;
    g_autofree char *kinds = export_dup_kinds(export->folder, row->id);
    g_autoptr(Page) page = load_page(export->store, entry, error);
    gboolean written = page != NULL;
    if (page) {
        page->export.name = name;
        page->export.picture = picture;
        page->export.kinds = picture && g_file_test(kinds, G_FILE_TEST_EXISTS) ? kinds : NULL;
        if (row->picture_map)
            memcpy(&page->export.to_picture, row->picture_map, sizeof page->export.to_picture);
    }
    for (guint i = 0; written && i < export->writers->len; i++)
        written = write_page(export->writers->pdata[i], page, error);
    if (!written) {
        g_autofree char *path = path_dup_text(entry->scan->path);
        g_prefix_error(error, "%s page %u: ", path, entry->number);
    }
    return written;
}

static gboolean
finish_writer(const Writer *writer, GError **error)
{
    if (writer->stage->finish && !writer->stage->finish(writer->state, error)) {
        g_prefix_error(error, "%s: ", writer->stage->name);
        return FALSE;
    }
    return manifest_finish(writer->manifest, writer->stage->suffix, error);
}

gboolean
export_pages(Store *store, const ExportOrder *order, GError **error)
{
    g_autoptr(GPtrArray) writers = g_ptr_array_new_with_free_func(writer_free);
    Export export = {store, order->folder, writers};
    if (!export_check_formats(order->formats, error))
        return FALSE;
    for (guint i = 0; order->formats[i]; i++)
        if (!add_writer(&export, order->formats[i], error))
            return FALSE;
    for (guint i = 0; order->settings && order->settings[i]; i++)
        if (!apply_setting(&export, order->settings[i], error))
            return FALSE;
    for (guint i = 0; i < writers->len; i++)
        if (!open_writer(writers->pdata[i], order, error))
            return FALSE;
    if (!store_each_page(store, export_page, &export, error))
        return FALSE;
    for (guint i = 0; i < writers->len; i++)
        if (!finish_writer(writers->pdata[i], error))
            return FALSE;
    return TRUE;
}

gboolean
export_run(Store *store, const char *folder, const char *const *formats, const char *output_dir,
           const char *models_dir, GError **error)
{
    const ExportOrder order = {
        .folder = folder, .formats = formats, .output_dir = output_dir, .models_dir = models_dir};
    return export_pages(store, &order, error);
}
