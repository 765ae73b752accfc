/* shapes.c - letters of a page, brought to one size. */
#include "shapes.h"
#include "median.h"
#include "places.h"
#include <math.h>
#include <string.h>

#define USUAL      16    /* cells: height of the median symbol where no small letter tells */
#define ROOM       1.5   /* cells beside a box that are the letter's as well */
#define OWN        0.62  /* of a step: how far a letter of typescript reaches from its middle */
#define STRAY      0.3   /* of a step that a word's letters may stray from even steps */
#define NEIGHBOURS 12    /* letters either side that tell where the line's foot is */
#define MOST_STEPS 2     /* a word of letters spaced out */
#define BELOW      6     /* cells of the window below the line's foot */
#define BETTER     0.02  /* mean likeness that a word's other place must bring */
#define SMOOTH     0.45f /* factor of scaling below which all pixels of a cell must count, not four of them */
#define TRIES      5     /* places tried either way, over a whole step */

/* Where a symbol stands, in pixels of the working picture. */
typedef struct {
    double x, foot;
    double x0, x1;  /* what is the letter's own */
    gboolean typed; /* in even steps, as its line */
} Spot;

struct Shapes {
    double scale;      /* pixels of the working picture a cell */
    double step;       /* 0: no typescript */
    PIX *cells;        /* the working picture scaled; NULL: there is none */
    GHashTable *spots; /* Symbol -> Spot */
};

/* The line's foot at a letter: of letters next to it that hang below no line. */
static double
foot_at(const GArray *places, guint at, const Face *face)
{
    g_autoptr(GArray) feet = g_array_new(FALSE, FALSE, sizeof(double));
    const guint from = at > NEIGHBOURS ? at - NEIGHBOURS : 0, to = MIN(places->len, at + NEIGHBOURS + 1);
    for (guint i = from; i < to; i++) {
        const Place *place = place_at(places, i);
        if (place->letter && !strstr("рудщцфgjpqyQ", place->text) &&
            (face->small <= 0 || place->y1 - place->y0 > 0.6 * face->small))
            g_array_append_val(feet, place->y1);
    }
    return feet->len > 0 ? median_of(feet) : place_at(places, at)->y1;
}

/* A word's letters in even steps from where most of them say; FALSE where they keep none. */
static gboolean
step_out(const GArray *places, guint from, guint to, double step, Spot *spots)
{
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(double)),
                      strays = g_array_new(FALSE, FALSE, sizeof(double));
    const double whole = place_middle(place_at(places, to - 1)) - place_middle(place_at(places, from));
    const double wide = CLAMP(round(whole / MAX(to - from - 1, 1) / step), 1, MOST_STEPS) * step;
    for (guint i = from; i < to; i++) {
        double start = place_middle(place_at(places, i)) - (i - from) * wide;
        g_array_append_val(starts, start);
    }
    g_autoptr(GArray) sorted = g_array_copy(starts);
    const double start = median_of(sorted);
    for (guint i = 0; i < starts->len; i++) {
        double stray = fabs(g_array_index(starts, double, i) - start);
        g_array_append_val(strays, stray);
    }
    if (median_of(strays) > STRAY * step)
        return FALSE;
    for (guint i = from; i < to; i++) {
        Spot *spot = &spots[i - from];
        spot->x = start + (i - from) * wide;
        spot->x0 = spot->x - OWN * step;
        spot->x1 = spot->x + OWN * step;
    }
    return TRUE;
}

static void
add_line(Shapes *shapes, const Page *page, const Line *line, const Face *face)
{
    g_autoptr(GArray) places = places_of(page, line, face->step);
    const gboolean typed =
        face->step > 0 && (places_are_even(places, face->step) || places_keep_steps(places, face->step));
    for (guint from = 0, to; from < places->len; from = to) {
        for (to = from; to < places->len && place_at(places, to)->word == place_at(places, from)->word;)
            to++;
        g_autofree Spot *spots = g_new0(Spot, to - from);
        const Word *word = line->words->pdata[place_at(places, from)->word];
        const gboolean even = typed && step_out(places, from, to, face->step, spots);
        for (guint i = from; i < to; i++) {
            Spot *spot = &spots[i - from];
            const Place *place = place_at(places, i);
            if (!even)
                *spot = (Spot){.x = place_middle(place),
                               .x0 = place->x0 - ROOM * shapes->scale,
                               .x1 = place->x1 + ROOM * shapes->scale};
            spot->foot = foot_at(places, i, face);
            spot->typed = even;
            g_hash_table_insert(shapes->spots, word->symbols->pdata[place->at],
                                g_memdup2(spot, sizeof(Spot)));
        }
    }
}

