/* hands.c - pictures of real handwriting: the paper is taken away, what is darker than it stays as strokes.
 */
#include "hands.h"
#include "pipeline/error.h"
#include <leptonica/allheaders.h>
#include <string.h>

struct Hands {
    GArray *hands; /* of Hand */
};

static void
hand_clear(void *data)
{
    Hand *hand = data;
    cairo_surface_destroy(hand->strokes);
    g_free((char *)hand->text);
}

/* Rows and columns of `a8` without a stroke are cut off. */
static cairo_surface_t *
cut_to_ink(PIX *strokes)
{
    PIX *ink = pixThresholdToBinary(strokes, 128), *bits = pixInvert(NULL, ink);
    BOX *box = NULL;
    cairo_surface_t *surface = NULL;
    if (pixClipToForeground(bits, NULL, &box) == 0 && box) {
        int x, y, w, h;
        boxGetGeometry(box, &x, &y, &w, &h);
        surface = cairo_image_surface_create(CAIRO_FORMAT_A8, w, h);
        guint8 *out = cairo_image_surface_get_data(surface);
        int stride = cairo_image_surface_get_stride(surface);
        for (int row = 0; row < h; row++)
            for (int column = 0; column < w; column++) {
                l_uint32 value = 0;
                pixGetPixel(strokes, x + column, y + row, &value);
                out[(gsize)row * stride + column] = (guint8)value;
            }
        cairo_surface_mark_dirty(surface);
    }
    boxDestroy(&box);
    pixDestroy(&ink);
    pixDestroy(&bits);
    return surface;
}

/* How dark each pixel is against the paper round it: 255 for ink. */
static cairo_surface_t *
strokes_of(const char *path)
{
    PIX *picture = pixRead(path), *grey = picture ? pixConvertTo8(picture, 0) : NULL;
    /* Too small for a map of its background, a phrase lies on even paper anyway. */
    gboolean small = grey && MIN(pixGetWidth(grey), pixGetHeight(grey)) < 100;
    PIX *even = !grey ? NULL : small ? pixClone(grey) : pixBackgroundNormSimple(grey, NULL, NULL);
    cairo_surface_t *surface = NULL;
    if (even) {
        PIX *inverted = pixInvert(NULL, even), *strokes = pixGammaTRC(NULL, inverted, 1.0f, 80, 160);
        surface = strokes ? cut_to_ink(strokes) : NULL;
        pixDestroy(&strokes);
        pixDestroy(&inverted);
    }
    pixDestroy(&picture);
    pixDestroy(&grey);
    pixDestroy(&even);
    return surface;
}

static void
add_hand(Hands *self, const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL),
                    *stem = g_strndup(path, strrchr(path, '.') - path);
    g_autofree char *truth = g_strconcat(stem, ".gt.txt", NULL), *text = NULL;
    Hand hand = {strokes_of(path), NULL, 0, 0};
    if (!hand.strokes)
        return;
    if (g_file_get_contents(truth, &text, NULL, NULL))
        hand.text = g_strdup(g_strstrip(text));
    hand.width = cairo_image_surface_get_width(hand.strokes);
    hand.height = cairo_image_surface_get_height(hand.strokes);
    g_array_append_val(self->hands, hand);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

Hands *
hands_load(const char *path, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!dir)
        return NULL;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        if (g_str_has_suffix(name, ".png") || g_str_has_suffix(name, ".jpg"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    g_autoptr(Hands) self = g_new0(Hands, 1);
    self->hands = g_array_new(FALSE, FALSE, sizeof(Hand));
    g_array_set_clear_func(self->hands, hand_clear);
    for (guint i = 0; i < names->len; i++)
        add_hand(self, path, names->pdata[i]);
    if (self->hands->len)
        return g_steal_pointer(&self);
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "no picture of handwriting could be read from '%s'",
                path);
    return NULL;
}

void
hands_free(Hands *self)
{
    if (!self)
        return;
    g_array_unref(self->hands);
    g_free(self);
}

Hand
hands_pick(const Hands *self, Chance *chance)
{
    return g_array_index(self->hands, Hand, chance_int(chance, 0, (int)self->hands->len - 1));
}
