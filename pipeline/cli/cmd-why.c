/* cmd-why.c - verno why FOLDER PAGE FIELD|WORD: where a value or a word comes from. */
#include "cli/commands.h"
#include "cli/why-field.h"
#include "cli/why-find.h"
#include "corrections.h"
#include "error.h"
#include "record.h"
#include "store.h"
#include <stdio.h>
#include <string.h>

enum { MOST_WORDS = 20 };

static void
print_quoted(const char *before, const char *text, const char *after)
{
    g_autofree char *shown = path_dup_text(text);
    printf("%s“%s”%s", before, shown, after);
}

static void
print_alternatives(const char *title, const GArray *alternatives)
{
    for (guint i = 0; alternatives && i < alternatives->len; i++) {
        const Alternative *other = &g_array_index(alternatives, Alternative, i);
        print_quoted(i ? ", " : title, other->text, "");
        printf(" %.4f", other->probability);
    }
    if (alternatives && alternatives->len > 0)
        printf("\n");
}

static void
print_word(const Word *word)
{
    print_quoted("  word ", word->text, "\n");
    if (word->raw)
        print_quoted("    typed as     ", word->raw, "\n");
    why_print_box(&word->quad);
    printf("    confidence   %.4f\n", word->confidence);
    print_alternatives("    or           ", word->alternatives);
    for (guint i = 0; i < word->symbols->len; i++) {
        const Symbol *symbol = word->symbols->pdata[i];
        double x0, y0, x1, y1;
        quad_bounds(&symbol->quad, &x0, &y0, &x1, &y1);
        print_quoted("    symbol       ", symbol->text, "");
        printf(" %.4f at %.0f,%.0f %.0f×%.0f\n", symbol->confidence, x0, y0, x1 - x0, y1 - y0);
        print_alternatives("      or         ", symbol->alternatives);
    }
}

static void
print_hit(const Hit *hit)
{
    const Line *line = hit->line;
    printf("\nline l%u: %s, %s, confidence %.4f\n", hit->line_number, line_kind_name(line->kind),
           line->script, line->confidence);
    print_quoted("  text ", line->text, "\n");
    if (line->raw)
        print_quoted("    typed as     ", line->raw, "\n");
    if (line->machine)
        print_quoted("    machine      ", line->machine, "\n");
    if (hit->word) {
        print_word(hit->word);
        return;
    }
    why_print_box(&line->quad);
    for (guint i = 0; i < line->words->len; i++)
        print_word(line->words->pdata[i]);
}

static void
print_page(const Page *page)
{
    printf("\nremarks on the page\n");
    for (guint i = 0; i < page->remarks->len; i++) {
        const Remark *remark = page->remarks->pdata[i];
        g_autofree char *text = path_dup_text(remark->text);
        printf("  %s: %s: %s%s\n", remark->stage, remark->code, text,
               remark->doubt ? " (to be looked at)" : "");
    }
    if (page->remarks->len == 0)
        printf("  none\n");
}

typedef struct {
    const char *plan;
    char *text;
} PlanSearch;

static gboolean
keep_plan_text(const RunRow *run, gpointer user_data, GError **error)
{
    PlanSearch *search = user_data;
    if (!search->text && strcmp(run->plan, search->plan) == 0)
        search->text = g_strdup(run->plan_text);
    return TRUE;
}

static gboolean
print_making(Store *store, const Page *page, GError **error)
{
    const Provenance *made = &page->provenance;
    PlanSearch search = {made->plan, NULL};
    if (!store_each_run(store, keep_plan_text, &search, error))
        return FALSE;
    g_autofree char *text = search.text;
    printf("\nread by verno %s\n  plan         %s\n", made->verno, made->plan);
    g_auto(GStrv) rows = g_strsplit(text ? g_strchomp(text) : "", "\n", -1);
    for (guint i = 0; rows[i]; i++)
        printf("    %s\n", rows[i]);
    g_auto(GStrv) models = g_strsplit(made->models, " ", -1);
    for (guint i = 0; models[i]; i++)
        if (*models[i])
            printf("  model        %s\n", models[i]);
    return TRUE;
}

static gboolean
print_correction(const CorrectionRow *row, gpointer user_data, GError **error)
{
    guint *count = user_data;
    if ((*count)++ == 0)
        printf("\ndecisions on the page\n");
    g_autofree char *who = path_dup_text(row->who);
    printf("  %s %s, %s: %s", row->at, who, row->field, row->decision ? row->decision : "correction");
    print_quoted(" ", row->was ? row->was : "", "");
    if (g_strcmp0(row->was, row->becomes) != 0)
        print_quoted(" → ", row->becomes ? row->becomes : "", "");
    printf("\n");
    return TRUE;
}

