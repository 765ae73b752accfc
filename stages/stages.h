/* stages.h - the only list of readers, stages and writers. Order is the order of work. */
#pragma once
#include "reader.h"
#include "stage.h"

extern const Reader *const all_readers[]; /* NULL-terminated */
extern const Stage *const all_stages[];
extern const Stage *const all_writers[];
