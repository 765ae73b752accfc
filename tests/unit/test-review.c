/* test-review.c - the desk without a browser: who may ask, what is learnt, what grammar says, what is cut
 * out. */
#include "review/guard.h"
#include "review/learn.h"
#include "review/picture.h"
#include "review/routes.h"
#include "review-web.h"
#include <gio/gio.h>
#include <string.h>

static guint
judge(Guard *guard, GuardHeaders headers)
{
    const char *code;
    return guard_judge(guard, &headers, &code);
}

static void
test_guard(void)
{
    Guard guard, other;
    g_assert_true(guard_begin(&guard, 8123, NULL));
    g_assert_true(guard_begin(&other, 8123, NULL));
    g_assert_cmpuint(strlen(guard.token), ==, 32);
    g_assert_cmpstr(guard.token, !=, other.token);
    g_assert_false(guard_begin(&other, 8123, "short"));
    g_assert_false(guard_begin(&other, 8123, "0123456789ABCDEF"));
    const GuardHeaders good = {.host = "127.0.0.1:8123", .token = guard.token, .api = TRUE};
    g_assert_cmpuint(judge(&guard, good), ==, 0);
    static const char *const hosts[] = {
        NULL, "", "127.0.0.1", "127.0.0.1:81", "evil.example:8123", "127.0.0.1:8123.evil.example"};
    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
        GuardHeaders bad = good;
        bad.host = hosts[i];
        g_assert_cmpuint(judge(&guard, bad), ==, 403);
    }
    static const char *const origins[] = {"null", "http://evil.example", "https://127.0.0.1:8123",
                                          "http://127.0.0.1:8123.evil.example"};
    for (guint i = 0; i < G_N_ELEMENTS(origins); i++) {
        GuardHeaders bad = good;
        bad.origin = origins[i];
        g_assert_cmpuint(judge(&guard, bad), ==, 403);
    }
    GuardHeaders own = good;
    own.origin = "http://localhost:8123";
    own.site = "same-origin";
    g_assert_cmpuint(judge(&guard, own), ==, 0);
    own.site = "same-site";
    g_assert_cmpuint(judge(&guard, own), ==, 403);
    GuardHeaders page = {.host = "localhost:8123", .site = "none"};
    g_assert_cmpuint(judge(&guard, page), ==,
                     0); /* an address typed in: the page's own files need no token */
    GuardHeaders typed = good;
    typed.post = TRUE;
    g_assert_cmpuint(judge(&guard, typed), ==, 415);
    typed.type = "application/json; charset=utf-8";
    g_assert_cmpuint(judge(&guard, typed), ==, 0);
    guint status = 0;
    for (guint i = 0; i < 5000 && status == 0; i++)
        status = judge(&guard, good);
    g_assert_cmpuint(status, ==, 429);
}

static void
test_routes(void)
{
    gint64 id;
    g_assert_nonnull(routes_find(FALSE, "/api/field/7001", &id));
    g_assert_cmpint(id, ==, 7001);
    static const char *const nowhere[] = {
        "/api/field/", "/api/field/1x", "/api/field/-1", "/api/field/1/2", "/api/field/+1",
        "/api/fieldx", "/api/",         "/api/queue/1",  "/api/field/../", "/api/field/99999999999999999999"};
    for (guint i = 0; i < G_N_ELEMENTS(nowhere); i++)
        g_assert_null(routes_find(FALSE, nowhere[i], &id));
    g_assert_null(routes_find(FALSE, "/api/decide", &id)); /* nothing is decided by looking */
    g_assert_null(routes_find(TRUE, "/api/field/1", &id));
}

static void
test_learn(void)
{
    g_autoptr(GPtrArray) offers = NULL;
    Learnt *learnt = learnt_new();
    g_assert_cmpfloat(learnt_doubt(learnt, "destination", "ПЕКИН"), ==, 1);
    learnt_note(learnt, "destination", "ПЕКИП", "ПЕКИН");
    learnt_note(learnt, "outgoing_number", "8З91", "8391");
    learnt_note(learnt, "special_number", "5З6", "536");
    learnt_note(learnt, "special_number", "12", NULL); /* illegible teaches nothing */
    g_assert_cmpfloat(learnt_doubt(learnt, "destination", "ПЕКИН"), <, 1);
    g_assert_cmpfloat(learnt_doubt(learnt, "copy_number", "З"), >, 1);
    g_assert_cmpfloat(learnt_doubt(learnt, "copy_number", "4"), ==, 1);
    offers = learnt_alternatives(learnt, "destination", "ПЕНИН");
    g_assert_cmpuint(offers->len, ==, 1);
    g_assert_cmpstr(offers->pdata[0], ==, "ПЕКИН");
    g_clear_pointer(&offers, g_ptr_array_unref);
    offers = learnt_alternatives(learnt, "copy_number", "2З");
    g_assert_cmpuint(offers->len, ==, 1);
    g_assert_cmpstr(offers->pdata[0], ==, "23");
    g_clear_pointer(&offers, g_ptr_array_unref);
    offers = learnt_alternatives(learnt, "sender", "ПЕНИН"); /* a city says nothing of senders */
    g_assert_cmpuint(offers->len, ==, 0);
    learnt_free(learnt);
}

