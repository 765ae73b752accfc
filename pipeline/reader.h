/* reader.h - how pixels come in: struct Reader.
 *
 * A reader runs in the sandboxed child of one page: no other file can be opened there, `fd` is all it has
 * (open for reading, at any offset: seek first). It is chosen by content, never by name. The table of readers
 * is in stages/stages.c. */
#pragma once
#include "budget.h"
#include "page.h"

typedef struct {
    const char *name;    /* "tiff" */
    const char *summary; /* one line for `verno stages` */

    /* Do the first bytes of a file look like this format? `length` may be less than 16. */
    gboolean (*sniff)(const guint8 *head, gsize length);

    /* How many pages the scan holds, without decoding any. On FALSE *ret_pages says how many whole pages come
     * before the trouble (0 or more): those are read, and one more row tells the trouble. */
    gboolean (*count)(int fd, const Budget *budget, guint *ret_pages, GError **error);

    /* Decodes page `number` (1-based) into page->original by page_take_original() and fills page->source:
     * bits, samples, compression, orientation, xres_dpi, yres_dpi and dpi_source ("tag", or "none" with 0
     * dpi). The picture is as stored: orientation tags are reported, not obeyed. Result depth 1 (bilevel, 1 =
     * black whatever the file's own polarity), 8 (grey) or 32 (RGB; alpha laid over white). CMYK, YCbCr,
     * palettes and 16 bits are converted; min-is-white is undone. Any error of the decoder makes the page
     * fail, never a half picture: VERNO_ERROR_DAMAGED with the decoder's own text (broken),
     * VERNO_ERROR_UNSUPPORTED (sound but not read, or over budget). Warnings are kept as page_remark(page,
     * NAME, "warning", …). */
    gboolean (*read)(int fd, guint number, const Budget *budget, Page *page, GError **error);
} Reader;
