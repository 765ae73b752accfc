/* why-find.h - finds the page and the words that a person asks about. */
#pragma once
#include "page.h"
#include "store.h"

typedef struct {
    char id[32];
    char *path; /* bytes */
    guint number;
} FoundPage;

void found_page_clear(FoundPage *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FoundPage, found_page_clear)

/* `asked` is an id, an export name, PATH#NUMBER, or the PATH of a scan with one page. An error names pages
 * that look like it. */
gboolean why_find_page(Store *store, const char *folder, const char *asked, FoundPage *ret_found,
                       GError **error);

/* A word or line and where it stands. */
typedef struct {
    const Line *line;
    guint line_number; /* from 1 */
    const Word *word;  /* NULL: the whole line */
} Hit;

/* `asked` (UTF-8) is a word's text or raw text; else a line, "l3"; else a place, "x,y" in stored pixels; else
 * a part of a word, in small or capital letters. Free the array; it lends what it holds from the page. */
GArray *why_find_hits(const Page *page, const char *asked);
/* Appends "; near it: “…”, “…”": words of the page that look like it. */
void why_tell_near(const Page *page, const char *asked, GString *text);
