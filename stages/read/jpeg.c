/* jpeg.c - reads JPEG: grey, YCbCr, RGB, CMYK and YCCK, baseline and progressive, as far as libjpeg decodes
 * them.
 *
 * libjpeg repairs what it can and calls that a warning; a repaired page is a damaged page. CMYK is mixed as
 * inks over white paper; with Adobe's marker the inks are stored inverted. Resolution comes from the JFIF
 * density, else from Exif; the Exif orientation is reported. Colour profiles are not applied. */
#include "error.h"
#include "reader.h"
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_WARNINGS 10
#define MAX_SCANS    200 /* a crafted progressive file may hold thousands, each costing a pass over the page */

typedef struct {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr input;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    int fd;
    off_t position;
    const Budget *budget;
    PageSource source;
    gint64 file_size;
    PIX *pix;
    guint8 *row;
    GPtrArray *warnings;
    GError *error;
    guint8 buffer[65536];
} Decoder;

static gboolean
sniff(const guint8 *head, gsize length)
{
    return length >= 4 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff && head[3] >= 0xc0 &&
           head[3] < 0xff;
}

static gboolean
count(int fd, const Budget *budget, guint *ret_pages, GError **error)
{
    *ret_pages = 1;
    return TRUE;
}

/* ---- what libjpeg calls ---- */

static G_GNUC_NORETURN void
fail(Decoder *decoder, VernoError code, const char *text)
{
    if (!decoder->error)
        g_set_error_literal(&decoder->error, VERNO_ERROR, code, text);
    longjmp(decoder->jump, 1);
}

static void
on_error(j_common_ptr jpeg)
{
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    switch (jpeg->err->msg_code) {
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_NO_BACKING_STORE:
    case JERR_OUT_OF_MEMORY:
        fail(jpeg->client_data, VERNO_ERROR_UNSUPPORTED, text);
    }
    fail(jpeg->client_data, VERNO_ERROR_DAMAGED, text);
}

static void
on_message(j_common_ptr jpeg, int level)
{
    Decoder *decoder = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    if (level >= 0)
        return;
    jpeg->err->format_message(jpeg, text);
    gboolean harmless = jpeg->err->msg_code == JWRN_ADOBE_XFORM || jpeg->err->msg_code == JWRN_JFIF_MAJOR ||
                        jpeg->err->msg_code == JWRN_BOGUS_ICC;
    if (!harmless)
        fail(decoder, VERNO_ERROR_DAMAGED, text);
    if (decoder->warnings->len < MAX_WARNINGS &&
        !g_ptr_array_find_with_equal_func(decoder->warnings, text, g_str_equal, NULL))
        g_ptr_array_add(decoder->warnings, g_strdup(text));
}

static void
on_progress(j_common_ptr jpeg)
{
    if (((j_decompress_ptr)jpeg)->input_scan_number > MAX_SCANS)
        fail(jpeg->client_data, VERNO_ERROR_UNSUPPORTED,
             "more than " G_STRINGIFY(MAX_SCANS) " progressive scans");
}

static void
input_nothing(j_decompress_ptr jpeg)
{
}

static boolean
input_fill(j_decompress_ptr jpeg)
{
    Decoder *decoder = jpeg->client_data;
    gssize got = pread(decoder->fd, decoder->buffer, sizeof decoder->buffer, decoder->position);
    if (got <= 0)
        fail(decoder, VERNO_ERROR_DAMAGED, "the file is cut off");
    decoder->position += got;
    decoder->input.next_input_byte = decoder->buffer;
    decoder->input.bytes_in_buffer = got;
    return TRUE;
}

static void
input_skip(j_decompress_ptr jpeg, long length)
{
    Decoder *decoder = jpeg->client_data;
    gsize here = decoder->input.bytes_in_buffer;
    if (length <= 0)
        return;
    if ((gsize)length <= here) {
        decoder->input.next_input_byte += length;
        decoder->input.bytes_in_buffer -= length;
        return;
    }
    decoder->position += length - here;
    decoder->input.bytes_in_buffer = 0;
}

