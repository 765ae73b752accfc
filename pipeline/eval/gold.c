/* gold.c - what a page really says: the truth's frame and the choice of loader. */
#include "gold.h"
#include "error.h"
#include <string.h>

static void
mark_clear(void *data)
{
    g_free(((Mark *)data)->kind);
}

GArray *
marks_new(void)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    g_array_set_clear_func(marks, mark_clear);
    return marks;
}

void
marks_add(GArray *marks, const char *kind, Quad quad)
{
    Mark mark = {g_strdup(kind), quad};
    g_array_append_val(marks, mark);
}

void
gold_free(Gold *truth)
{
    if (!truth)
        return;
    page_free(truth->page);
    g_array_unref(truth->marks);
    g_free(truth->path);
    g_free(truth->tier);
    g_free(truth->kind);
    g_free(truth);
}

typedef struct {
    const char *ending, *kind;
    gboolean (*read)(Gold *truth, GError **error);
} Loader;

/* The first ending that fits counts. */
static const Loader loaders[] = {
    {".truth.json", "drawn", gold_read_drawn}, {".alto.xml", "alto", gold_read_alto},
    {".json", "funsd", gold_read_funsd},       {".gt.txt", "text", gold_read_text},
    {".txt", "text", gold_read_text},
};

static const Loader *
find_loader(const char *path)
{
    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++)
        if (g_str_has_suffix(path, loaders[i].ending))
            return &loaders[i];
    return NULL;
}

gboolean
gold_is_named(const char *path)
{
    return find_loader(path) != NULL;
}

Gold *
gold_load(const char *path, GError **error)
{
    const Loader *loader = find_loader(path);
    if (!loader) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "no truth format is named like %s", path);
        return NULL;
    }
    g_autoptr(Gold) truth = g_new0(Gold, 1);
    truth->path = g_strdup(path);
    truth->page = page_new();
    truth->marks = marks_new();
    if (!loader->read(truth, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    if (!truth->kind)
        truth->kind = g_strdup(loader->kind);
    return g_steal_pointer(&truth);
}
