/* marks.c - annotations: the ink that is neither typescript nor form, gathered into notes, stamps and
 * strokes.
 *
 * Ink of one sort that lies close together is one annotation: its components are grown over a few
 * millimetres. Its quad is the smallest rectangle round it, at whatever angle it was written. A stroke
 * (strokes.h) is told by where it runs: level and through a line of type it strikes out, level and elsewhere
 * it underlines, else it marks the margin. */
#include "stage.h"
#include "strokes.h"
#include <math.h>

typedef struct {
    double note_mm, stamp_mm;
    double sure;
} State;

static const Option options[] = {
    {"note", "mm: words of one note are no further apart", OPTION_DOUBLE, offsetof(State, note_mm), 4, 0.5,
     20},
    {"stamp", "mm: parts of one stamp are no further apart", OPTION_DOUBLE, offsetof(State, stamp_mm), 6, 0.5,
     30},
    {"sure", "confidence below which an annotation is none", OPTION_DOUBLE, offsetof(State, sure), 0.45, 0,
     1},
    {0},
};

/* Mean probability from which a stroke is one; through letters it is less sure (measured on drawn pages,
 * where underlines have 0.8 and more, and rules and letters taken for one 0.6 to 0.75). */
#define MARKS   0.76
#define STRIKES 0.67

/* Outermost pixels of a shape, left and right in each row, as points of the working picture. */
static GArray *
outline_of(PIX *shape, int x0, int y0)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(Point));
    int w = pixGetWidth(shape), h = pixGetHeight(shape);
    for (int y = 0; y < h; y++) {
        const l_uint32 *row = pixGetData(shape) + (gsize)y * (gsize)pixGetWpl(shape);
        int first = 0, last = w - 1;
        while (first < w && !GET_DATA_BIT(row, first))
            first++;
        while (last > first && !GET_DATA_BIT(row, last))
            last--;
        if (first >= w)
            continue;
        Point corners[4] = {{x0 + first, y0 + y},
                            {x0 + last + 1, y0 + y},
                            {x0 + last + 1, y0 + y + 1},
                            {x0 + first, y0 + y + 1}};
        g_array_append_vals(points, corners, 4);
    }
    return points;
}

/* The rectangle round the points whose sides run at this angle. */
static Quad
rectangle_at(const GArray *points, double degrees)
{
    double c = cos(degrees * G_PI / 180), s = sin(degrees * G_PI / 180), x0 = 1e9, x1 = -1e9, y0 = 1e9,
           y1 = -1e9;
    for (guint i = 0; i < points->len; i++) {
        Point p = g_array_index(points, Point, i);
        double x = p.x * c + p.y * s, y = p.y * c - p.x * s;
        x0 = MIN(x0, x);
        x1 = MAX(x1, x);
        y0 = MIN(y0, y);
        y1 = MAX(y1, y);
    }
    return affine_quad((Affine){c, -s, 0, s, c, 0}, quad_from_rect(x0, y0, x1 - x0, y1 - y0));
}

/* The smallest one at most `lean` degrees off the level; a level one where that is as good as. */
static Quad
smallest_rectangle(const GArray *points, double lean)
{
    Quad best = rectangle_at(points, 0);
    double least = 0.94 * quad_area(&best);
    for (double degrees = -lean; degrees <= lean; degrees += 1) {
        Quad quad = rectangle_at(points, degrees);
        if (quad_area(&quad) < least) {
            least = quad_area(&quad);
            best = quad;
        }
    }
    return best;
}

typedef struct {
    double sums[3];
    guint count, unsure;             /* pixels: all, and those of which `ink` is not sure */
    guint hand, signature, coloured; /* coloured: those whose colour no type below spoils */
} Census;

