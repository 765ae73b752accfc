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

/* The same as a fixture for g_test_add(). */
typedef struct {
    char *folder;
    Store *store;
} SampleFolder;

void sample_folder_set_up(SampleFolder *f, gconstpointer data);
void sample_folder_tear_down(SampleFolder *f, gconstpointer data);
/* Exports to FOLDER/export; a failure is fatal. */
void sample_folder_export(SampleFolder *f, const char *const *formats);
/* An exported file: its text, to free, and whether it is there. */
char *sample_folder_read(const SampleFolder *f, const char *format, const char *file);
gboolean sample_folder_has(const SampleFolder *f, const char *format, const char *file);

/* All formats, NULL-terminated. */
extern const char *const sample_formats[];
