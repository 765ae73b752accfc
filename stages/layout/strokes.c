/* strokes.c - a pen's strokes, followed where the network of `ink` sees them.
 *
 * Faint pencil does not survive binarising: of a stroke that everybody sees, specks are left. So strokes are
 * sought in the network's own map of probabilities and in the grey of the same place, with a threshold that
 * only paper stays under. Where there is neither type nor print the network calls blank paper as likely a
 * stroke as ink, so there only what hangs together with something as dark as ink counts (two thresholds, as
 * in Canny's edges, 1986). Pieces on one level are of one level stroke, pieces below one another of one that
 * marks the margin. A level stroke's box follows the line that it runs along, by its centre in each column:
 * it does not grow with the letters or dots that it crosses. */
#include "strokes.h"
#include <math.h>

enum {
    LIKELY = 115, /* of 255: a stroke */
    FAINT = 16,   /* of 255: darker than paper */
    DARK = 34,    /* the mean of a stroke: folds and what shows through are fainter, but not in two tones */
    BLACK = 90,   /* grey of the scan: below it what is thick is a hole or the bed of the scanner */
};

#define SOLID_MM  2.2  /* no pen is as thick */
#define HALF_MM   0.32 /* half the thickness of a pen, and a little */
#define LONG_MM   4.0  /* a level stroke is as long */
#define TALL_MM   5.0  /* and one in the margin as tall */
#define SMOOTH_MM 1.0  /* of the line that a stroke runs along, to either side */
#define PIECE_MM  2.0  /* shortest piece of one */
#define GAP_MM    7.0  /* between pieces of one at most */

typedef struct {
    const Page *page;
    PIX *map;
    Affine to_working;
    double mm; /* pixels of the map */
} View;

static int
likely_at(const View *view, int x, int y)
{
    return (int)(pixGetData(view->map)[(gsize)y * (gsize)pixGetWpl(view->map) + (gsize)x] >> L_RED_SHIFT &
                 255);
}

static int
dark_at(const View *view, int x, int y)
{
    return (int)(pixGetData(view->map)[(gsize)y * (gsize)pixGetWpl(view->map) + (gsize)x] >> L_GREEN_SHIFT &
                 255);
}

/* The scan's pixel below a place of the map, 0xRRGGBB. */
static guint32
colour_at(const View *view, int x, int y)
{
    PIX *original = view->page->original;
    Point at =
        affine_point(affine_then(view->to_working, view->page->to_original), (Point){x + 0.5, y + 0.5});
    l_uint32 pixel = 0;
    if (at.x < 0 || at.y < 0 || pixGetPixel(original, (l_int32)at.x, (l_int32)at.y, &pixel) != 0)
        return 0xffffff;
    if (pixGetDepth(original) == 32)
        return pixel >> 8;
    if (pixGetDepth(original) == 1)
        pixel = pixel ? 0 : 255;
    return pixel << 16 | pixel << 8 | pixel;
}

/* Likely pixels that are at least as dark. */
static PIX *
likely_ink(const View *view, int least)
{
    PIX *out = pixCreate(pixGetWidth(view->map), pixGetHeight(view->map), 1);
    for (int y = 0; y < (int)pixGetHeight(out); y++) {
        l_uint32 *row = pixGetData(out) + (gsize)y * (gsize)pixGetWpl(out);
        for (int x = 0; x < (int)pixGetWidth(out); x++)
            if (dark_at(view, x, y) >= least && likely_at(view, x, y) >= LIKELY)
                SET_DATA_BIT(row, x);
    }
    return out;
}

/* Punched holes and what lay beside the paper, with their edges: black and thicker than a pen. */
static PIX *
find_solid(const View *view)
{
    PIX_AUTO *black = pixCreate(pixGetWidth(view->map), pixGetHeight(view->map), 1);
    for (int y = 0; y < (int)pixGetHeight(black); y++) {
        l_uint32 *row = pixGetData(black) + (gsize)y * (gsize)pixGetWpl(black);
        for (int x = 0; x < (int)pixGetWidth(black); x++)
            if ((colour_at(view, x, y) >> 8 & 255) < BLACK)
                SET_DATA_BIT(row, x);
    }
    int brick = MAX(3, (int)(SOLID_MM * view->mm)), edge = (int)(4 * view->mm);
    PIX_AUTO *thick = pixOpenBrick(NULL, black, brick, brick);
    return pixDilateBrick(NULL, thick, edge, edge);
}

/* One stroke's own pixels, cut out of the map, and where they lie. */
typedef struct {
    PIX *shape;
    int x, y, w, h;
} Piece;

