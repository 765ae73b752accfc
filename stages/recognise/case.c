/* case.c - small letters and capitals by their height.
 *
 * Most Cyrillic capitals are small letters drawn larger, and so are some Latin ones: the recogniser, which
 * sees every line at the same height, goes by the letters around them and errs on short lines, at the head
 * of a line and after a full stop. A letter's height against the small letters of its line tells. A word
 * whose letters are all as high as the page's capitals is in capitals; one that came out in capitals and is
 * no higher than small letters is not. What follows the hyphen at the end of a line begins small unless it is
 * plainly higher. Lines with a letter higher than capitals are in another, larger face, and are left alone,
 * but for what was typed beside a printed label. */
#include "edit.h"
#include "median.h"
#include "places.h"
#include "stage.h"
#include <math.h>
#include <string.h>

/* Letters without parts above or below, in either case. */
#define FLAT_SMALL   "авгежзиклмнопстхчшъыьэюяacemnorsuvwxz"
#define FLAT_CAPITAL "АВГЕЖЗИКЛМНОПСТХЧШЪЫЬЭЮЯACEHIKLMNOPRSTUVWXYZ"
/* Those of one shape in both. */
#define ALIKE "вгжзиклмнопстхчшъыьэюяВГЖЗИКЛМНОПСТХЧШЪЫЬЭЮЯcosvwxzCOSVWXZ"

#define SURE   0.8  /* of a word whose letters tell the usual heights */
#define ENOUGH 20   /* letters that tell the page's */
#define OWN    6    /* letters that tell a line's own */
#define LARGER 1.15 /* times a capital: another face */
#define RATIO  1.35 /* of capitals to small letters, where the page does not tell */
#define BELOW  0.3  /* of the way from small to capital: what is no higher is small */
#define ABOVE  0.75 /* what is higher is a capital */
#define TYPED  0.66 /* share of a word's ink that `ink` knows for the typewriter's */

typedef struct {
    double small, capital; /* stored pixels; small is 0 where nothing tells */
} Heights;

static double
height_of(const Symbol *symbol)
{
    return hypot(symbol->quad.p[0].x - symbol->quad.p[3].x, symbol->quad.p[0].y - symbol->quad.p[3].y);
}

static void
add_heights(const Line *line, const char *which, GArray *heights)
{
    for (guint j = 0; j < line->words->len; j++) {
        const Word *word = line->words->pdata[j];
        for (guint k = 0; word->confidence > SURE && k < word->symbols->len; k++) {
            double height = height_of(word->symbols->pdata[k]);
            if (strstr(which, ((const Symbol *)word->symbols->pdata[k])->text))
                g_array_append_val(heights, height);
        }
    }
}

/* Median height of the letters in `which` over words read well; 0 where there are too few. */
static double
usual_height(const Page *page, const char *which)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        if (line->words->len > 3)
            add_heights(line, which, heights);
    }
    return heights->len >= ENOUGH ? median_of(heights) : 0;
}

static Heights
heights_of_page(const Page *page)
{
    Heights heights = {usual_height(page, FLAT_SMALL), usual_height(page, FLAT_CAPITAL)};
    if (heights.capital < 1.15 * heights.small)
        heights.capital = RATIO * heights.small;
    return heights;
}

/* A line's own small letters tell better than the page's, capitals are as much higher. */
static Heights
heights_of_line(const Line *line, Heights page)
{
    g_autoptr(GArray) small = g_array_new(FALSE, FALSE, sizeof(double));
    add_heights(line, FLAT_SMALL, small);
    double own = small->len >= OWN ? median_of(small) : page.small;
    if (fabs(own / page.small - 1) > 0.15)
        own = page.small;
    return (Heights){own, page.capital * own / page.small};
}

static gboolean
larger_face(const Line *line, double capital)
{
    for (guint j = 0; j < line->words->len; j++) {
        const Word *word = line->words->pdata[j];
        for (guint k = 0; k < word->symbols->len; k++) {
            const Symbol *symbol = word->symbols->pdata[k];
            if (strstr(FLAT_CAPITAL, symbol->text) && height_of(symbol) > LARGER * capital)
                return TRUE;
        }
    }
    return FALSE;
}

typedef enum { UNKNOWN, SMALL, CAPITAL } Case;

/* By its height alone; letters of another shape in the other case tell nothing, nor do boxes that hold more
 * or less than a letter. */
static Case
case_of(const Symbol *symbol, Heights heights)
{
    double way = (height_of(symbol) - heights.small) / (heights.capital - heights.small);
    if (!strstr(ALIKE, symbol->text) || way < -0.5 || way > 1.4)
        return UNKNOWN;
    return way < BELOW ? SMALL : way > ABOVE ? CAPITAL : UNKNOWN;
}

static gboolean
is_upper(const Symbol *symbol)
{
    return g_unichar_isupper(g_utf8_get_char(symbol->text));
}

static void
change_case(Word *word, guint at, char *(*change)(const char *, gssize))
{
    g_autofree char *text = change(((const Symbol *)word->symbols->pdata[at])->text, -1);
    edit_replace(word, at, text);
}

/* Brings every letter to a case; its symbols and raw as well. */
static void
set_case(Word *word, char *(*change)(const char *, gssize))
{
    char *text = change(word->text, -1);
    g_free(word->text);
    word->text = text;
    for (guint k = 0; k < word->symbols->len; k++) {
        Symbol *symbol = word->symbols->pdata[k];
        char *letter = change(symbol->text, -1);
        g_free(symbol->text);
        symbol->text = letter;
    }
    if (word->raw) {
        char *raw = change(word->raw, -1);
        g_free(word->raw);
        word->raw = raw;
    }
}

