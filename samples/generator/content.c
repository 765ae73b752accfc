/* content.c - what the page says. */
#include "content.h"
#include "dates.h"
#include <string.h>

struct Texts {
    GKeyFile *lists;
    char **russian, **english, **lines;
};

static char **
read_lines(const char *path, gsize longest, GError **error)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;
    g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
    g_autoptr(GStrvBuilder) out = g_strv_builder_new();
    for (char **row = rows; *row; row++) {
        g_strstrip(*row);
        if (**row && **row != '#' && strlen(*row) <= longest && g_utf8_validate(*row, -1, NULL))
            g_strv_builder_add(out, *row);
    }
    return g_strv_builder_end(out);
}

Texts *
texts_load(const char *data_dir, const char *lines_path, GError **error)
{
    g_autoptr(Texts) self = g_new0(Texts, 1);
    g_autofree char *lists = g_build_filename(data_dir, "texts", "lists.ini", NULL);
    g_autofree char *russian = g_build_filename(data_dir, "texts", "russian.txt", NULL);
    g_autofree char *english = g_build_filename(data_dir, "texts", "english.txt", NULL);
    self->lists = g_key_file_new();
    if (!g_key_file_load_from_file(self->lists, lists, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", lists);
        return NULL;
    }
    self->russian = read_lines(russian, G_MAXSIZE, error);
    self->english = self->russian ? read_lines(english, G_MAXSIZE, error) : NULL;
    if (!self->english)
        return NULL;
    if (lines_path && !(self->lines = read_lines(lines_path, 400, error)))
        return NULL;
    return g_steal_pointer(&self);
}

void
texts_free(Texts *self)
{
    if (!self)
        return;
    g_clear_pointer(&self->lists, g_key_file_unref);
    g_strfreev(self->russian);
    g_strfreev(self->english);
    g_strfreev(self->lines);
    g_free(self);
}

GKeyFile *
texts_lists(const Texts *self)
{
    return self->lists;
}

static char *
draw(const Texts *self, gboolean russian, const char *list, Chance *chance)
{
    g_auto(GStrv) rows =
        g_key_file_get_string_list(self->lists, russian ? "russian" : "english", list, NULL, NULL);
    if (!rows || !rows[0])
        g_error("lists.ini lacks '%s'", list);
    return g_strdup(chance_pick(chance, rows));
}

/* Fills the {slots} of a sentence: {number}, {day}, or the name of a list. */
static void
add_sentence(const Texts *self, gboolean russian, GString *out, const char *sentence, Chance *chance)
{
    while (*sentence) {
        const char *open = strchr(sentence, '{'), *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            g_string_append(out, sentence);
            return;
        }
        g_string_append_len(out, sentence, open - sentence);
        g_autofree char *slot = g_strndup(open + 1, (gsize)(close - open - 1));
        if (strcmp(slot, "number") == 0) {
            g_string_append_printf(out, "%d", chance_int(chance, 11, 980));
        } else if (strcmp(slot, "day") == 0) {
            Moment m = moment_draw(chance);
            g_autofree char *day = russian ? moment_date_typed(&m, 2) : moment_date_english(&m, 0);
            day[strlen(day) - (russian ? strlen(" 1950 г.") : strlen(" 1950"))] = '\0';
            g_string_append(out, day);
        } else {
            g_autofree char *word = draw(self, russian, slot, chance);
            g_string_append(out, word);
        }
        sentence = close + 1;
    }
}

/* A sentence that the page has not said yet, if that can be had; keeps count in `said`. */
static const char *
fresh_sentence(const Texts *self, gboolean russian, GPtrArray *said, Chance *chance)
{
    const char *sentence = NULL;
    for (int tries = 0; tries < 12; tries++) {
        char **list = russian ? self->russian : self->english;
        if (self->lines && russian && chance_hit(chance, 0.6))
            list = self->lines;
        sentence = chance_pick(chance, list);
        if (!g_ptr_array_find(said, sentence, NULL))
            break;
    }
    g_ptr_array_add(said, (char *)sentence);
    return sentence;
}

/* Paragraphs of two to four sentences, about `letters` letters in all. */
static char *
body_text(const Texts *self, gboolean russian, glong letters, Chance *chance)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) said = g_ptr_array_new();
    int left = chance_int(chance, 2, 4);
    while (out->len == 0 || g_utf8_strlen(out->str, -1) < letters) {
        if (out->len)
            g_string_append(out, left-- > 0 ? " " : "\n");
        if (left < 0)
            left = chance_int(chance, 1, 3);
        add_sentence(self, russian, out, fresh_sentence(self, russian, said, chance), chance);
    }
    return g_string_free(out, FALSE);
}

char *
content_ghost(const Texts *self, gboolean russian, Chance *chance)
{
    return body_text(self, russian, chance_int(chance, 300, 1100), chance);
}

