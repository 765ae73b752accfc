/* routes.h - what may be asked of the desk, and who answers. README.md beside this file is the manual. */
#pragma once
#include "review/picture.h"
#include <jansson.h>

typedef struct {
    const char *who;    /* the reviewer's name; "" before one is given */
    gint64 id;          /* the number at the path's end; 0: none */
    const json_t *body; /* of a POST; an object */
    const char *(*argument)(const char *name,
                            gconstpointer data); /* of the query; NULL where it is not there */
    gconstpointer data;
} Request;

typedef struct {
    guint status;
    json_t *json;  /* either this … */
    GBytes *bytes; /* … or this, with its media type … */
    const char *type;
    char *picture; /* … or this cut of a picture, still to be made */
    DeskCut cut;
} Reply;

typedef void (*Answerer)(Desk *desk, const Request *request, Reply *reply);

typedef struct {
    gboolean post;
    const char *path; /* "/api/field/" ends in a slash: a number follows */
    Answerer answer;
} Route;

/* NULL where nothing is asked so. `*ret_id` is the number at its end. */
const Route *routes_find(gboolean post, const char *path, gint64 *ret_id);

/* {"error": code, "why": why} */
void reply_error(Reply *reply, guint status, const char *code, const char *why);
/* Progress of the whole folder for this person, as README.md has it; new. */
json_t *progress_json(const Desk *desk, const char *who);
/* A quad in stored pixels as the picture's, [[x, y], …]; new. */
json_t *quad_json(const Quad *quad, const Affine *map);

/* Answerers, by file: queue.c, show-field.c, show-page.c, decide.c, change.c. */
void answer_words(Desk *desk, const Request *request, Reply *reply);
void answer_folder(Desk *desk, const Request *request, Reply *reply);
void answer_queue(Desk *desk, const Request *request, Reply *reply);
void answer_groups(Desk *desk, const Request *request, Reply *reply);
void answer_group(Desk *desk, const Request *request, Reply *reply);
void answer_confusions(Desk *desk, const Request *request, Reply *reply);
void answer_field(Desk *desk, const Request *request, Reply *reply);
void answer_crop(Desk *desk, const Request *request, Reply *reply);
void answer_picture(Desk *desk, const Request *request, Reply *reply);
void answer_page(Desk *desk, const Request *request, Reply *reply);
void answer_pages(Desk *desk, const Request *request, Reply *reply);
void answer_lease(Desk *desk, const Request *request, Reply *reply);
void answer_check(Desk *desk, const Request *request, Reply *reply);
void answer_decide(Desk *desk, const Request *request, Reply *reply);
void answer_decide_group(Desk *desk, const Request *request, Reply *reply);
void answer_undo(Desk *desk, const Request *request, Reply *reply);
void answer_line(Desk *desk, const Request *request, Reply *reply);
void answer_annotation(Desk *desk, const Request *request, Reply *reply);
