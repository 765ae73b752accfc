/* answer.c - what a person typed, under the field's grammar.
 *
 * A value may be typed as it stands on the paper (16.У 1950) or as it is meant (1950-05-16): reviewers change
 * a character of what they are shown, which is the meaning. */
#include "review/answer.h"
#include "forms/grammar.h"
#include "forms/lists.h"
#include <jansson.h>
#include <string.h>

/* What values of a type look like, and how to say so. */
static const struct {
    const char *type, *pattern, *words;
} meanings[] = {
    {"digits", "^\\d+$", "digits only, as 8691"},
    {"moment", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$",
     "a day and a time, as 1950-05-16T00:40 or as it is typed"},
    {"moment-en", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$",
     "a day and a time, as 1950-05-16T00:40 or as it is typed"},
    {"date", "^\\d{4}-\\d\\d-\\d\\d$", "a day, as 1950-05-16 or as it is typed"},
    {"note", "^\\d+ экз\\.(, [^,]+)?(, \\d{4}-\\d\\d-\\d\\d)?$",
     "as 4 экз., ян, 1950-05-16 or as it is typed"},
    {"note-en", "^\\d+ cop(y|ies)(, [^,]+)?(, \\d{4}-\\d\\d-\\d\\d)?$",
     "as 5 copies, 1950-05-14 or as it is typed"},
    {"present", "^(present|absent)$", "present or absent"},
};

/* Every day in it is in the calendar, and every time on the clock. */
static gboolean
is_real(const char *value)
{
    for (const char *c = value; *c; c++) {
        int year, month, day, hour = 0, minute = 0, read = 0;
        if (sscanf(c, "%4d-%2d-%2d%n", &year, &month, &day, &read) != 3 || read != 10)
            continue;
        if (c[10] == 'T' && (sscanf(c + 11, "%2d:%2d", &hour, &minute) != 2 || hour > 23 || minute > 59))
            return FALSE;
        return year >= 1900 && year <= 2000 &&
               g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    }
    return TRUE;
}

static guint
find_meaning(const char *type)
{
    guint i = 0;
    while (i < G_N_ELEMENTS(meanings) && strcmp(meanings[i].type, type) != 0)
        i++;
    return i;
}

/* The value of one entry, to free; NULL, with the reason, where it is none. */
static char *
read_entry(const char *type, const char *text, char **ret_why)
{
    guint i = find_meaning(type);
    g_autofree char *raw = NULL;
    char *value = NULL;
    if (!*text) {
        *ret_why = g_strdup("empty: absent or illegible say so");
        return NULL;
    }
    if (i < G_N_ELEMENTS(meanings) && g_regex_match_simple(meanings[i].pattern, text, 0, 0) && is_real(text))
        return g_strdup(text);
    if (i < G_N_ELEMENTS(meanings) && strcmp(type, "present") != 0 &&
        grammar_read(type, text, &raw, &value) && is_real(value))
        return value;
    g_free(value);
    if (i == G_N_ELEMENTS(meanings)) /* any text, as it was typed */
        return g_strdup(text);
    *ret_why = g_strdup(meanings[i].words);
    return NULL;
}

gboolean
answer_is_list(const Desk *desk, const DeskItem *item)
{
    const FormField *field = desk_form_field(desk, item, NULL);
    return field && field->place == PLACE_ROW;
}

/* The lines as a JSON list; NULL, with the reason, where one is no entry. */
static char *
read_lines(const char *type, const char *text, char **ret_why)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    json_t *list = json_array();
    gboolean sound = TRUE;
    for (guint i = 0; sound && lines[i]; i++) {
        g_strstrip(lines[i]);
        g_autofree char *value = *lines[i] ? read_entry(type, lines[i], ret_why) : NULL;
        sound = !*lines[i] || value;
        if (value)
            json_array_append_new(list, json_string(value));
    }
    if (sound && json_array_size(list) == 0)
        *ret_why = g_strdup("empty: absent or illegible say so");
    char *json = sound && json_array_size(list) > 0 ? json_dumps(list, JSON_COMPACT) : NULL;
    char *copy = g_strdup(json);
    free(json);
    json_decref(list);
    return copy;
}

static gboolean
is_cyrillic(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_CYRILLIC;
}

/* Latin letters of words that hold Cyrillic ones too: typed on the wrong keyboard. */
static GPtrArray *
find_latin(const char *text)
{
    GPtrArray *latin = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
    for (guint i = 0; words[i]; i++) {
        guint cyrillic = 0;
        for (const char *c = words[i]; *c; c = g_utf8_next_char(c))
            cyrillic += is_cyrillic(g_utf8_get_char(c));
        for (const char *c = words[i]; cyrillic && *c; c = g_utf8_next_char(c))
            if (g_ascii_isalpha(*c))
                g_ptr_array_add(latin, g_strndup(c, 1));
    }
    return latin;
}

/* Is a line of it none of the field's known values? They are not all that there can be. */
static gboolean
is_unknown(const FormField *field, gboolean latin, const char *text)
{
    if (!field || !field->known)
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (*g_strstrip(lines[i]) && !lists_find(field->known, lines[i], latin, form_initials(field)))
            return TRUE;
    return FALSE;
}

void
answer_read(const Desk *desk, const DeskItem *item, const char *text, Answer *ret)
{
    const Form *form = NULL;
    const FormField *field = desk_form_field(desk, item, &form);
    const char *type = field ? field->type : "text";
    g_autofree char *typed = g_strstrip(g_strdup(text));
    *ret = (Answer){.latin = find_latin(typed), .unknown = is_unknown(field, form && form->latin, typed)};
    ret->value =
        answer_is_list(desk, item) ? read_lines(type, typed, &ret->why) : read_entry(type, typed, &ret->why);
}

void
answer_clear(Answer *answer)
{
    g_free(answer->value);
    g_free(answer->why);
    g_clear_pointer(&answer->latin, g_ptr_array_unref);
}

char *
answer_dup_shown(const Desk *desk, const DeskItem *item, const char *value)
{
    json_t *list = value && answer_is_list(desk, item) ? json_loads(value, 0, NULL) : NULL, *entry;
    gsize i;
    if (!json_is_array(list)) {
        json_decref(list);
        return g_strdup(value);
    }
    g_autoptr(GString) lines = g_string_new(NULL);
    json_array_foreach(list, i, entry)
        g_string_append_printf(lines, "%s%s", i ? "\n" : "", json_string_value(entry));
    json_decref(list);
    return g_string_free(g_steal_pointer(&lines), FALSE);
}
