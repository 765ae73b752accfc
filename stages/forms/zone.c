/* zone.c - characters beside a label, rows below one. */
#include "zone.h"
#include "pitch.h"
#include <math.h>
#include <stdlib.h>

#define GAP 15 /* millimetres between two pieces of a row that are two rows to a reader: columns */

static double
middle(const Box *box)
{
    return (box->y0 + box->y1) / 2;
}

/* Where the value ends: at the field's width or at the next label on the row. */
static double
right_limit(const Zones *zones, const FormField *field, const Hit *anchor)
{
    double limit = anchor->box.x1 + field->width;
    for (guint i = 0; i < zones->form->anchors->len; i++) {
        const Hit *other = &zones->hits[i];
        if ((other->score > 0 || other->placed) && other != anchor && other->box.x0 > anchor->box.x1 &&
            fabs(middle(&other->box) - middle(&anchor->box)) < 4)
            limit = MIN(limit, other->box.x0);
    }
    return limit;
}

/* Words from left to right, the characters of a word as read: their boxes are too rough to sort by. */
static int
by_left(const void *a, const void *b)
{
    const Glyph *p = *(const Glyph *const *)a, *q = *(const Glyph *const *)b;
    if (p->word == q->word)
        return (p->at > q->at) - (p->at < q->at);
    return (p->word_left > q->word_left) - (p->word_left < q->word_left);
}

void
zone_sort(GPtrArray *glyphs)
{
    g_ptr_array_sort(glyphs, by_left);
}

/* Glyphs of one piece between two edges that belong to no label; how many have a letter or digit. */
static guint
add_glyphs(const Zones *zones, const Piece *piece, guint first, double left, double right, GPtrArray *glyphs)
{
    guint count = 0;
    for (guint i = MAX(first, piece->first); i < piece->end; i++) {
        const Glyph *glyph = glyphs_get(zones->sheet, i);
        double x = (glyph->box.x0 + glyph->box.x1) / 2;
        if (x < left || x > right || anchors_cover(zones->form, zones->hits, i))
            continue;
        g_ptr_array_add(glyphs, (gpointer)glyph);
        count += g_unichar_isalnum(g_utf8_get_char(glyph->symbol->text)) != 0;
    }
    return count;
}

/* What follows the label on its own line, up to the next label; in the order of reading, for boxes beside a
 * gap may reach far over it. How many have a letter or digit. */
static guint
add_until_label(const Zones *zones, const Piece *piece, const Hit *anchor, double right, GPtrArray *glyphs)
{
    guint count = 0;
    const Word *label = anchor->end > anchor->first ? glyphs_get(zones->sheet, anchor->end - 1)->word : NULL;
    for (guint i = anchor->end; i < piece->end && !anchors_cover(zones->form, zones->hits, i); i++) {
        const Glyph *glyph = glyphs_get(zones->sheet, i);
        if (glyph->box.x0 > right)
            break;
        /* «№.» for №: cut out with the sign, its o would be a figure. */
        if (count == 0 && glyph->word == label && !g_unichar_isalnum(g_utf8_get_char(glyph->symbol->text)))
            continue;
        g_ptr_array_add(glyphs, (gpointer)glyph);
        count += g_unichar_isalnum(g_utf8_get_char(glyph->symbol->text)) != 0;
    }
    return count;
}

