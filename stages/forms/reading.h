/* reading.h - one field of a page, read and judged. */
#pragma once
#include "zone.h"

/* What fields are read from and into; lent by the stage for one page. */
typedef struct {
    Page *page;
    double accept; /* confidence below which a field goes to review */
    Zones zones;
    GPtrArray *rows; /* of ZoneRow: the block */
} FieldReading;

/* A field with its label and place, without value. */
Field *reading_add(const FieldReading *reading, const FormField *form, Box box);
/* A field that the form has and the page has not. */
void reading_add_missing(const FieldReading *reading, const FormField *form);
/* Accepted, or for review with the reason: the given one, or low confidence. */
void reading_judge(const FieldReading *reading, Field *field, const char *reason);
/* Reads the glyphs (left to right, at least one) under the field's grammar. */
void reading_glyphs(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs);
/* The likeliest reading of the glyphs that is one of `entries`, blanks and look-alikes apart; NULL where the
 * recogniser offered none of them. The entry is lent. */
const char *reading_find_known(const GPtrArray *glyphs, char *const *entries, gboolean latin,
                               double *ret_confidence);
/* A field whose value is one of `entries`; where no reading is, the value stays as read, `likely` is an
 * alternative, and a person decides. Lent by the page. */
Field *reading_known(const FieldReading *reading, const FormField *form, const GPtrArray *glyphs,
                     char *const *entries, const char *likely);
/* Numbered rows below the field's anchor. */
void reading_list(const FieldReading *reading, const FormField *form);
/* Rows of the block that are the field's; marks them taken. */
void reading_block(const FieldReading *reading, const FormField *form);
/* The rows that no field took, in one piece. */
void reading_rest(const FieldReading *reading, const FormField *form);
