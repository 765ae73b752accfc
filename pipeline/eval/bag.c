/* bag.c - scoring a page whose truth is text without places. */
#include "bag.h"
#include "distance.h"
#include <string.h>

#define USED 0 /* no character of a text */

static void
bag_line_clear(void *data)
{
    BagLine *line = data;
    g_free(line->truth);
    g_free(line->read);
}

/* Does the text end in a letter and a hyphen, and the next begin with a small letter? */
static gboolean
is_divided(const char *text, const char *next)
{
    gsize length = strlen(text);
    if (length < 2 || text[length - 1] != '-')
        return FALSE;
    const char *before = g_utf8_find_prev_char(text, text + length - 1);
    return g_unichar_isalpha(g_utf8_get_char(before)) && g_unichar_islower(g_utf8_get_char(next));
}

/* The page's lines, words divided at a line's end put together in the first of the two lines. */
static GPtrArray *
dup_lines(const Page *page, gboolean typed)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        const char *text = typed && line->raw ? line->raw : line->text;
        char *last = rows->len ? rows->pdata[rows->len - 1] : NULL;
        if (!*text)
            continue;
        if (last && is_divided(last, text)) {
            gsize word = strcspn(text, " ");
            last[strlen(last) - 1] = '\0';
            rows->pdata[rows->len - 1] = g_strdup_printf("%s%.*s", last, (int)word, text);
            g_free(last);
            text += word;
            text += strspn(text, " ");
        }
        if (*text)
            g_ptr_array_add(rows, g_strdup(text));
    }
    return rows;
}

static char *
dup_text(const Page *page, gboolean typed)
{
    g_autoptr(GPtrArray) rows = dup_lines(page, typed);
    g_ptr_array_add(rows, NULL);
    return g_strjoinv(" ", (char **)rows->pdata);
}

/* Indices of the lines, the longest first. */
static int
by_length(gconstpointer a, gconstpointer b, gpointer user_data)
{
    GPtrArray *lines = user_data;
    const GArray *x = lines->pdata[*(const guint *)a], *y = lines->pdata[*(const guint *)b];
    return (x->len < y->len) - (x->len > y->len);
}

static void
lay(BagLine *line, const GArray *truth, GArray *text)
{
    guint start, end;
    line->errors = edit_find(truth, text, &start, &end);
    line->length = truth->len;
    g_autoptr(GArray) stretch = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (guint i = start; i < end; i++) {
        gunichar *c = &g_array_index(text, gunichar, i);
        if (*c != USED)
            g_array_append_val(stretch, *c);
        *c = USED;
    }
    line->truth = characters_dup_text(truth);
    line->read = characters_dup_text(stretch);
}

GArray *
bag_lines_new(const Page *truth, const Page *read, Folds folds, gboolean typed, guint *ret_extra)
{
    g_autofree char *all = dup_text(read, typed);
    g_autoptr(GArray) text = characters_new(all, folds);
    g_autoptr(GPtrArray) rows = dup_lines(truth, typed);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < rows->len; i++) {
        g_ptr_array_add(lines, characters_new(rows->pdata[i], folds));
        g_array_append_val(order, i);
    }
    g_array_sort_with_data(order, by_length, lines);
    GArray *laid = g_array_new(FALSE, TRUE, sizeof(BagLine));
    g_array_set_clear_func(laid, bag_line_clear);
    g_array_set_size(laid, lines->len);
    for (guint i = 0; i < order->len; i++) {
        guint place = g_array_index(order, guint, i);
        lay(&g_array_index(laid, BagLine, place), lines->pdata[place], text);
    }
    *ret_extra = 0;
    for (guint i = 0; i < text->len; i++)
        *ret_extra += g_array_index(text, gunichar, i) != USED && g_array_index(text, gunichar, i) != ' ';
    return laid;
}

guint
bag_missing_words(const Page *truth, const Page *read, Folds folds, guint *ret_words)
{
    g_autoptr(GHashTable) numbers = numbers_new();
    g_autofree char *truth_text = dup_text(truth, FALSE);
    g_autofree char *read_text = dup_text(read, FALSE);
    g_autoptr(GArray) wanted = word_numbers_new(truth_text, folds, numbers);
    g_autoptr(GArray) found = word_numbers_new(read_text, folds, numbers);
    g_autofree guint *stock = g_new0(guint, g_hash_table_size(numbers) + 1);
    guint missing = 0;
    for (guint i = 0; i < found->len; i++)
        stock[g_array_index(found, guint32, i)]++;
    for (guint i = 0; i < wanted->len; i++) {
        guint *left = &stock[g_array_index(wanted, guint32, i)];
        if (*left > 0)
            (*left)--;
        else
            missing++;
    }
    *ret_words = wanted->len;
    return missing;
}
