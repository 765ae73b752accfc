/* target.h - where a writer that makes a file a page puts them. */
#pragma once
#include "stage.h"

/* The first member of such a writer's state; the functions below are for its struct. */
typedef struct {
    char *dir; /* of the format: FOLDER/export/FORMAT */
} WriterTarget;

gboolean target_open(void *state, const StageEnv *env, GError **error);
void target_clear(void *state);
