/* sheet.c - reads a layout and places its items. */
#include "sheet.h"
#include "markup.h"
#include "pipeline/error.h"
#include <math.h>
#include <string.h>

typedef struct {
    double x, first, last; /* baselines of an item's first and last line */
} Placed;

typedef struct {
    Sheet *sheet;
    GKeyFile *ini;
    GHashTable *placed; /* item name -> Placed */
    double pitch, leading, y;
    int row;
    GArray *rows;   /* the baseline of each row so far */
    gboolean flows; /* the item stands where the one before it ended */
} Layout;

gboolean
sheet_is_field(const char *name)
{
    static const char *const names[] = {
        "issuer",
        "department",
        "form_number",
        "classification",
        "copying_notice",
        "outgoing_number",
        "special_number",
        "received_at",
        "sent_at",
        "destination",
        "addressee",
        "copy_number",
        "precedence",
        "reply_to_number",
        "body",
        "sender",
        "signatory",
        "typist_note",
        "certification",
        "copies_to",
        "registration_note",
        "date",
        NULL,
    };
    return g_strv_contains(names, name);
}

static void
run_free(void *data)
{
    Run *run = data;
    g_free(run->text);
    g_array_unref(run->spans);
    g_free(run);
}

static void
span_clear(void *data)
{
    g_free(((FieldSpan *)data)->name);
}

static GArray *
spans_new(void)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(FieldSpan));
    g_array_set_clear_func(spans, span_clear);
    return spans;
}

static double
number(const Layout *l, const char *group, const char *key, double other)
{
    return g_key_file_has_key(l->ini, group, key, NULL) ? g_key_file_get_double(l->ini, group, key, NULL)
                                                        : other;
}

static gboolean
flag(const Layout *l, const char *group, const char *key)
{
    return g_key_file_get_boolean(l->ini, group, key, NULL);
}

static gboolean
run_kind(const char *name, RunKind *ret_kind, GError **error)
{
    static const char *const names[] = {"printed", "typed", "hand", "signature", "dots", "rule"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_strcmp0(name, names[i]) == 0) {
            *ret_kind = (RunKind)i;
            return TRUE;
        }
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "layout: unknown item type '%s'", name ? name : "");
    return FALSE;
}

static RunAlign
align_of(const Layout *l, const char *group)
{
    g_autofree char *name = g_key_file_get_string(l->ini, group, "align", NULL);
    return g_strcmp0(name, "centre") == 0  ? ALIGN_CENTRE
           : g_strcmp0(name, "right") == 0 ? ALIGN_RIGHT
                                           : ALIGN_LEFT;
}

static Run *
run_new(const Layout *l, const char *group, RunKind kind)
{
    Run *run = g_new0(Run, 1);
    run->kind = kind;
    run->align = align_of(l, group);
    run->heading = flag(l, group, "heading");
    run->tight = flag(l, group, "tight");
    run->size_pt = number(l, group, "size", 11);
    run->spacing = number(l, group, "spacing", 0);
    run->x = number(l, group, "x", 20);
    run->x_end = number(l, group, "x2", run->x + 40);
    run->baseline = l->y;
    run->row = l->row;
    run->spans = spans_new();
    run->text = g_strdup("");
    return run;
}

/* The spans of the whole text that fall into one of its lines. */
static void
share_spans(Run *run, const GArray *spans, guint start, guint end)
{
    for (guint i = 0; i < spans->len; i++) {
        const FieldSpan *s = &g_array_index(spans, FieldSpan, i);
        FieldSpan piece = {NULL, MAX(s->start, start), MIN(s->end, end)};
        if (piece.start >= piece.end)
            continue;
        piece.name = g_strdup(s->name);
        piece.start -= start;
        piece.end -= start;
        if (piece.end == end - start)
            piece.end = (guint)strlen(run->text);
        g_array_append_val(run->spans, piece);
    }
}

/* Typists hit a printed line within a millimetre or two: all that is as near as that stands on one row. */
static void
find_row(Layout *l)
{
    for (guint i = 0; i < l->rows->len; i++)
        if (fabs(g_array_index(l->rows, double, i) - l->y) < 2.1) {
            l->row = (int)i;
            return;
        }
    l->row = (int)l->rows->len;
    g_array_append_val(l->rows, l->y);
}

static void
place_typed(Layout *l, const char *group, const char *text, const GArray *spans)
{
    int indent = (int)number(l, group, "indent", 0);
    g_autoptr(GArray) lines =
        markup_wrap(text, (int)(number(l, group, "wrap", 0) / l->pitch), indent, flag(l, group, "hyphens"));
    double leading = number(l, group, "leading", 1) * l->leading;
    for (guint i = 0; i < lines->len; i++) {
        const TypedLine *line = &g_array_index(lines, TypedLine, i);
        if (i) {
            l->y += leading;
            find_row(l);
        }
        if (line->start == line->end)
            continue;
        Run *run = run_new(l, group, RUN_TYPED);
        g_free(run->text);
        g_autofree char *piece = g_strndup(text + line->start, line->end - line->start);
        run->text = g_strconcat(piece, line->hyphen ? "-" : NULL, NULL);
        share_spans(run, spans, line->start, line->end);
        double width = l->pitch * (double)g_utf8_strlen(run->text, -1);
        run->x += line->indent * l->pitch;
        run->x -= run->align == ALIGN_CENTRE ? width / 2 : run->align == ALIGN_RIGHT ? width : 0;
        run->align = ALIGN_LEFT;
        g_ptr_array_add(l->sheet->runs, run);
    }
}

