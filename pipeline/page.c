/* page.c - the page record. */
#include "page.h"
#include <math.h>
#include <string.h>

static void
alternative_clear(void *data)
{
    g_free(((Alternative *)data)->text);
}

void
alternatives_add(GArray **list, const char *text, double probability)
{
    if (!*list) {
        *list = g_array_new(FALSE, FALSE, sizeof(Alternative));
        g_array_set_clear_func(*list, alternative_clear);
    }
    Alternative row = {g_strdup(text), probability};
    g_array_append_val(*list, row);
}

static void
symbol_free(void *data)
{
    Symbol *symbol = data;
    g_free(symbol->text);
    g_clear_pointer(&symbol->alternatives, g_array_unref);
    g_free(symbol);
}

void
word_free(Word *word)
{
    if (!word)
        return;
    g_free(word->text);
    g_free(word->raw);
    g_ptr_array_unref(word->symbols);
    g_clear_pointer(&word->alternatives, g_array_unref);
    g_free(word);
}

void
line_free(Line *line)
{
    if (!line)
        return;
    g_free(line->text);
    g_free(line->raw);
    g_free(line->machine);
    g_ptr_array_unref(line->words);
    g_free(line);
}

static void
field_free(void *data)
{
    Field *field = data;
    g_free(field->name);
    g_free(field->label);
    g_free(field->raw);
    g_free(field->value);
    g_free(field->status);
    g_strfreev(field->reasons);
    g_clear_pointer(&field->alternatives, g_array_unref);
    g_free(field->decision);
    g_free(field->decided_by);
    g_free(field->decided_at);
    g_free(field->machine);
    g_free(field->machine_status);
    g_free(field);
}

PageLink *
page_link_new(const char *kind, const char *other, const char *why)
{
    PageLink *link = g_new0(PageLink, 1);
    *link = (PageLink){g_strdup(kind), g_strdup(other), g_strdup(why)};
    return link;
}

void
page_link_free(PageLink *link)
{
    g_free(link->kind);
    g_free(link->page);
    g_free(link->why);
    g_free(link);
}

static void
remark_free(void *data)
{
    Remark *remark = data;
    g_free(remark->stage);
    g_free(remark->code);
    g_free(remark->text);
    g_free(remark);
}

Page *
page_new(void)
{
    Page *page = g_new0(Page, 1);
    page->lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
    page->fields = g_ptr_array_new_with_free_func(field_free);
    page->annotations = page_annotations_new();
    page->links = g_ptr_array_new_with_free_func((GDestroyNotify)page_link_free);
    page->remarks = g_ptr_array_new_with_free_func(remark_free);
    page->to_original = affine_identity();
    page->script = "Zyyy";
    page->source.number = page->source.pages = 1;
    page->source.orientation = 1;
    page->source.dpi_source = "none";
    page->source.compression = "none";
    return page;
}

void
page_free(Page *page)
{
    if (!page)
        return;
    pix_clear(&page->original);
    pix_clear(&page->image);
    pix_clear(&page->ink);
    pix_clear(&page->kinds);
    pix_clear(&page->strokes);
    g_ptr_array_unref(page->annotations);
    g_ptr_array_unref(page->lines);
    g_ptr_array_unref(page->fields);
    g_free(page->form.id);
    g_ptr_array_unref(page->links);
    g_ptr_array_unref(page->remarks);
    g_free(page->source.path);
    g_free(page);
}

void
page_take_original(Page *page, PIX *original)
{
    g_assert(!page->original);
    page->original = original;
    page->image = pixClone(original);
    page->source.width = pixGetWidth(original);
    page->source.height = pixGetHeight(original);
    page->parts |= PART_IMAGE;
}

void
page_take_image(Page *page, PIX *image, const Affine *from_old)
{
    g_assert(image);
    if (from_old) {
        page->to_original = affine_then(affine_invert(*from_old), page->to_original);
        pix_clear(&page->ink);
        pix_clear(&page->kinds);
        pix_clear(&page->strokes);
        page->parts &= ~(PART_INK | PART_KINDS);
    } else {
        g_assert(pixGetWidth(image) == pixGetWidth(page->image) &&
                 pixGetHeight(image) == pixGetHeight(page->image));
    }
    if (image != page->image)
        pix_clear(&page->image);
    page->image = image;
}

void
page_take_ink(Page *page, PIX *ink)
{
    g_assert(pixGetDepth(ink) == 1 && pixGetWidth(ink) == pixGetWidth(page->image) &&
             pixGetHeight(ink) == pixGetHeight(page->image));
    pix_clear(&page->ink);
    page->ink = ink;
    page->parts |= PART_INK;
}

void
page_refresh_rotation(Page *page)
{
    /* Where the working picture's rightward direction points in the stored one; y runs down, so this is
     * clockwise. */
    double degrees = atan2(page->to_original.d, page->to_original.a) * 180 / G_PI;
    page->rotation = (((int)lround(degrees / 90) % 4 + 4) % 4) * 90;
}

Quad
page_to_stored(const Page *page, Quad working)
{
    return affine_quad(page->to_original, working);
}

