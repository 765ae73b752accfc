/* page-annotation.c - the kinds of a page's ink and its annotations. */
#include "page.h"
#include <string.h>

static const char *const names[] = {"handwriting", "signature", "stamp", "underline", "strike", "margin"};

static void
annotation_free(void *data)
{
    Annotation *annotation = data;
    g_free(annotation->text);
    g_clear_pointer(&annotation->looks, g_ptr_array_unref);
    g_free(annotation);
}

GPtrArray *
page_annotations_new(void)
{
    return g_ptr_array_new_with_free_func(annotation_free);
}

Annotation *
page_add_annotation(Page *page, AnnotationKind kind, Quad stored)
{
    Annotation *annotation = g_new0(Annotation, 1);
    annotation->kind = kind;
    annotation->quad = stored;
    g_ptr_array_add(page->annotations, annotation);
    page->parts |= PART_ANNOTATIONS;
    return annotation;
}

const char *
annotation_kind_name(AnnotationKind kind)
{
    return names[kind];
}

gboolean
annotation_kind_from_name(const char *name, AnnotationKind *ret_kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], name) == 0) {
            *ret_kind = (AnnotationKind)i;
            return TRUE;
        }
    return FALSE;
}

void
page_take_kinds(Page *page, PIX *kinds)
{
    g_assert(pixGetDepth(kinds) == 8 && pixGetWidth(kinds) == pixGetWidth(page->image) &&
             pixGetHeight(kinds) == pixGetHeight(page->image));
    pix_clear(&page->kinds);
    page->kinds = kinds;
    page->parts |= PART_KINDS;
}

void
page_take_strokes(Page *page, PIX *strokes)
{
    g_assert(pixGetDepth(strokes) == 32);
    pix_clear(&page->strokes);
    page->strokes = strokes;
}

PIX *
kinds_pixels(PIX *kinds, int wanted, int spared)
{
    PIX *out = pixCreate(pixGetWidth(kinds), pixGetHeight(kinds), 1);
    const int height = pixGetHeight(out), words = pixGetWpl(kinds);
    const gsize wpl = (gsize)pixGetWpl(out);
    const l_uint32 *in = pixGetData(kinds);
    l_uint32 *row = pixGetData(out), taken[256];
    for (int bits = 0; bits < 256; bits++)
        taken[bits] = bits & wanted && !(bits & spared);
    for (int y = 0; y < height; y++, in += words, row += wpl)
        for (int word = 0; word < words; word++) {
            const l_uint32 four = in[word]; /* paper comes in whole words of nothing */
            if (four)
                row[word / 8] |= (taken[four >> 24] << 3 | taken[four >> 16 & 255] << 2 |
                                  taken[four >> 8 & 255] << 1 | taken[four & 255])
                                 << (28 - word % 8 * 4);
        }
    return out;
}

PIX *
page_ink_of(const Page *page, int wanted, int spared)
{
    return page->kinds ? kinds_pixels(page->kinds, wanted, spared)
                       : pixCreate(pixGetWidth(page->image), pixGetHeight(page->image), 1);
}
