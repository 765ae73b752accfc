/* listed.c - entries of a short list, a row each. */
#include "listed.h"
#include "beside.h"
#include "lists.h"
#include <math.h>

#define NEARLY 0.5 /* share of its letters by which a row beside an entry may differ from one */
#define LIKELY 0.4 /* the same of a row alone */
#define CENTRE 8   /* millimetres between the middles of rows that belong together */
#define APART  15  /* millimetres by which such a row begins right of the text */
#define WIDEST 75  /* millimetres of an entry */
#define LOWEST 6   /* rows from the top of the block among which one that stands alone is sought */

/* What the rows say together. */
typedef struct {
    GString *raw, *value, *likely;
    Box box;
    double score, worst, runner_up, agreement;
    gboolean known;
    guint rows, looks;
} Listed;

static double
centre_of(const ZoneRow *row)
{
    return (row->box.x0 + row->box.x1) / 2;
}

static double
distance_of(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    return lists_distance(form->known, row->text, reading->zones.form->latin, 0, NULL);
}

typedef struct {
    const char *entry; /* lent; NULL where no look offered one */
    double score, runner_up, agreement;
    guint looks;
} RowLook;

/* The likeliest value of a row where that is an entry, else the likeliest entry that any look offered. */
static RowLook
look_at_row(const FieldReading *reading, const FormField *form, const ZoneRow *row)
{
    g_autoptr(Candidates) candidates = reading_look(reading, form, row->glyphs, NULL);
    const GPtrArray *all = candidates->all;
    const Candidate *best = all->len > 0 ? all->pdata[0] : NULL, *next = all->len > 1 ? all->pdata[1] : NULL;
    RowLook look = {.score = candidates_confidence(candidates), .looks = candidates->looks};
    look.entry = best ? lists_find(form->known, best->value, reading->zones.form->latin, 0) : NULL;
    if (look.entry) {
        look.agreement = (double)best->votes / candidates->looks;
        look.runner_up = next ? MIN(next->weight / MAX(best->weight, 1e-6), 100) : 0;
        return look;
    }
    look.entry = reading_find_known(reading, row->glyphs, form->list, &look.score);
    look.runner_up = OVERRULED;
    return look;
}

static void
append(GString *text, const char *separator, const char *part)
{
    g_string_append_printf(text, "%s%s", text->len > 0 ? separator : "", part);
}

static void
add_row(Listed *listed, const FieldReading *reading, const FormField *form, ZoneRow *row)
{
    const RowLook look = look_at_row(reading, form, row);
    const char *nearest = look.entry ? look.entry : row->text;
    if (!look.entry)
        lists_distance(form->known, row->text, reading->zones.form->latin, 0, &nearest);
    row->taken = TRUE;
    listed->box = listed->rows++ > 0 ? box_join(listed->box, row->box) : row->box;
    append(listed->raw, "\n", row->text);
    append(listed->value, " ", look.entry ? look.entry : row->text);
    append(listed->likely, " ", nearest);
    listed->score = MIN(listed->score, look.score);
    listed->worst = MIN(listed->worst, row->confidence);
    listed->runner_up = MAX(listed->runner_up, look.runner_up);
    listed->agreement = MIN(listed->agreement, look.agreement);
    listed->looks = MAX(listed->looks, look.looks);
    listed->known = listed->known && look.entry;
}

/* Could the row be the first or the second of two entries, `row` being the other? */
static gboolean
is_next_to(const ZoneRow *other, const ZoneRow *row, double leading)
{
    double step = fabs((other->box.y0 + other->box.y1 - row->box.y0 - row->box.y1) / 2);
    return !other->taken && step > 1.5 && step < 1.6 * leading &&
           fabs(centre_of(other) - centre_of(row)) < CENTRE;
}

/* Rows right above and below the ones found that further looks, or their likeness, make entries. */
static void
add_neighbours(const FieldReading *reading, const FormField *form, GPtrArray *rows, double leading)
{
    for (guint i = 0; i < reading->rows->len && rows->len < form->rows; i++) {
        ZoneRow *row = reading->rows->pdata[i];
        const ZoneRow *first = rows->pdata[0], *last = rows->pdata[rows->len - 1];
        gboolean above = is_next_to(row, first, leading) && row->box.y0 < first->box.y0,
                 below = is_next_to(row, last, leading) && row->box.y0 > last->box.y0;
        if (row == first || row == last || (!above && !below) || row->glyphs->len > 24)
            continue;
        if (distance_of(reading, form, row) <= NEARLY || look_at_row(reading, form, row).entry)
            g_ptr_array_insert(rows, above ? 0 : -1, row);
    }
}

/* The row among the first of the block that stands apart from the text and is most like an entry. */
static void
add_likeliest(const FieldReading *reading, const FormField *form, GPtrArray *rows)
{
    double left = G_MAXDOUBLE, least = LIKELY;
    ZoneRow *best = NULL;
    for (guint i = 0; i < reading->rows->len; i++)
        left = MIN(left, ((const ZoneRow *)reading->rows->pdata[i])->box.x0);
    for (guint i = 0; i < MIN(reading->rows->len, LOWEST); i++) {
        ZoneRow *row = reading->rows->pdata[i];
        if (row->taken || row->box.x0 < left + APART || row->box.x1 - row->box.x0 > WIDEST)
            continue;
        double distance = distance_of(reading, form, row);
        if (distance <= least) {
            least = distance;
            best = row;
        }
    }
    if (best)
        g_ptr_array_add(rows, best);
}

static void
settle(const FieldReading *reading, const FormField *form, const Listed *listed, double leading)
{
    Field *field = reading_add(reading, form, listed->box);
    field->raw = g_strdup(listed->raw->str);
    field->value = g_strdup(listed->value->str);
    reading_weigh(field, listed->score, listed->worst);
    field->evidence[EVIDENCE_RUNNER_UP] = (float)listed->runner_up;
    field->evidence[EVIDENCE_AGREEMENT] = (float)listed->agreement;
    field->evidence[EVIDENCE_LOOKS] = (float)listed->looks;
    field->evidence[EVIDENCE_LIST] = listed->known ? 1 : 0;
    if (!listed->known)
        alternatives_add(&field->alternatives, listed->likely->str, listed->score);
    if (listed->rows < form->rows)
        field->evidence[EVIDENCE_BESIDE] =
            (float)beside_rows(reading->page, &reading->zones, listed->box, 1.5 * leading);
    reading_judge(field, !listed->known                ? "not_in_list"
                         : listed->runner_up > 1.0 / 3 ? "readings_differ"
                                                       : NULL);
}

void
listed_read(const FieldReading *reading, const FormField *form, const GPtrArray *rows, double leading)
{
    g_autoptr(GPtrArray) all = g_ptr_array_copy((GPtrArray *)rows, NULL, NULL);
    if (all->len == 0 && form->expected)
        add_likeliest(reading, form, all);
    if (all->len == 0)
        return;
    add_neighbours(reading, form, all, leading);
    Listed listed = {.raw = g_string_new(NULL),
                     .value = g_string_new(NULL),
                     .likely = g_string_new(NULL),
                     .score = 1,
                     .worst = 1,
                     .agreement = 1,
                     .known = TRUE};
    for (guint i = 0; i < all->len; i++)
        add_row(&listed, reading, form, all->pdata[i]);
    settle(reading, form, &listed, leading);
    g_string_free(listed.raw, TRUE);
    g_string_free(listed.value, TRUE);
    g_string_free(listed.likely, TRUE);
}
