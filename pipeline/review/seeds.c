/* seeds.c - errors planted among the fields that wait. */
#include "review/seeds.h"
#include <string.h>

#define SUREST 0.995 /* probability of a value that may carry a planted error */

/* What is mistaken for what, both ways. */
static const char *const look_alikes[][2] = {{"3", "8"}, {"1", "7"}, {"0", "6"}, {"5", "6"}, {"4", "9"},
                                             {"2", "7"}, {"и", "н"}, {"ш", "щ"}, {"е", "с"}, {"п", "н"},
                                             {"И", "Н"}, {"Е", "Б"}, {"С", "О"}, {"П", "Н"}, {"Р", "В"}};

static guint
draw(const char *page, const char *name)
{
    g_autofree char *key = g_strdup_printf("seed %s %s", page, name);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    sum[7] = '\0';
    return (guint)g_ascii_strtoull(sum, NULL, 16);
}

/* The value with one character changed; NULL where none of it looks like another. */
static char *
spoil(const char *value, guint chance)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (const char *c = value; *c; c = g_utf8_next_char(c))
        for (guint i = 0; i < 2 * G_N_ELEMENTS(look_alikes); i++)
            if (g_str_has_prefix(c, look_alikes[i / 2][i % 2])) {
                g_array_append_val(places, c);
                break;
            }
    if (places->len == 0)
        return NULL;
    const char *at = g_array_index(places, const char *, chance % places->len);
    guint k = 0;
    while (!g_str_has_prefix(at, look_alikes[k / 2][k % 2]))
        k++;
    const char *own = look_alikes[k / 2][k % 2], *other = look_alikes[k / 2][1 - k % 2];
    return g_strdup_printf("%.*s%s%s", (int)(at - value), value, other, at + strlen(own));
}

typedef struct {
    Desk *desk;
    GPtrArray *candidates; /* of DeskItem */
} Planting;

static gboolean
consider(const ReviewField *field, gpointer user_data, GError **error)
{
    Planting *job = user_data;
    const FormField *described = NULL;
    if (draw(field->page, field->name) >> 4 & 7) /* one in eight is enough to choose from */
        return TRUE;
    if (!field->value || field->confidence < SUREST || *field->value == '[' || field->position >= DESK_SEED)
        return TRUE;
    DeskItem *item = desk_item_new(job->desk, field);
    described = desk_form_field(job->desk, item, NULL);
    gboolean told =
        described && (strcmp(described->type, "digits") == 0 || strcmp(described->type, "moment") == 0 ||
                      strcmp(described->type, "caps") == 0 || strcmp(described->type, "person") == 0);
    item->planted = told ? spoil(field->value, draw(field->page, field->name)) : NULL;
    item->id += DESK_SEED;
    /* It looks as doubtful as the others. */
    item->confidence = 0.4 + (draw(field->page, field->name) % 500) / 1000.0;
    g_ptr_array_add(job->candidates, item);
    return TRUE;
}

static int
by_draw(const void *a, const void *b)
{
    const DeskItem *x = *(const DeskItem *const *)a, *y = *(const DeskItem *const *)b;
    guint n = draw(x->page, x->name), m = draw(y->page, y->name);
    return n != m ? (n > m) - (n < m) : (x->id > y->id) - (x->id < y->id);
}

gboolean
seeds_plant(Desk *desk, GError **error)
{
    guint wanted = (guint)(SEEDS_SHARE * desk->items->len + 0.5);
    Planting job = {desk, desk->seeds};
    if (wanted == 0)
        return TRUE;
    if (!store_each_field(desk->store, "accepted", NULL, consider, &job, error))
        return FALSE;
    g_ptr_array_sort(desk->seeds, by_draw);
    for (guint i = 0; i < desk->seeds->len;) {
        DeskItem *item = desk->seeds->pdata[i];
        if (item->planted && i < wanted)
            g_hash_table_insert(desk->by_id, &item->id, desk->seeds->pdata[i++]);
        else
            g_ptr_array_remove_index(desk->seeds, i);
    }
    return TRUE;
}