typedef struct {
    Store *store;
    const FoundPage *found;
    const char *word;
} Question;

static gboolean
answer(const Question *question, const PageRow *row, GError **error)
{
    const char *id = question->found->id;
    g_autofree char *path = path_dup_text(question->found->path);
    g_autofree char *asked = g_utf8_make_valid(question->word, -1);
    g_autoptr(Page) page = record_load(row->record, error);
    g_autoptr(GHashTable) decisions = page ? corrections_load(question->store, id, error) : NULL;
    if (!decisions)
        return FALSE;
    corrections_apply(page, decisions);
    const Field *field = page_find_field(page, asked);
    g_autoptr(GArray) hits = field ? g_array_new(FALSE, FALSE, sizeof(Hit)) : why_find_hits(page, asked);
    if (hits->len == 0 && !field) {
        g_autoptr(GString) near = g_string_new(NULL);
        g_autofree char *shown = path_dup_text(asked);
        why_tell_near(page, asked, near);
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP,
                    "no field, word, line or place “%s” on %s page %u%s", shown, path,
                    question->found->number, near->str);
        return FALSE;
    }
    guint corrections = 0;
    printf("%s page %u: %s, %s, id %s\n", path, question->found->number, state_name(row->state), row->verdict,
           id);
    if (field)
        why_print_field(page, field);
    for (guint i = 0; i < MIN(hits->len, MOST_WORDS); i++)
        print_hit(&g_array_index(hits, Hit, i));
    if (hits->len > MOST_WORDS)
        printf("\n… and %u more places; say x,y or a line to see one\n", hits->len - MOST_WORDS);
    print_page(page);
    return print_making(question->store, page, error) &&
           store_each_correction(question->store, id, print_correction, &corrections, error);
}

static gboolean
visit(const PageEntry *entry, gpointer user_data, GError **error)
{
    const Question *question = user_data;
    const FoundPage *found = question->found;
    if (strcmp(entry->scan->path, found->path) != 0)
        return TRUE;
    if (entry->page && entry->page->record)
        return answer(question, entry->page, error);
    g_autofree char *path = path_dup_text(found->path);
    g_autofree char *cause =
        path_dup_text(entry->page && entry->page->cause ? entry->page->cause : "not read yet");
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "%s page %u has no text: %s%s%s", path, found->number,
                entry->page ? state_name(entry->page->state) : "", entry->page ? ": " : "", cause);
    return FALSE;
}

static gboolean
why(char **asked, GError **error)
{
    g_autoptr(Store) store = store_open(asked[0], FALSE, error);
    g_auto(FoundPage) found = {.path = NULL};
    Question question = {store, &found, asked[2]};
    return store && why_find_page(store, asked[0], asked[1], &found, error) &&
           store_each_place(store, found.id, visit, &question, error);
}

int
cmd_why(int argc, char **argv)
{
    g_auto(GStrv) asked = NULL;
    g_autoptr(GError) error = NULL;
    const GOptionEntry rows[] = {
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked, NULL, "FOLDER PAGE FIELD"},
        {0},
    };
    g_set_prgname("verno why"); /* the usage line starts with it */
    g_autoptr(GOptionContext) context = g_option_context_new("- tell where a field or a word comes from");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(
        context, "PAGE is the name of an export (box3/0057-p1), a path with a page "
                 "number (box3/0057.tif#1), the path\n"
                 "of a scan with one page, or an id (9f86d081884c7d65-1).\n"
                 "FIELD is a field's name (received_at); or text as read or as typed (else any word that "
                 "holds it, in "
                 "small or capital letters), a line\n"
                 "(l3), or a place in pixels of the stored image (1200,340).\n\n"
                 "Exit status: 0, or 1 if there is no such folder, page, field or word.");
    if (!g_option_context_parse(context, &argc, &argv, &error) || !asked || g_strv_length(asked) != 3) {
        fprintf(stderr, "verno: %s; verno why --help tells how\n",
                error ? error->message : "why wants FOLDER PAGE FIELD");
        return EXIT_NO_START;
    }
    if (why(asked, &error))
        return EXIT_ALL_DONE;
    fprintf(stderr, "verno: %s\n", error->message);
    return EXIT_NO_START;
}
