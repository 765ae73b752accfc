/* test-corrections.c - what persons decided, replayed and put on a page: each kind, undo, lists, lines,
 * annotations, a page that was read anew. */
#include "corrections.h"
#include "record.h"
#include "sample-page.h"
#include <string.h>

/* Rows are made from texts: was and becomes may be NULL. */
typedef struct {
    const char *field, *decision, *was, *becomes, *who;
} Row;

static GHashTable *
replay(const Row *rows, guint count)
{
    g_autoptr(CorrectionReplay) replay = correction_replay_new();
    for (guint i = 0; i < count; i++) {
        const CorrectionRow row = {.number = i + 1,
                                   .at = "2026-01-02T03:04:05Z",
                                   .who = rows[i].who ? rows[i].who : "anna",
                                   .page = "0123456789abcdef-1",
                                   .field = rows[i].field,
                                   .was = rows[i].was,
                                   .becomes = rows[i].becomes,
                                   .seconds = 2,
                                   .decision = rows[i].decision};
        g_assert_true(correction_replay_row(&row, replay, NULL));
    }
    return correction_replay_end(g_steal_pointer(&replay));
}

/* The sample page with the rows put on it. */
static Page *
corrected(const Row *rows, guint count)
{
    g_autoptr(GHashTable) decisions = replay(rows, count);
    Page *page = sample_page_new("a.tif", "second line of the page");
    corrections_apply(page, decisions);
    return page;
}

static void
assert_field(const Field *field, const char *value, const char *status, const char *reasons)
{
    g_autofree char *joined = g_strjoinv(" ", field->reasons);
    g_assert_cmpstr(field->value, ==, value);
    g_assert_cmpstr(field->status, ==, status);
    g_assert_cmpstr(joined, ==, reasons);
}

#define VALUE "1950-05-16T00:40"

