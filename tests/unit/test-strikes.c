/* test-strikes.c - a pen's stroke through type is taken off between the letters, and of two readings, with it
 * and without, each word is the better. */
#include "stages/recognise/beneath.h"
#include "stages/recognise/looks.h"
#include "stages/recognise/strikes.h"
#include "white-page.h"

enum { WIDTH = 600, HEIGHT = 200, THIRD = 3, LETTER_TOP = 60, LETTER_HIGH = 40, THICK = 3 };

static void
put_box(Page *page, int x, int y, int w, int h)
{
    BOX *box = boxCreate(x, y, w, h);
    pixSetInRectArbitrary(page->image, box, 0);
    pixRasterop(page->ink, x, y, w, h, PIX_SET, NULL, 0, 0);
    boxDestroy(&box);
}

/* Where the pen is at this column: it rises by a pixel in thirty. */
static int
stroke_at(int x)
{
    return 84 - x / 30;
}

/* Eight uprights of 6 px every 50, and a stroke through them from 60 to 540 that the network saw. */
static Page *
new_page(AnnotationKind kind)
{
    Page *page = white_page_new(WIDTH, HEIGHT);
    PIX *map = pixCreate(WIDTH / THIRD, HEIGHT / THIRD, 32);
    for (int x = 100; x < 500; x += 50)
        put_box(page, x, LETTER_TOP, 6, LETTER_HIGH);
    for (int x = 60; x < 540; x++) {
        put_box(page, x, stroke_at(x), 1, THICK);
        pixSetPixel(map, x / THIRD, (stroke_at(x) + 1) / THIRD, 220u << L_RED_SHIFT | 200u << L_GREEN_SHIFT);
    }
    page_take_strokes(page, map);
    page_add_annotation(page, kind, quad_from_rect(60, 64, 480, 24));
    return page;
}

static void
test_between_letters(void)
{
    g_autoptr(Page) page = new_page(ANNOTATION_STRIKE);
    PIX_AUTO *image = pixCopy(NULL, page->image), *ink = pixCopy(NULL, page->ink),
             *gone = pixCreateTemplate(page->ink);
    strikes_take_off(page, image, ink, gone);
    for (int x = 100; x < 500; x += 50) {
        g_assert_cmpint(white_page_count_ink(ink, x, LETTER_TOP, 6, LETTER_HIGH), ==, 6 * LETTER_HIGH);
        g_assert_cmpint(white_page_count_ink(ink, x + 6, 0, 44, HEIGHT), ==, 0);
        g_assert_cmpint(white_page_count_ink(gone, x + 6, 0, 44, HEIGHT), ==, 44 * THICK);
        l_uint32 grey;
        pixGetPixel(image, x + 25, stroke_at(x + 25) + 1, &grey);
        g_assert_cmpuint(grey, ==, 255);
    }
}

/* An underline stays: what is taken for one may be a dash of the typist's. */
static void
test_underline(void)
{
    g_autoptr(Page) page = new_page(ANNOTATION_UNDERLINE);
    g_auto(Beneath) beneath = beneath_look(page);
    g_assert_null(beneath.image);
}

static void
test_crosses(void)
{
    g_autoptr(Page) page = new_page(ANNOTATION_STRIKE);
    page_take_kinds(page, pixCreate(WIDTH, HEIGHT, 8));
    const Line *struck = page_add_line(page, LINE_TYPED, quad_from_rect(90, LETTER_TOP, 420, LETTER_HIGH));
    const Line *below = page_add_line(page, LINE_TYPED, quad_from_rect(90, 130, 420, LETTER_HIGH));
    g_auto(Beneath) beneath = beneath_look(page);
    g_assert_true(beneath_crosses(&beneath, page, struck));
    g_assert_false(beneath_crosses(&beneath, page, below));
    g_assert_cmpint(white_page_count_ink(beneath.ink, 60, 0, 40, HEIGHT), ==, 0);
}

typedef struct {
    const char *text;
    double confidence;
    gboolean strange;
} Said;

static Reading *
new_reading(const Said said[2])
{
    Reading *reading = g_new0(Reading, 1);
    reading->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
    for (int i = 0; i < 2; i++) {
        Word *word = word_new(said[i].text, quad_from_rect(200 * i, 0, 150, 40), said[i].confidence);
        word->strange = said[i].strange;
        g_ptr_array_add(reading->words, word);
    }
    return reading;
}

/* «будущего мосяца», where the stroke went with the bar of an е, and «6удущеке месяца» with it. */
static void
test_join(void)
{
    static const Said without[2] = {{"будущего", 0.9, FALSE}, {"мосяца", 0.8, TRUE}},
                      with[2] = {{"6удущеке", 0.2, TRUE}, {"месяца", 0.5, FALSE}};
    g_autoptr(Reading) a = new_reading(without), b = new_reading(with);
    g_assert_true(looks_join_words(a, b));
    g_assert_cmpstr(((const Word *)a->words->pdata[0])->text, ==, "будущего");
    const Word *second = a->words->pdata[1];
    g_assert_cmpstr(second->text, ==, "месяца");
    g_assert_cmpuint(second->alternatives->len, ==, 1);
    g_assert_cmpstr(g_array_index(second->alternatives, Alternative, 0).text, ==, "мосяца");
}

/* Readings of other words are left alone. */
static void
test_join_apart(void)
{
    static const Said said[2] = {{"в", 0.5, FALSE}, {"месяце", 0.5, FALSE}};
    g_autoptr(Reading) a = new_reading(said), b = new_reading(said);
    reading_move(b, 400, 0);
    ((Word *)b->words->pdata[0])->confidence = 0.9;
    g_assert_false(looks_join_words(a, b));
    g_assert_cmpfloat(((const Word *)a->words->pdata[0])->confidence, ==, 0.5);
    g_assert_null(((const Word *)a->words->pdata[0])->alternatives);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strikes/between-letters", test_between_letters);
    g_test_add_func("/strikes/underline", test_underline);
    g_test_add_func("/strikes/crosses", test_crosses);
    g_test_add_func("/strikes/join", test_join);
    g_test_add_func("/strikes/join-apart", test_join_apart);
    return g_test_run();
}
