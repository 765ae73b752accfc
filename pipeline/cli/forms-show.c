/* forms-show.c - a form's labels and zones, drawn on a scan.
 *
 * The scan is read as a run reads it, into a folder of its own that is thrown away. */
#include "cli/forms-show.h"
#include "error.h"
#include "export.h"
#include "forms/outline.h"
#include "record.h"
#include "run.h"
#include "stages.h"
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const Form *form;
    const char *folder, *output;
    guint number;
    gboolean shown;
} Show;

static gboolean
read_scan(const char *models_dir, const char *scan, const char *folder, GError **error)
{
    const char *scans[] = {scan, NULL};
    RunCount count = {0};
    g_autoptr(Plan) plan = plan_new(all_stages, NULL, error);
    const StageEnv env = {.models_dir = models_dir};
    const RunOrder order = {.scans = scans,
                            .folder = folder,
                            .arguments = "forms show",
                            .jobs = 1,
                            .budget = &budget_default,
                            .readers = all_readers,
                            .plan = plan};
    return plan && plan_open(plan, &env, error) && run_scans(&order, &(RunEvents){0}, &count, error);
}

static void
draw_box(PIX *picture, L_BMF *font, const Outline *outline, double px, guint shared)
{
    BOX *box = boxCreate((int)(outline->box.x0 * px), (int)(outline->box.y0 * px),
                         MAX(1, (int)((outline->box.x1 - outline->box.x0) * px)),
                         MAX(1, (int)((outline->box.y1 - outline->box.y0) * px)));
    int x, y;
    l_uint32 colour;
    guint8 red = outline->zone ? 30 : 0, green = outline->zone ? 80 : 140, blue = outline->zone ? 220 : 60;
    boxGetGeometry(box, &x, &y, NULL, NULL);
    composeRGBPixel(red, green, blue, &colour);
    pixRenderBoxArb(picture, box, outline->zone ? 2 : 4, red, green, blue);
    pixSetTextline(picture, font, outline->name, colour, x + 4, MAX(12, y - 3) + (int)(13 * shared), NULL,
                   NULL);
    boxDestroy(&box);
}

/* How many outlines before the i-th have the same box: their names are written below each other. */
static guint
count_shared(const GPtrArray *outlines, guint i)
{
    const Outline *own = outlines->pdata[i];
    guint count = 0;
    for (guint j = 0; j < i; j++) {
        const Outline *other = outlines->pdata[j];
        count += other->score > 0 && memcmp(&other->box, &own->box, sizeof own->box) == 0;
    }
    return count;
}

static void
print_outline(const Outline *outline)
{
    if (outline->score <= 0)
        printf("  %-6s %-20s not found\n", outline->zone ? "field" : "label", outline->name);
    else if (outline->zone)
        printf("  field  %-20s from %.0f,%.0f to %.0f,%.0f mm\n", outline->name, outline->box.x0,
               outline->box.y0, outline->box.x1, outline->box.y1);
    else
        printf("  label  %-20s at %.0f,%.0f mm, read %.2f\n", outline->name, outline->box.x0, outline->box.y0,
               outline->score);
}

static gboolean
draw(const Show *show, Page *page, const char *picture_file, double dpi, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(picture_file, &bytes, &length, error))
        return FALSE;
    PIX_AUTO *stored = pixReadMemPng((const l_uint8 *)bytes, length);
    PIX_AUTO *picture = stored ? pixConvertTo32(stored) : NULL;
    L_BMF *font = bmfCreate(NULL, 6);
    g_autoptr(GPtrArray) outlines = outline_form(show->form, page);
    for (guint i = 0; i < outlines->len; i++) {
        print_outline(outlines->pdata[i]);
        if (picture && ((const Outline *)outlines->pdata[i])->score > 0)
            draw_box(picture, font, outlines->pdata[i], dpi / 25.4, count_shared(outlines, i));
    }
    bmfDestroy(&font);
    if (picture && pixWrite(show->output, picture, IFF_PNG) == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot write %s", show->output);
    return FALSE;
}

static gboolean
visit(const PageEntry *entry, gpointer user_data, GError **error)
{
    Show *show = user_data;
    if (entry->number != show->number)
        return TRUE;
    if (!entry->page || !entry->page->record || !entry->page->picture_map) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "page %u was not read: %s", entry->number,
                    entry->page && entry->page->cause ? entry->page->cause : "unknown");
        return FALSE;
    }
    g_autoptr(Page) page = record_load(entry->page->record, error);
    if (!page)
        return FALSE;
    const double *m = entry->page->picture_map;
    /* Boxes are sought in the upright picture: it stands in for the working one. */
    Affine to_picture = {m[0], m[1], m[2], m[3], m[4], m[5]};
    page->to_original = affine_invert(to_picture);
    page->image_dpi = page->source.xres_dpi > 0 ? page->source.xres_dpi * hypot(m[0], m[3]) : 300;
    printf("%s page %u: form %s\n", entry->scan->path, entry->number, page->form.id ? page->form.id : "none");
    g_autofree char *picture = export_dup_picture(show->folder, entry->page->id);
    show->shown = TRUE;
    return draw(show, page, picture, page->image_dpi, error);
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    g_remove(path);
}

static gboolean
show_scan(Show *show, const char *models_dir, const char *scan, GError **error)
{
    if (!read_scan(models_dir, scan, show->folder, error))
        return FALSE;
    g_autoptr(Store) store = store_open(show->folder, FALSE, error);
    if (!store || !store_each_page(store, visit, show, error))
        return FALSE;
    if (!show->shown)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s has no page %u", scan, show->number);
    return show->shown;
}

gboolean
forms_show(const char *models_dir, const char *id, const char *scan, guint number, const char *output,
           GError **error)
{
    g_autoptr(GPtrArray) forms = forms_load(models_dir, error);
    if (!forms)
        return FALSE;
    Show show = {.output = output, .number = number};
    for (guint i = 0; i < forms->len; i++)
        if (strcmp(((const Form *)forms->pdata[i])->id, id) == 0)
            show.form = forms->pdata[i];
    if (!show.form) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no form “%s”; verno forms list names them", id);
        return FALSE;
    }
    g_autofree char *folder = g_dir_make_tmp("verno-forms-XXXXXX", error);
    if (!folder)
        return FALSE;
    show.folder = folder;
    gboolean shown = show_scan(&show, models_dir, scan, error);
    remove_tree(folder);
    return shown;
}
