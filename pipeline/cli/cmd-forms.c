/* cmd-forms.c - verno forms list | lint | show: for people who describe forms. */
#include "cli/commands.h"
#include "cli/forms-show.h"
#include "cli/place.h"
#include "forms/form.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: verno forms list\n"
    "       verno forms lint [FORM…]\n"
    "       verno forms show FORM SCAN [PAGE] [-o OUT.png]\n\n"
    "list   names the forms that are known.\n"
    "lint   checks descriptions: FORM is the name of one, a folder, or a form.ini; all, where none is "
    "given.\n"
    "       Each mistake is a line FILE:LINE: [GROUP] KEY=VALUE: CAUSE on standard output.\n"
    "show   reads page PAGE (1) of a scan and draws the labels it finds and the places where fields are\n"
    "       sought over its upright picture, FORM.png where -o does not say another.\n\n"
    "A form is a folder below models/forms (VERNO_MODELS names another place for models) with a form.ini;\n"
    "models/README.md tells how to write one.\n"
    "Exit status: 0, 1 if a form or scan is not there, 2 if a mistake was found.\n";

static int
list(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) forms = forms_load(place_models(), &error);
    if (!forms) {
        fprintf(stderr, "verno: %s\n", error->message);
        return EXIT_NO_START;
    }
    for (guint i = 0; i < forms->len; i++) {
        const Form *form = forms->pdata[i];
        printf("%-12s %s: %u labels, %u fields, %u rules\n", form->id, form->title, form->anchors->len,
               form->fields->len, form->rules->len);
    }
    return EXIT_ALL_DONE;
}

/* Where the description of what was asked lies; to free. */
static char *
file_of(const char *forms, const char *asked)
{
    if (g_file_test(asked, G_FILE_TEST_IS_REGULAR))
        return g_strdup(asked);
    if (g_file_test(asked, G_FILE_TEST_IS_DIR))
        return g_build_filename(asked, "form.ini", NULL);
    return g_build_filename(forms, asked, "form.ini", NULL);
}

/* How many mistakes the description has; each is printed. */
static guint
lint_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_path_get_dirname(path), *forms = g_path_get_dirname(folder),
                    *id = g_path_get_basename(folder);
    g_autoptr(FormFile) file = form_file_load(path, forms, &error);
    if (!file) {
        printf("%s\n", error->message);
        return 1;
    }
    g_autoptr(Form) form = form_read(file, id);
    for (guint i = 0; i < file->problems->len; i++) {
        const FormProblem *problem = file->problems->pdata[i];
        printf("%s:%u: %s\n", path, problem->line, problem->text);
    }
    return file->problems->len;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static guint
lint_all(const char *forms)
{
    guint mistakes = 0;
    g_autoptr(GDir) dir = g_dir_open(forms, 0, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(forms, name, "form.ini", NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            g_ptr_array_add(paths, g_steal_pointer(&path));
    }
    g_ptr_array_sort(paths, by_name);
    for (guint i = 0; i < paths->len; i++)
        mistakes += lint_file(paths->pdata[i]);
    return mistakes;
}

static int
lint(char **asked)
{
    g_autofree char *forms = g_build_filename(place_models() ? place_models() : "models", "forms", NULL);
    guint mistakes = *asked ? 0 : lint_all(forms);
    for (; *asked; asked++) {
        g_autofree char *path = file_of(forms, *asked);
        mistakes += lint_file(path);
    }
    fprintf(stderr, "verno: %u mistakes\n", mistakes);
    return mistakes ? EXIT_SOME_FAILED : EXIT_ALL_DONE;
}

static int
show(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *output = NULL;
    g_auto(GStrv) asked = NULL;
    const GOptionEntry rows[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "the picture to write", "OUT.png"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked, NULL, "FORM SCAN [PAGE]"},
        {0},
    };
    g_autoptr(GOptionContext) context = g_option_context_new("- draw a form's labels and zones on a scan");
    g_option_context_add_main_entries(context, rows, NULL);
    gboolean parsed = g_option_context_parse(context, &argc, &argv, &error);
    guint count = asked ? g_strv_length(asked) : 0;
    int page = count == 3 ? atoi(asked[2]) : 1;
    if (!parsed || count < 2 || count > 3 || page < 1) {
        fprintf(stderr, "verno: %s; verno forms --help tells how\n",
                error ? error->message : "forms show wants FORM SCAN [PAGE]");
        return EXIT_NO_START;
    }
    if (!output)
        output = g_strconcat(asked[0], ".png", NULL);
    if (forms_show(place_models(), asked[0], asked[1], (guint)page, output, &error)) {
        printf("%s\n", output);
        return EXIT_ALL_DONE;
    }
    fprintf(stderr, "verno: %s\n", error->message);
    return EXIT_NO_START;
}

int
cmd_forms(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "list") == 0 && argc == 2)
        return list();
    if (strcmp(what, "lint") == 0)
        return lint(argv + 2);
    if (strcmp(what, "show") == 0)
        return show(argc - 1, argv + 1);
    gboolean help = strcmp(what, "--help") == 0;
    fputs(usage, help ? stdout : stderr);
    return help ? EXIT_ALL_DONE : EXIT_NO_START;
}
