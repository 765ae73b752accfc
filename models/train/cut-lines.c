/* cut-lines.c - cuts drawn pages into lines, exactly as the recogniser will see them.
 *
 * cut-lines LANGUAGE PAGES STEM [--notes] [--pictures]: PAGES is a folder that `verno sample --rotation 0`
 * drew. Each page goes through verno's own stages up to `lines`; every line found that covers one line of the
 * truth and nothing else is cut out by the recogniser's own crop, with 3 to 9 px of padding by chance, and
 * goes with its text to STEM*.lstmf, or with --pictures to STEM*.png and STEM*.gt.txt, a line set for `verno
 * eval
 * --lines`. With --notes it is what hands wrote that is cut, as the stage `notes` cuts it. What was not found
 * as one line is left out and counted. */
#include "eval/gold.h"
#include "lstmf.h"
#include "plan.h"
#include "reader.h"
#include "samples/generator/chance.h"
#include "stages.h"
#include "stages/recognise/crop.h"
#include "stages/recognise/note-crop.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VARIED 3 /* variants of a note, besides itself: a page of notes costs more than its lines */

typedef struct {
    Lstmf *lines; /* NULL: pictures */
    const char *stem;
    gboolean notes;
    guint cut, missed;
} Cutter;

static gboolean
read_page(Plan *plan, const char *scan, Page *page, GError **error)
{
    int fd = open(scan, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s cannot be opened", scan);
        return FALSE;
    }
    gboolean done =
        all_readers[0]->read(fd, 1, &budget_default, page, error) && plan_run(plan, page, NULL, error);
    close(fd);
    return done;
}

/* How much of `a` lies within `b`, sideways and up and down; both as their bounds. */
static double
covered(const Quad *a, const Quad *b, gboolean sideways)
{
    double ax0, ay0, ax1, ay1, bx0, by0, bx1, by1;
    quad_bounds(a, &ax0, &ay0, &ax1, &ay1);
    quad_bounds(b, &bx0, &by0, &bx1, &by1);
    return sideways ? (MIN(ax1, bx1) - MAX(ax0, bx0)) / (ax1 - ax0)
                    : (MIN(ay1, by1) - MAX(ay0, by0)) / (ay1 - ay0);
}

static gboolean
same_line(const Line *truth, const Line *found)
{
    double letter = truth->quad.p[3].y - truth->quad.p[0].y, length = truth->quad.p[1].x - truth->quad.p[0].x;
    double slack = MIN(0.3, 0.4 * letter / MAX(1, length));
    return covered(&truth->quad, &found->quad, TRUE) > 1 - slack &&
           covered(&found->quad, &truth->quad, TRUE) > 1 - slack &&
           covered(&truth->quad, &found->quad, FALSE) > 0.6;
}

static const Line *
find_line(const Page *page, const Line *truth)
{
    for (guint i = 0; i < page->lines->len; i++)
        if (same_line(truth, page->lines->pdata[i]))
            return page->lines->pdata[i];
    return NULL;
}

static GBytes *
png_of(PIX *pix)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    pixWriteMemPng(&data, &size, pix, 0);
    return g_bytes_new_with_free_func(data, size, free, data);
}

static gboolean
keep(Cutter *cutter, PIX *grey, const char *text, GError **error)
{
    g_autoptr(GBytes) png = png_of(grey);
    g_autofree char *name = g_strdup_printf("%s%06u", cutter->stem, cutter->cut++);
    if (cutter->lines)
        return lstmf_add(cutter->lines, name, png, text, error);
    gsize size;
    const char *data = g_bytes_get_data(png, &size);
    g_autofree char *picture = g_strconcat(name, ".png", NULL), *truth = g_strconcat(name, ".gt.txt", NULL);
    return g_file_set_contents(picture, data, (gssize)size, error) &&
           g_file_set_contents(truth, text, -1, error);
}

/* The ink of a grey picture with `pad` of white round it, to destroy. */
static PIX *
tighten(PIX *grey, int pad)
{
    PIX_AUTO *ink = pixThresholdToBinary(grey, 140), *unused = NULL;
    BOX *box = NULL;
    if (pixClipToForeground(ink, &unused, &box) != 0 || !box)
        return pixClone(grey);
    PIX_AUTO *clipped = pixClipRectangle(grey, box, NULL);
    boxDestroy(&box);
    return pixAddBorder(clipped, pad, 255);
}

/* The same note by a less steady hand that leans and spreads otherwise, with another pen; to destroy. */
static PIX *
vary(PIX *grey, Chance *chance)
{
    float stretch = (float)chance_range(chance, 0.8, 1.25), lean = (float)chance_range(chance, -0.3, 0.3);
    float shake = (float)chance_range(chance, 0, 0.06) * (float)pixGetHeight(grey);
    PIX_AUTO *bent = pixRandomHarmonicWarp(grey, shake, shake, 0.06f, 0.06f, 3, 3,
                                           (l_uint32)chance_int(chance, 1, 1 << 20), 255);
    PIX_AUTO *wide = pixScaleGrayLI(bent, stretch, 1);
    PIX_AUTO *room = pixAddBorderGeneral(wide, 16, 16, 0, 0, 255);
    PIX_AUTO *leant = pixHShearLI(room, (l_int32)pixGetHeight(room) / 2, lean, L_BRING_IN_WHITE);
    const int pen = chance_int(chance, 0, 5);
    PIX_AUTO *drawn = pen == 0   ? pixErodeGray(leant, 3, 3)
                      : pen == 1 ? pixBlockconv(leant, 1, 1)
                      : pen == 2 ? pixErodeGray(leant, 3, 1)
                      : pen == 3 ? pixGammaTRC(NULL, leant, 0.6f, 0, 255)
                                 : pixClone(leant);
    return tighten(drawn, chance_int(chance, 4, 7));
}

