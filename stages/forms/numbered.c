/* numbered.c - fields that are numbered lists: the persons that copies go to. */
#include "lists.h"
#include "median.h"
#include "own.h"
#include "reading.h"
#include <math.h>
#include <string.h>

#define COLUMN 4    /* millimetres between the left edges of two rows of one column */
#define LEVEL  0.36 /* of the rows' distance: higher or lower is the next row's */

/* `text` as a JSON string, appended. */
static void
append_quoted(GString *list, const char *text)
{
    g_string_append(list, list->len > 1 ? ",\"" : "\"");
    for (const char *p = text; *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(list, '\\');
        g_string_append_c(list, (guchar)*p < 32 ? ' ' : *p);
    }
    g_string_append_c(list, '"');
}

/* Words behind a name that is in the field's list are notes by hand and stamps: dropped. */
static void
cut_after_known(const FormField *form, gboolean latin, GPtrArray *glyphs)
{
    for (guint end = glyphs->len - 1; form->known && end > 1; end--) {
        if (((const Glyph *)glyphs->pdata[end])->word == ((const Glyph *)glyphs->pdata[end - 1])->word)
            continue;
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint i = 0; i < end; i++)
            g_string_append(text, ((const Glyph *)glyphs->pdata[i])->symbol->text);
        if (lists_find(form->known, text->str, latin, 0)) {
            g_ptr_array_set_size(glyphs, (gint)end);
            return;
        }
    }
}

/* The end of the word that begins at glyph i. */
static guint
word_end(const ZoneRow *row, guint i)
{
    guint end = i;
    while (end < row->glyphs->len &&
           ((const Glyph *)row->glyphs->pdata[end])->word == ((const Glyph *)row->glyphs->pdata[i])->word)
        end++;
    return end;
}

/* Where the name begins on a row whose label is too badly read to be known, «6. 10В. Зорину»: behind a figure
 * and an abbreviation that has a letter of the label's. 0: it is no such row. */
static guint
label_by_place(const ZoneRow *row, const char *label, gboolean latin)
{
    guint number = word_end(row, 0), end = word_end(row, number);
    if (number == 0 || number > 3 || end < number + 3 || end > number + 4 || end == row->glyphs->len ||
        !g_ascii_isdigit(((const Glyph *)row->glyphs->pdata[0])->symbol->text[0]) ||
        strcmp(((const Glyph *)row->glyphs->pdata[end - 1])->symbol->text, ".") != 0)
        return 0;
    for (guint i = number; i < end; i++) {
        g_autofree char *letter = glyphs_fold(((const Glyph *)row->glyphs->pdata[i])->symbol->text, latin);
        if (*letter && strstr(label, letter))
            return end;
    }
    return 0;
}

/* The name on a numbered row, «1. Тов. Сталину», as candidates to free; NULL where the row is none or empty.
 * *ret_own becomes TRUE where a letter of it is the page's own types'. */
static Candidates *
name_on_row(const FieldReading *reading, const FormField *form, const ZoneRow *row, gboolean *ret_own)
{
    guint first = zone_row_label(row, form->number, reading->zones.form->latin);
    first = first > 0 ? first : label_by_place(row, form->number, reading->zones.form->latin);
    g_autoptr(GPtrArray) glyphs = g_ptr_array_new();
    for (guint i = first; first > 0 && i < row->glyphs->len; i++)
        g_ptr_array_add(glyphs, row->glyphs->pdata[i]);
    zone_cut_at_gap(glyphs);
    if (glyphs->len >= 2)
        cut_after_known(form, reading->zones.form->latin, glyphs);
    g_autoptr(Candidates) names = glyphs->len >= 2 ? reading_look(reading, form, glyphs, NULL) : NULL;
    if (!names || names->all->len == 0)
        return NULL;
    Candidate *name = names->all->pdata[0];
    *ret_own = own_change(reading, form, glyphs, &name->raw, &name->value) || *ret_own;
    return g_steal_pointer(&names);
}

