/* tiff-file.c - an open libtiff handle over a descriptor, and the log of what libtiff said.
 *
 * libtiff reports through handlers of this handle only; nothing is printed. What it calls a warning may be
 * lost pixels: a fax line of the wrong length, a JPEG stream that ends early. Those count as errors here. */
#include "tiff-read.h"
#include "error.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_WARNINGS 10

static tmsize_t
read_bytes(thandle_t handle, void *data, tmsize_t length)
{
    TiffFile *file = handle;
    tmsize_t done = 0;
    while (done < length) {
        gssize got = pread(file->fd, (guint8 *)data + done, length - done, file->position);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += got;
        file->position += got;
    }
    return done;
}

static tmsize_t
write_nothing(thandle_t handle, void *data, tmsize_t length)
{
    return -1;
}

static toff_t
seek(thandle_t handle, toff_t offset, int whence)
{
    TiffFile *file = handle;
    gint64 base = whence == SEEK_CUR ? file->position : whence == SEEK_END ? file->size : 0, position;
    if (__builtin_add_overflow(base, (gint64)offset, &position) || position < 0)
        return (toff_t)-1;
    file->position = position;
    return position;
}

static int
close_nothing(thandle_t handle)
{
    return 0;
}

static toff_t
file_size(thandle_t handle)
{
    const TiffFile *file = handle;
    return file->size;
}

/* One line of valid UTF-8. */
static char *
message(const char *format, va_list args)
{
    g_autofree char *raw = g_strdup_vprintf(format, args);
    char *text = g_utf8_make_valid(raw, -1);
    g_strdelimit(text, "\n\r\t", ' ');
    gsize length = strlen(text);
    while (length > 0 && strchr(". ", text[length - 1]))
        text[--length] = '\0';
    return text;
}

static void
take_trouble(TiffFile *file, char *text)
{
    file->errors++;
    if (file->trouble)
        g_free(text);
    else
        file->trouble = text;
}

static gboolean
starts_with_any(const char *text, const char *const *prefixes)
{
    for (guint i = 0; prefixes[i]; i++)
        if (g_str_has_prefix(text, prefixes[i]))
            return TRUE;
    return FALSE;
}

/* A tag without which the pixels mean something else was not understood. */
static gboolean
is_lost_tag(const char *text)
{
    static const char tags[] =
        "|PhotometricInterpretation|FillOrder|Predictor|Group3Options|Group4Options|ColorMap|"
        "ExtraSamples|InkSet|SampleFormat|YCbCrSubsampling|YCbCrCoefficients|"
        "ReferenceBlackWhite|JPEGTables|RowsPerStrip|PlanarConfiguration|StripOffsets|"
        "StripByteCounts|TileOffsets|TileByteCounts|";
    const char *from = strchr(text, '"'), *to = from ? strchr(from + 1, '"') : NULL;
    if (!to || !g_str_has_suffix(text, "tag ignored"))
        return FALSE;
    g_autofree char *tag = g_strdup_printf("|%.*s|", (int)(to - from - 1), from + 1);
    return strstr(tags, tag) != NULL;
}

/* Does this warning mean that pixels were lost? */
static gboolean
is_damage(const char *module, const char *text)
{
    static const char *const harmless_jpeg[] = {"Unknown Adobe color transform",
                                                "Warning: unknown JFIF revision",
                                                "Corrupt JPEG data: bad ICC marker", NULL};
    if (is_lost_tag(text))
        return TRUE;
    if (!module)
        return FALSE;
    if (strcmp(module, "JPEGLib") == 0 || strcmp(module, "LibJpeg") == 0)
        return !starts_with_any(text, harmless_jpeg);
    return g_str_has_prefix(module, "Fax") || strcmp(module, "JBIG") == 0;
}