/* A word of one case that its heights tell to be of the other; its first letter is judged by itself. */
static gboolean
mend_whole(Word *word, Heights heights)
{
    guint letters = edit_count(word, g_unichar_isalpha), votes[3] = {0};
    gboolean upper = edit_count(word, g_unichar_isupper) == letters,
             lower = edit_count(word, g_unichar_islower) == letters;
    for (guint k = 0; k < word->symbols->len; k++)
        votes[case_of(word->symbols->pdata[k], heights)]++;
    if (upper && letters >= 3 && votes[SMALL] >= 2 && votes[SMALL] >= 3 * votes[CAPITAL] &&
        2 * votes[SMALL] > letters) {
        gboolean first = case_of(word->symbols->pdata[0], heights) == CAPITAL;
        set_case(word, g_utf8_strdown);
        if (first)
            change_case(word, 0, g_utf8_strup);
        return TRUE;
    }
    if (lower && letters >= 3 && votes[CAPITAL] >= 3 && votes[SMALL] == 0 && 2 * votes[CAPITAL] > letters) {
        set_case(word, g_utf8_strup);
        return TRUE;
    }
    return FALSE;
}

/* Does the letter's box hold nothing of the next one? */
static gboolean
stands_alone(const Word *word, guint at)
{
    if (at + 1 == word->symbols->len)
        return TRUE;
    const Quad *own = &((const Symbol *)word->symbols->pdata[at])->quad,
               *next = &((const Symbol *)word->symbols->pdata[at + 1])->quad;
    return hypot(next->p[0].x - own->p[0].x, next->p[0].y - own->p[0].y) >
           0.8 * hypot(own->p[1].x - own->p[0].x, own->p[1].y - own->p[0].y);
}

/* Letter by letter: the first against its height, capitals inside a small word. A first letter is made a
 * capital only where a sentence `begins`: the boxes of others that seem higher hold more than the letter. */
static gboolean
mend_letters(Word *word, gboolean goes_on, gboolean begins, Heights heights)
{
    guint letters = edit_count(word, g_unichar_isalpha), upper = edit_count(word, g_unichar_isupper);
    gboolean changed = FALSE, first = TRUE;
    if (letters > 2 && upper > 1 && 2 * upper > letters)
        return FALSE;
    for (guint k = 0; k < word->symbols->len; k++) {
        const Symbol *symbol = word->symbols->pdata[k];
        const Case own = case_of(symbol, heights);
        if (!g_unichar_isalpha(g_utf8_get_char(symbol->text)))
            continue;
        if (is_upper(symbol) && (own == SMALL || (first && goes_on && own != CAPITAL)) &&
            (letters > 1 || word->symbols->len == 1)) {
            change_case(word, k, g_utf8_strdown);
            changed = TRUE;
        } else if (!is_upper(symbol) && first && own == CAPITAL && begins && stands_alone(word, k)) {
            change_case(word, k, g_utf8_strup);
            changed = TRUE;
        }
        first = FALSE;
    }
    return changed;
}

static const Word *
last_word(const Page *page, guint line)
{
    const GPtrArray *words = ((const Line *)page->lines->pdata[line])->words;
    return words->len > 0 ? words->pdata[words->len - 1] : NULL;
}

static gboolean
ends_sentence(const Word *word)
{
    return !word || (*word->text && strchr(".!?", word->text[strlen(word->text) - 1]));
}

/* Does the line above end in a hyphen after a small letter? */
static gboolean
is_parted(const Page *page, guint line)
{
    const Word *word = line > 0 ? last_word(page, line - 1) : NULL;
    const guint length = word ? word->symbols->len : 0;
    return length > 1 && g_str_has_suffix(word->text, "-") &&
           g_unichar_islower(g_utf8_get_char(((const Symbol *)word->symbols->pdata[length - 2])->text));
}

static gboolean
is_one_letter(const Line *line, guint at)
{
    const Word *word = at < line->words->len ? line->words->pdata[at] : NULL;
    return word && edit_count(word, g_unichar_isalpha) == 1;
}

/* A letter among single letters, «О С О Б А Я», is part of a word that `tidy` joins. */
static gboolean
is_spaced(const Line *line, guint at)
{
    return is_one_letter(line, at) &&
           ((at > 0 && is_one_letter(line, at - 1)) || is_one_letter(line, at + 1));
}

static guint
mend_line(const Page *page, guint at, Heights page_heights)
{
    const Line *line = page->lines->pdata[at];
    const Heights heights = heights_of_line(line, page_heights);
    const gboolean parted = is_parted(page, at), larger = larger_face(line, heights.capital);
    gboolean begins = at == 0 || ends_sentence(last_word(page, at - 1));
    guint changed = 0;
    for (guint j = 0; j < line->words->len; j++) {
        Word *word = line->words->pdata[j];
        if (word->symbols->len > 0 && !is_spaced(line, j) &&
            (!larger || places_typed_share(page, word->quad) > TYPED))
            changed += mend_whole(word, heights) || mend_letters(word, j == 0 && parted, begins, heights);
        begins = ends_sentence(word);
    }
    return changed;
}

static gboolean
process(void *data, Page *page, GError **error)
{
    const Heights heights = heights_of_page(page);
    guint changed = 0;
    for (guint i = 0; heights.small > 0 && i < page->lines->len; i++) {
        guint mended = mend_line(page, i, heights);
        if (mended)
            line_refresh(page->lines->pdata[i]);
        changed += mended;
    }
    if (changed)
        page_remark(page, "case", "by_height", "%u words have another case by their letters' height",
                    changed);
    return TRUE;
}

const Stage stage_case = {
    .name = "case",
    .summary = "small letters and capitals by their height",
    .needs = PART_LINES | PART_WORDS,
    .gives = PART_WORDS,
    .process = process,
};
