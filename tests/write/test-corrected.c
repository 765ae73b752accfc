/* test-corrected.c - exports of pages that persons corrected: every format shows it, also when the page was
 * read anew; lines with their text to train with. */
#include "export.h"
#include "record.h"
#include "sample-folder.h"
#include "sample-page.h"
#include <string.h>

/* The page of box/00.tif. */
static void
make_id(char ret_id[32])
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "scan 0", -1);
    store_make_id(ret_id, sum, 1);
}

static void
decide(SampleFolder *f, const char *field, const char *decision, const char *was, const char *becomes)
{
    char id[32];
    g_autoptr(GError) error = NULL;
    make_id(id);
    const CorrectionRow row = {0, "2026-01-02T03:04:05Z", "=anna", id, field, was, becomes, 2, decision};
    store_add_correction(f->store, &row, &error);
    g_assert_no_error(error);
}

#define STAMP "{\"kind\":\"stamp\",\"text\":null,\"quad\":null,\"removed\":true}"

static void
decide_all(SampleFolder *f)
{
    decide(f, "received_at", "edit", "1950-05-16T00:40", "1950-05-17");
    decide(f, "copy_number", "absent", NULL, NULL);
    decide(f, "l1", "edit", "ПЕКИН 16.У", "ПЕКИН 17.У");
    decide(f, "a0", "edit", NULL, STAMP);
}

static void
assert_shown(SampleFolder *f)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *json = sample_folder_read(f, "json", "box/00-p1.json");
    g_autoptr(Page) page = record_load(json, &error);
    g_assert_no_error(error);
    const Field *field = page_find_field(page, "received_at");
    g_assert_cmpstr(field->value, ==, "1950-05-17");
    g_assert_cmpstr(field->decided_by, ==, "=anna");
    g_assert_cmpstr(((Line *)page->lines->pdata[0])->text, ==, "ПЕКИН 17.У");
    g_assert_cmpuint(page->annotations->len, ==, 1);
    g_autofree char *csv = sample_folder_read(f, "csv", "fields.csv");
    g_assert_nonnull(strstr(csv, "box/00.tif,1,copy_number,Экз. №,,,0,absent,,,,,,,,,,,absent,'=anna\r\n"));
    g_assert_nonnull(
        strstr(csv, ",0.987,review,roman-month low-confidence,10,20,310.5,20,310.5,60,10,60,,,\r\n"));
    g_autofree char *text = sample_folder_read(f, "text", "box/00-p1.txt");
    g_assert_true(g_str_has_prefix(text, "ПЕКИН 17.У\n"));
    g_autofree char *alto = sample_folder_read(f, "alto", "box/00-p1.xml");
    g_assert_nonnull(strstr(alto, "CONTENT=\"17.У\" WC=\"0.5\" CS=\"true\""));
    g_assert_nonnull(strstr(alto, "CONTENT=\"ПЕКИН\" WC=\"0.9312\" CS=\"true\""));
    g_assert_null(strstr(alto, "CONTENT=\"16.У\""));
    const char *second = strstr(alto, "<TextLine ID=\"l2\"");
    g_assert_nonnull(second);
    g_assert_null(strstr(second, "CS=")); /* nobody looked at it */
}

static void
test_shown(SampleFolder *f, gconstpointer data)
{
    decide_all(f);
    sample_folder_export(f, sample_formats);
    assert_shown(f);
    g_autofree char *csv = sample_folder_read(f, "csv", "fields.csv");
    g_assert_nonnull(strstr(
        csv, "box/00.tif,1,received_at,Получена,0 час. 40 мин. 16.У 1950 г.,1950-05-17,0.987,corrected,,"
             "10,20,310.5,20,310.5,60,10,60,1950-05-16T00:40,edit,'=anna\r\n"));
    decide(f, "received_at", "undo", "1950-05-17", "1950-05-16T00:40");
    sample_folder_export(f, sample_formats);
    g_autofree char *again = sample_folder_read(f, "csv", "fields.csv");
    g_assert_null(strstr(again, "1950-05-17"));
}

/* Puts the page anew, as another run would, with what `change` does to it. */
static void
read_anew(SampleFolder *f, void (*change)(Page *page))
{
    static const double map[6] = {0.25, 0, 0, 0, 0.25, 0};
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = sample_page_new("box/00.tif", hostile_texts[0]);
    page->source.number = page->source.pages = 1;
    change(page);
    g_autofree char *record = record_dup_json(page, NULL);
    PageRow row = {
        .state = STATE_DONE, .record = record, .plan = "other", .verdict = "good", .picture_map = map};
    make_id(row.id);
    store_put_page(f->store, &row, &error);
    g_assert_no_error(error);
}

