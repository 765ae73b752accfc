/* again.c - part of a line, read anew in other ways. */
#include "again.h"
#include "crop.h"
#include "engine.h"

#define PAD 6 /* white pixels round the ink, as for whole lines */

struct AgainReader {
    Engine *own, *other;
};

struct AgainPart {
    PIX *grey, *ink;  /* 8 bits each, padded */
    Affine to_stored; /* pixel of both -> stored pixel */
};

AgainReader *
again_load(const char *models_dir, const char *own, const char *other, GError **error)
{
    g_autoptr(AgainReader) reader = g_new0(AgainReader, 1);
    reader->own = engine_load(models_dir, own, error);
    if (!reader->own)
        return NULL;
    reader->other = engine_load(models_dir, other, error);
    return reader->other ? g_steal_pointer(&reader) : NULL;
}

void
again_free(AgainReader *reader)
{
    if (!reader)
        return;
    engine_free(reader->own);
    engine_free(reader->other);
    g_free(reader);
}

gboolean
again_pair_load(AgainPair *pair, const char *models_dir, AgainModels models, GError **error)
{
    pair->cyrillic = again_load(models_dir, models.own, models.other, error);
    pair->latin = pair->cyrillic ? again_load(models_dir, models.own_latin, models.other_latin, error) : NULL;
    return pair->latin != NULL;
}

void
again_pair_clear(AgainPair *pair)
{
    g_clear_pointer(&pair->cyrillic, again_free);
    g_clear_pointer(&pair->latin, again_free);
}

char *
again_pair_dup_models(const AgainPair *pair)
{
    return g_strdup_printf("%s %s %s %s", engine_model(pair->cyrillic->own),
                           engine_model(pair->cyrillic->other), engine_model(pair->latin->own),
                           engine_model(pair->latin->other));
}

AgainPart *
again_cut(const Page *page, const Line *line, double x0, double x1)
{
    g_auto(LineCrop) crop = {0};
    if (!crop_line(page, line, PAD, &crop))
        return NULL;
    int width = pixGetWidth(crop.grey), height = pixGetHeight(crop.grey);
    int left = CLAMP((int)(x0 - crop.to_working.c), 0, width);
    int right = CLAMP((int)(x1 - crop.to_working.c), 0, width);
    if (right - left < 8)
        return NULL;
    BOX *box = boxCreate(left, 0, right - left, height);
    PIX_AUTO *grey = pixClipRectangle(crop.grey, box, NULL), *bits = pixClipRectangle(crop.ink, box, NULL);
    boxDestroy(&box);
    PIX_AUTO *ink = pixConvert1To8(NULL, bits, 255, 0);
    AgainPart *part = g_new0(AgainPart, 1);
    part->grey = pixAddBorderGeneral(grey, PAD, PAD, 0, 0, 255);
    part->ink = pixAddBorderGeneral(ink, PAD, PAD, 0, 0, 255);
    Affine to_working = affine_then(affine_translate(left - PAD, 0), crop.to_working);
    part->to_stored = affine_then(to_working, page->to_original);
    return part;
}

void
again_part_free(AgainPart *part)
{
    if (!part)
        return;
    pix_clear(&part->grey);
    pix_clear(&part->ink);
    g_free(part);
}

/* The part's picture as the way-th way sees it, to destroy. */
static PIX *
look_of(const AgainPart *part, guint way)
{
    if (way == 0)
        return pixClone(part->ink);
    if (way == AGAIN_PLAIN)
        return pixClone(part->grey);
    return way == 1 ? pixGammaTRC(NULL, part->grey, 0.5f, 0, 255) : pixBlockconv(part->grey, 1, 1);
}

GPtrArray *
again_read(const AgainReader *reader, const AgainPart *part, guint way)
{
    PIX_AUTO *look = look_of(part, way);
    g_autoptr(Reading) reading = engine_read_line(way == 2 ? reader->other : reader->own, look, 300, TRUE);
    for (guint i = 0; i < reading->words->len; i++) {
        Word *word = reading->words->pdata[i];
        word->quad = affine_quad(part->to_stored, word->quad);
        for (guint j = 0; j < word->symbols->len; j++) {
            Symbol *symbol = word->symbols->pdata[j];
            symbol->quad = affine_quad(part->to_stored, symbol->quad);
        }
    }
    return g_ptr_array_ref(reading->words);
}
