/* test-folder-check.c - links between pages and rules over a folder. */
#include "folder-check.h"
#include "record.h"
#include "sample-store.h"
#include <string.h>

static const char *const texts[] = {
    "Передайте Мао Цзе-дуну следующее. Предложения корейских товарищей следует рассмотреть совместно с "
    "китайскими товарищами, так как обстановка изменилась и требует нового обсуждения в ближайшее время.",
    "Качество угля не соответствует образцам. Выборы назначены на осень, статистические сведения будут "
    "доставлены с ближайшей почтой вместе с отчетом посольства за истекший квартал текущего года.",
};

typedef struct {
    const char *form, *outgoing, *special, *received, *body;
} Telegram;

static void
add_field(Page *page, const char *name, const char *value)
{
    Field *field = value ? page_add_field(page, name) : NULL;
    if (!field)
        return;
    field->label = g_strdup("");
    field->raw = g_strdup(value);
    field->value = g_strdup(value);
    field->confidence = 0.95;
    field->status = g_strdup("accepted");
}

static void
put_telegram(Store *store, guint n, const Telegram *telegram)
{
    g_autoptr(Page) page = page_new();
    g_autofree char *path = g_strdup_printf("%02u.tif", n);
    page->form.id = g_strdup(telegram->form);
    page->source.path = g_strdup(path);
    g_strlcpy(page->source.sha256, sample_store_sum(n), sizeof page->source.sha256);
    page->source.number = page->source.pages = 1;
    page->source.dpi_source = "tag";
    page->source.compression = "none";
    add_field(page, "outgoing_number", telegram->outgoing);
    add_field(page, "special_number", telegram->special);
    add_field(page, "received_at", telegram->received);
    add_field(page, "body", telegram->body);
    g_autofree char *record = record_dup_json(page, NULL);
    sample_store_put_scan(store, path, n, 1);
    sample_store_put_page(store, n, 1, STATE_DONE, "plan", record);
}

static gboolean
keep_record(const PageEntry *entry, gpointer user_data, GError **error)
{
    *(char **)user_data = g_strdup(entry->page->record);
    return TRUE;
}

static Page *
load(Store *store, guint n)
{
    char id[32];
    g_autofree char *record = NULL;
    g_autoptr(GError) error = NULL;
    store_make_id(id, sample_store_sum(n), 1);
    g_assert_true(store_each_place(store, id, keep_record, &record, &error));
    Page *page = record_load(record, &error);
    g_assert_no_error(error);
    return page;
}

/* "duplicate:2:same_text translation:3:outgoing_number", by the pages' numbers here. */
static char *
dup_links(Store *store, guint n, guint count)
{
    g_autoptr(Page) page = load(store, n);
    GString *text = g_string_new(NULL);
    for (guint other = 1; other <= count; other++)
        for (guint i = 0; i < page->links->len; i++) {
            const PageLink *link = page->links->pdata[i];
            char id[32];
            store_make_id(id, sample_store_sum(other), 1);
            if (strcmp(link->page, id) == 0)
                g_string_append_printf(text, "%s%s:%u:%s", text->len ? " " : "", link->kind, other,
                                       link->why);
        }
    return g_string_free(text, FALSE);
}

static FolderFindings
run_check(Store *store, const GArray *rules)
{
    FolderFindings findings;
    g_autoptr(GError) error = NULL;
    g_assert_true(folder_check(store, rules, NULL, &findings, &error));
    g_assert_no_error(error);
    return findings;
}

static void
assert_links(Store *store, guint n, guint count, const char *wanted)
{
    g_autofree char *links = dup_links(store, n, count);
    g_assert_cmpstr(links, ==, wanted);
}

static void
test_links(void)
{
    static const Telegram telegrams[] = {
        {"form-17", "8600", "550", "1950-05-14T04:10", NULL},
        {"form-17", "8600", "558", "1950-05-14T04:10", NULL},    /* one number misread */
        {"form-17-en", "8600", "550", "1950-05-14T04:10", NULL}, /* its translation */
        {"form-17", "8600", "711", "1951-05-14T04:10", NULL},    /* the same number a year later */
        {NULL, NULL, NULL, NULL, NULL},
        {"form-17", "1", "2", "1950-01-01T00:00", NULL},
        {"form-17", "3", "4", "1950-02-01T00:00", NULL},
        {"form-17", "5", "6", "1950-03-01T00:00", NULL},
    };
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    for (guint i = 0; i < G_N_ELEMENTS(telegrams); i++) {
        Telegram telegram = telegrams[i];
        g_autofree char *misread = g_strdup(texts[0]);
        memcpy(strstr(misread, "обстановка"), "ю", 2);
        /* Pages 6 and 7: one paper read twice; 8: another one. */
        telegram.body = i == 5 ? texts[0] : i == 6 ? misread : i == 7 ? texts[1] : NULL;
        put_telegram(store, i + 1, &telegram);
    }
    guint count = G_N_ELEMENTS(telegrams);
    for (int again = 0; again < 2; again++) { /* the second time finds the same and nothing twice */
        FolderFindings findings = run_check(store, NULL);
        g_assert_cmpint(findings.links, ==, 5);
        assert_links(store, 1, count, "duplicate:2:outgoing_number translation:3:outgoing_number");
        assert_links(store, 2, count, "duplicate:1:outgoing_number translation:3:outgoing_number");
        assert_links(store, 3, count, "translation:1:outgoing_number translation:2:outgoing_number");
        assert_links(store, 4, count, "");
        assert_links(store, 5, count, "");
        assert_links(store, 6, count, "duplicate:7:same_text");
        assert_links(store, 7, count, "duplicate:6:same_text");
        assert_links(store, 8, count, "");
    }
    g_clear_pointer(&store, store_close);
    sample_store_remove(folder);
}

