/* grammar.c - one small reader a type, in a table at the end. */
#include "grammar.h"
#include "calendar.h"
#include "spelling.h"
#include <string.h>

/* What the form's dots and specks are read as. Other signs stand for a letter, which an alternative offers.
 */
#define NOISE " \n._—–°®&·•'’‘`|-"

typedef gboolean (*Reader)(const char *text, char **ret_raw, char **ret_value);

/* The expression matched against the text, compiled once. */
static GMatchInfo *
match(GRegex **kept, const char *pattern, const char *text)
{
    static GMutex lock;
    g_mutex_lock(&lock);
    if (!*kept)
        *kept = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    g_mutex_unlock(&lock);
    g_assert(*kept);
    GMatchInfo *info = NULL;
    if (g_regex_match(*kept, text, 0, &info))
        return info;
    g_match_info_free(info);
    return NULL;
}

static int
part_number(const GMatchInfo *info, const char *name)
{
    g_autofree char *part = g_match_info_fetch_named(info, name);
    return part && *part ? calendar_number(part) : -1;
}

static int
part_month(const GMatchInfo *info)
{
    g_autofree char *roman = g_match_info_fetch_named(info, "roman");
    g_autofree char *name = g_match_info_fetch_named(info, "name");
    g_autofree char *digits = g_match_info_fetch_named(info, "digits");
    if (roman && *roman)
        return calendar_roman(roman);
    if (name && *name)
        return calendar_name(name);
    return digits && *digits ? calendar_number(digits) : 0;
}

static gboolean
read_digits(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info =
        match(&kept, "^[^\\w№]*(?:№|[eoеоОO]\\.)?[^\\w]*(?<n>[" DIGITS "](?: ?[" DIGITS "])*)[^\\w]*$", text);
    if (!info)
        return FALSE;
    g_autofree char *typed = g_match_info_fetch_named(info, "n");
    g_auto(GStrv) parts = g_strsplit(typed, " ", -1);
    g_autofree char *joined = g_strjoinv("", parts);
    g_autoptr(GString) capitals = g_string_new(joined);
    /* The regular expression takes Т and Г in either case, and no date ends here. */
    g_string_replace(capitals, "т", "Т", 0);
    g_string_replace(capitals, "г", "Г", 0);
    char *digits = calendar_digits(capitals->str);
    /* Letters alone are no number, nor is what the expression takes for a figure in either case: Б is no б.
     */
    gboolean any = FALSE;
    for (const char *p = joined; *p; p++)
        any = any || g_ascii_isdigit(*p);
    if (!any || strlen(digits) > 7 || strchr(digits, '?')) {
        g_free(digits);
        return FALSE;
    }
    *ret_raw = digits;
    *ret_value = g_strdup(digits);
    return TRUE;
}

/* «19 час. 05 мин. 31/УП 1953 г.»; the words and 195 are printed, dots of the form may stand between. */
static gboolean
read_moment(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info =
        match(&kept,
              "^[" NOISE "]*(?<h>[" DIGITS "]{1,2})[" NOISE "]*(?:ч?ас\\w?|ч[а-я]{1,2})[" NOISE
              "]*(?<m>[" DIGITS "] ?[" DIGITS "])[" NOISE "]*(?:[а-я][" NOISE "]+)?ми[нипт]?[" NOISE "]*"
              "(?<d>[" DIGITS "] ?[" DIGITS "]?) ?(?<sep>[ ./,-]+) ?(?<roman>" ROMANS ")[" NOISE
              "]*[1IТГ] ?9 ?[5б] ?[" NOISE "]*"
              "(?<y>[" DIGITS "])[" NOISE "]*(?:[а-я]?г|[rт])?[" NOISE "]*(?:\\s.*)?$",
              text);
    if (!info)
        return FALSE;
    g_autofree char *typed = g_match_info_fetch_named(info, "roman");
    g_autofree char *separator = g_match_info_fetch_named(info, "sep");
    g_autofree char *minutes = g_match_info_fetch_named(info, "m"),
                    *days = g_match_info_fetch_named(info, "d");
    g_strdelimit(minutes, " ", '\n');
    g_auto(GStrv) minute_parts = g_strsplit(minutes, "\n", -1), day_parts = g_strsplit(days, " ", -1);
    g_autofree char *minute_text = g_strjoinv("", minute_parts), *day_text = g_strjoinv("", day_parts);
    int hour = part_number(info, "h"), minute = calendar_number(minute_text), day = calendar_number(day_text);
    int month = part_month(info), year = 1950 + part_number(info, "y");
    if (part_number(info, "y") < 0)
        return FALSE;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !calendar_has_day(year, month, day))
        return FALSE;
    /* The words and 195 are printed; digits and month stand as typed. */
    g_autofree char *hours = g_match_info_fetch_named(info, "h"), *hour_typed = calendar_digits(hours);
    g_autofree char *minute_typed = calendar_digits(minute_text), *day_typed = calendar_digits(day_text);
    g_autofree char *roman = calendar_strokes(typed);
    const char *sign = g_strstrip(separator);
    *ret_raw = g_strdup_printf("%s час. %s мин. %s%c%s %d г.", hour_typed, minute_typed, day_typed,
                               *sign ? *sign : ' ', roman, year);
    *ret_value = g_strdup_printf("%04d-%02d-%02dT%02d:%02d", year, month, day, hour, minute);
    return TRUE;
}

