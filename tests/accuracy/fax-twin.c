/* fax-twin.c - fax-twin DIR OUT: drawn pages as a fax machine sends them, with their truth.
 *
 * From every one-page STEM-p1.truth.json and its scan in DIR come three bilevel TIFFs (G4): OUT/standard at
 * 204 x 98 dpi, OUT/fine at 204 x 196 and OUT/square at 204 x 204. fax.sh compiles and runs it. */
#include <glib.h>
#include <jansson.h>
#include <leptonica/allheaders.h>
#include <string.h>

#define ACROSS 204.0

typedef struct {
    const char *name;
    double down;
} Twin;

static const Twin twins[] = {{"standard", 98}, {"fine", 196}, {"square", 204}};

static void
scale_quads(json_t *json, double sx, double sy)
{
    const char *key;
    json_t *value;
    size_t i;
    if (json_is_array(json))
        json_array_foreach(json, i, value) scale_quads(value, sx, sy);
    if (!json_is_object(json))
        return;
    json_object_foreach(json, key, value)
    {
        json_t *point;
        if (strcmp(key, "quad") != 0) {
            scale_quads(value, sx, sy);
            continue;
        }
        json_array_foreach(value, i, point)
        {
            json_array_set_new(point, 0, json_real(json_number_value(json_array_get(point, 0)) * sx));
            json_array_set_new(point, 1, json_real(json_number_value(json_array_get(point, 1)) * sy));
        }
    }
}

static void
write_twin(const Twin *twin, PIX *grey, const json_t *truth, const char *stem, const char *out)
{
    json_t *copy = json_deep_copy(truth);
    double sx = ACROSS / json_number_value(json_object_get(truth, "xres_dpi"));
    double sy = twin->down / json_number_value(json_object_get(truth, "yres_dpi"));
    g_autofree char *directory = g_build_filename(out, twin->name, NULL);
    g_autofree char *scan = g_strdup_printf("%s/%s.tif", directory, stem);
    g_autofree char *json = g_strdup_printf("%s/%s-p1.truth.json", directory, stem);
    PIX *small = pixScaleGeneral(grey, (l_float32)sx, (l_float32)sy, 0, 0), *ink = NULL;
    pixOtsuAdaptiveThreshold(small, 2000, 2000, 0, 0, 0.1f, NULL, &ink);
    pixSetResolution(ink, (l_int32)ACROSS, (l_int32)twin->down);
    scale_quads(copy, sx, sy);
    json_object_set_new(copy, "width", json_integer(pixGetWidth(ink)));
    json_object_set_new(copy, "height", json_integer(pixGetHeight(ink)));
    json_object_set_new(copy, "xres_dpi", json_real(ACROSS));
    json_object_set_new(copy, "yres_dpi", json_real(twin->down));
    json_object_set_new(copy, "tier", json_string(twin->name));
    if (g_mkdir_with_parents(directory, 0755) != 0 || pixWrite(scan, ink, IFF_TIFF_G4) != 0 ||
        json_dump_file(copy, json, 0) != 0)
        g_error("cannot write %s", scan);
    pixDestroy(&small);
    pixDestroy(&ink);
    json_decref(copy);
}

static void
make_twins(const char *directory, const char *name, const char *out)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    json_t *truth = json_load_file(path, 0, NULL);
    if (json_integer_value(json_object_get(truth, "pages")) == 1) {
        g_autofree char *stem = g_strndup(name, strlen(name) - strlen("-p1.truth.json"));
        g_autofree char *scan =
            g_build_filename(directory, json_string_value(json_object_get(truth, "scan")), NULL);
        PIX *stored = pixRead(scan), *grey = stored ? pixConvertTo8(stored, 0) : NULL;
        if (!grey)
            g_error("cannot read %s", scan);
        for (guint i = 0; i < G_N_ELEMENTS(twins); i++)
            write_twin(&twins[i], grey, truth, stem, out);
        pixDestroy(&stored);
        pixDestroy(&grey);
    }
    json_decref(truth);
}

int
main(int argc, char **argv)
{
    g_autoptr(GDir) directory = argc == 3 ? g_dir_open(argv[1], 0, NULL) : NULL;
    if (!directory)
        g_error("usage: fax-twin DIR OUT");
    for (const char *name; (name = g_dir_read_name(directory));)
        if (g_str_has_suffix(name, "-p1.truth.json"))
            make_twins(argv[1], name, argv[2]);
    return 0;
}
