/* budget.c - every limit verno sets on what it is given. */
#include "budget.h"
#include "error.h"

const Budget budget_default = {
    .side_px = 32767,
    .pixels = 250 * 1000 * 1000,
    .pages = 5000,
    .ratio = 2000,
    .ratio_free = 64 << 20,
    .file_bytes = (gint64)4 << 30,
    .wall_s = 120,
    .cpu_s = 100,
    .memory = (gint64)3 << 30,
};

gboolean
budget_check_page(const Budget *budget, guint width, guint height, guint bits_per_pixel, gint64 file_bytes,
                  GError **error)
{
    if (width == 0 || height == 0) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_DAMAGED, "the page is %u x %u pixels", width, height);
        return FALSE;
    }
    if (width > budget->side_px || height > budget->side_px) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "%u x %u pixels: a side is over the limit of %u px", width, height, budget->side_px);
        return FALSE;
    }
    gint64 pixels = (gint64)width * height;
    if (pixels > budget->pixels) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "%u x %u pixels: %.0f megapixels are over the limit of %.0f", width, height, pixels / 1e6,
                    budget->pixels / 1e6);
        return FALSE;
    }
    gint64 decoded = pixels * bits_per_pixel / 8;
    if (decoded > budget->ratio_free && file_bytes > 0 && decoded / file_bytes > budget->ratio) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_UNSUPPORTED,
                    "%" G_GINT64_FORMAT " bytes decode to %" G_GINT64_FORMAT
                    ": over the limit of %" G_GINT64_FORMAT " to 1",
                    file_bytes, decoded, budget->ratio);
        return FALSE;
    }
    return TRUE;
}
