/* corrections-apply.c - what persons decided, put on a page. */
#include "corrections.h"
#include "distance.h"
#include "record.h"
#include <string.h>

static gboolean
is_kind(const Decision *decision, const char *kind)
{
    return strcmp(decision->decision, kind) == 0;
}

static void
replace(char **text, const char *with)
{
    char *copy = g_strdup(with);
    g_free(*text);
    *text = copy;
}

/* A list stays one; where the machine had no value, the decision tells. */
static gboolean
is_list_now(const Field *field)
{
    if (!field->value)
        return field->is_list;
    return (field->is_list || !field->machine) && record_is_list(field->value);
}

static void
set_only_reason(Field *field, const char *reason)
{
    const char *const reasons[] = {reason, NULL};
    g_strfreev(field->reasons);
    field->reasons = g_strdupv((char **)reasons);
}

static void
add_reason(Field *field, const char *reason)
{
    guint length = field->reasons ? g_strv_length(field->reasons) : 0;
    if (length > 0 && g_strv_contains((const char *const *)field->reasons, reason))
        return;
    field->reasons = g_renew(char *, field->reasons, length + 2);
    field->reasons[length] = g_strdup(reason);
    field->reasons[length + 1] = NULL;
}

/* Two readers who see no value at all have found it illegible. */
static void
set_reasons(Field *field, const Decision *decision)
{
    static const char *const readings[] = {"illegible", "second", "arbiter", NULL};
    if (is_kind(decision, "unsure"))
        add_reason(field, "unsure");
    else if (is_kind(decision, "other"))
        set_only_reason(field, "not_this_field");
    else
        set_only_reason(field,
                        !field->value && g_strv_contains(readings, decision->decision) ? "illegible" : NULL);
}

/* Keeps what the machine said, once. */
static void
mark_decided(Field *field, const Decision *decision)
{
    if (!field->decision) {
        field->machine = g_strdup(field->value);
        field->machine_status = g_strdup(field->status);
    }
    replace(&field->decision, decision->decision);
    replace(&field->decided_by, decision->who);
    replace(&field->decided_at, decision->at);
}

static void
apply_to_field(Page *page, const char *name, const Decision *decision)
{
    /* A blind reading is not to be seen before the other one; where the two differ, neither counts. */
    if (is_kind(decision, "first") || (is_kind(decision, "second") && !decision->settled))
        return;
    Field *field = page_find_field(page, name);
    if (!field && !decision->value)
        return;
    if (!field) {
        field = page_add_field(page, name);
        field->status = g_strdup("missing");
    }
    mark_decided(field, decision);
    if (!is_kind(decision, "unsure")) {
        gboolean none =
            is_kind(decision, "illegible") || is_kind(decision, "absent") || is_kind(decision, "other");
        replace(&field->value, none ? NULL : decision->value);
        field->is_list = is_list_now(field);
    }
    replace(&field->status, is_kind(decision, "absent") ? "absent"
                            : decision->settled         ? "corrected"
                                                        : "review");
    set_reasons(field, decision);
}

static GArray *
characters_new(const char *text)
{
    glong length;
    gunichar *characters = g_utf8_to_ucs4_fast(text, -1, &length);
    GArray *array = g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint)length);
    g_array_append_vals(array, characters, (guint)length);
    g_free(characters);
    return array;
}

/* How much of the longer text has to be changed to get the other: 0 the same, 1 nothing alike. */
static double
difference(const char *a, const char *b)
{
    g_autoptr(GArray) x = characters_new(a), y = characters_new(b);
    guint longer = MAX(x->len, y->len);
    return longer ? (double)edit_distance(x, y) / longer : 0;
}

/* How far the line is from what it said before or after the decision. */
static double
strangeness(const Line *line, const Decision *decision)
{
    double strange = decision->was ? difference(line->text, decision->was) : 0;
    if (strange > 0 && decision->value)
        strange = MIN(strange, difference(line->text, decision->value));
    return strange;
}

/* Line `number` as long as it is the line that was decided; a page that was read anew may have it elsewhere.
 */
static Line *
find_line(const Page *page, guint number, const Decision *decision)
{
    static const double alike = 0.5;
    Line *best = number > 0 && number <= page->lines->len ? page->lines->pdata[number - 1] : NULL;
    if (best && !best->machine && strangeness(best, decision) <= alike)
        return best;
    double least = G_MAXDOUBLE;
    best = NULL;
    for (guint i = 0; i < page->lines->len && decision->was && *decision->was; i++) {
        Line *line = page->lines->pdata[i];
        double strange = line->machine ? 1 : strangeness(line, decision);
        if (strange <= alike && strange < least) {
            best = line;
            least = strange;
        }
    }
    return best;
}

/* Letter-spaced as the old one was: П Е К И Н. */
static char *
dup_spaced(const char *text)
{
    GString *spaced = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (at > text)
            g_string_append_c(spaced, ' ');
        g_string_append_unichar(spaced, g_utf8_get_char(at));
    }
    return g_string_free(spaced, FALSE);
}

