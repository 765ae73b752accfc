/* look.c - the chance decisions about one page. */
#include "look.h"
#include <math.h>
#include <string.h>

void
look_chance(Chance *chance, const DrawJob *job, int stream, int page)
{
    chance_init(chance, job->seed, job->index, (guint64)stream << 16 | (guint64)page);
}

static const Face *
choose_face(const DrawJob *job, const char *role, Chance *chance, GError **error)
{
    const GPtrArray *list = face_book_role(job->book, role, error);
    return list ? list->pdata[chance_int(chance, 0, (int)list->len - 1)] : NULL;
}

static void
choose_wear(TypeWear *w, const Tier *tier, Chance *chance)
{
    w->pitch_mm = g_ascii_strtod(tier_choice(tier, "pitch", chance), NULL);
    w->wide = tier_value(tier, "wide", chance);
    w->tall = tier_value(tier, "tall", chance);
    w->weight_mm = tier_value(tier, "weight_mm", chance);
    w->strength = tier_value(tier, "strength", chance);
    w->uneven = tier_value(tier, "uneven", chance);
    w->bent_mm = tier_value(tier, "bent_mm", chance);
    w->bent_deg = tier_value(tier, "bent_deg", chance);
    w->jitter_mm = tier_value(tier, "jitter_mm", chance);
    w->raised_mm = tier_value(tier, "raised_mm", chance);
    w->fade = tier_value(tier, "fade", chance);
    w->clogged = tier_value(tier, "clogged", chance);
    w->closed = tier_value(tier, "closed", chance);
    w->footed = tier_value(tier, "footed", chance);
    w->broken = tier_value(tier, "broken", chance);
    w->mistyped = tier_value(tier, "mistyped", chance);
    w->one_is_i = tier_hit(tier, "one_is_i", chance);
    w->zero_is_o = tier_hit(tier, "zero_is_o", chance);
    w->three_is_z = tier_hit(tier, "three_is_z", chance);
}

static void
choose_ribbon(Ink *ribbon, TypeWear *wear, const Tier *tier, Chance *chance)
{
    static const double ribbons[][3] = {
        {0.13, 0.12, 0.13}, {0.10, 0.10, 0.16}, {0.22, 0.14, 0.34}, {0.14, 0.16, 0.34}};
    static const double carbons[][3] = {
        {0.20, 0.20, 0.26}, {0.22, 0.18, 0.46}, {0.16, 0.24, 0.52}, {0.26, 0.26, 0.27}};
    const gboolean carbon = tier_hit(tier, "carbon", chance);
    const int i = chance_hit(chance, 0.6) ? 0 : chance_int(chance, 1, 3);
    const double *c = carbon ? carbons[i] : ribbons[i];
    *ribbon = (Ink){c[0], c[1], c[2], tier_value(tier, "density", chance)};
    ribbon->weave = tier_value(tier, "weave", chance);
    ribbon->weave_mm = chance_range(chance, 0.22, 0.4);
    ribbon->mottle = tier_value(tier, "mottle", chance);
    ribbon->mottle_mm = chance_range(chance, 0.5, 2.5);
    ribbon->grain = 0.15;
    ribbon->blur_mm = 0.02;
    ribbon->gain = 1;
    if (!carbon)
        return;
    ribbon->density = tier_value(tier, "carbon_density", chance);
    ribbon->blur_mm = tier_value(tier, "carbon_blur_mm", chance);
    ribbon->gain = chance_range(chance, 1.3, 1.9);
    ribbon->weave *= 0.3;
    ribbon->mottle = MIN(1, ribbon->mottle + 0.15);
    ribbon->grain = 0.45;
    wear->weight_mm += 0.03;
}

