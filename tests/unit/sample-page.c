/* sample-page.c - a page with every member filled. */
#include "sample-page.h"

const char *const hostile_texts[] = {
    "<script>alert(1)</script>",
    "]]> & &amp; &#0; <!--",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tафиша",
    "\rx",
    "\"unpaired, \"\"twice\"",
    "it's; 'quoted'",
    "bell\x07 null-like\x01 del\x7f c1\xc2\x9f",
    "bidi \xe2\x80\xae"
    "override\xe2\x80\xac \xe2\x81\xa6isolate",
    "line\nbreak\r\nagain",
    "sep\xe2\x80\xa8"
    "arator",
    "\xef\xbf\xbe not a character \xef\xbf\xbf",
    "об\"единение \\ backslash \\x41",
    "\xf0\x9f\x93\xa0 astral",
    "{\"json\": [1, 2]}",
    "%s %n %d",
    "",
    NULL,
};

static void
add_spaced_word(Line *line)
{
    Word *word =
        line_add_word(line, "ПЕКИН", (Quad){{{100.5, 210}, {300, 200.3}, {302, 240}, {102.4, 250}}}, 0.9312);
    word->raw = g_strdup("П Е К И Н");
    alternatives_add(&word->alternatives, "ПЕНИН", 0.0213);
    alternatives_add(&word->alternatives, "ЛЕКИН", 0.0101);
    static const char *const letters[] = {"П", "Е", "К", "И", "Н"};
    for (int i = 0; i < 5; i++) {
        Symbol *symbol =
            word_add_symbol(word, letters[i], quad_from_rect(100.5 + 40 * i, 205, 30, 40.2), 0.9 + i / 100.0);
        if (i == 2)
            alternatives_add(&symbol->alternatives, "Н", 0.11);
    }
}

static void
add_field(Page *page)
{
    Field *field = page_add_field(page, "received_at");
    field->label = g_strdup("Получена");
    field->raw = g_strdup("0 час. 40 мин. 16.У 1950 г.");
    field->value = g_strdup("1950-05-16T00:40");
    field->quad = quad_from_rect(10, 20, 300.5, 40);
    field->confidence = 0.987;
    field->status = g_strdup("review");
    field->reasons = g_strsplit("roman-month low-confidence", " ", -1);
    alternatives_add(&field->alternatives, "1950-05-15T00:40", 0.01);
    field = page_add_field(page, "copy_number");
    field->label = g_strdup("Экз. №");
    field->status = g_strdup("missing");
}

Page *
sample_page_new(const char *path, const char *hostile)
{
    Page *page = page_new();
    page->source.path = g_strdup(path);
    g_strlcpy(page->source.sha256, SAMPLE_SHA, sizeof page->source.sha256);
    page->source.number = 2;
    page->source.pages = 3;
    page->source.width = 2480;
    page->source.height = 3508;
    page->source.xres_dpi = 203.2;
    page->source.yres_dpi = 97.79;
    page->source.dpi_source = "tag";
    page->source.bits = 8;
    page->source.samples = 3;
    page->source.compression = "lzw";
    page->source.orientation = 6;
    page->rotation = 90;
    page->skew_deg = -1.25;
    page->skew_confidence = 0.97;

    Line *line =
        page_add_line(page, LINE_TYPED, (Quad){{{100.5, 210}, {600, 180}, {602, 220}, {102.4, 250}}});
    line->script = "Cyrl";
    add_spaced_word(line);
    line_add_word(line, "16.У", quad_from_rect(310.12345, 190, 80, 40), 1)->confidence = 0.5;
    line_refresh(line);

    line = page_add_line(page, LINE_PRINTED, quad_from_rect(100, 300, 700, 50));
    line->script = "Latn";
    line_add_word(line, hostile, quad_from_rect(100, 300, 700, 50), 0.25);
    line_refresh(line);

    add_field(page);
    Annotation *stamp = page_add_annotation(
        page, ANNOTATION_STAMP, (Quad){{{1500.5, 2000}, {1900, 1950}, {1910, 2100}, {1510, 2150}}});
    stamp->colour = 0xb01c2e;
    stamp->confidence = 0.87;
    stamp->text = g_strdup(hostile);
    page_add_annotation(page, ANNOTATION_MARGIN, quad_from_rect(10, 900, 30, 200));
    page_remark(page, "deskew", "abstained", "too few lines: %d", 2);
    page_doubt(page, "doubts", "low-confidence", "%s", hostile);
    page->provenance = (Provenance){
        .plan = SAMPLE_PLAN, .models = "eng=sha256:" SAMPLE_SHA " rus=sha256:" SAMPLE_PLAN, .verno = "0.0.9"};
    return page;
}
