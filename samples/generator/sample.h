/* sample.h - draws scans with their truth: the library behind `verno sample`. */
#pragma once
#include <glib.h>

typedef struct {
    const char *dir;      /* made when it is not there */
    const char *data_dir; /* NULL: sample_data_dir() */
    guint n;
    guint first; /* index of the first page */
    guint64 seed;
    const char *tier;      /* clean, typical, hard, all */
    const char *kind;      /* form-17, form-17-en, letter-ru, letter-en, blank, all */
    const char *document;  /* NULL, or the id of a document: exactly its words */
    const char *name;      /* NULL, or the file's name without its ending (n is 1) */
    const char *text;      /* NULL, or a file whose lines serve as sentences */
    const char *hands;     /* NULL, or a folder with pictures of handwriting for the notes */
    char **fonts, **faces; /* may be NULL: folders with fonts; typewriter faces to keep to */
    int pages;             /* of each scan */
    int rotation;          /* -1: as the tier says */
    gboolean small, fax;
    const char *ink_dir; /* NULL, or where NAME-pN.ink.png goes: what each pixel's ink is, see ink-kind.h */
} SampleOptions;

/* Where the layouts, documents and fonts.ini are: $VERNO_SAMPLE_DATA, or where they were at build time. */
const char *sample_data_dir(void);
/* Called after each scan with its path; NULL: nobody asks. */
typedef void (*SampleDone)(const char *path, void *data);
gboolean sample_draw(const SampleOptions *options, SampleDone done, void *data, GError **error);
/* Kinds, then documents, each a line "name<TAB>what"; free with g_strfreev(). */
char **sample_list(const char *data_dir, GError **error);
