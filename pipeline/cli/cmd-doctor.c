/* cmd-doctor.c - verno doctor: what is there, what is missing, and the line that mends it. */
#include "cli/commands.h"
#include "cli/place.h"
#include "plan.h"
#include "sandbox.h"
#include "stages.h"
#include <seccomp.h>
#include <stdio.h>
#include <string.h>

static guint troubles;

static void
report(gboolean good, const char *what, const char *detail, const char *mend)
{
    printf("%-4s %-12s %s\n", good ? "ok" : "BAD", what, detail);
    if (!good) {
        printf("     %-12s %s\n", "", mend);
        troubles++;
    }
}

static void
check_sandbox(void)
{
    g_autoptr(GError) error = NULL;
    gboolean works = sandbox_works(&error);
    const struct scmp_version *version = seccomp_version();
    g_autofree char *detail = g_strdup_printf("libseccomp %u.%u.%u, filter %s", version->major,
                                              version->minor, version->micro, works ? "works" : "is refused");
    report(works, "sandbox", detail, "run where the kernel allows seccomp (a container may forbid it)");
}

static void
check_libraries(void)
{
    g_autofree char *glib =
        g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
    report(TRUE, "glib", glib, "");
    char *version = getLeptonicaVersion();
    report(TRUE, "leptonica", version, "");
    lept_free(version);
    char *image = getImagelibVersions();
    report(strstr(image, "libtiff") != NULL, "images", image, "apt-get install libleptonica-dev libtiff-dev");
    lept_free(image);
}

/* Opening the plan loads every model a run needs: the same words come out here as there. */
static void
check_models(void)
{
    g_autoptr(GError) error = NULL;
    const StageEnv env = {.models_dir = place_models()};
    g_autoptr(Plan) plan = plan_new(all_stages, NULL, &error);
    report(env.models_dir != NULL, "models", env.models_dir ? env.models_dir : "no models directory",
           "run from the source tree, or set VERNO_MODELS");
    if (plan && plan_open(plan, &env, &error)) {
        g_auto(GStrv) models = g_strsplit(plan_models(plan), " ", -1);
        for (guint i = 0; models[i]; i++)
            report(TRUE, "language", models[i], "");
        return;
    }
    report(
        FALSE, "language", error->message,
        "apt-get install tesseract-ocr-rus tesseract-ocr-eng tesseract-ocr-osd hunspell-ru hunspell-en-us");
}

int
cmd_doctor(int argc, char **argv)
{
    if (argc > 1) {
        gboolean help = strcmp(argv[1], "--help") == 0;
        fprintf(help ? stdout : stderr, "Usage: verno doctor\nChecks libraries, models and sandbox. Exit "
                                        "status 1 if a run could not start.\n");
        return help ? EXIT_ALL_DONE : EXIT_NO_START;
    }
    troubles = 0;
    check_libraries();
    check_sandbox();
    check_models();
    return troubles ? EXIT_NO_START : EXIT_ALL_DONE;
}
