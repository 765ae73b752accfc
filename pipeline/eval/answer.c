/* answer.c - what a reader found on a page. */
#include "answer.h"
#include "record.h"
#include <jansson.h>
#include <string.h>

Answer *
answer_new(const char *state)
{
    Answer *answer = g_new0(Answer, 1);
    answer->page = page_new();
    answer->marks = marks_new();
    answer->state = g_strdup(state);
    return answer;
}

void
answer_free(Answer *answer)
{
    if (!answer)
        return;
    page_free(answer->page);
    g_array_unref(answer->marks);
    g_free(answer->state);
    g_free(answer);
}

gboolean
answer_is_lost(const Answer *answer)
{
    return strcmp(answer->state, "done") != 0 && strcmp(answer->state, "blank") != 0;
}

/* The page does not hold annotations yet; the record does. */
static void
read_marks(GArray *marks, const char *json)
{
    json_t *root = json_loads(json, 0, NULL), *row;
    size_t i;
    json_array_foreach(json_object_get(root, "annotations"), i, row)
    {
        json_t *quad = json_object_get(row, "quad");
        const char *kind = json_string_value(json_object_get(row, "kind"));
        Quad place = {0};
        for (guint k = 0; k < 4; k++) {
            json_t *point = json_array_get(quad, k);
            place.p[k] = (Point){json_number_value(json_array_get(point, 0)),
                                 json_number_value(json_array_get(point, 1))};
        }
        if (kind)
            marks_add(marks, kind, place);
    }
    json_decref(root);
}

Answer *
answer_from_record(const char *state, const char *json, GError **error)
{
    Page *page = record_load(json, error);
    if (!page)
        return NULL;
    Answer *answer = answer_new(state);
    page_free(answer->page);
    answer->page = page;
    answer->has_all = TRUE;
    read_marks(answer->marks, json);
    return answer;
}
