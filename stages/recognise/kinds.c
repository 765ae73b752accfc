/* kinds.c - what a letter looks like on a page. */
#include "kinds.h"

#define MOST    24   /* symbols of a kind */
#define ALONE   0.05 /* what the word of a single one is worth less */
#define FEW     8    /* of a kind, one of which is sought that is most like the others */
#define KIN     0.7  /* likeness from which on two are of one kind */
#define SECOND  3    /* symbols of a kind but the first */
#define NOWHERE KINDS_NOWHERE

enum { KINDS = 3 };

/* Symbols of one letter that are alike; moved to agree. */
typedef struct {
    GPtrArray *symbols; /* of Symbol, lent */
    GArray *cuts;       /* of Shape, one a symbol */
    Shape sum;
    ShapePattern mean;
} Kind;

struct Letter {
    GPtrArray *symbols; /* of Symbol, lent */
    Kind kinds[KINDS];
    guint n_kinds;
    gboolean cut;
};

Letter *
letter_new(void)
{
    Letter *letter = g_new0(Letter, 1);
    letter->symbols = g_ptr_array_new();
    return letter;
}

void
letter_add(Letter *letter, Symbol *symbol)
{
    g_ptr_array_add(letter->symbols, symbol);
}

void
letter_free(Letter *letter)
{
    for (guint i = 0; i < letter->n_kinds; i++) {
        g_ptr_array_unref(letter->kinds[i].symbols);
        g_array_unref(letter->kinds[i].cuts);
    }
    g_ptr_array_unref(letter->symbols);
    g_free(letter);
}

/* The shape that is most like the others, of the first few symbols. */
static gboolean
find_middle(const Shapes *shapes, const GPtrArray *symbols, Shape *ret_shape)
{
    double most = NOWHERE;
    const guint few = MIN(symbols->len, FEW);
    for (guint i = 0; i < few; i++) {
        ShapeView view;
        Shape shape;
        double sum = 0;
        if (!shapes_view(shapes, symbols->pdata[i], &view) || !shape_cut(&view, (ShapeShift){0, 0}, &shape))
            continue;
        const ShapePattern pattern = shape_pattern(&shape);
        for (guint j = 0; j < few; j++)
            if (j != i && shapes_view(shapes, symbols->pdata[j], &view))
                sum += shape_like(&view, &pattern, (ShapeShift){0, 0}, SHAPE_SHIFT, NULL) >= KIN;
        if (sum > most) {
            most = sum;
            *ret_shape = shape;
        }
    }
    return most > NOWHERE;
}

static void
kind_clear(Kind *kind)
{
    g_clear_pointer(&kind->symbols, g_ptr_array_unref);
    g_clear_pointer(&kind->cuts, g_array_unref);
    kind->sum = (Shape){0};
}

/* The symbols that are like `middle`, where they are most like it. */
static void
kind_gather(const Shapes *shapes, const GPtrArray *symbols, const Shape *middle, Kind *kind)
{
    const ShapePattern pattern = shape_pattern(middle);
    kind_clear(kind);
    kind->symbols = g_ptr_array_new();
    kind->cuts = g_array_new(FALSE, FALSE, sizeof(Shape));
    for (guint i = 0; i < symbols->len && kind->symbols->len < MOST; i++) {
        ShapeView view;
        ShapeShift shift;
        Shape shape;
        if (!shapes_view(shapes, symbols->pdata[i], &view) ||
            shape_like(&view, &pattern, (ShapeShift){0, 0}, SHAPE_SHIFT, &shift) < KIN ||
            !shape_cut(&view, shift, &shape))
            continue;
        for (int k = 0; k < SHAPE_CELLS; k++)
            kind->sum.cell[k] += shape.cell[k];
        g_array_append_val(kind->cuts, shape);
        g_ptr_array_add(kind->symbols, symbols->pdata[i]);
    }
    Shape mean = kind->sum;
    shape_normalise(&mean);
    kind->mean = shape_pattern(&mean);
}