/* Status and reasons of a page's outgoing number: "review rule_failed:rising". */
static char *
dup_status(Store *store, guint n)
{
    g_autoptr(Page) page = load(store, n);
    const Field *field = page->fields->pdata[0];
    g_autofree char *reasons = g_strjoinv(" ", field->reasons);
    return g_strdup_printf("%s%s%s", field->status, *reasons ? " " : "", reasons);
}

static void
put_row(Store *store, const char *const *numbers, guint count)
{
    for (guint i = 0; i < count; i++) {
        g_autofree char *moment = g_strdup_printf("1950-05-%02uT04:10", i + 1);
        Telegram telegram = {"form-17", numbers[i], NULL, moment, NULL};
        put_telegram(store, i + 1, &telegram);
    }
}

static void
test_rises(void)
{
    static const char *const broken[] = {"10", "20", "30", "3", "40", "50", "60", "70"};
    static const char *const mended[] = {"10", "20", "30", "33", "40", "50", "60", "70"};
    static const char *const mixed[] = {"70", "20", "60", "3", "50", "10", "40", "30"};
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(FolderRule));
    FolderRule rule = {"form-17", "rising", "outgoing_number", "received_at"};
    g_array_append_val(rules, rule);
    put_row(store, broken, 8);
    for (int again = 0; again < 2; again++) {
        g_assert_cmpint(run_check(store, rules).broken, ==, 1);
        g_autofree char *bad = dup_status(store, 4), *good = dup_status(store, 5);
        g_assert_cmpstr(bad, ==, "review rule_failed:rising");
        g_assert_cmpstr(good, ==, "accepted");
    }
    put_row(store, mended, 8); /* read again: what was said of the page is taken back */
    g_assert_cmpint(run_check(store, rules).broken, ==, 0);
    g_autofree char *now = dup_status(store, 4);
    g_assert_cmpstr(now, ==, "accepted");
    put_row(store, mixed, 8); /* a folder in no order says nothing */
    g_assert_cmpint(run_check(store, rules).broken, ==, 0);
    g_clear_pointer(&store, store_close);
    sample_store_remove(folder);
}

/* A page's contrast stands in for all that a batch is compared by. */
static void
measure_contrast(const Page *page, double *ret)
{
    ret[0] = page->quality.contrast;
    ret[1] = ret[2] = ret[3] = 1;
}

static void
put_pale(Store *store, guint n, double contrast)
{
    g_autoptr(Page) page = page_new();
    g_autofree char *path = g_strdup_printf("%02u.tif", n);
    page->source.path = g_strdup(path);
    g_strlcpy(page->source.sha256, sample_store_sum(n), sizeof page->source.sha256);
    page->source.number = page->source.pages = 1;
    page->source.dpi_source = "tag";
    page->source.compression = "none";
    page->quality = (PageQuality){.known = TRUE, .contrast = contrast};
    add_field(page, "outgoing_number", "8600");
    g_autofree char *record = record_dup_json(page, NULL);
    sample_store_put_scan(store, path, n, 1);
    sample_store_put_page(store, n, 1, STATE_DONE, "plan", record);
}

/* Eight pale pages of twenty take the promise back for themselves; two of twenty are what was expected. */
static void
test_drift(void)
{
    FolderLike like = {{"contrast", "b", "c", "d"}, {0.5, 0, 0, 0}, measure_contrast};
    g_autofree char *folder = sample_store_dup_folder();
    g_autoptr(Store) store = sample_store_open(folder);
    g_autoptr(GError) error = NULL;
    FolderFindings findings;
    for (guint i = 1; i <= 20; i++)
        put_pale(store, i, i <= 8 ? 0.3 : 0.8);
    for (int again = 0; again < 2; again++) {
        g_assert_true(folder_check(store, NULL, &like, &findings, &error));
        g_assert_cmpstr(findings.drifted, ==, "contrast");
        g_assert_cmpuint(findings.pages_low, ==, 8);
        g_assert_cmpuint(findings.withdrawn, ==, 8);
        g_autofree char *pale = dup_status(store, 3), *dark = dup_status(store, 15);
        g_assert_cmpstr(pale, ==, "review promise_withdrawn");
        g_assert_cmpstr(dark, ==, "accepted");
    }
    for (guint i = 9; i <= 12; i++) /* more than half: it is another batch altogether */
        put_pale(store, i, 0.3);
    g_assert_true(folder_check(store, NULL, &like, &findings, &error));
    g_assert_cmpuint(findings.withdrawn, ==, 20);
    for (guint i = 3; i <= 12; i++) /* scanned anew */
        put_pale(store, i, 0.8);
    g_assert_true(folder_check(store, NULL, &like, &findings, &error));
    g_assert_null(findings.drifted);
    g_autofree char *now = dup_status(store, 1);
    g_assert_cmpstr(now, ==, "accepted");
    g_clear_pointer(&store, store_close);
    sample_store_remove(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/folder/links", test_links);
    g_test_add_func("/folder/rises", test_rises);
    g_test_add_func("/folder/drift", test_drift);
    return g_test_run();
}
