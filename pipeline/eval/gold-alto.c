/* gold-alto.c - ALTO in pixels, as eScriptorium and others export it.
 *
 * The boxes of such exports are the bounds of wavy polygons and overlap from line to line, so where a line
 * has a baseline its quad is built around that: a typewriter's character is 0.6 of its line high, hence the
 * height follows from the page's median character width, taken from the lines' own texts. */
#include "error.h"
#include "gold.h"
#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#define ASCENT  1.3 /* in character widths, above the baseline */
#define DESCENT 0.4

static gboolean
is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static char *
dup_attribute(xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    char *copy = value ? g_strdup((const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static double
number_of(xmlNode *node, const char *name)
{
    g_autofree char *text = dup_attribute(node, name);
    return text ? g_ascii_strtod(text, NULL) : 0;
}

static Quad
box_of(xmlNode *node)
{
    return quad_from_rect(number_of(node, "HPOS"), number_of(node, "VPOS"), number_of(node, "WIDTH"),
                          number_of(node, "HEIGHT"));
}

/* First and last point of the baseline; FALSE where there is none (older ALTO gives one number there). */
static gboolean
read_baseline(xmlNode *node, Point *ret_from, Point *ret_to)
{
    g_autofree char *text = dup_attribute(node, "BASELINE");
    if (!text)
        return FALSE;
    g_auto(GStrv) parts = g_strsplit_set(text, " ,", -1);
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; parts[i]; i++) {
        double number = g_ascii_strtod(parts[i], NULL);
        if (*parts[i])
            g_array_append_val(numbers, number);
    }
    if (numbers->len < 4)
        return FALSE;
    guint last = numbers->len / 2 * 2;
    *ret_from = (Point){g_array_index(numbers, double, 0), g_array_index(numbers, double, 1)};
    *ret_to = (Point){g_array_index(numbers, double, last - 2), g_array_index(numbers, double, last - 1)};
    return hypot(ret_to->x - ret_from->x, ret_to->y - ret_from->y) > 0;
}

static void
read_line(Page *page, xmlNode *node, GArray *baselines)
{
    Line *line = page_add_line(page, LINE_TYPED, box_of(node));
    for (xmlNode *child = node->children; child; child = child->next) {
        if (!is_named(child, "String"))
            continue;
        g_autofree char *content = dup_attribute(child, "CONTENT");
        if (content && *g_strstrip(content))
            line_add_word(line, content, box_of(child), 1);
    }
    if (line->words->len == 0) {
        g_ptr_array_remove(page->lines, line);
        return;
    }
    line_refresh(line);
    Quad baseline = {0};
    if (!read_baseline(node, &baseline.p[0], &baseline.p[1]))
        baseline.p[1] = baseline.p[0];
    g_array_append_val(baselines, baseline);
}

static void
walk(Page *page, xmlNode *node, GArray *baselines)
{
    for (; node; node = node->next) {
        if (is_named(node, "Page")) {
            page->source.width = (guint)number_of(node, "WIDTH");
            page->source.height = (guint)number_of(node, "HEIGHT");
        }
        if (is_named(node, "TextLine"))
            read_line(page, node, baselines);
        else
            walk(page, node->children, baselines);
    }
}

static int
by_value(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double
median_character_width(const Page *page, const GArray *baselines)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < baselines->len; i++) {
        const Quad *b = &g_array_index(baselines, Quad, i);
        const Line *line = page->lines->pdata[i];
        double width = hypot(b->p[1].x - b->p[0].x, b->p[1].y - b->p[0].y) / g_utf8_strlen(line->text, -1);
        if (width > 0)
            g_array_append_val(widths, width);
    }
    g_array_sort(widths, by_value);
    return widths->len ? g_array_index(widths, double, widths->len / 2) : 0;
}

static void
place_on_baselines(Page *page, const GArray *baselines)
{
    double width = median_character_width(page, baselines);
    for (guint i = 0; i < baselines->len; i++) {
        Line *line = page->lines->pdata[i];
        Point a = g_array_index(baselines, Quad, i).p[0], b = g_array_index(baselines, Quad, i).p[1];
        double length = hypot(b.x - a.x, b.y - a.y);
        if (length == 0)
            continue;
        Point up = {(b.y - a.y) / length * width, -(b.x - a.x) / length * width};
        line->quad = (Quad){{{a.x + ASCENT * up.x, a.y + ASCENT * up.y},
                             {b.x + ASCENT * up.x, b.y + ASCENT * up.y},
                             {b.x - DESCENT * up.x, b.y - DESCENT * up.y},
                             {a.x - DESCENT * up.x, a.y - DESCENT * up.y}}};
    }
}

static gboolean
in_pixels(xmlNode *node)
{
    for (; node; node = node->next) {
        if (is_named(node, "MeasurementUnit")) {
            xmlChar *unit = xmlNodeGetContent(node);
            gboolean pixel = g_ascii_strcasecmp(g_strstrip((char *)unit), "pixel") == 0;
            xmlFree(unit);
            return pixel;
        }
        if (!in_pixels(node->children))
            return FALSE;
    }
    return TRUE;
}

gboolean
gold_read_alto(Gold *truth, GError **error)
{
    xmlDoc *document =
        xmlReadFile(truth->path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!document) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "is no XML");
        return FALSE;
    }
    xmlNode *root = xmlDocGetRootElement(document);
    gboolean ok = is_named(root, "alto") && in_pixels(root);
    if (ok) {
        g_autoptr(GArray) baselines = g_array_new(FALSE, FALSE, sizeof(Quad));
        walk(truth->page, root, baselines);
        place_on_baselines(truth->page, baselines);
        truth->places = truth->partial = TRUE;
    } else {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "is no ALTO in pixels");
    }
    xmlFreeDoc(document);
    return ok;
}
