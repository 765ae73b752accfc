/* glyphs.c - characters in millimetres. */
#include "glyphs.h"
#include "distance.h"

/* Latin letters and the Cyrillic ones they pass for, small. */
static const char *const pairs[][2] = {
    {"a", "а"}, {"b", "в"}, {"c", "с"}, {"e", "е"}, {"h", "н"}, {"k", "к"}, {"m", "м"},
    {"o", "о"}, {"p", "р"}, {"t", "т"}, {"x", "х"}, {"y", "у"}, {"3", "з"}, {"0", "о"},
};

static gunichar
fold_letter(gunichar c, gboolean latin)
{
    c = g_unichar_tolower(c);
    /* A speck over a Latin letter is read as an accent. */
    gunichar parts[4];
    if (g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts)) > 1 && parts[0] < 128)
        c = parts[0];
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

/* The letters of a text, for distance.h. */
static GArray *
letters_of(const char *text)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        guint32 c = g_utf8_get_char(p);
        g_array_append_val(letters, c);
    }
    return letters;
}

guint
glyphs_distance(const char *a, const char *b)
{
    g_autoptr(GArray) x = letters_of(a), y = letters_of(b);
    return edit_distance(x, y);
}

Box
box_join(Box a, Box b)
{
    return (Box){MIN(a.x0, b.x0), MIN(a.y0, b.y0), MAX(a.x1, b.x1), MAX(a.y1, b.y1)};
}