static void
place_other(Layout *l, const char *group, RunKind kind, const char *text, const GArray *spans)
{
    Run *run = run_new(l, group, kind);
    g_autofree char *field = g_key_file_get_string(l->ini, group, "field", NULL);
    g_free(run->text);
    run->text = g_strdup(text);
    share_spans(run, spans, 0, (guint)strlen(text));
    if (field) {
        FieldSpan whole = {g_strdup(field), 0, (guint)strlen(text)};
        g_array_append_val(run->spans, whole);
    }
    g_ptr_array_add(l->sheet->runs, run);
}

/* Sets the baseline of the item: at `y`, `gap` under another item, or (with neither) on the line of the one
 * before. */
static gboolean
find_baseline(Layout *l, const char *group, GError **error)
{
    g_autofree char *below = g_key_file_get_string(l->ini, group, "below", NULL);
    g_autofree char *beside = g_key_file_get_string(l->ini, group, "beside", NULL);
    const char *other = below ? below : beside;
    /* An item that stands on the line of the one before flows if that one does. */
    if (g_key_file_has_key(l->ini, group, "y", NULL))
        l->flows = FALSE;
    else if (other || g_key_file_has_key(l->ini, group, "lines", NULL) ||
             g_key_file_has_key(l->ini, group, "gap", NULL))
        l->flows = TRUE;
    if (other) {
        const Placed *placed = g_hash_table_lookup(l->placed, other);
        if (!placed) {
            g_set_error(error, VERNO_ERROR, VERNO_ERROR_SETUP, "layout: item '%s' refers to '%s'", group,
                        other);
            return FALSE;
        }
        l->y = (below ? placed->last : placed->first) + number(l, group, "gap", 0) +
               number(l, group, "lines", 0) * l->leading;
    } else {
        l->y = number(l, group, "y",
                      l->y + number(l, group, "gap", 0) + number(l, group, "lines", 0) * l->leading);
    }
    find_row(l);
    return TRUE;
}

static gboolean
place_item(Layout *l, const char *group, GError **error)
{
    RunKind kind;
    g_autofree char *type = g_key_file_get_string(l->ini, group, "type", NULL);
    g_autofree char *condition = g_key_file_get_string(l->ini, group, "if", NULL);
    g_autofree char *pattern = g_key_file_get_string(l->ini, group, "text", NULL);
    g_autoptr(GArray) spans = spans_new();
    if (!run_kind(type, &kind, error) || !find_baseline(l, group, error))
        return FALSE;
    Placed *placed = g_new0(Placed, 1);
    placed->first = l->y;
    g_autofree char *text = markup_expand(pattern ? pattern : "", l->sheet->values, spans);
    const char *needed = condition ? g_hash_table_lookup(l->sheet->values, condition) : "yes";
    const gboolean wordless = kind == RUN_SIGNATURE || kind == RUN_DOTS || kind == RUN_RULE;
    if (needed && *needed && (*text || wordless)) {
        if (kind == RUN_TYPED)
            place_typed(l, group, text, spans);
        else
            place_other(l, group, kind, text, spans);
    }
    placed->last = l->y;
    if (l->flows)
        l->sheet->flow_bottom = MAX(l->sheet->flow_bottom, l->y);
    g_hash_table_insert(l->placed, g_strdup(group + strlen("item ")), placed);
    return TRUE;
}

static void
read_labels(Sheet *sheet, GKeyFile *ini)
{
    g_auto(GStrv) keys = g_key_file_get_keys(ini, "labels", NULL, NULL);
    for (char **key = keys; key && *key; key++)
        g_hash_table_insert(sheet->labels, g_strdup(*key), g_key_file_get_string(ini, "labels", *key, NULL));
}

Sheet *
sheet_new(GKeyFile *ini, GHashTable *values, double pitch_mm, double leading_mm, GError **error)
{
    g_autoptr(Sheet) sheet = g_new0(Sheet, 1);
    g_autoptr(GHashTable) placed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(double));
    Layout l = {sheet, ini, placed, pitch_mm, leading_mm, 20, 0, rows, FALSE};
    sheet->runs = g_ptr_array_new_with_free_func(run_free);
    sheet->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    sheet->values = values;
    sheet->width_mm = number(&l, "layout", "width", 210);
    sheet->height_mm = number(&l, "layout", "height", 297);
    sheet->limit = number(&l, "layout", "limit", sheet->height_mm - 18);
    sheet->form = g_key_file_get_string(ini, "layout", "form", NULL);
    sheet->script = g_key_file_get_string(ini, "layout", "script", NULL);
    read_labels(sheet, ini);
    for (char **group = groups; *group; group++)
        if (g_str_has_prefix(*group, "item ") && !place_item(&l, *group, error))
            return NULL;
    return g_steal_pointer(&sheet);
}

void
sheet_free(Sheet *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->runs);
    g_hash_table_unref(self->labels);
    g_free(self->form);
    g_free(self->script);
    g_free(self);
}
