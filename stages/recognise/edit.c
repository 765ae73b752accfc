/* edit.c - words of a line, joined and parted. */
#include "edit.h"

void
edit_join(Line *line, guint start, guint count, gboolean spaced)
{
    Word *first = line->words->pdata[start];
    g_autoptr(GString) text = g_string_new(first->text);
    g_autoptr(GString) raw = g_string_new(first->text);
    double confidence = first->confidence;
    for (guint i = 1; i < count; i++) {
        Word *next = line->words->pdata[start + i];
        g_string_append(text, next->text);
        g_string_append_printf(raw, " %s", next->text);
        confidence = MIN(confidence, next->confidence);
        first->quad.p[1] = next->quad.p[1];
        first->quad.p[2] = next->quad.p[2];
        g_ptr_array_extend_and_steal(first->symbols, g_steal_pointer(&next->symbols));
        next->symbols = g_ptr_array_new();
    }
    g_ptr_array_remove_range(line->words, start + 1, count - 1);
    g_free(first->text);
    first->text = g_strdup(text->str);
    g_clear_pointer(&first->raw, g_free);
    if (spaced)
        first->raw = g_strdup(raw->str);
    first->confidence = confidence;
    g_clear_pointer(&first->alternatives, g_array_unref);
}

char *
edit_dup_text(const Word *word)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < word->symbols->len; i++)
        g_string_append(text, ((const Symbol *)word->symbols->pdata[i])->text);
    return g_string_free(text, FALSE);
}

guint
edit_count(const Word *word, gboolean (*is)(gunichar))
{
    guint count = 0;
    for (guint i = 0; i < word->symbols->len; i++)
        count += is(g_utf8_get_char(((const Symbol *)word->symbols->pdata[i])->text)) != 0;
    return count;
}

static void
respell(Word *word)
{
    g_free(word->text);
    word->text = edit_dup_text(word);
    g_clear_pointer(&word->raw, g_free);
}

/* The edges that a word has after its first or last symbol became another one. */
static void
refit(Word *word, gboolean left, gboolean right)
{
    const Symbol *first = word->symbols->pdata[0], *last = word->symbols->pdata[word->symbols->len - 1];
    if (left) {
        word->quad.p[0] = first->quad.p[0];
        word->quad.p[3] = first->quad.p[3];
    }
    if (right) {
        word->quad.p[1] = last->quad.p[1];
        word->quad.p[2] = last->quad.p[2];
    }
}

void
edit_part(Line *line, guint at_word, guint at)
{
    Word *word = line->words->pdata[at_word];
    Word *rest = word_new("", word->quad, word->confidence);
    rest->score = word->score;
    rest->strange = word->strange;
    while (word->symbols->len > at)
        g_ptr_array_add(rest->symbols, g_ptr_array_steal_index(word->symbols, at));
    respell(word);
    respell(rest);
    refit(word, FALSE, TRUE);
    refit(rest, TRUE, FALSE);
    g_clear_pointer(&word->alternatives, g_array_unref);
    g_ptr_array_insert(line->words, (int)at_word + 1, rest);
}

void
edit_drop(Line *line, guint at_word, guint at)
{
    Word *word = line->words->pdata[at_word];
    if (word->symbols->len < 2) {
        g_ptr_array_remove_index(line->words, at_word);
        return;
    }
    alternatives_add(&word->alternatives, word->text, word->confidence / 2);
    g_ptr_array_remove_index(word->symbols, at);
    respell(word);
    refit(word, at == 0, at == word->symbols->len);
}

void
edit_replace(Word *word, guint at, const char *text)
{
    Symbol *symbol = word->symbols->pdata[at];
    alternatives_add(&word->alternatives, word->text, word->confidence / 2);
    alternatives_add(&symbol->alternatives, symbol->text, symbol->confidence / 2);
    g_free(symbol->text);
    symbol->text = g_strdup(text);
    respell(word);
}

void
edit_append(Word *word, const char *text, Quad stored, double confidence)
{
    word_add_symbol(word, text, stored, confidence);
    respell(word);
    refit(word, FALSE, TRUE);
}
