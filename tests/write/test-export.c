/* test-export.c - writers and export: each format, parsed back, carries the same text, box and confidence;
 * names of files; stale files; what is refused. With --folder DIR it only makes the sample folder there, for
 * the shell tests. */
#include "error.h"
#include "export.h"
#include "output.h"
#include "record.h"
#include "sample-folder.h"
#include "sample-page.h"
#include "stages.h"
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

const Reader *const all_readers[] = {NULL};
const Stage *const all_stages[] = {NULL};
extern const Stage stage_json, stage_csv, stage_alto, stage_text, stage_boxes;
const Stage *const all_writers[] = {&stage_json, &stage_csv, &stage_alto, &stage_text, &stage_boxes, NULL};

static const char *const every_format[] = {"json", "csv", "alto", "text", "boxes", NULL};

typedef struct {
    char *folder;
    Store *store;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    f->folder = g_dir_make_tmp("verno-export-XXXXXX", NULL);
    sample_folder_make(f->folder);
    f->store = store_open(f->folder, FALSE, &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    store_close(f->store);
    sample_folder_remove(f->folder);
    g_free(f->folder);
}

static void export(Fixture *f, const char *const *formats)
{
    g_autoptr(GError) error = NULL;
    export_run(f->store, f->folder, formats, NULL, NULL, &error);
    g_assert_no_error(error);
}

static char *
read_export(const Fixture *f, const char *format, const char *file)
{
    g_autofree char *path = g_build_filename(f->folder, "export", format, file, NULL);
    g_autoptr(GError) error = NULL;
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static gboolean
export_exists(const Fixture *f, const char *format, const char *file)
{
    g_autofree char *path = g_build_filename(f->folder, "export", format, file, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* The line of page i of box/ that holds its hostile text. */
static const Line *
hostile_line(const Page *page)
{
    return page->lines->pdata[1];
}

static void
test_json(Fixture *f, gconstpointer data)
{
    export(f, every_format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.json", i);
        g_autofree char *text = read_export(f, "json", file);
        g_autoptr(GError) error = NULL;
        g_autoptr(Page) page = record_load(text, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(hostile_line(page)->text, ==, hostile_texts[i]);
        g_assert_cmpstr(page->provenance.verno, ==, "0.0.9"); /* who read it, not who exports it */
    }
    g_autofree char *copy = read_export(f, "json", "copy of a-p1.json");
    g_assert_nonnull(strstr(copy, "\"path\": \"copy of a.tif\""));
}

static void
test_text(Fixture *f, gconstpointer data)
{
    export(f, every_format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.txt", i);
        g_autofree char *text = read_export(f, "text", file);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        g_assert_cmpuint(g_strv_length(lines), ==, 3); /* two lines, each with its end */
        g_assert_cmpstr(lines[0], ==, "ПЕКИН 16.У");
        if (!strpbrk(hostile_texts[i], "\t\r\n\x01\x07"))
            g_assert_cmpstr(lines[1], ==, hostile_texts[i]);
        g_assert_null(strpbrk(lines[1], "\t\r\x01\x07\x1b"));
    }
    g_autofree char *blank = read_export(f, "text", "mixed-p1.txt");
    g_assert_cmpstr(blank, ==, "");
}

/* RFC 4180, strictly: rows of cells; anything else fails the test. */
static GPtrArray *
parse_csv(const char *text)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
    while (*text) {
        g_autoptr(GString) cell = g_string_new(NULL);
        if (*text == '"') {
            for (text++; *text != '"' || text[1] == '"'; text++) {
                g_assert_true(*text);
                g_string_append_c(cell, *text);
                text += *text == '"';
            }
            text++;
        } else {
            for (; !strchr(",\r\n", *text); text++) {
                g_assert_cmpint(*text, !=, '"');
                g_string_append_c(cell, *text);
            }
        }
        g_ptr_array_add(row, g_strdup(cell->str));
        if (*text == ',') {
            text++;
            continue;
        }
        g_assert_true(g_str_has_prefix(text, "\r\n"));
        text += 2;
        g_ptr_array_add(rows, row);
        row = g_ptr_array_new_with_free_func(g_free);
    }
    g_assert_cmpuint(row->len, ==, 0);
    g_ptr_array_unref(row);
    return rows;
}

static void
test_csv(Fixture *f, gconstpointer data)
{
    export(f, every_format);
    g_autofree char *text = read_export(f, "csv", "lines.csv");
    g_autoptr(GPtrArray) rows = parse_csv(text);
    guint seen = 0;
    for (guint r = 0; r < rows->len; r++) {
        const GPtrArray *row = rows->pdata[r];
        g_assert_cmpuint(row->len, ==, 16);
        guint i;
        if (sscanf(row->pdata[0], "box/%u.tif", &i) != 1 || strcmp(row->pdata[2], "2") != 0)
            continue;
        const char *cell = row->pdata[5], *expected = hostile_texts[i];
        if (*expected && strchr("=+-@\t\r", *expected))
            g_assert_cmpint(*cell++, ==, '\'');
        g_assert_cmpstr(cell, ==, expected);
        g_assert_cmpstr(row->pdata[7], ==, *expected ? "0.25" : "0");
        g_assert_cmpstr(row->pdata[8], ==, "100");
        g_assert_cmpstr(row->pdata[13], ==, "350");
        seen++;
    }
    g_assert_cmpuint(seen, ==, g_strv_length((char **)hostile_texts));
    g_assert_nonnull(strstr(text,
                            "\r\n\"'=cmd, \"\"q\"\".tif\",1,1,typed,Cyrl,ПЕКИН 16.У,П Е К И Н 16.У,0.7396,"
                            "100.5,210,600,180,602,220,102.4,250\r\n"));
    g_assert_nonnull(strstr(text, "\r\nline\\x0abreak.tif,1,"));
    g_autofree char *fields = read_export(f, "csv", "fields.csv");
    g_autoptr(GPtrArray) field_rows = parse_csv(fields);
    for (guint r = 0; r < field_rows->len; r++)
        g_assert_cmpuint(((GPtrArray *)field_rows->pdata[r])->len, ==, 17);
    g_assert_nonnull(strstr(fields,
                            ",1,received_at,Получена,0 час. 40 мин. 16.У 1950 г.,1950-05-16T00:40,0.987,"
                            "review,roman-month low-confidence,10,20,310.5,20,310.5,60,10,60\r\n"));
    g_assert_nonnull(strstr(fields, ",1,copy_number,Экз. №,,,0,missing,,,,,,,,,\r\n"));
}

static xmlNodePtr
find_nth(xmlNodePtr node, const char *name, guint *n)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 && (*n)-- == 0)
            return node;
        xmlNodePtr below = find_nth(node->children, name, n);
        if (below)
            return below;
    }
    return NULL;
}

/* Attribute of the nth element of that name, to free; NULL where there is none. */
static char *
attribute(xmlDocPtr doc, const char *element, guint n, const char *name)
{
    xmlNodePtr node = find_nth(xmlDocGetRootElement(doc), element, &n);
    xmlChar *value = node ? xmlGetProp(node, BAD_CAST name) : NULL;
    char *copy = g_strdup((const char *)value);
    xmlFree(value);
    return copy;
}

static void
assert_attribute(xmlDocPtr doc, const char *element, guint n, const char *name, const char *expected)
{
    g_autofree char *value = attribute(doc, element, n, name);
    if (g_strcmp0(value, expected) != 0)
        g_error("%s %u %s: “%s”, not “%s”", element, n, name, value, expected);
}

/* Characters that XML cannot hold, as the writer replaces them. */
static char *
expected_in_xml(const char *text)
{
    GString *out = g_string_new(NULL);
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        g_string_append_unichar(
            out,
            (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff ? 0xfffd : c);
    }
    return g_string_free(out, FALSE);
}

static void
test_alto(Fixture *f, gconstpointer data)
{
    export(f, every_format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.xml", i);
        g_autofree char *text = read_export(f, "alto", file);
        g_autofree char *expected = expected_in_xml(hostile_texts[i]);
        xmlDocPtr doc =
            xmlReadMemory(text, (int)strlen(text), file, NULL, XML_PARSE_NONET | XML_PARSE_PEDANTIC);
        g_assert_nonnull(doc);
        assert_attribute(doc, "String", 2, "CONTENT", expected);
        assert_attribute(doc, "String", 2, "WC", "0.25");
        assert_attribute(doc, "String", 2, "HPOS", "100");
        assert_attribute(doc, "String", 2, "VPOS", "300");
        assert_attribute(doc, "String", 2, "WIDTH", "700");
        assert_attribute(doc, "String", 2, "HEIGHT", "50");
        assert_attribute(doc, "String", 0, "CONTENT", "ПЕКИН");
        assert_attribute(doc, "String", 0, "WC", "0.9312");
        assert_attribute(doc, "TextLine", 0, "TAGREFS", "typed");
        assert_attribute(doc, "TextLine", 0, "LANG", "ru");
        assert_attribute(doc, "TextLine", 1, "LANG", "en");
        assert_attribute(doc, "Polygon", 0, "POINTS", "100.5,210 600,180 602,220 102.4,250");
        assert_attribute(doc, "Polygon", 1, "POINTS", "100.5,210 300,200.3 302,240 102.4,250");
        assert_attribute(doc, "Polygon", 2, "POINTS", NULL); /* the rest stands upright */
        assert_attribute(doc, "ALTERNATIVE", 1, "PURPOSE", "other reading, 0.0101");
        assert_attribute(doc, "Page", 0, "WIDTH", "2480");
        assert_attribute(doc, "Page", 0, "ROTATION", "-91.25");
        assert_attribute(doc, "Glyph", 0, "CONTENT", NULL);
        xmlFreeDoc(doc);
    }
}

static void
test_alto_glyphs(Fixture *f, gconstpointer data)
{
    static const char *const alto[] = {"alto", NULL};
    static const char *const settings[] = {"alto.glyphs=yes", NULL};
    g_autoptr(GError) error = NULL;
    const ExportOrder order = {.folder = f->folder, .formats = alto, .settings = settings};
    export_pages(f->store, &order, &error);
    g_assert_no_error(error);
    g_autofree char *text = read_export(f, "alto", "box/00-p1.xml");
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "x", NULL, XML_PARSE_NONET);
    assert_attribute(doc, "Glyph", 2, "CONTENT", "К");
    assert_attribute(doc, "Glyph", 2, "GC", "0.92");
    assert_attribute(doc, "Glyph", 2, "HPOS", "180.5");
    assert_attribute(doc, "Variant", 0, "CONTENT", "Н");
    assert_attribute(doc, "Variant", 0, "VC", "0.11");
    assert_attribute(doc, "Glyph", 5, "CONTENT", NULL);
    xmlFreeDoc(doc);
}