/* ---- Exif: orientation and resolution of its first directory ---- */

typedef struct {
    const guint8 *data; /* a TIFF header and what follows */
    gsize length;
    gboolean big_endian;
} Exif;

static guint
exif_number(const Exif *exif, gsize at, guint bytes)
{
    guint value = 0;
    if (at > exif->length || exif->length - at < bytes)
        return 0;
    for (guint i = 0; i < bytes; i++)
        value = value << 8 | exif->data[at + (exif->big_endian ? i : bytes - 1 - i)];
    return value;
}

static double
exif_fraction(const Exif *exif, gsize at)
{
    guint over = exif_number(exif, at, 4), under = exif_number(exif, at + 4, 4);
    return under > 0 ? (double)over / under : 0;
}

static void
read_exif(const Exif *exif, PageSource *source)
{
    gsize directory = exif_number(exif, 4, 4);
    guint entries = exif_number(exif, directory, 2), unit = 2;
    double x = 0, y = 0;
    for (guint i = 0; i < entries; i++) {
        gsize entry = directory + 2 + 12 * (gsize)i;
        guint tag = exif_number(exif, entry, 2), small = exif_number(exif, entry + 8, 2);
        if (tag == 0x0112 && small >= 1 && small <= 8)
            source->orientation = small;
        else if (tag == 0x011a)
            x = exif_fraction(exif, exif_number(exif, entry + 8, 4));
        else if (tag == 0x011b)
            y = exif_fraction(exif, exif_number(exif, entry + 8, 4));
        else if (tag == 0x0128)
            unit = small;
    }
    if (x > 0 && y > 0 && (unit == 2 || unit == 3)) {
        source->xres_dpi = unit == 3 ? x * 2.54 : x;
        source->yres_dpi = unit == 3 ? y * 2.54 : y;
        source->dpi_source = "tag";
    }
}

static void
read_markers(j_decompress_ptr jpeg, PageSource *source)
{
    source->orientation = 1;
    source->dpi_source = "none";
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 14 &&
            memcmp(marker->data, "Exif\0", 6) == 0) {
            Exif exif = {marker->data + 6, marker->data_length - 6, marker->data[6] == 'M'};
            read_exif(&exif, source);
            break;
        }
    if (jpeg->saw_JFIF_marker && jpeg->density_unit > 0 && jpeg->X_density > 0 && jpeg->Y_density > 0) {
        double dots = jpeg->density_unit == 2 ? 2.54 : 1;
        source->xres_dpi = jpeg->X_density * dots;
        source->yres_dpi = jpeg->Y_density * dots;
        source->dpi_source = "tag";
    }
}

/* ---- steps, each run under guarded() ---- */

static void
step_header(Decoder *decoder)
{
    j_decompress_ptr jpeg = &decoder->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg->mem->max_memory_to_use = decoder->budget->memory / 2;
    decoder->input = (struct jpeg_source_mgr){
        .init_source = input_nothing,
        .fill_input_buffer = input_fill,
        .skip_input_data = input_skip,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = input_nothing,
    };
    jpeg->src = &decoder->input;
    decoder->progress.progress_monitor = on_progress;
    jpeg->progress = &decoder->progress;
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(jpeg, TRUE);
    PageSource *source = &decoder->source;
    source->width = jpeg->image_width;
    source->height = jpeg->image_height;
    source->bits = jpeg->data_precision;
    source->samples = jpeg->num_components;
    source->compression = "jpeg";
    read_markers(jpeg, source);
    budget_check_page(decoder->budget, source->width, source->height, source->bits * source->samples,
                      decoder->file_size, &decoder->error);
}