static void
take_warning(TiffFile *file, char *text)
{
    if (g_ptr_array_find_with_equal_func(file->warnings, text, g_str_equal, NULL)) {
        g_free(text);
    } else if (file->warnings->len < MAX_WARNINGS) {
        g_ptr_array_add(file->warnings, text);
    } else {
        file->more_warnings++;
        g_free(text);
    }
}

static int
on_error(TIFF *tif, void *data, const char *module, const char *format, va_list args)
{
    /* libtiff cannot make sense of a tag that it does not need. */
    static const char *const harmless[] = {"Defined set_field_type of custom tag",
                                           "the file: Null count for \"Tag ", NULL};
    char *text = message(format, args);
    if (starts_with_any(text, harmless))
        take_warning(data, text);
    else
        take_trouble(data, text);
    return 1;
}

static int
on_warning(TIFF *tif, void *data, const char *module, const char *format, va_list args)
{
    TiffFile *file = data;
    if (g_str_has_prefix(format, "Unknown field with tag")) {
        file->unknown_tags++;
        return 1;
    }
    if (g_str_has_prefix(format, "Sum of Photometric type-related"))
        file->extras_unsaid = TRUE;
    char *text = message(format, args);
    if (is_damage(module, text))
        take_trouble(file, text);
    else
        take_warning(file, text);
    return 1;
}

TiffFile *
tiff_file_open(int fd, guint64 offset, const Budget *budget, GError **error)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        g_set_error_literal(error, VERNO_ERROR, VERNO_ERROR_FAILED, "the file's size cannot be had");
        return NULL;
    }
    g_autoptr(TiffFile) file = g_new0(TiffFile, 1);
    file->fd = fd;
    file->size = status.st_size;
    file->warnings = g_ptr_array_new_with_free_func(g_free);
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, file);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, file);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, budget->memory / 2);
    /* h: the header only, no directory yet; m: no memory map */
    file->tif = TIFFClientOpenExt("the file", "rhm", file, read_bytes, write_nothing, seek, close_nothing,
                                  file_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    if (!file->tif || !TIFFSetSubDirectory(file->tif, offset)) {
        if (!file->trouble)
            tiff_file_blame(file, "the directory at offset %" G_GUINT64_FORMAT " cannot be read", offset);
        tiff_file_sound(file, error);
        return NULL;
    }
    return g_steal_pointer(&file);
}

void
tiff_file_free(TiffFile *file)
{
    if (!file)
        return;
    if (file->tif)
        TIFFClose(file->tif);
    g_free(file->trouble);
    g_ptr_array_unref(file->warnings);
    g_free(file);
}

void
tiff_file_blame(TiffFile *file, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    take_trouble(file, g_strdup_vprintf(format, args));
    va_end(args);
}

void
tiff_file_note(TiffFile *file, const char *text)
{
    take_warning(file, g_strdup(text));
}

gboolean
tiff_file_sound(const TiffFile *file, GError **error)
{
    if (file->errors == 0)
        return TRUE;
    /* Sound, but beyond libtiff: samples of unlike depth (5-6-5), lossless or 12-bit JPEG. */
    static const char *const beyond[] = {"Cannot handle different values per sample",
                                         "Unsupported JPEG process", "Unsupported JPEG data precision", NULL};
    gboolean odd = starts_with_any(file->trouble, beyond);
    g_set_error_literal(error, VERNO_ERROR, odd ? VERNO_ERROR_UNSUPPORTED : VERNO_ERROR_DAMAGED,
                        file->trouble);
    return FALSE;
}

void
tiff_file_remarks(const TiffFile *file, Page *page)
{
    for (guint i = 0; i < file->warnings->len; i++)
        page_remark(page, "tiff", "warning", "%s", (const char *)file->warnings->pdata[i]);
    if (file->more_warnings > 0)
        page_remark(page, "tiff", "warning", "%u more warnings", file->more_warnings);
    if (file->unknown_tags > 0)
        page_remark(page, "tiff", "unknown-tags", "%u tags are not known to libtiff", file->unknown_tags);
}
