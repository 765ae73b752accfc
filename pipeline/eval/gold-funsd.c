/* gold-funsd.c - FUNSD annotations: a form's entries, each a list of words with boxes. An entry may run over
 * several rows; its words are put into lines by their vertical middle. */
#include "error.h"
#include "gold.h"
#include <jansson.h>

static gboolean
read_box(json_t *json, Quad *ret_quad)
{
    double side[4];
    if (json_array_size(json) != 4)
        return FALSE;
    for (guint i = 0; i < 4; i++)
        side[i] = json_number_value(json_array_get(json, i));
    *ret_quad = quad_from_rect(side[0], side[1], side[2] - side[0], side[3] - side[1]);
    return TRUE;
}

static gboolean
same_row(const Line *line, const Quad *quad)
{
    const Word *last = line->words->pdata[line->words->len - 1];
    double middle = (quad->p[0].y + quad->p[2].y) / 2;
    return middle > last->quad.p[0].y && middle < last->quad.p[2].y && quad->p[0].x > last->quad.p[0].x;
}

static void
enclose(Line *line)
{
    double x0, y0, x1, y1, left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = 0, bottom = 0;
    for (guint i = 0; i < line->words->len; i++) {
        const Word *word = line->words->pdata[i];
        quad_bounds(&word->quad, &x0, &y0, &x1, &y1);
        left = MIN(left, x0);
        top = MIN(top, y0);
        right = MAX(right, x1);
        bottom = MAX(bottom, y1);
    }
    line->quad = quad_from_rect(left, top, right - left, bottom - top);
    line_refresh(line);
}

static void
read_entry(Page *page, json_t *entry)
{
    Line *line = NULL;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(entry, "words"), i, row)
    {
        Quad quad;
        const char *text = json_string_value(json_object_get(row, "text"));
        if (!text || !*text || !read_box(json_object_get(row, "box"), &quad))
            continue;
        if (!line || !same_row(line, &quad))
            line = page_add_line(page, LINE_PRINTED, quad);
        line_add_word(line, text, quad, 1);
        enclose(line);
    }
}

gboolean
gold_read_funsd(Gold *truth, GError **error)
{
    json_error_t where;
    json_t *root = json_load_file(truth->path, 0, &where);
    json_t *form = json_object_get(root, "form"), *row;
    if (!json_is_array(form)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "is no FUNSD annotation: %s",
                    root ? "no array `form`" : where.text);
        json_decref(root);
        return FALSE;
    }
    size_t i;
    json_array_foreach(form, i, row) read_entry(truth->page, row);
    truth->places = TRUE;
    json_decref(root);
    return TRUE;
}
