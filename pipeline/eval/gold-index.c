/* gold-index.c - which file of a directory is the truth of which page.
 *
 * Keys are "STEM/N" of the path within the directory ("box3/0057-p2.truth.json" is box3/0057, page 2) and of
 * the bare name. Page 0 stands for a file without -pN. */
#include "error.h"
#include "gold.h"
#include <stdlib.h>
#include <string.h>

/* In the order of preference for one page. */
static const char *const endings[] = {".truth.json", ".alto.xml", ".json", ".gt.txt", ".txt"};

typedef struct {
    char *path;
    guint rank; /* place in endings[] */
    gboolean used;
} File;

struct GoldIndex {
    GPtrArray *files;     /* of File, by path */
    GHashTable *by_place; /* key -> File */
    GHashTable *by_name;  /* key -> File, or NULL where several have it */
};

static void
file_free(void *data)
{
    g_free(((File *)data)->path);
    g_free(data);
}

/* "a/b-p3" -> "a/b" and 3; 0 without -pN. */
static guint
cut_page_number(char *stem)
{
    char *dash = g_strrstr(stem, "-p");
    if (!dash || !g_ascii_isdigit(dash[2]) || dash[2 + strspn(dash + 2, "0123456789")] != '\0')
        return 0;
    guint number = (guint)strtoul(dash + 2, NULL, 10);
    if (number > 0)
        *dash = '\0';
    return number;
}

static void
put(GHashTable *table, char *key, File *file, gboolean alone)
{
    gpointer found;
    if (!g_hash_table_lookup_extended(table, key, NULL, &found)) {
        g_hash_table_insert(table, key, file);
        return;
    }
    File *other = found;
    g_autofree char *here = g_path_get_dirname(file->path);
    g_autofree char *there = other ? g_path_get_dirname(other->path) : NULL;
    if (alone && (!other || strcmp(here, there) != 0))
        g_hash_table_insert(table, key, NULL);
    else if (file->rank < other->rank)
        g_hash_table_insert(table, key, file);
    else
        g_free(key);
}

static void
add_file(GoldIndex *index, const char *full, const char *relative)
{
    if (g_str_has_suffix(relative, "README.txt"))
        return;
    for (guint rank = 0; rank < G_N_ELEMENTS(endings); rank++) {
        if (!g_str_has_suffix(relative, endings[rank]))
            continue;
        File *file = g_new0(File, 1);
        file->path = g_strdup(full);
        file->rank = rank;
        g_ptr_array_add(index->files, file);
        g_autofree char *stem = g_strndup(relative, strlen(relative) - strlen(endings[rank]));
        guint number = cut_page_number(stem);
        g_autofree char *name = g_path_get_basename(stem);
        put(index->by_place, g_strdup_printf("%s/%u", stem, number), file, FALSE);
        put(index->by_name, g_strdup_printf("%s/%u", name, number), file, TRUE);
        return;
    }
}

static int
by_bytes(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
walk(GoldIndex *index, const char *root, const char *relative, GError **error)
{
    g_autofree char *full = g_build_filename(root, relative, NULL);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) directory = g_dir_open(full, 0, &cause);
    if (!directory) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "cannot list the truth: %s", cause->message);
        return FALSE;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(directory));)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_bytes);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *below =
            *relative ? g_build_filename(relative, names->pdata[i], NULL) : g_strdup(names->pdata[i]);
        g_autofree char *path = g_build_filename(root, below, NULL);
        if (!g_file_test(path, G_FILE_TEST_IS_DIR))
            add_file(index, path, below);
        else if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && !walk(index, root, below, error))
            return FALSE;
    }
    return TRUE;
}

GoldIndex *
gold_index_new(const char *directory, GError **error)
{
    g_autoptr(GoldIndex) index = g_new0(GoldIndex, 1);
    index->files = g_ptr_array_new_with_free_func(file_free);
    index->by_place = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    index->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!walk(index, directory, "", error))
        return NULL;
    return g_steal_pointer(&index);
}

void
gold_index_free(GoldIndex *index)
{
    if (!index)
        return;
    g_hash_table_unref(index->by_place);
    g_hash_table_unref(index->by_name);
    g_ptr_array_unref(index->files);
    g_free(index);
}

static File *
look(GHashTable *table, const char *stem, guint number, gboolean *ret_ambiguous)
{
    g_autofree char *key = g_strdup_printf("%s/%u", stem, number);
    gpointer found = NULL;
    if (g_hash_table_lookup_extended(table, key, NULL, &found) && !found)
        *ret_ambiguous = TRUE;
    return found;
}

const char *
gold_index_find(GoldIndex *index, const char *scan, guint number, guint pages, const char **ret_why)
{
    g_autofree char *stem = g_strdup(scan);
    char *dot = strrchr(stem, '.'), *slash = strrchr(stem, '/');
    if (dot && dot != stem && (!slash || dot > slash + 1))
        *dot = '\0';
    g_autofree char *name = g_path_get_basename(stem);
    gboolean ambiguous = FALSE;
    File *file = look(index->by_place, stem, number, &ambiguous);
    if (!file && pages == 1)
        file = look(index->by_place, stem, 0, &ambiguous);
    if (!file)
        file = look(index->by_name, name, number, &ambiguous);
    if (!file && pages == 1)
        file = look(index->by_name, name, 0, &ambiguous);
    if (file)
        file->used = TRUE;
    *ret_why = file ? NULL : ambiguous ? "several truth files have this name" : "no truth file";
    return file ? file->path : NULL;
}

/* A file that gave way to a better one for the same page counts as used with it. */
guint
gold_index_unused(GoldIndex *index, const char **ret_example)
{
    guint count = 0;
    GHashTableIter iter;
    gpointer data;
    *ret_example = NULL;
    g_hash_table_iter_init(&iter, index->by_place);
    while (g_hash_table_iter_next(&iter, NULL, &data)) {
        const File *file = data;
        if (file->used)
            continue;
        count++;
        if (!*ret_example || strcmp(file->path, *ret_example) < 0)
            *ret_example = file->path;
    }
    return count;
}
