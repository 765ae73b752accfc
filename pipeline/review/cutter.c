/* cutter.c - crops are cut on a thread of their own. */
#include "review/cutter.h"

typedef struct {
    char *path;
    DeskCut cut;
    CutterDone done;
    gpointer data;
} Order;

struct Cutter {
    GThread *thread;
    GMutex lock;
    GCond asked;
    GQueue orders; /* of Order, first to last */
    gboolean ended;
};

/* The next order, to free; NULL at the end. */
static Order *
wait_for_order(Cutter *cutter)
{
    g_mutex_lock(&cutter->lock);
    while (!cutter->ended && g_queue_is_empty(&cutter->orders))
        g_cond_wait(&cutter->asked, &cutter->lock);
    Order *order = cutter->ended ? NULL : g_queue_pop_head(&cutter->orders);
    g_mutex_unlock(&cutter->lock);
    return order;
}

static void
order_free(Order *order)
{
    g_free(order->path);
    g_free(order);
}

static gpointer
work(gpointer data)
{
    Cutter *cutter = data;
    for (Order *order; (order = wait_for_order(cutter));) {
        order->done(picture_crop(order->path, &order->cut), order->data);
        order_free(order);
    }
    picture_forget();
    return NULL;
}

Cutter *
cutter_new(void)
{
    Cutter *cutter = g_new0(Cutter, 1);
    g_mutex_init(&cutter->lock);
    g_cond_init(&cutter->asked);
    g_queue_init(&cutter->orders);
    cutter->thread = g_thread_new("cutter", work, cutter);
    return cutter;
}

gboolean
cutter_ask(Cutter *cutter, const char *path, const DeskCut *cut, CutterDone done, gpointer data)
{
    g_mutex_lock(&cutter->lock);
    gboolean taken = !cutter->ended;
    if (taken) {
        Order *order = g_new0(Order, 1);
        *order = (Order){g_strdup(path), *cut, done, data};
        g_queue_push_tail(&cutter->orders, order);
        g_cond_signal(&cutter->asked);
    }
    g_mutex_unlock(&cutter->lock);
    return taken;
}

void
cutter_end(Cutter *cutter)
{
    g_mutex_lock(&cutter->lock);
    cutter->ended = TRUE;
    g_cond_signal(&cutter->asked);
    g_mutex_unlock(&cutter->lock);
    g_clear_pointer(&cutter->thread, g_thread_join);
    for (Order *order; (order = g_queue_pop_head(&cutter->orders));) {
        order->done(NULL, order->data);
        order_free(order);
    }
}

void
cutter_free(Cutter *cutter)
{
    if (!cutter)
        return;
    cutter_end(cutter);
    g_mutex_clear(&cutter->lock);
    g_cond_clear(&cutter->asked);
    g_free(cutter);
}
