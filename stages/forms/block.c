/* block.c - fields of the typed block and of numbered lists. */
#include "grammar.h"
#include "reading.h"
#include <math.h>
#include <string.h>

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

/* The name on a numbered row, «1. Тов. Сталину», to free; NULL where the row is none or empty. */
static char *
name_on_row(const ZoneRow *row)
{
    g_autoptr(GRegex) numbered =
        g_regex_new("^\\W*[1-9ЗбIО]\\W*(?:Тов|Comr|\\w{3,4}\\.)\\W*(.*)$", G_REGEX_CASELESS, 0, NULL);
    g_autoptr(GMatchInfo) info = NULL;
    if (!g_regex_match(numbered, row->text, 0, &info))
        return NULL;
    g_autofree char *rest = g_match_info_fetch(info, 1), *typed = NULL;
    char *name = NULL;
    if (!grammar_read("name", rest, &typed, &name) || g_utf8_strlen(name, -1) < 2)
        g_clear_pointer(&name, g_free);
    return name;
}

void
reading_list(const FieldReading *reading, const FormField *form)
{
    const Hit *hit = anchors_get(reading->zones.form, reading->zones.hits, form->anchor);
    g_autoptr(GPtrArray) rows =
        hit ? zone_rows(&reading->zones, hit->box.y1 - 1, hit->box.y1 + form->width) : g_ptr_array_new();
    g_autoptr(GString) raw = g_string_new(NULL), value = g_string_new("[");
    double worst = 1;
    Box box = {0};
    /* The left column first, then the right one: the numbers run down. */
    for (guint i = 0; i < 2 * rows->len; i++) {
        const ZoneRow *row = rows->pdata[i % rows->len];
        gboolean right = row->box.x0 > hit->box.x0 + 60;
        g_autofree char *name = right == (i >= rows->len) ? name_on_row(row) : NULL;
        if (!name)
            continue;
        box = value->len > 1 ? box_join(box, row->box) : row->box;
        g_string_append_printf(raw, "%s%s", raw->len > 0 ? "\n" : "", name);
        append_quoted(value, name);
        worst = MIN(worst, row->confidence);
    }
    if (raw->len == 0) {
        reading_add_missing(reading, form);
        return;
    }
    g_string_append_c(value, ']');
    Field *field = reading_add(reading, form, box);
    field->raw = g_strdup(raw->str);
    field->value = g_strdup(value->str);
    field->confidence = worst;
    reading_judge(reading, field, NULL);
}

/* The entry of the list that the text is, a fifth of its letters misread; NULL where it is none. */
static const char *
find_entry(char *const *list, const char *text, gboolean latin)
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

static gboolean
fits(const FieldReading *reading, const FormField *form, const ZoneRow *row, double centre)
{
    if (row->taken || (form->side == SIDE_LEFT && row->box.x0 > centre) ||
        (form->side == SIDE_RIGHT && row->box.x0 < centre))
        return FALSE;
    if (form->match && g_regex_match(form->match, row->text, 0, NULL))
        return TRUE;
    return find_entry(form->list, row->text, reading->zones.form->latin) != NULL;
}

/* Is the row on the side that the field is sought on? Rows of the other side do not part its rows. */
static gboolean
on_side(const FormField *form, const ZoneRow *row, double centre)
{
    return form->side == SIDE_ANY || (row->box.x0 > centre) == (form->side == SIDE_RIGHT);
}

/* The typewriter's pitch: most characters have it. Rows of another one are no typescript. */
static double
usual_pitch(const GPtrArray *rows)
{
    g_autoptr(GArray) pitches = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < rows->len; i++) {
        const ZoneRow *row = rows->pdata[i];
        for (guint j = 0; row->pitch > 0 && j < row->glyphs->len; j++)
            g_array_append_val(pitches, row->pitch);
    }
    return pitches->len > 0 ? zone_median(pitches) : 1;
}

/* Has the row the typewriter's pitch, or twice that, letter-spaced? */
static gboolean
is_typed(const ZoneRow *row, double pitch)
{
    double times = row->pitch / pitch;
    return times == 0 || fabs(times - 1) < 0.15 || fabs(times - 2) < 0.3;
}

/* The first run of fitting rows from the field's end of the block; of ZoneRow, top down. */
static GPtrArray *
find_rows(const FieldReading *reading, const FormField *form)
{
    GPtrArray *found = g_ptr_array_new();
    double left = 1e9, right = 0;
    for (guint i = 0; i < reading->rows->len; i++) {
        left = MIN(left, ((const ZoneRow *)reading->rows->pdata[i])->box.x0);
        right = MAX(right, ((const ZoneRow *)reading->rows->pdata[i])->box.x1);
    }
    double pitch = usual_pitch(reading->rows);
    /* Notes by hand are names, too. */
    gboolean named = form->match && form->side == SIDE_RIGHT;
    for (guint i = 0; i < reading->rows->len && found->len < form->rows; i++) {
        ZoneRow *row = reading->rows->pdata[form->from_bottom ? reading->rows->len - 1 - i : i];
        if (named && !is_typed(row, pitch))
            continue;
        if (fits(reading, form, row, (left + right) / 2 - 10))
            g_ptr_array_insert(found, form->from_bottom ? 0 : -1, row);
        else if (found->len > 0 && is_typed(row, pitch) && on_side(form, row, (left + right) / 2 - 10))
            break;
    }
    return found;
}

static guint
count_letters(const char *text)
{
    guint count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        count += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
    return count;
}