static void
test_boxes(Fixture *f, gconstpointer data)
{
    static const char *const boxes[] = {"boxes", NULL};
    export(f, boxes);
    g_autofree char *path = g_build_filename(f->folder, "export/boxes/box/00-p1.png", NULL);
    PIX_AUTO *picture = pixRead(path);
    l_uint32 pixel;
    g_assert_cmpint(pixGetWidth(picture), ==, 620);
    pixGetPixel(picture, 200, 75,
                &pixel); /* top of the second line: (800, 300) ÷ 4; confidence 0.25 is red */
    g_assert_cmphex(pixel >> 8, ==, 0xd20028);
    pixGetPixel(picture, 400, 400, &pixel);
    g_assert_cmphex(pixel >> 8, ==, 0xfafafa);
    /* A picture that is gone is named. */
    g_autofree char *images = g_build_filename(f->folder, "images", NULL);
    sample_folder_remove(images);
    g_autoptr(GError) error = NULL;
    g_assert_false(export_run(f->store, f->folder, boxes, NULL, NULL, &error));
    g_assert_nonnull(strstr(error->message, "/images/"));
    g_assert_nonnull(strstr(error->message, " page 1: boxes: "));
}

static void
test_names(Fixture *f, gconstpointer data)
{
    g_autofree char *letters = g_strnfill(228, 'x');
    g_autofree char *longest = g_strconcat(letters, "~", NULL);
    const char *const files[] = {"a.tif-p1.json",     "a.png-p1.json",       "a-p1.json",
                                 "copy of a-p1.json", "line\nbreak-p1.json", "\xff\xfe-p1.json",
                                 "-rf-p1.json",       "back\\slash-p1.json", "=cmd, \"q\"-p1.json",
                                 "mixed-p1.json"};
    static const char *const json[] = {"json", NULL};
    export(f, json);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (!export_exists(f, "json", files[i]))
            g_error("%s is missing", files[i]);
    g_assert_false(export_exists(f, "json", "mixed-p2.json"));
    g_autofree char *json_dir = g_build_filename(f->folder, "export/json", NULL);
    g_autoptr(GDir) dir = g_dir_open(json_dir, 0, NULL);
    guint cut_names = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_assert_cmpuint(strlen(name), <=, 250);
        cut_names += g_str_has_prefix(name, longest);
    }
    g_assert_cmpuint(cut_names, ==, 1);
    g_autofree char *up = export_dup_name(f->store, "../up/./x.tif", 1);
    g_assert_true(g_str_has_prefix(up, "%2e%2e/up/%2e/x~"));
    g_autofree char *absolute = export_dup_name(f->store, "/etc//passwd", 12);
    g_assert_true(g_str_has_prefix(absolute, "etc/passwd~"));
    g_assert_true(g_str_has_suffix(absolute, "-p12"));
    g_autofree char *wide = g_strnfill(122, 'y');
    g_autofree char *cyrillic =
        g_strdup_printf("%s%s", wide, "жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж");
    g_autofree char *cut = export_dup_name(f->store, cyrillic, 1);
    g_assert_true(g_utf8_validate(cut, -1, NULL));
    g_assert_cmpuint(strlen(cut), <=, 240);
}