Box
glyphs_box(const GPtrArray *glyphs)
{
    Box box = ((const Glyph *)glyphs->pdata[0])->box;
    for (guint i = 1; i < glyphs->len; i++)
        box = box_join(box, ((const Glyph *)glyphs->pdata[i])->box);
    return box;
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

void
glyphs_append(GArray *glyphs, const Page *page, const Line *line, const Word *word)
{
    double left = box_of(page, word->quad).x0;
    for (guint i = 0; word->symbols && i < word->symbols->len; i++) {
        const Symbol *symbol = word->symbols->pdata[i];
        Glyph glyph = {symbol, word, line, i, left, box_of(page, symbol->quad)};
        g_array_append_val(glyphs, glyph);
    }
}

static void
add_piece(GlyphSheet *sheet, const Page *page, const Line *line)
{
    Piece piece = {.line = line, .first = sheet->glyphs->len};
    for (guint i = 0; i < line->words->len; i++)
        glyphs_append(sheet->glyphs, page, line, line->words->pdata[i]);
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
    sheet->letters = g_new0(guint32, sheet->glyphs->len + 1);
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

/* A piece's letters without signs, and which glyph each is. */
typedef struct {
    GArray *letters, *glyphs;
} Letters;

static void
read_letters(const GlyphSheet *sheet, const Piece *piece, Letters *letters)
{
    g_array_set_size(letters->letters, 0);
    g_array_set_size(letters->glyphs, 0);
    for (guint i = piece->first; i < piece->end; i++)
        if (sheet->letters[i]) {
            g_array_append_val(letters->letters, sheet->letters[i]);
            g_array_append_val(letters->glyphs, i);
        }
}

/* How well the label is found in the piece: 1 - errors / letters, less where it starts inside a word or a
 * piece, a little more before a colon, which parts «Copies:» from copies in the text; 0 where it is not. A
 * third of a long label's letters may be misread, none of one of three. */
static double
find_in_piece(const GlyphSheet *sheet, const Piece *piece, const GArray *label, guint most, Letters *letters,
              guint *ret_first, guint *ret_end)
{
    guint start = 0, end = 0;
    read_letters(sheet, piece, letters);
    guint errors = edit_find(label, letters->letters, &start, &end);
    if (end <= start || errors > most)
        return 0;
    *ret_first = g_array_index(letters->glyphs, guint, start);
    *ret_end = g_array_index(letters->glyphs, guint, end - 1) + 1;
    double score = 1 - (double)errors / label->len;
    score -= start > 0 && glyphs_get(sheet, *ret_first)->at > 0 ? 0.2 : 0;
    score += *ret_end < piece->end && *glyphs_get(sheet, *ret_end)->symbol->text == ':' ? 0.04 : 0;
    return score - (start > 0 ? 0.05 : 0);
}

/* Label t in the sheet's p-th piece; a better hit takes the place of `hit`. «Secret» in what was found to be
 * «Top Secret» is none, however well it is read: longer wordings come first. */
static void
try_piece(const GlyphSheet *sheet, guint p, const GArray *label, guint t, guint most, Letters *letters,
          Hit *hit)
{
    guint first = 0, end = 0;
    double score = find_in_piece(sheet, glyphs_piece(sheet, p), label, most, letters, &first, &end);
    gboolean within = hit->score >= 0.75 && p == hit->piece && first >= hit->first && end <= hit->end;
    if (score <= hit->score || within)
        return;
    *hit = (Hit){p, first, end, t, glyphs_get(sheet, first)->box, score, FALSE};
    for (guint i = first; i < end; i++)
        hit->box = box_join(hit->box, glyphs_get(sheet, i)->box);
}

Hit
glyphs_find(const GlyphSheet *sheet, char *const *texts)
{
    Hit hit = {0};
    g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint t = 0; texts[t]; t++) {
        g_autoptr(GArray) label = letters_of(texts[t]);
        guint most = label->len <= 3 ? 0 : label->len / 3;
        for (guint p = 0; p < sheet->pieces->len && label->len > 0; p++)
            try_piece(sheet, p, label, t, most, &(Letters){letters, places}, &hit);
    }
    if (hit.score < 0.6)
        hit = (Hit){0};
    return hit;
}

Hit
glyphs_find_near(const GlyphSheet *sheet, char *const *texts, Box place)
{
    const double near_x = 12, near_y = 4; /* millimetres */
    Hit best = {0};
    double middle = (place.y0 + place.y1) / 2;
    g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint t = 0; texts[t]; t++) {
        g_autoptr(GArray) label = letters_of(texts[t]);
        for (guint p = 0; p < sheet->pieces->len && label->len > 0; p++) {
            const Piece *piece = glyphs_piece(sheet, p);
            Hit hit = {0};
            if (piece->middle > middle - near_y && piece->middle < middle + near_y)
                try_piece(sheet, p, label, t, label->len / 2, &(Letters){letters, places}, &hit);
            double off = hit.box.x0 - place.x0;
            if (hit.score > best.score && off > -near_x && off < near_x)
                best = hit;
        }
    }
    return best;
}

#define ONE_ACROSS 0.5 /* of the wider of two glyphs, for a box may reach over a blank */
#define ONE_DOWN   0.3 /* of the lower one: so much in common, they are one */

/* Do two glyphs of different lines stand in one place? Type that is higher or lower than its printed row is
 * in a line of its own, and may be in the row's, too. */
static gboolean
are_one(const Glyph *a, const Glyph *b)
{
    double across = MIN(a->box.x1, b->box.x1) - MAX(a->box.x0, b->box.x0);
    double down = MIN(a->box.y1, b->box.y1) - MAX(a->box.y0, b->box.y0);
    return a->line != b->line && across > ONE_ACROSS * MAX(a->box.x1 - a->box.x0, b->box.x1 - b->box.x0) &&
           down > ONE_DOWN * MIN(a->box.y1 - a->box.y0, b->box.y1 - b->box.y0);
}

void
glyphs_drop_doubles(GPtrArray *glyphs)
{
    for (guint i = 0; i < glyphs->len; i++)
        for (guint j = i + 1; j < glyphs->len; j++) {
            const Glyph *a = glyphs->pdata[i], *b = glyphs->pdata[j];
            if (!are_one(a, b))
                continue;
            if (b->symbol->confidence > a->symbol->confidence)
                glyphs->pdata[i] = (gpointer)b;
            g_ptr_array_remove_index(glyphs, j--);
        }
}
