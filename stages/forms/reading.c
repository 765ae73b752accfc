/* reading.c - one field under its grammar.
 *
 * Of all readings that the recogniser's alternatives allow, the likeliest that the grammar takes is the
 * value; where none fits, the field goes to a person with what was read. The next likely reading with another
 * value is kept as an alternative. */
#include "reading.h"
#include "grammar.h"
#include "lattice.h"
#include <math.h>
#include <string.h>

void
reading_judge(const FieldReading *reading, Field *field, const char *reason)
{
    if (!reason && field->confidence < reading->accept)
        reason = "low_confidence";
    g_free(field->status);
    field->status = g_strdup(reason ? "review" : "accepted");
    g_strfreev(field->reasons);
    field->reasons = g_new0(char *, 2);
    field->reasons[0] = g_strdup(reason);
}

Field *
reading_add(const FieldReading *reading, const FormField *form, Box box)
{
    Field *field = page_add_field(reading->page, form->name);
    field->label = g_strdup(form->label ? form->label : "");
    field->quad = glyphs_quad(reading->page, box);
    return field;
}

void
reading_add_missing(const FieldReading *reading, const FormField *form)
{
    Field *field = page_add_field(reading->page, form->name);
    field->label = g_strdup(form->label ? form->label : "");
    g_free(field->status);
    field->status = g_strdup("missing");
    field->reasons = g_new0(char *, 2);
    field->reasons[0] = g_strdup("missing");
}

static Box
box_of(const GPtrArray *glyphs)
{
    Box box = ((const Glyph *)glyphs->pdata[0])->box;
    for (guint i = 1; i < glyphs->len; i++)
        box = box_join(box, ((const Glyph *)glyphs->pdata[i])->box);
    return box;
}

static gboolean
is_sign(const Glyph *glyph)
{
    return !g_unichar_isalnum(g_utf8_get_char(glyph->symbol->text));
}

/* The characters as words. Words without a letter or digit at the ends are dots and rules of the form. */
static char *
words_of(const GPtrArray *glyphs, double *ret_worst)
{
    guint first = 0, end = glyphs->len;
    while (first < end && is_sign(glyphs->pdata[first]))
        first++;
    while (end > first && is_sign(glyphs->pdata[end - 1]) &&
           (end - 1 == first ||
            ((const Glyph *)glyphs->pdata[end - 2])->word != ((const Glyph *)glyphs->pdata[end - 1])->word))
        end--;
    double step = zone_pitch(glyphs, TRUE);
    GString *text = g_string_new(NULL);
    *ret_worst = end > first ? 1 : 0;
    for (guint i = first; i < end; i++) {
        const Glyph *glyph = glyphs->pdata[i];
        if (i > first && zone_blank_before(glyphs, i, step))
            g_string_append_c(text, ' ');
        g_string_append(text, glyph->symbol->text);
        *ret_worst = MIN(*ret_worst, glyph->word->confidence);
    }
    return g_string_free(text, FALSE);
}

static Lattice *
lattice_of(const GPtrArray *glyphs)
{
    double step = zone_pitch(glyphs, TRUE);
    g_autofree gboolean *blanks = g_new0(gboolean, glyphs->len + 1);
    for (guint i = 1; i < glyphs->len; i++)
        blanks[i] = zone_blank_before(glyphs, i, step);
    return lattice_new((const Glyph *const *)glyphs->pdata, glyphs->len, blanks);
}

/* The likelihood of a reading of eight characters: long values are not punished for their length. */
static double
confidence_of(double p, guint characters)
{
    return pow(p, MIN(1, 8.0 / MAX(characters, 1)));
}

/* The likeliest reading that the grammar takes goes into the field, the next with another value beside it. */
static gboolean
read_lattice(Field *field, const char *type, const GPtrArray *glyphs)
{
    g_autoptr(Lattice) lattice = lattice_of(glyphs);
    double p = 0, best = 0;
    for (char *text; (text = lattice_next(lattice, &p)); g_free(text)) {
        g_autofree char *raw = NULL, *value = NULL;
        if ((best > 0 && p < best * 0.01) || !grammar_read(type, text, &raw, &value))
            continue;
        if (!field->value) {
            field->raw = g_steal_pointer(&raw);
            field->value = g_steal_pointer(&value);
            best = p;
            field->confidence = confidence_of(p, glyphs->len);
        } else if (strcmp(value, field->value) != 0) {
            alternatives_add(&field->alternatives, value, p);
            field->confidence *= best / (best + p);
            g_free(text);
            break;
        }
    }
    return field->value != NULL;
}

void
reading_glyphs(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs)
{
    Field *field = reading_add(reading, form, box_of(glyphs));
    double worst = 0;
    g_autofree char *text = words_of(glyphs, &worst);
    gboolean plain = grammar_is_plain(form->type);
    gboolean read = plain ? grammar_read(form->type, text, &field->raw, &field->value)
                          : read_lattice(field, form->type, glyphs);
    if (plain)
        field->confidence = worst;
    if (!read) {
        field->raw = g_strdup(text);
        field->confidence = 0;
    }
    reading_judge(reading, field, read ? NULL : "zone_unreadable");
}

const char *
reading_find_known(const GPtrArray *glyphs, char *const *entries, gboolean latin, double *ret_confidence)
{
    g_autoptr(Lattice) lattice = lattice_of(glyphs);
    double p = 0;
    for (char *text; (text = lattice_next(lattice, &p)); g_free(text)) {
        g_autofree char *folded = glyphs_fold(text, latin);
        for (guint i = 0; entries[i]; i++) {
            g_autofree char *entry = glyphs_fold(entries[i], latin);
            if (strcmp(folded, entry) != 0)
                continue;
            g_free(text);
            *ret_confidence = confidence_of(p, glyphs->len);
            return entries[i];
        }
    }
    return NULL;
}

Field *
reading_known(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
              char *const *entries, const char *likely)
{
    Field *field = reading_add(reading, form, box_of(glyphs));
    double worst = 0;
    field->raw = words_of(glyphs, &worst);
    const char *known = reading_find_known(glyphs, entries, reading->zones.form->latin, &field->confidence);
    field->value = g_strdup(known ? known : field->raw);
    if (!known)
        alternatives_add(&field->alternatives, likely, worst);
    reading_judge(reading, field, known ? NULL : "not_in_list");
    return field;
}