gboolean
machine_choose(Machine *m, const DrawJob *job, GError **error)
{
    Chance chance;
    look_chance(&chance, job, STREAM_MACHINE, 0);
    m->typed = choose_face(job, "typed", &chance, error);
    m->printed = m->typed ? choose_face(job, "printed", &chance, error) : NULL;
    m->heading = m->printed ? choose_face(job, "heading", &chance, error) : NULL;
    m->hand = m->heading ? choose_face(job, "hand", &chance, error) : NULL;
    if (!m->hand)
        return FALSE;
    choose_wear(&m->wear, job->tier, &chance);
    if (strstr(job->kind, "-en"))
        m->wear.zero_is_o = m->wear.three_is_z = FALSE; /* an English machine has no Cyrillic */
    choose_ribbon(&m->ribbon, &m->wear, job->tier, &chance);
    m->machine = chance_u32(&chance);
    m->leading_mm = g_ascii_strtod(tier_choice(job->tier, "leading", &chance), NULL);
    m->print = (Ink){0.12, 0.12, 0.13, 0.92, .mottle = 0.15, .mottle_mm = 0.8, .blur_mm = 0.02};
    m->pen = (Ink){0.12, 0.16, 0.42, 0.85, .mottle = 0.2, .mottle_mm = 1.5, .grain = 0.05};
    double a = tier_value(job->tier, "typed_askew_deg", &chance) * G_PI / 180;
    double dx = tier_value(job->tier, "typed_off_mm", &chance),
           dy = tier_value(job->tier, "typed_off_mm", &chance);
    m->askew = (Affine){cos(a), -sin(a), dx, sin(a), cos(a), dy};
    return TRUE;
}

static void
choose_geometry(Geometry *g, const DrawJob *job, double width_mm, double height_mm, Chance *chance)
{
    double *const edges[4] = {&g->left, &g->top, &g->right, &g->bottom};
    g->width_mm = width_mm;
    g->height_mm = height_mm;
    const gboolean border = tier_hit(job->tier, "border", chance);
    for (int i = 0; i < 4; i++) {
        double wide = tier_value(job->tier, "border_mm", chance);
        gboolean shows = chance_hit(chance, 0.6);
        *edges[i] = border && shows ? wide : chance_range(chance, -1.5, 0.5);
    }
    g->skew_deg = tier_value(job->tier, "skew", chance);
    const gboolean turned = tier_hit(job->tier, "turned", chance),
                   over = tier_hit(job->tier, "upside_down", chance);
    const int side = chance_hit(chance, 0.5) ? 90 : 270;
    g->rotation = !turned ? 0 : over ? 180 : side;
    if (job->rotation >= 0)
        g->rotation = job->rotation;
    const double low = tier_value(job->tier, "dpi_low", chance),
                 high = tier_value(job->tier, "dpi_high", chance);
    /* Real scanners offer a few resolutions only. */
    static const double offered[] = {150, 200, 240, 300, 400};
    do
        g->xdpi = offered[chance_int(chance, 0, G_N_ELEMENTS(offered) - 1)];
    while (g->xdpi < low || g->xdpi > high);
    if (job->small)
        g->xdpi = MIN(g->xdpi, 200);
    g->ydpi = g->xdpi;
    if (job->as != DRAW_SCAN) {
        g->rotation = 0;
        g->xdpi = 204;
        g->ydpi = job->as == DRAW_FAX ? 98 : 196;
    }
}

static void
choose_paper(Paper *p, const DrawJob *job, Chance *chance)
{
    const double tone = tier_value(job->tier, "tone", chance),
                 yellow = tier_value(job->tier, "yellow", chance);
    const double dark = chance_range(chance, 0.02, 0.16), light = chance_range(chance, 0.86, 0.97);
    const double bed = tier_hit(job->tier, "dark_bed", chance) ? dark : light;
    *p = (Paper){{tone, tone * (1 - 0.35 * yellow), tone * (1 - yellow)}, .bed = {bed, bed, bed}};
    p->fibre = tier_value(job->tier, "fibre", chance);
    p->blotch = tier_value(job->tier, "blotch", chance);
    p->shade = tier_value(job->tier, "shade", chance);
    p->edge = tier_value(job->tier, "edge", chance);
    p->ragged_mm = tier_value(job->tier, "ragged_mm", chance);
    p->holes = tier_hit(job->tier, "holes", chance) ? 2 : 0;
    p->folds = tier_count(job->tier, "folds", chance);
    p->fold_depth = tier_value(job->tier, "fold_depth", chance);
    p->stains = tier_count(job->tier, "stains", chance);
}

