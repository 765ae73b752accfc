/* place.c - where the program's own data lies. */
#include "cli/place.h"
#include <glib.h>

const char *
place_models(void)
{
    static const char *const candidates[] = {VERNO_SOURCE_DIR "/models", VERNO_DATA_DIR "/models"};
    const char *given = g_getenv("VERNO_MODELS");
    if (given && *given)
        return given;
    for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++)
        if (g_file_test(candidates[i], G_FILE_TEST_IS_DIR))
            return candidates[i];
    return NULL;
}
