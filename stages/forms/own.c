/* own.c - a value that is nearly one of its list, by the page's own types.
 *
 * Выдинскому is no name, Вышинскому is one: where the letter that was read as д looks more like the ш that
 * this machine made elsewhere on the page, ш is what stands there. */
#include "own.h"
#include "lists.h"
#include <string.h>

#define LETTERS_EACH  4    /* letters of an entry for each that may be misread */
#define FIGURE_MARGIN 0.06 /* no list speaks for a figure */
#define NO_RIVAL      0.05 /* by which a letter is liker itself than others */
#define NOTHING       (-9.0)
#define FIGURE_SURE   0.9 /* how sure a look is of a figure that it has by the types */

/* Letters of a value that become others. */
typedef struct {
    guint count, at[2]; /* counted among letters and figures */
    char letters[2][8];
} Change;

/* The glyphs that are letters or figures, with what they fold to. */
typedef struct {
    GPtrArray *symbols; /* of Symbol, lent */
    GArray *folded;     /* of gunichar */
} Spelt;

static Spelt
spell(const GPtrArray *glyphs, gboolean latin)
{
    Spelt spelt = {g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(gunichar))};
    for (guint i = 0; i < glyphs->len; i++) {
        const Symbol *symbol = ((const Glyph *)glyphs->pdata[i])->symbol;
        g_autofree char *letter = glyphs_fold(symbol->text, latin);
        gunichar c = g_utf8_get_char(letter);
        if (!c)
            continue;
        g_ptr_array_add(spelt.symbols, (gpointer)symbol);
        g_array_append_val(spelt.folded, c);
    }
    return spelt;
}

/* The letter in the case of the symbol that it takes the place of. */
static void
put_letter(char *out, gunichar letter, const Symbol *symbol)
{
    gboolean capital = g_unichar_isupper(g_utf8_get_char(symbol->text));
    out[g_unichar_to_utf8(capital ? g_unichar_toupper(letter) : letter, out)] = '\0';
}

/* What speaks at least for each of the entry's letters that differ; 0 where nothing does. */
static double
compare(Types *types, const Spelt *spelt, const char *entry, guint initials, Change *change)
{
    const guint own = (guint)g_utf8_strlen(entry, -1), all = spelt->symbols->len;
    double least = G_MAXDOUBLE;
    *change = (Change){0};
    if (own < LETTERS_EACH || own > all || all - own > initials)
        return 0;
    for (guint i = all - own; i < all; i++, entry = g_utf8_next_char(entry)) {
        const Symbol *symbol = spelt->symbols->pdata[i];
        if (g_array_index(spelt->folded, gunichar, i) == g_utf8_get_char(entry))
            continue;
        if (change->count == G_N_ELEMENTS(change->at) || LETTERS_EACH * (change->count + 1) > own)
            return 0;
        put_letter(change->letters[change->count], g_utf8_get_char(entry), symbol);
        change->at[change->count] = i;
        const double support = types_support(types, symbol, change->letters[change->count++]);
        least = MIN(least, support);
    }
    return change->count > 0 ? least : 0;
}

static gboolean
find_change(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, Change *ret_change)
{
    const guint initials = form_initials(form);
    double best = 0;
    GHashTableIter iter;
    gpointer entry, spellings;
    *ret_change = (Change){0};
    Spelt spelt = spell(glyphs, reading->zones.form->latin);
    g_hash_table_iter_init(&iter, form->known);
    while (g_hash_table_iter_next(&iter, &entry, &spellings)) {
        Change change;
        double support = compare(reading->types, &spelt, entry, initials, &change);
        if (support > best) {
            best = support;
            *ret_change = change;
        }
    }
    g_ptr_array_unref(spelt.symbols);
    g_array_unref(spelt.folded);
    return ret_change->count > 0;
}

static char *
apply(const Change *change, const char *text)
{
    GString *changed = g_string_new(NULL);
    guint at = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        const char *letter = NULL;
        const gboolean counts = g_unichar_isalnum(g_utf8_get_char(c)) || g_utf8_get_char(c) == 0x2116;
        for (guint i = 0; counts && i < change->count; i++)
            letter = change->at[i] == at ? change->letters[i] : letter;
        at += counts;
        if (letter)
            g_string_append(changed, letter);
        else
            g_string_append_len(changed, c, g_utf8_next_char(c) - c);
    }
    return g_string_free(changed, FALSE);
}

/* Letters in which the value is not what the glyphs say, though other looks outvoted them: `strange` has made
 * a name of them, by the page's types. */