/* The text with letter-spacing undone and without specks read as signs, to free. */
static char *
unspace(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, " ", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    gboolean spaced = TRUE;
    for (guint i = 0; parts[i]; i++) {
        guint letters = count_letters(parts[i]);
        spaced = spaced && letters <= 2;
        if (letters > 0)
            g_ptr_array_add(words, parts[i]);
    }
    spaced = spaced && words->len > 2;
    g_ptr_array_add(words, NULL);
    return g_strjoinv(spaced ? "" : " ", (char **)words->pdata);
}

/* A known word as typed, letter-spacing undone, or in the list's spelling where an alternative of the
 * recogniser says so; NULL where none does. */
static char *
known_text(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    double unused = 0;
    gboolean latin = reading->zones.form->latin;
    const char *entry = reading_find_known(row->glyphs, form->list, latin, &unused);
    g_autofree char *folded = glyphs_fold(row->text, latin), *wanted = glyphs_fold(entry ? entry : "", latin);
    /* О and 0 are one glyph of the typewriter: a word of the list has no digits. */
    if (!entry || strcmp(folded, wanted) != 0 || strpbrk(row->text, "0123456789"))
        return g_strdup(entry);
    return unspace(row->text);
}

/* The rows' known words become the value; FALSE, with the likely entry as an alternative, where one is not
 * known. */
static gboolean
take_list_values(const FieldReading *reading, const FormField *form, Field *field, const GPtrArray *rows)
{
    g_autoptr(GString) value = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const ZoneRow *row = rows->pdata[i];
        g_autofree char *text = known_text(reading, form, row);
        if (!text) {
            const char *likely = find_entry(form->list, row->text, reading->zones.form->latin);
            alternatives_add(&field->alternatives, likely ? likely : row->text, field->confidence);
            return FALSE;
        }
        g_string_append_printf(value, "%s%s", value->len > 0 ? " " : "", text);
    }
    g_free(field->value);
    field->value = g_strdup(value->str);
    return TRUE;
}

/* Text and place of rows, and the confidence of their worst word. */
static char *
join_rows(const GPtrArray *rows, Box *ret_box, double *ret_worst)
{
    GString *text = g_string_new(NULL);
    *ret_worst = 1;
    for (guint i = 0; i < rows->len; i++) {
        ZoneRow *row = rows->pdata[i];
        *ret_box = i > 0 ? box_join(*ret_box, row->box) : row->box;
        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", row->text);
        *ret_worst = MIN(*ret_worst, row->confidence);
        row->taken = TRUE;
    }
    return g_string_free(text, FALSE);
}

/* What the expression's bracket holds, for a grammar of its own: «На № 812.» is 812. */
static gboolean
read_bracket(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    g_autoptr(GMatchInfo) info = NULL;
    int start = 0, end = 0;
    if (!form->match || g_regex_get_capture_count(form->match) < 1 ||
        !g_regex_match(form->match, row->text, 0, &info) || !g_match_info_fetch_pos(info, 1, &start, &end))
        return FALSE;
    /* Characters after the bracket's start, counted without blanks as glyphs are. */
    guint skip = 0;
    for (const char *p = row->text; p < row->text + start; p = g_utf8_next_char(p))
        skip += !g_unichar_isspace(g_utf8_get_char(p));
    g_autoptr(GPtrArray) glyphs = g_ptr_array_new();
    for (guint i = skip; i < row->glyphs->len; i++)
        g_ptr_array_add(glyphs, row->glyphs->pdata[i]);
    if (glyphs->len > 0)
        reading_glyphs(reading, form, glyphs);
    return glyphs->len > 0;
}

void
reading_block(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) rows = find_rows(reading, form);
    if (rows->len == 0)
        return;
    Box box;
    double worst;
    g_autofree char *text = join_rows(rows, &box, &worst);
    if (rows->len == 1 && read_bracket(reading, form, rows->pdata[0]))
        return;
    if (!grammar_is_plain(form->type)) {
        g_autoptr(GPtrArray) glyphs = g_ptr_array_new();
        for (guint i = 0; i < rows->len; i++)
            g_ptr_array_extend(glyphs, ((const ZoneRow *)rows->pdata[i])->glyphs, NULL, NULL);
        reading_glyphs(reading, form, glyphs);
        return;
    }
    Field *field = reading_add(reading, form, box);
    const char *reason = NULL;
    g_autofree char *joined = g_strdelimit(g_strdup(text), "\n", ' ');
    g_autofree char *line = unspace(joined);
    if (grammar_read(form->type, line, &field->raw, &field->value)) {
        field->confidence = worst;
        if (form->list && !take_list_values(reading, form, field, rows))
            reason = "not_in_list";
    } else {
        reason = "zone_unreadable";
    }
    g_free(field->raw);
    field->raw = g_strdup(text);
    reading_judge(reading, field, reason);
}

/* The longest run of rows that no field took; notes at the edges make shorter ones. Of ZoneRow. */
static GPtrArray *
find_rest(const GPtrArray *rows)
{
    double pitch = usual_pitch(rows);
    GPtrArray *best = g_ptr_array_new(), *run = g_ptr_array_new();
    guint most = 0, glyphs = 0;
    for (guint i = 0; i <= rows->len; i++) {
        ZoneRow *row = i < rows->len ? rows->pdata[i] : NULL;
        if (row && !is_typed(row, pitch))
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

void
reading_rest(const FieldReading *reading, const FormField *form)
{
    g_autoptr(GPtrArray) rows = find_rest(reading->rows);
    if (rows->len == 0) {
        reading_add_missing(reading, form);
        return;
    }
    Box box;
    double worst;
    g_autofree char *text = join_rows(rows, &box, &worst);
    Field *field = reading_add(reading, form, box);
    if (!grammar_read(form->type, text, &field->raw, &field->value))
        field->raw = g_strdup(text);
    field->confidence = worst;
    reading_judge(reading, field, field->value ? NULL : "zone_unreadable");
}
