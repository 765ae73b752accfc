/* measure.c - what the tests of the stages can ask of a page. */
#include "measure.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double
width(const Page *page)
{
    return pixGetWidth(page->image);
}

static double
height(const Page *page)
{
    return pixGetHeight(page->image);
}

static double
image_dpi(const Page *page)
{
    return page->image_dpi;
}

static double
xres_dpi(const Page *page)
{
    return page->source.xres_dpi;
}

static double
rotation(const Page *page)
{
    return page->rotation;
}

static double
skew_deg(const Page *page)
{
    return page->skew_deg;
}

/* Where the working picture's top left corner lies in the stored one. */
static double
top_left_x(const Page *page)
{
    return affine_point(page->to_original, (Point){0, 0}).x;
}

static double
top_left_y(const Page *page)
{
    return affine_point(page->to_original, (Point){0, 0}).y;
}

static double
rank(const Page *page, float share)
{
    NUMA *histogram = pixGetGrayHistogram(page->image, 2);
    l_float32 value = 0;
    numaHistogramGetValFromRank(histogram, share, &value);
    numaDestroy(&histogram);
    return value;
}

/* The tone that most of the picture has, and the one that the darkest hundredth has. */
static double
paper(const Page *page)
{
    return rank(page, 0.5f);
}

static double
darkest(const Page *page)
{
    return rank(page, 0.01f);
}

/* Share of the picture darker than half. */
static double
dark_percent(const Page *page)
{
    PIX_AUTO *dark = pixThresholdToBinary(page->image, 128);
    l_float32 share = 0;
    pixForegroundFraction(dark, &share);
    return 100 * share;
}

/* Mean difference of pixels that stand side by side. */
static double
roughness(const Page *page)
{
    double sum = 0;
    for (int y = 0; y < pixGetHeight(page->image); y++) {
        const l_uint32 *row = pixGetData(page->image) + (gsize)y * (gsize)pixGetWpl(page->image);
        for (int x = 1; x < pixGetWidth(page->image); x++)
            sum += abs(GET_DATA_BYTE(row, x) - GET_DATA_BYTE(row, x - 1));
    }
    return sum / width(page) / height(page);
}

static double
ink_percent(const Page *page)
{
    l_float32 share = 0;
    pixForegroundFraction(page->ink, &share);
    return 100 * share;
}

static double
ink_marks(const Page *page)
{
    l_int32 count = 0;
    pixCountConnComp(page->ink, 8, &count);
    return count;
}

static double
widest_mark_mm(const Page *page)
{
    BOXA_AUTO *boxes = pixConnCompBB(page->ink, 8);
    l_int32 widest = 0;
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        l_int32 w = 0;
        boxaGetBoxGeometry(boxes, i, NULL, NULL, &w, NULL);
        widest = MAX(widest, w);
    }
    return 25.4 * widest / page->image_dpi;
}

static double
lines(const Page *page)
{
    return page->lines->len;
}

/* The first line's first corner, in stored pixels, and how long it is there. */
static double
line1_x(const Page *page)
{
    return page->lines->len ? ((Line *)page->lines->pdata[0])->quad.p[0].x : NAN;
}

static double
line1_y(const Page *page)
{
    return page->lines->len ? ((Line *)page->lines->pdata[0])->quad.p[0].y : NAN;
}

static double
line1_length(const Page *page)
{
    if (!page->lines->len)
        return NAN;
    const Quad *quad = &((Line *)page->lines->pdata[0])->quad;
    return hypot(quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y);
}

static double
words(const Page *page)
{
    double count = 0;
    for (guint i = 0; i < page->lines->len; i++)
        count += ((Line *)page->lines->pdata[i])->words->len;
    return count;
}

static double
words_spaced(const Page *page)
{
    double count = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++)
            count += ((Word *)line->words->pdata[j])->raw != NULL;
    }
    return count;
}

/* Words whose letters all stand within the word's own quad, give or take its height. */
static double
words_outside_line(const Page *page)
{
    double count = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        double x0, y0, x1, y1, a0, b0, a1, b1;
        quad_bounds(&line->quad, &x0, &y0, &x1, &y1);
        double slack = MIN(x1 - x0, y1 - y0);
        for (guint j = 0; j < line->words->len; j++) {
            quad_bounds(&((Word *)line->words->pdata[j])->quad, &a0, &b0, &a1, &b1);
            count += a0 < x0 - slack || a1 > x1 + slack || b0 < y0 - slack || b1 > y1 + slack;
        }
    }
    return count;
}

/* What share of the known ink is of these kinds. */
static double
kind_percent(const Page *page, int kinds)
{
    double all = 0, own = 0;
    if (!page->kinds)
        return NAN;
    for (int y = 0; y < (int)pixGetHeight(page->kinds); y++)
        for (int x = 0; x < (int)pixGetWidth(page->kinds); x++) {
            l_uint32 bits = 0;
            pixGetPixel(page->kinds, x, y, &bits);
            all += bits != 0;
            own += (bits & (l_uint32)kinds) != 0;
        }
    return all > 0 ? 100 * own / all : NAN;
}

static double
text_percent(const Page *page)
{
    return kind_percent(page, INK_TEXT);
}