static void
read_otherwise(Page *page)
{
    Field *field = page_find_field(page, "received_at");
    g_free(field->value);
    field->value = g_strdup("1960-01-01");
    g_free(field->status);
    field->status = g_strdup("accepted");
}

static void
test_read_anew(SampleFolder *f, gconstpointer data)
{
    decide_all(f);
    read_anew(f, read_otherwise);
    sample_folder_export(f, sample_formats);
    assert_shown(f);
    g_autofree char *csv = sample_folder_read(f, "csv", "fields.csv");
    g_assert_nonnull(strstr(csv, ",1960-01-01,edit,'=anna\r\n"));
}

static void
export_lines(SampleFolder *f, const char *setting)
{
    static const char *const lines[] = {"lines", NULL};
    const char *const settings[] = {setting, NULL};
    const ExportOrder order = {.folder = f->folder, .formats = lines, .settings = settings};
    g_autoptr(GError) error = NULL;
    export_pages(f->store, &order, &error);
    g_assert_no_error(error);
}

static PIX *
read_piece(SampleFolder *f, const char *file)
{
    g_autofree char *path = g_build_filename(f->folder, "export/lines", file, NULL);
    PIX *piece = pixRead(path);
    g_assert_nonnull(piece);
    g_assert_cmpint(pixGetDepth(piece), ==, 8);
    return piece;
}

static void
test_lines(SampleFolder *f, gconstpointer data)
{
    decide(f, "l1", "confirm", "ПЕКИН 16.У", "ПЕКИН 16.У");
    decide(f, "l2", "unsure", hostile_texts[0], hostile_texts[0]);
    export_lines(f, NULL);
    g_autofree char *text = sample_folder_read(f, "lines", "box/00-p1-l1.gt.txt");
    g_assert_cmpstr(text, ==, "П Е К И Н 16.У\n"); /* as typed */
    PIX_AUTO *piece = read_piece(f, "box/00-p1-l1.png");
    /* 100.5 to 602 by 180 to 250, a quarter of it, four pixels around. */
    g_assert_cmpint(pixGetWidth(piece), ==, 151 - 25 + 8);
    g_assert_cmpint(pixGetHeight(piece), ==, 63 - 45 + 8);
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l2.png")); /* not decided */
    g_assert_false(sample_folder_has(f, "lines", "box/01-p1-l1.png"));

    export_lines(f, "lines.all=yes");
    g_assert_true(sample_folder_has(f, "lines", "box/00-p1-l2.gt.txt"));
    g_assert_true(sample_folder_has(f, "lines", "box/01-p1-l1.png"));
    g_assert_false(sample_folder_has(f, "lines", "box/19-p1-l2.png")); /* no text in it */

    /* What is not certain any more goes, and leaves no directory. */
    decide(f, "l1", "undo", "ПЕКИН 16.У", "ПЕКИН 16.У");
    decide(f, "l2", "edit", hostile_texts[0], "<script>");
    export_lines(f, NULL);
    g_autofree char *second = sample_folder_read(f, "lines", "box/00-p1-l2.gt.txt");
    g_assert_cmpstr(second, ==, "<script>\n");
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l1.png"));
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l1.gt.txt"));
    g_assert_false(sample_folder_has(f, "lines", "box/01-p1-l1.png"));
    decide(f, "l2", "undo", "<script>", hostile_texts[0]);
    export_lines(f, NULL);
    g_assert_false(sample_folder_has(f, "lines", "box"));
}

/* Lines 3 to 6 of the page, each a field as well: a number, a letter-spaced word, one whose value is not what
 * is typed, and one that is only a part of its line. */
static void
add_line_fields(Page *page)
{
    static const struct {
        const char *name, *raw, *value;
        double part;
    } rows[] = {{"outgoing_number", "86O1", "86O1", 1},
                {"destination", "П Е К И Н", "ПЕКИН", 1},
                {"date", "16.У", "1950-05-16", 1},
                {"special_number", "550", "550", 0.5}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Quad quad = quad_from_rect(100, 500 + 100 * i, 300, 40);
        Line *line = page_add_line(page, LINE_TYPED, quad);
        line_add_word(line, rows[i].raw, quad, 0.9);
        line_refresh(line);
        Field *field = page_add_field(page, rows[i].name);
        field->label = g_strdup(rows[i].name);
        field->raw = g_strdup(rows[i].raw);
        field->value = g_strdup(rows[i].value);
        field->status = g_strdup("review");
        field->quad = quad_from_rect(100, 500 + 100 * i, 300 * rows[i].part, 40);
        field->confidence = 0.5;
    }
}

