/* crop.h - cuts one line out of the page for the recogniser. */
#pragma once
#include "page.h"

typedef struct {
    PIX *grey;         /* 8 bits, black on white, `pad` white pixels round the ink */
    PIX *ink;          /* 1 bit, same size */
    Affine to_working; /* crop pixel -> pixel of the working picture */
} LineCrop;

/* Ink that belongs to neighbouring lines is left out, a slope of the line is undone by shearing. `pad` in
 * pixels at 300 dpi (4 to 8 read best). Returns FALSE where nothing of the line is left. */
gboolean crop_line(const Page *page, const Line *line, int pad, LineCrop *ret_crop);
void crop_clear(LineCrop *crop);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LineCrop, crop_clear)
