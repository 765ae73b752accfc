/* error.c - the one error domain. */
#include "error.h"

G_DEFINE_QUARK(verno - error - quark, verno_error)
