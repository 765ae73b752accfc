/* test-sample.c - the sample generator: same seed, same bytes; the truth is where the ink is. */
#include "pipeline/error.h"
#include "samples/generator/sample.h"
#include "samples/generator/typewriter.h"
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <tiffio.h>

typedef struct {
    char *dir;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    f->dir = g_dir_make_tmp("verno-sample-XXXXXX", NULL);
    g_assert_nonnull(f->dir);
}

static void
empty_dir(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_assert_cmpint(g_unlink(file), ==, 0);
    }
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    empty_dir(f->dir);
    g_rmdir(f->dir);
    g_free(f->dir);
}

static SampleOptions
options_for(const Fixture *f)
{
    return (SampleOptions){.dir = f->dir,
                           .n = 1,
                           .seed = 11,
                           .tier = "clean",
                           .kind = "form-17",
                           .pages = 1,
                           .rotation = -1,
                           .small = TRUE};
}

static void
must_draw(const SampleOptions *options)
{
    g_autoptr(GError) error = NULL;
    sample_draw(options, NULL, NULL, &error);
    g_assert_no_error(error);
}

static GBytes *
read_bytes(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autoptr(GError) error = NULL;
    char *data;
    gsize length;
    g_file_get_contents(path, &data, &length, &error);
    g_assert_no_error(error);
    return g_bytes_new_take(data, length);
}

static json_t *
read_truth(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    json_error_t error;
    json_t *truth = json_load_file(path, 0, &error);
    g_assert_nonnull(truth);
    return truth;
}

static void
test_same_bytes(Fixture *f, gconstpointer data)
{
    static const char *const names[] = {"hard-letter-ru-0002.tif", "hard-letter-ru-0002-p1.truth.json"};
    SampleOptions options = options_for(f);
    options.tier = "hard";
    options.kind = "letter-ru";
    options.n = 3;
    must_draw(&options);
    g_autoptr(GBytes) scan = read_bytes(f->dir, names[0]);
    g_autoptr(GBytes) truth = read_bytes(f->dir, names[1]);
    empty_dir(f->dir);
    /* The same page, drawn alone. */
    options.n = 1;
    options.first = 2;
    must_draw(&options);
    g_autoptr(GBytes) scan_again = read_bytes(f->dir, names[0]);
    g_autoptr(GBytes) truth_again = read_bytes(f->dir, names[1]);
    g_assert_true(g_bytes_equal(scan, scan_again));
    g_assert_true(g_bytes_equal(truth, truth_again));
    /* And another seed is another page. */
    options.seed = 12;
    must_draw(&options);
    g_autoptr(GBytes) other = read_bytes(f->dir, names[0]);
    g_assert_false(g_bytes_equal(scan, other));
}

/* --- where the ink is --- */

typedef struct {
    guint32 width, height, *pixels; /* top row first */
} Picture;

static Picture
read_picture(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    Picture p = {0};
    TIFF *tiff = TIFFOpen(path, "r");
    g_assert_nonnull(tiff);
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &p.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &p.height);
    p.pixels = g_new(guint32, (gsize)p.width * p.height);
    g_assert_cmpint(TIFFReadRGBAImageOriented(tiff, p.width, p.height, p.pixels, ORIENTATION_TOPLEFT, 1), ==,
                    1);
    g_assert_null(strstr(TIFFFileName(tiff), ".part"));
    TIFFClose(tiff);
    return p;
}

static int
brightness(const Picture *p, double x, double y)
{
    if (x < 0 || y < 0 || x >= p->width || y >= p->height)
        return 255;
    guint32 pixel = p->pixels[(gsize)y * p->width + (gsize)x];
    return (int)(TIFFGetR(pixel) + TIFFGetG(pixel) + TIFFGetB(pixel)) / 3;
}

static void
read_quad(json_t *json, double xs[4], double ys[4])
{
    g_assert_cmpuint(json_array_size(json), ==, 4);
    for (int i = 0; i < 4; i++) {
        xs[i] = json_number_value(json_array_get(json_array_get(json, (size_t)i), 0));
        ys[i] = json_number_value(json_array_get(json_array_get(json, (size_t)i), 1));
    }
}

/* The darkest pixel of a part of the quad, in shares of its length and height. */
static int
darkest(const Picture *p, json_t *quad, double u0, double v0, double u1, double v1)
{
    double xs[4], ys[4];
    int least = 255;
    read_quad(quad, xs, ys);
    double length = hypot(xs[1] - xs[0], ys[1] - ys[0]), height = hypot(xs[3] - xs[0], ys[3] - ys[0]);
    const double du = 0.5 / MAX(length, 1), dv = 0.5 / MAX(height, 1);
    for (double v = v0; v <= v1; v += dv)
        for (double u = u0; u <= u1; u += du) {
            double x = xs[0] + u * (xs[1] - xs[0]) + v * (xs[3] - xs[0]);
            double y = ys[0] + u * (ys[1] - ys[0]) + v * (ys[3] - ys[0]);
            least = MIN(least, brightness(p, x, y));
        }
    return least;
}

