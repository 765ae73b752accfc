/* markup.c - texts with {keys} and with typed lines of limited length. */
#include "markup.h"
#include "sheet.h"
#include <string.h>

static void
add_value(GString *out, const char *key, gsize length, GHashTable *values, GArray *spans)
{
    g_autofree char *name = g_strndup(key, length);
    const char *value = g_hash_table_lookup(values, name);
    if (!value || !*value)
        return;
    FieldSpan span = {NULL, (guint)out->len, 0};
    g_string_append(out, value);
    span.end = (guint)out->len;
    char *dot = strchr(name, '.');
    if (dot)
        *dot = '\0';
    if (!sheet_is_field(name))
        return;
    span.name = g_steal_pointer(&name);
    g_array_append_val(spans, span);
}

char *
markup_expand(const char *text, GHashTable *values, GArray *spans)
{
    GString *out = g_string_new(NULL);
    const char *at = text;
    for (const char *open = strchr(at, '{'); open; open = strchr(at, '{')) {
        const char *close = strchr(open, '}');
        if (!close)
            break;
        g_string_append_len(out, at, open - at);
        add_value(out, open + 1, (gsize)(close - open - 1), values, spans);
        at = close + 1;
    }
    g_string_append(out, at);
    return g_string_free(out, FALSE);
}

static gboolean
is_vowel(gunichar c)
{
    return c && g_utf8_strchr("аеёиоуыэюяАЕИОУЫЭЮЯ", -1, c) != NULL;
}

/* Where a Russian word can be divided so that at most `room` letters and a hyphen fit; 0: nowhere. Rough,
 * like the typists' own rule: after a vowel, before a consonant that a vowel follows, two letters at least on
 * either side. */
static guint
divide(const char *word, guint length, int room)
{
    const char *end = word + length;
    int n = (int)g_utf8_strlen(word, length), at = 0;
    guint best = 0;
    if (n < 7)
        return 0;
    for (const char *p = word; p < end; p = g_utf8_next_char(p), at++) {
        const char *next = g_utf8_next_char(p), *after = next < end ? g_utf8_next_char(next) : end;
        if (at + 1 < 2 || n - at - 1 < 3 || at + 2 > room || after >= end)
            continue;
        gunichar c1 = g_utf8_get_char(next), c2 = g_utf8_get_char(after);
        if (is_vowel(g_utf8_get_char(p)) && g_unichar_isalpha(c1) && !is_vowel(c1) && is_vowel(c2))
            best = (guint)(next - word);
    }
    return best;
}

static void
add_line(GArray *lines, guint start, guint end, gboolean hyphen, int indent)
{
    TypedLine line = {start, end, hyphen, indent};
    g_array_append_val(lines, line);
}

static void
wrap_paragraph(GArray *lines, const char *text, guint start, guint end, int columns, int indent,
               gboolean hyphens)
{
    guint line = start, last = start; /* last: end of the last word that fits */
    int room = columns - indent, shift = indent;
    for (guint at = start; at < end;) {
        guint word = at;
        while (word < end && text[word] == ' ')
            word++;
        guint stop = word;
        while (stop < end && text[stop] != ' ')
            stop++;
        int used = (int)g_utf8_strlen(text + line, stop - line);
        if (columns <= 0 || used <= room || last == line) {
            last = at = stop;
            continue;
        }
        int before = (int)g_utf8_strlen(text + line, word - line);
        guint cut = hyphens ? divide(text + word, stop - word, room - before) : 0;
        add_line(lines, line, cut ? word + cut : last, cut != 0, shift);
        line = at = last = cut ? word + cut : word;
        room = columns;
        shift = 0;
    }
    add_line(lines, line, last, FALSE, shift);
}

GArray *
markup_wrap(const char *text, int columns, int indent, gboolean hyphens)
{
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(TypedLine));
    guint start = 0;
    for (;;) {
        const char *newline = strchr(text + start, '\n');
        guint end = newline ? (guint)(newline - text) : (guint)strlen(text);
        wrap_paragraph(lines, text, start, end, columns, indent, hyphens);
        if (!newline)
            return lines;
        start = end + 1;
    }
}

/* One letter, with signs before or after it: «Ф», «"Т», «в".». */
static gboolean
single_letter(const char *token, guint length)
{
    int letters = 0;
    for (const char *p = token; p < token + length; p = g_utf8_next_char(p))
        letters += g_unichar_isalpha(g_utf8_get_char(p)) ? 1 : g_unichar_isdigit(g_utf8_get_char(p)) ? 9 : 0;
    return letters == 1;
}

/* How many of the tokens from i on make one letter-spaced word. */
static guint
spaced_run(const char *line, const GArray *tokens, guint i)
{
    guint n = 0;
    for (guint k = i; k < tokens->len; k++, n++) {
        const TypedWord *t = &g_array_index(tokens, TypedWord, k);
        if (!single_letter(line + t->start, t->end - t->start))
            break;
        if (k > i && t->start != g_array_index(tokens, TypedWord, k - 1).end + 1)
            break;
        if (k > i && !g_unichar_isalpha(g_utf8_get_char(line + t->start)))
            break;
    }
    return n >= 3 ? n : 1;
}

GArray *
markup_words(const char *line)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(TypedWord));
    GArray *words = g_array_new(FALSE, FALSE, sizeof(TypedWord));
    for (const char *at = line; *at;) {
        at += strspn(at, " ");
        gsize length = strcspn(at, " ");
        TypedWord token = {(guint)(at - line), (guint)(at - line + length), FALSE};
        if (length)
            g_array_append_val(tokens, token);
        at += length;
    }
    for (guint i = 0; i < tokens->len;) {
        guint n = spaced_run(line, tokens, i);
        TypedWord word = g_array_index(tokens, TypedWord, i);
        word.end = g_array_index(tokens, TypedWord, i + n - 1).end;
        word.spaced = n > 1;
        g_array_append_val(words, word);
        i += n;
    }
    return words;
}

char *
markup_join(const char *line)
{
    g_autoptr(GArray) words = markup_words(line);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        TypedWord word = g_array_index(words, TypedWord, i);
        if (i)
            g_string_append_c(out, ' ');
        for (guint at = word.start; at < word.end; at++)
            if (!word.spaced || line[at] != ' ')
                g_string_append_c(out, line[at]);
    }
    return g_string_free(out, FALSE);
}
