/* page.h - the page record: everything verno knows about one page, and the only functions that change it.
 *
 * Ownership: the page owns all it points at. page_take_*() takes its argument, page_add_*() copies its
 * arguments and lends what it returns until the page next changes. Every quad on the page is in pixels of the
 * stored image (what the file holds, before any orientation tag is obeyed); `to_original` takes pixels of the
 * working `image` there.
 *
 * Pictures: `original` is 1, 8 (grey, 0 = black) or 32 bits a pixel (RGB) and never written to. In 1-bit
 * pictures 1 is ink, Leptonica's own convention. */
#pragma once
#include "evidence.h"
#include "ink-kind.h"
#include "quad.h"
#include <leptonica/allheaders.h>

typedef enum {
    PART_IMAGE = 1 << 0, /* the working picture and its map */
    PART_INK = 1 << 1,   /* 1-bit picture of the ink, same size as image */
    PART_LINES = 1 << 2,
    PART_WORDS = 1 << 3, /* text, words and symbols of the lines */
    PART_FIELDS = 1 << 4,
    PART_ANNOTATIONS = 1 << 5,
    PART_KINDS = 1 << 6, /* what kind each pixel of the ink is */
} PageParts;

typedef enum { VERDICT_GOOD, VERDICT_DOUBTFUL, VERDICT_FAILED } Verdict;

typedef enum { LINE_TYPED, LINE_PRINTED, LINE_HANDWRITTEN, LINE_STAMPED } LineKind;

typedef struct {
    char *text;
    double probability; /* 0..1 as the recogniser offers it, not calibrated */
} Alternative;

typedef struct {
    char *text; /* one character as read */
    Quad quad;
    double confidence;    /* 0..1 */
    GArray *alternatives; /* of Alternative, best first; may be NULL */
} Symbol;

typedef struct {
    char *text; /* as a reader would quote it: letter-spaced words joined */
    char *raw;  /* as typed, NULL where it equals text */
    Quad quad;
    double confidence;    /* 0..1; probability that the word is right, once the check stage has weighed it */
    double score;         /* what the recogniser made of it; 0 until the check stage keeps it */
    GPtrArray *symbols;   /* of Symbol */
    GArray *alternatives; /* of Alternative for the whole word; may be NULL */
    gboolean strange;     /* letters that no dictionary has; not in the record */
} Word;

typedef struct {
    LineKind kind;
    const char *script; /* ISO 15924, interned: "Cyrl", "Latn", or "Zyyy" while unread */
    Quad quad;
    char *text; /* words joined by one blank; "" while unread */
    char *raw;  /* as typed, NULL where it equals text */
    double confidence;
    GPtrArray *words; /* of Word */
    char *machine;    /* what `text` was before a person decided it; NULL where none did */
} Line;

typedef struct {
    char *name, *label, *raw;
    char *value;
    gboolean is_list; /* `value` is a list of strings, as JSON */
    Quad quad;
    double confidence; /* probability that `value` is right, once the check stage has weighed the evidence */
    float evidence[N_EVIDENCE];
    gboolean weighed; /* is there evidence? Fields that are missing have none */
    char *status;
    char **reasons; /* why it is not accepted: codes, NULL-terminated; may be NULL */
    GArray *alternatives;
    /* Of a field that a person decided (corrections.h): the kind of decision, whose and when, and what value
     * and status were before. All NULL where nobody did; `machine` also where the machine had no value. */
    char *decision, *decided_by, *decided_at;
    char *machine, *machine_status;
} Field;

typedef enum {
    ANNOTATION_HANDWRITING,
    ANNOTATION_SIGNATURE,
    ANNOTATION_STAMP,
    ANNOTATION_UNDERLINE,
    ANNOTATION_STRIKE,
    ANNOTATION_MARGIN, /* a tick, bracket or line beside the text */
} AnnotationKind;

/* Ink that is neither typescript nor form. */
typedef struct {
    AnnotationKind kind;
    Quad quad;
    guint32 colour;    /* 0xRRGGBB as the scan shows it; grey where the scan has no colours */
    double confidence; /* 0..1, not calibrated */
    char *text;        /* what a stamp says, or what a hand seems to; NULL: unread */
    GPtrArray *looks;  /* of Line: what each look at a note made of it, with alternatives, while the page is
                        * being  read; not in the record; or NULL */
} Annotation;