static void
choose_scanner(Scanner *s, const DrawJob *job, Chance *chance)
{
    const char *mode = tier_choice(job->tier, "mode", chance);
    s->mode = strcmp(mode, "colour") == 0 ? SCAN_COLOUR
              : strcmp(mode, "grey") == 0 ? SCAN_GREY
                                          : SCAN_BILEVEL;
    if (job->small && s->mode == SCAN_COLOUR)
        s->mode = SCAN_GREY;
    if (job->as != DRAW_SCAN)
        s->mode = SCAN_BILEVEL;
    s->blur_px = tier_value(job->tier, "blur_px", chance);
    s->noise = tier_value(job->tier, "noise", chance);
    s->contrast = tier_value(job->tier, "contrast", chance);
    s->threshold = tier_value(job->tier, "threshold", chance);
    s->specks = tier_value(job->tier, "specks", chance);
    s->streaks = tier_count(job->tier, "streaks", chance);
}

static void
choose_format(TiffFormat *f, const DrawJob *job, const Geometry *g, ScanMode mode, Chance *chance)
{
    const char *many = tier_choice(job->tier, "compression", chance);
    const char *two = tier_choice(job->tier, "compression_bilevel", chance);
    *f = (TiffFormat){.compression = mode == SCAN_BILEVEL ? two : many, .xdpi = g->xdpi, .ydpi = g->ydpi};
    f->jpeg_quality = tier_count(job->tier, "jpeg_quality", chance);
    f->dpi_tag = !tier_hit(job->tier, "missing_resolution", chance);
    f->centimetres = tier_hit(job->tier, "centimetres", chance);
    f->black_is_zero = tier_hit(job->tier, "black_is_zero", chance);
    f->predictor = tier_hit(job->tier, "predictor", chance);
    f->rows_per_strip = tier_count(job->tier, "strip_rows", chance);
    f->tile = tier_hit(job->tier, "tile", chance) ? 256 : 0;
    if (job->small)
        f->compression = mode == SCAN_BILEVEL ? "g4" : "jpeg";
    if (job->small)
        f->jpeg_quality = 60;
    if (job->as != DRAW_SCAN) {
        f->compression = chance_hit(chance, 0.5) ? "g3" : "g4";
        f->dpi_tag = TRUE;
        f->tile = 0;
    }
    /* Faxes are never tiled, and a fax strip is a whole page. */
    if (strcmp(f->compression, "g3") == 0 || strcmp(f->compression, "g4") == 0)
        f->tile = f->rows_per_strip = 0;
}

void
scanning_choose(Scanning *s, const DrawJob *job, double width_mm, double height_mm)
{
    Chance chance, paper;
    look_chance(&chance, job, STREAM_SCAN, job->page);
    look_chance(&paper, job, STREAM_PAPER, job->page);
    choose_geometry(&s->geometry, job, width_mm, height_mm, &chance);
    choose_paper(&s->paper, job, &paper);
    choose_scanner(&s->scanner, job, &chance);
    choose_format(&s->format, job, &s->geometry, s->scanner.mode, &chance);
    s->paper_level = 255 * (0.3 * s->paper.tone[0] + 0.59 * s->paper.tone[1] + 0.11 * s->paper.tone[2]);
    const gboolean blank = strcmp(job->kind, "blank") == 0;
    gboolean bleeds = tier_hit(job->tier, "bleed", &paper) || (blank && chance_hit(&paper, 0.6));
    double density = tier_value(job->tier, "bleed_density", &paper) * (blank ? 1.5 : 1);
    s->bleed = bleeds ? density : 0;
}
