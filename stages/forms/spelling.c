/* spelling.c - what typed text means where a typewriter's signs differ from it. */
#include "spelling.h"

#define MONTHS         "янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек"
#define MONTHS_ENGLISH "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
#define WORD_HEAD      "(?<![\\w.,/-])"

/* One after the other: what an expression matches, and what stands there instead. */
static const char *const plain_rows[][2] = {
    {"(?<=\\p{L})-\\n(?=\\p{Ll})", ""},
    {WORD_HEAD "[0О]6(?=\"[еёюя]| (?!" MONTHS ")\\p{Cyrillic}{3})", "Об"},
    {"(?<=\\p{Cyrillic})[\"'] ?(?=[еёюяЕЁЮЯ])", "ъ"},
    {"ъ(?=[бвгджзклмнпрстфхцчшщ])", "ь"},
    {WORD_HEAD "0(?=\\p{Cyrillic}{2}|б\\b)", "О"},
    {WORD_HEAD "3(?=\\p{Cyrillic}{2})", "З"},
    {"(?<!\\w)[Il](?=\\d)|(?<=\\d)[Il](?!\\w)|\\bI(?=I? (?:" MONTHS_ENGLISH
     "))|(?<=\\bI)I(?= (?:" MONTHS_ENGLISH "))",
     "1"},
};

/* The shift key half pressed, and a stroke of the signature beside an initial: «fF.», «ф.», «wv.». */
static const char *const head_rows[][2] = {
    {"^(\\p{L})(?i:\\1)(?= ?[.,])", "\\u\\1"},
    {"^\\p{Ll}(\\p{Ll})(?= ?[.,])", "\\u\\1"},
    {"(?<=^|[., ])(\\p{Ll})(?= ?[.,])", "\\u\\1"},
};

/* In English a blank follows an initial, however close the name was typed; in Russian it stands as typed. */
static const char *const person_rows[][2] = {
    {"(?<=^\\p{Lu}\\.|[. ]\\p{Lu}\\.)[-/|\\\\](?=\\p{Lu})", " "},
    {"(?<=^[A-Z]\\.|[. ][A-Z]\\.)(?=[A-Z]\\p{L})", " "},
    {"(?<=^[A-Z]|[. ][A-Z])(?: ?[,‚'’/|\\\\-]{1,3} ?| )(?=[A-Z])", ". "},
    {"(?<=^\\p{Lu}|[. ]\\p{Lu})(?: ?[.,‚'’/|\\\\-]{1,3}(?= ?\\p{Lu})| (?=\\p{Lu}))", "."},
};

/* The text with each row's matches replaced; `kept`: as many expressions, compiled once. To free. */
static char *
replace_all(const char *const rows[][2], guint count, GRegex **kept, const char *text)
{
    char *changed = g_strdup(text);
    for (guint i = 0; i < count; i++) {
        if (!kept[i])
            kept[i] = g_regex_new(rows[i][0], G_REGEX_OPTIMIZE, 0, NULL);
        g_assert(kept[i]);
        char *next = g_regex_replace(kept[i], changed, -1, 0, rows[i][1], 0, NULL);
        g_free(changed);
        changed = next;
    }
    return changed;
}

char *
spelling_plain(const char *text)
{
    static GRegex *kept[G_N_ELEMENTS(plain_rows)];
    return g_strdelimit(replace_all(plain_rows, G_N_ELEMENTS(plain_rows), kept, text), "\n", ' ');
}

char *
spelling_person(const char *text, char **ret_value)
{
    static GRegex *whole, *heads[G_N_ELEMENTS(head_rows)], *kept[G_N_ELEMENTS(person_rows)];
    /* Before the name, only what no letter and no initial's full stop can be. */
    if (!whole)
        whole =
            g_regex_new("^[\\s'’‘\"`~|/\\\\_—–*-]*"
                        "((?:\\p{Lu}(?: ?[.,‚'’/|\\\\-]{1,3} ?| )|\\p{L}{1,2} ?[.,]{1,2} ?){0,2}"
                        "\\p{Lu}(?:\\p{Lu}+(?: \\p{Lu}+)?|\\p{Ll}+(?: \\p{Ll}+)?)(?:-\\p{L}+)?)[^\\p{L}]*$",
                        G_REGEX_OPTIMIZE, 0, NULL);
    g_autoptr(GMatchInfo) info = NULL;
    if (!g_regex_match(whole, text, 0, &info))
        return NULL;
    g_autofree char *read = g_match_info_fetch(info, 1);
    char *typed = replace_all(head_rows, G_N_ELEMENTS(head_rows), heads, read);
    *ret_value = replace_all(person_rows, G_N_ELEMENTS(person_rows), kept, typed);
    return typed;
}

void
spelling_count_cases(const char *text, guint *ret_capitals, guint *ret_small)
{
    *ret_capitals = *ret_small = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        *ret_capitals += g_unichar_isupper(g_utf8_get_char(c)) != 0;
        *ret_small += g_unichar_islower(g_utf8_get_char(c)) != 0;
    }
}
