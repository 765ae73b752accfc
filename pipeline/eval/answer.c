/* answer.c - what a reader found on a page. */
#include "answer.h"
#include "record.h"
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
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *found = page->annotations->pdata[i];
        marks_add(answer->marks, annotation_kind_name(found->kind), found->quad);
    }
    return answer;
}
