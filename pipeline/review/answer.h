/* answer.h - what a person typed, under the field's grammar. */
#pragma once
#include "review/desk.h"

typedef struct {
    char *value;      /* what it means; NULL where the grammar refuses it */
    char *why;        /* why it is refused, in words; NULL where it is not */
    GPtrArray *latin; /* of char *: Latin letters within Cyrillic words */
    gboolean unknown; /* none of the values that such a field is known to have */
} Answer;

/* A list comes as lines of text, and its value is JSON as in the record. */
void answer_read(const Desk *desk, const DeskItem *item, const char *text, Answer *ret_answer);
void answer_clear(Answer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

/* Is the field's value a list? */
gboolean answer_is_list(const Desk *desk, const DeskItem *item);
/* The value as a person edits it, a list as lines; to free, NULL for NULL. */
char *answer_dup_shown(const Desk *desk, const DeskItem *item, const char *value);
