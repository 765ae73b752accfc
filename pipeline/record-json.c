/* record-json.c - pieces of JSON that many members of a record are made of, read and checked. */
#include "record-json.h"
#include "error.h"
#include <string.h>

gboolean
record_unpack(json_t *value, GError **error, const char *format, ...)
{
    json_error_t trouble;
    va_list args;
    va_start(args, format);
    int status = json_vunpack_ex(value, &trouble, 0, format, args);
    va_end(args);
    if (status == 0)
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: %s", trouble.text);
    return FALSE;
}

gboolean
record_complain(GError **error, const char *what, const char *value)
{
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: %s is \"%s\"", what, value);
    return FALSE;
}

gboolean
record_check_list(json_t *value, const char *what, GError **error)
{
    if (!value || json_is_array(value))
        return TRUE;
    g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: \"%s\" is no list", what);
    return FALSE;
}

gboolean
record_nullable(json_t *value, const char *what, char **ret_text, GError **error)
{
    if (!json_is_string(value) && !json_is_null(value)) {
        g_set_error(error, VERNO_ERROR, VERNO_ERROR_STORE, "record: \"%s\" is neither text nor null", what);
        return FALSE;
    }
    *ret_text = g_strdup(json_string_value(value));
    return TRUE;
}

gboolean
record_quad(json_t *value, Quad *ret_quad, GError **error)
{
    Point *p = ret_quad->p;
    return record_unpack(value, error, "[[FF!][FF!][FF!][FF!]!]", &p[0].x, &p[0].y, &p[1].x, &p[1].y, &p[2].x,
                         &p[2].y, &p[3].x, &p[3].y);
}

gboolean
record_alternatives(json_t *list, GArray **ret_list, GError **error)
{
    if (!record_check_list(list, "alternatives", error))
        return FALSE;
    for (gsize i = 0; i < json_array_size(list); i++) {
        const char *text;
        double probability;
        if (!record_unpack(json_array_get(list, i), error, "[sF!]", &text, &probability))
            return FALSE;
        alternatives_add(ret_list, text, probability);
    }
    return TRUE;
}
