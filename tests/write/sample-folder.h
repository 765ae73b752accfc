/* sample-folder.h - a folder as a run leaves it, with pages, names and texts that writers trip over. */
#pragma once
#include "store.h"

/* Makes FOLDER with verno.db and images/. Page n has hostile_texts[n] (sample-page.h) in it; paths are
 * hostile too. */
void sample_folder_make(const char *folder);
/* One more scan, with one page that is done: `seed` makes its bytes. */
void sample_folder_add(Store *store, const char *folder, const char *path, guint seed, const char *text);
/* Removes a directory and all in it. */
void sample_folder_remove(const char *folder);
