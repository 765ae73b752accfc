/* cmd-export.c - verno export FOLDER --to LIST. */
#include "cli/commands.h"
#include "cli/place.h"
#include "error.h"
#include "export.h"
#include "stages.h"
#include <stdio.h>

typedef struct {
    char *to, *output;
    char **set, **folders;
} Asked;

static void
asked_clear(Asked *asked)
{
    g_free(asked->to);
    g_free(asked->output);
    g_strfreev(asked->set);
    g_strfreev(asked->folders);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static char *
describe_formats(void)
{
    GString *text = g_string_new("Formats:\n");
    for (guint i = 0; all_writers[i]; i++)
        g_string_append_printf(text, "  %-7s %s\n", all_writers[i]->name, all_writers[i]->summary);
    g_string_append(
        text, "\nA page's file is named after its scan: box3/0057-p1.json is page 1 of box3/0057.tif. Files\n"
              "of an earlier export of this folder that no page stands behind any more are removed.\n"
              "Pages that could not be read are not exported: failures.csv in FOLDER lists them.\n\n"
              "Exit status: 0 written, 1 not.");
    return g_string_free(text, FALSE);
}

static gboolean
parse(int argc, char **argv, Asked *asked, GError **error)
{
    const GOptionEntry rows[] = {
        {"to", 't', 0, G_OPTION_ARG_STRING, &asked->to, "formats to write, separated by commas", "LIST"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &asked->output,
         "write to DIR/FORMAT (default: FOLDER/export/FORMAT)", "DIR"},
        {"set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->set,
         "a format's setting, as in verno stages; may be repeated", "FORMAT.OPTION=V"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked->folders, NULL, "FOLDER"},
        {0},
    };
    g_autofree char *formats = describe_formats();
    g_set_prgname("verno export"); /* the usage line starts with it */
    g_autoptr(GOptionContext) context = g_option_context_new("- write what a folder holds in other formats");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(context, formats);
    if (!g_option_context_parse(context, &argc, &argv, error))
        return FALSE;
    const char *missing = !asked->folders || asked->folders[1] ? "one FOLDER, made by verno run"
                          : !asked->to                         ? "--to LIST: the formats to write"
                                                               : NULL;
    if (missing)
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "export wants %s", missing);
    return !missing;
}

/* What an export leaves out is said, so that nobody takes a part for the whole. */
static gboolean
tell_what_is_missing(Store *store, GError **error)
{
    StoreCounts counts;
    if (!store_count(store, &counts, error))
        return FALSE;
    guint whole = counts.by_state[STATE_DONE] + counts.by_state[STATE_BLANK];
    fprintf(stderr, "verno: exported %u of %u pages", whole, counts.pages);
    if (counts.waiting)
        fprintf(stderr, ", %u wait to be read", counts.waiting);
    if (counts.pages - counts.waiting - whole)
        fprintf(stderr, ", %u could not be read", counts.pages - counts.waiting - whole);
    fprintf(stderr, "\n");
    return TRUE;
}

int
cmd_export(int argc, char **argv)
{
    g_auto(Asked) asked = {0};
    g_autoptr(GError) error = NULL;
    if (!parse(argc, argv, &asked, &error)) {
        fprintf(stderr, "verno: %s; verno export --help tells how\n", error->message);
        return EXIT_NO_START;
    }
    g_auto(GStrv) formats = g_strsplit(asked.to, ",", -1);
    const ExportOrder order = {
        .folder = asked.folders[0],
        .formats = (const char *const *)formats,
        .settings = (const char *const *)asked.set,
        .output_dir = asked.output,
        .models_dir = place_models(),
    };
    gboolean known = export_check_formats(order.formats, &error);
    g_autoptr(Store) store = known ? store_open(order.folder, FALSE, &error) : NULL;
    if (store && export_pages(store, &order, &error) && tell_what_is_missing(store, &error))
        return EXIT_ALL_DONE;
    fprintf(stderr, "verno: %s\n", error->message);
    return EXIT_NO_START;
}