static gboolean
has(const Piece *piece, int x, int y)
{
    return GET_DATA_BIT(pixGetData(piece->shape) + (gsize)y * (gsize)pixGetWpl(piece->shape), x);
}

static gboolean
cut_piece(PIX *ink, PIXA *parts, BOXA *boxes, int index, Piece *piece)
{
    int x, y, w, h, dx, dy;
    BOX *tight = NULL;
    boxaGetBoxGeometry(boxes, index, &x, &y, &w, &h);
    PIX_AUTO *part = pixaGetPix(parts, index, L_COPY);
    pixRasterop(part, 0, 0, w, h, PIX_SRC & PIX_DST, ink, x, y);
    *piece = (Piece){0};
    if (pixClipToForeground(part, &piece->shape, &tight) != 0 || !tight)
        return FALSE;
    boxGetGeometry(tight, &dx, &dy, &piece->w, &piece->h);
    boxDestroy(&tight);
    piece->x = x + dx;
    piece->y = y + dy;
    return TRUE;
}

/* The line a stroke runs along: the centre of its ink in each column (of each row where it stands), smoothed.
 * Returns the share of columns that have any; *ret_low and *ret_high bound the line. */
static double
follow(const View *view, const Piece *piece, gboolean level, double *ret_low, double *ret_high)
{
    const int length = level ? piece->w : piece->h, across = level ? piece->h : piece->w;
    const int reach = (int)(SMOOTH_MM * view->mm);
    g_autofree double *sums = g_new0(double, length + 1), *weights = g_new0(double, length + 1);
    int covered = 0;
    for (int i = 0; i < length; i++) {
        double sum = 0, weight = 0;
        for (int k = 0; k < across; k++) {
            int x = level ? i : k, y = level ? k : i;
            if (!has(piece, x, y))
                continue;
            double w = (double)likely_at(view, piece->x + x, piece->y + y) *
                       dark_at(view, piece->x + x, piece->y + y);
            sum += w * (k + 0.5);
            weight += w;
        }
        covered += weight > 0;
        sums[i + 1] = sums[i] + (weight > 0 ? sum / weight : 0);
        weights[i + 1] = weights[i] + (weight > 0);
    }
    *ret_low = across;
    *ret_high = 0;
    for (int i = 0; i < length; i++) {
        int from = MAX(0, i - reach), to = MIN(length, i + reach + 1);
        double n = weights[to] - weights[from];
        if (n < 1)
            continue;
        *ret_low = MIN(*ret_low, (sums[to] - sums[from]) / n);
        *ret_high = MAX(*ret_high, (sums[to] - sums[from]) / n);
    }
    return (double)covered / MAX(1, length);
}

/* What is known of a piece besides where it lies. */
typedef struct {
    Stroke stroke;
    double x0, y0, x1, y1; /* in the map */
    double likely, dark;   /* sums over its pixels */
    double rgb[3];
    guint count;
} Weighed;

static void
weigh(const View *view, const Piece *piece, Weighed *weighed)
{
    for (int y = 0; y < piece->h; y++)
        for (int x = 0; x < piece->w; x++) {
            if (!has(piece, x, y))
                continue;
            guint32 colour = colour_at(view, piece->x + x, piece->y + y);
            for (int c = 0; c < 3; c++)
                weighed->rgb[c] += colour >> (16 - 8 * c) & 255;
            weighed->likely += likely_at(view, piece->x + x, piece->y + y);
            weighed->dark += dark_at(view, piece->x + x, piece->y + y);
            weighed->count++;
        }
}

/* FALSE where the piece is too short or too full of gaps to be one of a stroke. */
static gboolean
measure(const View *view, const Piece *piece, gboolean level, Weighed *ret)
{
    const double half = HALF_MM * view->mm;
    double low, high;
    *ret = (Weighed){.x0 = piece->x, .y0 = piece->y, .x1 = piece->x + piece->w, .y1 = piece->y + piece->h};
    if ((level ? piece->w : piece->h) < PIECE_MM * view->mm || follow(view, piece, level, &low, &high) < 0.4)
        return FALSE;
    if (level) {
        ret->y0 = piece->y + low - half;
        ret->y1 = piece->y + high + half;
    } else if (piece->h > 5 * piece->w) {
        ret->x0 = piece->x + low - 1.3 * half;
        ret->x1 = piece->x + high + 1.3 * half;
    } else {
        ret->x0 -= 0.5 * half;
        ret->x1 += 0.5 * half;
    }
    weigh(view, piece, ret);
    return TRUE;
}

