/* cutter.h - crops are cut on a thread of their own, one after another, so that no decision waits behind
 * them. Only that thread touches the decoded pictures. */
#pragma once
#include "review/picture.h"

typedef struct Cutter Cutter;
/* Called on the cutter's thread with the crop's PNG, to be taken; NULL where there is none. */
typedef void (*CutterDone)(GBytes *png, gpointer data);

Cutter *cutter_new(void);
/* FALSE, and nothing will be called, once the cutter is at its end. Copies path and cut. */
gboolean cutter_ask(Cutter *cutter, const char *path, const DeskCut *cut, CutterDone done, gpointer data);
/* Waits for the crop that is being cut; those that wait get none, and nothing more is taken. */
void cutter_end(Cutter *cutter);
/* Ends it, and frees it with its pictures. */
void cutter_free(Cutter *cutter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cutter, cutter_free)
