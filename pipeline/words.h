/* words.h - the codes of a record in words a reader understands: names of fields, reasons, rules, kinds of
 * annotations, decisions. `verno why` prints the English ones, the review desk hands both to its page. */
#pragma once
#include <glib.h>

typedef struct {
    const char *code, *english, *russian;
} CodeWords;

/* All of them, ending in a row of NULL; static; also why the desk refuses a value, by the English words.
 * Codes of reasons begin with "r_" here, those of decisions with "d_": a field may be called the same. */
extern const CodeWords code_words[];

/* What a reason means, in English, without its rule ("rule_failed:ID"); NULL where nothing is known of it. */
const char *words_of_reason(const char *reason);
