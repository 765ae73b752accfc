/* cmd-review.c - verno review FOLDER: the review desk. */
#include "cli/commands.h"
#include "cli/place.h"
#include "error.h"
#include "review/server.h"
#include <signal.h>
#include <stdio.h>

static volatile int stop;

static void
on_signal(int number)
{
    stop = 1;
}

static void
tell_ready(const char *address, const char *warning)
{
    if (warning)
        fprintf(stderr, "verno: warning: %s\n", warning);
    printf("%s\n", address);
    fflush(stdout);
    fprintf(stderr, "Open this address in a browser on this machine. Ctrl-C ends the desk; nothing that was "
                    "decided is lost.\n");
}

int
cmd_review(int argc, char **argv)
{
    int port = 0, lease = 0;
    g_autofree char *socket = NULL, *token = NULL;
    g_auto(GStrv) folders = NULL;
    g_autoptr(GError) error = NULL;
    const GOptionEntry rows[] = {
        {"port", 'p', 0, G_OPTION_ARG_INT, &port, "port on 127.0.0.1 (default: any that is free)", "PORT"},
        {"socket", 0, 0, G_OPTION_ARG_FILENAME, &socket, "a UNIX socket instead, as for ssh -L", "PATH"},
        {"token", 0, 0, G_OPTION_ARG_STRING, &token,
         "the token of the address, 16 to 64 hex digits (default: a new one)", "HEX"},
        {"lease", 0, 0, G_OPTION_ARG_INT, &lease,
         "how long a field stays with the reviewer who has it open (default 60)", "SECONDS"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER"},
        {0},
    };
    g_set_prgname("verno review");
    g_autoptr(GOptionContext) context = g_option_context_new("- check doubtful fields in a browser");
    g_option_context_add_main_entries(context, rows, NULL);
    g_option_context_set_description(
        context,
        "Prints the address with its token; whoever has it can decide. Serves this machine only, "
        "writes nothing "
        "but the\nfolder's database, and may be stopped at any time. Keys in the page: Enter "
        "accepts, Alt+1…9 "
        "takes an alternative,\nF2 shows the page, Ctrl+Z takes back; the buttons name the others.\n\n"
        "Exit status: 0 ended by Ctrl-C, 1 could not start.");
    if (!g_option_context_parse(context, &argc, &argv, &error) || !folders || folders[1] || port < 0 ||
        port > 65535 || lease < 0 || lease > 86400) {
        fprintf(stderr, "verno: %s; verno review --help tells how\n",
                error ? error->message
                      : "review wants one FOLDER, made by verno run, a port below 65536 and a lease of at "
                        "most a day");
        return EXIT_NO_START;
    }
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    const ServerOrder order = {folders[0], place_models(), (guint)port, socket, token, (guint)lease};
    if (server_run(&order, &stop, tell_ready, &error))
        return EXIT_ALL_DONE;
    fprintf(stderr, "verno: %s\n", error->message);
    return EXIT_NO_START;
}
