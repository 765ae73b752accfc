/* sample-page.h - a page with every member filled, for the tests of what carries pages about. */
#pragma once
#include "page.h"

#define SAMPLE_SHA  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define SAMPLE_PLAN "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"

/* Two lines: a typed Cyrillic one, tilted, letter-spaced, with symbols and alternatives; a printed Latin one
 * whose text is `hostile`. Two fields, a stamp that says `hostile` and a
 * margin mark, two remarks (one a doubt). Provenance is set. */
Page *sample_page_new(const char *path, const char *hostile);

/* Text that formats trip over: markup, quotes, control and bidi characters, a formula. */
extern const char *const hostile_texts[];
