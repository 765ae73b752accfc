/* draw.c - one page, from its words to its samples. */
#include "draw.h"
#include "look.h"
#include "marks.h"
#include "markup.h"
#include "pipeline/error.h"
#include <math.h>
#include <string.h>

typedef struct {
    const DrawJob *job;
    GHashTable *values;
    Sheet *sheet;
    Machine machine;
    Scanning scanning;
    Truth *truth;
} Draft;

static void
draft_clear(Draft *self)
{
    g_clear_pointer(&self->values, g_hash_table_unref);
    g_clear_pointer(&self->sheet, sheet_free);
    g_clear_pointer(&self->truth, truth_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Draft, draft_clear)

void
drawn_page_free(DrawnPage *self)
{
    if (!self)
        return;
    raster_free(self->raster);
    json_decref(self->truth);
    g_free(self->kinds);
    g_free(self);
}

static gboolean
is_russian(const char *kind)
{
    return strcmp(kind, "form-17") == 0 || strcmp(kind, "letter-ru") == 0 || strcmp(kind, "blank") == 0;
}

/* Lays the page out, with lines as far apart as the machine is set to, or closer where the text would not
 * fit. */
static gboolean
lay_out(Draft *d, const char *layout, GError **error)
{
    static const double leadings[] = {8.5, 6.35, 5.1, 4.25};
    g_autofree char *name = g_strconcat(layout, ".ini", NULL);
    g_autofree char *path = g_build_filename(d->job->data_dir, "layouts", name, NULL);
    g_autoptr(GKeyFile) ini = g_key_file_new();
    if (!g_key_file_load_from_file(ini, path, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        return FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(leadings); i++) {
        if (leadings[i] > d->machine.leading_mm + 0.01)
            continue;
        g_clear_pointer(&d->sheet, sheet_free);
        d->sheet = sheet_new(ini, d->values, d->machine.wear.pitch_mm, leadings[i], error);
        if (!d->sheet)
            return FALSE;
        if (d->sheet->flow_bottom <= d->sheet->limit)
            break;
    }
    return TRUE;
}

static const char *
layout_for(const DrawJob *job, Chance *chance)
{
    if (strcmp(job->kind, "form-17") == 0)
        return chance_hit(chance, 0.5) ? "form-17-left" : "form-17-centre";
    if (job->page > 1)
        return strcmp(job->kind, "letter-en") == 0 ? "letter-en-next" : "letter-ru-next";
    return job->kind;
}

/* The document's own words, or as many by chance as the page holds. */
static gboolean
compose(Draft *d, GError **error)
{
    const DrawJob *job = d->job;
    Chance chance;
    if (job->document) {
        g_autofree char *file = g_strconcat(job->document, ".ini", NULL);
        g_autofree char *path = g_build_filename(job->data_dir, "documents", file, NULL);
        g_autofree char *kind = NULL, *layout = NULL;
        d->values = content_document(path, &kind, &layout, error);
        return d->values && lay_out(d, layout, error);
    }
    double fill = 1;
    for (int tries = 0; tries < 12; tries++) {
        look_chance(&chance, job, STREAM_CONTENT, job->page);
        const char *layout = layout_for(job, &chance);
        fill = tries ? fill * 0.75 : chance_range(&chance, 0.15, 1);
        g_clear_pointer(&d->values, g_hash_table_unref);
        d->values = content_make(job->texts, job->kind, job->page, job->pages, fill, &chance);
        if (is_russian(job->kind) && tier_hit(job->tier, "no_blanks", &chance))
            content_close_up(d->values, &chance);
        if (!lay_out(d, layout, error))
            return FALSE;
        if (d->sheet->flow_bottom <= d->sheet->limit)
            return TRUE;
    }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_FAILED, "the text of a %s does not fit its page", job->kind);
    return FALSE;
}

/* What was typed on the other side (or the sheet below) shows through, mirrored. */
static gboolean
draw_ghost(Draft *d, Canvas *canvas, Typewriter *typewriter, Chance *chance, GError **error)
{
    const double width = d->sheet->width_mm;
    const Affine mirror = {-1, 0, width, 0, 1, 0};
    g_autofree char *text = content_ghost(d->job->texts, is_russian(d->job->kind), chance);
    const double pitch = typewriter_pitch(typewriter);
    g_autoptr(GArray) lines = markup_wrap(text, (int)(150 / pitch), 5, TRUE);
    cairo_t *layer = canvas_layer(canvas, &mirror);
    double y = chance_range(chance, 40, 90);
    gboolean done = TRUE;
    for (guint i = 0; i < lines->len && done && y < d->sheet->height_mm - 15;
         i++, y += d->machine.leading_mm) {
        const TypedLine *line = &g_array_index(lines, TypedLine, i);
        g_autofree char *piece = g_strndup(text + line->start, line->end - line->start);
        done = typewriter_strike(typewriter, layer, 28 + line->indent * pitch, y, piece, chance, NULL, error);
    }
    Ink ghost = {0.25,          0.23,           0.25,       d->scanning.bleed, .blur_mm = 0.22,
                 .mottle = 0.6, .mottle_mm = 3, .gain = 1.2};
    canvas_ink(canvas, layer, &ghost, 0, chance_u32(chance));
    return done;
}

static gboolean
draw_ink(Draft *d, Canvas *canvas, GError **error)
{
    const DrawJob *job = d->job;
    const Machine *m = &d->machine;
    Chance strikes, marks;
    look_chance(&strikes, job, STREAM_STRIKES, job->page);
    look_chance(&marks, job, STREAM_MARKS, job->page);
    g_autoptr(Typewriter) typewriter = typewriter_new(job->book, m->typed, &m->wear, m->machine);
    const gboolean russian = is_russian(job->kind), blank = strcmp(job->kind, "blank") == 0;
    Press press = {canvas,
                   job->book,
                   typewriter,
                   d->truth,
                   &strikes,
                   m->printed,
                   m->heading,
                   m->hand,
                   m->ribbon,
                   m->print,
                   m->pen,
                   m->askew,
                   russian ? "Cyrl" : "Latn"};
    Marks after = {canvas,
                   job->book,
                   job->hands,
                   d->truth,
                   &marks,
                   job->tier,
                   d->sheet,
                   texts_lists(job->texts),
                   d->values,
                   russian,
                   job->document != NULL,
                   (int)d->sheet->runs->len};
    if (d->scanning.bleed > 0 && !draw_ghost(d, canvas, typewriter, &marks, error))
        return FALSE;
    if (blank)
        return marks_folio(&after, 0.5, error);
    return press_sheet(&press, d->sheet, error) && marks_draw(&after, error);
}

/* How dark the typing came out and how bright the paper around it, by the typed words' own pixels. */
static void
measure_levels(const Truth *truth, const Canvas *canvas, double *paper_level, double *ink_level)
{
    guint counts[256] = {0}, total = 0, seen = 0;
    for (guint i = 0; i < truth_lines(truth); i++) {
        const GArray *words = truth_typed_words(truth, i);
        for (guint k = 0; words && k < words->len; k++) {
            double x0, y0, x1, y1;
            Quad quad = affine_quad(canvas->to_pixels, g_array_index(words, TruthWord, k).quad);
            quad_bounds(&quad, &x0, &y0, &x1, &y1);
            for (int y = MAX(0, (int)y0); y < MIN(canvas->height, (int)y1); y++)
                for (int x = MAX(0, (int)x0); x < MIN(canvas->width, (int)x1); x++, total++) {
                    const guint8 *p = canvas->rgb + 3 * ((gsize)y * canvas->width + x);
                    counts[(p[0] * 77 + p[1] * 150 + p[2] * 29) >> 8]++;
                }
        }
    }
    *ink_level = *paper_level * 0.3;
    if (total < 500)
        return;
    *ink_level = -1;
    for (int i = 0; i < 256; i++) {
        seen += counts[i];
        if (*ink_level < 0 && seen > total / 16)
            *ink_level = i;
        if (seen > total * 3 / 4) {
            *paper_level = i;
            return;
        }
    }
}

/* What is left of the turn for the lines of type: the sheet lay askew on the scanner, and in the typewriter
 * before. */
static double
typed_skew_deg(const Draft *d)
{
    gboolean blank = strcmp(d->job->kind, "blank") == 0;
    return d->scanning.geometry.skew_deg -
           (blank ? 0 : atan2(d->machine.askew.d, d->machine.askew.a) * 180 / G_PI);
}

static json_t *
describe(const Draft *d, const Canvas *canvas)
{
    const DrawJob *job = d->job;
    const Scanning *s = &d->scanning;
    static const char *const modes[] = {"colour", "grey", "bilevel"};
    json_t *fonts = json_pack("{s:s, s:s, s:s}", "typed", d->machine.typed->family, "printed",
                              d->machine.printed->family, "heading", d->machine.heading->family);
    TruthPage page = {
        .scan = "",
        .tier = job->tier_name,
        .kind = job->kind,
        .document = job->document,
        .form = g_str_has_prefix(job->kind, "form-17") ? job->kind : NULL,
        .compression = s->format.compression,
        .colour_mode = modes[s->scanner.mode],
        .page = job->page,
        .pages = job->pages,
        .width = canvas->width,
        .height = canvas->height,
        .rotation = s->geometry.rotation,
        .xdpi = s->geometry.xdpi,
        .ydpi = s->geometry.ydpi,
        .skew_deg = typed_skew_deg(d),
        .seed = job->seed,
        .index = job->index,
        .dpi_tag = s->format.dpi_tag,
        .blank = strcmp(job->kind, "blank") == 0,
        .fonts = fonts,
    };
    json_t *truth = truth_json(d->truth, &page, canvas->to_pixels, d->sheet->labels, d->values);
    json_decref(fonts);
    return truth;
}

DrawnPage *
draw_page(const DrawJob *job, GError **error)
{
    g_auto(Draft) d = {.job = job, .truth = truth_new()};
    Chance paper, noise;
    if (!machine_choose(&d.machine, job, error) || !compose(&d, error))
        return NULL;
    scanning_choose(&d.scanning, job, d.sheet->width_mm, d.sheet->height_mm);
    const Scanning *s = &d.scanning;
    g_autoptr(Canvas) canvas = canvas_new(&s->geometry, job->kinds);
    look_chance(&paper, job, STREAM_PAPER, job->page + 100);
    look_chance(&noise, job, STREAM_NOISE, job->page);
    paper_draw(canvas, &s->geometry, &s->paper, &paper);
    if (!draw_ink(&d, canvas, error))
        return NULL;
    paper_wear(canvas, &s->geometry, &s->paper, &paper);
    DrawnPage *page = g_new0(DrawnPage, 1);
    page->format = s->format;
    page->truth = describe(&d, canvas);
    double paper_level = s->paper_level, ink_level;
    measure_levels(d.truth, canvas, &paper_level, &ink_level);
    page->width = canvas->width;
    page->height = canvas->height;
    page->kinds_stride = canvas->kinds_stride;
    page->kinds = g_steal_pointer(&canvas->kinds);
    page->raster = scanner_scan(canvas, &s->scanner, paper_level, ink_level, &noise);
    return page;
}
