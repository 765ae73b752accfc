/* test-noted.c - which note a field takes, and what it never takes. */
#include "forms/reading.h"
#include <string.h>

/* A note's characters as they were read; `doubt`: what the first may be instead, or NULL. */
static void
add_note(Page *page, double y, const char *text, double confidence, const char *doubt)
{
    Quad quad = quad_from_rect(300, y, 400, 60);
    Annotation *note = page_add_annotation(page, ANNOTATION_HANDWRITING, quad);
    g_autoptr(Page) own = page_new();
    Line *line = page_add_line(own, LINE_HANDWRITTEN, quad);
    g_auto(GStrv) parts = g_strsplit(text, " ", -1);
    int x = 300;
    for (guint i = 0; parts[i]; i++, x += 30) {
        Word *word = word_new(parts[i], quad_from_rect(x, y, 10, 60), confidence);
        for (const char *p = parts[i]; *p; p = g_utf8_next_char(p), x += 30) {
            g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
            word_add_symbol(word, letter, quad_from_rect(x, y, 24, 60), confidence);
        }
        if (i == 0 && doubt)
            alternatives_add(&((Symbol *)word->symbols->pdata[0])->alternatives, doubt, 0.2);
        g_ptr_array_add(line->words, word);
    }
    note->text = g_strdup(text);
    note->looks = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
    g_ptr_array_add(note->looks, line);
    g_ptr_array_steal_index(own->lines, 0);
}

static const struct {
    const char *notes[3], *doubt; /* of the first note's first character */
    double sure[3];
    const char *value, *raw;
} rows[] = {
    {{"№ 4058/мин", "26/11", "2656"}, NULL, {0.9, 0.9, 0.9}, "№ 4058/мин", "№ 4058/мин"},
    {{"И 4058/мин", "В дело"}, "№", {0.6, 0.9}, "№ 4058/мин", "№ 4058/мин"},
    {{"№ 4058/мин", "№ 616/шт"}, NULL, {0.5, 0.9}, "№ 616/шт", "№ 616/шт"},
    /* Nothing is invented: without the sign among what was offered it is a suggestion without a value. */
    {{"И 4058/мин", "л. 57"}, NULL, {0.9, 0.9}, NULL, "И 4058/мин"},
    /* A folio, an archive's piece. */
    {{"2656", "7550 117 234", "57"}, NULL, {0.9, 0.9, 0.9}, "none", NULL},
};

static void
test_choice(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Page) page = page_new();
        page_take_original(page, pixCreate(1600, 2200, 8));
        page->image_dpi = 200;
        for (guint n = 0; n < G_N_ELEMENTS(rows[i].notes) && rows[i].notes[n]; n++)
            add_note(page, 1000 + 150 * n, rows[i].notes[n], rows[i].sure[n], n == 0 ? rows[i].doubt : NULL);
        Form form = {.latin = FALSE};
        FormField described = {.name = "n", .label = "", .type = "registration", .place = PLACE_PAGE};
        g_autoptr(GHashTable) candidates =
            g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)candidates_free);
        FieldReading reading = {.page = page, .zones = {.form = &form}, .candidates = candidates};
        reading_noted(&reading, &described);
        const Field *field = page_find_field(page, "n");
        if (g_strcmp0(rows[i].value, "none") == 0) {
            g_assert_null(field);
            continue;
        }
        g_assert_nonnull(field);
        g_assert_cmpstr(field->value, ==, rows[i].value);
        g_assert_cmpstr(field->raw, ==, rows[i].raw);
        g_assert_cmpstr(field->status, ==, "review");
        g_assert_cmpstr(field->reasons[0], ==, "handwriting");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/noted/choice", test_choice);
    return g_test_run();
}