static gboolean
read_moment_english(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info =
        match(&kept,
              "^(?:\\S{1,2}\\s)?[^\\w]*(?<h>[" DIGITS "]{1,2}) ?[:.] ?(?<m>[" DIGITS
              "]{2}) ?(?<half>[ap])\\.? ?m\\.?[^\\w]*"
              "(?<d>[" DIGITS "]{1,2})[^\\w]*(?<name>[a-z]{3,9})[^\\w]*(?<y>[1Il]9[" DIGITS
              "]{2})[^\\w]*(?:\\s.*)?$",
              text);
    if (!info)
        return FALSE;
    g_autofree char *half = g_match_info_fetch_named(info, "half"),
                    *name = g_match_info_fetch_named(info, "name");
    int hour = part_number(info, "h"), minute = part_number(info, "m"), day = part_number(info, "d");
    int month = part_month(info), year = part_number(info, "y");
    if (hour < 1 || hour > 12 || minute < 0 || minute > 59 || !calendar_has_day(year, month, day))
        return FALSE;
    gboolean evening = g_ascii_tolower(*half) == 'p';
    *ret_raw = g_strdup_printf("%d:%02d %s, %d %s %d", hour, minute, evening ? "pm" : "am", day, name, year);
    *ret_value =
        g_strdup_printf("%04d-%02d-%02dT%02d:%02d", year, month, day, hour % 12 + (evening ? 12 : 0), minute);
    return TRUE;
}

#define DAY_RUSSIAN                                                                                          \
    "\"?(?<d>[" DIGITS "]{1,2})\"? ?(?:(?:[./,-]+ ?|(?<= )(?=\\S+[./-]))(?:(?<roman>" ROMANS                 \
    ")|(?<digits>[01]?[0-9]))[ .,/-]*|(?<name>[а-я]{3,8}) )"                                               \
    "(?<y>(?:[1IТГ] ?9 ?)?[" DIGITS "]{2}) ?(?:г|r|т|п|год|года)?[^\\w]*$"
#define DAY_ENGLISH                                                                                          \
    "(?:(?<d>[" DIGITS                                                                                       \
    "]{1,2})(?:st|nd|rd|th)?,? *(?<name>[a-z]{3,9})|(?<name2>[a-z]{3,9})\\.? *(?<d2>[" DIGITS                \
    "]{1,2})(?:st|nd|rd|th)?),? *(?<y>[1Il|]9[" DIGITS "]{2})[^\\w]*$"

/* The day that `info` holds, as ISO 8601; NULL where there is none. */
static char *
iso_day(const GMatchInfo *info, gboolean english)
{
    g_autofree char *name2 = english ? g_match_info_fetch_named(info, "name2") : NULL;
    gboolean american = name2 && *name2;
    int day = part_number(info, american ? "d2" : "d"), year = part_number(info, "y");
    int month = american ? calendar_name(name2) : part_month(info);
    year += year >= 0 && year < 100 ? 1900 : 0;
    return calendar_has_day(year, month, day) ? g_strdup_printf("%04d-%02d-%02d", year, month, day) : NULL;
}

static gboolean
read_date(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *russian, *english;
    g_autoptr(GMatchInfo) info = match(&russian, "^[^\\w\"]*" DAY_RUSSIAN, text);
    gboolean is_english = FALSE;
    if (!info) {
        info = match(&english, "^[^\\w]*" DAY_ENGLISH, text);
        is_english = TRUE;
    }
    char *iso = info ? iso_day(info, is_english) : NULL;
    if (!iso)
        return FALSE;
    *ret_raw = g_strdup(text);
    *ret_value = iso;
    return TRUE;
}

/* «отп. 4 экз. ян.» and below it the day; what is read for отп. is no part of the value. */
static gboolean
read_note(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info =
        match(&kept,
              "^[^\\w]*(?:[а-я]{2,3})?[^\\w]*(?<n>[" DIGITS
              "]{1,2})[^\\w]*экз[^\\w]*(?<who>[а-я]{2})?(?:[^\\w\"]*|[^\\n]*\\n[^\\w\"]*)" DAY_RUSSIAN,
              text);
    g_autofree char *iso = info ? iso_day(info, FALSE) : NULL;
    int copies = info ? part_number(info, "n") : 0;
    if (!iso || copies < 1)
        return FALSE;
    g_autofree char *who = g_match_info_fetch_named(info, "who");
    g_autofree char *typist = g_utf8_strdown(who ? who : "", -1);
    *ret_raw = g_strdup(text);
    *ret_value = g_strdup_printf("%d экз., %s%s%s", copies, typist, *typist ? ", " : "", iso);
    return TRUE;
}