/* Counts the ink of a group: the pixels of the kinds below its shape. */
static Census
take_census(const Page *page, PIX *shape, int x0, int y0)
{
    Census census = {0};
    gboolean colour = pixGetDepth(page->original) == 32;
    for (int y = 0; y < (int)pixGetHeight(shape); y++)
        for (int x = 0; x < (int)pixGetWidth(shape); x++) {
            if (!GET_DATA_BIT(pixGetData(shape) + (gsize)y * (gsize)pixGetWpl(shape), x))
                continue;
            int bits = GET_DATA_BYTE(
                pixGetData(page->kinds) + (gsize)(y0 + y) * (gsize)pixGetWpl(page->kinds), x0 + x);
            if (!bits)
                continue;
            census.unsure += (bits & INK_UNSURE) != 0;
            census.count++;
            census.hand += (bits & INK_HAND) != 0;
            census.signature += (bits & INK_SIGNATURE) != 0;
            if (bits & INK_TEXT)
                continue;
            Point at = affine_point(page->to_original, (Point){x0 + x + 0.5, y0 + y + 0.5});
            l_uint32 pixel = 0;
            pixGetPixel(page->original, CLAMP((int)at.x, 0, (int)pixGetWidth(page->original) - 1),
                        CLAMP((int)at.y, 0, (int)pixGetHeight(page->original) - 1), &pixel);
            if (pixGetDepth(page->original) == 1)
                pixel = pixel ? 0 : 255;
            for (int c = 0; c < 3; c++)
                census.sums[c] += colour ? pixel >> (24 - 8 * c) & 255 : pixel;
            census.coloured++;
        }
    return census;
}

static guint32
mean_colour(const Census *census)
{
    guint32 rgb = 0;
    for (int c = 0; c < 3; c++)
        rgb = rgb << 8 | (guint32)(census->coloured ? census->sums[c] / census->coloured : 0);
    return rgb;
}

/* One group of ink: its own pixels (cut out of `ink`), and where they lie. */
typedef struct {
    PIX *shape;
    int x, y, w, h;
} Group;

/* A thin line along the edge of the picture is the paper's. */
static gboolean
is_edge(const Page *page, const Group *group, double mm)
{
    double slack = 2.5 * mm;
    return (group->w < 2 * mm &&
            (group->x < slack || group->x + group->w > pixGetWidth(page->image) - slack)) ||
           (group->h < 2 * mm &&
            (group->y < slack || group->y + group->h > pixGetHeight(page->image) - slack));
}

/* A punched hole is round and 4.5 to 8 mm wide. */
static gboolean
is_hole(const GArray *points, const Group *group, double mm)
{
    double middle_x = group->x + group->w / 2.0, middle_y = group->y + group->h / 2.0, sum = 0, squares = 0;
    if (abs(group->w - group->h) > 1.2 * mm || group->w < 4.5 * mm || group->w > 8 * mm)
        return FALSE;
    for (guint i = 0; i < points->len; i++) {
        Point p = g_array_index(points, Point, i);
        double r = hypot(p.x - middle_x, p.y - middle_y);
        sum += r;
        squares += r * r;
    }
    double mean = sum / points->len;
    return squares / points->len - mean * mean < 0.1 * 0.1 * mean * mean;
}

static void
add_note(Page *page, const Group *group, AnnotationKind kind, double lean, const State *state)
{
    Census census = take_census(page, group->shape, group->x, group->y);
    g_autoptr(GArray) points = outline_of(group->shape, group->x, group->y);
    double confidence = 1 - 0.75 * census.unsure / MAX(1, census.count);
    if (points->len == 0 || confidence < state->sure || is_hole(points, group, page->image_dpi / 25.4))
        return;
    if (kind == ANNOTATION_HANDWRITING && census.signature > census.hand)
        kind = ANNOTATION_SIGNATURE;
    Annotation *note =
        page_add_annotation(page, kind, page_to_stored(page, smallest_rectangle(points, lean)));
    note->colour = mean_colour(&census);
    note->confidence = confidence;
}

