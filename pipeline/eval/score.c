/* score.c - one page of truth against one answer: the text. */
#include "score.h"
#include "assign.h"
#include "bag.h"
#include "distance.h"
#include <math.h>
#include <string.h>

#define N_KINDS 4
#define N_BINS  10 /* of word confidence */

typedef struct {
    const char *name;
    Folds folds;
    gboolean typed; /* compares what was typed, not the joined form */
} Variant;

static const Variant variants[] = {
    {"cer", FOLD_NONE, FALSE},        {"cer-lenient", FOLD_LENIENT, FALSE},
    {"cer-solid", FOLD_SOLID, FALSE}, {"cer-lenient-solid", FOLD_LENIENT | FOLD_SOLID, FALSE},
    {"cer-typed", FOLD_NONE, TRUE},
};
#define N_VARIANTS G_N_ELEMENTS(variants)

typedef struct {
    double errors[N_VARIANTS], characters[N_VARIANTS];
    double word_errors, word_errors_lenient, words;
    double missed, exact, lines;
    double spaced_right, spaced; /* letter-spaced words */
} Counts;

typedef struct {
    guint page;
    Counts kinds[N_KINDS];
    Counts crossed, clear;  /* typed lines with and without ink of annotations on them */
    double hand_read, hand; /* characters of handwriting: read as text with some confidence, and all */
    double extra, on_ink;   /* characters; extra < 0: not counted for this truth */
    double right[N_BINS], sure[N_BINS], words[N_BINS];
    GArray *pairs; /* of LinePair, or NULL */
} Score;

static void
line_pair_clear(void *data)
{
    LinePair *pair = data;
    g_free(pair->truth);
    g_free(pair->read);
}

GArray *
line_pairs_new(void)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(LinePair));
    g_array_set_clear_func(pairs, line_pair_clear);
    return pairs;
}

static char *
dup_words(const GPtrArray *words, gboolean typed)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const Word *word = words->pdata[i];
        if (i > 0)
            g_string_append_c(text, ' ');
        g_string_append(text, typed && word->raw ? word->raw : word->text);
    }
    return g_string_free(text, FALSE);
}

static void
count_words(Counts *counts, const char *truth, const char *read)
{
    static const Folds folds[] = {FOLD_NONE, FOLD_LENIENT};
    double errors[2];
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GHashTable) numbers = numbers_new();
        g_autoptr(GArray) wanted = word_numbers_new(truth, folds[i], numbers);
        g_autoptr(GArray) found = word_numbers_new(read, folds[i], numbers);
        errors[i] = edit_distance(wanted, found);
        if (i == 0)
            counts->words += wanted->len;
    }
    counts->word_errors += errors[0];
    counts->word_errors_lenient += errors[1];
}

/* Letter-spaced words of the truth (typed otherwise than they are quoted) that were read as one word. */
static void
count_spaced(Counts *counts, const Line *line, const GPtrArray *words)
{
    g_autoptr(GHashTable) numbers = numbers_new();
    g_autofree char *text = dup_words(words, FALSE);
    g_autoptr(GArray) found = word_numbers_new(text, FOLD_NONE, numbers);
    guint known = g_hash_table_size(numbers);
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        g_autoptr(GArray) wanted = word_numbers_new(word->text, FOLD_NONE, numbers);
        if (!word->raw || wanted->len != 1)
            continue;
        counts->spaced++;
        counts->spaced_right += g_array_index(wanted, guint32, 0) <= known;
    }
}

gboolean *
score_words_right(const char *truth, const GPtrArray *words)
{
    g_autoptr(GHashTable) numbers = numbers_new();
    g_autoptr(GArray) wanted = word_numbers_new(truth, FOLD_NONE, numbers);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < words->len; i++) {
        g_autoptr(GArray) one = word_numbers_new(((Word *)words->pdata[i])->text, FOLD_NONE, numbers);
        guint32 number = one->len ? g_array_index(one, guint32, 0) : 0;
        g_array_append_val(found, number);
    }
    gboolean *right = g_new0(gboolean, words->len + 1);
    edit_matches(wanted, found, right);
    return right;
}