static double
hand_percent(const Page *page)
{
    return kind_percent(page, INK_HAND | INK_SIGNATURE);
}

static double
stamp_percent(const Page *page)
{
    return kind_percent(page, INK_STAMP);
}

static double
coverage(const Page *page)
{
    return page->quality.known ? page->quality.coverage : NAN;
}

static double
agreement(const Page *page)
{
    return page->quality.known ? page->quality.agreement : NAN;
}

static double
worst_coverage(const Page *page)
{
    return quad_is_nowhere(&page->quality.worst) ? NAN : page->quality.worst_coverage;
}

/* Confidence of the least sure field with a value. */
static double
least_sure_field(const Page *page)
{
    double least = NAN;
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        least = field->value ? fmin(least, field->confidence) : least;
    }
    return least;
}

static const struct {
    const char *name;
    double (*measure)(const Page *page);
} numbers[] = {
    {"width", width},
    {"height", height},
    {"image_dpi", image_dpi},
    {"xres_dpi", xres_dpi},
    {"rotation", rotation},
    {"skew_deg", skew_deg},
    {"top_left_x", top_left_x},
    {"top_left_y", top_left_y},
    {"paper", paper},
    {"darkest", darkest},
    {"dark_percent", dark_percent},
    {"roughness", roughness},
    {"ink_percent", ink_percent},
    {"ink_marks", ink_marks},
    {"widest_mark_mm", widest_mark_mm},
    {"lines", lines},
    {"line1_x", line1_x},
    {"line1_y", line1_y},
    {"line1_length", line1_length},
    {"words", words},
    {"words_spaced", words_spaced},
    {"words_outside_line", words_outside_line},
    {"text_percent", text_percent},
    {"hand_percent", hand_percent},
    {"stamp_percent", stamp_percent},
    {"coverage", coverage},
    {"agreement", agreement},
    {"worst_coverage", worst_coverage},
    {"least_sure_field", least_sure_field},
};

gboolean
measure_number(const Page *page, const char *name, double *ret_value)
{
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (strcmp(numbers[i].name, name) == 0) {
            *ret_value = numbers[i].measure(page);
            return TRUE;
        }
    return FALSE;
}

/* A field's value, "missing" where the page has none. */
static char *
dup_field(const Page *page, const char *name)
{
    for (guint i = 0; i < page->fields->len; i++) {
        const Field *field = page->fields->pdata[i];
        if (strcmp(field->name, name) == 0)
            return g_strdup(field->value ? field->value : "missing");
    }
    return g_strdup("missing");
}

/* A field's status, or its reasons; "none" where the page has no such field. */
static char *
dup_verdict(const Page *page, const char *name, gboolean reasons)
{
    const Field *field = page_find_field(page, name);
    if (!field)
        return g_strdup("none");
    return reasons && field->reasons ? g_strjoinv(" ", field->reasons)
                                     : g_strdup(reasons ? "" : field->status);
}

/* "handwriting 2 stamp 1": how many annotations of each kind; "none" without. */
static char *
dup_annotations(const Page *page)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (AnnotationKind kind = ANNOTATION_HANDWRITING; kind <= ANNOTATION_MARGIN; kind++) {
        guint count = 0;
        for (guint i = 0; i < page->annotations->len; i++)
            count += ((Annotation *)page->annotations->pdata[i])->kind == kind;
        if (count)
            g_string_append_printf(text, "%s%s %u", text->len ? " " : "", annotation_kind_name(kind), count);
    }
    return g_strdup(text->len ? text->str : "none");
}

/* What the first annotation of a kind that was read says. */
static char *
dup_inscription(const Page *page, const char *kind)
{
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *annotation = page->annotations->pdata[i];
        if (strcmp(annotation_kind_name(annotation->kind), kind) == 0 && annotation->text)
            return g_strdup(annotation->text);
    }
    return g_strdup("unread");
}

char *
measure_dup_word(const Page *page, const char *name)
{
    if (g_str_has_prefix(name, "field."))
        return dup_field(page, name + strlen("field."));
    if (g_str_has_prefix(name, "status."))
        return dup_verdict(page, name + strlen("status."), FALSE);
    if (g_str_has_prefix(name, "reasons."))
        return dup_verdict(page, name + strlen("reasons."), TRUE);
    if (strcmp(name, "annotations") == 0)
        return dup_annotations(page);
    if (g_str_has_prefix(name, "says."))
        return dup_inscription(page, name + strlen("says."));
    if (strcmp(name, "form") == 0)
        return g_strdup(page->form.id ? page->form.id : "none");
    const char *word = strcmp(name, "blank") == 0        ? page->blank ? "yes" : "no"
                       : strcmp(name, "script") == 0     ? page->script
                       : strcmp(name, "verdict") == 0    ? verdict_name(page->verdict)
                       : strcmp(name, "dpi_source") == 0 ? page->source.dpi_source
                                                         : NULL;
    return g_strdup(word);
}

char *
measure_dup_text(const Page *page)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        if (*line->text)
            g_string_append_printf(text, "%s\n", line->text);
    }
    return g_string_free(text, FALSE);
}
