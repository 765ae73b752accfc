/* lists.c - values that a field often has. */
#include "lists.h"
#include "glyphs.h"
#include "spelling.h"
#include <string.h>

static void
add_value(GHashTable *known, const char *value, gboolean latin)
{
    g_autofree char *folded = glyphs_fold(value, latin);
    if (!*folded)
        return;
    GPtrArray *spellings = g_hash_table_lookup(known, folded);
    if (!spellings) {
        spellings = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(known, g_steal_pointer(&folded), spellings);
    }
    g_ptr_array_add(spellings, g_strdup(value));
}

static gboolean
add_file(FormFile *file, const char *name, gboolean latin, GHashTable *known)
{
    g_autofree char *base = g_strconcat(name, ".txt", NULL);
    g_autofree char *path = g_build_filename(file->forms, "lists", base, NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, NULL) || !g_utf8_validate(bytes, (gssize)length, NULL))
        return FALSE;
    form_file_add(file, bytes, length);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        const char *value = g_strstrip(lines[i]);
        if (*value && *value != '#')
            add_value(known, value, latin);
    }
    return TRUE;
}

static GHashTable *
new_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
}

GHashTable *
lists_of(char *const *values, gboolean latin)
{
    GHashTable *known = new_table();
    for (guint i = 0; values[i]; i++)
        add_value(known, values[i], latin);
    return known;
}

GHashTable *
lists_read_known(FormFile *file, const char *group, gboolean latin)
{
    g_auto(GStrv) values = form_file_list(file, group, "known");
    if (!values)
        return NULL;
    g_autoptr(GHashTable) known = new_table();
    for (guint i = 0; values[i]; i++) {
        if (values[i][0] != '@')
            add_value(known, values[i], latin);
        else if (!add_file(file, values[i] + 1, latin, known))
            form_file_wrong(file, group, "known", "no list lists/%s.txt in UTF-8", values[i] + 1);
    }
    return g_steal_pointer(&known);
}

guint
lists_differences(const char *a, const char *b)
{
    guint count = 0;
    for (; *a && *b; a = g_utf8_next_char(a), b = g_utf8_next_char(b))
        count += g_utf8_get_char(a) != g_utf8_get_char(b);
    return count;
}

const char *
lists_find(GHashTable *known, const char *text, gboolean latin, guint initials)
{
    g_autofree char *folded = glyphs_fold(text, latin);
    glong skip = MIN((glong)initials, g_utf8_strlen(folded, -1));
    const GPtrArray *spellings = NULL;
    for (glong i = 0; i <= skip && !spellings; i++)
        spellings = g_hash_table_lookup(known, g_utf8_offset_to_pointer(folded, i));
    const char *best = NULL;
    for (guint i = 0; spellings && i < spellings->len; i++)
        if (!best || lists_differences(spellings->pdata[i], text) < lists_differences(best, text))
            best = spellings->pdata[i];
    return best;
}

static gboolean
is_in_capitals(const char *text)
{
    guint capitals, small;
    spelling_count_cases(text, &capitals, &small);
    return capitals > small;
}

/* The entry in capitals or in small letters, as the name is typed. To free. */
static char *
in_case_of(const char *name, const char *entry)
{
    if (is_in_capitals(name))
        return g_utf8_strup(entry, -1);
    if (!is_in_capitals(entry))
        return g_strdup(entry);
    GString *spelt = g_string_new(NULL);
    gboolean head = TRUE;
    for (const char *c = entry; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        g_string_append_unichar(spelt, head ? letter : g_unichar_tolower(letter));
        head = !g_unichar_isalpha(letter);
    }
    return g_string_free(spelt, FALSE);
}

char *
lists_respell(const char *entry, const char *text, gboolean latin)
{
    g_autofree char *folded = glyphs_fold(entry, latin);
    for (const char *name = text; *name; name = g_utf8_next_char(name)) {
        g_autofree char *rest = glyphs_fold(name, latin);
        if (!g_unichar_isalpha(g_utf8_get_char(name)) || strcmp(rest, folded) != 0)
            continue;
        gboolean bare = name > text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(name)));
        g_autofree char *spelt = in_case_of(name, entry);
        return g_strdup_printf("%.*s%s%s", (int)(name - text), text, !bare ? "" : latin ? ". " : ".", spelt);
    }
    return g_strdup(text);
}

double
lists_distance(GHashTable *known, const char *text, gboolean latin, guint initials, const char **ret_nearest)
{
    g_autofree char *folded = glyphs_fold(text, latin);
    glong length = g_utf8_strlen(folded, -1);
    double least = 1;
    GHashTableIter iter;
    gpointer key, spellings;
    g_hash_table_iter_init(&iter, known);
    while (g_hash_table_iter_next(&iter, &key, &spellings)) {
        glong own = g_utf8_strlen(key, -1), before = CLAMP(length - own, 0, (glong)initials);
        if (ABS(length - own) > own / 2 + 2)
            continue;
        guint letters = glyphs_distance(folded, key);
        double share = (double)(letters > before ? letters - before : 0) / MAX(own, 1);
        const char *first = ((const GPtrArray *)spellings)->pdata[0];
        /* A hash table has no order: of two equally near ones the alphabet decides. */
        if (share > least ||
            (share == least && ret_nearest && *ret_nearest && strcmp(first, *ret_nearest) > 0))
            continue;
        least = share;
        if (ret_nearest)
            *ret_nearest = first;
    }
    return least;
}
