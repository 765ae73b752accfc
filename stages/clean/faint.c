/* faint.c - type that is too light for the cut between ink and paper.
 *
 * The cut lies half way between the paper and the darkest ink around. Beside a printed label, or where a worn
 * ribbon strikes every other letter, type is lost at it: of «877» is left 87, surely read. A lower cut shows
 * it, with grain and the other side's text: what is of a letter's size there counts where it stands beside
 * letters, or beside what does (Canny 1986 tells edges so, by two thresholds). Letters that the first cut has
 * for the most part keep their shape. */
#include "faint.h"

#define CUT    205 /* of 255, which is paper */
#define MOSTLY 0.5 /* share of a letter that the first cut has left */
#define CHAIN  4   /* letters in a row */

/* Share of a page's letters that are faint where its type is; elsewhere they are specks and pieces that the
 * cut parted: 9 drawn clean and typical pages and 9 real ones had up to 2.2 %, of 8 hard ones with any 6 had
 * more. */
#define FAINT_PAGE 0.025

/* Millimetres. */
#define LEAST_HIGH 1.1
#define MOST_HIGH  5
#define LEAST_WIDE 0.25
#define MOST_WIDE  8
#define NEXT       2.5 /* beside a letter */

/* Components of a letter's size. */
static PIX *
letters_of(PIX *ink, double mm)
{
    PIX_AUTO *small = pixSelectBySize(ink, (int)(MOST_WIDE * mm), (int)(MOST_HIGH * mm), 8, L_SELECT_IF_BOTH,
                                      L_SELECT_IF_LTE, NULL);
    PIX *letters = small ? pixSelectBySize(small, (int)(LEAST_WIDE * mm), (int)(LEAST_HIGH * mm), 8,
                                           L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL)
                         : NULL;
    return letters ? letters : pixCreateTemplate(ink);
}

/* Letters of the ink, and those of `faint` beside them or beside such. */
static PIX *
chain_letters(PIX *ink, PIX *faint, double mm)
{
    int before = 0, after = 0;
    PIX *chained = letters_of(ink, mm);
    pixCountPixels(chained, &after, NULL);
    for (int i = 0; i < CHAIN && after != before; i++) {
        before = after;
        PIX_AUTO *beside = pixDilateBrick(NULL, chained, 2 * (int)(NEXT * mm) + 1, 1);
        PIX_AUTO *seed = pixAnd(NULL, faint, beside);
        PIX_AUTO *grown = pixSeedfillBinary(NULL, seed, faint, 8);
        pixOr(chained, chained, grown);
        pixCountPixels(chained, &after, NULL);
    }
    return chained;
}

guint
faint_add(PIX *ink, PIX *image, double mm)
{
    PIX_AUTO *dark = pixThresholdToBinary(image, CUT);
    PIX_AUTO *closed = pixCloseSafeBrick(NULL, dark, 3, 3);
    PIX_AUTO *faint = letters_of(closed, mm);
    PIX_AUTO *chained = chain_letters(ink, faint, mm);
    PIXA_AUTO *pictures = NULL;
    BOXA_AUTO *boxes = pixConnComp(chained, &pictures, 8);
    PIX_AUTO *more = pixCopy(NULL, ink);
    guint added = 0;
    for (int i = 0; i < boxaGetCount(boxes); i++) {
        int x, y, w, h, all = 0, inked = 0;
        PIX_AUTO *letter = pixaGetPix(pictures, i, L_CLONE);
        PIX_AUTO *own = pixCopy(NULL, letter);
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        pixRasterop(own, 0, 0, w, h, PIX_SRC & PIX_DST, ink, x, y);
        pixCountPixels(letter, &all, NULL);
        pixCountPixels(own, &inked, NULL);
        if (inked >= MOSTLY * all)
            continue;
        pixRasterop(more, x, y, w, h, PIX_PAINT, letter, 0, 0);
        added++;
    }
    if (added < FAINT_PAGE * boxaGetCount(boxes))
        return 0;
    pixCopy(ink, more);
    return added;
}
