/* budget.h - every limit verno sets on what it is given: one struct, one place.
 *
 * Sizes are checked from a file's tags before anything is decoded; the rest is enforced on the page's own
 * process. `verno run --help` prints these with their values. */
#pragma once
#include <glib.h>

typedef struct {
    guint side_px; /* longest side of a page; 32,767 is Tesseract's own cap */
    gint64 pixels; /* width x height of a page */
    guint pages;   /* pages of one scan */
    gint64
        ratio; /* decoded bytes / file bytes; above it only up to ratio_free bytes decoded are let through */
    gint64 ratio_free; /* decoded bytes that no ratio forbids: a blank G4 page packs well and is honest */
    gint64 file_bytes; /* size of a scan */
    guint wall_s;      /* seconds a page may take before it is killed */
    guint cpu_s;       /* processor seconds a page may take */
    gint64 memory;     /* address space of a page's process, bytes */
} Budget;

extern const Budget budget_default;

/* Checks a page's size against the budget from its tags alone. `bits_per_pixel` counts all samples.
 * FALSE with VERNO_ERROR_UNSUPPORTED naming the limit, its value and what the page asked for. */
gboolean budget_check_page(const Budget *budget, guint width, guint height, guint bits_per_pixel,
                           gint64 file_bytes, GError **error);