static void
test_stale(Fixture *f, gconstpointer data)
{
    static const char *const json[] = {"json", NULL};
    g_autoptr(GError) error = NULL;
    sample_folder_add(f->store, f->folder, "gone/deep/old.tif", 500, "x");
    sample_folder_add(f->store, f->folder, "gone/kept.tif", 501, "x");
    export(f, json);
    g_assert_true(export_exists(f, "json", "gone/deep/old-p1.json"));
    g_autofree char *mine = g_build_filename(f->folder, "export/json/gone/my notes.txt", NULL);
    g_autofree char *box = g_build_filename(f->folder, "export/json/box/00-p1.json", NULL);
    g_assert_true(g_file_set_contents(mine, "mine", -1, NULL));
    struct stat before, after;
    g_assert_cmpint(stat(box, &before), ==, 0);

    /* The two scans come to hold something that cannot be read. */
    for (guint i = 0; i < 2; i++) {
        g_autofree char *text = g_strdup_printf("scan %u", 500 + i);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
        PageRow row = {.state = STATE_DAMAGED, .cause = "cut", .plan = SAMPLE_PLAN, .verdict = "failed"};
        store_make_id(row.id, sum, 1);
        g_assert_true(store_put_page(f->store, &row, &error));
    }
    export(f, json);
    g_assert_false(export_exists(f, "json", "gone/deep"));
    g_assert_false(export_exists(f, "json", "gone/kept-p1.json"));
    g_assert_true(
        export_exists(f, "json", "gone/my notes.txt")); /* not ours: stays, and so does its directory */
    g_assert_cmpint(stat(box, &after), ==, 0);
    g_assert_cmpint(before.st_ino, ==, after.st_ino); /* what did not change was not written again */

    /* A new scan takes the short name from an old one. */
    sample_folder_add(f->store, f->folder, "box/00.png", 600, "x");
    export(f, json);
    g_assert_false(export_exists(f, "json", "box/00-p1.json"));
    g_assert_true(export_exists(f, "json", "box/00.tif-p1.json"));
    g_assert_true(export_exists(f, "json", "box/00.png-p1.json"));
}