static void
check_within(json_t *quad, const Picture *p)
{
    double xs[4], ys[4];
    read_quad(quad, xs, ys);
    for (int i = 0; i < 4; i++) {
        g_assert_cmpfloat(xs[i], >=, -1);
        g_assert_cmpfloat(ys[i], >=, -1);
        g_assert_cmpfloat(xs[i], <=, p->width + 1);
        g_assert_cmpfloat(ys[i], <=, p->height + 1);
    }
}

static void
check_ink(json_t *truth, const Picture *p)
{
    json_t *line, *word, *other;
    size_t i, k;
    guint words = 0, tight = 0;
    json_array_foreach(json_object_get(truth, "lines"), i, line)
    {
        check_within(json_object_get(line, "quad"), p);
        g_assert_cmpint(darkest(p, json_object_get(line, "quad"), 0, 0, 1, 1), <, 150);
        json_array_foreach(json_object_get(line, "words"), k, word)
        {
            json_t *quad = json_object_get(word, "quad");
            check_within(quad, p);
            double xs[4], ys[4];
            read_quad(quad, xs, ys);
            double length = hypot(xs[1] - xs[0], ys[1] - ys[0]), height = hypot(xs[3] - xs[0], ys[3] - ys[0]);
            if (strcmp(json_string_value(json_object_get(line, "kind")), "printed") != 0 || height < 8)
                continue;
            /* Ink within two and a half pixels of each of the four sides. */
            double u = 2.5 / length, v = 2.5 / height;
            words++;
            tight += darkest(p, quad, 0, 0, u, 1) < 190 && darkest(p, quad, 1 - u, 0, 1, 1) < 190 &&
                     darkest(p, quad, 0, 0, 1, v) < 190 && darkest(p, quad, 0, 1 - v, 1, 1) < 190;
        }
    }
    json_array_foreach(json_object_get(truth, "fields"), i, other)
        check_within(json_object_get(other, "quad"), p);
    json_array_foreach(json_object_get(truth, "annotations"), i, other)
        check_within(json_object_get(other, "quad"), p);
    g_assert_cmpuint(words, >, 20);
    g_assert_cmpuint(tight * 100, >=, words * 95);
}

static void
test_ink(Fixture *f, gconstpointer data)
{
    SampleOptions options = options_for(f);
    options.document = "8600-550";
    for (options.rotation = 0; options.rotation < 360; options.rotation += 90) {
        must_draw(&options);
        json_t *truth = read_truth(f->dir, "8600-550-p1.truth.json");
        Picture p = read_picture(f->dir, "8600-550.tif");
        json_t *image = json_object_get(truth, "image");
        g_assert_cmpint(json_integer_value(json_object_get(image, "rotation")), ==, options.rotation);
        g_assert_cmpint(json_integer_value(json_object_get(truth, "width")), ==, p.width);
        g_assert_cmpint(json_integer_value(json_object_get(truth, "height")), ==, p.height);
        check_ink(truth, &p);
        g_free(p.pixels);
        json_decref(truth);
    }
}

static json_t *
field(json_t *truth, const char *name)
{
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(truth, "fields"), i,
                       row) if (strcmp(json_string_value(json_object_get(row, "name")), name) ==
                                0) return row;
    g_test_message("no field %s", name);
    g_assert_not_reached();
}

static void
check_field(json_t *truth, const char *name, const char *raw, const char *value)
{
    json_t *row = field(truth, name);
    g_assert_cmpstr(json_string_value(json_object_get(row, "raw")), ==, raw);
    g_assert_cmpstr(json_string_value(json_object_get(row, "value")), ==, value);
}

static void
test_truth(Fixture *f, gconstpointer data)
{
    static const char *const keys[] = {
        "schema",      "scan",  "page",  "pages",    "width", "height", "xres_dpi",
        "yres_dpi",    "tier",  "kind",  "document", "seed",  "index",  "dpi_tag",
        "compression", "fonts", "image", "form",     "lines", "fields", "annotations",
    };
    SampleOptions options = options_for(f);
    options.document = "8691-556";
    must_draw(&options);
    json_t *truth = read_truth(f->dir, "8691-556-p1.truth.json");
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        g_assert_nonnull(json_object_get(truth, keys[i]));
    check_field(truth, "received_at", "0 час. 40 мин. 16.У 1950 г.", "1950-05-16T00:40");
    check_field(truth, "destination", "П Е К И Н", "ПЕКИН");
    check_field(truth, "outgoing_number", "8691", "8691");
    check_field(truth, "precedence", "ВНЕ ОЧЕРЕДИ\nО С О Б А Я", "ВНЕ ОЧЕРЕДИ ОСОБАЯ");
    check_field(truth, "reply_to_number", "812", "812");
    g_assert_nonnull(strstr(json_string_value(json_object_get(field(truth, "body"), "raw")), "об\"единения"));
    g_assert_nonnull(
        strstr(json_string_value(json_object_get(field(truth, "body"), "value")), "объединения"));
    g_assert_cmpuint(json_array_size(json_object_get(field(truth, "copies_to"), "value")), ==, 4);
    json_decref(truth);
}