/* What the machine has to say of another word goes. */
static void
set_word(Word *word, const char *text)
{
    if (strcmp(word->text, text) == 0)
        return;
    g_autofree char *spaced = dup_spaced(word->text);
    char *raw = g_strcmp0(word->raw, spaced) == 0 ? dup_spaced(text) : NULL;
    g_free(word->raw);
    word->raw = raw;
    replace(&word->text, text);
    g_ptr_array_set_size(word->symbols, 0);
    g_clear_pointer(&word->alternatives, g_array_unref);
}

static void
set_line_words(Line *line, const char *text)
{
    g_auto(GStrv) parts = g_strsplit_set(text, " \t\r\n", -1);
    guint count = 0;
    for (guint i = 0; parts[i]; i++)
        if (*parts[i])
            count++;
    if (count == 0) {
        line_clear_words(line);
        return;
    }
    if (count != line->words->len) {
        g_autofree char *whole = g_strdup(text);
        g_ptr_array_set_size(line->words, 0);
        line_add_word(line, g_strstrip(g_strdelimit(whole, "\t\r\n", ' ')), line->quad, line->confidence);
    } else {
        for (guint i = 0, w = 0; parts[i]; i++)
            if (*parts[i])
                set_word(line->words->pdata[w++], parts[i]);
    }
    line_refresh(line);
}

static void
apply_to_line(Page *page, guint number, const Decision *decision)
{
    if (!decision->settled)
        return;
    Line *line = find_line(page, number, decision);
    if (!line) {
        page_doubt(page, "corrections", "line_lost", "what %s decided of line %u has no place any more: “%s”",
                   decision->who, number, decision->value ? decision->value : "");
        return;
    }
    line->machine = g_strdup(line->text);
    if (g_strcmp0(line->text, decision->value) != 0)
        set_line_words(line, decision->value ? decision->value : "");
}

/* Do two places share half of the smaller one? */
static gboolean
is_same_place(const Quad *a, const Quad *b)
{
    double ax0, ay0, ax1, ay1, bx0, by0, bx1, by1;
    quad_bounds(a, &ax0, &ay0, &ax1, &ay1);
    quad_bounds(b, &bx0, &by0, &bx1, &by1);
    double width = MIN(ax1, bx1) - MAX(ax0, bx0), height = MIN(ay1, by1) - MAX(ay0, by0);
    double smaller = MIN((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0));
    return width >= 0 && height >= 0 && 2 * width * height >= smaller;
}

static Annotation *
find_annotation(const Page *page, guint number, guint read, const Decision *decision)
{
    Quad before = quad_is_nowhere(&decision->found) ? decision->quad : decision->found;
    if (number < read) {
        Annotation *same = page->annotations->pdata[number];
        if (quad_is_nowhere(&before) || is_same_place(&same->quad, &before))
            return same;
    }
    for (guint i = 0; i < read && !decision->added; i++) {
        Annotation *annotation = page->annotations->pdata[i];
        if (!quad_is_nowhere(&before) && is_same_place(&annotation->quad, &before))
            return annotation;
    }
    return NULL;
}

/* `read`: how many the machine found; those that persons added follow. */
static void
apply_to_annotation(Page *page, guint number, guint read, const Decision *decision, GPtrArray *removed)
{
    Annotation change = {0};
    gboolean gone;
    if (!decision->settled || !decision->value ||
        !record_load_annotation_change(decision->value, &change, &gone, NULL))
        return;
    Annotation *annotation = find_annotation(page, number, read, decision);
    if (!annotation && !gone && !quad_is_nowhere(&decision->quad)) {
        annotation = page_add_annotation(page, change.kind, decision->quad);
        annotation->confidence = 1;
    }
    if (annotation && gone && !g_ptr_array_find(removed, annotation, NULL))
        g_ptr_array_add(removed, annotation);
    if (!annotation || gone) {
        g_free(change.text);
        return;
    }
    annotation->kind = change.kind;
    g_free(annotation->text);
    annotation->text = change.text;
    if (!quad_is_nowhere(&decision->quad))
        annotation->quad = decision->quad;
}

/* By length first, so that a10 follows a9. */
static gint
compare_fields(gconstpointer a, gconstpointer b)
{
    gsize x = strlen(a), y = strlen(b);
    return x != y ? (x < y ? -1 : 1) : strcmp(a, b);
}

void
corrections_apply(Page *page, GHashTable *decisions)
{
    g_autoptr(GPtrArray) removed = g_ptr_array_new();
    g_autoptr(GList) fields = g_list_sort(g_hash_table_get_keys(decisions), compare_fields);
    guint read = page->annotations->len, number;
    for (const GList *at = fields; at; at = at->next) {
        const Decision *decision = g_hash_table_lookup(decisions, at->data);
        if (correction_place(at->data, 'l', &number))
            apply_to_line(page, number, decision);
        else if (correction_place(at->data, 'a', &number))
            apply_to_annotation(page, number, read, decision, removed);
        else
            apply_to_field(page, at->data, decision);
    }
    for (guint i = 0; i < removed->len; i++)
        g_ptr_array_remove(page->annotations, removed->pdata[i]);
}