/* A field that is a whole line and whose value is what is typed there teaches as the line itself would. */
static void
test_field_lines(SampleFolder *f, gconstpointer data)
{
    read_anew(f, add_line_fields);
    export_lines(f, NULL);
    g_assert_false(sample_folder_has(f, "lines", "box")); /* nobody decided anything */
    decide(f, "outgoing_number", "edit", "86O1", "8691");
    decide(f, "destination", "confirm", "ПЕКИН", "ПЕКИН");
    decide(f, "date", "confirm", "1950-05-16", "1950-05-16");
    decide(f, "special_number", "edit", "550", "551");
    export_lines(f, NULL);
    g_autofree char *number = sample_folder_read(f, "lines", "box/00-p1-l3.gt.txt");
    g_assert_cmpstr(number, ==, "8691\n");
    g_autofree char *city = sample_folder_read(f, "lines", "box/00-p1-l4.gt.txt");
    g_assert_cmpstr(city, ==, "П Е К И Н\n"); /* as typed */
    PIX_AUTO *piece = read_piece(f, "box/00-p1-l3.png");
    g_assert_cmpint(pixGetWidth(piece), ==, 300 / 4 + 8);
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l5.gt.txt")); /* who knows how it is typed */
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l6.gt.txt")); /* the line holds more */
    decide(f, "destination", "edit", "ПЕКИН", "ПЕНЗА");
    decide(f, "outgoing_number", "unsure", "8691", "8691");
    export_lines(f, NULL);
    g_autofree char *other = sample_folder_read(f, "lines", "box/00-p1-l4.gt.txt");
    g_assert_cmpstr(other, ==, "П Е Н З А\n");
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l3.gt.txt")); /* not sure any more */
    decide(f, "destination", "illegible", "ПЕНЗА", NULL);
    export_lines(f, NULL);
    g_assert_false(sample_folder_has(f, "lines", "box"));
}

/* One line read from bottom to top, one by hand, one off the page. */
static void
turn_lines(Page *page)
{
    Line *line = page->lines->pdata[0];
    line->quad = (Quad){{{400, 1600}, {400, 800}, {480, 800}, {480, 1600}}};
    ((Line *)page->lines->pdata[1])->kind = LINE_HANDWRITTEN;
    line = page_add_line(page, LINE_TYPED, quad_from_rect(90000, 100, 300, 40));
    line_add_word(line, "off", line->quad, 1);
    line_refresh(line);
}

static void
test_lines_turned(SampleFolder *f, gconstpointer data)
{
    char id[32];
    make_id(id);
    g_autofree char *path = export_dup_picture(f->folder, id);
    PIX_AUTO *picture = pixRead(path);
    pixSetPixel(picture, 110, 390, 0); /* near where the line begins: left in the piece */
    g_assert_cmpint(pixWrite(path, picture, IFF_PNG), ==, 0);
    read_anew(f, turn_lines);
    export_lines(f, "lines.all=yes");
    PIX_AUTO *piece = read_piece(f, "box/00-p1-l1.png");
    l_uint32 pixel;
    g_assert_cmpint(pixGetWidth(piece), ==, 200 + 8);
    g_assert_cmpint(pixGetHeight(piece), ==, 20 + 8);
    pixGetPixel(piece, 403 - 390, 110 - 96, &pixel);
    g_assert_cmpuint(pixel, ==, 0);
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l2.png"));
    g_assert_false(sample_folder_has(f, "lines", "box/00-p1-l3.gt.txt"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/corrected/shown", SampleFolder, NULL, sample_folder_set_up, test_shown,
               sample_folder_tear_down);
    g_test_add("/corrected/read-anew", SampleFolder, NULL, sample_folder_set_up, test_read_anew,
               sample_folder_tear_down);
    g_test_add("/corrected/lines", SampleFolder, NULL, sample_folder_set_up, test_lines,
               sample_folder_tear_down);
    g_test_add("/corrected/lines/fields", SampleFolder, NULL, sample_folder_set_up, test_field_lines,
               sample_folder_tear_down);
    g_test_add("/corrected/lines-turned", SampleFolder, NULL, sample_folder_set_up, test_lines_turned,
               sample_folder_tear_down);
    return g_test_run();
}