static gboolean
keep_varied(Cutter *cutter, PIX *grey, const char *text, GError **error)
{
    Chance chance;
    chance_init(&chance, cutter->cut, 0, 2);
    for (int i = 0; i < VARIED; i++) {
        PIX_AUTO *other = vary(grey, &chance);
        if (!keep(cutter, other, text, error))
            return FALSE;
    }
    return TRUE;
}

/* The note that covers this line of a hand and no more: tilted notes reach over their line's ends. */
static const Annotation *
find_note(const Page *page, const Line *truth)
{
    for (guint i = 0; i < page->annotations->len; i++) {
        const Annotation *note = page->annotations->pdata[i];
        if (note->kind == ANNOTATION_HANDWRITING && covered(&truth->quad, &note->quad, TRUE) > 0.93 &&
            covered(&note->quad, &truth->quad, TRUE) > 0.9 &&
            covered(&truth->quad, &note->quad, FALSE) > 0.8 &&
            covered(&note->quad, &truth->quad, FALSE) > 0.7)
            return note;
    }
    return NULL;
}

/* The line's picture as the recogniser will see it, to destroy; NULL where it was not found as one. */
static PIX *
cut_line(const Cutter *cutter, const Page *page, const Line *truth)
{
    Chance chance;
    chance_init(&chance, cutter->cut + cutter->missed, 0, 1);
    if (cutter->notes) {
        const Annotation *note = find_note(page, truth);
        PIX_AUTO *hands = note ? page_ink_of(page, INK_HAND | INK_SIGNATURE, 0) : NULL;
        Affine unused;
        return note ? note_picture(page, hands, note, &unused) : NULL;
    }
    const Line *found = find_line(page, truth);
    g_auto(LineCrop) crop = {0};
    return found && crop_line(page, found, chance_int(&chance, 3, 9), &crop) ? pixClone(crop.grey) : NULL;
}

static gboolean
cut_page(Cutter *cutter, Plan *plan, const char *scan, const char *truth_path, GError **error)
{
    g_autoptr(Page) page = page_new();
    g_autoptr(Gold) gold = gold_load(truth_path, error);
    if (!gold || !read_page(plan, scan, page, error))
        return FALSE;
    for (guint i = 0; i < gold->page->lines->len; i++) {
        const Line *truth = gold->page->lines->pdata[i];
        if (cutter->notes ? truth->kind != LINE_HANDWRITTEN
                          : truth->kind != LINE_TYPED && truth->kind != LINE_PRINTED)
            continue;
        PIX_AUTO *grey = cut_line(cutter, page, truth);
        if (!grey) {
            cutter->missed++;
            continue;
        }
        const char *text = truth->raw ? truth->raw : truth->text;
        if (!keep(cutter, grey, text, error) ||
            (cutter->notes && cutter->lines && !keep_varied(cutter, grey, text, error)))
            return FALSE;
    }
    return TRUE;
}

/* The stages before the first that reads; for notes, what gathers them, too. */
static Plan *
plan_of_cleaning(gboolean notes, GError **error)
{
    static const Stage *stages[64];
    guint n = 0, i = 0;
    for (; all_stages[i] && strcmp(all_stages[i]->name, "upright") != 0 && n < G_N_ELEMENTS(stages) - 2; i++)
        stages[n++] = all_stages[i];
    for (; notes && all_stages[i]; i++)
        if (strcmp(all_stages[i]->name, "marks") == 0)
            stages[n++] = all_stages[i];
    return plan_new(stages, NULL, error);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean
cut_folder(Cutter *cutter, const char *folder, GError **error)
{
    g_autoptr(Plan) plan = plan_of_cleaning(cutter->notes, error);
    g_autoptr(GDir) dir =
        plan && plan_open(plan, &(StageEnv){.models_dir = VERNO_SOURCE_DIR "/models"}, error)
            ? g_dir_open(folder, 0, error)
            : NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!dir)
        return FALSE;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        if (g_str_has_suffix(name, ".tif"))
            g_ptr_array_add(names, g_strndup(name, strlen(name) - 4));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *scan = g_strdup_printf("%s/%s.tif", folder, (char *)names->pdata[i]);
        g_autofree char *truth = g_strdup_printf("%s/%s-p1.truth.json", folder, (char *)names->pdata[i]);
        if (!cut_page(cutter, plan, scan, truth, error)) {
            g_prefix_error(error, "%s: ", scan);
            return FALSE;
        }
    }
    return TRUE;
}

int
main(int argc, char **argv)
{
    gboolean notes = argc > 4 && strcmp(argv[4], "--notes") == 0;
    gboolean pictures = argc > 4 && strcmp(argv[argc - 1], "--pictures") == 0;
    if (argc != 4 + notes + pictures) {
        g_printerr("usage: cut-lines LANGUAGE PAGES STEM [--notes] [--pictures]\n");
        return EXIT_FAILURE;
    }
    g_autoptr(GError) error = NULL;
    Cutter cutter = {.stem = argv[3], .notes = notes, .lines = pictures ? NULL : lstmf_new(argv[3], argv[1])};
    gboolean done = cut_folder(&cutter, argv[2], &error);
    if (cutter.lines && !lstmf_close(cutter.lines, done ? &error : NULL))
        done = FALSE;
    if (error)
        g_printerr("cut-lines: %s\n", error->message);
    g_print("%u lines cut, %u not found as one line\n", cutter.cut, cutter.missed);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
