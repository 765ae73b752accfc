/* sandbox.h - what a page's process may still do: compute, read the one scan it was given, write its reply.
 *
 * Method: resource limits, no-new-privileges and a seccomp filter (libseccomp) that lets through an
 * allow-list of calls on descriptors already open; every other call fails with EPERM, so there is no network,
 * no exec, no opening of files. Under AddressSanitizer the address-space limit is left out (it reserves
 * terabytes). */
#pragma once
#include "budget.h"

/* Locks this process in. `keep_fds`: descriptors to stay open, ascending; all others are closed.
 * FAILED error names the call that could not be made; the page must not be read then. */
gboolean sandbox_enter(const Budget *budget, const int *keep_fds, guint n_keep, GError **error);

/* Can this kernel do it? Tried in a forked child; for `verno doctor` and the start of a run. */
gboolean sandbox_works(GError **error);
