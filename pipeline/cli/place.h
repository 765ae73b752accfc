/* place.h - where the program's own data lies. */
#pragma once

/* The models directory: VERNO_MODELS, else beside the source when run from a build, else where it was
 * installed. NULL where none exists. Lent. */
const char *place_models(void);
