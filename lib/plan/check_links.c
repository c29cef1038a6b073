/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What records mention: is it there, and does nothing depend on itself? */
#include "plan/finding.h"

#include <stdlib.h>
#include <string.h>

wb_status wb_check_mentions(wb_checking *checking, const wb_record *record, wb_error *err)
{
    wb_mention mention;
    wb_status st = WB_OK;

    for (size_t n = 0; wb_record_mention(record, n, &mention); n++) {
        if (wb_mention_holds(checking->plan, &mention))
            continue;
        WB_TRY(wb_finding_add(checking, WB_BROKEN_REFERENCE, record, mention.path,
                              (const char *const[WB_MAX_WORDS_SAID]){
                                  mention.path, mention.id,
                                  mention.target != NULL ? mention.target : "record"},
                              err));
    }
done:
    return st;
}

/* ---- cycles ---- */

/* Records as nodes, by their number; an edge says that one depends on another. */
typedef struct edge {
    size_t from, to;
} edge;

typedef struct graph {
    const wb_record **records; /* by number */
    size_t n_records;
    edge *edges; /* by from, then to */
    size_t n_edges;
    size_t *first; /* edges of a node: first[node] .. first[node + 1] */
    unsigned char *state;
    size_t *path; /* nodes on the way, and which edge of each is next */
    size_t *next;
} graph;

/* A reference speaks for the record that it stands in; an actor for itself. */
static bool edge_of(const wb_plan *plan, const wb_record *record, edge *made)
{
    bool is_actor = wb_record_is(record, "actor");
    bool is_reference = wb_record_is(record, "reference");
    const char *id = wb_record_text(record, is_actor ? "part_of" : "to");
    const char *relation = is_reference ? wb_record_text(record, "relation") : "part_of";
    const wb_record *to;

    if ((!is_actor && !is_reference) || id == NULL)
        return false;
    to = wb_plan_find(plan, id);
    if (to == NULL)
        return false;
    made->from = is_actor ? record->number : record->parent->number;
    made->to = to->number;
    if (strcmp(relation, "feeds") == 0)
        *made = (edge){made->to, made->from};
    return strcmp(relation, "feeds") == 0 || strcmp(relation, "depends_on") == 0 ||
           strcmp(relation, "part_of") == 0;
}

static int compare_edges(const void *a, const void *b)
{
    const edge *x = a;
    const edge *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static wb_status make_graph(const wb_plan *plan, graph *made, wb_error *err)
{
    size_t n = plan->n_records;
    size_t at = 0;

    made->n_records = n;
    made->records = wb_allocate(n, sizeof(wb_record *));
    made->edges = wb_allocate(n, sizeof *made->edges);
    made->first = wb_allocate(n + 1, sizeof *made->first);
    made->state = wb_allocate(n, sizeof *made->state);
    made->path = wb_allocate(n, sizeof *made->path);
    made->next = wb_allocate(n, sizeof *made->next);
    if (made->records == NULL || made->edges == NULL || made->first == NULL ||
        made->state == NULL || made->path == NULL || made->next == NULL)
        return wb_fail_nomem(err);
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        made->records[r->number] = r;
        made->n_edges += edge_of(plan, r, &made->edges[made->n_edges]);
    }
    qsort(made->edges, made->n_edges, sizeof *made->edges, compare_edges);
    for (size_t node = 0; node <= n; node++) {
        while (at < made->n_edges && made->edges[at].from < node)
            at++;
        made->first[node] = at;
    }
    return WB_OK;
}

static void free_graph(graph *made)
{
    wb_release(made->records);
    wb_release(made->edges);
    wb_release(made->first);
    wb_release(made->state);
    wb_release(made->path);
    wb_release(made->next);
}

/* The cycle that closes at `node`, which is on the path: "a → b → a". */
static wb_status report(wb_checking *checking, const graph *g, size_t depth, size_t node,
                        wb_error *err)
{
    wb_text way = {0};
    size_t at = 0;
    wb_status st = WB_OK;

    while (g->path[at] != node)
        at++;
    for (; at <= depth; at++)
        WB_TRY(wb_text_format(&way, err, "%s → ", g->records[g->path[at]]->id));
    WB_TRY(wb_text_add(&way, g->records[node]->id, err));
    WB_TRY(wb_finding_add(checking, WB_CYCLE, g->records[node], "",
                          (const char *const[WB_MAX_WORDS_SAID]){way.bytes}, err));
done:
    wb_text_free(&way);
    return st;
}

enum { UNSEEN, ON_THE_WAY, FINISHED };

/* Depth first from one node, without recursion. Every edge back to a node on the way
 * closes a cycle. */
static wb_status follow(wb_checking *checking, graph *g, size_t start, wb_error *err)
{
    size_t depth = 0;
    wb_status st = WB_OK;

    g->path[0] = start;
    g->next[0] = g->first[start];
    g->state[start] = ON_THE_WAY;
    for (;;) {
        size_t node = g->path[depth];

        if (g->next[depth] == g->first[node + 1]) {
            g->state[node] = FINISHED;
            if (depth-- == 0)
                return WB_OK;
            continue;
        }
        size_t to = g->edges[g->next[depth]++].to;
        if (g->state[to] == ON_THE_WAY) {
            WB_TRY(report(checking, g, depth, to, err));
        } else if (g->state[to] == UNSEEN) {
            g->path[++depth] = to;
            g->next[depth] = g->first[to];
            g->state[to] = ON_THE_WAY;
        }
    }
done:
    return st;
}

wb_status wb_check_cycles(wb_checking *checking, wb_error *err)
{
    graph g = {0};
    wb_status st;

    WB_TRY(make_graph(checking->plan, &g, err));
    for (size_t node = 0; node < g.n_records; node++) {
        if (g.state[node] == UNSEEN && g.first[node] < g.first[node + 1])
            WB_TRY(follow(checking, &g, node, err));
    }
done:
    free_graph(&g);
    return st;
}

/* ---- numbers ---- */

static int compare_numbers(const void *a, const void *b)
{
    const wb_record *x = *(const wb_record *const *)a;
    const wb_record *y = *(const wb_record *const *)b;
    int order = strcmp(wb_record_text(x, "number"), wb_record_text(y, "number"));

    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

wb_status wb_check_numbers(wb_checking *checking, wb_error *err)
{
    const wb_plan *plan = checking->plan;
    const wb_record **numbered = wb_allocate(plan->n_records, sizeof(wb_record *));
    size_t n = 0;
    wb_status st = WB_OK;

    if (numbered == NULL)
        return wb_fail_nomem(err);
    for (const wb_record *a = wb_action_next(plan, NULL); a != NULL;
         a = wb_action_next(plan, a)) {
        if (wb_record_text(a, "number") != NULL)
            numbered[n++] = a;
    }
    qsort(numbered, n, sizeof(wb_record *), compare_numbers);
    for (size_t i = 1; i < n; i++) {
        const char *number = wb_record_text(numbered[i], "number");

        if (strcmp(wb_record_text(numbered[i - 1], "number"), number) == 0)
            WB_TRY(wb_finding_add(
                checking, WB_NUMBER_TWICE, numbered[i], "number",
                (const char *const[WB_MAX_WORDS_SAID]){numbered[i - 1]->id, number},
                err));
    }
done:
    wb_release(numbered);
    return st;
}
