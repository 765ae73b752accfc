/* test-record.c - a page to JSON and back; hostile text, damaged records, file names as text. */
#include "error.h"
#include "record.h"
#include "sample-page.h"
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

static void
assert_same_quad(const Quad *a, const Quad *b)
{
    for (int i = 0; i < 4; i++) {
        g_assert_cmpfloat_with_epsilon(a->p[i].x, b->p[i].x, 0.0501);
        g_assert_cmpfloat_with_epsilon(a->p[i].y, b->p[i].y, 0.0501);
    }
}

static void
assert_same_alternatives(const GArray *a, const GArray *b)
{
    g_assert_cmpuint(a ? a->len : 0, ==, b ? b->len : 0);
    for (guint i = 0; a && i < a->len; i++) {
        const Alternative *x = &g_array_index(a, Alternative, i), *y = &g_array_index(b, Alternative, i);
        g_assert_cmpstr(x->text, ==, y->text);
        g_assert_cmpfloat_with_epsilon(x->probability, y->probability, 0.00005);
    }
}

static void
assert_same_word(const Word *a, const Word *b)
{
    g_assert_cmpstr(a->text, ==, b->text);
    g_assert_cmpstr(a->raw, ==, b->raw);
    g_assert_cmpfloat_with_epsilon(a->confidence, b->confidence, 0.00005);
    assert_same_quad(&a->quad, &b->quad);
    assert_same_alternatives(a->alternatives, b->alternatives);
    g_assert_cmpuint(a->symbols->len, ==, b->symbols->len);
    for (guint i = 0; i < a->symbols->len; i++) {
        const Symbol *x = a->symbols->pdata[i], *y = b->symbols->pdata[i];
        g_assert_cmpstr(x->text, ==, y->text);
        g_assert_cmpfloat_with_epsilon(x->confidence, y->confidence, 0.00005);
        assert_same_quad(&x->quad, &y->quad);
        assert_same_alternatives(x->alternatives, y->alternatives);
    }
}

static void
assert_same_lines(const Page *a, const Page *b)
{
    g_assert_cmpuint(a->lines->len, ==, b->lines->len);
    for (guint i = 0; i < a->lines->len; i++) {
        const Line *x = a->lines->pdata[i], *y = b->lines->pdata[i];
        g_assert_cmpint(x->kind, ==, y->kind);
        g_assert_cmpstr(x->script, ==, y->script);
        g_assert_cmpstr(x->text, ==, y->text);
        g_assert_cmpstr(x->raw, ==, y->raw);
        g_assert_cmpfloat_with_epsilon(x->confidence, y->confidence, 0.00005);
        assert_same_quad(&x->quad, &y->quad);
        g_assert_cmpuint(x->words->len, ==, y->words->len);
        for (guint w = 0; w < x->words->len; w++)
            assert_same_word(x->words->pdata[w], y->words->pdata[w]);
    }
}

static void
assert_same_fields_and_remarks(const Page *a, const Page *b)
{
    g_assert_cmpuint(a->fields->len, ==, b->fields->len);
    for (guint i = 0; i < a->fields->len; i++) {
        const Field *x = a->fields->pdata[i], *y = b->fields->pdata[i];
        char *none[] = {NULL};
        g_assert_cmpstr(x->name, ==, y->name);
        g_assert_cmpstr(x->label, ==, y->label);
        g_assert_cmpstr(x->raw, ==, y->raw);
        g_assert_cmpstr(x->value, ==, y->value);
        g_assert_cmpstr(x->status, ==, y->status);
        g_assert_cmpfloat_with_epsilon(x->confidence, y->confidence, 0.00005);
        g_assert_cmpstrv(x->reasons ? x->reasons : none, y->reasons ? y->reasons : none);
        assert_same_quad(&x->quad, &y->quad);
        assert_same_alternatives(x->alternatives, y->alternatives);
    }
    g_assert_cmpuint(a->annotations->len, ==, b->annotations->len);
    for (guint i = 0; i < a->annotations->len; i++) {
        const Annotation *x = a->annotations->pdata[i], *y = b->annotations->pdata[i];
        g_assert_cmpint(x->kind, ==, y->kind);
        g_assert_cmphex(x->colour, ==, y->colour);
        g_assert_cmpstr(x->text, ==, y->text);
        g_assert_cmpfloat_with_epsilon(x->confidence, y->confidence, 0.00005);
        assert_same_quad(&x->quad, &y->quad);
    }
    g_assert_cmpuint(a->remarks->len, ==, b->remarks->len);
    for (guint i = 0; i < a->remarks->len; i++) {
        const Remark *x = a->remarks->pdata[i], *y = b->remarks->pdata[i];
        g_assert_cmpstr(x->stage, ==, y->stage);
        g_assert_cmpstr(x->code, ==, y->code);
        g_assert_cmpstr(x->text, ==, y->text);
        g_assert_cmpint(x->doubt, ==, y->doubt);
    }
}