typedef struct {
    char *stage, *code, *text;
    gboolean doubt; /* sends the page to a person */
} Remark;

/* How much of the page was read, and how surely. */
typedef struct {
    gboolean known;
    double coverage;  /* share of the letter-sized ink of type and print that lies in words that were read */
    double agreement; /* share of the characters in words that all looks read alike */
    Quad worst;       /* the worst window of the page; nowhere where none holds enough to be judged */
    double contrast;  /* of the ink to its paper, as `contrast` of the page */
    double worst_coverage,
        worst_confidence; /* the same share there, and the mean confidence of its characters */
} PageQuality;

/* Another page of the folder that says the same. */
typedef struct {
    char *kind; /* "duplicate", "translation" or "continuation" */
    char *page; /* its id */
    char *why;  /* what tells: "outgoing_number", "same_text", … */
} PageLink;

/* What the reader says of the scan and of this page in it. Set by reader and runner, then fixed. */
typedef struct {
    char *path; /* relative to the directory given; raw bytes of the file system, may be no UTF-8 */
    char sha256[65];
    guint number, pages; /* 1-based */
    guint width, height; /* stored pixels */
    double xres_dpi, yres_dpi;
    const char *dpi_source; /* "tag", "estimated" or "none" */
    guint bits, samples;
    const char *compression; /* "none", "lzw", "jpeg", "png", …; interned */
    int orientation;         /* the TIFF/EXIF tag, 1-8; 1 where there is none */
} PageSource;

/* Which printed form the page is. */
typedef struct {
    char *id;            /* a folder of models/forms; NULL: none of them */
    double confidence;   /* share of the form's labels that were found, by weight */
    double registration; /* share of labels that stand where the form has them; without layouts how well they
                            were read */
} PageForm;

/* What made a reading. All strings are lent (record_load() interns them). */
typedef struct {
    const char *plan;   /* the plan's fingerprint, see plan.h */
    const char *models; /* "rus=sha256:… eng=sha256:…", sorted */
    const char *verno;  /* version of the program; NULL: this one */
} Provenance;

/* What a writer needs beyond the reading. Lent by export.c for the time of one call; all zero elsewhere. */
typedef struct {
    const char *name;    /* where the page's file goes: relative, without suffix: "box3/0057-p1" */
    const char *picture; /* path of the upright picture, NULL where the page has none */
    const char *kinds;   /* path of the kinds of its ink, the same size; NULL where the page has none */
    Affine to_picture;   /* stored pixels -> pixels of that picture */
    /* For writers of several files a page (a suffix of ""): to be called before each file is written, with
     * its name below the output directory. */
    gboolean (*announce)(void *announce_data, const char *name, GError **error);
    void *announce_data;
} PageExport;

typedef struct {
    PageSource source;
    PIX *original; /* as stored, never written to */
    PIX *image;    /* what stages work on; swapped by page_take_image() */
    PIX *ink;      /* 1 bit a pixel, size of image, or NULL */
    PIX *kinds;    /* 8 bits a pixel, size of image: InkKind bits of the ink; or NULL */
    PIX *strokes;  /* 32 bits a pixel, coarser than image: how likely a pen's stroke, how dark; or NULL */
    Affine to_original;
    double image_dpi; /* of the working picture, square; 0 while unknown */
    int rotation;     /* clockwise quarter turn of the stored content, degrees */
    double skew_deg;  /* left after undoing rotation; positive: content turned counter-clockwise */
    double skew_confidence;
    gboolean blank;
    double contrast;    /* of the ink to its paper before normalising, 0..1; 1 for bilevel, 0 while unknown */
    const char *script; /* the page's own, as for lines; "Zyyy" while unknown */
    GPtrArray *lines;   /* of Line, in reading order */
    PageForm form;
    PageQuality quality;
    GPtrArray *fields;      /* of Field */
    GPtrArray *annotations; /* of Annotation */
    GPtrArray *links;       /* of PageLink */
    GPtrArray *remarks;     /* of Remark */
    Verdict verdict;
    PageParts parts;
    Provenance provenance; /* of a page that came from a record; zero while it is being read */
    PageExport export;
} Page;

Page *page_new(void);
void page_free(Page *page);

