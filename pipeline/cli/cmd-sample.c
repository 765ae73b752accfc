/* cmd-sample.c - verno sample DIR -n N --seed S: draws scans whose truth is known. */
#include "cli/commands.h"
#include "error.h"
#include "samples/generator/sample.h"
#include <stdlib.h>

typedef struct {
    gint n, first, pages, rotation;
    gint64 seed;
    char *tier, *kind, *document, *name, *text, *hands, *ink;
    char **fonts, **faces, **rest;
    gboolean small, fax, list, quiet;
} Arguments;

static void
arguments_clear(Arguments *a)
{
    g_free(a->tier);
    g_free(a->kind);
    g_free(a->document);
    g_free(a->name);
    g_free(a->text);
    g_free(a->hands);
    g_free(a->ink);
    g_strfreev(a->fonts);
    g_strfreev(a->faces);
    g_strfreev(a->rest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Arguments, arguments_clear)

static gboolean
parse(Arguments *a, int argc, char **argv, GError **error)
{
    const GOptionEntry entries[] = {
        {"number", 'n', 0, G_OPTION_ARG_INT, &a->n, "how many scans (1)", "N"},
        {"seed", 's', 0, G_OPTION_ARG_INT64, &a->seed, "same seed, same bytes (1)", "S"},
        {"first", 0, 0, G_OPTION_ARG_INT, &a->first, "index of the first scan (0)", "I"},
        {"tier", 't', 0, G_OPTION_ARG_STRING, &a->tier, "clean, typical, hard or all (typical)", "TIER"},
        {"kind", 'k', 0, G_OPTION_ARG_STRING, &a->kind,
         "form-17, form-17-en, letter-ru, letter-en, blank or all (all)", "KIND"},
        {"document", 'd', 0, G_OPTION_ARG_STRING, &a->document, "exactly this document (see --list)", "ID"},
        {"pages", 0, 0, G_OPTION_ARG_INT, &a->pages, "pages of a letter (1)", "P"},
        {"rotation", 0, 0, G_OPTION_ARG_INT, &a->rotation, "turn by 0, 90, 180 or 270 instead of by chance",
         "DEGREES"},
        {"small", 0, 0, G_OPTION_ARG_NONE, &a->small, "small files: at most 200 dpi, G4 or JPEG", NULL},
        {"fax", 0, 0, G_OPTION_ARG_NONE, &a->fax, "each also as a 204x98 fax and its 204x196 twin", NULL},
        {"ink", 0, 0, G_OPTION_ARG_FILENAME, &a->ink,
         "also say what every pixel's ink is: NAME-pN.ink.png in a folder of their own", "DIR"},
        {"fonts", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a->fonts, "more fonts, with the folders below it",
         "DIR"},
        {"font", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->faces, "type with this face only (may be repeated)",
         "FAMILY"},
        {"hands", 0, 0, G_OPTION_ARG_FILENAME, &a->hands,
         "write notes in real hands: pictures of a folder, a phrase each", "DIR"},
        {"text", 0, 0, G_OPTION_ARG_FILENAME, &a->text,
         "take Russian sentences from the lines of a file, too", "FILE"},
        {"name", 0, 0, G_OPTION_ARG_STRING, &a->name, "name of the one file, without ending", "NAME"},
        {"list", 'l', 0, G_OPTION_ARG_NONE, &a->list, "list kinds and documents", NULL},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &a->quiet, "do not print the names of the files", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a->rest, NULL, NULL},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new("DIR - draw scans with their truth");
    g_option_context_add_main_entries(context, entries, NULL);
    g_auto(GStrv) copy = g_new0(char *, argc + 1);
    for (int i = 0; i < argc; i++)
        copy[i] = g_strdup(argv[i]);
    return g_option_context_parse_strv(context, &copy, error);
}

static int
print_list(void)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) rows = sample_list(sample_data_dir(), &error);
    for (char **row = rows; *row; row++)
        g_print("%s\n", *row);
    if (error)
        g_printerr("verno sample: %s\n", error->message);
    return error ? 1 : 0;
}

static void
print_path(const char *path, void *data)
{
    const gboolean *quiet = data;
    if (!*quiet)
        g_print("%s\n", path);
}

int
cmd_sample(int argc, char **argv)
{
    g_auto(Arguments) a = {.n = 1, .seed = 1, .pages = 1, .rotation = -1};
    g_autoptr(GError) error = NULL;
    if (!parse(&a, argc, argv, &error)) {
        g_printerr("verno sample: %s\n", error->message);
        return 1;
    }
    if (a.list)
        return print_list();
    if (!a.rest || !a.rest[0] || a.rest[1] || a.n < 0 || a.first < 0) {
        g_printerr("usage: verno sample DIR -n N --seed S (--help tells more)\n");
        return 1;
    }
    SampleOptions options = {
        .dir = a.rest[0],
        .n = (guint)a.n,
        .first = (guint)a.first,
        .seed = (guint64)a.seed,
        .tier = a.tier ? a.tier : "typical",
        .kind = a.kind ? a.kind : "all",
        .document = a.document,
        .name = a.name,
        .text = a.text,
        .hands = a.hands,
        .fonts = a.fonts,
        .faces = a.faces,
        .pages = a.pages,
        .rotation = a.rotation,
        .small = a.small,
        .fax = a.fax,
        .ink_dir = a.ink,
    };
    if (sample_draw(&options, print_path, &a.quiet, &error))
        return 0;
    g_printerr("verno sample: %s\n", error->message);
    return g_error_matches(error, VERNO_ERROR, VERNO_ERROR_SETUP) ? 1 : 2;
}