/* Notes for each word read whether it is right, by its confidence. */
static void
count_confidence(Score *score, const char *truth, const GPtrArray *words)
{
    g_autofree gboolean *right = score_words_right(truth, words);
    for (guint i = 0; i < words->len; i++) {
        const Word *word = words->pdata[i];
        guint bin = MIN((guint)(CLAMP(word->confidence, 0, 1) * N_BINS), N_BINS - 1);
        score->words[bin]++;
        score->sure[bin] += word->confidence;
        score->right[bin] += right[i];
    }
}

/* One line of the truth and the words read of it. */
static void
score_line(Score *score, LineKind kind, const Line *line, const GPtrArray *words)
{
    Counts *counts = &score->kinds[kind];
    g_autofree char *joined = dup_words(words, FALSE);
    g_autofree char *typed = dup_words(words, TRUE);
    const char *truth[] = {line->text, line->raw ? line->raw : line->text}, *read[] = {joined, typed};
    guint errors = 0, length = 0;
    for (guint v = 0; v < N_VARIANTS; v++) {
        g_autoptr(GArray) wanted = characters_new(truth[variants[v].typed], variants[v].folds);
        g_autoptr(GArray) found = characters_new(read[variants[v].typed], variants[v].folds);
        guint distance = edit_distance(wanted, found);
        counts->errors[v] += distance;
        counts->characters[v] += wanted->len;
        if (v == 0) {
            errors = distance;
            length = wanted->len;
        }
    }
    count_words(counts, truth[0], read[0]);
    count_spaced(counts, line, words);
    count_confidence(score, truth[0], words);
    counts->lines++;
    counts->missed += words->len == 0;
    counts->exact += errors == 0;
    if (score->pairs) {
        LinePair pair = {score->page, kind, g_strdup(truth[0]), g_steal_pointer(&joined), errors, length};
        g_array_append_val(score->pairs, pair);
    }
}

static gboolean
lies_on_mark(const GArray *marks, const Quad *quad)
{
    for (guint i = 0; i < marks->len; i++)
        if (quad_shared_area(&g_array_index(marks, Mark, i).quad, quad) >= 0.3 * quad_area(quad))
            return TRUE;
    return FALSE;
}

/* Words on no line of the truth. What the reader itself calls handwriting or a stamp claims to be no
 * typescript. */
static void
count_stray(Score *score, const Gold *truth, const Page *read, GPtrArray *stray)
{
    for (guint i = 0; i < read->lines->len; i++) {
        const Line *line = read->lines->pdata[i];
        if (line->kind != LINE_TYPED && line->kind != LINE_PRINTED)
            continue;
        for (guint k = 0; k < line->words->len; k++) {
            const Word *word = line->words->pdata[k];
            if (!g_ptr_array_find(stray, word, NULL))
                continue;
            g_autoptr(GArray) characters = characters_new(word->text, FOLD_SOLID);
            if (lies_on_mark(truth->marks, &word->quad))
                score->on_ink += characters->len;
            else
                score->extra += characters->len;
        }
    }
}

/* A note, signature or stamp that covers a twentieth of a line, or a square as high as the line, crosses it.
 */
static gboolean
is_crossed(const GArray *marks, const Line *line)
{
    static const char *const kinds[] = {"handwriting", "signature", "stamp", NULL};
    const Quad *q = &line->quad;
    double height = quad_area(q) / MAX(1, hypot(q->p[1].x - q->p[0].x, q->p[1].y - q->p[0].y));
    double least = MIN(0.05 * quad_area(q), height * height);
    for (guint i = 0; i < marks->len; i++)
        if (g_strv_contains(kinds, g_array_index(marks, Mark, i).kind) &&
            quad_shared_area(&g_array_index(marks, Mark, i).quad, q) > least)
            return TRUE;
    return FALSE;
}

