/* reading.c - one field under its grammar.
 *
 * Of all readings that the recogniser's alternatives allow, the likeliest that the grammar takes is the
 * value; where none fits, or the first look leaves a doubt, the place is read again in other ways. Values
 * that looks do not agree on are kept as alternatives. */
#include "reading.h"
#include "grammar.h"
#include "lists.h"
#include "second.h"
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

gboolean
reading_misses_list(const FieldReading *reading, const FormField *form, const char *value,
                    const char **ret_nearest)
{
    if (!form->known)
        return FALSE;
    const char *nearest = NULL;
    double distance = lists_distance(form->known, value, reading->zones.form->latin, form_initials(form),
                                     ret_nearest ? ret_nearest : &nearest);
    return distance > 0 && distance <= 0.25;
}

Candidates *
reading_look(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, const Piece *unread)
{
    gboolean latin = reading->zones.form->latin;
    Candidates *candidates = candidates_new();
    candidates_look(candidates, form, latin, glyphs);
    const Candidate *first = candidates->all->len > 0 ? candidates->all->pdata[0] : NULL;
    if (candidates_confidence(candidates) >= reading->doubtful &&
        !reading_misses_list(reading, form, first->value, NULL))
        return candidates;
    g_autoptr(SecondLook) second = second_new(reading->again, reading->page, glyphs, unread);
    for (guint way = 0; way < AGAIN_WAYS; way++)
        candidates_look(candidates, form, latin, second_read(second, way));
    return candidates;
}

void
reading_settle(const FieldReading *reading, Field *field, const Candidates *candidates)
{
    const Candidate *best = candidates->all->len > 0 ? candidates->all->pdata[0] : NULL;
    const Candidate *next = candidates->all->len > 1 ? candidates->all->pdata[1] : NULL;
    g_clear_pointer(&field->alternatives, g_array_unref);
    if (best) {
        g_free(field->raw);
        g_free(field->value);
        field->raw = g_strdup(best->raw);
        field->value = g_strdup(best->value);
    }
    for (guint i = 1; i < candidates->all->len; i++) {
        const Candidate *other = candidates->all->pdata[i];
        alternatives_add(&field->alternatives, other->value, other->weight / candidates->looks);
    }
    field->confidence = candidates_confidence(candidates);
    gboolean differ = candidates->looks > 1 && next && next->weight > best->weight / 3;
    reading_judge(reading, field, !best ? "zone_unreadable" : differ ? "readings_differ" : NULL);
}

void
reading_glyphs(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
               const Piece *unread)
{
    Box box = glyphs->len > 0 ? box_of(glyphs) : unread->box;
    Field *field = reading_add(reading, form, unread ? box_join(box, unread->box) : box);
    Candidates *candidates = reading_look(reading, form, glyphs, unread);
    field->raw = candidates_words(glyphs, strcmp(form->type, "text") == 0, TRUE);
    reading_settle(reading, field, candidates);
    const char *nearest = NULL;
    if (field->value && reading_misses_list(reading, form, field->value, &nearest)) {
        alternatives_add(&field->alternatives, nearest, 0);
        reading_judge(reading, field, "not_in_list");
    }
    if (form->review && field->value)
        reading_judge(reading, field, "handwriting");
    g_hash_table_insert(reading->candidates, (gpointer)form->name, candidates);
}

/* The entry that a folded text is, in the spelling nearest to what was read. */
static const char *
entry_of(char *const *entries, const char *text, gboolean latin)
{
    g_autofree char *folded = glyphs_fold(text, latin);
    const char *best = NULL;
    for (guint i = 0; entries[i]; i++) {
        g_autofree char *entry = glyphs_fold(entries[i], latin);
        if (strcmp(folded, entry) == 0 &&
            (!best || lists_differences(entries[i], text) < lists_differences(best, text)))
            best = entries[i];
    }
    return best;
}

/* The likeliest reading of one look that is one of `entries`. */
static const char *
find_entry(const GPtrArray *glyphs, char *const *entries, gboolean latin, double *ret_confidence)
{
    g_autoptr(Lattice) lattice = candidates_lattice(glyphs);
    const char *entry = NULL;
    double p = 0;
    for (char *text; !entry && (text = lattice_next(lattice, &p)); g_free(text))
        entry = entry_of(entries, text, latin);
    *ret_confidence = candidates_level(p, glyphs->len);
    return entry;
}

const char *
reading_find_known(const FieldReading *reading, const GPtrArray *glyphs, char *const *entries,
                   double *ret_confidence)
{
    gboolean latin = reading->zones.form->latin;
    const char *entry = find_entry(glyphs, entries, latin, ret_confidence);
    if (entry)
        return entry;
    g_autoptr(SecondLook) second = second_new(reading->again, reading->page, glyphs, NULL);
    for (guint way = 0; way < AGAIN_WAYS && !entry; way++)
        entry = find_entry(second_read(second, way), entries, latin, ret_confidence);
    /* The first look said something else. */
    *ret_confidence /= 2;
    return entry;
}

/* Of the least sure word. */
static double
worst_of(const GPtrArray *glyphs)
{
    double worst = 1;
    for (guint i = 0; i < glyphs->len; i++)
        worst = MIN(worst, ((const Glyph *)glyphs->pdata[i])->word->confidence);
    return worst;
}

Field *
reading_known(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
              char *const *entries, const char *likely)
{
    Field *field = reading_add(reading, form, box_of(glyphs));
    field->raw = candidates_words(glyphs, strcmp(form->type, "text") == 0, TRUE);
    const char *known = reading_find_known(reading, glyphs, entries, &field->confidence);
    field->value = g_strdup(known ? known : field->raw);
    if (!known) {
        field->confidence = 0;
        alternatives_add(&field->alternatives, likely, worst_of(glyphs));
    }
    reading_judge(reading, field, known ? NULL : "not_in_list");
    return field;
}
