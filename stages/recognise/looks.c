/* looks.c - a line is read, and its doubtful words are read again.
 *
 * The same network, asked a little differently, errs elsewhere: with less padding, with more, and softened by
 * a box filter. The surer reading of each word is kept and the other stays with it as an alternative. Only
 * the doubtful words, those that the dictionary has not, and a neighbour on each side are read again, so the
 * cost follows the doubt. */
#include "looks.h"

/* A word that the dictionary has not may be this sure at most, if each letter of it is. */
#define SURE_STRANGER 0.91

static const struct {
    int grow; /* pixels of padding more */
    int soften;
} others[] = {{-2, 0}, {4, 0}, {0, 1}};

/* Do both readings see the same words in the same places? */
static gboolean
same_places(const Reading *a, const Reading *b)
{
    if (a->words->len != b->words->len)
        return FALSE;
    for (guint i = 0; i < a->words->len; i++) {
        const Quad *p = &((const Word *)a->words->pdata[i])->quad,
                   *q = &((const Word *)b->words->pdata[i])->quad;
        if (quad_shared_width(p, q) < 0.6 * MAX(p->p[1].x - p->p[0].x, q->p[1].x - q->p[0].x))
            return FALSE;
    }
    return TRUE;
}

static double
mean_confidence(const Reading *reading)
{
    double sum = 0, characters = 0;
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        double length = (double)g_utf8_strlen(word->text, -1);
        sum += word->confidence * length;
        characters += length;
    }
    return characters > 0 ? sum / characters : 0;
}

static void
add_alternative(Word *word, const char *text, double probability)
{
    gboolean known = strcmp(word->text, text) == 0;
    for (guint i = 0; !known && word->alternatives && i < word->alternatives->len; i++)
        known = strcmp(g_array_index(word->alternatives, Alternative, i).text, text) == 0;
    if (!known)
        alternatives_add(&word->alternatives, text, probability);
}

/* Where two looks at one word differ, the other reading stays with it: no sign of doubt is surer. */
static void
keep_difference(Word *word, const Word *other)
{
    add_alternative(word, other->text, other->confidence);
    for (guint i = 0; other->alternatives && i < other->alternatives->len; i++) {
        const Alternative *row = &g_array_index(other->alternatives, Alternative, i);
        add_alternative(word, row->text, row->probability);
    }
}

/* A word of the language is believed before a surer one that is none. */
static gboolean
is_better(const Word *a, const Word *b)
{
    return a->strange == b->strange ? a->confidence > b->confidence : b->strange;
}

gboolean
looks_join_words(Reading *a, Reading *b)
{
    if (!same_places(a, b))
        return FALSE;
    for (guint i = 0; i < a->words->len; i++) {
        Word *p = a->words->pdata[i], *q = b->words->pdata[i];
        if (is_better(q, p)) {
            a->words->pdata[i] = q;
            b->words->pdata[i] = p;
        }
        keep_difference(a->words->pdata[i], b->words->pdata[i]);
    }
    a->confidence = mean_confidence(a);
    return TRUE;
}

/* The better of two readings, to free; the other is freed. Word by word where they agree on the words'
 * places. */
static Reading *
take_better(Reading *a, Reading *b)
{
    Reading *better = !looks_join_words(a, b) && b->confidence > a->confidence ? b : a;
    reading_free(better == a ? b : a);
    return better;
}

/* Columns x0 to x1 of the crop, looked at in the given way. */
static Reading *
look(Engine *engine, const LineCrop *crop, int x0, int x1, guint way, const Looks *looks)
{
    int grow = MAX(others[way].grow, -looks->pad), soften = others[way].soften;
    BOX *box = boxCreate(x0, 0, x1 - x0, pixGetHeight(crop->grey));
    PIX_AUTO *part = pixClipRectangle(crop->grey, box, NULL);
    boxDestroy(&box);
    int left = x0 > 0 ? looks->pad : 0, right = x1 < pixGetWidth(crop->grey) ? looks->pad : 0;
    PIX_AUTO *whole = pixAddBorderGeneral(part, left, right, 0, 0, 255);
    PIX_AUTO *soft = soften ? pixBlockconv(whole, soften, soften) : pixClone(whole);
    PIX_AUTO *padded = grow < 0 ? pixRemoveBorder(soft, -grow) : pixAddBorder(soft, grow, 255);
    Reading *reading = engine_read_line(engine, padded, 300, looks->choices);
    reading_move(reading, x0 - left - grow, -grow);
    return reading;
}

