/* png.c - reads PNG: all colour types and depths, interlaced or not. An animated one gives its default
 * picture.
 *
 * The whole file is checked, to the end mark: a wrong checksum, lost data or a file cut off after the last
 * pixel make the page damaged. Colour profiles and gamma are not applied. */
#include "error.h"
#include "reader.h"
#include <png.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_WARNINGS 10

typedef struct {
    int fd;
    off_t position;
    const Budget *budget;
    png_structp png;
    png_infop info;
    PageSource source;
    gboolean bilevel, grey, alpha, indexed;
    gint64 file_size;
    PIX *pix;
    png_bytep *rows;
    GPtrArray *warnings;
    GError *error;
} Decoder;

static gboolean
sniff(const guint8 *head, gsize length)
{
    return length >= 8 && memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static gboolean
count(int fd, const Budget *budget, guint *ret_pages, GError **error)
{
    *ret_pages = 1;
    return TRUE;
}

/* ---- what libpng calls ---- */

static void
on_error(png_structp png, png_const_charp text)
{
    Decoder *decoder = png_get_error_ptr(png);
    if (!decoder->error)
        g_set_error(&decoder->error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "%s", text);
    png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
    Decoder *decoder = png_get_error_ptr(png);
    /* What is wrong inside the pixel data is no mere warning. */
    if (g_str_has_prefix(text, "IDAT") && !decoder->error)
        g_set_error(&decoder->error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "%s", text);
    else if (decoder->warnings->len < MAX_WARNINGS &&
             !g_ptr_array_find_with_equal_func(decoder->warnings, text, g_str_equal, NULL))
        g_ptr_array_add(decoder->warnings, g_strdup(text));
}

static void
read_bytes(png_structp png, png_bytep data, size_t length)
{
    Decoder *decoder = png_get_io_ptr(png);
    while (length > 0) {
        gssize got = pread(decoder->fd, data, length, decoder->position);
        if (got <= 0)
            png_error(png, "the file is cut off");
        data += got;
        length -= got;
        decoder->position += got;
    }
}

/* ---- steps, each run under guarded() ---- */

/* Are all colours of the palette grey, and is it just black and white? */
static void
judge_palette(Decoder *decoder, gboolean *ret_grey, gboolean *ret_black_white)
{
    png_colorp colours = NULL;
    int n = 0;
    png_get_PLTE(decoder->png, decoder->info, &colours, &n);
    *ret_grey = n > 0;
    for (int i = 0; i < n; i++)
        if (colours[i].red != colours[i].green || colours[i].green != colours[i].blue)
            *ret_grey = FALSE;
    *ret_black_white =
        *ret_grey && n == 2 && (colours[0].red ^ colours[1].red) == 255 && colours[0].red % 255 == 0;
}

static void
read_resolution(Decoder *decoder)
{
    png_uint_32 x = 0, y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    decoder->source.dpi_source = "none";
    if (png_get_pHYs(decoder->png, decoder->info, &x, &y, &unit) == 0 || unit != PNG_RESOLUTION_METER ||
        x == 0 || y == 0)
        return;
    decoder->source.xres_dpi = x * 0.0254;
    decoder->source.yres_dpi = y * 0.0254;
    decoder->source.dpi_source = "tag";
}

static void
step_header(Decoder *decoder)
{
    png_set_read_fn(decoder->png, decoder, read_bytes);
    png_set_crc_action(decoder->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_user_limits(decoder->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ours are checked below */
    png_read_info(decoder->png, decoder->info);
    PageSource *source = &decoder->source;
    source->width = png_get_image_width(decoder->png, decoder->info);
    source->height = png_get_image_height(decoder->png, decoder->info);
    source->bits = png_get_bit_depth(decoder->png, decoder->info);
    source->samples = png_get_channels(decoder->png, decoder->info);
    source->compression = "png";
    source->orientation = 1;
    read_resolution(decoder);
    budget_check_page(decoder->budget, source->width, source->height, source->bits * source->samples,
                      decoder->file_size, &decoder->error);
}

/* Asks libpng for 1 or 8 bits a pixel where that can be had, else for red, green, blue, alpha. */
static void
step_start(Decoder *decoder)
{
    png_structp png = decoder->png;
    int type = png_get_color_type(png, decoder->info);
    gboolean transparent = png_get_valid(png, decoder->info, PNG_INFO_tRNS) != 0, black_white = TRUE;
    decoder->alpha = transparent || (type & PNG_COLOR_MASK_ALPHA);
    decoder->indexed = type == PNG_COLOR_TYPE_PALETTE;
    decoder->grey = !(type & PNG_COLOR_MASK_COLOR);
    if (decoder->indexed)
        judge_palette(decoder, &decoder->grey, &black_white);
    decoder->bilevel = decoder->source.bits == 1 && !decoder->alpha && decoder->grey && black_white;
    guint depth = decoder->bilevel ? 1 : decoder->grey && !decoder->alpha && !decoder->indexed ? 8 : 32;
    if (depth > 1)
        png_set_expand(png);
    png_set_scale_16(png);
    if (depth == 32) {
        png_set_gray_to_rgb(png);
        if (decoder->alpha)
            png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
        else
            png_set_filler(png, 0, PNG_FILLER_AFTER);
    }
    png_set_interlace_handling(png);
    png_read_update_info(png, decoder->info);
    decoder->pix = pixCreate(decoder->source.width, decoder->source.height, depth);
    if (!decoder->pix)
        g_set_error_literal(&decoder->error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                            "not enough memory for the picture");
    else
        g_assert(png_get_rowbytes(png, decoder->info) <= 4 * (gsize)pixGetWpl(decoder->pix));
}

static void
step_pixels(Decoder *decoder)
{
    guint8 *data = (guint8 *)pixGetData(decoder->pix);
    decoder->rows = g_new(png_bytep, decoder->source.height);
    for (guint y = 0; y < decoder->source.height; y++)
        decoder->rows[y] = data + (gsize)y * 4 * pixGetWpl(decoder->pix);
    png_read_image(decoder->png, decoder->rows);
    png_read_end(decoder->png, NULL);
}

/* The only setjmp: libpng leaves a step by a jump to here. Nothing that changes lives in a local variable. */
static gboolean
guarded(Decoder *decoder, void (*step)(Decoder *decoder))
{
    if (setjmp(png_jmpbuf(decoder->png)))
        return FALSE;
    step(decoder);
    return decoder->error == NULL;
}

/* ---- pixels as struct Reader promises them ---- */

/* Lays alpha over white. */
static void
flatten(PIX *pix)
{
    guint32 *word = pixGetData(pix);
    for (gsize left = (gsize)pixGetWpl(pix) * pixGetHeight(pix); left > 0; left--, word++) {
        guint alpha = *word & 255, mixed = 0;
        for (int shift = 24; shift > 0; shift -= 8)
            mixed |= ((*word >> shift & 255) * alpha + 255 * (255 - alpha) + 127) / 255 << shift;
        *word = mixed;
    }
}

/* In the file 1 is white, or what the palette says; in a 1-bit PIX it is black. */
static void
finish_bilevel(const Decoder *decoder, PIX *pix)
{
    png_colorp colours = NULL;
    int n = 0;
    if (decoder->indexed)
        png_get_PLTE(decoder->png, decoder->info, &colours, &n);
    if (n == 0 || colours[0].red == 0)
        pixInvert(pix, pix);
    pixSetPadBits(pix, 0);
}

static PIX *
finish(Decoder *decoder)
{
    PIX *pix = g_steal_pointer(&decoder->pix);
    pixEndianByteSwap(pix);
    if (decoder->bilevel)
        finish_bilevel(decoder, pix);
    if (pixGetDepth(pix) != 32)
        return pix;
    if (decoder->alpha)
        flatten(pix);
    if (!decoder->grey)
        return pix;
    PIX *grey = pixGetRGBComponent(pix, COLOR_RED);
    pixDestroy(&pix);
    return grey;
}

static PIX *
decode(Decoder *decoder)
{
    if (!guarded(decoder, step_header) || !guarded(decoder, step_start) || !guarded(decoder, step_pixels))
        return NULL;
    return finish(decoder);
}

static gboolean
read_page(int fd, guint number, const Budget *budget, Page *page, GError **error)
{
    struct stat status = {0};
    fstat(fd, &status);
    Decoder decoder = {.fd = fd, .budget = budget, .file_size = status.st_size, .source = page->source};
    decoder.warnings = g_ptr_array_new_with_free_func(g_free);
    decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, on_error, on_warning);
    decoder.info = decoder.png ? png_create_info_struct(decoder.png) : NULL;
    g_assert(decoder.info); /* nothing but a few kilobytes is asked for here */
    PIX_AUTO *pix = decode(&decoder);
    page->source = decoder.source;
    for (guint i = 0; i < decoder.warnings->len; i++)
        page_remark(page, "png", "warning", "%s", (const char *)decoder.warnings->pdata[i]);
    png_destroy_read_struct(&decoder.png, &decoder.info, NULL);
    g_ptr_array_unref(decoder.warnings);
    g_free(decoder.rows);
    pix_clear(&decoder.pix);
    if (pix)
        page_take_original(page, g_steal_pointer(&pix));
    else
        g_propagate_error(error, decoder.error);
    return page->original != NULL;
}

const Reader reader_png = {
    .name = "png",
    .summary = "PNG",
    .sniff = sniff,
    .count = count,
    .read = read_page,
};