/* The next kind among a letter's symbols, round the one that is most like the others and once more round
 * their mean; it takes its symbols out of `rest`. FALSE where too few are of it: half a letter, or two. */
static gboolean
find_kind(const Shapes *shapes, GPtrArray *rest, guint least, Kind *ret_kind)
{
    Shape middle;
    *ret_kind = (Kind){0};
    if (!find_middle(shapes, rest, &middle))
        return FALSE;
    kind_gather(shapes, rest, &middle, ret_kind);
    middle = ret_kind->sum;
    if (ret_kind->cuts->len > 1 && shape_normalise(&middle))
        kind_gather(shapes, rest, &middle, ret_kind);
    if (ret_kind->cuts->len < least) {
        kind_clear(ret_kind);
        return FALSE;
    }
    for (guint i = 0; i < ret_kind->symbols->len; i++)
        g_ptr_array_remove(rest, ret_kind->symbols->pdata[i]);
    return TRUE;
}

/* Tells the letter's kinds if that has not been done. */
static void
cut_letter(const Shapes *shapes, Letter *letter)
{
    if (letter->cut)
        return;
    letter->cut = TRUE;
    g_autoptr(GPtrArray) rest = g_ptr_array_copy(letter->symbols, NULL, NULL);
    while (letter->n_kinds < KINDS &&
           find_kind(shapes, rest, letter->n_kinds ? SECOND : 1, &letter->kinds[letter->n_kinds]))
        letter->n_kinds++;
}

/* Likeness to a kind's mean without the symbol's own look; NOWHERE where there is no other. */
static double
like_kind(const Kind *kind, const ShapeView *view, const Symbol *symbol, ShapeShift *ret_shift)
{
    guint own = 0;
    ShapePattern mean = kind->mean;
    if (g_ptr_array_find(kind->symbols, symbol, &own)) {
        Shape rest = kind->sum;
        for (int k = 0; k < SHAPE_CELLS; k++)
            rest.cell[k] -= g_array_index(kind->cuts, Shape, own).cell[k];
        if (kind->cuts->len < 2 || !shape_normalise(&rest))
            return NOWHERE;
        mean = shape_pattern(&rest);
    }
    return shape_like(view, &mean, (ShapeShift){0, 0}, SHAPE_SHIFT, ret_shift) -
           (kind->cuts->len == 1 ? ALONE : 0);
}

double
letter_likeness(Letter *letter, const Shapes *shapes, const Symbol *symbol, ShapeShift *ret_shift)
{
    ShapeView view;
    double best = NOWHERE;
    if (!shapes_view(shapes, symbol, &view))
        return NOWHERE;
    cut_letter(shapes, letter);
    for (guint i = 0; i < letter->n_kinds; i++) {
        ShapeShift shift = {0, 0};
        const double like = like_kind(&letter->kinds[i], &view, symbol, &shift);
        if (like > best && ret_shift)
            *ret_shift = shift;
        best = MAX(best, like);
    }
    return best;
}

double
letter_glance(Letter *letter, const Shapes *shapes, const ShapeView *view, ShapeShift at, int reach)
{
    double best = NOWHERE;
    cut_letter(shapes, letter);
    for (guint i = 0; i < letter->n_kinds; i++)
        if (letter->kinds[i].cuts->len > 1)
            best = MAX(best, shape_like(view, &letter->kinds[i].mean, at, reach, NULL));
    return best;
}

guint
letter_count_others(Letter *letter, const Shapes *shapes, const Symbol *symbol)
{
    guint count = 0;
    cut_letter(shapes, letter);
    for (guint i = 0; i < letter->n_kinds; i++)
        count +=
            letter->kinds[i].symbols->len - (guint)g_ptr_array_find(letter->kinds[i].symbols, symbol, NULL);
    return count;
}
