/* cmd-stages.c - verno stages: the tables of stages.c, printed. */
#include "cli/commands.h"
#include "stages.h"
#include <stdio.h>
#include <string.h>

static void
print_option(const char *stage, const Option *row)
{
    char range[80] = "", normal[40];
    if (row->type == OPTION_INT || row->type == OPTION_DOUBLE) {
        g_snprintf(range, sizeof range, ", %g to %g", row->min, row->max);
        g_snprintf(normal, sizeof normal, "%g", row->normal);
    } else if (row->type == OPTION_BOOL) {
        g_strlcpy(normal, row->normal != 0 ? "yes" : "no", sizeof normal);
    } else {
        g_strlcpy(normal, row->text, sizeof normal);
    }
    printf("      --set %s.%s=%s\n          %s%s\n", stage, row->name, normal, row->help, range);
}

static void
print_stages(const char *title, const Stage *const *stages)
{
    printf("%s\n", title);
    for (guint i = 0; stages[i]; i++) {
        printf("  %-12s%s\n", stages[i]->name, stages[i]->summary);
        for (const Option *row = stages[i]->options; row && row->type != OPTION_END; row++)
            print_option(stages[i]->name, row);
    }
    printf("\n");
}

int
cmd_stages(int argc, char **argv)
{
    if (argc > 1) {
        gboolean help = strcmp(argv[1], "--help") == 0;
        fprintf(help ? stdout : stderr,
                "Usage: verno stages\nLists readers, stages with their options, and writers.\n");
        return help ? EXIT_ALL_DONE : EXIT_NO_START;
    }
    printf("Readers, chosen by a file's first bytes:\n");
    for (guint i = 0; all_readers[i]; i++)
        printf("  %-12s%s\n", all_readers[i]->name, all_readers[i]->summary);
    printf("\n");
    print_stages("Stages, in the order in which a page goes through them:", all_stages);
    print_stages("Writers (run --to, export --to):", all_writers);
    return EXIT_ALL_DONE;
}