static gboolean
find_first(const FieldReading *reading, const GPtrArray *glyphs, const char *value, Change *ret_change)
{
    Spelt spelt = spell(glyphs, reading->zones.form->latin);
    g_autofree char *folded = glyphs_fold(value, reading->zones.form->latin);
    const char *c = folded;
    gboolean fits = (guint)g_utf8_strlen(folded, -1) == spelt.folded->len;
    *ret_change = (Change){0};
    for (guint i = 0; fits && i < spelt.folded->len; i++, c = g_utf8_next_char(c)) {
        const gunichar letter = g_array_index(spelt.folded, gunichar, i);
        if (letter == g_utf8_get_char(c))
            continue;
        fits = ret_change->count < G_N_ELEMENTS(ret_change->at) &&
               LETTERS_EACH * (ret_change->count + 1) <= spelt.folded->len;
        if (!fits)
            break;
        put_letter(ret_change->letters[ret_change->count], letter, spelt.symbols->pdata[i]);
        ret_change->at[ret_change->count++] = i;
    }
    g_ptr_array_unref(spelt.symbols);
    g_array_unref(spelt.folded);
    return fits && ret_change->count > 0;
}

gboolean
own_change(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs, char **raw,
           char **value)
{
    const gboolean latin = reading->zones.form->latin;
    Change change;
    if (!reading_misses_list(reading, form, *value, NULL) ||
        (!find_first(reading, glyphs, *value, &change) && !find_change(reading, form, glyphs, &change)))
        return FALSE;
    /* The value may be of another look than the glyphs, and letters elsewhere in it. */
    g_autofree char *changed = apply(&change, *value);
    if (!lists_find(form->known, changed, latin, form_initials(form)))
        return FALSE;
    char *typed = apply(&change, *raw);
    g_free(*raw);
    g_free(*value);
    *raw = typed;
    *value = g_steal_pointer(&changed);
    return TRUE;
}

/* The figure that the symbol is most like, by FIGURE_MARGIN at least, other than what it was read as; 0:
 * none. */
static char
other_figure(Types *types, const Symbol *symbol)
{
    double best = FIGURE_MARGIN;
    char figure = 0;
    for (char c = '0'; c <= '9'; c++) {
        double margin = symbol->text[0] == c ? -1 : types_margin(types, symbol, (char[]){c, 0});
        if (margin > best) {
            best = margin;
            figure = c;
        }
    }
    return figure;
}

/* The glyph, or what it is by the page's own types. */
static Glyph
look_at(Types *types, const Glyph *glyph, Word *changed)
{
    const Symbol *read = glyph->symbol;
    const char figure = g_ascii_isdigit(read->text[0]) ? other_figure(types, read) : 0;
    Glyph seen = *glyph;
    if (figure) {
        Symbol *symbol = word_add_symbol(changed, (char[]){figure, 0}, read->quad, FIGURE_SURE);
        alternatives_add(&symbol->alternatives, read->text, 1 - FIGURE_SURE);
        seen.symbol = symbol;
    }
    return seen;
}

OwnLook *
own_look(const FieldReading *reading, const GPtrArray *glyphs)
{
    g_autoptr(OwnLook) look = g_new0(OwnLook, 1);
    look->glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    look->changed = word_new("", (Quad){0}, 0);
    look->lent = g_ptr_array_new();
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph glyph = look_at(reading->types, glyphs->pdata[i], look->changed);
        g_array_append_val(look->glyphs, glyph);
    }
    for (guint i = 0; i < look->glyphs->len; i++)
        g_ptr_array_add(look->lent, &g_array_index(look->glyphs, Glyph, i));
    return look->changed->symbols->len > 0 ? g_steal_pointer(&look) : NULL;
}

void
own_look_free(OwnLook *look)
{
    if (!look)
        return;
    g_ptr_array_unref(look->lent);
    g_array_unref(look->glyphs);
    word_free(look->changed);
    g_free(look);
}

/* Does the middle of the quad lie in the field's place? */
static gboolean
stands_in(const Field *field, const Quad *quad)
{
    double x0, y0, x1, y1, left, top, right, bottom;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    quad_bounds(&field->quad, &left, &top, &right, &bottom);
    return x0 + x1 > 2 * left && x0 + x1 < 2 * right && y0 + y1 > 2 * top && y0 + y1 < 2 * bottom;
}

double
own_likeness(const Page *page, Types *types, const Field *field)
{
    double most = NOTHING;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            for (guint k = 0; stands_in(field, &word->quad) && k < word->symbols->len; k++) {
                const char *rival;
                double margin;
                if (types_ask(types, word->symbols->pdata[k], &rival, &margin))
                    most = MAX(most, margin);
            }
        }
    }
    return most > NOTHING ? 1 - CLAMP(most + NO_RIVAL, 0, 0.5) : 0.5;
}