/* Characters that were read with a confidence over a half. */
static guint
count_believed(const GPtrArray *words)
{
    guint count = 0;
    for (guint i = 0; i < words->len; i++) {
        const Word *word = words->pdata[i];
        g_autoptr(GArray) characters = characters_new(word->text, FOLD_SOLID);
        count += word->confidence > 0.5 ? characters->len : 0;
    }
    return count;
}

static void
count_hand(Score *score, const Line *line, const GPtrArray *words)
{
    g_autoptr(GArray) characters = characters_new(line->text, FOLD_SOLID);
    score->hand += characters->len;
    score->hand_read += count_believed(words);
}

static Counts sum_counts(const Counts *a, const Counts *b);

/* Typed lines count apart by whether something is written or stamped over them. */
static void
count_crossed(Score *score, const Gold *truth, const Line *line, const GPtrArray *words)
{
    Score alone = {.page = score->page};
    score_line(&alone, LINE_TYPED, line, words);
    Counts *counts = is_crossed(truth->marks, line) ? &score->crossed : &score->clear;
    *counts = sum_counts(counts, &alone.kinds[LINE_TYPED]);
}

static void
score_by_place(Score *score, const Gold *truth, const Page *read)
{
    g_autoptr(GPtrArray) stray = g_ptr_array_new();
    g_autoptr(GPtrArray) lists = assign_words(truth->page, read, stray);
    for (guint i = 0; i < lists->len; i++) {
        const Line *line = truth->page->lines->pdata[i];
        score_line(score, line->kind, line, lists->pdata[i]);
        if (line->kind == LINE_TYPED && truth->geometry)
            count_crossed(score, truth, line, lists->pdata[i]);
        if (line->kind == LINE_HANDWRITTEN)
            count_hand(score, line, lists->pdata[i]);
    }
    if (truth->partial)
        score->extra = -1;
    else
        count_stray(score, truth, read, stray);
}

static void
score_bag(Score *score, const Page *truth, const Page *read)
{
    Counts *counts = &score->kinds[LINE_TYPED];
    for (guint v = 0; v < N_VARIANTS; v++) {
        guint extra;
        g_autoptr(GArray) lines = bag_lines_new(truth, read, variants[v].folds, variants[v].typed, &extra);
        if (v == 0)
            score->extra = extra;
        for (guint i = 0; i < lines->len; i++) {
            BagLine *line = &g_array_index(lines, BagLine, i);
            counts->errors[v] += line->errors;
            counts->characters[v] += line->length;
            if (v > 0)
                continue;
            counts->lines++;
            counts->exact += line->errors == 0;
            counts->missed += *line->read == '\0';
            if (score->pairs) {
                LinePair pair = {
                    score->page,  LINE_TYPED,  g_steal_pointer(&line->truth), g_steal_pointer(&line->read),
                    line->errors, line->length};
                g_array_append_val(score->pairs, pair);
            }
        }
    }
    guint words;
    counts->word_errors += bag_missing_words(truth, read, FOLD_NONE, &words);
    counts->word_errors_lenient += bag_missing_words(truth, read, FOLD_LENIENT, &words);
    counts->words += words;
}

static void
score_whole(Score *score, const Page *truth, const Page *read)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    Line line = {.words = g_ptr_array_new()};
    for (guint i = 0; i < truth->lines->len; i++) {
        const Line *part = truth->lines->pdata[i];
        for (guint k = 0; k < part->words->len; k++)
            g_ptr_array_add(line.words, part->words->pdata[k]);
    }
    for (guint i = 0; i < read->lines->len; i++) {
        const Line *part = read->lines->pdata[i];
        for (guint k = 0; k < part->words->len; k++)
            g_ptr_array_add(words, part->words->pdata[k]);
    }
    line_refresh(&line);
    score_line(score, LINE_TYPED, &line, words);
    score->extra = -1;
    g_ptr_array_unref(line.words);
    g_free(line.text);
    g_free(line.raw);
}

