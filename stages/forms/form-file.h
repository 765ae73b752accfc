/* form-file.h - a form.ini while it is read: its keys, and what is wrong with them, by line. */
#pragma once
#include <glib.h>

typedef struct {
    char *path;
    const char *forms; /* directory of all forms, with the folder lists/ */
    GKeyFile *keys;
    char **lines;        /* of the file */
    GChecksum *checksum; /* of everything the description is made of */
    GPtrArray *problems; /* of FormProblem, by line once form_file_check() has run */
} FormFile;

typedef struct {
    guint line; /* from 1; 0: the file as a whole */
    char *text; /* "[field body] type=txet: no such type" */
} FormProblem;

/* An error where the file cannot be read or is no UTF-8; lines that are neither group, key nor remark, and
 * groups and keys given twice, are problems. */
FormFile *form_file_load(const char *path, const char *forms, GError **error);
void form_file_free(FormFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormFile, form_file_free)

/* Notes a problem with a key of a group; with `key` NULL with the group. Returns FALSE. */
gboolean form_file_wrong(FormFile *file, const char *group, const char *key, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* NULL where the key is not given; to free. */
char *form_file_text(const FormFile *file, const char *group, const char *key);
char **form_file_list(const FormFile *file, const char *group, const char *key);
/* A number from `least` to `most`; `otherwise` where the key is not given, or wrong: a problem. */
double form_file_number(FormFile *file, const char *group, const char *key, double otherwise, double least,
                        double most);
/* The place of the key's word among `words` (NULL-terminated), 0 where it is not given or wrong. */
guint form_file_choice(FormFile *file, const char *group, const char *key, const char *const *words);
/* Keys of the group that are none of `known` (NULL-terminated) are problems. */
void form_file_check_keys(FormFile *file, const char *group, const char *const *known);

/* Adds bytes to what the description is made of. */
void form_file_add(FormFile *file, const char *bytes, gsize length);
