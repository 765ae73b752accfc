/* typewriter.h - one machine, with its habits and its age.
 *
 * A typewriter puts letters on a fixed pitch. Each type bar is bent in its own way, so a letter sits always a
 * little high or turned; each strike differs a little; the ribbon is worn; capitals are struck with the
 * basket shifted and may stand high or low. All lengths are millimetres in the caller's user space: for
 * training lines scale the context to the wanted resolution and draw on an A8 surface, then pass the surface
 * to ink_wear() for the ribbon. */
#pragma once
#include "chance.h"
#include "faces.h"

typedef struct {
    double pitch_mm;   /* 2.54: ten letters an inch; 2.117: twelve */
    double wide, tall; /* of the letters against the pitch: above 1.1 neighbours touch */
    double weight_mm;  /* letters are this much bolder all round */
    double strength;   /* mean strike, 0..1 */
    double uneven;     /* deviation of the strike between letters */
    double bent_mm;    /* deviation of a letter's fixed offset */
    double bent_deg;   /* and of its fixed turn */
    double jitter_mm;  /* deviation of a single strike */
    double raised_mm;  /* capitals stand this much higher */
    double fade;       /* 0..1: letters struck weak at their top or bottom */
    double clogged;    /* share of the letters whose counters are full of ink */
    double closed;     /* share of the machines whose с is all but an о, its opening full of ink */
    double footed;     /* share of the machines whose л stands on slabs, as the printer's does not */
    double broken;     /* share of the letters with a piece broken off */
    double mistyped;   /* share of the strikes that went over a wrong letter */
    /* Machines without these keys: 1 is struck as I, 0 as О, 3 as З. The text keeps the digit that was meant.
     */
    gboolean one_is_i, zero_is_o, three_is_z;
} TypeWear;

typedef struct {
    guint start, length;   /* bytes of the text */
    double x0, y0, x1, y1; /* the ink, user space; empty for a blank */
} TypedGlyph;

typedef struct Typewriter Typewriter;

/* `face` and `book` must outlive it. `seed` decides which bars are bent, clogged or broken. */
Typewriter *typewriter_new(FaceBook *book, const Face *face, const TypeWear *wear, guint64 seed);
void typewriter_free(Typewriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Typewriter, typewriter_free)

/* Strikes `text` with its first cell beginning at x. Appends a TypedGlyph for each letter to `ret_glyphs`
 * (may be NULL). With `cr` NULL nothing is drawn. Fails when the face and its fallbacks lack a letter. */
gboolean typewriter_strike(Typewriter *self, cairo_t *cr, double x, double baseline, const char *text,
                           Chance *chance, GArray *ret_glyphs, GError **error);
double typewriter_pitch(const Typewriter *self);