static gboolean
read_note_english(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info =
        match(&kept, "^[^\\w]*(?<n>[" DIGITS "]{1,2})[^\\w]*[ceo]?[oae]p[il][eo]s[^\\w]*" DAY_ENGLISH, text);
    g_autofree char *iso = info ? iso_day(info, TRUE) : NULL;
    int copies = info ? part_number(info, "n") : 0;
    if (!iso || copies < 1)
        return FALSE;
    *ret_raw = g_strdup(text);
    *ret_value = g_strdup_printf("%d copies, %s", copies, iso);
    return TRUE;
}

static gboolean
read_text(const char *text, char **ret_raw, char **ret_value)
{
    gboolean any = FALSE;
    for (const char *p = text; *p && !any; p = g_utf8_next_char(p))
        any = g_unichar_isalnum(g_utf8_get_char(p));
    if (!any)
        return FALSE;
    *ret_raw = g_strdup(text);
    *ret_value = spelling_plain(text);
    return TRUE;
}

static gboolean
read_name(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *edges;
    if (!edges)
        edges = g_regex_new("^[^\\p{L}\\d\\[(]+|[^\\p{L}\\d\\])]+$", G_REGEX_OPTIMIZE, 0, NULL);
    if (!read_text(text, ret_raw, ret_value))
        return FALSE;
    char *name = g_regex_replace_literal(edges, *ret_value, -1, 0, "", 0, NULL);
    g_free(*ret_value);
    *ret_value = name;
    return TRUE;
}

/* Letters of one height for both cases (с, о, п, х …) are read as small ones in a line of capitals: a word
 * with a capital inside, or none at its head, is all capitals. */
static gboolean
read_caps(const char *text, char **ret_raw, char **ret_value)
{
    if (!read_text(text, ret_raw, ret_value))
        return FALSE;
    /* The typist's nought is the letter О, his 3 the letter З. */
    GString *letters = g_string_new(*ret_value);
    if (strpbrk(letters->str, "1245678") == NULL) {
        g_string_replace(letters, "0", "О", 0);
        g_string_replace(letters, "3", "З", 0);
    }
    g_free(*ret_value);
    *ret_value = g_string_free(letters, FALSE);
    gboolean capitals = FALSE, head = TRUE;
    for (const char *p = *ret_value; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isalpha(c)) {
            head = TRUE;
            continue;
        }
        capitals = capitals || (head ? g_unichar_islower(c) : g_unichar_isupper(c));
        head = FALSE;
    }
    if (capitals) {
        char *upper = g_utf8_strup(*ret_value, -1);
        g_free(*ret_value);
        *ret_value = upper;
    }
    return TRUE;
}

static gboolean
read_person(const char *text, char **ret_raw, char **ret_value)
{
    *ret_raw = spelling_person(text, ret_value);
    return *ret_raw != NULL;
}

/* № 4058/мин: a number and the clerk's letters, by hand. */
static gboolean
read_registration(const char *text, char **ret_raw, char **ret_value)
{
    static GRegex *kept;
    g_autoptr(GMatchInfo) info = match(
        &kept, "№[^\\w]*(?<n>[0-9](?: ?[0-9]){1,4})[^\\w]{0,4}(?<who>\\p{L}{1,3})[^\\w]*(?:\\s.*)?$", text);
    if (!info)
        return FALSE;
    g_autofree char *number = g_match_info_fetch_named(info, "n"),
                    *letters = g_match_info_fetch_named(info, "who"), *who = g_utf8_strdown(letters, -1);
    g_auto(GStrv) parts = g_strsplit(number, " ", -1);
    g_autofree char *digits = g_strjoinv("", parts);
    *ret_raw = g_strdup(text);
    *ret_value = g_strdup_printf("№ %s/%s", digits, who);
    return TRUE;
}

static gboolean
read_present(const char *text, char **ret_raw, char **ret_value)
{
    *ret_raw = g_strdup(text);
    *ret_value = g_strdup("present");
    return TRUE;
}

static const struct {
    const char *type;
    Reader read;
    gboolean plain;
} readers[] = {
    {"text", read_text, TRUE},
    {"caps", read_caps, TRUE},
    {"name", read_name, TRUE},
    {"person", read_person, FALSE},
    {"digits", read_digits, FALSE},
    {"moment", read_moment, FALSE},
    {"moment-en", read_moment_english, FALSE},
    {"date", read_date, FALSE},
    {"note", read_note, FALSE},
    {"note-en", read_note_english, FALSE},
    {"registration", read_registration, FALSE},
    {"present", read_present, TRUE},
};

static guint
find_type(const char *type)
{
    for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
        if (strcmp(readers[i].type, type) == 0)
            return i;
    return G_N_ELEMENTS(readers);
}

gboolean
grammar_knows(const char *type)
{
    return find_type(type) < G_N_ELEMENTS(readers);
}

gboolean
grammar_is_plain(const char *type)
{
    return grammar_knows(type) && readers[find_type(type)].plain;
}

gboolean
grammar_read(const char *type, const char *text, char **ret_raw, char **ret_value)
{
    return grammar_knows(type) && readers[find_type(type)].read(text, ret_raw, ret_value);
}
