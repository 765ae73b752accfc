/* test-landing.c - a reply whose record is none becomes a failure before anybody counts it. */
#include "landing.h"
#include "record.h"
#include "sample-page.h"

static guint
judge(const char *record, const char *verdict, gboolean *ret_record)
{
    g_auto(GVariantDict) reply = G_VARIANT_DICT_INIT(NULL);
    guint state = 99;
    g_variant_dict_insert(&reply, "state", "u", (guint)STATE_DONE);
    g_variant_dict_insert(&reply, "verdict", "s", verdict);
    g_variant_dict_insert(&reply, "record", "s", record);
    landing_judge_reply(&reply);
    g_variant_dict_lookup(&reply, "state", "u", &state);
    *ret_record = g_variant_dict_contains(&reply, "record");
    g_assert_cmpint(state == STATE_FAILED, ==, g_variant_dict_contains(&reply, "cause"));
    return state;
}

static void
test_judge(void)
{
    g_autoptr(Page) page = sample_page_new("box/0001.tif", "plain");
    g_autofree char *whole = record_dup_json(page, NULL);
    const struct {
        const char *record, *verdict;
        guint state;
    } cases[] = {
        {whole, "good", STATE_DONE},        {whole, "splendid", STATE_FAILED}, {"{}", "good", STATE_FAILED},
        {"not json", "good", STATE_FAILED}, {"", "good", STATE_FAILED},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean kept;
        g_assert_cmpuint(judge(cases[i].record, cases[i].verdict, &kept), ==, cases[i].state);
        g_assert_cmpint(kept, ==, cases[i].state == STATE_DONE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/landing/judge-reply", test_judge);
    return g_test_run();
}
