/* why-field.c - the story of a field's value, printed. */
#include "cli/why-field.h"
#include "record.h"
#include "words.h"
#include <stdio.h>
#include <string.h>

void
why_print_box(const Quad *quad)
{
    printf("    box         ");
    for (int i = 0; i < 4; i++)
        printf(" %.1f,%.1f", quad->p[i].x, quad->p[i].y);
    printf("  (stored pixels, clockwise from the text's top left)\n");
}

static void
print_text(const char *title, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *shown = path_dup_text(lines[i]);
        printf("    %-12s “%s”\n", i ? "" : title, shown);
    }
}

static void
print_reason(const char *code)
{
    const char *words = words_of_reason(code);
    printf("    why          %s%s%s\n", code, words ? ": " : "", words ? words : "");
}

/* Words of the page whose middle lies in the field's box, as they were first read. */
static void
print_words(const Page *page, const Field *field)
{
    double x0, y0, x1, y1;
    quad_bounds(&field->quad, &x0, &y0, &x1, &y1);
    guint count = 0;
    for (guint i = 0; i < page->lines->len; i++) {
        const Line *line = page->lines->pdata[i];
        for (guint j = 0; j < line->words->len; j++) {
            const Word *word = line->words->pdata[j];
            double wx0, wy0, wx1, wy1;
            quad_bounds(&word->quad, &wx0, &wy0, &wx1, &wy1);
            double x = (wx0 + wx1) / 2, y = (wy0 + wy1) / 2;
            if (x < x0 || x > x1 || y < y0 || y > y1)
                continue;
            g_autofree char *shown = path_dup_text(word->raw ? word->raw : word->text);
            printf("%s“%s” %.2f", count++ ? ", " : "    words        ", shown, word->confidence);
        }
    }
    if (count)
        printf("\n");
}

static void
print_decision(const Field *field)
{
    g_autofree char *who = path_dup_text(field->decided_by);
    if (field->machine)
        print_text("machine", field->machine);
    else
        printf("    machine      none\n");
    printf("    decided      %s by %s, %s; was %s\n", field->decision, who, field->decided_at,
           field->machine_status);
}

static void
print_evidence(const Field *field)
{
    printf("    evidence     ");
    for (guint i = 0; i < N_EVIDENCE; i++)
        printf("%s%s %.4g", i ? ", " : "", evidence_name((Evidence)i), field->evidence[i]);
    printf("\n");
}

void
why_print_field(const Page *page, const Field *field)
{
    static const Quad nowhere;
    const char *label = field->label ? field->label : "";
    printf("\nfield %s%s%s%s\n", field->name, *label ? " («" : "", label, *label ? "»)" : "");
    if (field->value)
        print_text("value", field->value);
    else
        printf("    value        none\n");
    if (field->raw)
        print_text("typed as", field->raw);
    if (field->decision)
        print_decision(field);
    printf("    status       %s\n    confidence   %.4f\n", field->status, field->confidence);
    if (field->weighed)
        print_evidence(field);
    for (guint i = 0; field->reasons && field->reasons[i]; i++)
        print_reason(field->reasons[i]);
    for (guint i = 0; field->alternatives && i < field->alternatives->len; i++) {
        const Alternative *other = &g_array_index(field->alternatives, Alternative, i);
        g_autofree char *shown = path_dup_text(other->text);
        printf("    %-12s “%s” %.4f\n", i ? "" : "or", shown, other->probability);
    }
    if (page->form.id)
        printf("    form         %s, its labels found by %.2f, read by %.2f\n", page->form.id,
               page->form.confidence, page->form.registration);
    if (memcmp(&field->quad, &nowhere, sizeof nowhere) == 0)
        return;
    why_print_box(&field->quad);
    print_words(page, field);
}