static void
assert_same_head(const Page *a, const Page *b)
{
    const PageSource *x = &a->source, *y = &b->source;
    g_assert_cmpstr(x->path, ==, y->path);
    g_assert_cmpstr(x->sha256, ==, y->sha256);
    g_assert_cmpuint(x->number, ==, y->number);
    g_assert_cmpuint(x->pages, ==, y->pages);
    g_assert_cmpuint(x->width, ==, y->width);
    g_assert_cmpuint(x->height, ==, y->height);
    g_assert_cmpfloat(x->xres_dpi, ==, y->xres_dpi);
    g_assert_cmpfloat(x->yres_dpi, ==, y->yres_dpi);
    g_assert_cmpstr(x->dpi_source, ==, y->dpi_source);
    g_assert_cmpuint(x->bits, ==, y->bits);
    g_assert_cmpuint(x->samples, ==, y->samples);
    g_assert_cmpstr(x->compression, ==, y->compression);
    g_assert_cmpint(x->orientation, ==, y->orientation);
    g_assert_cmpint(a->rotation, ==, b->rotation);
    g_assert_cmpfloat(a->skew_deg, ==, b->skew_deg);
    g_assert_cmpfloat(a->skew_confidence, ==, b->skew_confidence);
    g_assert_cmpint(a->blank, ==, b->blank);
    g_assert_cmpint(a->verdict, ==, b->verdict);
    g_assert_cmpstr(a->provenance.plan, ==, b->provenance.plan);
    g_assert_cmpstr(a->provenance.models, ==, b->provenance.models);
    g_assert_cmpstr(a->provenance.verno, ==, b->provenance.verno);
}

static void
test_round_trip(void)
{
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Page) page = sample_page_new("box3/line\nbreak \xff.tif", hostile_texts[i]);
        g_autofree char *json = record_dup_json(page, NULL);
        g_autoptr(Page) back = record_load(json, &error);
        g_assert_no_error(error);
        assert_same_head(page, back);
        assert_same_lines(page, back);
        assert_same_fields_and_remarks(page, back);
        g_autofree char *again = record_dup_json(back, NULL);
        g_assert_cmpstr(json, ==, again);
        g_assert_null(strchr(json, '\n'));
    }
}

static void
test_blank_page(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    page->blank = TRUE;
    page->source.path = g_strdup("a.tif");
    g_autofree char *json = record_dup_json(page, &(Provenance){.plan = SAMPLE_PLAN, .models = ""});
    g_autoptr(Page) back = record_load(json, &error);
    g_assert_no_error(error);
    g_assert_true(back->blank);
    g_assert_cmpuint(back->lines->len, ==, 0);
    g_assert_nonnull(
        strstr(json, "\"form\":null,\"lines\":[],\"fields\":[],\"annotations\":[],\"links\":[]"));
    g_assert_nonnull(strstr(json, "\"verno\":\"" VERNO_VERSION "\""));
    g_assert_null(strstr(json, "orientation"));
}

