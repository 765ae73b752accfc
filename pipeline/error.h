/* error.h - the one error domain.
 *
 * A message says what could not be done and with which value; it names no stage, page or file and ends
 * without a full stop or newline: the runner adds those. The code decides the state in which a page ends. */
#pragma once
#include <glib.h>

#define VERNO_ERROR (verno_error_quark())

typedef enum {
    VERNO_ERROR_DAMAGED,     /* the file is broken: page state `damaged` */
    VERNO_ERROR_UNSUPPORTED, /* a sound file that verno does not read, or one over a budget: `unsupported` */
    VERNO_ERROR_TIMEOUT,     /* wall or CPU limit: `timeout` */
    VERNO_ERROR_FAILED,      /* anything else that stops one page: `failed` */
    VERNO_ERROR_SETUP,       /* the run cannot start: bad argument, missing model, unwritable folder */
    VERNO_ERROR_STORE,       /* the folder's database cannot be read or written */
} VernoError;

GQuark verno_error_quark(void);
