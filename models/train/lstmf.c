/* lstmf.c - writes the line files that `lstmtraining` reads. */
#include "lstmf.h"
#include <string.h>

#define LINES_A_FILE 100

struct Lstmf {
    char *stem, *language;
    GByteArray *pages; /* of the file being filled */
    guint count, files;
    GString *list;
};

Lstmf *
lstmf_new(const char *stem, const char *language)
{
    Lstmf *self = g_new0(Lstmf, 1);
    self->stem = g_strdup(stem);
    self->language = g_strdup(language);
    self->pages = g_byte_array_new();
    self->list = g_string_new(NULL);
    return self;
}

static void
put_u8(GByteArray *out, guint8 value)
{
    g_byte_array_append(out, &value, 1);
}

static void
put_u32(GByteArray *out, guint32 value)
{
    guint32 little = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&little, 4);
}

static void
put_bytes(GByteArray *out, const void *data, gsize length)
{
    put_u32(out, (guint32)length);
    g_byte_array_append(out, data, (guint)length);
}

static void
put_string(GByteArray *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

static gboolean
write_file(Lstmf *self, GError **error)
{
    if (self->count == 0)
        return TRUE;
    g_autoptr(GByteArray) whole = g_byte_array_new();
    g_autofree char *relative = g_strdup_printf("%s%04u.lstmf", self->stem, self->files);
    g_autofree char *path = g_canonicalize_filename(relative, NULL);
    put_u32(whole, self->count);
    g_byte_array_append(whole, self->pages->data, self->pages->len);
    if (!g_file_set_contents(path, (const char *)whole->data, whole->len, error))
        return FALSE;
    g_string_append_printf(self->list, "%s\n", path);
    g_byte_array_set_size(self->pages, 0);
    self->count = 0;
    self->files++;
    return TRUE;
}

gboolean
lstmf_add(Lstmf *self, const char *name, GBytes *png, const char *text, GError **error)
{
    gsize size;
    const void *data = g_bytes_get_data(png, &size);
    put_u8(self->pages, 1); /* a page follows */
    put_string(self->pages, name);
    put_u32(self->pages, 0); /* page number */
    put_bytes(self->pages, data, size);
    put_string(self->pages, self->language);
    put_string(self->pages, text);
    put_u32(self->pages, 0); /* boxes */
    put_u32(self->pages, 1); /* texts of boxes: the whole line */
    put_string(self->pages, text);
    put_u8(self->pages, 0); /* not vertical */
    return ++self->count < LINES_A_FILE || write_file(self, error);
}

gboolean
lstmf_close(Lstmf *self, GError **error)
{
    g_autofree char *path = g_strconcat(self->stem, ".list", NULL);
    gboolean done =
        write_file(self, error) && g_file_set_contents(path, self->list->str, (gssize)self->list->len, error);
    g_byte_array_unref(self->pages);
    g_string_free(self->list, TRUE);
    g_free(self->stem);
    g_free(self->language);
    g_free(self);
    return done;
}