static void
publish_text(const Score *score, const Counts *c, const char *group, Tally *tally)
{
    for (guint v = 0; v < N_VARIANTS; v++)
        tally_add(tally, score->page, variants[v].name, group, c->errors[v], c->characters[v]);
    tally_add(tally, score->page, "wer", group, c->word_errors, c->words);
    tally_add(tally, score->page, "wer-lenient", group, c->word_errors_lenient, c->words);
    if (c->spaced > 0)
        tally_add(tally, score->page, "spaced-words", group, c->spaced_right, c->spaced);
    tally_add(tally, score->page, "lines-missed", group, c->missed, c->lines);
    tally_add(tally, score->page, "lines-exact", group, c->exact, c->lines);
}

static Counts
sum_counts(const Counts *a, const Counts *b)
{
    const double *x = (const double *)a, *y = (const double *)b;
    Counts sum;
    double *z = (double *)&sum;
    for (guint i = 0; i < sizeof(Counts) / sizeof(double); i++)
        z[i] = x[i] + y[i];
    return sum;
}

static void
publish(const Score *score, const char *const *groups, Tally *tally)
{
    Counts machine = sum_counts(&score->kinds[LINE_TYPED], &score->kinds[LINE_PRINTED]);
    for (guint i = 0; groups[i]; i++) {
        publish_text(score, &machine, groups[i], tally);
        if (score->extra >= 0) {
            tally_add(tally, score->page, "extra", groups[i], score->extra, machine.characters[0]);
            tally_add(tally, score->page, "ink-as-text", groups[i], score->on_ink, machine.characters[0]);
        }
    }
    if (score->crossed.lines > 0)
        publish_text(score, &score->crossed, "lines:typed crossed", tally);
    if (score->clear.lines > 0)
        publish_text(score, &score->clear, "lines:typed clear", tally);
    for (guint i = 0; groups[i] && score->hand > 0; i++)
        tally_add(tally, score->page, "hand-as-text", groups[i], score->hand_read, score->hand);
    for (guint kind = 0; kind < N_KINDS; kind++) {
        g_autofree char *group = g_strdup_printf("lines:%s", line_kind_name((LineKind)kind));
        if (score->kinds[kind].lines > 0)
            publish_text(score, &score->kinds[kind], group, tally);
    }
    for (guint bin = 0; bin < N_BINS; bin++) {
        g_autofree char *group = g_strdup_printf("confidence:%.1f-%.1f", bin / 10.0, (bin + 1) / 10.0);
        if (score->words[bin] == 0)
            continue;
        tally_add(tally, score->page, "words-right", group, score->right[bin], score->words[bin]);
        tally_add(tally, score->page, "mean-confidence", group, score->sure[bin], score->words[bin]);
    }
}

void
score_page(guint page, const Gold *truth, const Answer *answer, ScoreMode mode, const char *group,
           Tally *tally, GArray *pairs)
{
    Score score = {.page = page, .pairs = pairs};
    if (mode == SCORE_WHOLE)
        score_whole(&score, truth->page, answer->page);
    else if (truth->places)
        score_by_place(&score, truth, answer->page);
    else
        score_bag(&score, truth->page, answer->page);
    g_autofree char *tier = g_strdup_printf("tier:%s", truth->tier);
    g_autofree char *kind = g_strdup_printf("kind:%s", truth->kind);
    const char *groups[5] = {"all", kind};
    guint n = 2;
    if (truth->tier)
        groups[n++] = tier;
    if (group)
        groups[n++] = group;
    publish(&score, groups, tally);
    score_layout(page, truth, answer, groups, tally);
    score_fields(page, truth, answer, groups, tally);
}
