/* main.c - the command table. Only the command line prints. */
#include "cli/commands.h"
#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Keep alphabetised. */
static const Command commands[] = {
    {"calibrate", "make confidence a probability, from truths or decisions", cmd_calibrate},
    {"doctor", "check libraries, models and sandbox; name what mends them", cmd_doctor},
    {"eval", "score a folder against truth", cmd_eval},
    {"export", "write json, csv, alto, text or boxes from a folder", cmd_export},
    {"forms", "list, check or show the descriptions of forms", cmd_forms},
    {"review", "check doubtful fields in a browser", cmd_review},
    {"run", "read scans into a folder", cmd_run},
    {"sample", "draw sample pages with their truth", cmd_sample},
    {"stages", "list readers, stages with their options, and writers", cmd_stages},
    {"status", "counts, failures with cause, what waits", cmd_status},
    {"why", "tell where a field or a word comes from", cmd_why},
};

static void
print_usage(FILE *out)
{
    fprintf(out, "verno " VERNO_VERSION ": folders of archival scans in, transcripts out\n\n"
                 "Usage: verno COMMAND [OPTIONS]\n\n");
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fprintf(out, "\nStart with: verno run SCANS -o FOLDER. Each command has --help.\n"
                 "Exit status: 0 all done, 1 could not start, 2 some pages failed, 130 interrupted.\n");
}

/* One OCR thread a process: four times the speed. OpenMP reads its environment when the program is loaded,
 * before main(), so a program started without the limit starts itself again with it. */
static void
limit_threads(char **argv)
{
    const char *limit = getenv("OMP_THREAD_LIMIT");
    if (limit && strcmp(limit, "1") == 0)
        return;
    setenv("OMP_THREAD_LIMIT", "1", 1);
    execv("/proc/self/exe", argv);
    fprintf(stderr, "verno: cannot restart with OMP_THREAD_LIMIT=1; reading will be slow\n");
}

int
main(int argc, char **argv)
{
    limit_threads(argv);
    /* Numbers are written and read with a point whatever the user's locale. */
    setlocale(LC_ALL, "C.UTF-8");
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_NO_START : EXIT_ALL_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("verno " VERNO_VERSION "\n");
        return EXIT_ALL_DONE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "verno: no command “%s”; verno --help lists them\n", argv[1]);
    return EXIT_NO_START;
}