/* Does a level stroke run through the letters of a line? Below the middle third it underlines. */
static gboolean
strikes_out(const Page *page, const Quad *stroke)
{
    double middle_x = (stroke->p[0].x + stroke->p[2].x) / 2, middle_y = (stroke->p[0].y + stroke->p[2].y) / 2;
    for (guint i = 0; i < page->lines->len; i++) {
        Quad q = page_from_stored(page, ((const Line *)page->lines->pdata[i])->quad);
        double share = (middle_x - q.p[0].x) / MAX(1, q.p[1].x - q.p[0].x);
        if (share < 0 || share > 1)
            continue;
        double top = q.p[0].y + share * (q.p[1].y - q.p[0].y), low = q.p[3].y + share * (q.p[2].y - q.p[3].y);
        if (middle_y > top + 0.2 * (low - top) && middle_y < low - 0.24 * (low - top))
            return TRUE;
    }
    return FALSE;
}

/* Grown so that what lies no further apart than this touches, to a pixel or two: two steps cost less than one
 * large brick. */
static PIX *
grown(PIX *ink, double across, double down)
{
    l_int32 empty = 0;
    pixZero(ink, &empty);
    return empty ? pixCopy(NULL, ink) : pixDilateCompBrick(NULL, ink, MAX(1, (int)across), MAX(1, (int)down));
}

/* Ink of one grown part, tight: FALSE where there is less of it than `least_px`. Clear `shape`. */
static gboolean
cut_group(PIX *ink, PIXA *parts, BOXA *boxes, int index, double least_px, Group *group)
{
    int x, y, w, h, dx, dy;
    l_int32 area = 0;
    BOX *tight = NULL;
    boxaGetBoxGeometry(boxes, index, &x, &y, &w, &h);
    PIX_AUTO *part = pixaGetPix(parts, index, L_COPY);
    pixRasterop(part, 0, 0, w, h, PIX_SRC & PIX_DST, ink, x, y);
    pixCountPixels(part, &area, NULL);
    *group = (Group){0};
    if (area < least_px || pixClipToForeground(part, &group->shape, &tight) != 0)
        return FALSE;
    boxGetGeometry(tight, &dx, &dy, &group->w, &group->h);
    boxDestroy(&tight);
    group->x = x + dx;
    group->y = y + dy;
    return TRUE;
}

typedef struct {
    double least_mm;  /* longer side */
    double least_mm2; /* ink */
    double lean;
} Least;

static void
gather(Page *page, PIX *ink, PIX *joined, AnnotationKind kind, const Least *least, double mm,
       const State *state)
{
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(joined, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Group group;
        if (cut_group(ink, parts, boxes, i, least->least_mm2 * mm * mm, &group) &&
            MAX(group.w, group.h) >= least->least_mm * mm && !is_edge(page, &group, mm))
            add_note(page, &group, kind, least->lean, state);
        pix_clear(&group.shape);
    }
}

/* The larger a hand, the further apart are its words: each part of a note reaches out along its middle by
 * half its height to either side. */
static void
reach_out(PIX *joined, PIX *writing, double mm)
{
    PIX_AUTO *words = grown(writing, 2 * mm, 2 * mm);
    BOXA_AUTO *boxes = pixConnCompBB(words, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        double height = MIN(h - 2 * mm, 12 * mm), reach = 0.5 * height;
        if (height > 2.5 * mm && w > 4 * mm)
            pixRasterop(joined, (int)(x - reach), (int)(y + 0.35 * h), (int)(w + 2 * reach), (int)(0.3 * h),
                        PIX_SET, NULL, 0, 0);
    }
}