/* П Е К И Н: the typist's way to make a word stand out. */
static char *
spaced(const char *word)
{
    GString *out = g_string_new(NULL);
    for (const char *at = word; *at; at = g_utf8_next_char(at)) {
        if (at > word)
            g_string_append_c(out, ' ');
        g_string_append_unichar(out, g_utf8_get_char(at));
    }
    return g_string_free(out, FALSE);
}

static void
put(GHashTable *values, const char *key, char *value)
{
    g_hash_table_insert(values, g_strdup(key), value);
}

static void
put_number(GHashTable *values, const char *key, int low, int high, Chance *chance)
{
    put(values, key, g_strdup_printf("%d", chance_int(chance, low, high)));
}

/* Hard signs as typists made them: об"единение. */
static void
quote_hard_signs(GHashTable *values, const char *key)
{
    g_auto(GStrv) parts = g_strsplit(g_hash_table_lookup(values, key), "ъ", -1);
    put(values, key, g_strjoinv("\"", parts));
}

static void
put_time(GHashTable *values, const char *name, const Moment *m, int style)
{
    g_autofree char *hour = g_strconcat(name, ".hour", NULL), *minute = g_strconcat(name, ".minute", NULL);
    g_autofree char *day = g_strconcat(name, ".day", NULL), *year = g_strconcat(name, ".year", NULL);
    g_autofree char *value = g_strconcat(name, ".value", NULL);
    put(values, hour, g_strdup_printf("%d", m->hour));
    put(values, minute, g_strdup_printf("%02d", m->minute));
    put(values, day, moment_day_typed(m, style));
    put(values, year, g_strdup_printf("%d", m->year % 10));
    put(values, value, moment_iso(m));
}

static void
put_copies(const Texts *self, gboolean russian, GHashTable *values, int most, Chance *chance)
{
    const int n = chance_int(chance, 3, most);
    for (int i = 1; i <= n; i++) {
        g_autofree char *key = g_strdup_printf("copies_to.%d", i);
        put(values, key, draw(self, russian, "copies", chance));
    }
}

/* Names on the list of copies so far. */
static int
count_copies(GHashTable *values)
{
    for (int n = 0;; n++) {
        g_autofree char *key = g_strdup_printf("copies_to.%d", n + 1);
        if (!g_hash_table_contains(values, key))
            return n;
    }
}

static void
put_typist(const Texts *self, gboolean russian, GHashTable *values, const Moment *m, Chance *chance)
{
    /* As many copies as there are names on the list; now and then the typist miscounts. */
    const int drawn = chance_int(chance, 2, 8), style = chance_int(chance, 0, 1),
              filled = count_copies(values);
    const int copies = filled > 0 && drawn < 8 ? filled : drawn;
    g_autofree char *initials = draw(self, russian, "initials", chance);
    g_autofree char *date = russian ? moment_date_typed(m, style) : moment_date_english(m, 0);
    g_autofree char *iso = moment_iso_date(m);
    if (russian) {
        put(values, "typist_note",
            g_strdup_printf(style ? "%d экз. %s\n%s" : "отп. %d экз. %s.\n%s", copies, initials, date));
        put(values, "typist_note.value", g_strdup_printf("%d экз., %s, %s", copies, initials, iso));
    } else {
        put(values, "typist_note", g_strdup_printf("%d copies\n%s", copies, date));
        put(values, "typist_note.value", g_strdup_printf("%d copies, %s", copies, iso));
    }
}

static void
fill_telegram(const Texts *self, gboolean russian, GHashTable *values, double fill, Chance *chance)
{
    Moment received = moment_draw(chance), sent = moment_later(received, chance_int(chance, 3, 40) * 5);
    const int style = chance_int(chance, 0, 3);
    g_autofree char *city = draw(self, russian, "cities", chance);
    put_number(values, "outgoing_number", 100, 19999, chance);
    put_number(values, "special_number", 10, 1999, chance);
    put(values, "destination", chance_hit(chance, 0.45) && russian ? spaced(city) : g_strdup(city));
    put(values, "destination.value", g_strdup(city));
    put(values, "addressee", draw(self, russian, "addressees", chance));
    put(values, "precedence", draw(self, russian, "precedence", chance));
    put(values, "body", body_text(self, russian, (glong)(120 + fill * 560), chance));
    put(values, "signatory", draw(self, russian, "signatories", chance));
    put_copies(self, russian, values, russian ? 8 : 5, chance);
    put_typist(self, russian, values, &received, chance);
    if (chance_hit(chance, 0.5))
        put_number(values, "reply_to_number", 20, 2400, chance);
    if (chance_hit(chance, 0.6))
        put(values, "sender", draw(self, russian, "senders", chance));
    if (chance_hit(chance, 0.6))
        put(values, "execution", draw(self, russian, "executions", chance));
    if (russian) {
        put(values, "form_number", g_strdup("17"));
        put_number(values, "copy_number", 1, 8, chance);
        put_time(values, "received_at", &received, style);
        put_time(values, "sent_at", &sent, style);
        const gboolean certified = chance_hit(chance, 0.88);
        put(values, "certified", g_strdup(certified ? "yes" : ""));
        put(values, "certification.value", g_strdup(certified ? "present" : "absent"));
        put(values, "registration_note",
            g_strdup_printf("№ %d/%s", chance_int(chance, 100, 4999),
                            chance_hit(chance, 0.5) ? "мин" : "шт"));
    } else {
        put(values, "received_at", moment_english(&received));
        put(values, "received_at.value", moment_iso(&received));
        put(values, "sent_at", moment_english(&sent));
        put(values, "sent_at.value", moment_iso(&sent));
        put(values, "issuer", g_strdup("MFA USSR"));
        put(values, "department", g_strdup("Tenth Department"));
        put(values, "classification", g_strdup("Top Secret"));
        put(values, "copying_notice", g_strdup("Making copies is prohibited"));
    }
}

