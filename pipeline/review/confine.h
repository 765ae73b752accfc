/* confine.h - what the desk's process may still do: answer on the sockets it has, read the folder, write its
 * database. No new program, no connection to anywhere, no other file. */
#pragma once
#include <glib.h>

/* From now on and for good, for all threads made later. The database's files must be there already. A kernel
 * without Landlock (before 5.13) leaves files as they are: then `*ret_why` says so, to free; else it is NULL.
 */
gboolean confine_enter(const char *folder, char **ret_why, GError **error);
