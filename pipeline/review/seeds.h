/* seeds.h - errors planted among the fields that wait, to see how many are noticed.
 *
 * Two in a hundred: values that the machine is surest of, with one character changed for one that looks
 * alike. Which fields and which character depends on nothing but the page and the name, so it is the same
 * for every reviewer and after every start. What a person says of them changes nothing but a count. */
#pragma once
#include "review/desk.h"

#define SEEDS_SHARE 0.02

/* Plants them: fills desk->seeds. */
gboolean seeds_plant(Desk *desk, GError **error);