static void
step_start(Decoder *decoder)
{
    j_decompress_ptr jpeg = &decoder->jpeg;
    switch (jpeg->num_components) {
    case 1:
        jpeg->out_color_space = JCS_GRAYSCALE;
        break;
    case 3:
        jpeg->out_color_space = JCS_RGB;
        break;
    case 4:
        jpeg->out_color_space = JCS_CMYK;
        break;
    default:
        fail(decoder, VERNO_ERROR_UNSUPPORTED, "a JPEG of 2 or more than 4 components");
    }
    jpeg_start_decompress(jpeg);
    decoder->row = g_malloc((gsize)jpeg->output_width * jpeg->output_components);
    decoder->pix = pixCreate(jpeg->output_width, jpeg->output_height, jpeg->num_components == 1 ? 8 : 32);
    if (!decoder->pix)
        fail(decoder, VERNO_ERROR_UNSUPPORTED, "not enough memory for the picture");
}

static void
put_row(const Decoder *decoder, guint32 *line)
{
    const guint8 *from = decoder->row;
    guint width = decoder->jpeg.output_width, components = decoder->jpeg.output_components;
    guint8 flip = decoder->jpeg.saw_Adobe_marker ? 0 : 255; /* Adobe stores 255 for no ink */
    if (components == 1)
        memcpy(line, from, width);
    else if (components == 3)
        for (guint x = 0; x < width; x++, from += 3)
            line[x] = (guint32)from[0] << 24 | (guint32)from[1] << 16 | (guint32)from[2] << 8;
    else
        for (guint x = 0; x < width; x++, from += 4) {
            guint white = from[3] ^ flip, mixed = 0;
            for (guint ink = 0; ink < 3; ink++)
                mixed = mixed << 8 | ((from[ink] ^ flip) * white + 127) / 255;
            line[x] = mixed << 8;
        }
}

static void
step_pixels(Decoder *decoder)
{
    j_decompress_ptr jpeg = &decoder->jpeg;
    while (jpeg->output_scanline < jpeg->output_height) {
        guint32 *line = pixGetData(decoder->pix) + (gsize)jpeg->output_scanline * pixGetWpl(decoder->pix);
        jpeg_read_scanlines(jpeg, &decoder->row, 1);
        put_row(decoder, line);
    }
    jpeg_finish_decompress(jpeg);
    if (jpeg->num_components == 1)
        pixEndianByteSwap(decoder->pix);
}

/* The only setjmp: libjpeg leaves a step by a jump to here. Nothing that changes lives in a local variable.
 */
static gboolean
guarded(Decoder *decoder, void (*step)(Decoder *decoder))
{
    if (setjmp(decoder->jump))
        return FALSE;
    step(decoder);
    return decoder->error == NULL;
}

static gboolean
read_page(int fd, guint number, const Budget *budget, Page *page, GError **error)
{
    struct stat status = {0};
    fstat(fd, &status);
    g_autofree Decoder *decoder = g_new0(Decoder, 1);
    decoder->fd = fd;
    decoder->budget = budget;
    decoder->file_size = status.st_size;
    decoder->source = page->source;
    decoder->warnings = g_ptr_array_new_with_free_func(g_free);
    decoder->jpeg.err = jpeg_std_error(&decoder->errors);
    decoder->jpeg.client_data = decoder;
    decoder->errors.error_exit = on_error;
    decoder->errors.emit_message = on_message;
    gboolean whole =
        guarded(decoder, step_header) && guarded(decoder, step_start) && guarded(decoder, step_pixels);
    page->source = decoder->source;
    for (guint i = 0; i < decoder->warnings->len; i++)
        page_remark(page, "jpeg", "warning", "%s", (const char *)decoder->warnings->pdata[i]);
    if (whole)
        page_take_original(page, g_steal_pointer(&decoder->pix));
    else
        g_propagate_error(error, decoder->error);
    jpeg_destroy_decompress(&decoder->jpeg);
    g_ptr_array_unref(decoder->warnings);
    g_free(decoder->row);
    pix_clear(&decoder->pix);
    return whole;
}

const Reader reader_jpeg = {
    .name = "jpeg",
    .summary = "JPEG",
    .sniff = sniff,
    .count = count,
    .read = read_page,
};
