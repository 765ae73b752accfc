/* test-spelling.c - what typed text means: signs of a typewriter that are others, and persons. */
#include "forms/lists.h"
#include "forms/prose.h"
#include "forms/spelling.h"

static void
test_plain(void)
{
    static const char *const rows[][2] = {
        {"об\"единения ви-\nновных", "объединения виновных"},
        {"0бъем раз\" яснения 30 дней", "Объем разъяснения 30 дней"},
        {"06 исполнении, 06\"ем, 06 июня", "Об исполнении, Объем, 06 июня"},
        {"ответа. 0б исполнении", "ответа. Об исполнении"},
        {"on I6 September, II June, I May, I came", "on 16 September, 11 June, 1 May, I came"},
        {"Просъба, изъян, объем, съезд, въ", "Просьба, изъян, объем, съезд, въ"},
        {"Срок -\nдве недели, т.Сталин-\nСССР", "Срок - две недели, т.Сталин- СССР"},
        {"19.У1-53 г. в 3 часа", "19.У1-53 г. в 3 часа"},
        {"", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *plain = spelling_plain(rows[i][0]);
        g_assert_cmpstr(plain, ==, rows[i][1]);
    }
}

/* Text as a typist leaves it has no odd place, whatever its abbreviations, numbers and brackets. */
static void
test_odd(void)
{
    static const struct {
        const char *text;
        guint odd;
    } rows[] = {
        {"В 4 час. 30 мин. 5 мая 1950 г. решили (как и прежде): срок -\nдве недели...", 0},
        {"Mr. Carter left.\nThe No. 12 was\nre-\nturned \"at once\".", 0},
        {"Сняли плату деньга-\nПросим ответа.", 1},
        {"Приняты с благодарностью.. Лед тронулся.", 1},
        {"Ответа не было. решили ждать", 2},
        {"Сообщили ,что мостПостроен.", 2},
        {"В приложении ' список.", 1},
        {"Протест. © результатах.", 2},
        {"Арестовало 9%2 делегата, 2/3 из них 13-14 мая.", 1},
        {"", 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpuint(prose_count_odd(rows[i].text), ==, rows[i].odd);
}

static void
test_person(void)
{
    static const char *const rows[][3] = {
        {"А. ВЫШИНСКИЙ", "А. ВЫШИНСКИЙ", "А. ВЫШИНСКИЙ"},
        {" Н,РОЩИН.", "Н,РОЩИН", "Н.РОЩИН"},
        {"А ГРОМЫКО", "А ГРОМЫКО", "А.ГРОМЫКО"},
        {"А./ВЫШИНСКИЙ", "А./ВЫШИНСКИЙ", "А. ВЫШИНСКИЙ"},
        {"Б,/ПОДЦЕРОБ", "Б,/ПОДЦЕРОБ", "Б.ПОДЦЕРОБ"},
        {"A GROMYKO", "A GROMYKO", "A. GROMYKO"},
        {"V -MOLOTOV", "V -MOLOTOV", "V. MOLOTOV"},
        {"V.MOLOTOV", "V.MOLOTOV", "V. MOLOTOV"},
        {"fF. GUSEV", "F. GUSEV", "F. GUSEV"},
        {"Vo MOLOTOV", NULL, NULL},
        {"wv. MOLOTOV", "V. MOLOTOV", "V. MOLOTOV"},
        {"‘V. MOLOTOV", "V. MOLOTOV", "V. MOLOTOV"},
        {"ф. ГУСЕВ", "Ф. ГУСЕВ", "Ф. ГУСЕВ"},
        {"В.М.МОЛОТОВ", "В.М.МОЛОТОВ", "В.М.МОЛОТОВ"},
        {"Я. МА ЛИК", "Я. МА ЛИК", "Я. МА ЛИК"},
        {"КИМ ИР", "КИМ ИР", "КИМ ИР"},
        /* An initial was here: a name without it is not what was typed. */
        {". VYSHINSKY", NULL, NULL},
        {"7. ГУСЕВ", NULL, NULL},
        {"¥. GUSEV", NULL, NULL},
        {"MALIK", "MALIK", "MALIK"},
        {"в тот же день", NULL, NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = NULL, *raw = spelling_person(rows[i][0], &value);
        g_assert_cmpstr(raw, ==, rows[i][1]);
        g_assert_cmpstr(value, ==, rows[i][2]);
    }
}

static void
test_respell(void)
{
    static const char *const rows[][3] = {
        {"МАЛИК", "Я.МА ЛИК", "Я.МАЛИК"},
        {"ШТЫКОВ", "ТШТЫКОВ", "Т.ШТЫКОВ"},
        {"Вышинский", "А. ВЫШИНС КИЙ", "А. ВЫШИНСКИЙ"},
        {"МОЛОТОВ", "В.Моло тов", "В.Молотов"},
        {"КЛЕМЕНТИС-ПРАГА", "Клементис-Прага", "Клементис-Прага"},
        {"МАЛИК", "Я.ЗОРИН", "Я.ЗОРИН"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = lists_respell(rows[i][0], rows[i][1], FALSE);
        g_assert_cmpstr(value, ==, rows[i][2]);
    }
    g_autofree char *english = lists_respell("Malik", "YMALIK", TRUE);
    g_assert_cmpstr(english, ==, "Y. MALIK");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spelling/plain", test_plain);
    g_test_add_func("/spelling/person", test_person);
    g_test_add_func("/spelling/respell", test_respell);
    g_test_add_func("/spelling/odd", test_odd);
    return g_test_run();
}