GPtrArray *
zone_right(const Zones *zones, const FormField *field)
{
    GPtrArray *glyphs = g_ptr_array_new();
    const Hit *anchor = anchors_get(zones->form, zones->hits, field->anchor);
    if (!anchor)
        return glyphs;
    double left = anchor->box.x1 - 0.5, right = right_limit(zones, field, anchor);
    const Piece *own = anchor->placed ? NULL : glyphs_piece(zones->sheet, anchor->piece);
    guint count = own ? add_until_label(zones, own, anchor, anchor->box.x1 + field->width, glyphs) : 0;
    /* Where the label's own line goes on, only what stands on that line belongs to it. */
    double off = count > 0 ? SAME_LINE : field->off;
    for (guint i = 0; i < zones->sheet->pieces->len; i++) {
        const Piece *piece = glyphs_piece(zones->sheet, i);
        if (piece != own && fabs(piece->middle - middle(count > 0 ? &own->box : &anchor->box)) < off)
            add_glyphs(zones, piece, 0, left, right, glyphs);
    }
    glyphs_drop_doubles(glyphs);
    zone_sort(glyphs);
    /* The next label, where it was not found whole: ВРЕМ. ПОВЕРЕННОМУЭкз */
    g_ptr_array_set_size(glyphs, (gint)(glyphs->len - anchors_at_end(zones->form, glyphs)));
    return glyphs;
}

static const Piece *
unread_in(const Zones *zones, Box box)
{
    for (guint i = 0; i < zones->sheet->pieces->len; i++) {
        const Piece *piece = glyphs_piece(zones->sheet, i);
        double x = (piece->box.x0 + piece->box.x1) / 2;
        if (piece->end == piece->first && piece->middle > box.y0 && piece->middle < box.y1 && x > box.x0 &&
            x < box.x1)
            return piece;
    }
    return NULL;
}

const Piece *
zone_unread_right(const Zones *zones, const FormField *field)
{
    const Hit *anchor = anchors_get(zones->form, zones->hits, field->anchor);
    if (!anchor)
        return NULL;
    double y = middle(&anchor->box);
    return unread_in(
        zones, (Box){anchor->box.x1, y - field->off, right_limit(zones, field, anchor), y + field->off});
}

const Piece *
zone_unread_below(const Zones *zones, Box above)
{
    double height = above.y1 - above.y0;
    return unread_in(zones, (Box){above.x0 - 2, middle(&above) + 2, above.x1, above.y1 + 1.8 * height});
}

void
zone_cut_at_gap(GPtrArray *glyphs)
{
    const double widest = 9; /* millimetres */
    for (guint i = 1; i < glyphs->len; i++) {
        const Glyph *before = glyphs->pdata[i - 1], *glyph = glyphs->pdata[i];
        if (glyph->word != before->word && glyph->box.x0 - before->box.x1 > widest) {
            g_ptr_array_set_size(glyphs, (gint)i);
            return;
        }
    }
}

static gboolean
is_letter(const ZoneRow *row, guint i)
{
    return g_unichar_isalpha(g_utf8_get_char(((const Glyph *)row->glyphs->pdata[i])->symbol->text));
}

/* Letters in which `count` glyphs from `first` differ from the label; many where they are no word. */
static guint
label_errors(const ZoneRow *row, guint first, guint count, const char *label, gboolean latin)
{
    g_autoptr(GString) letters = g_string_new(NULL);
    guint end = first + count, all = row->glyphs->len;
    for (guint i = first; i < end && i < all; i++)
        if (is_letter(row, i))
            g_string_append(letters, ((const Glyph *)row->glyphs->pdata[i])->symbol->text);
    gboolean ends =
        end == all ||
        (end < all && (!is_letter(row, end) || ((const Glyph *)row->glyphs->pdata[end])->at == 0));
    g_autofree char *folded = glyphs_fold(letters->str, latin);
    return ends && g_utf8_strlen(folded, -1) == (glong)count ? glyphs_distance(folded, label) : G_MAXUINT;
}

/* One letter of the label may be misread, missing or too many; two of a longer one behind the row's number.
 */
