/* block.c - fields of the typed block. */
#include "beside.h"
#include "body.h"
#include "grammar.h"
#include "listed.h"
#include "lists.h"
#include "median.h"
#include "overlooked.h"
#include "spelling.h"
#include <math.h>
#include <string.h>

#define LOOSE      8 /* millimetres from a row to ink that may be of it */
#define STROKE_GAP 5 /* millimetres between a row and a stroke left of it that is none of it */

/* The characters of a row from a place in its text on; to unref. */
static GPtrArray *
glyphs_from(const ZoneRow *row, int start)
{
    /* Counted without blanks, as glyphs are. */
    guint skip = 0;
    for (const char *p = row->text; p < row->text + start; p = g_utf8_next_char(p))
        skip += !g_unichar_isspace(g_utf8_get_char(p));
    GPtrArray *glyphs = g_ptr_array_new();
    for (guint i = skip; i < row->glyphs->len; i++)
        g_ptr_array_add(glyphs, row->glyphs->pdata[i]);
    return glyphs;
}

static gboolean
is_free(const FormField *form, const ZoneRow *row, double centre)
{
    return !row->taken && (form->side != SIDE_LEFT || row->box.x0 <= centre) &&
           (form->side != SIDE_RIGHT || row->box.x0 >= centre);
}

static gboolean
fits(const FieldReading *reading, const FormField *form, const ZoneRow *row, double centre)
{
    if (!is_free(form, row, centre))
        return FALSE;
    if (form->match && g_regex_match(form->match, row->text, 0, NULL))
        return TRUE;
    return body_find_entry(form->list, row->text, reading->zones.form->latin) != NULL;
}

/* Is the row on the side that the field is sought on? Rows of the other side do not part its rows. */
static gboolean
on_side(const FormField *form, const ZoneRow *row, double centre)
{
    return form->side == SIDE_ANY || (row->box.x0 > centre) == (form->side == SIDE_RIGHT);
}

/* The row of digits right below the ones found belongs to them, however badly it is read: a note's day. */
static void
add_row_below(const FieldReading *reading, const FormField *form, GPtrArray *found, double centre)
{
    const ZoneRow *last = found->pdata[found->len - 1];
    double height = last->box.y1 - last->box.y0;
    for (guint i = 0; i < reading->rows->len; i++) {
        ZoneRow *row = reading->rows->pdata[i];
        double below = row->box.y0 - last->box.y1;
        if (row != last && !row->taken && below > -0.5 * height && below < 1.8 * height &&
            row->box.x0 < last->box.x1 && row->box.x1 > last->box.x0 && on_side(form, row, centre) &&
            strpbrk(row->text, "0123456789")) {
            g_ptr_array_add(found, row);
            return;
        }
    }
}

/* Millimetres from one line of the typed text to the next: the median. */
static double
leading_of(const GPtrArray *rows)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 1; i < rows->len; i++) {
        const ZoneRow *above = rows->pdata[i - 1], *row = rows->pdata[i];
        double step = (row->box.y0 + row->box.y1 - above->box.y0 - above->box.y1) / 2;
        if (step > 1.5)
            g_array_append_val(steps, step);
    }
    return median_of(steps);
}

/* Is the row one that the letter's text stands below: «Sir:»? */
static gboolean
is_greeting(const Form *form, const ZoneRow *row)
{
    for (guint i = 0; i < form->fields->len; i++) {
        const FormField *field = form->fields->pdata[i];
        if (field->after && g_regex_match(field->after, row->text, 0, NULL))
            return TRUE;
    }
    return FALSE;
}

/* Lines closely below the first one, beginning near it or ending where it ends. */
static void
follow_rows(const FieldReading *reading, const FormField *form, GPtrArray *found, double centre)
{
    double leading = 1.3 * leading_of(reading->rows);
    for (guint i = 0; i < reading->rows->len && found->len < form->rows; i++) {
        ZoneRow *row = reading->rows->pdata[i];
        const ZoneRow *last = found->pdata[found->len - 1];
        double step = (row->box.y0 + row->box.y1 - last->box.y0 - last->box.y1) / 2;
        if (step > 0 && is_greeting(reading->zones.form, row))
            break;
        if (step > 1.5 && step < leading && !row->taken && on_side(form, row, centre) &&
            (fabs(row->box.x0 - last->box.x0) < 12 || fabs(row->box.x1 - last->box.x1) < 8))
            g_ptr_array_add(found, row);
    }
}

/* The row's text, or what the expression's bracket holds; where it begins, if asked. To free. */
static char *
part_of(const FormField *form, const ZoneRow *row, int *ret_start)
{
    g_autoptr(GMatchInfo) info = NULL;
    int start = 0, end = 0;
    if (!form->match || g_regex_get_capture_count(form->match) < 1 ||
        !g_regex_match(form->match, row->text, 0, &info) || !g_match_info_fetch_pos(info, 1, &start, &end))
        start = 0, end = (int)strlen(row->text);
    if (ret_start)
        *ret_start = start;
    return g_strndup(row->text + start, (gsize)(end - start));
}