static gboolean
is_doubtful(const Reading *reading, guint i, const Looks *looks)
{
    const Word *word = i < reading->words->len ? reading->words->pdata[i] : NULL;
    return word && word->confidence < (word->strange ? SURE_STRANGER : looks->word);
}

/* Words [first, end) as a reading of their own; the line's list loses them. */
static Reading *
take_words(Reading *line, guint first, guint end)
{
    Reading *part = g_new0(Reading, 1);
    part->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
    for (guint i = first; i < end; i++)
        g_ptr_array_add(part->words, g_ptr_array_steal_index(line->words, first));
    part->confidence = mean_confidence(part);
    return part;
}

static void
put_words(Reading *line, guint first, Reading *part)
{
    for (guint i = 0; part->words->len > 0; i++)
        g_ptr_array_insert(line->words, (int)(first + i), g_ptr_array_steal_index(part->words, 0));
    reading_free(part);
}

/* The middle of the blank between word i - 1 and word i, or the crop's edge. */
static int
cut_before(const Reading *line, guint i, int width)
{
    if (i == 0)
        return 0;
    if (i == line->words->len)
        return width;
    const Word *left = line->words->pdata[i - 1], *right = line->words->pdata[i];
    return CLAMP((int)((left->quad.p[1].x + right->quad.p[0].x) / 2), 0, width);
}

/* Is there a word that two looks read differently, and neither surely, or one that the dictionary has not?
 * One that reads the same twice is settled, however faint. */
static gboolean
is_disputed(const Reading *reading, const Looks *looks)
{
    for (guint i = 0; i < reading->words->len; i++) {
        const Word *word = reading->words->pdata[i];
        if (word->strange ||
            (is_doubtful(reading, i, looks) && word->alternatives && word->alternatives->len > 0))
            return TRUE;
    }
    return FALSE;
}

/* Reads words [first, end) again while they are disputed; how many words stand there now. */
static guint
look_at_words(Engine *engine, Reading *line, guint first, guint end, const LineCrop *crop, const Looks *looks)
{
    int width = pixGetWidth(crop->grey);
    int x0 = cut_before(line, first, width), x1 = cut_before(line, end, width);
    if (x1 - x0 < 8)
        return end - first;
    Reading *part = take_words(line, first, end);
    for (guint i = 0; i < G_N_ELEMENTS(others) && (i == 0 || is_disputed(part, looks)); i++)
        part = take_better(part, look(engine, crop, x0, x1, i, looks));
    guint count = part->words->len;
    put_words(line, first, part);
    return count;
}

/* Runs of doubtful words, each with a neighbour on both sides. */
static void
look_at_doubts(Engine *engine, Reading *line, const LineCrop *crop, const Looks *looks)
{
    for (guint i = 0; i < line->words->len; i++) {
        if (!is_doubtful(line, i, looks))
            continue;
        guint first = i > 0 ? i - 1 : 0, end = i + 1;
        while (is_doubtful(line, end, looks) || is_doubtful(line, end + 1, looks))
            end++;
        end = MIN(end + 1, line->words->len);
        i = first + look_at_words(engine, line, first, end, crop, looks);
    }
    line->confidence = mean_confidence(line);
}

Reading *
looks_read(Engine *engine, const LineCrop *crop, const Looks *looks)
{
    int width = pixGetWidth(crop->grey);
    Reading *best = engine_read_line(engine, crop->grey, 300, looks->choices);
    /* Hardly a letter in it: a stroke or a speck, which no second look makes a word. */
    if (best->confidence < 0.3 && width < 6 * pixGetHeight(crop->grey))
        return best;
    /* Handwriting and stamps stay as bad at the second look: the other two are saved. */
    for (guint i = 0;
         i < G_N_ELEMENTS(others) && best->confidence < looks->line && (i == 0 || best->confidence > 0.35);
         i++)
        best = take_better(best, look(engine, crop, 0, width, i, looks));
    if (best->confidence >= looks->line)
        look_at_doubts(engine, best, crop, looks);
    return best;
}