guint
zone_row_label(const ZoneRow *row, const char *label, gboolean latin)
{
    guint length = (guint)g_utf8_strlen(label, -1), end = 0;
    guint least = length > 3 && row->glyphs->len > 0 && !is_letter(row, 0) ? 3 : 2;
    for (guint first = 0; first < 5 && first < row->glyphs->len; first++) {
        if (!is_letter(row, first) || (first > 0 && is_letter(row, first - 1)))
            continue;
        for (guint count = length - 1; count <= length + 1; count++) {
            guint errors = label_errors(row, first, count, label, latin);
            if (errors < least) {
                least = errors;
                end = first + count;
            }
        }
    }
    while (end > 0 && end < row->glyphs->len &&
           !g_unichar_isalnum(g_utf8_get_char(((const Glyph *)row->glyphs->pdata[end])->symbol->text)))
        end++;
    return end;
}

static void
row_free(ZoneRow *row)
{
    g_ptr_array_unref(row->glyphs);
    g_free(row->text);
    g_free(row);
}

static int
by_middle(const void *a, const void *b)
{
    double x = (*(const Piece *const *)a)->middle, y = (*(const Piece *const *)b)->middle;
    return (x > y) - (x < y);
}

static int
by_left_edge(const void *a, const void *b)
{
    double x = (*(const Piece *const *)a)->box.x0, y = (*(const Piece *const *)b)->box.x0;
    return (x > y) - (x < y);
}

/* Pieces top down, those on one line from left to right. */
static void
sort_pieces(GPtrArray *pieces, double level)
{
    g_ptr_array_sort(pieces, by_middle);
    for (guint first = 0, end = 0; first < pieces->len; first = end) {
        double height = ((const Piece *)pieces->pdata[first])->middle;
        while (end < pieces->len && ((const Piece *)pieces->pdata[end])->middle < height + level)
            end++;
        qsort(pieces->pdata + first, end - first, sizeof(gpointer), by_left_edge);
    }
}

static gboolean
holds_label(const Zones *zones, const Piece *piece)
{
    for (guint i = 0; i < zones->form->anchors->len; i++)
        if (zones->hits[i].score > 0 && glyphs_piece(zones->sheet, zones->hits[i].piece) == piece)
            return TRUE;
    return FALSE;
}

static void
append_piece(ZoneRow *row, const GlyphSheet *sheet, const Piece *piece)
{
    const char *typed = piece->line->raw ? piece->line->raw : piece->line->text;
    char *text = row->text ? g_strdup_printf("%s %s", row->text, typed) : g_strdup(typed);
    g_free(row->text);
    row->text = text;
    row->box = row->glyphs->len > 0 ? box_join(row->box, piece->box) : piece->box;
    for (guint i = piece->first; i < piece->end; i++)
        g_ptr_array_add(row->glyphs, (gpointer)glyphs_get(sheet, i));
    for (guint i = 0; i < piece->line->words->len; i++)
        row->confidence = MIN(row->confidence, ((const Word *)piece->line->words->pdata[i])->confidence);
}

/* Millimetres between the last glyph of a piece and the first one of another: a line may reach further than
 * what was read on it. */
static double
gap_between(const GlyphSheet *sheet, const Piece *before, const Piece *piece)
{
    return glyphs_get(sheet, piece->first)->box.x0 - glyphs_get(sheet, before->end - 1)->box.x1;
}

GPtrArray *
zone_rows(const Zones *zones, double top, double bottom, double level)
{
    g_autoptr(GPtrArray) pieces = g_ptr_array_new();
    for (guint i = 0; i < zones->sheet->pieces->len; i++) {
        const Piece *piece = glyphs_piece(zones->sheet, i);
        if (piece->middle > top && piece->middle < bottom && piece->end > piece->first &&
            !holds_label(zones, piece))
            g_ptr_array_add(pieces, (gpointer)piece);
    }
    sort_pieces(pieces, level);
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
    const Piece *last = NULL;
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = pieces->pdata[i];
        double gap = last ? gap_between(zones->sheet, last, piece) : 0;
        if (!last || fabs(piece->middle - last->middle) > level || gap > GAP || gap < -2) {
            ZoneRow *row = g_new0(ZoneRow, 1);
            row->glyphs = g_ptr_array_new();
            row->confidence = 1;
            g_ptr_array_add(rows, row);
        }
        append_piece(rows->pdata[rows->len - 1], zones->sheet, piece);
        last = piece;
    }
    for (guint i = 0; i < rows->len; i++)
        ((ZoneRow *)rows->pdata[i])->pitch = pitch_of(((ZoneRow *)rows->pdata[i])->glyphs, FALSE);
    return rows;
}