/* Does `b` go on where `a` ends, along the same line? */
static gboolean
goes_on(const Weighed *a, const Weighed *b, gboolean level, double mm)
{
    double gap = level ? MAX(a->x0, b->x0) - MIN(a->x1, b->x1) : MAX(a->y0, b->y0) - MIN(a->y1, b->y1);
    double off = level ? (a->y0 + a->y1 - b->y0 - b->y1) / 2 : (a->x0 + a->x1 - b->x0 - b->x1) / 2;
    double thick = level ? MAX(a->y1 - a->y0, b->y1 - b->y0) : MAX(a->x1 - a->x0, b->x1 - b->x0);
    return gap < GAP_MM * mm && gap > -mm && fabs(off) < 0.6 * mm && thick < 2.2 * mm;
}

/* Joins pieces of one stroke; what was joined to another has no pixels any more. */
static void
join(GArray *pieces, gboolean level, double mm)
{
    for (guint i = 0; i < pieces->len; i++)
        for (guint k = 0; k < pieces->len; k++) {
            Weighed *a = &g_array_index(pieces, Weighed, i), *b = &g_array_index(pieces, Weighed, k);
            if (i == k || !a->count || !b->count || !goes_on(a, b, level, mm))
                continue;
            a->x0 = MIN(a->x0, b->x0);
            a->y0 = MIN(a->y0, b->y0);
            a->x1 = MAX(a->x1, b->x1);
            a->y1 = MAX(a->y1, b->y1);
            a->likely += b->likely;
            a->dark += b->dark;
            for (int c = 0; c < 3; c++)
                a->rgb[c] += b->rgb[c];
            a->count += b->count;
            b->count = 0;
            k = G_MAXUINT; /* from the first one again */
        }
}

static void
keep_strokes(const View *view, const GArray *pieces, gboolean level, GArray *strokes)
{
    const double least = pixGetDepth(view->page->original) == 1 ? FAINT : DARK;
    for (guint i = 0; i < pieces->len; i++) {
        const Weighed *piece = &g_array_index(pieces, Weighed, i);
        Stroke stroke = {.level = level};
        double length = level ? piece->x1 - piece->x0 : piece->y1 - piece->y0;
        if (!piece->count || length < (level ? LONG_MM : TALL_MM) * view->mm)
            continue;
        stroke.quad =
            affine_quad(view->to_working,
                        quad_from_rect(piece->x0, piece->y0, piece->x1 - piece->x0, piece->y1 - piece->y0));
        stroke.confidence = piece->likely / (255 * piece->count);
        for (int c = 0; c < 3; c++)
            stroke.colour = stroke.colour << 8 | (guint32)(piece->rgb[c] / piece->count);
        if (piece->dark > least * piece->count)
            g_array_append_val(strokes, stroke);
    }
}

static void
gather(const View *view, PIX *ink, gboolean level, GArray *strokes)
{
    const double mm = view->mm;
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Weighed));
    PIX_AUTO *joined = level ? pixDilateBrick(NULL, ink, (int)(3 * mm), MAX(1, (int)(0.6 * mm)))
                             : pixDilateBrick(NULL, ink, (int)(1.1 * mm), (int)(3.5 * mm));
    PIXA_AUTO *parts = NULL;
    BOXA_AUTO *boxes = pixConnComp(joined, &parts, 8);
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        Piece piece;
        Weighed weighed;
        if (cut_piece(ink, parts, boxes, i, &piece) && (piece.w > 3 * piece.h) == level &&
            measure(view, &piece, level, &weighed)) {
            g_array_append_val(pieces, weighed);
            pixRasterop(ink, piece.x, piece.y, piece.w, piece.h, PIX_DST & PIX_NOT(PIX_SRC), piece.shape, 0,
                        0);
        }
        pix_clear(&piece.shape);
    }
    join(pieces, level, mm);
    keep_strokes(view, pieces, level, strokes);
}

GArray *
strokes_find(const Page *page)
{
    GArray *strokes = g_array_new(FALSE, FALSE, sizeof(Stroke));
    if (!page->strokes)
        return strokes;
    const double across = (double)pixGetWidth(page->image) / pixGetWidth(page->strokes),
                 down = (double)pixGetHeight(page->image) / pixGetHeight(page->strokes);
    const View view = {page, page->strokes, affine_scale(across, down), page->image_dpi / 25.4 / across};
    PIX_AUTO *solid = find_solid(&view), *faint = likely_ink(&view, FAINT);
    pixSubtract(faint, faint, solid);
    gather(&view, faint, TRUE, strokes);
    gather(&view, faint, FALSE, strokes); /* what level ones left */
    return strokes;
}