static gboolean
export_fails(Fixture *f, const char *format, const char *setting, const char *dir, const char *why)
{
    const char *const formats[] = {format, NULL};
    const char *const settings[] = {setting, NULL};
    const ExportOrder order = {
        .folder = f->folder, .formats = formats, .settings = settings, .output_dir = dir};
    g_autoptr(GError) error = NULL;
    if (export_pages(f->store, &order, &error))
        return FALSE;
    if (!strstr(error->message, why))
        g_error("%s", error->message);
    return TRUE;
}

static void
test_refused(Fixture *f, gconstpointer data)
{
    g_assert_true(
        export_fails(f, "docx", NULL, NULL, "no format “docx” (there are: json, csv, alto, text, boxes)"));
    g_assert_true(
        export_fails(f, "alto", "alto.colour=1", NULL, "alto: no option “colour” (it has: glyphs)"));
    g_assert_true(export_fails(f, "json", "alto.glyphs=1", NULL, "not asked for"));
    g_assert_true(export_fails(f, "json", "glyphs", NULL, "not of the form"));
    g_autofree char *out = g_build_filename(f->folder, "elsewhere", NULL);
    g_autofree char *owner = g_build_filename(out, "json/.verno-export", NULL);
    g_assert_false(export_fails(f, "json", NULL, out, ""));
    g_assert_true(g_file_set_contents(owner, "verno-export/1 of /other/folder\n", -1, NULL));
    g_assert_true(export_fails(f, "json", NULL, out, "holds the export of /other/folder"));
    g_assert_true(g_file_set_contents(owner, "something\n", -1, NULL));
    g_assert_true(export_fails(f, "json", NULL, out, "is not verno's"));
    g_assert_true(g_file_set_contents(owner, "verno-exp", -1, NULL)); /* killed at its first line */
    g_assert_false(export_fails(f, "json", NULL, out, ""));
    g_autofree char *blocked = g_build_filename(f->folder, "verno.db", NULL);
    g_assert_true(export_fails(f, "json", NULL, blocked, "verno.db/json"));
}

