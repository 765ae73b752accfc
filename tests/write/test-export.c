/* test-export.c - writers and export: each format, parsed back, carries the same text, box and confidence;
 * names of files; stale files; what is refused. With --folder DIR it only makes the sample folder there, for
 * the shell tests. */
#include "export.h"
#include "record.h"
#include "sample-folder.h"
#include "sample-page.h"
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <string.h>

/* The line of page i of box/ that holds its hostile text. */
static const Line *
hostile_line(const Page *page)
{
    return page->lines->pdata[1];
}

static void
test_json(SampleFolder *f, gconstpointer data)
{
    static const char *const format[] = {"json", NULL};
    sample_folder_export(f, format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.json", i);
        g_autofree char *text = sample_folder_read(f, "json", file);
        g_autoptr(GError) error = NULL;
        g_autoptr(Page) page = record_load(text, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(hostile_line(page)->text, ==, hostile_texts[i]);
        g_assert_cmpstr(page->provenance.verno, ==, "0.0.9"); /* who read it, not who exports it */
    }
    g_autofree char *copy = sample_folder_read(f, "json", "copy of a-p1.json");
    g_assert_nonnull(strstr(copy, "\"path\": \"copy of a.tif\""));
}

static void
test_text(SampleFolder *f, gconstpointer data)
{
    static const char *const format[] = {"text", NULL};
    sample_folder_export(f, format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.txt", i);
        g_autofree char *text = sample_folder_read(f, "text", file);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        g_assert_cmpuint(g_strv_length(lines), ==, 3); /* two lines, each with its end */
        g_assert_cmpstr(lines[0], ==, "ПЕКИН 16.У");
        if (!strpbrk(hostile_texts[i], "\t\r\n\x01\x07"))
            g_assert_cmpstr(lines[1], ==, hostile_texts[i]);
        g_assert_null(strpbrk(lines[1], "\t\r\x01\x07\x1b"));
    }
    g_autofree char *blank = sample_folder_read(f, "text", "mixed-p1.txt");
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
test_csv(SampleFolder *f, gconstpointer data)
{
    static const char *const format[] = {"csv", NULL};
    sample_folder_export(f, format);
    g_autofree char *text = sample_folder_read(f, "csv", "lines.csv");
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
    g_autofree char *fields = sample_folder_read(f, "csv", "fields.csv");
    g_autoptr(GPtrArray) field_rows = parse_csv(fields);
    for (guint r = 0; r < field_rows->len; r++)
        g_assert_cmpuint(((GPtrArray *)field_rows->pdata[r])->len, ==, 20);
    g_assert_nonnull(strstr(fields,
                            ",1,received_at,Получена,0 час. 40 мин. 16.У 1950 г.,1950-05-16T00:40,0.987,"
                            "review,roman-month low-confidence,10,20,310.5,20,310.5,60,10,60,,,\r\n"));
    g_assert_nonnull(strstr(fields, ",1,copy_number,Экз. №,,,0,missing,,,,,,,,,,,,\r\n"));
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
test_alto(SampleFolder *f, gconstpointer data)
{
    static const char *const format[] = {"alto", NULL};
    sample_folder_export(f, format);
    for (guint i = 0; hostile_texts[i]; i++) {
        g_autofree char *file = g_strdup_printf("box/%02u-p1.xml", i);
        g_autofree char *text = sample_folder_read(f, "alto", file);
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
test_alto_glyphs(SampleFolder *f, gconstpointer data)
{
    static const char *const alto[] = {"alto", NULL};
    static const char *const settings[] = {"alto.glyphs=yes", NULL};
    g_autoptr(GError) error = NULL;
    const ExportOrder order = {.folder = f->folder, .formats = alto, .settings = settings};
    export_pages(f->store, &order, &error);
    g_assert_no_error(error);
    g_autofree char *text = sample_folder_read(f, "alto", "box/00-p1.xml");
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
test_boxes(SampleFolder *f, gconstpointer data)
{
    static const char *const boxes[] = {"boxes", NULL};
    sample_folder_export(f, boxes);
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
test_overlay(SampleFolder *f, gconstpointer data)
{
    static const char *const overlay[] = {"overlay", NULL};
    g_autofree char *kinds_path = NULL, *picture_path = NULL;
    g_autofree char *path = g_build_filename(f->folder, "export/overlay/box/00-p1.png", NULL);
    l_uint32 pixel;
    /* The folder's pages have pictures and no kinds: shown as they are, the stamp outlined. */
    sample_folder_export(f, overlay);
    PIX *picture = pixRead(path);
    pixGetPixel(picture, 400, 400, &pixel);
    g_assert_cmphex(pixel >> 8, ==, 0xfafafa);
    pixDestroy(&picture);
    /* One that has kinds. */
    picture_path = g_strdup_printf("%s/images", f->folder);
    g_autoptr(GDir) first = g_dir_open(picture_path, 0, NULL);
    for (const char *name = g_dir_read_name(first); name; name = g_dir_read_name(first)) {
        g_autofree char *below = g_build_filename(picture_path, name, NULL);
        g_autoptr(GDir) dir = g_dir_open(below, 0, NULL);
        for (const char *file = g_dir_read_name(dir); file; file = g_dir_read_name(dir)) {
            g_autofree char *stem = g_strndup(file, strlen(file) - strlen(".png"));
            g_free(kinds_path);
            kinds_path = g_strdup_printf("%s/%s.ink.png", below, stem);
            PIX_AUTO *kinds = pixCreate(620, 877, 8);
            pixSetPixel(kinds, 30, 40, INK_TYPED);
            pixSetPixel(kinds, 31, 40, INK_TYPED | INK_HAND | INK_UNSURE);
            pixWrite(kinds_path, kinds, IFF_PNG);
            if (g_str_has_suffix(stem, ".ink"))
                g_unlink(kinds_path);
        }
    }
    sample_folder_export(f, overlay);
    picture = pixRead(path);
    pixGetPixel(picture, 30, 40, &pixel);
    g_assert_cmphex(pixel >> 8, ==, ink_kind_rgb(INK_TYPED));
    pixGetPixel(picture, 31, 40, &pixel);
    g_assert_cmphex(pixel >> 8, ==, ink_kind_rgb(INK_HAND));
    pixGetPixel(picture, 400, 400, &pixel);
    g_assert_cmphex(pixel >> 8, ==, 0xffffff);
    pixDestroy(&picture);
}

/* The page of -rf, by two persons. */
static gboolean
correct_a_page(Store *store, GError **error)
{
    static const struct {
        const char *field, *was, *becomes, *decision;
    } rows[] = {
        {"received_at", "1950-05-16T00:40", "1950-05-17T00:40", "edit"},
        {"copy_number", NULL, NULL, "illegible"},
        {"l1", "ПЕКИН 16.У", "ПЕКИН 17.У", "edit"},
    };
    char id[32];
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "scan 107", -1);
    store_make_id(id, sum, 1);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CorrectionRow row = {.at = "2026-01-02T03:04:05Z",
                                   .who = i ? "boris" : "anna",
                                   .page = id,
                                   .field = rows[i].field,
                                   .was = rows[i].was,
                                   .becomes = rows[i].becomes,
                                   .decision = rows[i].decision,
                                   .seconds = 2};
        if (!store_add_correction(store, &row, error))
            return FALSE;
    }
    return TRUE;
}

/* What the shell tests look at: a folder with a page that was corrected, all formats in its export/, and ALTO
 * with glyphs in glyphs/. */
static int
make_for_shell(const char *dir)
{
    static const char *const alto[] = {"alto", NULL}, *const settings[] = {"alto.glyphs=yes", NULL};
    g_autofree char *glyphs = g_build_filename(dir, "glyphs", NULL);
    g_autoptr(GError) error = NULL;
    sample_folder_make(dir);
    g_autoptr(Store) store = store_open(dir, FALSE, &error);
    if (!store || !correct_a_page(store, &error)) {
        g_printerr("%s\n", error->message);
        return 1;
    }
    const ExportOrder order = {.folder = dir, .formats = alto, .settings = settings, .output_dir = glyphs};
    if (export_run(store, dir, sample_formats, NULL, NULL, &error) && export_pages(store, &order, &error))
        return 0;
    g_printerr("%s\n", error->message);
    return 1;
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--folder") == 0)
        return make_for_shell(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_add("/export/json", SampleFolder, NULL, sample_folder_set_up, test_json, sample_folder_tear_down);
    g_test_add("/export/text", SampleFolder, NULL, sample_folder_set_up, test_text, sample_folder_tear_down);
    g_test_add("/export/csv", SampleFolder, NULL, sample_folder_set_up, test_csv, sample_folder_tear_down);
    g_test_add("/export/alto", SampleFolder, NULL, sample_folder_set_up, test_alto, sample_folder_tear_down);
    g_test_add("/export/alto-glyphs", SampleFolder, NULL, sample_folder_set_up, test_alto_glyphs,
               sample_folder_tear_down);
    g_test_add("/export/overlay", SampleFolder, NULL, sample_folder_set_up, test_overlay,
               sample_folder_tear_down);
    g_test_add("/export/boxes", SampleFolder, NULL, sample_folder_set_up, test_boxes,
               sample_folder_tear_down);
    return g_test_run();
}
