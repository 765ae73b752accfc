/* alto.c - writer: ALTO 4.4, a file a page, pixels of the stored image.
 *
 * HPOS, VPOS, WIDTH and HEIGHT are the upright rectangle around a quad. A quad that is more than that
 * rectangle read from its top left (text that is turned or tilted) has a Shape with its four corners,
 * clockwise from the text's own top left. WC and GC are the confidences of the record, 0 to 1. A line that
 * was found and not read has one empty String. CS marks the lines whose text a person decided, and their
 * strings. What a recogniser would read instead is ALTERNATIVE (words)
 * and Variant (symbols, with the option glyphs).
 *
 * LANG follows from the script, for the two languages that verno's models read. */
#include "error.h"
#include "output.h"
#include "record.h"
#include "stage.h"
#include "target.h"
#include <libxml/xmlwriter.h>
#include <math.h>
#include <string.h>

static const char suffix[] = ".xml";

typedef struct {
    WriterTarget target;
    gboolean glyphs;
} State;

static const Option options[] = {
    {"glyphs", "write every symbol with its variants; files get about ten times as long", OPTION_BOOL,
     offsetof(State, glyphs), 0},
    {0},
};

/* What XML 1.0 cannot hold becomes U+FFFD. */
static char *
dup_xml_text(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *clean = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        gboolean legal = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
        g_string_append_unichar(clean, legal ? c : 0xfffd);
    }
    return g_string_free(clean, FALSE);
}

/* The writer works in memory; what can fail there is memory, and GLib's way with that is to end the process.
 */
static void
done(int status)
{
    g_assert(status >= 0);
}

static void
begin(xmlTextWriterPtr xml, const char *name)
{
    done(xmlTextWriterStartElement(xml, BAD_CAST name));
}

static void
end(xmlTextWriterPtr xml)
{
    done(xmlTextWriterEndElement(xml));
}

static void
put(xmlTextWriterPtr xml, const char *name, const char *value)
{
    g_autofree char *text = dup_xml_text(value);
    done(xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST text));
}

static void
put_number(xmlTextWriterPtr xml, const char *name, double value, int parts)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    double rounded = isfinite(value) ? round(value * parts) / parts + 0.0 : 0;
    put(xml, name, g_ascii_formatd(text, sizeof text, "%.10g", rounded));
}

static void
put_confidence(xmlTextWriterPtr xml, const char *name, double value)
{
    put_number(xml, name, isfinite(value) ? CLAMP(value, 0, 1) : 0, 10000);
}

static void
put_element(xmlTextWriterPtr xml, const char *name, const char *value)
{
    g_autofree char *text = dup_xml_text(value);
    done(xmlTextWriterWriteElement(xml, BAD_CAST name, BAD_CAST text));
}

static void
put_box(xmlTextWriterPtr xml, const Quad *quad)
{
    double x0, y0, x1, y1;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    put_number(xml, "HPOS", x0, 10);
    put_number(xml, "VPOS", y0, 10);
    put_number(xml, "WIDTH", x1 - x0, 10);
    put_number(xml, "HEIGHT", y1 - y0, 10);
}

static gboolean
is_upright(const Quad *quad)
{
    double x0, y0, x1, y1;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    Quad box = quad_from_rect(x0, y0, x1 - x0, y1 - y0);
    for (int i = 0; i < 4; i++)
        if (fabs(box.p[i].x - quad->p[i].x) > 0.05 || fabs(box.p[i].y - quad->p[i].y) > 0.05)
            return FALSE;
    return TRUE;
}

static void
put_shape(xmlTextWriterPtr xml, const Quad *quad)
{
    g_autoptr(GString) points = g_string_new(NULL);
    if (is_upright(quad))
        return;
    for (int i = 0; i < 4; i++) {
        char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(x, sizeof x, "%.10g", round(quad->p[i].x * 10) / 10 + 0.0);
        g_ascii_formatd(y, sizeof y, "%.10g", round(quad->p[i].y * 10) / 10 + 0.0);
        g_string_append_printf(points, "%s%s,%s", i ? " " : "", x, y);
    }
    begin(xml, "Shape");
    begin(xml, "Polygon");
    put(xml, "POINTS", points->str);
    end(xml);
    end(xml);
}