/* The same folder gives the same bytes, with and without an earlier export. */
static void
test_same_bytes(Fixture *f, gconstpointer data)
{
    g_autofree char *a = g_build_filename(f->folder, "a", NULL), *b = g_build_filename(f->folder, "b", NULL);
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < 2; i++)
        g_assert_true(export_run(f->store, f->folder, every_format, i ? b : a, NULL, &error));
    g_assert_true(export_run(f->store, f->folder, every_format, a, NULL, &error));
    g_autofree char *status = NULL;
    const char *argv[] = {"diff", "-r", a, b, NULL};
    int code;
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &status, NULL, &code, NULL));
    g_assert_cmpint(code, ==, 0);
}

/* An unfinished file is not there; a failure leaves the old one. */
static void
test_output(void)
{
    g_autofree char *dir = g_dir_make_tmp("verno-output-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "a/b.csv", NULL);
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    Output *output = output_open(path, &error);
    g_assert_no_error(error);
    g_assert_true(output_put(output, "one", 3, &error));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(output_commit(output, &error));
    output_free(output);
    output = output_open(path, &error);
    g_assert_true(output_put(output, "two", 3, &error));
    output_free(output);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "one");
    g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
    g_assert_cmpint(symlink("/etc/hostname", part), ==,
                    0); /* a trap laid where the temporary file would be */
    g_assert_null(output_open(path, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_clear_error(&error);
    g_unlink(part);
    /* A disk that is full. */
    struct rlimit free_room, none = {0, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &free_room);
    none.rlim_max = free_room.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    gboolean written = output_write(dir, "a/b", ".csv", "three", 5, &error);
    setrlimit(RLIMIT_FSIZE, &free_room);
    g_assert_false(written);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_STORE);
    g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
    g_autofree char *still = NULL;
    g_assert_true(g_file_get_contents(path, &still, NULL, NULL));
    g_assert_cmpstr(still, ==, "one");
    sample_folder_remove(dir);
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--folder") == 0) {
        sample_folder_make(argv[2]);
        return 0;
    }
    g_test_init(&argc, &argv, NULL);
    g_test_add("/export/json", Fixture, NULL, set_up, test_json, tear_down);
    g_test_add("/export/text", Fixture, NULL, set_up, test_text, tear_down);
    g_test_add("/export/csv", Fixture, NULL, set_up, test_csv, tear_down);
    g_test_add("/export/alto", Fixture, NULL, set_up, test_alto, tear_down);
    g_test_add("/export/alto-glyphs", Fixture, NULL, set_up, test_alto_glyphs, tear_down);
    g_test_add("/export/boxes", Fixture, NULL, set_up, test_boxes, tear_down);
    g_test_add("/export/names", Fixture, NULL, set_up, test_names, tear_down);
    g_test_add("/export/stale", Fixture, NULL, set_up, test_stale, tear_down);
    g_test_add("/export/refused", Fixture, NULL, set_up, test_refused, tear_down);
    g_test_add("/export/same-bytes", Fixture, NULL, set_up, test_same_bytes, tear_down);
    g_test_add_func("/export/output", test_output);
    return g_test_run();
}