/* The contract's order of keys, and one spelling for each number. */
static void
test_spelling(void)
{
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    g_autofree char *json = record_dup_json(page, NULL);
    static const char *const pieces[] = {
        "{\"schema\":\"verno-page/1\",\"source\":{\"path\":\"a.tif\",\"sha256\":\"" SAMPLE_SHA
        "\",\"page\":2,\"pages\":3,\"width\":2480,\"height\":3508,\"xres_dpi\":203.2,\"yres_dpi\":97.79,"
        "\"dpi_source\":\"tag\",\"bits\":8,\"samples\":3,\"compression\":\"lzw\",\"orientation\":6},"
        "\"image\":{\"rotation\":90,\"skew_deg\":-1.25,\"skew_confidence\":0.97,\"blank\":false},\"form\":"
        "null,"
        "\"lines\":[{\"id\":\"l1\",\"kind\":\"typed\",\"script\":\"Cyrl\","
        "\"quad\":[[100.5,210],[600,180],[602,220],[102.4,250]],\"text\":\"ПЕКИН 16.У\",\"raw\":\"П Е К И Н "
        "16.У\",",
        "\"quad\":[[310.1,190],[390.1,190],[390.1,230],[310.1,230]],\"confidence\":0.5,\"alternatives\":[]}",
        "\"alternatives\":[[\"ПЕНИН\",0.0213],[\"ЛЕКИН\",0.0101]],\"symbols\":[{\"text\":\"П\",\"quad\":",
        "\"name\":\"copy_number\",\"label\":\"Экз. "
        "№\",\"raw\":null,\"value\":null,\"quad\":null,\"confidence\":0,"
        "\"status\":\"missing\",\"reasons\":[],\"alternatives\":[]}],\"annotations\":["
        "{\"kind\":\"stamp\",\"quad\":[[1500.5,2000],[1900,1950],[1910,2100],[1510,2150]],"
        "\"colour\":\"#b01c2e\",\"confidence\":0.87,\"text\":\"x\"},"
        "{\"kind\":\"margin\",\"quad\":[[10,900],[40,900],[40,1100],[10,1100]],"
        "\"colour\":\"#000000\",\"confidence\":0,\"text\":null}],\"links\":[],"
        "\"remarks\":"
        "[{\"stage\":\"deskew\",\"code\":\"abstained\",\"text\":\"too few lines: 2\"},{\"stage\":\"doubts\","
        "\"code\":\"low-confidence\",\"text\":\"x\",\"doubt\":true}],\"verdict\":\"doubtful\",\"provenance\":"
        "{\"verno\":\"0.0.9\",\"plan\":\"" SAMPLE_PLAN "\",\"models\":{\"eng\":\"sha256:" SAMPLE_SHA
        "\",\"rus\":\"sha256:" SAMPLE_PLAN "\"}}}",
    };
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
        g_assert_nonnull(strstr(json, pieces[i]));
}

/* Bugs of other stages cost a value, not the page. */
static void
test_wild_values(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("a.tif", "broken \xff utf-8 \xed\xa0\x80");
    Line *line = page->lines->pdata[0];
    line->confidence = NAN;
    line->quad.p[0].x = INFINITY;
    line->quad.p[1].x = -0.04;
    page->skew_confidence = 1.00004;
    ((Word *)line->words->pdata[0])->confidence = -3;
    g_autofree char *json = record_dup_json(page, NULL);
    g_autoptr(Page) back = record_load(json, &error);
    g_assert_no_error(error);
    const Line *loaded = back->lines->pdata[0];
    g_assert_cmpfloat(loaded->confidence, ==, 0);
    g_assert_cmpfloat(loaded->quad.p[0].x, ==, 0);
    g_assert_nonnull(strstr(json, "\"quad\":[[0,210],[0,180],"));
    g_assert_cmpfloat(back->skew_confidence, ==, 1);
    g_assert_cmpfloat(((Word *)loaded->words->pdata[0])->confidence, ==, 0);
    g_assert_true(g_str_has_prefix(((Line *)back->lines->pdata[1])->text, "broken \xef\xbf\xbd utf-8"));
}

