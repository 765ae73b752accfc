/* reading.h - one field of a page, read and judged. */
#pragma once
#include "candidates.h"
#include "recognise/again.h"
#include "recognise/types.h"
#include "zone.h"

/* What fields are read from and into; lent by the stage for one page. */
typedef struct {
    Page *page;
    double doubtful; /* score below which a field is read again */
    const AgainReader *again;
    Types *types; /* the page's own */
    Zones zones;
    GPtrArray *rows;        /* of ZoneRow: the block */
    GHashTable *candidates; /* field name, lent -> Candidates: what else the fields may say */
} FieldReading;

/* EVIDENCE_RUNNER_UP where something else than the recogniser had the last word. */
#define OVERRULED 2

/* A field with its label and place, without value. */
Field *reading_add(const FieldReading *reading, const FormField *form, Box box);
/* A field that the form has and the page has not. */
void reading_add_missing(const FieldReading *reading, const FormField *form);
/* Accepted as far as reading goes, or for review with the reason; the check stage has the last word. */
void reading_judge(Field *field, const char *reason);
/* A field's evidence from its reading: the score and its least sure part; agreed, not in a list. */
void reading_weigh(Field *field, double score, double worst);
/* The least sure of the characters. */
double reading_worst(const GPtrArray *glyphs);
/* Value, alternatives and status of a field from what it may say, best first. */
void reading_settle(const FieldReading *reading, Field *field, const Candidates *candidates);
/* What the glyphs (left to right) and a line that was given up (`unread`, may be NULL) may say under the
 * field's grammar: read again where the first look leaves a doubt. To free. */
Candidates *reading_look(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
                         const Piece *unread);
/* Do the characters, as first read, say anything under the field's grammar? A run of dots is no value. */
gboolean reading_says_something(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs);
/* Reads them into a new field; at least one of both is there. */
void reading_glyphs(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
                    const Piece *unread);
/* How near a value is to the field's list: 1 in it, 0 like nothing in it, 0.5 where the field has none. */
double reading_nearness(const FieldReading *reading, const FormField *form, const char *value);
/* Is the value nearly one of the field's list, and none of it? A letter of it is likely misread. */
gboolean reading_misses_list(const FieldReading *reading, const FormField *form, const char *value,
                             const char **ret_nearest);
/* The likeliest reading of the glyphs that is one of `entries`, blanks and look-alikes apart; NULL where no
 * look offered any of them. The entry is lent. */
const char *reading_find_known(const FieldReading *reading, const GPtrArray *glyphs, char *const *entries,
                               double *ret_confidence);
/* A field whose value is one of `entries`; where no reading is, the value stays as read, `likely` is an
 * alternative, and a person decides. Lent by the page. */
Field *reading_known(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
                     char *const *entries, const char *likely);
/* Numbered rows below the field's anchor. */
void reading_list(const FieldReading *reading, const FormField *form);
/* Rows of the block that are the field's; marks them taken. */
void reading_block(const FieldReading *reading, const FormField *form);
/* Among what hands wrote, wherever it stands; always for a person. */
void reading_noted(const FieldReading *reading, const FormField *form);
/* The rows that no field took, in one piece. */
void reading_rest(const FieldReading *reading, const FormField *form);
/* Where fields may say several things, chooses what the form's rules agree with, and judges them. */
void reading_choose(const FieldReading *reading);
