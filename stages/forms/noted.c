/* noted.c - fields that a hand wrote, anywhere on the page.
 *
 * Each note was read on its own, in several ways; the one whose likeliest reading under the field's grammar
 * is surest is the field's. The networks that read type are not asked again: what they make of a hand is
 * worse than nothing.
 */
#include "reading.h"
#include <string.h>

/* Adds what one look at a note says under the field's grammar, and where. */
static void
add_look(const FieldReading *reading, const FormField *form, Line *line, Candidates *candidates, Box *ret_box)
{
    const gboolean latin = reading->zones.form->latin;
    Page alone = *reading->page;
    alone.lines = g_ptr_array_new();
    g_ptr_array_add(alone.lines, line);
    g_autoptr(GlyphSheet) sheet = glyphs_new(&alone, latin);
    g_autoptr(GPtrArray) glyphs = g_ptr_array_new();
    for (guint i = 0; i < sheet->glyphs->len; i++)
        g_ptr_array_add(glyphs, (gpointer)glyphs_get(sheet, i));
    candidates_look(candidates, form, latin, glyphs);
    if (sheet->pieces->len > 0)
        *ret_box = glyphs_piece(sheet, 0)->box;
    g_ptr_array_unref(alone.lines);
}

/* What all looks at the note say; NULL where none says anything of the kind. To free. */
static Candidates *
look_at(const FieldReading *reading, const FormField *form, const Annotation *note, Box *ret_box)
{
    g_autoptr(Candidates) candidates = candidates_new();
    for (guint i = 0; note->looks && i < note->looks->len; i++)
        add_look(reading, form, note->looks->pdata[i], candidates, ret_box);
    return candidates->all->len > 0 ? g_steal_pointer(&candidates) : NULL;
}

/* How much a note looks like a registration: its figures, and № most of all. Nothing for a short one, and for
 * figures alone, which archives write: folios, pieces and pages. */
static guint
figures_of(const Annotation *note)
{
    guint count = 0, letters = 0;
    for (const char *c = note->looks ? note->text : ""; *c; c = g_utf8_next_char(c)) {
        count += g_ascii_isdigit(*c);
        letters += g_unichar_isalpha(g_utf8_get_char(c));
    }
    gboolean sign = note->looks && strstr(note->text, "№");
    return count < 2 || count + letters < 4 || (letters == 0 && !sign) ? 0 : count + (sign ? 3 : 0);
}

/* Where no note says what the field wants, the one that looks most like it, folio numbers in the upper corner
 * apart, is shown to a person: what was read of it as it was read, and no value. */
static void
suggest_note(const FieldReading *reading, const FormField *form)
{
    const Page *page = reading->page;
    const Annotation *likeliest = NULL;
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *note = page->annotations->pdata[i];
        Quad quad = page_from_stored(page, note->quad);
        if (quad.p[3].y > pixGetHeight(page->image) / 7.0 &&
            figures_of(note) > (likeliest ? figures_of(likeliest) : 0))
            likeliest = note;
    }
    if (!likeliest)
        return;
    Field *field = page_add_field(reading->page, form->name);
    field->label = g_strdup(form->label);
    field->quad = likeliest->quad;
    field->raw = g_strdup(likeliest->text);
    reading_weigh(field, 0, 0);
    reading_judge(field, "handwriting");
}

void
reading_noted(const FieldReading *reading, const FormField *form)
{
    const Annotation *chosen = NULL;
    g_autoptr(Candidates) best = NULL;
    Box box = {0}, own = {0};
    for (guint i = 0; i < reading->page->annotations->len; i++) {
        const Annotation *note = reading->page->annotations->pdata[i];
        g_autoptr(Candidates) says = look_at(reading, form, note, &own);
        if (!says || (best && candidates_confidence(says) <= candidates_confidence(best)))
            continue;
        g_clear_pointer(&best, candidates_free);
        best = g_steal_pointer(&says);
        chosen = note;
        box = own;
    }
    if (!chosen) {
        suggest_note(reading, form);
        return;
    }
    Field *field = reading_add(reading, form, box);
    field->evidence[EVIDENCE_WORST] = (float)candidates_confidence(best);
    reading_settle(reading, field, best);
    reading_judge(field, "handwriting");
    g_hash_table_insert(reading->candidates, (gpointer)form->name, g_steal_pointer(&best));
}