/* Millimetres from one numbered row to the next one below it: the median; 0: none. */
static double
leading_of(const FieldReading *reading, const FormField *form, const GPtrArray *rows)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double));
    const ZoneRow *above = NULL;
    for (guint i = 0; i < rows->len; i++) {
        const ZoneRow *row = rows->pdata[i];
        if (zone_row_label(row, form->number, reading->zones.form->latin) == 0)
            continue;
        double step = above ? (row->box.y0 + row->box.y1 - above->box.y0 - above->box.y1) / 2 : 0;
        if (above && fabs(row->box.x0 - above->box.x0) < COLUMN)
            g_array_append_val(steps, step);
        above = !above || fabs(row->box.x0 - above->box.x0) < COLUMN ? row : above;
    }
    return median_of(steps);
}

/* Rows below the list's heading, of ZoneRow; where the heading was not found, below the page's middle. Where
 * printed rows stand wide apart a name may be typed lower than its number. */
static GPtrArray *
list_rows(const FieldReading *reading, const FormField *form, double *ret_left)
{
    const Zones *zones = &reading->zones;
    const Hit *hit = anchors_get(zones->form, zones->hits, form->anchor);
    double top = hit ? hit->box.y1 - 1 : 0, bottom = hit ? hit->box.y1 + form->width : 0;
    *ret_left = hit ? hit->box.x0 : G_MAXDOUBLE;
    for (guint i = 0; i < zones->sheet->pieces->len; i++) {
        const Piece *piece = glyphs_piece(zones->sheet, i);
        bottom = hit ? bottom : MAX(bottom, piece->box.y1);
        *ret_left = hit ? *ret_left : MIN(*ret_left, piece->box.x0);
    }
    top = hit ? top : bottom / 2;
    GPtrArray *rows = zone_rows(zones, top, bottom, SAME_LINE);
    double level = LEVEL * leading_of(reading, form, rows);
    if (level <= SAME_LINE)
        return rows;
    g_ptr_array_unref(rows);
    return zone_rows(zones, top, bottom, level);
}

void
reading_list(const FieldReading *reading, const FormField *form)
{
    double left = 0, worst = 1, agreement = 1, looks = 1, nearness = 1;
    g_autoptr(GPtrArray) rows = list_rows(reading, form, &left);
    g_autoptr(GString) raw = g_string_new(NULL), value = g_string_new("[");
    gboolean strange = FALSE, own = FALSE;
    Box box = {0};
    /* The left column first, then the right one: the numbers run down. */
    for (guint i = 0; i < 2 * rows->len; i++) {
        const ZoneRow *row = rows->pdata[i % rows->len];
        gboolean right = row->box.x0 > left + 60;
        g_autoptr(Candidates) names =
            right == (i >= rows->len) ? name_on_row(reading, form, row, &own) : NULL;
        if (!names)
            continue;
        const Candidate *name = names->all->pdata[0];
        box = value->len > 1 ? box_join(box, row->box) : row->box;
        g_string_append_printf(raw, "%s%s", raw->len > 0 ? "\n" : "", name->raw);
        append_quoted(value, name->value);
        worst = MIN(worst, candidates_confidence(names));
        agreement = MIN(agreement, (double)name->votes / names->looks);
        looks = MAX(looks, names->looks);
        nearness = MIN(nearness, reading_nearness(reading, form, name->value));
        strange = strange || reading_misses_list(reading, form, name->value, NULL);
    }
    if (raw->len == 0) {
        reading_add_missing(reading, form);
        return;
    }
    g_string_append_c(value, ']');
    Field *field = reading_add(reading, form, box);
    field->raw = g_strdup(raw->str);
    field->value = g_strdup(value->str);
    field->is_list = TRUE;
    reading_weigh(field, worst, worst);
    field->evidence[EVIDENCE_AGREEMENT] = (float)agreement;
    field->evidence[EVIDENCE_LOOKS] = (float)looks;
    field->evidence[EVIDENCE_LIST] = (float)nearness;
    field->evidence[EVIDENCE_RUNNER_UP] = own ? OVERRULED : 0;
    reading_judge(field, strange ? "not_in_list" : NULL);
}
