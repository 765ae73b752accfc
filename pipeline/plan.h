/* plan.h - a checked list of stages, ready to run.
 *
 * The order of stages is the table in stages/stages.c. A plan holds a state for each stage with its options
 * set. Its fingerprint (SHA-256 over version, stage names, option values and model checksums) decides which
 * pages a second run redoes. */
#pragma once
#include "stage.h"

typedef struct Plan Plan;

/* `settings`: NULL-terminated "stage.option=value" strings. SETUP errors: unknown stage or option (the known
 * ones are listed), value out of range, a stage whose needs nothing before it gives. */
Plan *plan_new(const Stage *const *stages, const char *const *settings, GError **error);
/* Calls every stage's open(). After this the plan may run pages. */
gboolean plan_open(Plan *plan, const StageEnv *env, GError **error);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* After plan_open(): "rus=sha256:… osd=sha256:…" of all models the stages loaded, in stage order; lent. */
const char *plan_models(const Plan *plan);
/* After plan_open(): of char *, what stages want the person who starts the run to know; lent. */
const GPtrArray *plan_warnings(const Plan *plan);
/* From the text of a plan, what StageEnv.settings was for this stage: to free; NULL where it has no such
 * stage. */
char *plan_text_dup_settings(const char *plan_text, const char *stage);
/* "verno 0.1.0", then a line a stage with its settings, then the models; free it. */
char *plan_dup_text(const Plan *plan);
/* 64 hex digits over plan_dup_text(); free it. */
char *plan_dup_fingerprint(const Plan *plan);

/* What wants to know how a page goes through the plan. Both may be NULL. */
typedef struct {
    void (*entering)(const Stage *stage, guint index, gpointer user_data);
    void (*left)(const Stage *stage, guint index, const Page *page, double took_ms, gpointer user_data);
    gpointer user_data;
} PlanTrace;

/* Runs all stages over the page. On failure the error's message is prefixed by the stage's name. A stage that
 * changed a part it does not declare is a bug and asserts. */
gboolean plan_run(Plan *plan, Page *page, const PlanTrace *trace, GError **error);