static double
usual_height(const Page *page)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        g_autoptr(GArray) places = places_of(page, page->lines->pdata[i], 0);
        for (guint j = 0; j < places->len; j++) {
            double height = place_at(places, j)->y1 - place_at(places, j)->y0;
            g_array_append_val(heights, height);
        }
    }
    return median_of(heights);
}

Shapes *
shapes_new(const Page *page)
{
    Shapes *shapes = g_new0(Shapes, 1);
    const Face face = face_find(page);
    shapes->step = face.step;
    shapes->scale = face.small > 0 ? face.small / SHAPE_SMALL : usual_height(page) / USUAL;
    shapes->spots = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    if (shapes->scale > 0.2 && page->image) {
        const float factor = (float)(1 / shapes->scale);
        shapes->cells = factor < SMOOTH ? pixScaleAreaMap(page->image, factor, factor)
                                        : pixScaleGrayLI(page->image, factor, factor);
    }
    for (guint i = 0; shapes->cells && i < page->lines->len; i++)
        add_line(shapes, page, page->lines->pdata[i], &face);
    return shapes;
}

void
shapes_free(Shapes *shapes)
{
    if (!shapes)
        return;
    pixDestroy(&shapes->cells);
    g_hash_table_unref(shapes->spots);
    g_free(shapes);
}

gboolean
shapes_is_typed(const Shapes *shapes, const Symbol *symbol)
{
    const Spot *spot = g_hash_table_lookup(shapes->spots, symbol);
    return spot && spot->typed;
}

enum { VIEW_WIDE = SHAPE_WIDE + 2 * SHAPE_SHIFT, VIEW_HIGH = SHAPE_HIGH + 2 * SHAPE_SHIFT };

/* The sums of squares about the mean, by sums over all cells above and left (F. Crow, "Summed-area tables",
 * SIGGRAPH 1984). */
static void
measure_spread(ShapeView *view)
{
    gint32 sum[VIEW_HIGH + 1][VIEW_WIDE + 1] = {0}, squares[VIEW_HIGH + 1][VIEW_WIDE + 1] = {0};
    for (int y = 0; y < VIEW_HIGH; y++)
        for (int x = 0; x < VIEW_WIDE; x++) {
            const gint32 cell = view->cell[y][x];
            sum[y + 1][x + 1] = cell + sum[y][x + 1] + sum[y + 1][x] - sum[y][x];
            squares[y + 1][x + 1] = cell * cell + squares[y][x + 1] + squares[y + 1][x] - squares[y][x];
        }
    for (int y = 0; y <= 2 * SHAPE_SHIFT; y++)
        for (int x = 0; x <= 2 * SHAPE_SHIFT; x++) {
            const int y1 = y + SHAPE_HIGH, x1 = x + SHAPE_WIDE;
            const double all = sum[y1][x1] - sum[y][x1] - sum[y1][x] + sum[y][x];
            view->spread[y][x] = (float)sqrt(MAX(0, squares[y1][x1] - squares[y][x1] - squares[y1][x] +
                                                        squares[y][x] - all * all / SHAPE_CELLS));
        }
}

gboolean
shapes_view(const Shapes *shapes, const Symbol *symbol, ShapeView *ret_view)
{
    const Spot *spot = g_hash_table_lookup(shapes->spots, symbol);
    if (!spot)
        return FALSE;
    const int left = (int)lround(spot->x / shapes->scale - VIEW_WIDE / 2.0),
              top = (int)lround(spot->foot / shapes->scale) + BELOW + SHAPE_SHIFT - VIEW_HIGH;
    const int own0 = (int)floor(spot->x0 / shapes->scale), own1 = (int)ceil(spot->x1 / shapes->scale);
    if (left < 0 || top < 0 || left + VIEW_WIDE > pixGetWidth(shapes->cells) ||
        top + VIEW_HIGH > pixGetHeight(shapes->cells))
        return FALSE;
    for (int y = 0; y < VIEW_HIGH; y++) {
        const l_uint32 *row = pixGetData(shapes->cells) + (gsize)(top + y) * (gsize)pixGetWpl(shapes->cells);
        for (int x = 0; x < VIEW_WIDE; x++)
            ret_view->cell[y][x] =
                left + x >= own0 && left + x < own1 ? 255 - GET_DATA_BYTE(row, left + x) : 0;
    }
    measure_spread(ret_view);
    return TRUE;
}

