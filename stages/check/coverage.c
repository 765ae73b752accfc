/* coverage.c - how much of the page was read, and how sure its worst corner is.
 *
 * Pieces of ink of a letter's size that are type or print should lie where a word was read: their share, by
 * area, is the page's coverage. Its agreement is the share of characters in words that every look at them
 * read alike. Both are taken over the page, and by windows of five centimetres: a page is as good as its
 * worst window, not as its mean, for a ruined corner drowns in a page of good lines. */
#include "stage.h"
#include <string.h>

#define CELL        25.0 /* millimetres; a window is two by two cells */
#define LETTER_LOW  0.9  /* millimetres: what is lower is dust or a full stop */
#define LETTER_HIGH 9.0
#define LETTER_WIDE 12.0
#define GROW        0.7 /* millimetres round a word that its accents and feet may reach */

typedef struct {
    double least_coverage, least_confidence, least_letters;
} State;

static const Option options[] = {
    {"least-coverage", "share of its ink that must be read in every window of 5 cm, or the page is doubtful",
     OPTION_DOUBLE, offsetof(State, least_coverage), 0.5, 0, 1, .aside = TRUE},
    {"least-confidence", "mean confidence of a window's characters below which the page is doubtful",
     OPTION_DOUBLE, offsetof(State, least_confidence), 0.6, 0, 1, .aside = TRUE},
    {"least-letters", "letters that a window must hold to be judged", OPTION_DOUBLE,
     offsetof(State, least_letters), 15, 1, 1000, .aside = TRUE},
    {0},
};

typedef struct {
    double ink, read;       /* area of letter-sized pieces, square millimetres; of those where a word is */
    double pieces;          /* how many */
    double characters, sum; /* characters read, and their confidences */
    double alike;           /* characters of words that all looks read alike */
} Cell;

typedef struct {
    guint columns, rows;
    double px; /* pixels a millimetre */
    Cell *cells;
} Grid;

static Cell *
cell_at(const Grid *grid, double x, double y)
{
    guint column = MIN((guint)(MAX(x, 0) / grid->px / CELL), grid->columns - 1);
    guint row = MIN((guint)(MAX(y, 0) / grid->px / CELL), grid->rows - 1);
    return &grid->cells[row * grid->columns + column];
}

static void
add_cell(Cell *sum, const Cell *cell)
{
    sum->ink += cell->ink;
    sum->read += cell->read;
    sum->pieces += cell->pieces;
    sum->characters += cell->characters;
    sum->sum += cell->sum;
    sum->alike += cell->alike;
}

/* The places where words were read: 1 bit a pixel, to destroy. Counts their characters on the way. */
static PIX *
mask_words(const Page *page, const Grid *grid)
{
    PIX *mask = pixCreate(pixGetWidth(page->image), pixGetHeight(page->image), 1);
    double grow = GROW * grid->px;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            Quad quad = page_from_stored(page, word->quad);
            double x0, y0, x1, y1, length = (double)g_utf8_strlen(word->text, -1);
            quad_bounds(&quad, &x0, &y0, &x1, &y1);
            pixRasterop(mask, (int)(x0 - grow), (int)(y0 - grow), (int)(x1 - x0 + 2 * grow),
                        (int)(y1 - y0 + 2 * grow), PIX_SET, NULL, 0, 0);
            Cell *cell = cell_at(grid, (x0 + x1) / 2, (y0 + y1) / 2);
            cell->characters += length;
            cell->sum += length * word->confidence;
            cell->alike += word->alternatives && word->alternatives->len > 0 ? 0 : length;
        }
    }
    return mask;
}

