/* characters.c - text as the characters and words a score compares. */
#include "characters.h"
#include <string.h>

#define LEADER 0x2026 /* … */

/* What every score takes for the same. 0: the character is dropped. */
static gunichar
fold_always(gunichar c)
{
    switch (c) {
    case 0x00AD: /* soft hyphen */
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return 0;
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
        return '"';
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
    case 0x00B4:
    case '`':
        return '\'';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x0451:
        return 0x0435; /* ё е */
    case 0x0401:
        return 0x0415;
    default:
        return g_unichar_isspace(c) ? ' ' : c;
    }
}

static gunichar
fold_lookalike(gunichar c)
{
    static const char latin[] = "ABEKMHPCTXYaeopcxyi";
    static const gunichar cyrillic[] = {0x410, 0x412, 0x415, 0x41A, 0x41C, 0x41D, 0x420, 0x421, 0x422, 0x425,
                                        0x423, 0x430, 0x435, 0x43E, 0x440, 0x441, 0x445, 0x443, 0x456};
    switch (c) {
    case 'I':
    case 'l':
    case '|':
    case 0x0406: /* І */
    case 0x04C0:
        return '1';
    case 'O':
    case 0x041E:
        return '0';
    case 0x0417:
        return '3';
    default:
        break;
    }
    const char *place = c < 128 ? strchr(latin, (int)c) : NULL;
    return place && *place ? cyrillic[place - latin] : c;
}

/* Length in characters of a leader of `mark` starting here (blanks between its marks allowed), 0 if there is
 * none. */
static guint
leader_length(const GArray *from, guint start, gunichar mark)
{
    guint marks = 0, length = 0;
    for (guint i = start; i < from->len; i++) {
        gunichar c = g_array_index(from, gunichar, i);
        if (c == mark || c == LEADER) {
            marks += c == LEADER ? 3 : 1;
            length = i + 1 - start;
        } else if (c != ' ') {
            break;
        }
    }
    return marks >= 3 ? length : 0;
}

static GArray *
fold_text(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *normal = g_utf8_normalize(valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    GArray *folded = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (const char *p = normal; *p; p = g_utf8_next_char(p)) {
        gunichar c = fold_always(g_utf8_get_char(p));
        if (c)
            g_array_append_val(folded, c);
    }
    return folded;
}

GArray *
characters_new(const char *text, Folds folds)
{
    g_autoptr(GArray) from = fold_text(text);
    GArray *to = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (guint i = 0; i < from->len;) {
        gunichar c = g_array_index(from, gunichar, i);
        guint leader = c == '.' || c == '_' || c == LEADER ? leader_length(from, i, c == '_' ? '_' : '.') : 0;
        i += leader ? leader : 1;
        if (leader)
            c = LEADER;
        if (c == ' ') {
            gboolean first = to->len == 0 || g_array_index(to, gunichar, to->len - 1) == ' ';
            if (first || (folds & FOLD_SOLID))
                continue;
        }
        if (folds & FOLD_LENIENT)
            c = fold_lookalike(c);
        g_array_append_val(to, c);
    }
    if (to->len > 0 && g_array_index(to, gunichar, to->len - 1) == ' ')
        g_array_set_size(to, to->len - 1);
    return to;
}

char *
characters_dup_text(const GArray *characters)
{
    if (characters->len == 0)
        return g_strdup("");
    return g_ucs4_to_utf8((const gunichar *)(const void *)characters->data, characters->len, NULL, NULL,
                          NULL);
}

GHashTable *
numbers_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

GArray *
word_numbers_new(const char *text, Folds folds, GHashTable *numbers)
{
    g_autoptr(GArray) characters = characters_new(text, folds & ~FOLD_SOLID);
    g_autofree char *folded = characters_dup_text(characters);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    GArray *list = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; words[i]; i++) {
        if (!*words[i])
            continue;
        guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, words[i]));
        if (!number) {
            number = g_hash_table_size(numbers) + 1;
            g_hash_table_insert(numbers, g_strdup(words[i]), GUINT_TO_POINTER(number));
        }
        g_array_append_val(list, number);
    }
    return list;
}