static gboolean
is_in_capitals(const ZoneRow *row)
{
    guint capitals, small;
    spelling_count_cases(row->text, &capitals, &small);
    return capitals > 2 && capitals > 2 * small;
}

/* The first row from the field's end that is nearly a name of the list, whether it fits or is too badly read
 * for that: notes by hand and stamps look like names, too. */
static ZoneRow *
find_known_row(const FieldReading *reading, const FormField *form, double centre, double pitch)
{
    gboolean latin = reading->zones.form->latin;
    for (guint i = 0; form->known && i < reading->rows->len; i++) {
        ZoneRow *row = reading->rows->pdata[form->from_bottom ? reading->rows->len - 1 - i : i];
        gboolean likely = body_is_typed(row, pitch) && is_free(form, row, centre) &&
                          (fits(reading, form, row, centre) || is_in_capitals(row));
        g_autofree char *part = likely ? part_of(form, row, NULL) : NULL;
        if (part && lists_distance(form->known, part, latin, form_initials(form), NULL) < 0.35)
            return row;
    }
    return NULL;
}

/* Where the block's left and right halves meet: a little left of the middle of all rows. */
static double
centre_of(const GPtrArray *rows)
{
    double left = 1e9, right = 0;
    for (guint i = 0; i < rows->len; i++) {
        left = MIN(left, ((const ZoneRow *)rows->pdata[i])->box.x0);
        right = MAX(right, ((const ZoneRow *)rows->pdata[i])->box.x1);
    }
    return (left + right) / 2 - 10;
}

/* Does the row stand in the lower part of the block, where people sign? */
static gboolean
is_low(const GPtrArray *rows, const ZoneRow *row)
{
    double top = ((const ZoneRow *)rows->pdata[0])->box.y0,
           bottom = ((const ZoneRow *)rows->pdata[rows->len - 1])->box.y1;
    return row->box.y0 > top + 0.35 * (bottom - top);
}

/* The first run of fitting rows from the field's end of the block; of ZoneRow, top down. */
static GPtrArray *
find_rows(const FieldReading *reading, const FormField *form)
{
    GPtrArray *found = g_ptr_array_new();
    double pitch = body_pitch(reading->rows), centre = centre_of(reading->rows);
    gboolean named = form->from_bottom && form->side == SIDE_RIGHT;
    ZoneRow *known = named ? find_known_row(reading, form, centre, pitch) : NULL;
    if (known)
        g_ptr_array_add(found, known);
    guint most = form->follow ? 1 : form->rows;
    for (guint i = 0; i < reading->rows->len && found->len < most; i++) {
        ZoneRow *row = reading->rows->pdata[form->from_bottom ? reading->rows->len - 1 - i : i];
        if (named && (!body_is_typed(row, pitch) || !is_low(reading->rows, row)))
            continue;
        if (fits(reading, form, row, centre))
            g_ptr_array_insert(found, form->from_bottom ? 0 : -1, row);
        else if (found->len > 0 && body_is_typed(row, pitch) && on_side(form, row, centre))
            break;
    }
    if (found->len > 0 && form->follow)
        follow_rows(reading, form, found, centre);
    else if (found->len > 0 && found->len < form->rows && !form->list)
        add_row_below(reading, form, found, centre);
    return found;
}

/* What the expression's bracket holds, for a grammar of its own: «На № 812.» is 812. */
static gboolean
read_bracket(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    int start = 0;
    g_free(part_of(form, row, &start));
    g_autoptr(GPtrArray) glyphs = glyphs_from(row, start);
    zone_cut_at_gap(glyphs);
    if (start > 0 && glyphs->len > 0)
        reading_glyphs(reading, form, glyphs, NULL);
    return start > 0 && glyphs->len > 0;
}

/* The first of the row's glyphs that is no stroke far left of the others: what reaches over `left`, and what
 * is typed before it without a gap. */
static guint
first_glyph(const ZoneRow *row, double left)
{
    guint first = 0;
    while (first < row->glyphs->len && ((const Glyph *)row->glyphs->pdata[first])->box.x1 <= left)
        first++;
    for (; first > 0 && first < row->glyphs->len; first--) {
        const Glyph *before = row->glyphs->pdata[first - 1], *glyph = row->glyphs->pdata[first];
        if (glyph->box.x0 - before->box.x1 > STROKE_GAP)
            break;
    }
    return first;
}

/* A punch hole or a stroke far left of the first row is none of the field's, nor what stands far right of a
 * value. With `loose`, ink beside the row that is in no line is read, too, and kept there. */
