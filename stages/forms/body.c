/* body.c - the text of a telegram: what the block's other fields leave. */
#include "body.h"
#include "grammar.h"
#include "median.h"
#include "prose.h"
#include <math.h>
#include <string.h>

double
body_pitch(const GPtrArray *rows)
{
    g_autoptr(GArray) pitches = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < rows->len; i++) {
        const ZoneRow *row = rows->pdata[i];
        for (guint j = 0; row->pitch > 0 && j < row->glyphs->len; j++)
            g_array_append_val(pitches, row->pitch);
    }
    return pitches->len > 0 ? median_of(pitches) : 1;
}

gboolean
body_is_typed(const ZoneRow *row, double pitch)
{
    double times = row->pitch / pitch;
    return times == 0 || fabs(times - 1) < 0.15 || fabs(times - 2) < 0.3;
}

const char *
body_find_entry(char *const *list, const char *text, gboolean latin)
{
    g_autofree char *folded = glyphs_fold(text, latin);
    const char *best = NULL;
    double least = 0.21;
    for (guint i = 0; list && list[i]; i++) {
        g_autofree char *entry = glyphs_fold(list[i], latin);
        double length = (double)MAX(1, g_utf8_strlen(entry, -1));
        double share = glyphs_distance(folded, entry) / length;
        if (share < least) {
            least = share;
            best = list[i];
        }
    }
    return best;
}

guint
body_letters(const char *text)
{
    guint count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        count += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
    return count;
}

static gboolean
is_left_out(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    return (form->skip && g_regex_match(form->skip, row->text, 0, NULL)) ||
           body_find_entry(form->without, row->text, reading->zones.form->latin);
}

/* A short row, whose pitch tells little, that begins where a row above does: the last word of a paragraph,
 * whose first line may be set in. */
static gboolean
goes_on(const GPtrArray *run, const ZoneRow *row, double pitch)
{
    const double rough = row->glyphs->len < 6 ? 0.5 : 0.3;
    if (row->glyphs->len >= 8 || fabs(row->pitch / pitch - 1) >= rough)
        return FALSE;
    for (guint i = 0; i < run->len; i++)
        if (fabs(row->box.x0 - ((const ZoneRow *)run->pdata[i])->box.x0) < 1.5)
            return TRUE;
    return FALSE;
}

/* A number at the head of a line goes on with the text, though a page's number looks no other. */
static gboolean
is_text(const FieldReading *reading, const FormField *form, const ZoneRow *row, const GPtrArray *run,
        double pitch)
{
    const gboolean more = goes_on(run, row, pitch);
    return (more || body_is_typed(row, pitch)) &&
           ((more && g_ascii_isdigit(*row->text)) || !is_left_out(reading, form, row));
}

/* The first row that the text may begin with: all before what it stands below are none of it, be they ever so
 * many; 0 where nothing says so in the block's upper half. */
static guint
find_start(const FormField *form, const GPtrArray *rows)
{
    guint start = 0;
    for (guint i = 0; form->after && i < rows->len / 2; i++)
        if (g_regex_match(form->after, ((const ZoneRow *)rows->pdata[i])->text, 0, NULL))
            start = i + 1;
    return start;
}

/* The longest run of rows that no field took; notes at the edges make shorter ones. Of ZoneRow. */
static GPtrArray *
find_rest(const FieldReading *reading, const FormField *form)
{
    const GPtrArray *rows = reading->rows;
    double pitch = body_pitch(rows);
    GPtrArray *best = g_ptr_array_new(), *run = g_ptr_array_new();
    guint most = 0, glyphs = 0;
    for (guint i = find_start(form, rows); i <= rows->len; i++) {
        ZoneRow *row = i < rows->len ? rows->pdata[i] : NULL;
        if (row && !is_text(reading, form, row, run, pitch))
            continue;
        if (row && !row->taken) {
            g_ptr_array_add(run, row);
            glyphs += row->glyphs->len;
            continue;
        }
        if (glyphs > most) {
            most = glyphs;
            g_ptr_array_set_size(best, 0);
            g_ptr_array_extend(best, run, NULL, NULL);
        }
        g_ptr_array_set_size(run, 0);
        glyphs = 0;
    }
    g_ptr_array_unref(run);
    return best;
}