Quad
page_from_stored(const Page *page, Quad stored)
{
    return affine_quad(affine_invert(page->to_original), stored);
}

Line *
page_add_line(Page *page, LineKind kind, Quad stored)
{
    Line *line = g_new0(Line, 1);
    line->kind = kind;
    line->script = "Zyyy";
    line->quad = stored;
    line->text = g_strdup("");
    line->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
    g_ptr_array_add(page->lines, line);
    page->parts |= PART_LINES;
    return line;
}

Word *
word_new(const char *text, Quad stored, double confidence)
{
    Word *word = g_new0(Word, 1);
    word->text = g_strdup(text);
    word->quad = stored;
    word->confidence = confidence;
    word->symbols = g_ptr_array_new_with_free_func(symbol_free);
    return word;
}

Word *
line_add_word(Line *line, const char *text, Quad stored, double confidence)
{
    Word *word = word_new(text, stored, confidence);
    g_ptr_array_add(line->words, word);
    return word;
}

Symbol *
word_add_symbol(Word *word, const char *text, Quad stored, double confidence)
{
    Symbol *symbol = g_new0(Symbol, 1);
    symbol->text = g_strdup(text);
    symbol->quad = stored;
    symbol->confidence = confidence;
    g_ptr_array_add(word->symbols, symbol);
    return symbol;
}

void
line_clear_words(Line *line)
{
    g_ptr_array_set_size(line->words, 0);
    g_free(line->text);
    line->text = g_strdup("");
    g_clear_pointer(&line->raw, g_free);
    line->confidence = 0;
}

void
line_refresh(Line *line)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) raw = g_string_new(NULL);
    double sum = 0, characters = 0;
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        if (i > 0) {
            g_string_append_c(text, ' ');
            g_string_append_c(raw, ' ');
        }
        g_string_append(text, word->text);
        g_string_append(raw, word->raw ? word->raw : word->text);
        double length = g_utf8_strlen(word->text, -1);
        sum += word->confidence * length;
        characters += length;
    }
    g_free(line->text);
    g_clear_pointer(&line->raw, g_free);
    if (strcmp(text->str, raw->str) != 0)
        line->raw = g_strdup(raw->str);
    line->text = g_strdup(text->str);
    line->confidence = characters > 0 ? sum / characters : 0;
}

Field *
page_add_field(Page *page, const char *name)
{
    Field *field = g_new0(Field, 1);
    field->name = g_strdup(name);
    g_ptr_array_add(page->fields, field);
    page->parts |= PART_FIELDS;
    return field;
}

static void
add_remark(Page *page, const char *stage, const char *code, char *text, gboolean doubt)
{
    Remark *remark = g_new0(Remark, 1);
    remark->stage = g_strdup(stage);
    remark->code = g_strdup(code);
    remark->text = text;
    remark->doubt = doubt;
    g_ptr_array_add(page->remarks, remark);
    if (doubt && page->verdict == VERDICT_GOOD)
        page->verdict = VERDICT_DOUBTFUL;
}

void
page_remark(Page *page, const char *stage, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_remark(page, stage, code, g_strdup_vprintf(format, args), FALSE);
    va_end(args);
}

void
page_doubt(Page *page, const char *stage, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_remark(page, stage, code, g_strdup_vprintf(format, args), TRUE);
    va_end(args);
}

gboolean
page_has_remark(const Page *page, const char *stage, const char *code)
{
    for (guint i = 0; i < page->remarks->len; i++) {
        const Remark *remark = page->remarks->pdata[i];
        if (strcmp(remark->stage, stage) == 0 && strcmp(remark->code, code) == 0)
            return TRUE;
    }
    return FALSE;
}

static const char *const kind_names[] = {"typed", "printed", "handwritten", "stamped"};

const char *
line_kind_name(LineKind kind)
{
    return kind_names[kind];
}

gboolean
line_kind_from_name(const char *name, LineKind *ret_kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(kind_names); i++)
        if (strcmp(kind_names[i], name) == 0) {
            *ret_kind = (LineKind)i;
            return TRUE;
        }
    return FALSE;
}

const char *
verdict_name(Verdict verdict)
{
    static const char *const names[] = {"good", "doubtful", "failed"};
    return names[verdict];
}

void
page_add_link(Page *page, const char *kind, const char *other, const char *why)
{
    g_ptr_array_add(page->links, page_link_new(kind, other, why));
}

Field *
page_find_field(const Page *page, const char *name)
{
    for (guint i = 0; i < page->fields->len; i++) {
        Field *field = page->fields->pdata[i];
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

void
field_add_reason(Field *field, const char *reason)
{
    if (field->reasons && g_strv_contains((const char *const *)field->reasons, reason))
        return;
    g_autoptr(GStrvBuilder) reasons = g_strv_builder_new();
    if (field->reasons)
        g_strv_builder_addv(reasons, (const char **)field->reasons);
    g_strv_builder_add(reasons, reason);
    g_strfreev(field->reasons);
    field->reasons = g_strv_builder_end(reasons);
    g_free(field->status);
    field->status = g_strdup("review");
}
