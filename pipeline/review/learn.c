/* learn.c - what the decisions on a folder teach for the rest of it. */
#include "review/learn.h"
#include "counts.h"
#include "distance.h"
#include <string.h>

#define OFTEN     2   /* decisions from which a confusion counts */
#define MOST      3   /* alternatives */
#define CONFIRMED 0.5 /* of a value that persons confirmed, the chance to be wrong */
#define CONFUSED  1.5 /* of one with a character that is often misread */

struct Learnt {
    GHashTable *confusions; /* "read\nis" -> how often */
    GHashTable *values;     /* "name\nvalue" -> how often */
};

Learnt *
learnt_new(void)
{
    Learnt *learnt = g_new0(Learnt, 1);
    learnt->confusions = counts_new();
    learnt->values = counts_new();
    return learnt;
}

void
learnt_free(Learnt *learnt)
{
    if (!learnt)
        return;
    g_hash_table_unref(learnt->confusions);
    g_hash_table_unref(learnt->values);
    g_free(learnt);
}

static void
count_up(GHashTable *table, const char *a, const char *b)
{
    g_autofree char *key = g_strdup_printf("%s\n%s", a, b);
    counts_add(table, key);
}

/* Characters that differ between values of one length. */
static void
note_confusions(Learnt *learnt, const char *was, const char *becomes)
{
    if (g_utf8_strlen(was, -1) != g_utf8_strlen(becomes, -1))
        return;
    for (const char *p = was, *q = becomes; *p; p = g_utf8_next_char(p), q = g_utf8_next_char(q)) {
        char a[8] = "", b[8] = "";
        if (g_utf8_get_char(p) == g_utf8_get_char(q))
            continue;
        g_utf8_strncpy(a, p, 1);
        g_utf8_strncpy(b, q, 1);
        count_up(learnt->confusions, a, b);
    }
}

void
learnt_note(Learnt *learnt, const char *name, const char *was, const char *becomes)
{
    if (!becomes || strchr(becomes, '\n'))
        return;
    count_up(learnt->values, name, becomes);
    if (was && strcmp(was, becomes) != 0)
        note_confusions(learnt, was, becomes);
}

double
learnt_doubt(const Learnt *learnt, const char *name, const char *value)
{
    g_autofree char *key = g_strdup_printf("%s\n%s", name, value);
    GHashTableIter iter;
    gpointer pair, count;
    if (g_hash_table_lookup(learnt->values, key))
        return CONFIRMED;
    g_hash_table_iter_init(&iter, learnt->confusions);
    while (g_hash_table_iter_next(&iter, &pair, &count)) {
        g_autofree char *read = g_strndup(pair, strcspn(pair, "\n"));
        if (GPOINTER_TO_UINT(count) >= OFTEN && strstr(value, read))
            return CONFUSED;
    }
    return 1;
}

static GArray *
letters_of(const char *text)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        guint32 letter = g_unichar_tolower(g_utf8_get_char(c));
        g_array_append_val(letters, letter);
    }
    return letters;
}

/* Is the learnt value as near to this one as a misreading is? */
static gboolean
is_near(const char *value, const char *other)
{
    g_autoptr(GArray) a = letters_of(value), b = letters_of(other);
    guint distance = edit_distance(a, b);
    return distance > 0 && distance <= MAX(1, a->len / 4);
}

static void
offer(GPtrArray *offers, const char *value, char *other)
{
    if (offers->len < MOST && strcmp(value, other) != 0 &&
        !g_ptr_array_find_with_equal_func(offers, other, g_str_equal, NULL))
        g_ptr_array_add(offers, other);
    else
        g_free(other);
}

GPtrArray *
learnt_alternatives(const Learnt *learnt, const char *name, const char *value)
{
    GPtrArray *offers = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) values = counts_sorted(learnt->values),
                         confusions = counts_sorted(learnt->confusions);
    gsize length = strlen(name);
    for (guint i = 0; i < values->len; i++) {
        const char *key = values->pdata[i];
        if (strncmp(key, name, length) == 0 && key[length] == '\n' && is_near(value, key + length + 1))
            offer(offers, value, g_strdup(key + length + 1));
    }
    for (guint i = 0; i < confusions->len; i++) {
        const char *key = confusions->pdata[i], *is = strchr(key, '\n') + 1;
        g_autofree char *read = g_strndup(key, is - 1 - key);
        const char *at = strstr(value, read);
        if (at && counts_get(learnt->confusions, key) >= OFTEN)
            offer(offers, value,
                  g_strdup_printf("%.*s%s%s", (int)(at - value), value, is, at + strlen(read)));
    }
    return offers;
}

static void
each(GHashTable *table, LearntVisit visit, gpointer user_data)
{
    g_autoptr(GPtrArray) keys = counts_sorted(table);
    for (guint i = 0; i < keys->len; i++) {
        const char *key = keys->pdata[i], *second = strchr(key, '\n') + 1;
        g_autofree char *first = g_strndup(key, second - 1 - key);
        visit(first, second, counts_get(table, key), user_data);
    }
}

void
learnt_each_confusion(const Learnt *learnt, LearntVisit visit, gpointer user_data)
{
    each(learnt->confusions, visit, user_data);
}

void
learnt_each_value(const Learnt *learnt, LearntVisit visit, gpointer user_data)
{
    each(learnt->values, visit, user_data);
}
