/* target.c - where a writer that makes a file a page puts them. */
#include "target.h"

gboolean
target_open(void *state, const StageEnv *env, GError **error)
{
    ((WriterTarget *)state)->dir = g_strdup(env->output_dir);
    return TRUE;
}

void
target_clear(void *state)
{
    g_free(((WriterTarget *)state)->dir);
}