static void
count_ink(const Page *page, const Grid *grid, PIX *words)
{
    PIX_AUTO *ink = page->kinds ? page_ink_of(page, INK_TEXT, INK_OTHER) : pixClone(page->ink);
    BOXA_AUTO *pieces = pixConnCompBB(ink, 8);
    for (int i = 0; i < boxaGetCount(pieces); i++) {
        l_int32 x, y, w, h;
        l_uint32 read = 0;
        boxaGetBoxGeometry(pieces, i, &x, &y, &w, &h);
        if (h < LETTER_LOW * grid->px || h > LETTER_HIGH * grid->px || w > LETTER_WIDE * grid->px)
            continue;
        pixGetPixel(words, x + w / 2, y + h / 2, &read);
        Cell *cell = cell_at(grid, x + w / 2.0, y + h / 2.0);
        double area = w * h / grid->px / grid->px;
        cell->pieces++;
        cell->ink += area;
        cell->read += read ? area : 0;
    }
}

/* The worse of the two shares that a window is judged by, each against what it must reach; above 1: good. */
static double
judge(const State *state, const Cell *window)
{
    double worst = G_MAXDOUBLE;
    if (window->pieces >= state->least_letters && state->least_coverage > 0)
        worst = window->read / window->ink / state->least_coverage;
    if (window->characters >= state->least_letters && state->least_confidence > 0)
        worst = MIN(worst, window->sum / window->characters / state->least_confidence);
    return worst;
}

static void
find_worst(const State *state, Page *page, const Grid *grid)
{
    double worst = G_MAXDOUBLE;
    PageQuality *quality = &page->quality;
    for (guint row = 0; row + 1 < MAX(grid->rows, 2); row++)
        for (guint column = 0; column + 1 < MAX(grid->columns, 2); column++) {
            Cell window = {0};
            for (guint k = 0; k < 4; k++) {
                guint y = row + k / 2, x = column + k % 2;
                if (y < grid->rows && x < grid->columns)
                    add_cell(&window, &grid->cells[y * grid->columns + x]);
            }
            double verdict = judge(state, &window);
            if (verdict >= worst)
                continue;
            worst = verdict;
            double side = 2 * CELL * grid->px;
            Quad place = quad_from_rect(column * CELL * grid->px, row * CELL * grid->px, side, side);
            quality->worst = page_to_stored(page, place);
            quality->worst_coverage = window.ink > 0 ? window.read / window.ink : 1;
            quality->worst_confidence = window.characters > 0 ? window.sum / window.characters : 0;
        }
    if (worst < 1) {
        double x0, y0, x1, y1;
        Quad place = page_from_stored(page, quality->worst);
        quad_bounds(&place, &x0, &y0, &x1, &y1);
        page_doubt(page, "coverage", "worst-region",
                   "%.0f to %.0f mm across, %.0f to %.0f mm down: %.0f %% of the ink was read, with a mean "
                   "confidence of %.2f",
                   x0 / grid->px, x1 / grid->px, y0 / grid->px, y1 / grid->px, 100 * quality->worst_coverage,
                   quality->worst_confidence);
    }
}

static gboolean
process(void *data, Page *page, GError **error)
{
    double px = (page->image_dpi > 0 ? page->image_dpi : 300) / 25.4;
    Grid grid = {.px = px};
    grid.columns = 1 + (guint)(pixGetWidth(page->image) / px / CELL);
    grid.rows = 1 + (guint)(pixGetHeight(page->image) / px / CELL);
    g_autofree Cell *cells = grid.cells = g_new0(Cell, grid.columns * grid.rows);
    PIX_AUTO *words = mask_words(page, &grid);
    count_ink(page, &grid, words);
    Cell all = {0};
    for (guint i = 0; i < grid.columns * grid.rows; i++)
        add_cell(&all, &cells[i]);
    page->quality = (PageQuality){.known = TRUE,
                                  .coverage = all.ink > 0 ? all.read / all.ink : 1,
                                  .agreement = all.characters > 0 ? all.alike / all.characters : 1};
    find_worst(data, page, &grid);
    return TRUE;
}

const Stage stage_coverage = {
    .name = "coverage",
    .summary = "how much of the ink was read, and the page's worst region",
    .needs = PART_IMAGE | PART_INK | PART_WORDS,
    .options = options,
    .state_size = sizeof(State),
    .process = process,
};
