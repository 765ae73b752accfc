/* reading.c - one field under its grammar.
 *
 * Of all readings that the recogniser's alternatives allow, the likeliest that the grammar takes is the
 * value. The place is read once more by another network, for a reading is not its own witness; where the two
 * differ, none fits, or the first look leaves a doubt, in all other ways too. Values that looks do not agree
 * on are kept as alternatives. */
#include "reading.h"
#include "beside.h"
#include "grammar.h"
#include "lists.h"
#include "own.h"
#include "second.h"
#include <math.h>
#include <string.h>

void
reading_judge(Field *field, const char *reason)
{
    g_free(field->status);
    field->status = g_strdup(reason ? "review" : "accepted");
    g_strfreev(field->reasons);
    field->reasons = g_new0(char *, 2);
    field->reasons[0] = g_strdup(reason);
}

void
reading_weigh(Field *field, double score, double worst)
{
    field->weighed = TRUE;
    field->confidence = score;
    field->evidence[EVIDENCE_SCORE] = (float)score;
    field->evidence[EVIDENCE_WORST] = (float)worst;
    field->evidence[EVIDENCE_AGREEMENT] = 1;
    field->evidence[EVIDENCE_LOOKS] = 1;
    field->evidence[EVIDENCE_LIST] = 0.5;
}

