/* stage.h - what happens to a page: struct Stage and its contract. The file to read first.
 *
 * One file = one stage = one const struct, all else static. A stage touches its state, the page and, for
 * reading, env->models_dir; no globals, environment, clock, chance or printing. It changes only the parts in
 * `gives`; remarks and verdict are open to all. It publishes nothing on failure: work in locals, hand over at
 * the end.
 *
 * Trouble of three kinds, never mixed: a bug is an assert; a failure is FALSE with a GError that names what
 * and with which value (the runner adds stage and page); a doubt is page_doubt(). */
#pragma once
#include "option.h"
#include "page.h"

typedef struct {
    const char *models_dir; /* where models/languages lies; NULL: the system's own models only */
    const char *output_dir; /* writers: where the files go; NULL for other stages */
    /* For stages that judge what others read; NULL outside of a plan: SHA-256 over the settings of the stages
     * before this one, and what they loaded, as plan_models() has it. */
    const char *settings, *models;
    GPtrArray *warnings; /* of char *: what the person who starts the run should know; may be NULL */
} StageEnv;

typedef struct {
    const char *name;      /* "deskew": also file, option group, test folder, stage_deskew */
    const char *summary;   /* one line for `verno stages` and the manual */
    PageParts needs;       /* parts that must be there; checked when the plan is made */
    PageParts gives;       /* the only parts it may create or replace */
    const Option *options; /* rows, ending in an empty one; offsets into the state; may be NULL */
    gsize state_size;      /* zeroed by the runner: options first, working data after */
    /* Writers: of the file each page gets, ".json"; "" where a page gets several, see PageExport.announce;
     * NULL for a file for the whole folder. */
    const char *suffix;
    gboolean blank_too; /* runs on pages found blank as well; FALSE: such pages pass it by */

    /* Once per worker, before any page; options are set. May be NULL. The only place that reads models. */
    gboolean (*open)(void *state, const StageEnv *env, GError **error);
    /* Once per page, in a child of its own that has no files and no network. */
    gboolean (*process)(void *state, Page *page, GError **error);
    /* Writers only: commit the file. Not called after a failure. May be NULL. */
    gboolean (*finish)(void *state, GError **error);
    /* After open(): "name=sha256:… name=sha256:…" of the models it loaded; free it. May be NULL. */
    char *(*dup_models)(const void *state);
    /* Always, even after a failed open; never fails. May be NULL. Strings of options are freed by the runner.
     */
    void (*clear)(void *state);
} Stage;