static void
put_description(xmlTextWriterPtr xml, const Page *page)
{
    const Provenance *made = &page->provenance;
    g_autofree char *path = path_dup_text(page->source.path);
    g_autofree char *settings = g_strdup_printf("plan sha256:%s; models %s", made->plan ? made->plan : "",
                                                made->models && *made->models ? made->models : "none");
    begin(xml, "Description");
    put_element(xml, "MeasurementUnit", "pixel");
    begin(xml, "sourceImageInformation");
    put_element(xml, "fileName", path);
    begin(xml, "fileIdentifier");
    put(xml, "fileIdentifierLocation", "sha256");
    done(xmlTextWriterWriteString(xml, BAD_CAST page->source.sha256));
    end(xml);
    end(xml);
    begin(xml, "Processing");
    put(xml, "ID", "reading");
    put_element(xml, "processingCategory", "contentGeneration");
    put_element(xml, "processingStepSettings", settings);
    begin(xml, "processingSoftware");
    put_element(xml, "softwareName", "verno");
    put_element(xml, "softwareVersion", made->verno ? made->verno : VERNO_VERSION);
    end(xml);
    end(xml);
    end(xml);
}

static void
put_tags(xmlTextWriterPtr xml)
{
    begin(xml, "Tags");
    for (LineKind kind = LINE_TYPED; kind <= LINE_STAMPED; kind++) {
        begin(xml, "OtherTag");
        put(xml, "ID", line_kind_name(kind));
        put(xml, "TYPE", "kind of line");
        put(xml, "LABEL", line_kind_name(kind));
        end(xml);
    }
    end(xml);
}

