/* prose.c - places of a text where no typist leaves it so. */
#include "prose.h"

static const char *const odd[] = {
    "-\\n(?!\\p{Ll})",
    "[,;:][,;:.]|(?<!\\.)\\.\\.(?!\\.)|\\.[,;:]",
    "\\p{Ll}{4,}[.!?][ \\n]\\p{Ll}", /* «г.», «час.», «мин.» end no sentence */
    "\\p{Ll}\\p{Lu}",
    "\\s[,.;:)]",
    "(?<=[ \\n])[^\\w\"(«№-](?=[ \\n])",
    "[©®€£¥|{}~^<>\\\\_“”„]",       /* no key has them */
    "\\d[^\\w\\s.,:;/()\"'№»-]\\d", /* 9%2 */
    "[^.!?:\"»)]\\s*\\z",
};

static guint
count(const char *pattern, const char *text)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_OPTIMIZE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    guint found = 0;
    for (gboolean more = g_regex_match(regex, text, 0, &match); more; more = g_match_info_next(match, NULL))
        found++;
    return found;
}

guint
prose_count_odd(const char *text)
{
    guint all = 0;
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++)
        all += count(odd[i], text);
    return all;
}
