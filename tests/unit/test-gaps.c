/* test-gaps.c - a word that the network passed over is read by itself; a speck in a blank is none. */
#include "stages/recognise/gaps.h"
#include <string.h>

#define MODELS  VERNO_SOURCE_DIR "/models"
#define PICTURE VERNO_SOURCE_DIR "/tests/stages/steps/speck/in.tif"

enum { TOP = 108, HEIGHT = 42, WIDTH = 1320 };

/* The last line: заключить с Кореей после ее об"единения, договор о дружбе, */
static void
cut_line(LineCrop *ret_crop)
{
    g_autoptr(Page) page = page_new();
    PIX *pix = pixRead(PICTURE);
    PIX_AUTO *grey = pixConvertTo8(pix, 0);
    page_take_original(page, pix);
    page_take_image(page, pixCopy(NULL, grey), NULL);
    page_take_ink(page, pixThresholdToBinary(grey, 140));
    page->image_dpi = 300;
    const Line *line = page_add_line(page, LINE_TYPED, quad_from_rect(0, TOP, WIDTH, HEIGHT));
    g_assert_true(crop_line(page, line, 6, ret_crop));
}

/* The networks and the line that all tests read. */
typedef struct {
    Engine *engine;
    LineCrop crop;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    fixture->engine = engine_load(MODELS, "rus_typed", &error);
    g_assert_no_error(error);
    cut_line(&fixture->crop);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    engine_free(fixture->engine);
    crop_clear(&fixture->crop);
}

static const Looks looks = {.pad = 6};

static char *
dup_text(const Reading *reading)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < reading->words->len; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", ((const Word *)reading->words->pdata[i])->text);
    return g_string_free(text, FALSE);
}

static void
test_words(Fixture *fixture, gconstpointer data)
{
    static const char *const lost[] = {"о", "ее", "после"};
    Engine *engine = fixture->engine;
    const LineCrop crop = fixture->crop;
    for (guint i = 0; i < G_N_ELEMENTS(lost); i++) {
        g_autoptr(Reading) reading = engine_read_line(engine, crop.grey, 300, FALSE);
        g_autofree char *before = dup_text(reading);
        const guint count = reading->words->len;
        for (guint k = reading->words->len; k-- > 0;)
            if (strcmp(((const Word *)reading->words->pdata[k])->text, lost[i]) == 0)
                g_ptr_array_remove_index(reading->words, k);
        g_assert_cmpuint(reading->words->len, ==, count - 1);
        gaps_fill(engine, &crop, &looks, reading);
        g_autofree char *after = dup_text(reading);
        g_assert_cmpstr(after, ==, before);
    }
}

/* Nothing is added to a line that was read whole, also where a speck stands in a blank. */
static void
test_speck(Fixture *fixture, gconstpointer data)
{
    Engine *engine = fixture->engine;
    const LineCrop crop = fixture->crop;
    g_autoptr(Reading) reading = engine_read_line(engine, crop.grey, 300, FALSE);
    const guint count = reading->words->len;
    g_assert_cmpuint(count, >, 5);
    gaps_fill(engine, &crop, &looks, reading);
    g_assert_cmpuint(reading->words->len, ==, count);
    const Word *first = reading->words->pdata[0];
    pixRasterop(crop.ink, (int)first->quad.p[1].x + 12, 20, 5, 5, PIX_SET, NULL, 0, 0);
    pixRasterop(crop.grey, (int)first->quad.p[1].x + 12, 20, 5, 5, PIX_CLR, NULL, 0, 0);
    gaps_fill(engine, &crop, &looks, reading);
    g_assert_cmpuint(reading->words->len, ==, count);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/gaps/words", Fixture, NULL, set_up, test_words, tear_down);
    g_test_add("/gaps/speck", Fixture, NULL, set_up, test_speck, tear_down);
    return g_test_run();
}