void
zone_block(const Zones *zones, double *ret_top, double *ret_bottom)
{
    *ret_top = -1;
    *ret_bottom = G_MAXDOUBLE;
    for (guint i = 0; zones->form->top && zones->form->top[i]; i++) {
        const Hit *hit = anchors_get(zones->form, zones->hits, zones->form->top[i]);
        *ret_top = hit ? MAX(*ret_top, hit->box.y1) : *ret_top;
    }
    for (guint i = 0; zones->form->bottom && zones->form->bottom[i]; i++) {
        const Hit *hit = anchors_get(zones->form, zones->hits, zones->form->bottom[i]);
        *ret_bottom = hit ? MIN(*ret_bottom, hit->box.y0) : *ret_bottom;
    }
}

/* A number, as registries and archives write beside everything; no name is read with figures. */
static gboolean
is_number(const Annotation *note)
{
    guint figures = 0;
    for (const char *c = note->text; c && *c; c++)
        figures += g_ascii_isdigit(*c) != 0;
    return note->kind == ANNOTATION_HANDWRITING && figures >= 2;
}

gboolean
zone_is_signed(const Page *page, Box label, double width)
{
    /* The middle of a signature lies beside its label; its loops reach far above and below. */
    const Box zone = {label.x1, label.y0 - 9, label.x1 + width, label.y1 + 9};
    const double mm = 25.4 / (page->image_dpi > 0 ? page->image_dpi : 300);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *note = page->annotations->pdata[i];
        double x0, y0, x1, y1;
        Quad quad = page_from_stored(page, note->quad);
        quad_bounds(&quad, &x0, &y0, &x1, &y1);
        double x = (x0 + x1) / 2 * mm, y = (y0 + y1) / 2 * mm;
        if ((note->kind == ANNOTATION_SIGNATURE || note->kind == ANNOTATION_HANDWRITING) &&
            !is_number(note) && x > zone.x0 && x < zone.x1 && y > zone.y0 && y < zone.y1)
            return TRUE;
    }
    return FALSE;
}

/* What all lines cover. */
static Box
page_area(const Zones *zones)
{
    Box all = {0};
    for (guint i = 0; i < zones->sheet->pieces->len; i++)
        all = i > 0 ? box_join(all, glyphs_piece(zones->sheet, i)->box) : glyphs_piece(zones->sheet, i)->box;
    return all;
}

gboolean
zone_area(const Zones *zones, const FormField *field, Box *ret_box)
{
    Box page = page_area(zones);
    if (field->place == PLACE_PAGE) {
        *ret_box = page;
        return TRUE;
    }
    if (field->place == PLACE_BLOCK || field->place == PLACE_REST) {
        zone_block(zones, &page.y0, &page.y1);
        Box all = page_area(zones);
        *ret_box = (Box){all.x0, MAX(page.y0, all.y0), all.x1, MIN(page.y1, all.y1)};
        return ret_box->y1 > ret_box->y0;
    }
    const Hit *anchor = anchors_get(zones->form, zones->hits, field->anchor);
    if (!anchor)
        return FALSE;
    Box label = anchor->box;
    if (field->place == PLACE_RIGHT)
        *ret_box = (Box){label.x1, middle(&label) - field->off, right_limit(zones, field, anchor),
                         middle(&label) + field->off};
    else if (field->place == PLACE_ROW)
        *ret_box = (Box){page.x0, label.y1, page.x1, label.y1 + field->width};
    else
        *ret_box = label;
    return TRUE;
}
