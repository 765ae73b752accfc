/* assign.c - which words that were read lie on which line of the truth. */
#include "assign.h"

#define MAX_CORNERS 16
#define ENOUGH      0.3 /* of the word on the line */
#define MOST        0.7 /* of a short line under a long word … */
#define MUCH_LONGER 6   /* … that is no more than so many times its area */

/* Keeps the part of a polygon on the side of the edge a-b on which `inside` is positive. */
static guint
clip(const Point *from, guint n, Point a, Point b, double sign, Point *to)
{
    guint kept = 0;
    for (guint i = 0; i < n; i++) {
        Point p = from[i], q = from[(i + 1) % n];
        double dp = sign * ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
        double dq = sign * ((b.x - a.x) * (q.y - a.y) - (b.y - a.y) * (q.x - a.x));
        if (dp >= 0)
            to[kept++] = p;
        if ((dp > 0 && dq < 0) || (dp < 0 && dq > 0)) {
            double t = dp / (dp - dq);
            to[kept++] = (Point){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
        }
    }
    return kept;
}

static double
signed_area(const Point *p, guint n)
{
    double twice = 0;
    for (guint i = 0; i < n; i++)
        twice += p[i].x * p[(i + 1) % n].y - p[(i + 1) % n].x * p[i].y;
    return twice / 2;
}

double
quad_shared_area(const Quad *a, const Quad *b)
{
    double ax0, ay0, ax1, ay1, bx0, by0, bx1, by1;
    quad_bounds(a, &ax0, &ay0, &ax1, &ay1);
    quad_bounds(b, &bx0, &by0, &bx1, &by1);
    if (ax0 >= bx1 || bx0 >= ax1 || ay0 >= by1 || by0 >= ay1)
        return 0;
    Point shape[MAX_CORNERS], next[MAX_CORNERS];
    guint n = 4;
    double sign = signed_area(b->p, 4) >= 0 ? 1 : -1;
    for (guint i = 0; i < 4; i++)
        shape[i] = a->p[i];
    for (guint i = 0; i < 4 && n > 0; i++) {
        n = clip(shape, n, b->p[i], b->p[(i + 1) % 4], sign, next);
        for (guint k = 0; k < n; k++)
            shape[k] = next[k];
    }
    double area = n > 2 ? signed_area(shape, n) : 0;
    return ABS(area);
}

static Point
middle_of(const Quad *q)
{
    return (Point){(q->p[0].x + q->p[1].x + q->p[2].x + q->p[3].x) / 4,
                   (q->p[0].y + q->p[1].y + q->p[2].y + q->p[3].y) / 4};
}

static gboolean
holds(const Quad *q, Point p)
{
    double sign = signed_area(q->p, 4) >= 0 ? 1 : -1;
    for (guint i = 0; i < 4; i++) {
        Point a = q->p[i], b = q->p[(i + 1) % 4];
        if (sign * ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) < 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
belongs(const Quad *line, const Quad *word, double shared)
{
    double word_area = quad_area(word), line_area = quad_area(line);
    return shared > 0 && (shared >= ENOUGH * word_area || holds(line, middle_of(word)) ||
                          (shared >= MOST * line_area && word_area <= MUCH_LONGER * line_area));
}

static gint
find_line(const Page *truth, const Word *word)
{
    gint best = -1;
    double best_shared = 0;
    for (guint i = 0; i < truth->lines->len; i++) {
        const Line *line = truth->lines->pdata[i];
        double shared = quad_shared_area(&line->quad, &word->quad);
        if (shared > best_shared && belongs(&line->quad, &word->quad, shared)) {
            best = (gint)i;
            best_shared = shared;
        }
    }
    return best;
}

static int
by_place(gconstpointer a, gconstpointer b, gpointer user_data)
{
    const Line *line = user_data;
    Point from = line->quad.p[0], to = line->quad.p[1];
    Point p = middle_of(&(*(Word *const *)a)->quad), q = middle_of(&(*(Word *const *)b)->quad);
    double ahead = (p.x - q.x) * (to.x - from.x) + (p.y - q.y) * (to.y - from.y);
    return (ahead > 0) - (ahead < 0);
}

GPtrArray *
assign_words(const Page *truth, const Page *read, GPtrArray *ret_stray)
{
    GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < truth->lines->len; i++)
        g_ptr_array_add(lists, g_ptr_array_new());
    for (guint i = 0; i < read->lines->len; i++) {
        const Line *line = read->lines->pdata[i];
        for (guint k = 0; k < line->words->len; k++) {
            gint place = find_line(truth, line->words->pdata[k]);
            g_ptr_array_add(place < 0 ? ret_stray : lists->pdata[place], line->words->pdata[k]);
        }
    }
    for (guint i = 0; i < lists->len; i++)
        g_ptr_array_sort_with_data(lists->pdata[i], by_place, truth->lines->pdata[i]);
    return lists;
}