/* Replaces the first `from` in a sound record; it must then be refused, with a reason that holds `why`. */
static void
assert_refused(const char *from, const char *to, const char *why)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    g_autofree char *json = record_dup_json(page, NULL);
    char *at = strstr(json, from);
    g_assert_nonnull(at);
    g_autofree char *damaged = g_strdup_printf("%.*s%s%s", (int)(at - json), json, to, at + strlen(from));
    g_assert_null(record_load(damaged, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    if (!strstr(error->message, why))
        g_error("“%s” → “%s”: %s", from, to, error->message);
}

static void
test_damaged_records(void)
{
    assert_refused("verno-page/1", "verno-page/2", "verno-page/2");
    assert_refused("{\"schema\"", "[\"schema\"", "record: ");
    assert_refused("\"sha256\":", "\"sha1\":", "sha256");
    assert_refused(SAMPLE_SHA, SAMPLE_SHA "00", "sha256");
    assert_refused("\"page\":2", "\"page\":0", "negative");
    assert_refused("\"page\":2", "\"page\":\"2\"", "integer");
    assert_refused("\"page\":2", "\"page\":2,\"page\":3", "duplicate");
    assert_refused("\"skew_deg\":-1.25", "\"skew_deg\":NaN", "invalid token");
    assert_refused("\"kind\":\"typed\"", "\"kind\":\"spoken\"", "line 1: record: kind is \"spoken\"");
    assert_refused("[100.5,210]", "[100.5]", "line 1: ");
    assert_refused("[100.5,210]", "[100.5,210,1]", "line 1: ");
    assert_refused("[100.5,210],", "", "line 1: ");
    assert_refused("[\"ПЕНИН\",0.0213]", "[0.0213,\"ПЕНИН\"]", "line 1: word 1: ");
    assert_refused("\"symbols\":[", "\"symbols\":{\"a\":[", "record: ");
    assert_refused("\"words\":[", "\"wards\":[", "words");
    assert_refused("\"value\":null", "\"value\":7", "field 2: ");
    assert_refused("\"value\":null", "\"value\":[7]", "field 2: ");
    assert_refused("\"reasons\":[]", "\"reasons\":null", "field 2: ");
    assert_refused("\"kind\":\"stamp\"", "\"kind\":\"seal\"", "annotation 1: record: kind is \"seal\"");
    assert_refused("#b01c2e", "#b01c2", "annotation 1: record: colour is");
    assert_refused("#b01c2e", "# 01c2e", "annotation 1: record: colour is");
    assert_refused("\"annotations\":[", "\"annotation\":[", "annotations");
    assert_refused("\"doubt\":true", "\"doubt\":1", "remark 2: ");
    assert_refused("\"verdict\":\"doubtful\"", "\"verdict\":\"fine\"", "verdict is \"fine\"");
    assert_refused("\"models\":{\"eng\":", "\"models\":{\"eng\":1,\"deu\":", "record: ");
    assert_refused("ПЕКИН", "\\u0000", "NUL");
    g_autoptr(GError) error = NULL;
    g_assert_null(record_load("", &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
}

/* Cut anywhere, a record is refused; never a part of a page. */
static void
test_cut_records(void)
{
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    g_autofree char *json = record_dup_json(page, NULL);
    gsize length = strlen(json);
    for (gsize cut = 0; cut < length; cut += 7) {
        g_autoptr(GError) error = NULL;
        g_autofree char *part = g_strndup(json, cut);
        g_assert_null(record_load(part, &error));
        g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    }
}

static void
test_provenance(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    g_autofree char *json = record_dup_json(page, NULL);
    g_autofree char *plan = NULL, *models = NULL;
    g_assert_true(record_dup_provenance(json, &plan, &models, &error));
    g_assert_cmpstr(plan, ==, SAMPLE_PLAN);
    g_assert_cmpstr(models, ==, page->provenance.models);
}

static void
test_paths(void)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = {
        {"box3/0057.tif", "box3/0057.tif"},
        {"a b/ж.tif", "a b/ж.tif"},
        {"a\\b", "a\\\\b"},
        {"a\\x41", "a\\\\x41"},
        {"line\nbreak\t\x01", "line\\x0abreak\\x09\\x01"},
        {"\xff\xfe.tif", "\\xff\\xfe.tif"},
        {"cut \xd0", "cut \\xd0"},
        {"surrogate \xed\xa0\x80", "surrogate \\xed\\xa0\\x80"},
        {"overlong \xc0\xaf", "overlong \\xc0\\xaf"},
        {"c1 \xc2\x85 del \x7f", "c1 \\xc2\\x85 del \\x7f"},
        {"-rf", "-rf"},
        {"http:/x", "http:/x"},
        {"", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = path_dup_text(cases[i].bytes);
        g_autofree char *back = path_dup_bytes(text);
        g_assert_cmpstr(text, ==, cases[i].text);
        g_assert_cmpstr(back, ==, cases[i].bytes);
    }
    for (guint round = 0; round < 2000; round++) { /* any bytes come back */
        char bytes[16] = "";
        for (guint i = 0; i < sizeof bytes - 1; i++)
            bytes[i] = (char)g_test_rand_int_range(1, 256);
        g_autofree char *text = path_dup_text(bytes);
        g_autofree char *back = path_dup_bytes(text);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_cmpstr(back, ==, bytes);
    }
    g_autofree char *loose = path_dup_bytes("\\q \\x4 \\x00 \\");
    g_assert_cmpstr(loose, ==, "\\q \\x4 \\x00 \\");
}

/* Writes the records that other tests put to the JSON Schema: `test-record --records DIR`. */
static int
write_records(const char *dir)
{
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autoptr(Page) page = sample_page_new("box3/\xff\n.tif", hostile_texts[i]);
        if (i % 2)
            page->source.orientation = 1;
        g_autofree char *json = record_dup_json(page, NULL);
        g_autofree char *file = g_strdup_printf("%s/%02u.json", dir, i);
        g_assert_true(g_file_set_contents(file, json, -1, NULL));
    }
    return 0;
}

/* A field that is a list is one in the record, and comes back as it was. */
static void
test_list(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("a.tif", "x");
    Field *field = page_add_field(page, "copies_to");
    g_free(field->status);
    field->status = g_strdup("review");
    field->value = g_strdup("[\"Сталину\",\"В \\\"дело\\\"\"]");
    field->is_list = TRUE;
    g_autofree char *json = record_dup_json(page, NULL);
    g_assert_nonnull(strstr(json, "\"value\":[\"Сталину\",\"В \\\"дело\\\"\"]"));
    g_autoptr(Page) back = record_load(json, &error);
    g_assert_no_error(error);
    const Field *again = back->fields->pdata[back->fields->len - 1];
    g_assert_true(again->is_list);
    g_assert_cmpstr(again->value, ==, field->value);
    g_autofree char *twice = record_dup_json(back, NULL);
    g_assert_cmpstr(twice, ==, json);
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--records") == 0)
        return write_records(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/round-trip", test_round_trip);
    g_test_add_func("/record/blank-page", test_blank_page);
    g_test_add_func("/record/spelling", test_spelling);
    g_test_add_func("/record/list", test_list);
    g_test_add_func("/record/wild-values", test_wild_values);
    g_test_add_func("/record/damaged", test_damaged_records);
    g_test_add_func("/record/cut", test_cut_records);
    g_test_add_func("/record/provenance", test_provenance);
    g_test_add_func("/record/paths", test_paths);
    return g_test_run();
}