static void
fill_letter(const Texts *self, gboolean russian, GHashTable *values, int page, int pages, double fill,
            Chance *chance)
{
    Moment m = moment_draw(chance);
    put(values, "body", body_text(self, russian, (glong)(250 + fill * 1400), chance));
    if (page > 1)
        put(values, "page_number", g_strdup_printf(chance_hit(chance, 0.5) ? "- %d -" : "%d.", page));
    if (page == pages) {
        put(values, "signatory", draw(self, russian, "signatories", chance));
        put(values, "signature", g_strdup("yes"));
    }
    if (page > 1)
        return;
    put(values, "date",
        russian ? moment_date_typed(&m, chance_int(chance, 0, 2))
                : moment_date_english(&m, chance_int(chance, 0, 1)));
    put(values, "date.value", moment_iso_date(&m));
    put(values, "addressee", draw(self, russian, "letter_to", chance));
    if (chance_hit(chance, 0.7))
        put(values, "classification", draw(self, russian, "classifications", chance));
    if (chance_hit(chance, 0.5))
        put_number(values, "outgoing_number", 10, 9999, chance);
    if (russian && chance_hit(chance, 0.4))
        put_number(values, "copy_number", 1, 6, chance);
    if (russian && chance_hit(chance, 0.5))
        put(values, "issuer", draw(self, russian, "issuers", chance));
    if (chance_hit(chance, 0.4))
        put(values, "title", draw(self, russian, "titles", chance));
    if (russian && chance_hit(chance, 0.6))
        put_typist(self, russian, values, &m, chance);
    if (!russian) {
        put(values, "salutation", draw(self, russian, "salutations", chance));
        put(values, "closing", draw(self, russian, "closings", chance));
    }
}

GHashTable *
content_make(const Texts *self, const char *kind, int page, int pages, double fill, Chance *chance)
{
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const gboolean russian = strcmp(kind, "form-17") == 0 || strcmp(kind, "letter-ru") == 0;
    if (g_str_has_prefix(kind, "form"))
        fill_telegram(self, russian, values, fill, chance);
    else if (g_str_has_prefix(kind, "letter"))
        fill_letter(self, russian, values, page, pages, fill, chance);
    if (russian && chance_hit(chance, 0.6))
        quote_hard_signs(values, "body");
    return values;
}

void
content_close_up(GHashTable *values, Chance *chance)
{
    const char *body = g_hash_table_lookup(values, "body");
    GString *out = g_string_new(NULL);
    for (const char *at = body; at && *at; at++)
        if (*at != ' ' || at == body || !strchr(",.", at[-1]) || chance_hit(chance, 0.5))
            g_string_append_c(out, *at);
    if (body)
        put(values, "body", g_string_free(out, FALSE));
    else
        g_string_free(out, TRUE);
}

GHashTable *
content_document(const char *path, char **ret_kind, char **ret_layout, GError **error)
{
    g_autoptr(GKeyFile) ini = g_key_file_new();
    if (!g_key_file_load_from_file(ini, path, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    g_autofree char *kind = g_key_file_get_string(ini, "document", "kind", error);
    g_autofree char *layout = kind ? g_key_file_get_string(ini, "document", "layout", error) : NULL;
    g_auto(GStrv) keys = layout ? g_key_file_get_keys(ini, "values", NULL, error) : NULL;
    if (!keys)
        return NULL;
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (char **key = keys; *key; key++)
        put(values, *key, g_key_file_get_string(ini, "values", *key, NULL));
    *ret_kind = g_steal_pointer(&kind);
    *ret_layout = g_steal_pointer(&layout);
    return values;
}
