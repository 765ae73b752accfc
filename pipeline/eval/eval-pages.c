/* eval-pages.c - the pages to score. */
#include "eval-pages.h"
#include "error.h"
#include "store.h"
#include <string.h>

static void
eval_page_free(void *data)
{
    EvalPage *page = data;
    g_free(page->scan);
    g_free(page->state);
    g_free(page->record);
    g_free(page->id);
    gold_free(page->truth);
    g_free(page->trouble);
    g_free(page);
}

static EvalPage *
add_page(GPtrArray *pages, const char *scan, guint number, guint of)
{
    EvalPage *page = g_new0(EvalPage, 1);
    page->scan = g_strdup(scan);
    page->number = number;
    page->pages = of;
    g_ptr_array_add(pages, page);
    return page;
}

static gboolean
visit(const PageEntry *entry, gpointer user_data, GError **error)
{
    if (gold_is_named(entry->scan->path))
        return TRUE;
    EvalPage *page = add_page(user_data, entry->scan->path, entry->number, entry->scan->pages);
    page->state = g_strdup(entry->page ? state_name(entry->page->state) : "waiting");
    page->record = g_strdup(entry->page ? entry->page->record : NULL);
    if (entry->page) {
        page->id = g_strdup(entry->page->id);
        if (entry->page->picture_map)
            memcpy(&page->to_picture, entry->page->picture_map, sizeof page->to_picture);
    }
    return TRUE;
}

GPtrArray *
eval_pages_from_folder(const char *folder, GError **error)
{
    g_autoptr(Store) store = store_open(folder, FALSE, error);
    if (!store)
        return NULL;
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(eval_page_free);
    if (!store_each_page(store, visit, pages, error))
        return NULL;
    return g_steal_pointer(&pages);
}

static gboolean
is_picture(const char *name)
{
    static const char *const endings[] = {".tif", ".tiff", ".png", ".jpg", ".jpeg"};
    g_autofree char *small = g_ascii_strdown(name, -1);
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(small, endings[i]))
            return TRUE;
    return FALSE;
}

/* A scan's pages are as many as have a truth by number. */
static void
add_scan(GPtrArray *pages, const char *scan, GoldIndex *truths)
{
    const char *why;
    guint count = 0;
    while (gold_index_find(truths, scan, count + 1, 0, &why))
        count++;
    for (guint number = 1; number <= MAX(count, 1); number++)
        add_page(pages, scan, number, MAX(count, 1));
}

static gboolean
walk(GPtrArray *pages, const char *root, const char *relative, GoldIndex *truths, GError **error)
{
    g_autofree char *full = g_build_filename(root, relative, NULL);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) directory = g_dir_open(full, 0, &cause);
    if (!directory) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot list the scans: %s", cause->message);
        return FALSE;
    }
    for (const char *name; (name = g_dir_read_name(directory));) {
        g_autofree char *below = *relative ? g_build_filename(relative, name, NULL) : g_strdup(name);
        g_autofree char *path = g_build_filename(root, below, NULL);
        if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
            if (is_picture(name))
                add_scan(pages, below, truths);
        } else if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && !walk(pages, root, below, truths, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static int
by_place(gconstpointer a, gconstpointer b)
{
    const EvalPage *x = *(EvalPage *const *)a, *y = *(EvalPage *const *)b;
    int order = strcmp(x->scan, y->scan);
    return order ? order : (int)x->number - (int)y->number;
}

GPtrArray *
eval_pages_from_scans(const char *scans, GoldIndex *truths, GError **error)
{
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(eval_page_free);
    if (!walk(pages, scans, "", truths, error))
        return NULL;
    g_ptr_array_sort(pages, by_place);
    return g_steal_pointer(&pages);
}

guint
eval_pages_load_truth(GPtrArray *pages, GoldIndex *truths, guint *ret_unreadable)
{
    guint count = 0;
    *ret_unreadable = 0;
    for (guint i = 0; i < pages->len; i++) {
        EvalPage *page = pages->pdata[i];
        const char *why, *path = gold_index_find(truths, page->scan, page->number, page->pages, &why);
        g_autoptr(GError) error = NULL;
        if (path)
            page->truth = gold_load(path, &error);
        if (page->truth)
            count++;
        else
            page->trouble = g_strdup(path ? error->message : why);
        *ret_unreadable += path && !page->truth;
    }
    return count;
}
