/* drawing.c - what the writers of pictures share. */
#include "drawing.h"
#include "error.h"
#include "output.h"
#include <stdlib.h>

/* Leptonica makes a point for each pixel of an outline, seen or not. */
enum { FAR = 100000 };

/* The file is named as ours; its bytes go to the PNG decoder and no other, whatever they are. */
PIX *
drawing_load(const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;
    if (!path) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "the folder has no picture of the page");
        return NULL;
    }
    if (!g_file_get_contents(path, &bytes, &length, error)) {
        g_prefix_error(error, "the page's picture: ");
        return NULL;
    }
    PIX_AUTO *stored = pixReadMemPng((const l_uint8 *)bytes, length);
    PIX *picture = stored ? pixConvertTo32(stored) : NULL;
    if (!picture) {
        g_autofree char *shown = g_filename_display_name(path);
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "the page's picture: %s is no sound PNG", shown);
    }
    return picture;
}

void
drawing_outline(PIX *picture, Quad quad, int width_px, guint rgb)
{
    if (width_px == 0)
        return;
    PTA *corners = ptaCreate(4);
    for (int i = 0; i < 4; i++)
        ptaAddPt(corners, (l_float32)CLAMP(quad.p[i].x, -FAR, FAR), (l_float32)CLAMP(quad.p[i].y, -FAR, FAR));
    pixRenderPolylineArb(picture, corners, width_px, (l_uint8)(rgb >> 16), (l_uint8)(rgb >> 8 & 255),
                         (l_uint8)(rgb & 255), 1);
    ptaDestroy(&corners);
}

gboolean
drawing_write(PIX *picture, const char *dir, const char *name, const char *suffix, GError **error)
{
    l_uint8 *png = NULL;
    size_t length = 0;
    gboolean written = pixWriteMemPng(&png, &length, picture, 0) == 0;
    if (written)
        written = output_write(dir, name, suffix, png, length, error);
    else
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "cannot make a PNG of %dx%d pixels",
                    pixGetWidth(picture), pixGetHeight(picture));
    free(png);
    return written;
}