/* A Glyph is one character, a Variant up to three: what is more cannot be said in ALTO and is left out. */
static void
put_glyph(xmlTextWriterPtr xml, const Symbol *symbol)
{
    g_autofree char *text = g_utf8_normalize(symbol->text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    if (!text || g_utf8_strlen(text, -1) != 1)
        return;
    begin(xml, "Glyph");
    put(xml, "CONTENT", text);
    put_confidence(xml, "GC", symbol->confidence);
    put_box(xml, &symbol->quad);
    put_shape(xml, &symbol->quad);
    for (guint i = 0; symbol->alternatives && i < symbol->alternatives->len; i++) {
        const Alternative *variant = &g_array_index(symbol->alternatives, Alternative, i);
        if (!g_utf8_validate(variant->text, -1, NULL) || g_utf8_strlen(variant->text, -1) > 3)
            continue;
        begin(xml, "Variant");
        put(xml, "CONTENT", variant->text);
        put_confidence(xml, "VC", variant->probability);
        end(xml);
    }
    end(xml);
}

static void
put_word(const State *state, xmlTextWriterPtr xml, const Word *word, const char *id, gboolean decided)
{
    begin(xml, "String");
    put(xml, "ID", id);
    put_box(xml, &word->quad);
    put(xml, "CONTENT", word->text);
    put_confidence(xml, "WC", word->confidence);
    if (decided)
        put(xml, "CS", "true");
    put_shape(xml, &word->quad);
    for (guint i = 0; word->alternatives && i < word->alternatives->len; i++) {
        const Alternative *other = &g_array_index(word->alternatives, Alternative, i);
        char probability[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(probability, sizeof probability, "%.4g", other->probability);
        g_autofree char *purpose = g_strdup_printf("other reading, %s", probability);
        g_autofree char *text = dup_xml_text(other->text);
        begin(xml, "ALTERNATIVE");
        put(xml, "PURPOSE", purpose);
        done(xmlTextWriterWriteString(xml, BAD_CAST text));
        end(xml);
    }
    for (guint i = 0; state->glyphs && i < word->symbols->len; i++)
        put_glyph(xml, word->symbols->pdata[i]);
    end(xml);
}

/* The blank between two words; with a place only where both stand upright and apart. */
static void
put_space(xmlTextWriterPtr xml, const Word *before, const Word *after)
{
    double x = before->quad.p[1].x, width = after->quad.p[0].x - x;
    begin(xml, "SP");
    if (is_upright(&before->quad) && is_upright(&after->quad) && width > 0) {
        put_number(xml, "WIDTH", width, 10);
        put_number(xml, "HPOS", x, 10);
        put_number(xml, "VPOS", before->quad.p[1].y, 10);
    }
    end(xml);
}

static void
put_line(const State *state, xmlTextWriterPtr xml, const Line *line, guint number)
{
    g_autofree char *id = g_strdup_printf("l%u", number);
    begin(xml, "TextLine");
    put(xml, "ID", id);
    put(xml, "TAGREFS", line_kind_name(line->kind));
    put_box(xml, &line->quad);
    if (strcmp(line->script, "Cyrl") == 0)
        put(xml, "LANG", "ru");
    else if (strcmp(line->script, "Latn") == 0)
        put(xml, "LANG", "en");
    if (line->machine)
        put(xml, "CS", "true");
    put_shape(xml, &line->quad);
    for (guint i = 0; i < line->words->len; i++) {
        g_autofree char *word_id = g_strdup_printf("%s_w%u", id, i + 1);
        if (i > 0)
            put_space(xml, line->words->pdata[i - 1], line->words->pdata[i]);
        put_word(state, xml, line->words->pdata[i], word_id, line->machine != NULL);
    }
    if (line->words->len == 0) {
        begin(xml, "String");
        put_box(xml, &line->quad);
        put(xml, "CONTENT", line->text);
        put_confidence(xml, "WC", line->confidence);
        end(xml);
    }
    end(xml);
}

/* The upright rectangle around all lines. */
static Quad
bounds_of_lines(const Page *page)
{
    double x0 = G_MAXDOUBLE, y0 = G_MAXDOUBLE, x1 = -G_MAXDOUBLE, y1 = -G_MAXDOUBLE;
    for (guint i = 0; i < page->lines->len; i++) {
        double a, b, c, d;
        quad_bounds(&((Line *)page->lines->pdata[i])->quad, &a, &b, &c, &d);
        x0 = MIN(x0, a);
        y0 = MIN(y0, b);
        x1 = MAX(x1, c);
        y1 = MAX(y1, d);
    }
    return quad_from_rect(x0, y0, x1 - x0, y1 - y0);
}

/* Mean over the characters of the page. */
static double
page_confidence(const Page *page)
{
    double sum = 0, characters = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        double length = g_utf8_strlen(line->text, -1);
        sum += line->confidence * length;
        characters += length;
    }
    return characters > 0 ? sum / characters : 0;
}

static void
put_page(const State *state, xmlTextWriterPtr xml, const Page *page)
{
    g_autofree char *id = g_strdup_printf("p%u", page->source.number);
    /* ALTO counts degrees counter-clockwise, we count quarter turns clockwise. */
    double turned = (page->rotation > 180 ? 360 : 0) - page->rotation + page->skew_deg;
    begin(xml, "Page");
    put(xml, "ID", id);
    put(xml, "PROCESSINGREFS", "reading");
    put_number(xml, "HEIGHT", page->source.height, 1);
    put_number(xml, "WIDTH", page->source.width, 1);
    put_number(xml, "PHYSICAL_IMG_NR", page->source.number, 1);
    if (page->lines->len > 0)
        put_confidence(xml, "PC", page_confidence(page));
    put_number(xml, "ROTATION", turned, 1000);
    begin(xml, "PrintSpace");
    const Quad whole = quad_from_rect(0, 0, page->source.width, page->source.height);
    put_box(xml, &whole);
    if (page->lines->len > 0) {
        const Quad block = bounds_of_lines(page);
        begin(xml, "TextBlock");
        put(xml, "ID", "b1");
        put_box(xml, &block);
        for (guint i = 0; i < page->lines->len; i++)
            put_line(state, xml, page->lines->pdata[i], i + 1);
        end(xml);
    }
    end(xml);
    end(xml);
}

static void
put_document(const State *state, xmlTextWriterPtr xml, const Page *page)
{
    static const char name_space[] = "http://www.loc.gov/standards/alto/ns-v4#";
    xmlTextWriterSetIndent(xml, 1);
    xmlTextWriterSetIndentString(xml, BAD_CAST " ");
    done(xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL));
    begin(xml, "alto");
    put(xml, "xmlns", name_space);
    put(xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    put(xml, "xsi:schemaLocation",
        "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd");
    put(xml, "SCHEMAVERSION", "4.4");
    put_description(xml, page);
    put_tags(xml);
    begin(xml, "Layout");
    put_page(state, xml, page);
    done(xmlTextWriterEndDocument(xml));
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    xmlBufferPtr text = xmlBufferCreate();
    xmlTextWriterPtr xml = xmlNewTextWriterMemory(text, 0);
    g_assert(xml);
    put_document(state, xml, page);
    xmlFreeTextWriter(xml); /* hands the rest to the buffer */
    gboolean written = output_write(state->target.dir, page->export.name, suffix, xmlBufferContent(text),
                                    (gsize)xmlBufferLength(text), error);
    xmlBufferFree(text);
    return written;
}

const Stage stage_alto = {
    .name = "alto",
    .summary = "ALTO 4.4 with confidences, alternatives and corners of tilted text, a file a page",
    .options = options,
    .state_size = sizeof(State),
    .suffix = suffix,
    .blank_too = TRUE,
    .open = target_open,
    .process = process,
    .clear = target_clear,
};