static void
test_pages(Fixture *f, gconstpointer data)
{
    SampleOptions options = options_for(f);
    options.kind = "letter-en";
    options.name = "letter";
    options.pages = 2;
    must_draw(&options);
    json_t *second = read_truth(f->dir, "letter-p2.truth.json");
    g_assert_cmpint(json_integer_value(json_object_get(second, "pages")), ==, 2);
    g_assert_cmpstr(json_string_value(json_object_get(second, "scan")), ==, "letter.tif");
    json_decref(second);
    g_autofree char *path = g_build_filename(f->dir, "letter.tif", NULL);
    TIFF *tiff = TIFFOpen(path, "r");
    g_assert_cmpint(TIFFNumberOfDirectories(tiff), ==, 2);
    TIFFClose(tiff);
}

static void
test_fax(Fixture *f, gconstpointer data)
{
    SampleOptions options = options_for(f);
    options.document = "8600-550";
    options.fax = TRUE;
    must_draw(&options);
    json_t *fax = read_truth(f->dir, "8600-550-fax-p1.truth.json");
    json_t *fine = read_truth(f->dir, "8600-550-fine-p1.truth.json");
    json_int_t height = json_integer_value(json_object_get(fine, "height"));
    g_assert_cmpfloat(json_number_value(json_object_get(fax, "yres_dpi")), ==, 98);
    g_assert_cmpint(ABS(json_integer_value(json_object_get(fax, "height")) * 2 - height), <=, 1);
    g_assert_cmpint(json_integer_value(json_object_get(fax, "width")), ==,
                    json_integer_value(json_object_get(fine, "width")));
    Picture p = read_picture(f->dir, "8600-550-fine.tif");
    check_ink(fine, &p);
    g_free(p.pixels);
    json_decref(fax);
    json_decref(fine);
}

/* --- fonts --- */

static void
test_unknown_face(Fixture *f, gconstpointer data)
{
    char *faces[] = {"No Such Face", NULL};
    SampleOptions options = options_for(f);
    g_autoptr(GError) error = NULL;
    options.faces = faces;
    g_assert_false(sample_draw(&options, NULL, NULL, &error));
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_assert_nonnull(strstr(error->message, "No Such Face"));
}

static void
test_missing_font(Fixture *f, gconstpointer data)
{
    g_autofree char *path = g_build_filename(f->dir, "fonts.ini", NULL);
    g_autoptr(GError) error = NULL;
    g_file_set_contents(path, "[x]\nfamily=Absent Mono\nrole=typed\npackage=fonts-absent\n", -1, &error);
    g_assert_no_error(error);
    g_autoptr(FaceBook) book = face_book_new(path, NULL, NULL, &error);
    g_assert_null(book);
    g_assert_error(error, VERNO_ERROR, VERNO_ERROR_SETUP);
    g_assert_nonnull(strstr(error->message, "Absent Mono"));
    g_assert_nonnull(strstr(error->message, "fonts-absent"));
}

/* A machine without faults strikes every letter on its pitch. */
static void
test_pitch(void)
{
    const TypeWear wear = {.pitch_mm = 2.54, .strength = 1};
    g_autofree char *path = g_build_filename(sample_data_dir(), "fonts.ini", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(FaceBook) book = face_book_new(path, NULL, NULL, &error);
    g_assert_no_error(error);
    const Face *face = face_book_find(book, "cmu-typewriter", &error);
    g_assert_no_error(error);
    g_autoptr(Typewriter) typewriter = typewriter_new(book, face, &wear, 1);
    g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(TypedGlyph));
    Chance chance;
    chance_init(&chance, 1, 0, 0);
    g_assert_true(typewriter_strike(typewriter, NULL, 10, 20, "ооо оо", &chance, glyphs, &error));
    g_assert_cmpuint(glyphs->len, ==, 6);
    const TypedGlyph *g = &g_array_index(glyphs, TypedGlyph, 0);
    for (guint i = 1; i < glyphs->len; i++)
        if (i != 3)
            g_assert_cmpfloat_with_epsilon(g[i].x0 - g[0].x0, i * 2.54, 1e-6);
    g_assert_cmpfloat(g[3].x1 - g[3].x0, ==, 0);
    g_assert_cmpuint(g[4].start, ==, 7);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/sample/same-bytes", Fixture, NULL, set_up, test_same_bytes, tear_down);
    g_test_add("/sample/ink", Fixture, NULL, set_up, test_ink, tear_down);
    g_test_add("/sample/truth", Fixture, NULL, set_up, test_truth, tear_down);
    g_test_add("/sample/pages", Fixture, NULL, set_up, test_pages, tear_down);
    g_test_add("/sample/fax", Fixture, NULL, set_up, test_fax, tear_down);
    g_test_add("/sample/unknown-face", Fixture, NULL, set_up, test_unknown_face, tear_down);
    g_test_add("/sample/missing-font", Fixture, NULL, set_up, test_missing_font, tear_down);
    g_test_add_func("/sample/pitch", test_pitch);
    return g_test_run();
}