/* Where the row begins, millimetres; a speck or two far left of its first word are none of it. */
static double
row_left(const ZoneRow *row)
{
    for (guint i = 1; i < row->glyphs->len; i++) {
        const Glyph *before = row->glyphs->pdata[i - 1], *glyph = row->glyphs->pdata[i];
        if (glyph->word == before->word)
            continue;
        guint letters = body_letters(before->word->text);
        if (letters >= 3 || (letters > 0 && glyph->word_left - before->box.x1 < 5))
            return before->word_left;
    }
    return row->glyphs->len > 0 ? ((const Glyph *)row->glyphs->pdata[row->glyphs->len - 1])->word_left
                                : row->box.x0;
}

/* Where the text's column begins: three rows in four start there or further right. */
static double
find_left(const GPtrArray *rows)
{
    g_autoptr(GArray) lefts = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < rows->len; i++) {
        double left = row_left(rows->pdata[i]);
        g_array_append_val(lefts, left);
    }
    median_of(lefts); /* sorts */
    return lefts->len > 0 ? g_array_index(lefts, double, lefts->len / 4) : 0;
}

/* How far paragraphs are set in: the median of rows that begin 4 to 30 mm inside the column; 0 where none
 * does. */
static double
find_indent(const GPtrArray *rows, double left)
{
    g_autoptr(GArray) indents = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < rows->len; i++) {
        double indent = row_left(rows->pdata[i]) - left;
        if (indent > 4 && indent < 30)
            g_array_append_val(indents, indent);
    }
    return median_of(indents);
}

/* Does the glyph's word end left of the column: a speck or two, or a note in the margin? */
static gboolean
stands_before(const ZoneRow *row, const Glyph *glyph, const char *word, double left)
{
    const Glyph *last = row->glyphs->pdata[row->glyphs->len - 1];
    return glyph->line == last->line ? glyph->box.x1 < left - 2 && body_letters(word) < 3
                                     : glyph->box.x1 < left - 0.5;
}

/* Where the row begins in the column: a note in the margin beside it does not move it. */
static double
left_in_column(const ZoneRow *row, double left)
{
    const double own = row_left(row);
    for (guint i = 0; i < row->glyphs->len && own < left - 0.5; i++) {
        const Glyph *glyph = row->glyphs->pdata[i];
        if (!stands_before(row, glyph, glyph->word->text, left))
            return glyph->word_left;
    }
    return own;
}

/* Does the row begin where neither lines nor paragraphs do: a stamp, a note by hand? */
static gboolean
is_astray(const ZoneRow *row, double left, double indent)
{
    double own = left_in_column(row, left) - left;
    return fabs(own) > 3 && fabs(own - indent) > 3;
}

/* A letter or two: a speck, a punch hole, the paper's edge. */
static gboolean
is_scrap(const ZoneRow *row)
{
    return body_letters(row->text) < 3;
}

/* Does a row's end lead on to the next: a hyphen, or no full stop? */
static gboolean
leads_on(const ZoneRow *row, const ZoneRow *next)
{
    return g_str_has_suffix(row->text, "-") ||
           (!g_str_has_suffix(row->text, ".") && fabs(next->box.x0 - row->box.x0) < 1.5 &&
            g_unichar_islower(g_utf8_get_char(next->text)));
}

/* Drops notes in the margin, scraps astray, and either of these at the ends; a last row may be short where
 * the one above leads on to it. */
static void
trim(GPtrArray *rows, double left)
{
    double indent = find_indent(rows, left);
    for (guint i = rows->len; i-- > 0 && rows->len > 1;) {
        const ZoneRow *row = rows->pdata[i];
        if (row->box.x1 < left - 0.5 || (is_scrap(row) && is_astray(row, left, indent)))
            g_ptr_array_remove_index(rows, i);
    }
    while (rows->len > 1 && (is_scrap(rows->pdata[0]) || is_astray(rows->pdata[0], left, indent)))
        g_ptr_array_remove_index(rows, 0);
    while (rows->len > 1 &&
           (is_scrap(rows->pdata[rows->len - 1]) || is_astray(rows->pdata[rows->len - 1], left, indent)) &&
           !leads_on(rows->pdata[rows->len - 2], rows->pdata[rows->len - 1]))
        g_ptr_array_remove_index(rows, rows->len - 1);
}

