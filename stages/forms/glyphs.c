/* glyphs.c - characters in millimetres. */
#include "glyphs.h"
#include <string.h>

/* Latin letters and the Cyrillic ones they pass for, small. */
static const char *const pairs[][2] = {
    {"a", "а"}, {"b", "в"}, {"c", "с"}, {"e", "е"}, {"h", "н"}, {"k", "к"}, {"m", "м"},
    {"o", "о"}, {"p", "р"}, {"t", "т"}, {"x", "х"}, {"y", "у"}, {"3", "з"}, {"0", "о"},
};

static gunichar
fold_letter(gunichar c, gboolean latin)
{
    c = g_unichar_tolower(c);
    if (c == g_utf8_get_char("ё"))
        c = g_utf8_get_char("е");
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (c == g_utf8_get_char(pairs[i][latin ? 1 : 0]))
            return g_utf8_get_char(pairs[i][latin ? 0 : 1]);
    return g_unichar_isalnum(c) || c == 0x2116 ? c : 0;
}

char *
glyphs_fold(const char *text, gboolean latin)
{
    GString *folded = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = fold_letter(g_utf8_get_char(p), latin);
        if (c)
            g_string_append_unichar(folded, c);
    }
    return g_string_free(folded, FALSE);
}

double
glyphs_distance(const char *a, const char *b)
{
    glong n = 0, m = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, &n), *y = g_utf8_to_ucs4_fast(b, -1, &m);
    g_autofree glong *row = g_new(glong, m + 1);
    for (glong j = 0; j <= m; j++)
        row[j] = j;
    for (glong i = 1; i <= n; i++) {
        glong corner = row[0];
        row[0] = i;
        for (glong j = 1; j <= m; j++) {
            glong replace = corner + (x[i - 1] != y[j - 1]);
            corner = row[j];
            row[j] = MIN(replace, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return (double)row[m];
}

Box
box_join(Box a, Box b)
{
    return (Box){MIN(a.x0, b.x0), MIN(a.y0, b.y0), MAX(a.x1, b.x1), MAX(a.y1, b.y1)};
}

static Box
box_of(const Page *page, Quad stored)
{
    double mm = 25.4 / (page->image_dpi > 0 ? page->image_dpi : 300);
    Quad working = page_from_stored(page, stored);
    Box box;
    quad_bounds(&working, &box.x0, &box.y0, &box.x1, &box.y1);
    return (Box){box.x0 * mm, box.y0 * mm, box.x1 * mm, box.y1 * mm};
}

Quad
glyphs_quad(const Page *page, Box box)
{
    double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    return page_to_stored(
        page, quad_from_rect(box.x0 * px, box.y0 * px, (box.x1 - box.x0) * px, (box.y1 - box.y0) * px));
}

static void
add_piece(GlyphSheet *sheet, const Page *page, const Line *line)
{
    Piece piece = {.line = line, .first = sheet->glyphs->len};
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        double left = box_of(page, word->quad).x0;
        for (guint j = 0; word->symbols && j < word->symbols->len; j++) {
            const Symbol *symbol = word->symbols->pdata[j];
            Glyph glyph = {.symbol = symbol,
                           .word = word,
                           .at = j,
                           .word_left = left,
                           .box = box_of(page, symbol->quad)};
            g_array_append_val(sheet->glyphs, glyph);
        }
    }
    piece.end = sheet->glyphs->len;
    piece.box = box_of(page, line->quad);
    piece.middle = (piece.box.y0 + piece.box.y1) / 2;
    g_array_append_val(sheet->pieces, piece);
}

GlyphSheet *
glyphs_new(const Page *page, gboolean latin)
{
    GlyphSheet *sheet = g_new0(GlyphSheet, 1);
    sheet->glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    sheet->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    for (guint i = 0; i < page->lines->len; i++)
        add_piece(sheet, page, page->lines->pdata[i]);
    sheet->letters = g_new0(gunichar, sheet->glyphs->len + 1);
    for (guint i = 0; i < sheet->glyphs->len; i++)
        sheet->letters[i] = fold_letter(g_utf8_get_char(glyphs_get(sheet, i)->symbol->text), latin);
    return sheet;
}

void
glyphs_free(GlyphSheet *sheet)
{
    if (!sheet)
        return;
    g_array_unref(sheet->glyphs);
    g_array_unref(sheet->pieces);
    g_free(sheet->letters);
    g_free(sheet);
}

const Glyph *
glyphs_get(const GlyphSheet *sheet, guint i)
{
    return &g_array_index(sheet->glyphs, Glyph, i);
}

const Piece *
glyphs_piece(const GlyphSheet *sheet, guint i)
{
    return &g_array_index(sheet->pieces, Piece, i);
}

/* Sellers' search of `label` in letters [first, end): the end of the best match, its start and its errors.
 * Signs (letter 0) are passed over at no cost. */
static guint
search(const GlyphSheet *sheet, guint first, guint end, const gunichar *label, guint length, guint *ret_start,
       guint *ret_end)
{
    g_autofree guint *cost = g_new(guint, length + 1), *start = g_new(guint, length + 1);
    guint best = length + 1;
    for (guint i = 0; i <= length; i++) {
        cost[i] = i;
        start[i] = first;
    }
    for (guint at = first; at < end; at++) {
        gunichar c = sheet->letters[at];
        guint corner = cost[0], corner_start = at;
        start[0] = at + 1;
        for (guint i = 1; c && i <= length; i++) {
            guint replace = corner + (label[i - 1] != c), insert = cost[i] + 1, drop = cost[i - 1] + 1;
            guint from = corner_start;
            corner = cost[i];
            corner_start = start[i];
            cost[i] = MIN(replace, MIN(insert, drop));
            start[i] = cost[i] == replace ? from : cost[i] == insert ? start[i] : start[i - 1];
        }
        if (c && cost[length] < best) {
            best = cost[length];
            *ret_start = start[length];
            *ret_end = at + 1;
        }
    }
    return best;
}

Hit
glyphs_find(const GlyphSheet *sheet, char *const *texts)
{
    Hit hit = {0};
    for (guint t = 0; texts[t]; t++) {
        glong length = 0;
        g_autofree gunichar *label = g_utf8_to_ucs4_fast(texts[t], -1, &length);
        for (guint p = 0; p < sheet->pieces->len && length > 0; p++) {
            const Piece *piece = glyphs_piece(sheet, p);
            guint start = 0, end = 0;
            guint errors = search(sheet, piece->first, piece->end, label, (guint)length, &start, &end);
            /* A label starts a piece or a word; one of three letters is read without error. */
            if (errors > (guint)length / 3 || (length <= 3 && errors > 0) || end <= start)
                continue;
            while (start < end && sheet->letters[start] == 0)
                start++;
            double score = 1 - (double)errors / (double)length;
            score -= start > piece->first && glyphs_get(sheet, start)->at > 0 ? 0.2 : 0;
            score -= start > piece->first ? 0.05 : 0;
            if (score <= hit.score || score < 0.6)
                continue;
            hit = (Hit){p, start, end, t, glyphs_get(sheet, start)->box, score};
            for (guint i = start; i < end; i++)
                hit.box = box_join(hit.box, glyphs_get(sheet, i)->box);
        }
    }
    return hit;
}