static void
test_kinds(void)
{
    static const struct {
        const char *decision, *becomes, *value, *status, *reasons;
    } cases[] = {
        {"confirm", VALUE, VALUE, "corrected", ""},
        {"edit", "1950-05-17", "1950-05-17", "corrected", ""},
        {"override", "17.У", "17.У", "corrected", ""},
        {"unsure", VALUE, VALUE, "review", "roman-month low-confidence unsure"},
        {"illegible", NULL, NULL, "corrected", "illegible"},
        {"absent", NULL, NULL, "absent", ""},
        {"other", NULL, NULL, "review", "not_this_field"},
        {"arbiter", "1950-05-18", "1950-05-18", "corrected", ""},
        {"arbiter", NULL, NULL, "corrected", "illegible"},
        {NULL, "1950-05-19", "1950-05-19", "corrected", ""}, /* format 1 */
        {NULL, NULL, NULL, "corrected", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Row row = {"received_at", cases[i].decision, VALUE, cases[i].becomes};
        g_autoptr(Page) page = corrected(&row, 1);
        const Field *field = page_find_field(page, "received_at"),
                    *other = page_find_field(page, "copy_number");
        assert_field(field, cases[i].value, cases[i].status, cases[i].reasons);
        g_assert_cmpstr(field->raw, ==, "0 час. 40 мин. 16.У 1950 г.");
        g_assert_cmpstr(field->machine, ==, VALUE);
        g_assert_cmpstr(field->machine_status, ==, "review");
        g_assert_cmpstr(field->decision, ==, cases[i].decision ? cases[i].decision : "edit");
        g_assert_cmpstr(field->decided_by, ==, "anna");
        g_assert_cmpstr(field->decided_at, ==, "2026-01-02T03:04:05Z");
        g_assert_null(other->decision);
        g_assert_cmpstr(other->status, ==, "missing");
    }
}

static void
test_undo(void)
{
    static const Row rows[] = {
        {"received_at", "undo", VALUE, VALUE}, /* nothing to take back yet */
        {"received_at", "edit", VALUE, "A"},   {"received_at", "edit", "A", "B"},
        {"copy_number", "edit", NULL, "3"},    {"received_at", "undo", "B", "A"},
        {"received_at", "undo", "A", VALUE},   {"received_at", "undo", VALUE, VALUE},
        {"received_at", "edit", VALUE, "C"},   {"copy_number", "undo", "3", NULL},
    };
    static const char *const after[] = {VALUE, "A", "B", "B", "A", VALUE, VALUE, "C", "C"};
    for (guint count = 1; count <= G_N_ELEMENTS(rows); count++) {
        g_autoptr(Page) page = corrected(rows, count);
        const Field *field = page_find_field(page, "received_at"),
                    *copy = page_find_field(page, "copy_number");
        gboolean decided = strcmp(after[count - 1], VALUE) != 0;
        g_assert_cmpstr(field->value, ==, after[count - 1]);
        g_assert_cmpstr(field->status, ==, decided ? "corrected" : "review");
        g_assert_cmpint(field->decision != NULL, ==, decided);
        g_assert_cmpstr(copy->value, ==, count >= 4 && count < 9 ? "3" : NULL);
    }
}

/* Blind readings: nothing is seen until two agree or a third decides. */
static void
test_blind(void)
{
    static const Row rows[] = {
        {"received_at", "first", VALUE, "A", "anna"},   {"received_at", "second", VALUE, "B", "boris"},
        {"received_at", "arbiter", VALUE, "C", "vera"}, {"received_at", "undo", "C", VALUE, "vera"},
        {"received_at", "undo", "B", VALUE, "boris"},   {"received_at", "second", VALUE, "A", "boris"},
    };
    static const char *const after[] = {VALUE, VALUE, "C", VALUE, VALUE, "A"};
    for (guint count = 1; count <= G_N_ELEMENTS(rows); count++) {
        g_autoptr(Page) page = corrected(rows, count);
        const Field *field = page_find_field(page, "received_at");
        gboolean open = strcmp(after[count - 1], VALUE) == 0;
        assert_field(field, after[count - 1], open ? "review" : "corrected",
                     open ? "roman-month low-confidence" : "");
        g_assert_cmpint(field->decision == NULL, ==, open);
    }
    g_autoptr(GHashTable) differ = replay(rows, 2), agree = replay(rows, 6);
    const Decision *decision = g_hash_table_lookup(differ, "received_at");
    g_assert_false(decision->settled);
    g_assert_cmpstr(decision->who, ==, "boris");
    g_assert_cmpstr(decision->value, ==, "B");
    g_assert_cmpstr(decision->first_who, ==, "anna");
    g_assert_cmpstr(decision->first_value, ==, "A");
    decision = g_hash_table_lookup(agree, "received_at");
    g_assert_true(decision->settled);
    g_assert_cmpint(decision->number, ==, 6);
}

/* A value that is a list stays one, also where the machine had none; text that looks like JSON stays text. */
static void
test_list(void)
{
    static const Row rows[] = {
        {"copies_to", "edit", "[\"Сталину\"]", "[\"Сталину\",\"Молотову\"]"},
        {"copy_number", "edit", NULL, "[\"1\"]"},
        {"received_at", "edit", VALUE, "[\"1\"]"},
        {"typist_note", "edit", NULL, "отп. 4 экз."}, /* a field that the page lacks */
        {"sender", "absent", NULL, NULL},             /* this one too, and rightly */
    };
    g_autoptr(GHashTable) decisions = replay(rows, G_N_ELEMENTS(rows));
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    Field *copies = page_add_field(page, "copies_to");
    copies->value = g_strdup("[\"Сталину\"]");
    copies->status = g_strdup("review");
    copies->is_list = TRUE;
    corrections_apply(page, decisions);
    g_assert_true(copies->is_list);
    g_assert_true(page_find_field(page, "copy_number")->is_list);
    g_assert_false(page_find_field(page, "received_at")->is_list);
    assert_field(page_find_field(page, "typist_note"), "отп. 4 экз.", "corrected", "");
    g_assert_null(page_find_field(page, "sender"));

    g_autofree char *json = record_dup_json(page, NULL);
    g_assert_nonnull(strstr(json, "\"value\":[\"Сталину\",\"Молотову\"]"));
    g_assert_nonnull(strstr(json,
                            "\"machine\":{\"value\":[\"Сталину\"],\"status\":\"review\"},\"decision\":"
                            "{\"decision\":\"edit\",\"who\":\"anna\",\"at\":\"2026-01-02T03:04:05Z\"}}"));
    g_autoptr(Page) back = record_load(json, &error);
    g_assert_no_error(error);
    const Field *again = page_find_field(back, "copies_to");
    g_assert_cmpstr(again->machine, ==, "[\"Сталину\"]");
    g_assert_cmpstr(again->decided_by, ==, "anna");
    g_autofree char *twice = record_dup_json(back, NULL);
    g_assert_cmpstr(twice, ==, json);
}

static void
test_lines(void)
{
    static const struct {
        const char *decision, *becomes, *text, *raw, *machine;
        guint words;
    } cases[] = {
        {"confirm", "ПЕКИН 16.У", "ПЕКИН 16.У", "П Е К И Н 16.У", "ПЕКИН 16.У", 2},
        {"edit", "НЕКИН 16.У", "НЕКИН 16.У", "Н Е К И Н 16.У", "ПЕКИН 16.У", 2}, /* spaced as it was */
        {"edit", " ПЕКИН\n17.У ", "ПЕКИН 17.У", "П Е К И Н 17.У", "ПЕКИН 16.У", 2},
        {"edit", "ПЕКИН 16. У", "ПЕКИН 16. У", NULL, "ПЕКИН 16.У", 1},
        {"illegible", NULL, "", NULL, "ПЕКИН 16.У", 0},
        {"unsure", "ПЕКИН 16.У", "ПЕКИН 16.У", "П Е К И Н 16.У", NULL, 2},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Row row = {"l1", cases[i].decision, "ПЕКИН 16.У", cases[i].becomes};
        g_autoptr(Page) page = corrected(&row, 1);
        const Line *line = page->lines->pdata[0], *other = page->lines->pdata[1];
        g_assert_cmpstr(line->text, ==, cases[i].text);
        g_assert_cmpstr(line->raw, ==, cases[i].raw);
        g_assert_cmpstr(line->machine, ==, cases[i].machine);
        g_assert_cmpuint(line->words->len, ==, cases[i].words);
        g_assert_null(other->machine);
        g_assert_cmpuint(page->remarks->len, ==, 2);
        if (cases[i].words == 1)
            g_assert_cmpfloat(((Word *)line->words->pdata[0])->quad.p[1].x, ==, 600); /* the whole line */
    }
    /* What the machine thought of a word that is another now, is gone; the other word keeps it. */
    const Row row = {"l1", "edit", "ПЕКИН 16.У", "ПЕКИН 17.У"};
    g_autoptr(Page) page = corrected(&row, 1);
    const Line *line = page->lines->pdata[0];
    g_assert_cmpuint(((Word *)line->words->pdata[0])->symbols->len, ==, 5);
    const Row first = {"l1", "edit", "ПЕКИН 16.У", "НЕКИН 16.У"};
    g_autoptr(Page) changed = corrected(&first, 1);
    line = changed->lines->pdata[0];
    g_assert_cmpuint(((Word *)line->words->pdata[0])->symbols->len, ==, 0);
    g_assert_null(((Word *)line->words->pdata[0])->alternatives);
    g_autofree char *json = record_dup_json(changed, NULL);
    g_autoptr(Page) back = record_load(json, NULL);
    g_assert_cmpstr(((Line *)back->lines->pdata[0])->machine, ==, "ПЕКИН 16.У");
}

/* A page that is read anew may have its lines elsewhere. */
static void
test_lines_move(void)
{
    static const Row rows[] = {
        {"l1", "edit", "second lime of the page", "second line of the page!"}, /* is line 2 now */
        {"l7", "edit", "верно:", "Верно:"},                                    /* is nowhere */
        {"l0", "edit", NULL, "x"},
    };
    g_autoptr(Page) page = corrected(rows, G_N_ELEMENTS(rows));
    const Line *first = page->lines->pdata[0], *second = page->lines->pdata[1];
    g_assert_cmpstr(first->text, ==, "ПЕКИН 16.У");
    g_assert_null(first->machine);
    g_assert_cmpstr(second->text, ==, "second line of the page!");
    g_assert_cmpstr(second->machine, ==, "second line of the page");
    g_assert_true(page_has_remark(page, "corrections", "line_lost"));
    g_assert_cmpuint(page->remarks->len, ==, 4);
}

static char *
change(const char *kind, const char *text, const char *quad, gboolean removed)
{
    return g_strdup_printf("{\"kind\":\"%s\",\"text\":%s,\"quad\":%s,\"removed\":%s}", kind, text, quad,
                           removed ? "true" : "false");
}

#define STAMP_QUAD  "[[1500.5,2000],[1900,1950],[1910,2100],[1510,2150]]"
#define MARGIN_QUAD "[[10,900],[40,900],[40,1100],[10,1100]]"
#define NEW_QUAD    "[[200,300],[260,300],[260,340],[200,340]]"

static void
test_annotations(void)
{
    g_autofree char *stamp = change("stamp", "\"x\"", STAMP_QUAD, FALSE);
    g_autofree char *signature = change("signature", "\"Вышинский\"", "null", FALSE);
    g_autofree char *margin = change("margin", "null", MARGIN_QUAD, FALSE);
    g_autofree char *no_margin = change("margin", "null", "null", TRUE);
    g_autofree char *added = change("handwriting", "\"4058\"", NEW_QUAD, FALSE);
    g_autofree char *retyped = change("handwriting", "\"4059\"", "null", FALSE);
    g_autofree char *moved = change("handwriting", "\"4059\"", "[[0,0],[60,0],[60,40],[0,40]]", FALSE);
    const Row rows[] = {
        {"a0", "edit", stamp, signature},  {"a1", "edit", margin, no_margin}, {"a2", "edit", NULL, added},
        {"a2", "edit", added, retyped},    {"a10", "edit", NULL, added},      {"a3", "edit", NULL, added},
        {"a3", "undo", added, NULL},       {"a2", "edit", retyped, moved},    {"a2", "undo", moved, retyped},
        {"a4", "edit", stamp, "not JSON"},
    };
    g_autoptr(Page) page = corrected(rows, G_N_ELEMENTS(rows));
    g_assert_cmpuint(page->annotations->len, ==, 3);
    const Annotation *found = page->annotations->pdata[0];
    g_assert_cmpint(found->kind, ==, ANNOTATION_SIGNATURE);
    g_assert_cmpstr(found->text, ==, "Вышинский");
    g_assert_cmpfloat(found->quad.p[0].x, ==, 1500.5);
    g_assert_cmphex(found->colour, ==, 0xb01c2e);
    found = page->annotations->pdata[1];
    g_assert_cmpint(found->kind, ==, ANNOTATION_HANDWRITING);
    g_assert_cmpstr(found->text, ==, "4059");
    g_assert_cmpfloat(found->quad.p[0].x, ==, 200);
    g_assert_cmpstr(((Annotation *)page->annotations->pdata[2])->text, ==, "4058");
}

/* One of the machine's, moved away and then given a text: `was` may be the machine's each time, or what it
 * was last. */
static void
test_annotation_moved(void)
{
    g_autofree char *margin = change("margin", "null", MARGIN_QUAD, FALSE);
    g_autofree char *moved = change("margin", "null", NEW_QUAD, FALSE);
    g_autofree char *named = change("margin", "\"!\"", "null", FALSE);
    for (guint last = 0; last < 2; last++) {
        const Row rows[] = {{"a1", "edit", margin, moved}, {"a1", "edit", last ? moved : margin, named}};
        g_autoptr(Page) page = corrected(rows, G_N_ELEMENTS(rows));
        g_assert_cmpuint(page->annotations->len, ==, 2);
        const Annotation *found = page->annotations->pdata[1];
        g_assert_cmpstr(found->text, ==, "!");
        g_assert_cmpfloat(found->quad.p[0].x, ==, 200);
    }
}

/* Read anew, the page has one annotation more in front: places tell which is which. */
static void
test_annotations_move(void)
{
    g_autofree char *stamp = change("stamp", "\"x\"", STAMP_QUAD, FALSE);
    g_autofree char *no_stamp = change("stamp", "\"x\"", "null", TRUE);
    g_autofree char *gone = change("strike", "null", NEW_QUAD, FALSE);
    g_autofree char *no_more = change("strike", "null", "null", TRUE);
    const Row rows[] = {
        {"a1", "edit", stamp, no_stamp}, {"a0", "edit", gone, no_more}, {"a9", "edit", gone, gone}};
    g_autoptr(Page) page = corrected(rows, G_N_ELEMENTS(rows));
    g_assert_cmpuint(page->annotations->len, ==, 2);
    g_assert_cmpint(((Annotation *)page->annotations->pdata[0])->kind, ==, ANNOTATION_MARGIN);
    g_assert_cmpint(((Annotation *)page->annotations->pdata[1])->kind, ==, ANNOTATION_STRIKE);
}

static void
test_annotation_text(void)
{
    Annotation there = {.kind = ANNOTATION_STRIKE, .quad = quad_from_rect(1, 2, 3, 4), .text = "\"№\""}, back;
    gboolean removed;
    g_autoptr(GError) error = NULL;
    g_autofree char *json = record_dup_annotation_change(&there, TRUE);
    g_assert_cmpstr(json, ==,
                    "{\"kind\":\"strike\",\"text\":\"\\\"№\\\"\",\"quad\":[[1,2],[4,2],[4,6],[1,6]],"
                    "\"removed\":true}");
    g_assert_true(record_load_annotation_change(json, &back, &removed, &error));
    g_autofree char *text = back.text;
    g_assert_cmpstr(text, ==, there.text);
    g_assert_cmpint(back.kind, ==, ANNOTATION_STRIKE);
    g_assert_cmpfloat(back.quad.p[2].y, ==, 6);
    g_assert_true(removed);
    static const char *const broken[] = {
        "",
        "[]",
        "{\"kind\":\"stamp\",\"text\":null,\"quad\":null}",
        "{\"kind\":\"seal\",\"text\":null,\"quad\":null,\"removed\":false}",
        "{\"kind\":\"stamp\",\"text\":7,\"quad\":null,\"removed\":false}",
        "{\"kind\":\"stamp\",\"text\":null,\"quad\":[[1,2]],\"removed\":false}"};
    for (guint i = 0; i < G_N_ELEMENTS(broken); i++)
        g_assert_false(record_load_annotation_change(broken[i], &back, &removed, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/corrections/kinds", test_kinds);
    g_test_add_func("/corrections/undo", test_undo);
    g_test_add_func("/corrections/blind", test_blind);
    g_test_add_func("/corrections/list", test_list);
    g_test_add_func("/corrections/lines", test_lines);
    g_test_add_func("/corrections/lines-move", test_lines_move);
    g_test_add_func("/corrections/annotations", test_annotations);
    g_test_add_func("/corrections/annotation-moved", test_annotation_moved);
    g_test_add_func("/corrections/annotations-move", test_annotations_move);
    g_test_add_func("/corrections/annotation-text", test_annotation_text);
    return g_test_run();
}