/* The picture as stored; becomes the working image too (shared, not copied). Takes the reference. */
void page_take_original(Page *page, PIX *original);

/* A new working picture. `from_old` maps pixels of the old working picture to the new one; pass NULL where
 * the pixels keep their places. Drops `ink` and `kinds`, which belonged to the old one, unless `image` is
 * only re-toned (NULL map). */
void page_take_image(Page *page, PIX *image, const Affine *from_old);

/* Ink of the working picture; 1 bit, same size. */
void page_take_ink(Page *page, PIX *ink);
/* Kinds of the ink of the working picture; 8 bits, same size. */
void page_take_kinds(Page *page, PIX *kinds);
/* And, in the places of red and green, how likely each place is of a pen's stroke (ink or none) and how dark
 * it is, both of 255: 32 bits, any size. Goes where the kinds go. */
void page_take_strokes(Page *page, PIX *strokes);
/* Pixels of a picture of kinds that have one of the `wanted` kinds and none of the `spared` ones: 1 bit, to
 * destroy. */
PIX *kinds_pixels(PIX *kinds, int wanted, int spared);
/* The ink that is of one of the `wanted` kinds and of none of the `spared` ones: 1 bit, same size, to
 * destroy. Empty where the page has no kinds. */
PIX *page_ink_of(const Page *page, int wanted, int spared);

/* Sets `rotation` from the map: the quarter turn of the stored content that the working picture undoes. */
void page_refresh_rotation(Page *page);

/* Between working-picture pixels and stored pixels. */
Quad page_to_stored(const Page *page, Quad working);
Quad page_from_stored(const Page *page, Quad stored);

Line *page_add_line(Page *page, LineKind kind, Quad stored);
Word *line_add_word(Line *line, const char *text, Quad stored, double confidence);
Symbol *word_add_symbol(Word *word, const char *text, Quad stored, double confidence);
/* Adds to a list made on first use. */
void alternatives_add(GArray **list, const char *text, double probability);
/* Throws away a line's words and text. */
void line_clear_words(Line *line);
/* text, raw and confidence of the line from its words (confidence: mean over characters). */
void line_refresh(Line *line);

/* A field with nothing but a name. No quad (all zero) means: nowhere on the paper. */
Field *page_add_field(Page *page, const char *name);
/* The page's field of this name; NULL where it has none. Lent. */
Field *page_find_field(const Page *page, const char *name);

/* One more reason for a person to look at the field, once, and status review. */
void field_add_reason(Field *field, const char *reason);

/* An empty list; for page_new(). */
GPtrArray *page_annotations_new(void);
/* No text. */
Annotation *page_add_annotation(Page *page, AnnotationKind kind, Quad stored);
const char *annotation_kind_name(AnnotationKind kind);
gboolean annotation_kind_from_name(const char *name, AnnotationKind *ret_kind);

/* Links are the folder's, not a stage's: see folder-check.h. */
void page_add_link(Page *page, const char *kind, const char *other, const char *why);
PageLink *page_link_new(const char *kind, const char *other, const char *why);
void page_link_free(PageLink *link);

/* A note that stays with the page. page_doubt() also sends the page to a person. Codes are short, stable
 * words. */
void page_remark(Page *page, const char *stage, const char *code, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
void page_doubt(Page *page, const char *stage, const char *code, const char *format, ...) G_GNUC_PRINTF(4, 5);
gboolean page_has_remark(const Page *page, const char *stage, const char *code);

void line_free(Line *line);
Word *word_new(const char *text, Quad stored, double confidence);
void word_free(Word *word);

const char *line_kind_name(LineKind kind);
gboolean line_kind_from_name(const char *name, LineKind *ret_kind);
const char *verdict_name(Verdict verdict);

static inline void
pix_clear(PIX **pix)
{
    if (*pix)
        pixDestroy(pix);
}

static inline void
boxa_clear(BOXA **boxa)
{
    if (*boxa)
        boxaDestroy(boxa);
}

static inline void
pixa_clear(PIXA **pixa)
{
    if (*pixa)
        pixaDestroy(pixa);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)
#define PIX_AUTO  __attribute__((cleanup(pix_clear))) PIX
#define BOXA_AUTO __attribute__((cleanup(boxa_clear))) BOXA
#define PIXA_AUTO __attribute__((cleanup(pixa_clear))) PIXA
