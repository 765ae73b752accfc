/* ink-kind.h - what the ink of a page is: bits of a pixel, for where a pen crosses type both are set.
 *
 * Pictures of kinds are 8 bits a pixel; 0 is paper, dirt, or ink of which nobody knows what it is. So a file
 * of them is a grey PNG whose values are these bits. */
#pragma once

typedef enum {
    INK_TYPED = 1 << 0,
    INK_PRINTED = 1 << 1, /* of the form */
    INK_HAND = 1 << 2,    /* handwriting */
    INK_SIGNATURE = 1 << 3,
    INK_STAMP = 1 << 4,
    INK_RULE = 1 << 5,   /* printed rules and dots */
    INK_STROKE = 1 << 6, /* a pen's underline, strike-out or margin mark */
    INK_UNSURE = 1 << 7, /* beside others: hardly likelier than another kind */
} InkKind;

enum {
    INK_KINDS = 7,
    INK_TEXT = INK_TYPED | INK_PRINTED,
    INK_PEN = INK_HAND | INK_SIGNATURE | INK_STROKE,
    INK_OTHER = INK_PEN | INK_STAMP, /* what is neither typescript nor form */
};

/* The colour that pictures of kinds show one kind in, 0xRRGGBB: type black, print grey, handwriting blue,
 * signatures light blue, stamps red, rules green, strokes violet. */
static inline unsigned
ink_kind_rgb(int kind)
{
    switch (kind) {
    case INK_TYPED:
        return 0x101010;
    case INK_PRINTED:
        return 0x8a8a8a;
    case INK_HAND:
        return 0x1c46d0;
    case INK_SIGNATURE:
        return 0x12a5e8;
    case INK_STAMP:
        return 0xd8232a;
    case INK_RULE:
        return 0x2c9a4b;
    default:
        return 0xb03ac8;
    }
}

/* And a pixel's kinds: where they meet, the last of the list shows; paper is white. */
static inline unsigned
ink_kinds_rgb(int bits)
{
    for (int k = INK_KINDS - 1; k >= 0; k--)
        if (bits >> k & 1)
            return ink_kind_rgb(1 << k);
    return 0xffffff;
}