/* 30 % around and 8 mm at least, within the picture. */
static void
test_cut(void)
{
    DeskCut cut = picture_cut((DeskBox){1000, 1000, 1400, 1040}, 2480, 3508, 254);
    g_assert_cmpint(cut.x, ==, 880);
    g_assert_cmpint(cut.width, ==, 640);
    g_assert_cmpint(cut.y, ==, 920);
    g_assert_cmpint(cut.height, ==, 200);
    cut = picture_cut((DeskBox){-50, 3490, 30, 3600}, 2480, 3508, 254);
    g_assert_cmpint(cut.x, ==, 0);
    g_assert_cmpint(cut.y + cut.height, <=, 3508);
    g_assert_cmpint(cut.height, >=, 1);
    DeskBox room =
        picture_room((DeskBox){1000, 1000, 1100, 1020}, 60, 254); /* beside the label, not only it */
    g_assert_cmpfloat(room.x0, ==, 1000);
    g_assert_cmpfloat(room.x1, ==, 1700);
    g_assert_cmpfloat(room.y0, ==, 910);
    g_assert_cmpfloat(room.y1, ==, 1110);
    cut = picture_cut((DeskBox){5000, 5000, 5100, 5100}, 2480, 3508, 254); /* outside: still a picture */
    g_assert_cmpint(cut.x + cut.width, <=, 2480);
    g_assert_cmpint(cut.width, >=, 1);
}

/* A field is with one person at a time, and with another once the time is over or the field is left. */
static void
test_lease(void)
{
    Desk desk = {.leases = desk_leases_new(), .lease_s = 0.2};
    const char *who;
    double seconds;
    g_assert_true(desk_lease(&desk, 7001, "anna", &who, &seconds));
    g_assert_false(desk_lease(&desk, 7001, "boris", &who, &seconds));
    g_assert_cmpstr(who, ==, "anna");
    g_assert_cmpfloat(seconds, >, 0);
    g_assert_cmpfloat(seconds, <=, 0.2);
    g_usleep(G_USEC_PER_SEC / 8);
    g_assert_true(desk_lease(&desk, 7001, "anna", &who, &seconds)); /* asked again: longer */
    g_usleep(G_USEC_PER_SEC / 8);
    g_assert_false(desk_lease(&desk, 7001, "boris", &who, &seconds));
    g_usleep(G_USEC_PER_SEC / 4);
    g_assert_null(desk_leased_to(&desk, 7001, "boris", &seconds));
    g_assert_true(desk_lease(&desk, 7001, "boris", &who, &seconds)); /* anna's time is over */
    g_assert_false(desk_lease(&desk, 7001, "anna", &who, &seconds));
    g_assert_cmpstr(who, ==, "boris");
    g_assert_true(desk_lease(&desk, 7002, "boris", &who, &seconds)); /* one at a time */
    g_assert_true(desk_lease(&desk, 7001, "anna", &who, &seconds));
    g_hash_table_unref(desk.leases);
}

/* The whole page stays under 60 kB as it stands in the source tree, and every file of it is built in. */
static void
test_size(void)
{
    const char *folder = VERNO_SOURCE_DIR "/pipeline/review/web", *name;
    gsize sum = 0, files = 0;
    g_autoptr(GError) error = NULL;
    GDir *dir = g_dir_open(folder, 0, &error);
    g_assert_no_error(error);
    review_web_register_resource();
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *inside = g_strconcat("/verno/review/", name, NULL);
        g_autofree char *text = NULL;
        gsize length = 0;
        g_assert_true(g_file_get_contents(path, &text, &length, NULL));
        g_autoptr(GBytes) built = g_resources_lookup_data(inside, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
        g_assert_nonnull(built);
        g_assert_cmpmem(text, length, g_bytes_get_data(built, NULL), g_bytes_get_size(built));
        sum += length;
        files++;
    }
    g_dir_close(dir);
    g_assert_cmpuint(files, >, 5);
    g_assert_cmpuint(sum, <, 60000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/review/guard", test_guard);
    g_test_add_func("/review/routes", test_routes);
    g_test_add_func("/review/learn", test_learn);
    g_test_add_func("/review/cut", test_cut);
    g_test_add_func("/review/lease", test_lease);
    g_test_add_func("/review/size", test_size);
    return g_test_run();
}