/* Signs that no typist leaves alone between two blanks: strokes of a pen and edges of a stamp are read so. */
static gboolean
is_stray(const char *word)
{
    return *word && strspn(word, "|\\/_'`~^<>*.,:;!") == strlen(word) && strcmp(word, "...") != 0;
}

/* What the words of a text are like. */
typedef struct {
    double all, worst; /* confidence */
    double strange;    /* words that are in no dictionary */
    guint differ;      /* those that looks read differently */
    guint touched;     /* those that a mark in the margin leans into */
} Texture;

#define NAME 0.25 /* of a strange word: one with a capital, since names are in no dictionary */

/* Does a mark in the margin lean into the word? */
static gboolean
is_touched(const Page *page, const Word *word)
{
    double x0, y0, x1, y1, left, top, right, bottom;
    quad_bounds(&word->quad, &x0, &y0, &x1, &y1);
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *mark = page->annotations->pdata[i];
        if (mark->kind != ANNOTATION_MARGIN)
            continue;
        quad_bounds(&mark->quad, &left, &top, &right, &bottom);
        if (left < x1 && right > x0 && top < y1 && bottom > y0)
            return TRUE;
    }
    return FALSE;
}

static void
look_at_word(Texture *texture, const Page *page, const Word *word)
{
    texture->touched += is_touched(page, word);
    texture->all *= MAX(word->confidence, 1e-3);
    texture->worst = MIN(texture->worst, word->confidence);
    if (word->strange)
        texture->strange += g_unichar_isupper(g_utf8_get_char(word->text)) ? NAME : 1;
    texture->differ += word->alternatives && word->alternatives->len > 0;
}

/* The row's words that stand in the column and are words, parted by blanks, appended to `text`. */
static void
append_row(GString *text, const Page *page, const ZoneRow *row, double left, Texture *texture)
{
    g_auto(GStrv) words = g_strsplit(row->text, " ", -1);
    guint at = 0;
    gboolean first = TRUE;
    for (guint i = 0; words[i]; i++) {
        guint length = (guint)g_utf8_strlen(words[i], -1);
        const Glyph *glyph = at < row->glyphs->len ? row->glyphs->pdata[at] : NULL;
        at += length;
        gboolean outside = first && glyph && stands_before(row, glyph, words[i], left);
        if (length == 0 || outside || is_stray(words[i]))
            continue;
        g_string_append_printf(text, "%s%s", first ? "" : " ", words[i]);
        first = FALSE;
        if (glyph)
            look_at_word(texture, page, glyph->word);
    }
}

void
reading_rest(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) rows = find_rest(reading, form);
    double left = find_left(rows);
    Texture texture = {.all = 1, .worst = 1};
    trim(rows, left);
    if (rows->len == 0) {
        reading_add_missing(reading, form);
        return;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    Box box = ((const ZoneRow *)rows->pdata[0])->box;
    for (guint i = 0; i < rows->len; i++) {
        ZoneRow *row = rows->pdata[i];
        if (i > 0)
            g_string_append_c(text, '\n');
        append_row(text, reading->page, row, left, &texture);
        box = box_join(box, row->box);
        row->taken = TRUE;
    }
    Field *field = reading_add(reading, form, box);
    if (!grammar_read(form->type, text->str, &field->raw, &field->value))
        field->raw = g_strdup(text->str);
    reading_weigh(field, texture.all, texture.worst);
    field->evidence[EVIDENCE_LIST] = (float)(1 / (1 + texture.strange));
    field->evidence[EVIDENCE_AGREEMENT] = 1.0f / (1 + (float)texture.differ);
    field->evidence[EVIDENCE_BESIDE] = (float)texture.touched;
    field->evidence[EVIDENCE_BROKEN] += (float)prose_count_odd(text->str);
    reading_judge(field, field->value ? NULL : "zone_unreadable");
}