double
reading_worst(const GPtrArray *glyphs)
{
    double worst = 1;
    for (guint i = 0; i < glyphs->len; i++)
        worst = MIN(worst, ((const Glyph *)glyphs->pdata[i])->symbol->confidence);
    return worst;
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

double
reading_nearness(const FieldReading *reading, const FormField *form, const char *value)
{
    const char *nearest = NULL;
    double distance = form->known ? lists_distance(form->known, value, reading->zones.form->latin,
                                                   form_initials(form), &nearest)
                                  : 0.5;
    return 1 - CLAMP(distance, 0, 1);
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

gboolean
reading_says_something(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs)
{
    gboolean text = FALSE;
    for (guint i = 0; i < glyphs->len && !text; i++)
        text = g_unichar_isalnum(g_utf8_get_char(((const Glyph *)glyphs->pdata[i])->symbol->text));
    if (!text)
        return FALSE;
    g_autoptr(Candidates) candidates = candidates_new();
    candidates_look(candidates, form, reading->zones.form->latin, glyphs);
    return candidates->all->len > 0;
}

/* One more look at the place; to unref. What stands beside a label may be of several lines, and a look may
 * reach into the next label: ПОВЕРЕННОМУЭкз */
static GPtrArray *
look_again(const FieldReading *reading, const FormField *form, SecondLook *second, guint way)
{
    GPtrArray *glyphs = g_ptr_array_copy((GPtrArray *)second_read(second, way), NULL, NULL);
    if (form->place != PLACE_RIGHT)
        return glyphs;
    glyphs_drop_doubles(glyphs);
    zone_sort(glyphs);
    g_ptr_array_set_size(glyphs, (gint)(glyphs->len - anchors_at_end(reading->zones.form, glyphs)));
    return glyphs;
}

Candidates *
reading_look(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, const Piece *unread)
{
    gboolean latin = reading->zones.form->latin;
    Candidates *candidates = candidates_new();
    candidates_look(candidates, form, latin, glyphs);
    const Candidate *first = candidates->all->len > 0 ? candidates->all->pdata[0] : NULL;
    gboolean sure = candidates_confidence(candidates) >= reading->doubtful &&
                    !reading_misses_list(reading, form, first->value, NULL);
    g_autoptr(SecondLook) second = second_new(reading->again, reading->page, glyphs, unread);
    for (guint way = AGAIN_WAYS; way-- > 0;) {
        g_autoptr(GPtrArray) seen = look_again(reading, form, second, way);
        candidates_look(candidates, form, latin, seen);
        if (sure && ((const Candidate *)candidates->all->pdata[0])->votes == 2)
            return candidates;
        sure = FALSE;
    }
    /* Figures, for which no list speaks, by the page's own types. */
    g_autoptr(OwnLook) own = grammar_is_plain(form->type) ? NULL : own_look(reading, glyphs);
    if (own)
        candidates_look(candidates, form, latin, own->lent);
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
    reading_weigh(field, candidates_confidence(candidates), field->evidence[EVIDENCE_WORST]);
    field->evidence[EVIDENCE_LOOKS] = (float)candidates->looks;
    field->evidence[EVIDENCE_AGREEMENT] = best ? (float)best->votes / (float)candidates->looks : 0;
    field->evidence[EVIDENCE_RUNNER_UP] = next ? (float)MIN(next->weight / MAX(best->weight, 1e-6), 100) : 0;
    gboolean differ = candidates->looks > 1 && next && next->weight > best->weight / 3;
    reading_judge(field, !best ? "zone_unreadable" : differ ? "readings_differ" : NULL);
}

/* A value that misses its list by a letter which the page's own types have for the list's. */
static void
take_own(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, Field *field)
{
    g_autofree char *before = g_strdup(field->value);
    if (!before || !own_change(reading, form, glyphs, &field->raw, &field->value))
        return;
    alternatives_add(&field->alternatives, before, field->confidence / 2);
    field->evidence[EVIDENCE_RUNNER_UP] = MAX(field->evidence[EVIDENCE_RUNNER_UP], OVERRULED);
}

/* Letters and figures of the first look that the value has not: an initial may be among them. */
static guint
letters_left_out(const GPtrArray *glyphs, const char *raw)
{
    guint seen = 0, kept = 0;
    for (guint i = 0; i < glyphs->len; i++)
        seen += g_unichar_isalnum(g_utf8_get_char(((const Glyph *)glyphs->pdata[i])->symbol->text)) != 0;
    for (const char *p = raw; *p; p = g_utf8_next_char(p))
        kept += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
    return seen > kept ? seen - kept : 0;
}

void
reading_glyphs(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
               const Piece *unread)
{
    Box box = glyphs->len > 0 ? glyphs_box(glyphs) : unread->box;
    Field *field = reading_add(reading, form, unread ? box_join(box, unread->box) : box);
    Candidates *candidates = reading_look(reading, form, glyphs, unread);
    field->raw = candidates_words(glyphs, strcmp(form->type, "text") == 0, TRUE);
    field->evidence[EVIDENCE_WORST] = (float)reading_worst(glyphs);
    field->evidence[EVIDENCE_BESIDE] = (float)beside_count(
        reading->page, &reading->zones, glyphs, form_initials(form) > 0 ? BESIDE_INITIAL : BESIDE_LETTER);
    reading_settle(reading, field, candidates);
    if (form_initials(form) > 0 && field->raw)
        field->evidence[EVIDENCE_BESIDE] += (float)letters_left_out(glyphs, field->raw);
    take_own(reading, form, glyphs, field);
    if (field->value)
        field->evidence[EVIDENCE_LIST] = (float)reading_nearness(reading, form, field->value);
    const char *nearest = NULL;
    if (field->value && reading_misses_list(reading, form, field->value, &nearest)) {
        alternatives_add(&field->alternatives, nearest, 0);
        reading_judge(field, "not_in_list");
    }
    if (form->review && field->value)
        reading_judge(field, "handwriting");
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

Field *
reading_known(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
              char *const *entries, const char *likely)
{
    Field *field = reading_add(reading, form, glyphs_box(glyphs));
    field->raw = candidates_words(glyphs, strcmp(form->type, "text") == 0, TRUE);
    double score = 0, worst = reading_worst(glyphs);
    const char *known = reading_find_known(reading, glyphs, entries, &score);
    field->value = g_strdup(known ? known : field->raw);
    reading_weigh(field, known ? score : 0, worst);
    field->evidence[EVIDENCE_LIST] = known ? 1 : 0;
    if (!known)
        alternatives_add(&field->alternatives, likely, worst);
    reading_judge(field, known ? NULL : "not_in_list");
    return field;
}