static void
append_row(const FieldReading *reading, const ZoneRow *row, double left, gboolean plain, GPtrArray *loose,
           GPtrArray *glyphs)
{
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    for (guint i = first_glyph(row, left); i < row->glyphs->len; i++)
        g_ptr_array_add(own, row->glyphs->pdata[i]);
    const Box area = {row->box.x0 - LOOSE, row->box.y0, row->box.x1 + LOOSE / 2, row->box.y1};
    Overlooked *more = loose ? overlooked_read(reading->page, reading->again, area, NULL) : NULL;
    for (guint i = 0; more && i < overlooked_count(more); i++)
        g_ptr_array_add(own, (gpointer)overlooked_get(more, i));
    if (more) {
        g_ptr_array_add(loose, more);
        zone_sort(own);
    }
    if (!plain)
        zone_cut_at_gap(own);
    g_ptr_array_extend(glyphs, own, NULL, NULL);
}

static GPtrArray *
glyphs_of(const FieldReading *reading, const FormField *form, const GPtrArray *rows, GPtrArray *loose)
{
    GPtrArray *glyphs = g_ptr_array_new();
    const ZoneRow *first = rows->pdata[0];
    for (guint i = 0; i < rows->len; i++)
        append_row(reading, rows->pdata[i], i > 0 ? first->box.x0 - 4 : 0, grammar_is_plain(form->type),
                   loose, glyphs);
    return glyphs;
}

/* A lone figure or an initial at the head of a row may have been taken for a hand's: where the rows say
 * nothing without it, or ink stands where an initial would, it is read with them. Of Glyph, to unref. */
static GPtrArray *
read_rows(const FieldReading *reading, const FormField *form, const GPtrArray *rows, GPtrArray *loose)
{
    g_autoptr(GPtrArray) glyphs = glyphs_of(reading, form, rows, NULL);
    gboolean something = reading_says_something(reading, form, glyphs);
    if (grammar_is_plain(form->type) ||
        (something && (form_initials(form) == 0 ||
                       beside_count(reading->page, &reading->zones, glyphs, BESIDE_INITIAL) == 0)))
        return g_steal_pointer(&glyphs);
    g_autoptr(GPtrArray) more = glyphs_of(reading, form, rows, loose);
    return more->len > glyphs->len && reading_says_something(reading, form, more) ? g_steal_pointer(&more)
                                                                                  : g_steal_pointer(&glyphs);
}

/* Lines that are tried: a page of noise has hundreds. */
#define GIVEN_UP 6

/* A name that the recogniser gave up, for a signature runs through it: read again, and believed where it is
 * one of the field's list. */
static void
read_given_up(const FieldReading *reading, const FormField *form)
{
    const GlyphSheet *sheet = reading->zones.sheet;
    double centre = centre_of(reading->rows), top = 0, bottom = 0;
    guint tries = 0;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    zone_block(&reading->zones, &top, &bottom);
    for (guint i = sheet->pieces->len;
         form->known && form->side == SIDE_RIGHT && tries < GIVEN_UP && i-- > 0;) {
        const Piece *piece = glyphs_piece(sheet, i);
        if (piece->end > piece->first || piece->box.x1 - piece->box.x0 < 8 || piece->box.x0 < centre ||
            piece->middle < top || piece->middle > bottom)
            continue;
        tries++;
        g_autoptr(Candidates) candidates = reading_look(reading, form, none, piece);
        const Candidate *best = candidates->all->len > 0 ? candidates->all->pdata[0] : NULL;
        if (!best || !lists_find(form->known, best->value, reading->zones.form->latin, form_initials(form)))
            continue;
        Field *field = reading_add(reading, form, piece->box);
        reading_settle(reading, field, candidates);
        field->evidence[EVIDENCE_LIST] = 1;
        return;
    }
}

void
reading_block(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) rows = find_rows(reading, form);
    if (form->list) {
        listed_read(reading, form, rows, leading_of(reading->rows));
        return;
    }
    if (rows->len == 0) {
        read_given_up(reading, form);
        return;
    }
    for (guint i = 0; i < rows->len; i++)
        ((ZoneRow *)rows->pdata[i])->taken = TRUE;
    if (rows->len == 1 && read_bracket(reading, form, rows->pdata[0]))
        return;
    g_autoptr(GPtrArray) loose = g_ptr_array_new_with_free_func((GDestroyNotify)overlooked_free);
    g_autoptr(GPtrArray) glyphs = read_rows(reading, form, rows, loose);
    const ZoneRow *last = rows->pdata[rows->len - 1];
    const Piece *unread = rows->len < form->rows ? zone_unread_below(&reading->zones, last->box) : NULL;
    reading_glyphs(reading, form, glyphs, unread);
}
