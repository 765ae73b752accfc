/* parts.c - the letters that are looked up in a dictionary. */
#include "parts.h"
#include <string.h>

#define ENDS ".,:;!?()«»" /* what a typist sets next to a word without a blank */

gunichar
parts_sign(const Word *word, guint at)
{
    return at < word->symbols->len ? g_utf8_get_char(((const Symbol *)word->symbols->pdata[at])->text) : 0;
}

static gboolean
is_end(gunichar sign)
{
    return sign == 0 || g_utf8_strchr(ENDS, -1, sign);
}

gboolean
parts_next(const Word *word, guint at, guint *ret_from, guint *ret_to)
{
    for (guint from = at, to; from < word->symbols->len; from = to + 1) {
        for (to = from; to < word->symbols->len && g_unichar_isalpha(parts_sign(word, to));)
            to++;
        gboolean hyphen = to + 1 == word->symbols->len && parts_sign(word, to) == '-';
        if (to == from || !(is_end(parts_sign(word, to)) || hyphen) ||
            (from > 0 && !is_end(parts_sign(word, from - 1))))
            continue;
        *ret_from = from;
        *ret_to = to;
        return TRUE;
    }
    return FALSE;
}

Word *
parts_end(const Page *page, guint line, gboolean last)
{
    const GPtrArray *words = line < page->lines->len ? ((const Line *)page->lines->pdata[line])->words : NULL;
    return words && words->len > 0 ? words->pdata[last ? words->len - 1 : 0] : NULL;
}

/* Letters of the i-th word of a line, with their other half at the end of the line above or the head of the
 * one below. */
static Part
part_of(const Page *page, guint line, guint i, guint from, guint to)
{
    const GPtrArray *words = ((const Line *)page->lines->pdata[line])->words;
    Part part = {words->pdata[i], from, to, NULL, NULL};
    const Word *above = i == 0 && from == 0 && line > 0 ? parts_end(page, line - 1, TRUE) : NULL;
    const Word *below =
        i + 1 == words->len && parts_sign(part.word, to) == '-' ? parts_end(page, line + 1, FALSE) : NULL;
    if (above && g_str_has_suffix(above->text, "-") && g_unichar_islower(parts_sign(part.word, 0)))
        part.head = above;
    if (below && g_unichar_islower(g_utf8_get_char(below->text)))
        part.tail = below;
    return part;
}

static void
append_letters(GString *text, const Word *word, guint from, guint to)
{
    for (guint i = from; i < to; i++)
        g_string_append(text, ((const Symbol *)word->symbols->pdata[i])->text);
}

char *
parts_letters(const Part *part)
{
    GString *text = g_string_new(NULL);
    append_letters(text, part->word, part->from, part->to);
    return g_string_free(text, FALSE);
}

char *
parts_spell(const Part *part, const char *letters)
{
    GString *text = g_string_new(NULL);
    guint from, to, end;
    /* Of the half above its last letters, of the half below its first ones. */
    for (end = 0; part->head && parts_next(part->head, end, &from, &to); end = to + 1)
        if (to + 1 == part->head->symbols->len)
            append_letters(text, part->head, from, to);
    g_string_append(text, letters);
    if (part->tail && parts_next(part->tail, 0, &from, &to) && from == 0)
        append_letters(text, part->tail, from, to);
    return g_string_free(text, FALSE);
}

static gboolean
is_strange(const Engine *engine, PartsKnown known, const Part *part)
{
    g_autofree char *letters = parts_letters(part), *text = parts_spell(part, letters);
    const gboolean capital = g_unichar_isupper(g_utf8_get_char(text)), half = part->head || part->tail;
    if ((!part->tail && parts_sign(part->word, part->to) == '-') || *text == '\0')
        return FALSE;
    /* Of one or two letters: what is no abbreviation, no initial, and no letter that numbers a paragraph. */
    if (g_utf8_strlen(text, -1) < PARTS_FEW && (capital || half || parts_sign(part->word, part->to) == '.' ||
                                                (part->to - part->from == 1 && part->word->symbols->len > 1)))
        return FALSE;
    for (const char *c = g_utf8_next_char(text); *c; c = g_utf8_next_char(c))
        if (!g_unichar_islower(g_utf8_get_char(c)))
            return FALSE;
    return !known(engine, text);
}

gboolean
parts_next_strange(const Engine *engine, PartsKnown known, const Page *page, guint line, PartsAt *at,
                   Part *ret_part)
{
    const GPtrArray *words = ((const Line *)page->lines->pdata[line])->words;
    guint from, to;
    for (; at->word < words->len; at->word++, at->symbol = 0)
        while (parts_next(words->pdata[at->word], at->symbol, &from, &to)) {
            at->symbol = to + 1;
            *ret_part = part_of(page, line, at->word, from, to);
            if (is_strange(engine, known, ret_part))
                return TRUE;
        }
    return FALSE;
}