gboolean
shape_normalise(Shape *shape)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < SHAPE_CELLS; i++)
        sum += shape->cell[i];
    for (int i = 0; i < SHAPE_CELLS; i++) {
        shape->cell[i] -= (float)(sum / SHAPE_CELLS);
        squares += shape->cell[i] * shape->cell[i];
    }
    for (int i = 0; i < SHAPE_CELLS; i++)
        shape->cell[i] /= (float)MAX(sqrt(squares), 1e-6);
    return squares > 1e-3;
}

gboolean
shape_cut(const ShapeView *view, ShapeShift shift, Shape *ret_shape)
{
    for (int y = 0; y < SHAPE_HIGH; y++)
        for (int x = 0; x < SHAPE_WIDE; x++)
            ret_shape->cell[y * SHAPE_WIDE + x] =
                view->cell[SHAPE_SHIFT + shift.dy + y][SHAPE_SHIFT + shift.dx + x];
    return shape_normalise(ret_shape);
}

ShapePattern
shape_pattern(const Shape *shape)
{
    ShapePattern pattern;
    for (int i = 0; i < SHAPE_CELLS; i++) {
        const float units = shape->cell[i] * SHAPE_UNITS;
        pattern.unit[i / SHAPE_WIDE][i % SHAPE_WIDE] = (gint16)(units + (units < 0 ? -0.5f : 0.5f));
    }
    return pattern;
}

/* The pattern's mean is 0, so that of the window falls out of the sum. Whole numbers: the same sum whatever
 * the processor adds at once. */
__attribute__((target_clones("avx2", "default"))) static double
correlate(const ShapeView *view, const ShapePattern *pattern, int dx, int dy)
{
    const double spread = view->spread[SHAPE_SHIFT + dy][SHAPE_SHIFT + dx];
    gint32 both = 0;
    for (int y = 0; y < SHAPE_HIGH; y++) {
        const gint16 *row = &view->cell[SHAPE_SHIFT + dy + y][SHAPE_SHIFT + dx];
        for (int x = 0; x < SHAPE_WIDE; x++)
            both += row[x] * pattern->unit[y][x];
    }
    return spread > 1 ? both / (spread * SHAPE_UNITS) : 0;
}

double
shape_like(const ShapeView *view, const ShapePattern *pattern, ShapeShift at, int reach, ShapeShift *ret_best)
{
    const ShapeShift start = at;
    gboolean seen[2 * SHAPE_SHIFT + 1][2 * SHAPE_SHIFT + 1] = {0};
    double best = -1;
    /* Likeness falls off evenly round where two shapes meet: it is climbed. */
    for (gboolean climbing = TRUE; climbing;) {
        const ShapeShift from = at;
        climbing = FALSE;
        for (int dy = from.dy - 1; dy <= from.dy + 1; dy++)
            for (int dx = from.dx - 1; dx <= from.dx + 1; dx++) {
                if (ABS(dx) > SHAPE_SHIFT || ABS(dy) > SHAPE_SHIFT || ABS(dx - start.dx) > reach ||
                    ABS(dy - start.dy) > reach || seen[SHAPE_SHIFT + dy][SHAPE_SHIFT + dx])
                    continue;
                seen[SHAPE_SHIFT + dy][SHAPE_SHIFT + dx] = TRUE;
                const double now = correlate(view, pattern, dx, dy);
                if (now > best) {
                    best = now;
                    at = (ShapeShift){dx, dy};
                    climbing = TRUE;
                }
            }
    }
    if (ret_best)
        *ret_best = at;
    return best;
}

static void
move_word(Shapes *shapes, const Word *word, double by)
{
    for (guint i = 0; i < word->symbols->len; i++) {
        Spot *spot = g_hash_table_lookup(shapes->spots, word->symbols->pdata[i]);
        if (!spot)
            continue;
        spot->x += by;
        spot->x0 += by;
        spot->x1 += by;
    }
}

gboolean
shapes_place(Shapes *shapes, const Word *word, ShapesFit fit, void *data)
{
    double best = fit(data, word) + BETTER;
    int found = 0;
    for (int try = -TRIES; try <= TRIES; try++) {
        const double by = try * shapes->step / TRIES;
        move_word(shapes, word, by);
        const double now = try ? fit(data, word) : best;
        move_word(shapes, word, -by);
        found = now > best ?
        try : found
            ;
        best = MAX(best, now);
    }
    move_word(shapes, word, found * shapes->step / TRIES);
    return found != 0;
}