static void
gather_notes(Page *page, double mm, const State *state)
{
    static const Least least = {1.8, 0.5, 25};
    PIX_AUTO *ink = page_ink_of(page, INK_HAND | INK_SIGNATURE, 0);
    PIX_AUTO *joined = grown(ink, state->note_mm * mm, 0.7 * state->note_mm * mm);
    /* The flourish below a signature stands off from it. */
    PIX_AUTO *signature = page_ink_of(page, INK_SIGNATURE, INK_HAND),
             *wide = grown(signature, 5 * mm, 7 * mm);
    pixOr(joined, joined, wide);
    PIX_AUTO *writing = page_ink_of(page, INK_HAND, INK_SIGNATURE | INK_TEXT);
    reach_out(joined, writing, mm);
    gather(page, ink, joined, ANNOTATION_HANDWRITING, &least, mm, state);
}

static void
gather_stamps(Page *page, double mm, const State *state)
{
    static const Least least = {8, 4, 45};
    PIX_AUTO *ink = page_ink_of(page, INK_STAMP, 0),
             *joined = grown(ink, state->stamp_mm * mm, state->stamp_mm * mm);
    gather(page, ink, joined, ANNOTATION_STAMP, &least, mm, state);
}

/* Thin along the edge of the scan: where the paper ends, or its shadow. */
static gboolean
is_edge_of_scan(const Page *page, Quad stored, double mm)
{
    double x0, y0, x1, y1, slack = 5 * mm;
    quad_bounds(&stored, &x0, &y0, &x1, &y1);
    return (x1 - x0 < 4 * mm && (x0 < slack || x1 > pixGetWidth(page->original) - slack)) ||
           (y1 - y0 < 4 * mm && (y0 < slack || y1 > pixGetHeight(page->original) - slack));
}

/* Dots of a printed rule that the network half takes for a stroke: more of its ink is a rule's. */
static gboolean
is_rule(const Page *page, const Quad *quad)
{
    guint rule = 0, stroke = 0;
    double x0, y0, x1, y1;
    quad_bounds(quad, &x0, &y0, &x1, &y1);
    for (int y = MAX(0, (int)y0); y < MIN((int)pixGetHeight(page->kinds), (int)y1); y++) {
        const l_uint32 *row = pixGetData(page->kinds) + (gsize)y * (gsize)pixGetWpl(page->kinds);
        for (int x = MAX(0, (int)x0); x < MIN((int)pixGetWidth(page->kinds), (int)x1); x++) {
            rule += (GET_DATA_BYTE(row, x) & INK_RULE) != 0;
            stroke += (GET_DATA_BYTE(row, x) & INK_STROKE) != 0;
        }
    }
    return rule > stroke;
}

static void
gather_strokes(Page *page, double mm)
{
    const double scale = (double)pixGetWidth(page->original) * pixGetHeight(page->original) /
                         ((double)pixGetWidth(page->image) * pixGetHeight(page->image));
    g_autoptr(GArray) strokes = strokes_find(page);
    for (guint i = 0; i < strokes->len; i++) {
        const Stroke *stroke = &g_array_index(strokes, Stroke, i);
        AnnotationKind kind = !stroke->level                     ? ANNOTATION_MARGIN
                              : strikes_out(page, &stroke->quad) ? ANNOTATION_STRIKE
                                                                 : ANNOTATION_UNDERLINE;
        Quad stored = page_to_stored(page, stroke->quad);
        if (stroke->confidence < (kind == ANNOTATION_STRIKE ? STRIKES : MARKS) ||
            is_rule(page, &stroke->quad) || is_edge_of_scan(page, stored, mm * sqrt(scale)))
            continue;
        Annotation *mark = page_add_annotation(page, kind, stored);
        mark->colour = stroke->colour;
        mark->confidence = stroke->confidence;
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const State *state = data;
    const double mm = page->image_dpi / 25.4;
    gather_notes(page, mm, state);
    gather_stamps(page, mm, state);
    gather_strokes(page, mm);
    return TRUE;
}

const Stage stage_marks = {
    .name = "marks",
    .summary = "handwriting, signatures, stamps and strokes gathered into annotations",
    .needs = PART_IMAGE | PART_KINDS | PART_LINES,
    .gives = PART_ANNOTATIONS,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
