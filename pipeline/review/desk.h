/* desk.h - a folder on the review desk: the fields that may wait for a person, what persons decided, who has
 * which field in hand. All in memory, read anew when another process has written to the database; every
 * decision is in the database before anybody is told of it. One thread uses it. */
#pragma once
#include "review/learn.h"
#include "store-review.h"
#include <forms/form.h>

#define DESK_FIELDS 1000 /* id = row of the page x 1000 + place among its fields */
#define DESK_SEED   500  /* added to the place: the field with an error planted in it */

/* One decision on a field, a line or an annotation. */
typedef struct {
    gint64 number, batch; /* batch: 0 alone */
    char *at, *who, *decision, *was, *becomes;
    double seconds;
    gboolean undone;
} DeskEvent;

/* A field as the machine left it. */
typedef struct {
    gint64 id, row;
    guint number, position;
    const char *form, *name, *status; /* interned; form may be NULL */
    char *page, *path, *raw, *value, **reasons;
    double confidence, weight;
    gboolean doubled; /* read blind by two persons */
    char *planted;    /* an error to be noticed, in place of the value; NULL: none */
} DeskItem;

#define DESK_LEASE_S 60 /* unless it is told otherwise */

typedef struct {
    Store *store;
    char *folder;
    GPtrArray *forms;   /* of Form */
    GPtrArray *items;   /* of DeskItem, by path, page and place: those that may wait */
    GPtrArray *seeds;   /* of DeskItem with `planted` */
    GPtrArray *others;  /* of DeskItem: those that do not wait and were asked for all the same */
    GHashTable *by_id;  /* id -> DeskItem of all three */
    GHashTable *tracks; /* "page field" -> GPtrArray of DeskEvent, first to last */
    GHashTable *leases; /* id -> DeskLease */
    GHashTable *told;   /* "id who": planted errors that were answered */
    Learnt *learnt;
    guint seeds_shown, seeds_caught;
    double lease_s; /* how long a field stays with one reviewer */
    gint64 data_version;
} Desk;

typedef struct {
    char *who;
    gint64 until; /* monotonic, microseconds */
} DeskLease;

/* What a field wants of this person. */
typedef enum {
    DESK_WAITS,     /* a decision */
    DESK_BLIND,     /* a reading without seeing the machine's or another's */
    DESK_ARBITRATE, /* a choice between two blind readings */
    DESK_OTHERS,    /* nothing: somebody else has to look */
    DESK_DECIDED,
} DeskState;

Desk *desk_open(const char *folder, const char *models_dir, GError **error);
void desk_free(Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)
/* Reads the database anew where another process has changed it. */
gboolean desk_refresh(Desk *desk, GError **error);

/* A field that does not wait, from its page's record; takes it. */
void desk_add_other(Desk *desk, DeskItem *item);
/* NULL where there is none among those that wait or were asked for. Lent. */
DeskItem *desk_find(const Desk *desk, gint64 id);
/* Decisions on a field, a line ("l3") or an annotation ("a0"), first to last; NULL: none. Lent. */
const GPtrArray *desk_track(const Desk *desk, const char *page, const char *field);
/* The last decision that was not taken back; NULL: none. */
const DeskEvent *desk_decision(const Desk *desk, const char *page, const char *field);
/* Number of the last row on it, taken back or not; 0: none. */
gint64 desk_version(const Desk *desk, const char *page, const char *field);
DeskState desk_state(const Desk *desk, const DeskItem *item, const char *who);
/* The two blind readings that differ, first and second. */
gboolean desk_readings(const Desk *desk, const DeskItem *item, const DeskEvent **ret_first,
                       const DeskEvent **ret_second);
/* The form's description of the field; NULL where it has none. */
const FormField *desk_form_field(const Desk *desk, const DeskItem *item, const Form **ret_form);
/* Expected loss while it waits: how likely it is wrong, times its weight; learnt from decisions too. */
double desk_loss(const Desk *desk, const DeskItem *item);

/* An empty list, for desk_open(). */
GHashTable *desk_leases_new(void);
/* Takes the field for desk->lease_s; FALSE where somebody else has it: `*ret_who` (lent) and seconds left. */
gboolean desk_lease(Desk *desk, gint64 id, const char *who, const char **ret_who, double *ret_seconds);
/* Who else has it; NULL: nobody. */
const char *desk_leased_to(const Desk *desk, gint64 id, const char *but, double *ret_seconds);
void desk_release(Desk *desk, gint64 id);

/* An item of a field; the desk's own are made by desk_open(). To be taken by one of its lists. */
DeskItem *desk_item_new(const Desk *desk, const ReviewField *field);
/* Notes a row that was added to the database. */
void desk_note(Desk *desk, const CorrectionRow *row);
/* The fields of the last thing that this person decided and has not taken back: one, or a group. Where
 * somebody decided after them, it is not theirs to take back any more. Of DeskItem, lent, to unref; empty
 * where there is none. */
GPtrArray *desk_last_of(const Desk *desk, const char *who);
