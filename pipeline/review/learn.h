/* learn.h - what the decisions on a folder teach for the rest of it: values of each field, and which
 * character is read for which. Nothing of it changes a value; it offers alternatives and orders the queue. */
#pragma once
#include <glib.h>

typedef struct Learnt Learnt;

Learnt *learnt_new(void);
void learnt_free(Learnt *learnt);
/* A decision: the field's value was `was` and is `becomes` (either may be NULL). */
void learnt_note(Learnt *learnt, const char *name, const char *was, const char *becomes);

/* How much likelier, or less likely, than it says the value is wrong: below 1 where persons confirmed that
 * value, above where it holds characters that were often misread. */
double learnt_doubt(const Learnt *learnt, const char *name, const char *value);
/* What else the value may be, by what was learnt; at most three, of char *, to unref. */
GPtrArray *learnt_alternatives(const Learnt *learnt, const char *name, const char *value);

/* Most frequent first. */
typedef void (*LearntVisit)(const char *a, const char *b, guint count, gpointer user_data);
/* a is read where b stands. */
void learnt_each_confusion(const Learnt *learnt, LearntVisit visit, gpointer user_data);
/* a is the field's name, b its value. */
void learnt_each_value(const Learnt *learnt, LearntVisit visit, gpointer user_data);
