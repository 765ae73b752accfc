/* why-find.c - finds the page and the words that a person asks about. */
#include "cli/why-find.h"
#include "error.h"
#include "export.h"
#include "record.h"
#include <string.h>

enum { MOST_NEAR = 5 };

typedef struct {
    Store *store;
    const char *asked;
    GPtrArray *near; /* export names of pages that look like it */
    FoundPage *found;
} PageSearch;

void
found_page_clear(FoundPage *found)
{
    g_clear_pointer(&found->path, g_free);
}

static gboolean
holds(const char *text, const char *part)
{
    g_autofree char *whole = g_utf8_casefold(text, -1);
    g_autofree char *piece = g_utf8_casefold(part, -1);
    return strstr(whole, piece) != NULL;
}

/* PAGE is an id, an export name, PATH#NUMBER, or the PATH of a scan with one page. */
static gboolean
is_asked(const PageEntry *entry, const char *asked, const char *name)
{
    char id[32];
    const char *path = entry->scan->path;
    g_autofree char *shown = path_dup_text(path);
    g_autofree char *shown_name = path_dup_text(name);
    g_autofree char *numbered = g_strdup_printf("%s#%u", path, entry->number);
    g_autofree char *shown_numbered = g_strdup_printf("%s#%u", shown, entry->number);
    store_make_id(id, entry->scan->sha256, entry->number);
    if (strcmp(asked, id) == 0 || strcmp(asked, name) == 0 || strcmp(asked, shown_name) == 0 ||
        strcmp(asked, numbered) == 0 || strcmp(asked, shown_numbered) == 0)
        return TRUE;
    return entry->scan->pages == 1 && (strcmp(asked, path) == 0 || strcmp(asked, shown) == 0);
}

static gboolean
compare_page(const PageEntry *entry, gpointer user_data, GError **error)
{
    PageSearch *search = user_data;
    FoundPage *found = search->found;
    if (found->path)
        return TRUE;
    g_autofree char *name = export_dup_name(search->store, entry->scan->path, entry->number);
    if (is_asked(entry, search->asked, name)) {
        store_make_id(found->id, entry->scan->sha256, entry->number);
        found->path = g_strdup(entry->scan->path);
        found->number = entry->number;
        return TRUE;
    }
    g_autofree char *shown = path_dup_text(name);
    g_autofree char *asked = path_dup_text(search->asked);
    if (search->near->len < MOST_NEAR && holds(shown, asked))
        g_ptr_array_add(search->near, g_steal_pointer(&shown));
    return TRUE;
}

gboolean
why_find_page(Store *store, const char *folder, const char *asked, FoundPage *ret_found, GError **error)
{
    g_autoptr(GPtrArray) near = g_ptr_array_new_with_free_func(g_free);
    PageSearch search = {store, asked, near, ret_found};
    if (!store_each_page_brief(store, compare_page, &search, error))
        return FALSE;
    if (ret_found->path)
        return TRUE;
    g_autofree char *asked_text = path_dup_text(asked);
    g_autofree char *folder_text = path_dup_text(folder);
    g_ptr_array_add(near, NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)near->pdata);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no page “%s” in %s%s%s%s", asked_text, folder_text,
                *list ? " (near it: " : "", list, *list ? ")" : "");
    return FALSE;
}

static void
add_hit(GArray *hits, const Page *page, guint line, const Word *word)
{
    const Hit hit = {page->lines->pdata[line], line + 1, word};
    g_array_append_val(hits, hit);
}

static gboolean
is_inside(const Quad *quad, Point p)
{
    gboolean inside = FALSE;
    for (int i = 0, j = 3; i < 4; j = i++) {
        Point a = quad->p[i], b = quad->p[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

/* Words under a point; where there is none, the line. */
static void
find_at(const Page *page, Point p, GArray *hits)
{
    for (int whole_lines = 0; whole_lines < 2 && hits->len == 0; whole_lines++)
        for (guint i = 0; i < page->lines->len; i++) {
            const Line *line = page->lines->pdata[i];
            if (whole_lines && is_inside(&line->quad, p))
                add_hit(hits, page, i, NULL);
            for (guint w = 0; !whole_lines && w < line->words->len; w++)
                if (is_inside(&((Word *)line->words->pdata[w])->quad, p))
                    add_hit(hits, page, i, line->words->pdata[w]);
        }
}

static void
find_text(const Page *page, const char *text, gboolean exact, GArray *hits)
{
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint w = 0; w < line->words->len; w++) {
            const Word *word = line->words->pdata[w];
            const char *raw = word->raw ? word->raw : word->text;
            if (exact ? strcmp(word->text, text) == 0 || strcmp(raw, text) == 0
                      : holds(word->text, text) || holds(raw, text))
                add_hit(hits, page, i, word);
        }
    }
}

GArray *
why_find_hits(const Page *page, const char *asked)
{
    GArray *hits = g_array_new(FALSE, FALSE, sizeof(Hit));
    char *end = NULL;
    guint64 line = *asked == 'l' ? g_ascii_strtoull(asked + 1, &end, 10) : 0;
    find_text(page, asked, TRUE, hits);
    if (hits->len == 0 && end && *end == '\0' && line >= 1 && line <= page->lines->len)
        add_hit(hits, page, (guint)line - 1, NULL);
    double x = g_ascii_strtod(asked, &end);
    if (hits->len == 0 && end != asked && *end == ',') {
        char *rest = end + 1;
        double y = g_ascii_strtod(rest, &end);
        if (end != rest && *end == '\0')
            find_at(page, (Point){x, y}, hits);
    }
    if (hits->len == 0 && *asked)
        find_text(page, asked, FALSE, hits);
    return hits;
}

/* Letters that two words share, as a part of the longer one: enough to say "did you mean". */
static double
likeness(const char *a, const char *b)
{
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, NULL), *y = g_utf8_to_ucs4_fast(b, -1, NULL);
    guint n = 0, m = 0, common = 0;
    while (x[n])
        n++;
    while (y[m])
        m++;
    for (guint i = 0; i < n; i++)
        for (guint j = 0; j < m; j++)
            if (y[j] && g_unichar_tolower(x[i]) == g_unichar_tolower(y[j])) {
                common++;
                y[j] = 0;
                break;
            }
    return (double)common / MAX(1, MAX(n, m));
}

void
why_tell_near(const Page *page, const char *asked, GString *text)
{
    const Word *best[MOST_NEAR] = {NULL};
    double scores[MOST_NEAR] = {0};
    for (guint i = 0; i < page->lines->len; i++) {
        const GPtrArray *words = ((Line *)page->lines->pdata[i])->words;
        for (guint w = 0; w < words->len; w++) {
            const Word *word = words->pdata[w];
            double score = likeness(asked, word->text);
            guint rank = MOST_NEAR;
            while (rank > 0 && score > scores[rank - 1])
                rank--;
            for (guint r = MOST_NEAR - 1; r > rank; r--) {
                best[r] = best[r - 1];
                scores[r] = scores[r - 1];
            }
            if (rank < MOST_NEAR) {
                best[rank] = word;
                scores[rank] = score;
            }
        }
    }
    for (guint r = 0; r < MOST_NEAR && best[r]; r++) {
        g_autofree char *shown = path_dup_text(best[r]->text);
        g_string_append_printf(text, "%s“%s”", r ? ", " : "; near it: ", shown);
    }
}
