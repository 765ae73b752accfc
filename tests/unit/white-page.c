/* white-page.c - an empty page for tests to draw on. */
#include "white-page.h"

Page *
white_page_new(int width, int height)
{
    Page *page = page_new();
    PIX *white = pixCreate(width, height, 8);
    pixSetAll(white);
    page_take_original(page, white);
    page_take_image(page, pixCopy(NULL, white), NULL);
    page_take_ink(page, pixCreate(width, height, 1));
    page->image_dpi = 300;
    return page;
}

Line *
white_page_put_line(Page *page, const char *text, double x, double y, double confidence)
{
    gsize count = (gsize)g_utf8_strlen(text, -1), at = 0;
    Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(x, y, 10.0 * count, 20));
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (guint i = 0; words[i]; i++) {
        gsize length = (gsize)g_utf8_strlen(words[i], -1);
        Word *word =
            line_add_word(line, words[i], quad_from_rect(x + 10.0 * at, y, 10.0 * length, 20), confidence);
        for (const char *p = words[i]; *p; p = g_utf8_next_char(p), at++) {
            g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
            word_add_symbol(word, letter, quad_from_rect(x + 10.0 * at, y, 10, 20), confidence);
        }
        at++;
    }
    line_refresh(line);
    return line;
}

int
white_page_count_ink(PIX *ink, int x, int y, int w, int h)
{
    l_int32 count = 0;
    BOX *box = boxCreate(x, y, w, h);
    pixCountPixelsInRect(ink, box, &count, NULL);
    boxDestroy(&box);
    return count;
}
